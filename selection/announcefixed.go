package selection

import (
	"fmt"
	"path"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Announcement is public/announcement.txt before the mixing: what is fixed, the two public
// values that are to come, and how to check it all. Of the book it says only what the value
// that mixes it cannot change.
func (f *Fixed) Announcement() string {
	var b strings.Builder
	if f.Source.Kind == draw.KindRehearsal {
		b.WriteString("REHEARSAL. This draw binds nobody.\n\n")
	}
	f.trial.announceEvent(&b)
	f.announceFixed(&b)
	f.announceOpen(&b)
	f.announceChecks(&b)
	return b.String()
}

func (f *Fixed) announceFixed(b *strings.Builder) {
	title(b, "What is fixed")
	keeps := " Every page will keep to these numbers of seats:"
	if f.trial.outgoing() {
		keeps = ""
	}
	first, last := record.PageName(0, f.Rules.Pages), record.PageName(f.Rules.Pages-1, f.Rules.Pages)
	para(b, "%s The pool, the rules and the quotas are fixed; the book is still to be made. It will have %s, "+
		"numbered %s to %s: each page will name %s, and all pages will be equally likely.%s",
		f.trial.question(), count(f.Rules.Pages, "page", "pages"),
		first, last, count(f.Rules.Seats, "person", "people"), keeps)
	if !f.trial.outgoing() {
		f.trial.announceQuotas(b, "No page will name")
	}
	if f.Rules.Rule != "leximin" {
		para(b, "The rule is %s: %s.", f.Rules.Rule, f.trial.rule.Aim())
	}
	para(b, "%s", f.trial.Binding)
	f.trial.announceUnseatable(b)
	for _, reserved := range f.Reservations() {
		para(b, "Reservation: %s.", reserved)
	}
	para(b, "All this is fixed by one number, the commitment to the pool:")
	fmt.Fprintf(b, "    %s\n\n", f.Commitment())
	para(b, "It is the SHA-256 hash of the file %s. Whoever changes the pool, the rules or the quotas "+
		"changes this number. Keep it, on paper or in a photograph.", f.trial.place(record.FixedSumsFile))
	announceSuperseded(b, f.Source)
}

func (f *Fixed) announceOpen(b *strings.Builder) {
	title(b, "What is open")
	para(b, "First: who sits with whom, and on which pages. That follows from a public value which nobody knows yet, so that "+
		"nobody can choose the book:")
	announceWhere(b, f.MixSource.Source)
	announceValue(b, f.MixSource.Source, "books")
	para(b, "Then the book is made and published, with a commitment of its own.")
	para(b, "Second: which page it is. That follows from another public value, which nobody knows yet either:")
	announceWhere(b, f.Source.Source)
	if f.Source.Kind == f.MixSource.Kind && f.Source.Round == 0 {
		para(b, "It is drawn and written like the first.")
	} else {
		announceValue(b, f.Source.Source, "pages")
	}
	para(b, "There is one mixing and one draw. If one of them cannot take place as announced, that is published too, and a new "+
		"announcement names this one.")
}

func (f *Fixed) announceChecks(b *strings.Builder) {
	title(b, "How to check it")
	pool := "one hash of the whole pool, from which nobody can be read"
	if f.Rules.Form == record.FormOpen {
		pool = "the pool by public ids, with everybody's features"
	}
	para(b, "Now: the folder public is published with this text. In a shell, sha256sum %s prints the "+
		"commitment to the pool, and sha256sum -c fixed.sha256, inside %s, checks that no file was changed. The folder "+
		"holds the rules, the quotas, how many people have each value, and %s.", f.trial.place(record.FixedSumsFile),
		path.Dir(f.trial.place(record.FixedSumsFile)), pool)
	para(b, "After the mixing: the folder also holds the value, the book and its commitment, and a text like this one explains them. "+
		"An auditor who has the pool without names makes the book again from that value, byte for byte, with evenlot verify.")
	para(b, "After the draw: open public/verify.html in a browser and choose the folder; or run sh verify.sh inside it; or "+
		"evenlot verify. They check every step, without a network.")
}

// Commitment is the commitment to the pool, the hash to publish.
func (f *Fixed) Commitment() string { return record.Commitment(f.Files) }

// Reservations say how the book can be chosen among many all the same.
func (f *Fixed) Reservations() []string { return f.trial.reservations() }

// Disclosure says in words what publishing the book would give away, by a trial book.
func (f *Fixed) Disclosure() string { return f.trial.Disclosure() }

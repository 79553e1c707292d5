package words

import (
	"fmt"
	"path"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/record"
)

// Pool announces a mixing and a draw, where only the pool, the rules and the quotas are fixed. Of
// the book it says only what the value that mixes it cannot change.
func (a *Announcement) Pool() string {
	var b strings.Builder
	a.rehearsal(&b)
	a.event(&b)
	a.poolFixed(&b)
	a.poolOpen(&b)
	a.poolChecks(&b)
	return b.String()
}

func (a *Announcement) poolFixed(b *strings.Builder) {
	title(b, "What is fixed")
	keeps := " Every page will keep to these numbers of " + a.things() + ":"
	if a.outgoing() {
		keeps = ""
	}
	first, last := record.PageName(0, a.Rules.Pages), record.PageName(a.Rules.Pages-1, a.Rules.Pages)
	para(b, "%s The pool, the rules and the quotas are fixed; the book is still to be made. It will have %s, "+
		"numbered %s to %s: each page will name %s, and all pages will be equally likely.%s",
		a.question(), plain.Count(a.Rules.Pages, "page", "pages"),
		first, last, plain.Count(a.Rules.Seats, "person", "people"), keeps)
	if !a.outgoing() {
		a.quotas(b, "No page will name")
	}
	a.stated(b)
	if a.Rules.Rule != "leximin" {
		para(b, "%s", ruleAndAim(a.Rules.Rule))
	}
	para(b, "%s", Binding(*a.Summary.Binding))
	a.unseatable(b)
	a.reservations(b)
	para(b, "All this is fixed by one number, the commitment to the pool:")
	fmt.Fprintf(b, "    %s\n\n", a.Commitment)
	para(b, "It is the SHA-256 hash of the file %s. Whoever changes the pool, the rules or the quotas "+
		"changes this number. Keep it, on paper or in a photograph.", a.place(record.FixedSumsFile))
	announceSuperseded(b, a.Source)
}

func (a *Announcement) poolOpen(b *strings.Builder) {
	title(b, "What is open")
	para(b, "First: who sits with whom, and on which pages. That follows from a public value which nobody knows yet, so that "+
		"nobody can choose the book:")
	announceWhere(b, a.MixSource.Source)
	announceValue(b, a.MixSource.Source, "books")
	para(b, "Then the book is made and published, with a commitment of its own.")
	para(b, "Second: which page it is. That follows from another public value, which nobody knows yet either:")
	announceWhere(b, a.Source.Source)
	if a.Source.Kind == a.MixSource.Kind && a.Source.Round == 0 {
		para(b, "It is drawn and written like the first.")
	} else {
		announceValue(b, a.Source.Source, "pages")
	}
	para(b, "There is one mixing and one draw. If one of them cannot take place as announced, that is published too, and a new "+
		"announcement names this one.")
}

func (a *Announcement) poolChecks(b *strings.Builder) {
	title(b, "How to check it")
	pool := "one hash of the whole pool, from which nobody can be read"
	if a.Rules.Form == record.FormOpen {
		pool = "the pool by public ids, with everybody's features"
	}
	para(b, "Now: the folder public is published with this text. In a shell, sha256sum %s prints the "+
		"commitment to the pool, and sha256sum -c fixed.sha256, inside %s, checks that no file was changed. The folder "+
		"holds the rules, the quotas, how many people have each value, and %s.", a.place(record.FixedSumsFile),
		path.Dir(a.place(record.FixedSumsFile)), pool)
	para(b, "After the mixing: the folder also holds the value, the book and its commitment, and a text like this one explains them. "+
		"An auditor who has the pool without names makes the book again from that value, byte for byte, with evenlot verify.")
	para(b, "After the draw: open public/verify.html in a browser and choose the folder; or run sh verify.sh inside it; or "+
		"evenlot verify. They check every step, without a network.")
}

package selection

import (
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words"
)

// Summary gives the summary of a finished selection.
func (r *Result) Summary() *words.Summary { return r.Drawn.Summary }

// Summary gives the summary of a prepared selection.
func (p *Prepared) Summary() *words.Summary {
	return &words.Summary{
		Rule: p.Rules.Rule, Standing: p.Standing(), Unsettled: p.Unsettled(),
		Notice: p.Source.Statement, Reserved: p.reservations(), People: p.Rules.People, Seats: p.Rules.Seats, Pages: p.Rules.Pages,
		Commitment: record.Commitment(p.Files),
		Fewest:     p.SmallestCount(), Possible: p.PossibleCount(), Open: p.Open, Nearness: p.Book.Nearness,
		Binding: &p.Binding, Unseatable: len(p.Unseatable()), Reasons: p.Reasons,
	}
}

// Reservations say how a book could have been chosen among many. mix is nil where no value was
// announced, and mixes nothing that counts where it is a rehearsal. possible is how many pages the
// smallest chance gives: fewer than 5 leave a choice.
func Reservations(mix *record.SeedSource, possible int) []verify.Caveat {
	all := []verify.Caveat{}
	if mix == nil || mix.Kind == draw.KindRehearsal {
		all = append(all, verify.CaveatUnmixed)
	}
	if possible < leastPossible {
		all = append(all, verify.CaveatShort)
	}
	return all
}

func (p *Prepared) reservations() []verify.Caveat {
	return Reservations(p.MixSource, p.PossibleCount())
}

// Announcement is public/announcement.txt: what a council publishes before the draw.
func (p *Prepared) Announcement() string { return p.announcement().Book() }

func (p *Prepared) announcement() *words.Announcement {
	return &words.Announcement{
		Rules: p.Rules, Table: p.Roster.Table, Homes: p.homes(), Source: p.Source, MixSource: p.MixSource, Mixing: p.Mixing,
		Commitment: record.Commitment(p.Files), Summary: p.Summary(), Event: p.event(),
	}
}

// event counts the people of each value who can take a seat; nil where there is no event.
func (p *Prepared) event() *words.Event {
	if p.Event == nil {
		return nil
	}
	available := make([][]int, len(p.Roster.Table.Features))
	for f, feature := range p.Roster.Table.Features {
		available[f] = make([]int, len(feature.Values))
	}
	for _, e := range p.Roster.Entries {
		for f, v := range e.Values {
			available[f][v]++
		}
	}
	return &words.Event{Event: p.Event, Seated: p.Seated, Available: available, Quotas: p.Quotas}
}

// homes counts the households with several volunteers.
func (p *Prepared) homes() words.Homes {
	found := map[int]bool{}
	for _, e := range p.Roster.Entries {
		if e.Household >= 0 {
			found[e.Household] = true
		}
	}
	return words.Homes{Columns: p.origin.Homes, Found: len(found)}
}

// Announcement is public/announcement.txt before the mixing: what is fixed, the two public
// values that are to come, and how to check it all.
func (f *Fixed) Announcement() string { return f.trial.announcement().Pool() }

// Commitment is the commitment to the pool, the hash to publish.
func (f *Fixed) Commitment() string { return record.Commitment(f.Files) }

// Reservations say how the book can be chosen among many all the same.
func (f *Fixed) Reservations() []verify.Caveat { return f.trial.reservations() }

// Disclosure says what publishing the book would give away, by a trial book.
func (f *Fixed) Disclosure() words.Disclosure { return f.trial.Disclosure() }

package verify

import (
	"fmt"
	"slices"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// short checks that the book has enough pages for its smallest chance.
func (c *checker) short() {
	if c.rec.Proof == nil || c.rec.Rules == nil {
		return
	}
	least := -1
	for _, s := range c.rec.Proof.Steps {
		if s.Chance.Sign() > 0 {
			least = record.PagesOf(s.Chance, c.rec.Rules.Pages)
			break
		}
	}
	const name = "pages of the smallest chance"
	s := c.rec.Source
	free := s == nil || s.Kind == draw.KindKnown || s.Kind == draw.KindRehearsal || c.rec.Version() == 1
	switch {
	case least >= leastPages || free:
		c.equal(name, fmt.Sprint(least), fmt.Sprint(least), "")
	default:
		c.fail(name, fmt.Sprintf("at least %d", leastPages), fmt.Sprint(least), "such a book is for rehearsals: it can be chosen among many")
	}
	if least < leastPages {
		c.caveat(CaveatShort)
	}
}

// remarks gathers the caveats that follow from what the record says of itself.
func (c *checker) remarks() {
	c.sourced(c.rec.Source)
	for _, event := range c.rec.Events {
		if event.Record == nil {
			c.sourced(event.Source)
			c.caveat(CaveatEvents)
		}
	}
	if m := c.rec.MixSource; (m == nil || m.Kind == draw.KindRehearsal) && !c.settled() {
		c.caveat(CaveatUnmixed)
	}
	c.graded()
	if r := c.rec.Rules; r != nil && r.Rule != "leximin" {
		c.caveat(CaveatRule)
	}
	c.eventRemarks()
	c.caveat(CaveatUnconfirmed)
}

// sourced gathers the caveats of a public value.
func (c *checker) sourced(s *record.SeedSource) {
	switch {
	case s == nil:
	case s.Kind == draw.KindKnown:
		c.caveat(CaveatKnown)
	case s.Kind == draw.KindRehearsal:
		c.caveat(CaveatRehearsal)
	case s.Kind == draw.KindLottery && s.Highest == 0:
		c.caveat(CaveatRange)
	}
}

// graded gathers the caveats of the proof, by its grade and by what was at hand.
func (c *checker) graded() {
	p := c.rec.Proof
	if p == nil || c.Stage == Unmixed {
		return
	}
	exactly, weightless := p.Grade == record.GradeExactly, c.rec.Mixture == nil
	if c.noPool() != "" || exactly && weightless {
		c.caveat(CaveatPublic)
	}
	switch {
	case p.Grade == record.GradeBounds:
		c.caveat(CaveatBounds, c.gap()...)
	case !exactly, weightless && c.rec.Version() == 1 && c.noPool() == "":
		c.caveat(CaveatSmallest)
	}
}

// gap says how far the smallest chance of the book is from the bound; nothing where it cannot
// be told.
func (c *checker) gap() []string {
	if c.rec.Rules == nil {
		return nil
	}
	out := 0 // people whom no panel can hold
	for _, s := range c.rec.Proof.Steps {
		if s.Chance.Sign() > 0 {
			if out >= len(c.rec.Counts) {
				break
			}
			fewest := slices.Sorted(slices.Values(c.rec.Counts))[out]
			return []string{fmt.Sprintf("somebody is on %d of %d pages, and %d for everybody are not ruled out", fewest, c.rec.Rules.Pages, s.Pages)}
		}
		out += s.People
	}
	return nil
}

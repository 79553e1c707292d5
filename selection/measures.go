package selection

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/disclosure"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// measure gives measures.json. The attack on the pages takes a while and is for books
// that are published before a draw.
func (p *Prepared) measure() record.Measures {
	var m record.Measures
	ids := make([]string, len(p.Roster.Entries))
	for i := range ids {
		ids[i] = p.Roster.Entries[i].ID
	}
	m.MeasureDigits(ids, p.Book.Pages)
	if p.Rules.Form != record.FormSealed && p.Source.Kind != draw.KindKnown {
		g := disclosure.Attack(p.Book.Pages, len(ids), len(p.Grouping.Types))
		m.Rank, m.Groups, m.SmallestGroup = g.Rank, g.Groups, g.Smallest
	}
	if p.Rules.Form == record.FormOpen {
		values := make([][]int, len(ids))
		for i := range values {
			values[i] = p.Roster.Entries[i].Values
		}
		m.Alike, _ = disclosure.Alike(values)
	}
	return m
}

// Disclosure says in words what publishing the record gives away.
func (p *Prepared) Disclosure() string {
	n, m := len(p.Roster.Entries), p.Measures
	switch {
	case p.Rules.Form == record.FormSealed:
		return "no pages; chances.csv tells on how many pages each public id is"
	case p.Rules.Form == record.FormOpen:
		return fmt.Sprintf("all features; at least %d people share all of theirs", m.Alike)
	case m.Groups == 0:
		return "the simplest attack on the pages does not work with so many, which is no proof that none does"
	case m.Groups == 1:
		return fmt.Sprintf("the pages alone do not tell the %d volunteers apart", n)
	}
	return fmt.Sprintf("the pages sort the %d volunteers into %d groups, the smallest of %d: with totals.csv a reader can "+
		"guess features behind public ids; --sealed keeps the pages closed", n, m.Groups, m.SmallestGroup)
}

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
	m.MeasureDigits(p.Roster.IDs(), p.Book.Pages)
	if p.Rules.Form != record.FormSealed && p.Source.Kind != draw.KindKnown {
		p.attack(&m)
	}
	if p.Rules.Form == record.FormOpen {
		m.Alike, _ = disclosure.Alike(p.Roster.Values())
	}
	return m
}

// attack tries what a reader can tell of people from the pages alone.
func (p *Prepared) attack(m *record.Measures) {
	g := disclosure.Attack(p.Book.Pages, p.Rules.People, len(p.Grouping.Types))
	m.Rank, m.Groups, m.SmallestGroup = g.Rank, g.Groups, g.Smallest
}

// mostTried is how many steps an attack takes at most that no file asks for: half a second.
const mostTried = 2e8

// Disclosure says in words what publishing the record gives away.
func (p *Prepared) Disclosure() string {
	n, m := len(p.Roster.Entries), p.Measures
	if p.Rules.Form == record.FormDefault && p.Source.Kind == draw.KindKnown {
		if int64(p.Rules.Pages)*int64(n)*int64(min(p.Rules.Pages, n)) > mostTried {
			return "the pages, by public id: what they tell of people was not tried, which takes a while (evenlot book does it)"
		}
		p.attack(&m)
	}
	switch {
	case p.Rules.Form == record.FormSealed:
		return "no pages; chances.csv tells on how many pages each public id is"
	case p.Rules.Form == record.FormOpen && m.Alike < 2:
		return "all features, by which some volunteers can be told from everybody else"
	case p.Rules.Form == record.FormOpen:
		return fmt.Sprintf("all features; everyone is one of at least %d people alike", m.Alike)
	case m.Groups == 0:
		return "the simplest attack on the pages does not work with so many, which is no proof that none does"
	case m.Groups == 1:
		return fmt.Sprintf("the pages alone do not tell the %d volunteers apart", n)
	}
	return fmt.Sprintf("the pages sort the %d volunteers into %d groups, the smallest of %d: with totals.csv a reader can "+
		"guess features behind public ids; --sealed keeps the pages closed", n, m.Groups, m.SmallestGroup)
}

package selection

import (
	"github.com/evenlot/evenlot/selection/disclosure"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
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

// Disclosure says what publishing the record gives away.
func (p *Prepared) Disclosure() words.Disclosure {
	d := words.Disclosure{Event: p.Event != nil, Form: p.Rules.Form, People: len(p.Roster.Entries), Measures: p.Measures}
	if p.Rules.Form == record.FormDefault && p.Source.Kind == draw.KindKnown {
		n, pages := int64(d.People), int64(p.Rules.Pages)
		if d.Untried = pages*n*min(pages, n) > mostTried; !d.Untried {
			p.attack(&d.Measures)
		}
	}
	return d
}

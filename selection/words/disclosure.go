package words

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/record"
)

// A Disclosure is what publishing a record gives away.
type Disclosure struct {
	Event    bool // of an event of a record
	Form     record.Form
	People   int
	Untried  bool // the attack on the pages was not tried, which takes a while
	Measures record.Measures
}

// String says it in a sentence.
func (d Disclosure) String() string {
	m := d.Measures
	switch {
	case d.Untried:
		return "the pages, by public id: what they tell of people was not tried, which takes a while (evenlot book does it)"
	case d.Form == record.FormSealed:
		return "no pages; chances.csv tells on how many pages each public id is"
	case d.Form == record.FormOpen && m.Alike < 2:
		return "all features, by which some volunteers can be told from everybody else"
	case d.Form == record.FormOpen:
		return fmt.Sprintf("all features; everyone is one of at least %d people alike", m.Alike)
	case m.Groups == 0:
		return "the simplest attack on the pages does not work with so many, which is no proof that none does"
	case m.Groups == 1:
		return fmt.Sprintf("the pages alone do not tell the %d volunteers apart", d.People)
	}
	advice := "; --sealed keeps the pages closed"
	if d.Event {
		advice = "" // an event has the form of its record
	}
	return fmt.Sprintf("the pages sort the %d volunteers into %d groups, the smallest of %d: with totals.csv a reader can "+
		"guess features behind public ids%s", d.People, m.Groups, m.SmallestGroup, advice)
}

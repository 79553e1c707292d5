package words

import (
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A Disclosure is what publishing a record gives away.
type Disclosure struct {
	Event    bool // of an event of a record
	Form     record.Form
	People   int
	Untried  bool // the attack on the pages was not tried, which takes a while
	Measures record.Measures
}

// String says it in an English sentence.
func (d Disclosure) String() string { return d.In(catalog.English) }

// In says it in a sentence of a language.
func (d Disclosure) In(l catalog.Language) string {
	m, say := d.Measures, catalog.In(l)
	switch {
	case d.Untried:
		return say.Say("disclosure.untried")
	case d.Form == record.FormSealed:
		return say.Say("disclosure.sealed")
	case d.Form == record.FormOpen && m.Alike < 2:
		return say.Say("disclosure.open_alone")
	case d.Form == record.FormOpen:
		return say.Say("disclosure.open_alike", m.Alike)
	case m.Groups == 0:
		return say.Say("disclosure.no_attack")
	case m.Groups == 1:
		return say.Say("disclosure.one_group", d.People)
	case d.Event: // it has the form of its record
		return say.Say("disclosure.groups_event", d.People, m.Groups, m.SmallestGroup)
	}
	return say.Say("disclosure.groups", d.People, m.Groups, m.SmallestGroup)
}

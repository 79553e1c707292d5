package words

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// An Event is a change of a panel that is to be drawn.
type Event struct {
	*record.Event
	// By feature and value: how many of those who stay have it, and how many can take a seat.
	Seated, Available [][]int
	Quotas            *quotas.Table // of the whole panel; nil: not known, they stand in the record
}

// place is the path of a public file for whoever reads the announcement.
func (a *Announcement) place(name string) string {
	if a.Event == nil {
		return name
	}
	return record.EventPath(a.Event.Event.Event, name)
}

// outgoing reports whether the draw is about who leaves.
func (a *Announcement) outgoing() bool {
	return a.Event != nil && a.Event.Kind == record.KindOutgoing
}

// nextInLine reports whether the draw is about who is next in line.
func (a *Announcement) nextInLine() bool {
	return a.Event != nil && a.Event.Kind == record.KindAlternates
}

// event says what an event is about: who leaves, what those who stay leave of the quotas, and
// who can take a seat.
func (a *Announcement) event(b *strings.Builder) {
	e := a.Event
	if e == nil {
		return
	}
	if a.outgoing() {
		title(b, fmt.Sprintf("What this is about: event %d of the record, a draw of who leaves", e.Event.Event))
		para(b, "%s the panel, and the draw says who. The reason: %s", plain.Count(a.Rules.Seats, "member leaves", "members leave"), e.Statement)
		if n := len(e.Unavailable); n > 0 {
			para(b, "%s.", plain.Count(n, "member is not in the lot and stays", "members are not in the lot and stay"))
		}
		return
	}
	if a.nextInLine() {
		title(b, fmt.Sprintf("What this is about: event %d of the record, a draw of alternates", e.Event.Event))
		para(b, "%s drawn, who are next in line when a member leaves. Nobody joins the panel now. The reason: %s",
			plain.Count(a.Rules.Seats, "alternate is", "alternates are"), e.Statement)
		return
	}
	title(b, fmt.Sprintf("What this is about: event %d of the record, a %s", e.Event.Event, e.Kind))
	stay := 0
	for _, n := range e.Seated[0] {
		stay += n
	}
	who := "Nobody leaves the panel now"
	if n := len(e.Leaving); n > 0 {
		who = fmt.Sprintf("%s the panel", plain.Count(n, "person leaves", "people leave"))
	}
	para(b, "%s, and %s. The reason: %s", who, plain.Count(stay, "person stays", "people stay"), e.Statement)
	gone, homes := "", ""
	if a.Rules.Household > 0 {
		homes = " and those who live with a member who stays"
	}
	if n := len(e.Unavailable); n > 0 {
		gone = fmt.Sprintf(" %s no part in the draw, because the organiser says so.", plain.Count(n, "of the others takes", "of the others take"))
	}
	para(b, "%s can take a seat: everybody of the pool but the members, those who left, those who take no part%s.%s "+
		"Those who stay count towards the quotas, so this is what is left of them:", plain.Count(a.Rules.People, "person", "people"), homes, gone)
	b.WriteString(e.needed(a.Table, a.Rules.Seats, "    "))
	b.WriteByte('\n')
}

// needed is what is left of the quotas of an event.
func (e *Event) needed(left *quotas.Table, seats int, indent string) string {
	var all []Left
	for f, feature := range left.Features {
		for v, value := range feature.Values {
			quota := ""
			if e.Quotas != nil {
				whole := e.Quotas.Features[f].Values[v]
				quota = plain.Span(whole.Min, whole.Max)
			}
			all = append(all, Left{feature.Name, value.Name, quota, e.Seated[f][v], value.Min, value.Max, e.Available[f][v]})
		}
	}
	return LeftTable(catalog.In(catalog.English), all, seats, indent)
}

// A Left is what those who stay leave of one quota.
type Left struct {
	Feature, Value string
	Quota          string // the whole window; empty: not known
	Stay           int    // of those who stay
	Min, Max       int    // seats that are needed still
	Available      int    // people who could take one
}

// Span writes a window: "3", or "3 to 5".
func Span(say *catalog.Speaker, low, high int) string {
	if low == high {
		return say.Number(low)
	}
	return say.Say("status.span", low, high)
}

// LeftTable sets in columns what is left of quotas, by feature. No more seats are needed than there
// are. Where no whole window is known, that column is left out. Every line begins with indent.
func LeftTable(say *catalog.Speaker, all []Left, seats int, indent string) string {
	rows, last, whole := [][]string{{"", say.Say("status.quota"), say.Say("status.stay"), say.Say("status.needed"), say.Say("status.available")}}, "", false
	for _, l := range all {
		if l.Feature != last {
			rows = append(rows, []string{l.Feature, "", "", "", ""})
			last = l.Feature
		}
		whole = whole || l.Quota != ""
		rows = append(rows, []string{"  " + l.Value, l.Quota, fmt.Sprint(l.Stay), Span(say, l.Min, max(l.Min, min(l.Max, seats))), fmt.Sprint(l.Available)})
	}
	if !whole {
		for i, row := range rows {
			rows[i] = append(row[:1], row[2:]...)
		}
	}
	return plain.Columns(rows, indent)
}

package selection

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/selection/record"
)

// place is the path of a public file for whoever reads a text of this selection.
func (r *Prepared) place(name string) string {
	if r.Event == nil {
		return name
	}
	return record.EventPath(r.Event.Event, name)
}

// outgoing reports whether the draw is about who leaves.
func (r *Prepared) outgoing() bool { return r.Event != nil && r.Event.Kind == record.KindOutgoing }

// announceEvent says what an event is about: who leaves, what those who stay leave of the
// quotas, and who can take a seat.
func (r *Prepared) announceEvent(b *strings.Builder) {
	e := r.Event
	if e == nil {
		return
	}
	if r.outgoing() {
		title(b, fmt.Sprintf("What this is about: event %d of the record, a draw of who leaves", e.Event))
		para(b, "%s of the panel leave, and the draw says who. The reason: %s", count(r.Rules.Seats, "member", "members"), e.Statement)
		if n := len(e.Unavailable); n > 0 {
			para(b, "%s not in the lot and stay.", count(n, "member is", "members are"))
		}
		return
	}
	title(b, fmt.Sprintf("What this is about: event %d of the record, a %s", e.Event, e.Kind))
	stay := 0
	for _, n := range r.Seated[0] {
		stay += n
	}
	who := "Nobody leaves the panel now"
	if n := len(e.Leaving); n > 0 {
		who = fmt.Sprintf("%s the panel", count(n, "person leaves", "people leave"))
	}
	para(b, "%s, and %s. The reason: %s", who, count(stay, "person stays", "people stay"), e.Statement)
	gone := ""
	if n := len(e.Unavailable); n > 0 {
		gone = fmt.Sprintf(" %s of the others cannot take a seat any more.", count(n, "person", "people"))
	}
	para(b, "%s can take a seat: everybody of the pool but the members, those who left, and whoever the household rule keeps out.%s "+
		"Those who stay count towards the quotas, so this is what is left of them:", count(r.Rules.People, "person", "people"), gone)
	b.WriteString(r.Needed("    "))
	b.WriteByte('\n')
}

// Needed is a table of the quotas of an event: how many seats each value has, how many of
// those who stay have it, how many are still needed, and how many people are available.
// Every line begins with indent.
func (r *Prepared) Needed(indent string) string {
	available := totals(r)
	rows := [][]string{{"", "quota", "stay", "needed", "available"}}
	for f, feature := range r.Roster.Table.Features {
		rows = append(rows, []string{feature.Name, "", "", "", ""})
		for v, value := range feature.Values {
			quota := ""
			if r.Quotas != nil {
				whole := r.Quotas.Features[f].Values[v]
				quota = span(whole.Min, whole.Max)
			}
			rows = append(rows, []string{"  " + value.Name, quota, fmt.Sprint(r.Seated[f][v]), span(value.Min, value.Max), fmt.Sprint(available[f][v])})
		}
	}
	if r.Quotas == nil { // they stand in the record
		for i, row := range rows {
			rows[i] = append(row[:1], row[2:]...)
		}
	}
	return columns(rows, indent)
}

// totals counts the people of each value.
func totals(r *Prepared) [][]int {
	all := make([][]int, len(r.Roster.Table.Features))
	for f, feature := range r.Roster.Table.Features {
		all[f] = make([]int, len(feature.Values))
	}
	for _, e := range r.Roster.Entries {
		for f, v := range e.Values {
			all[f][v]++
		}
	}
	return all
}

// span spells a window.
func span(low, high int) string {
	if low == high {
		return fmt.Sprint(low)
	}
	return fmt.Sprintf("%d to %d", low, high)
}

// columns sets rows in columns, the first to the left and the others to the right.
func columns(rows [][]string, indent string) string {
	wide := make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			wide[c] = max(wide[c], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := indent
		for c, cell := range row {
			blank := strings.Repeat(" ", wide[c]-utf8.RuneCountInString(cell))
			if c == 0 {
				line += cell + blank
			} else {
				line += "  " + blank + cell
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

package pool

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// The answers to a doubt about an entry.
const (
	Same      = "same"      // one person, or one household
	Different = "different" // several
	LeaveOut  = "leave out" // this entry goes
	Right     = "right"     // the file is as it should be
)

// decisionColumns are those of a table of doubts.
var decisionColumns = []string{"doubt", "what", "line", "id", "found", "answers", "decision"}

// DoubtsTable writes doubts as a table with an empty column for decisions, strong doubts first. Each
// entry of a doubt has a line; cells are separated by comma.
func DoubtsTable(doubts []Doubt, comma rune) []byte {
	out := bytes.NewBufferString(sheet.Mark)
	sheet.WriteRow(out, comma, decisionColumns...)
	for _, d := range doubts {
		weight := "to be decided"
		if !d.Strong {
			weight = "to be looked at"
		}
		rows := d.Rows
		if len(rows) == 0 {
			rows = []Row{{}}
		}
		for _, r := range rows {
			line := ""
			if r.Line > 0 {
				line = strconv.Itoa(r.Line)
			}
			sheet.WriteRow(out, comma, d.Key, weight, line, r.ID, d.Text, d.Ask, "")
		}
	}
	return out.Bytes()
}

// Decisions are the answers of a table of doubts.
type Decisions struct {
	file    string
	answers map[string]map[string]answer // by doubt, then by id
}

type answer struct {
	is   string
	line int
}

// ReadDecisions reads what [DoubtsTable] wrote and somebody filled in. Lines without a decision
// are passed over.
func ReadDecisions(name string, data []byte) (*Decisions, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil {
		return nil, faults
	}
	column := map[string]int{}
	for _, c := range []string{"doubt", "id", "decision"} {
		if column[c] = s.Column(c); column[c] < 0 {
			faults = append(faults, quotas.Fault{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "no column " + sheet.Quote(c),
				Expected: "the table of doubts that was made of this pool", Fix: "fill in that table and give it back"})
		}
	}
	d := &Decisions{name, map[string]map[string]answer{}}
	for row := range s.Rows() {
		if len(faults) > 0 {
			break
		}
		cell := func(c string) string { return sheet.Clean(s.Cell(row, column[c])) }
		is := sheet.Fold(cell("decision"))
		if is == "" {
			continue
		}
		if !slices.Contains([]string{Same, Different, LeaveOut, Right}, is) {
			faults = append(faults, quotas.Fault{Code: "decision-unknown", File: name, Line: s.Line(row), Found: "the decision " + sheet.Quote(cell("decision")),
				Expected: fmt.Sprintf("%q, %q, %q or %q", Same, Different, LeaveOut, Right), Fix: "write one of them, or leave the cell empty"})
			continue
		}
		if d.answers[cell("doubt")] == nil {
			d.answers[cell("doubt")] = map[string]answer{}
		}
		d.answers[cell("doubt")][cell("id")] = answer{is, s.Line(row)}
	}
	return d, faults
}

// Decided counts what decisions came to.
type Decided struct {
	Doubts   int   // that were decided
	Merged   int   // entries that went because a later one is the same person's
	LeftOut  int   // entries that went because somebody said so
	Apart    int   // doubts decided as several people or households
	Together int   // households joined
	Gone     []Row // entries that went, in the order of the file
	Open     []Doubt
}

// Sentence says for everybody to read what was decided; "" if nothing was.
func (d *Decided) Sentence() string {
	if d == nil || d.Doubts == 0 {
		return ""
	}
	text := fmt.Sprintf("%s about entries of the pool decided by the organiser before the draw", plain.Count(d.Doubts, "doubt was", "doubts were"))
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{d.Merged, "entry left out because the same person gave a later one", "entries left out because the same person gave a later one"},
		{d.LeftOut, "entry left out for another reason", "entries left out for another reason"},
		{d.Together, "household joined", "households joined"},
		{d.Apart, "doubt dismissed", "doubts dismissed"},
	} {
		if part.n > 0 {
			text += "; " + plain.Count(part.n, part.one, part.many)
		}
	}
	return text
}

// Decide applies decisions to the doubts of a pool: entries leave it, households join or split. The
// result is the pool of a selection. A decision about a doubt that the pool does not have is a
// fault. Its table is of another pool, or of this pool before a correction.
func (p *Pool) Decide(doubts []Doubt, decisions *Decisions) (*Decided, quotas.Faults) {
	out := &Decided{}
	var faults quotas.Faults
	known := map[string]bool{}
	gone := map[int]bool{} // people
	p.homes.decided = map[int]string{}
	for _, d := range doubts {
		known[d.Key] = true
		answers := decisions.answers[d.Key]
		if !p.decide(&d, answers, out, gone) {
			out.Open = append(out.Open, d)
		}
	}
	for key, answers := range decisions.answers {
		for _, a := range answers {
			if !known[key] {
				faults = append(faults, quotas.Fault{Code: "decision-stale", File: decisions.file, Line: a.line, Found: "a decision on the doubt " + sheet.Quote(key) + ", which this pool does not have",
					Expected: "doubts of this pool", Fix: "make the table of doubts anew"})
				break
			}
		}
	}
	faults.Sort()
	for i := range p.People {
		if gone[i] {
			out.Gone = append(out.Gone, Row{p.Line(i), p.Label(i), i, p.People[i].Row})
		}
	}
	p.remove(gone)
	return out, faults
}

// decide takes the answers to one doubt, and reports whether they settle it.
func (p *Pool) decide(d *Doubt, answers map[string]answer, out *Decided, gone map[int]bool) bool {
	if len(answers) == 0 {
		return false
	}
	home := strings.HasPrefix(d.Code, "household-")
	var same []Row
	left, apart := 0, 0
	for _, r := range d.Rows {
		switch answers[r.ID].is {
		case Same:
			same = append(same, r)
		case LeaveOut:
			left++
		case Different, Right:
			apart++
		default:
			return false
		}
	}
	if len(d.Rows) == 0 && answers[""].is != Right {
		return false
	}
	out.Doubts++
	out.LeftOut += left
	for _, r := range d.Rows {
		if answers[r.ID].is == LeaveOut {
			gone[r.person] = true
		} else if home && answers[r.ID].is == Different && d.Code != HouseholdAlike {
			p.homes.decided[r.row] = ""
		}
	}
	switch {
	case len(same) > 1 && home:
		out.Together++
		key := p.homes.key[same[0].person]
		if key == "" {
			key = "decided " + d.Key
		}
		for _, r := range same {
			p.homes.decided[r.row] = key
		}
	case len(same) > 1:
		for _, r := range same[:len(same)-1] {
			if !gone[r.person] {
				out.Merged++
			}
			gone[r.person] = true
		}
	case left == 0:
		out.Apart++
	}
	return true
}

// LeaveOut takes people out of a pool.
func (p *Pool) LeaveOut(people []int) {
	gone := map[int]bool{}
	for _, i := range people {
		gone[i] = true
	}
	p.remove(gone)
}

// remove takes people out, and finds households and copies anew.
func (p *Pool) remove(gone map[int]bool) {
	var kept []Person
	for i, person := range p.People {
		if !gone[i] {
			kept = append(kept, person)
			continue
		}
		p.left++
		for f, v := range person.Values {
			p.having[f][v]--
		}
	}
	p.People = kept
	p.numberHouseholds()
	p.numberCopies()
}

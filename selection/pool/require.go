package pool

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// A Requirement is what a column must hold for a person to take part: consent, say, or an answer
// that makes somebody eligible.
type Requirement struct {
	Column string
	Value  string
}

// require leaves out rows that lack what is required. Nothing else of them is looked at.
func (r *reader) require(all []Requirement) {
	p := r.pool
	r.out = make([]bool, r.sheet.Rows())
	for _, q := range all {
		column := r.column(q.Column)
		if column == absent {
			r.missing("required-missing", "no column "+sheet.Quote(q.Column), "the column that was required", q.Column)
			continue
		}
		var rows []int
		for i := range r.out {
			if !r.out[i] && sheet.Plain(r.sheet.Cell(i, column)) != sheet.Plain(q.Value) {
				r.out[i], r.sound[i] = true, false
				rows = append(rows, i)
				p.left++
			}
		}
		p.required = append(p.required, required{sheet.Clean(r.sheet.Header[column]), q.Value, rows})
	}
	if n := r.sheet.Rows(); n > 0 && p.left == n {
		r.header = append(r.header, quotas.Fault{Code: "people-missing", File: p.Name, Found: "a pool in which nobody has what is required",
			Expected: "people who may take part", Fix: "correct what is required, or that column"})
	}
}

// required is a requirement with the rows that it left out.
type required struct {
	column, value string
	rows          []int
}

// Required says, in a sentence for everybody, who takes part; "" if everybody may.
func (p *Pool) Required() string {
	var parts []string
	for _, q := range p.required {
		parts = append(parts, fmt.Sprintf("%s is %s", sheet.Quote(q.column), sheet.Quote(q.value)))
	}
	if len(parts) == 0 {
		return ""
	}
	n := 0
	for _, q := range p.required {
		n += len(q.rows)
	}
	return fmt.Sprintf("people take part whose %s; %s of %d were left out for that", strings.Join(parts, " and "), plain.Count(n, "entry", "entries"), p.sheet.Rows())
}

// LeftOut lists the lines of the entries that a requirement left out.
func (p *Pool) LeftOut() (lines []int) {
	for _, q := range p.required {
		for _, row := range q.rows {
			lines = append(lines, p.sheet.Line(row))
		}
	}
	slices.Sort(lines)
	return lines
}

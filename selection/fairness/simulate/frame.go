package simulate

import (
	"fmt"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/plan"
	"github.com/evenlot/evenlot/selection/pool"
)

// A Frame is everyone who may get a letter. The order of its rows does not matter.
type Frame struct {
	// Left says which columns are not looked at, and why.
	Left []string

	roster  *pool.Roster
	columns []column
	answer  []float64 // chance that a person answers a letter, by roster index
}

// A column is a feature, or a further column of the frame: each person's value as a number.
type column struct {
	name   string
	values []string
	code   []int32
	least  []int // seats that the quotas ask for; nil: a column without a quota
}

// NewFrame takes people as [pool.Read] gives them. Everyone answers a letter until
// [Frame.Answer] says how many do.
func NewFrame(p *pool.Pool) *Frame {
	roster, person := p.Roster([32]byte{})
	f := &Frame{roster: roster, answer: make([]float64, len(person))}
	for i := range f.answer {
		f.answer[i] = 1
	}
	for at, feature := range p.Table.Features {
		c := column{name: feature.Name, code: make([]int32, len(person))}
		for _, v := range feature.Values {
			c.values, c.least = append(c.values, v.Name), append(c.least, v.Min)
		}
		for i := range person {
			c.code[i] = int32(roster.Entries[i].Values[at])
		}
		f.columns = append(f.columns, c)
	}
	for at, name := range p.Header {
		if !p.Free(at) {
			continue
		}
		cells := make([]string, len(person))
		for i, row := range person {
			cells[i] = p.Cell(row, at)
		}
		values, code, why := fairness.Encode(cells)
		if why != "" {
			f.Left = append(f.Left, name+": "+why)
			continue
		}
		f.columns = append(f.columns, column{name: name, values: values, code: code})
	}
	return f
}

// People is how many people the frame has.
func (f *Frame) People() int { return len(f.answer) }

// Answer sets how likely everyone is to answer a letter: the rate on average, in 0..1, and relative to
// each other as the relative rates say, which multiply over the columns; values that are not named
// count as 1. name is the file of the relative rates, for the faults: columns or values that the frame
// does not have, values named twice, and people who would answer more than one letter.
func (f *Frame) Answer(rate float64, name string, relatives []plan.Relative) (faults quotas.Faults) {
	fault := func(code string, line int, found, expected, fix string) {
		faults = append(faults, quotas.Fault{Code: code, File: name, Line: line, Found: found, Expected: expected, Fix: fix})
	}
	weights := make([]float64, len(f.answer))
	for i := range weights {
		weights[i] = 1
	}
	seen := map[[2]int]bool{}
	for _, r := range relatives {
		c, v := f.find(r.Feature, r.Value)
		switch {
		case c < 0:
			fault("feature-unknown", r.Line, "the feature "+sheet.Quote(r.Feature), "a column of the frame with few values", "correct the name")
		case v < 0:
			fault("value-unknown", r.Line, sheet.Quote(r.Value)+" of "+sheet.Quote(r.Feature), "a value that somebody of the frame has", "correct the spelling, or delete the line")
		case seen[[2]int{c, v}]:
			fault("value-twice", r.Line, sheet.Quote(r.Value)+" a second time", "one rate for each value", "delete one of the two")
		default:
			seen[[2]int{c, v}] = true
			for i, code := range f.columns[c].code {
				if int(code) == v {
					weights[i] *= r.Times
				}
			}
		}
	}
	mean := total(weights) / float64(len(weights))
	if most := rate * slices.Max(weights) / mean; most > 1 && len(faults) == 0 {
		fault("rate-high", 0, fmt.Sprintf("rates with which the most willing people would answer %.2f letters for each that they get", most),
			"at most 1", "lower the rate, or bring the relative rates nearer to 1")
	}
	for i, w := range weights {
		f.answer[i] = rate * w / mean
	}
	return faults
}

// find gives the column and the value with these names; -1: there is none.
func (f *Frame) find(name, value string) (c, v int) {
	c = slices.IndexFunc(f.columns, func(c column) bool { return quotas.Fold(c.name) == quotas.Fold(name) })
	if c < 0 {
		return c, -1
	}
	return c, slices.IndexFunc(f.columns[c].values, func(v string) bool { return quotas.Fold(v) == quotas.Fold(value) })
}

func total(x []float64) (sum float64) {
	for _, v := range x {
		sum += v
	}
	return sum
}

package pool

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// refuse notes a cell that is no value of its feature, unless it only follows from what
// was said already: the row ends before it, has no id and nothing here either, or the
// quota table has lost a row that may have had the value.
func (r *reader) refuse(row, f int, s spelling) {
	p := r.pool
	column := p.features[f]
	anonymous := r.ids >= 0 && sheet.Clean(r.sheet.Cell(row, r.ids)) == ""
	r.sound[row] = false
	switch {
	case r.sheet.Width(row) <= column:
	case s.value == empty && anonymous:
	case s.value == unknown && p.Table.Lost+p.Table.Features[f].Lost > 0:
	case s.value == empty:
		r.faults.Add(r.sheet, "value-empty", row, column, "", func(int) sheet.Words {
			return sheet.Words{Found: "an empty value of " + sheet.Quote(p.Table.Features[f].Name), Expected: "one of its values in the quotas",
				Fix: "fill it in or delete the row"}
		})
	case s.value == unmade:
		r.faults.Add(r.sheet, "value-unmade", row, column, s.key, func(int) sheet.Words {
			spelt := sheet.Quote(sheet.Clean(r.sheet.Cell(row, column)))
			return sheet.Words{Found: spelt + ", of which " + sheet.Quote(p.Table.Features[f].Name) + " is to be made: " + s.key,
				Expected: "something that stands for one of its values", Fix: "correct it, or say what it stands for"}
		})
	case s.value == invisible:
		r.faults.Add(r.sheet, "invisible-character", row, column, s.key, func(int) sheet.Words {
			c, _ := sheet.Invisible(s.key)
			return sheet.Words{Found: fmt.Sprintf("the invisible character U+%04X in the value %s of %s", c, sheet.Quote(s.key),
				sheet.Quote(p.Table.Features[f].Name)), Expected: "plain text", Fix: "type the value anew"}
		})
	default:
		spelt := sheet.Clean(r.sheet.Cell(row, column))
		r.faults.Add(r.sheet, "value-unknown", row, column, s.key, func(n int) sheet.Words { return r.unknownWords(f, spelt, n) })
	}
}

// fewPeople is how many may have made the same slip of the pen. What more people have is
// an answer, and then a row of the quotas is missing.
const fewPeople = 2

// unknownWords words a value that the quotas do not list and n people have. It names a
// value of the quotas only where that cannot make another answer of it: where the
// difference is one of spelling and nobody has the value that is named.
func (r *reader) unknownWords(f int, spelt string, n int) sheet.Words {
	feature := &r.pool.Table.Features[f]
	name := sheet.Quote(spelt) + " of " + sheet.Quote(feature.Name)
	if n > 1 {
		name += fmt.Sprintf(" (%s)", people(n))
	}
	w := sheet.Words{Found: "the value " + name, Expected: "a value of the quotas", Fix: "add a row for it to the quotas, or correct it where it was mistyped"}
	var values, unused []string
	for v, value := range feature.Values {
		values = append(values, sheet.Quote(value.Name))
		if r.pool.having[f][v] == 0 {
			unused = append(unused, value.Name)
		}
	}
	if len(values) > 1 && len(values) <= 6 {
		w.Expected = "one of " + strings.Join(values, ", ")
	}
	near := sheet.Nearest(spelt, unused)
	switch parts := r.several(f, spelt); {
	case isError(spelt):
		return sheet.Words{Found: "the spreadsheet error " + name, Expected: w.Expected, Fix: "correct the formula"}
	case len(parts) > 1:
		return sheet.Words{Found: "the value " + name + ", several values of the quotas in one cell", Expected: "one value",
			Fix: "decide how people with several answers count, the same way for all: add rows for them to the quotas, or give them one value"}
	case near != "" && n <= fewPeople:
		w.Expected = "a value of the quotas, perhaps " + sheet.Quote(near)
	case near != "":
		w.Fix = "if it is the same as " + sheet.Quote(near) + ", which nobody has, spell it in the quotas as in the pool; otherwise add a row for it"
	case n > fewPeople:
		w.Fix = "add a row for it to the quotas"
	}
	return w
}

// several gives the values of the quotas that a cell lists.
func (r *reader) several(f int, cell string) (parts []string) {
	for _, part := range strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune(",;|/+&\n", c) }) {
		if _, ok := r.values[f][quotas.Fold(part)]; !ok {
			return nil
		}
		parts = append(parts, part)
	}
	return parts
}

// totals refuses rows of the quota table that add up others and were left in: they are
// called totals, and nobody in the pool has their value. What only has the numbers of a
// total may be a value that people are missing for: see [Pool.Check].
func (r *reader) totals() (faults quotas.Faults) {
	p := r.pool
	for f, feature := range p.Table.Features {
		for v, value := range feature.Values {
			if !value.NamedTotal || p.features[f] < 0 || p.having[f][v] > 0 {
				continue
			}
			p.unsure = append(p.unsure, f)
			w := sheet.Words{Found: "a row " + sheet.Quote(value.Name) + ", a value that nobody in the pool has", Expected: "rows for values that people have", Fix: "delete the row"}
			if value.AddsUp {
				w.Found += ", with the sums of the rows above: a total"
			}
			faults = append(faults, p.tableFault("quota-total", value, w))
		}
	}
	return faults.Merge()
}

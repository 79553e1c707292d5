package shares

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

func (r *reader) cell(row, column int) string { return sheet.Clean(r.Cell(row, column)) }

func (r *reader) fault(code string, row, column int, found, expected, fix string) {
	line, char := r.Pos(row, column)
	r.faults = append(r.faults, quotas.Fault{Code: code, File: r.name, Line: line, Column: char, Found: found, Expected: expected, Fix: fix})
}

// number reads a share.
func number(text string) (weight *big.Rat, percent, ok bool) {
	text, percent = strings.CutSuffix(text, "%")
	text = strings.TrimSpace(text)
	if thousands.MatchString(text) {
		text = strings.NewReplacer(" ", "", "'", "", "’", "").Replace(text)
	}
	if !decimal.MatchString(text) {
		return nil, percent, false
	}
	weight, ok = new(big.Rat).SetString(strings.Replace(text, ",", ".", 1))
	return weight, percent, ok
}

// A Join is a feature made of other features. Its values are theirs, one after the other, separated
// by a blank.
type Join struct {
	Name string
	Of   []string
}

// A Cell is the people who have these values, one of each of [Shares.Joint].
type Cell struct {
	Values []string
	Weight *big.Rat
	Line   int
}

// counts are the lines of a file that counts people by several features at once.
type counts struct {
	features []string
	rows     []Cell
}

// readCounts reads a file that has a column for each of several features and one with the
// people who have these values.
func (r *reader) readCounts(weight int) *counts {
	c := &counts{}
	var columns []int
	for j, name := range r.Header {
		if j != weight && sheet.Clean(name) != "" {
			columns, c.features = append(columns, j), append(c.features, sheet.Clean(name))
		}
	}
	for row := range r.Rows() {
		n, _, ok := number(r.cell(row, weight))
		if !ok {
			r.fault("share-unknown", row, weight, sheet.Quote(r.cell(row, weight)), "a number of people", "write a number")
			continue
		}
		joint := Cell{Weight: n, Line: r.Line(row)}
		for k, j := range columns {
			if r.cell(row, j) == "" {
				r.fault("value-missing", row, j, "a count without a value of "+sheet.Quote(c.features[k]), "the value it is of", "fill it in")
			}
			joint.Values = append(joint.Values, r.cell(row, j))
		}
		c.rows = append(c.rows, joint)
	}
	return c
}

// readAcross reads a table with the values of one feature down the first column, and those of
// another along the header.
func (r *reader) readAcross(across string) *counts {
	c := &counts{features: []string{sheet.Clean(r.Header[0]), across}}
	for row := range r.Rows() {
		if r.cell(row, 0) == "" || total(r.cell(row, 0)) {
			continue
		}
		for j := 1; j < len(r.Header); j++ {
			value := sheet.Clean(r.Header[j])
			if value == "" || total(value) {
				continue
			}
			n, _, ok := number(r.cell(row, j))
			if !ok {
				r.fault("share-unknown", row, j, sheet.Quote(r.cell(row, j)), "a number of people", "write a number")
				continue
			}
			c.rows = append(c.rows, Cell{[]string{r.cell(row, 0), value}, n, r.Line(row)})
		}
	}
	return c
}

// total reports whether a heading is that of a sum.
func total(name string) bool {
	return slices.Contains([]string{"total", "sum", "all", "overall", "both", "gesamt", "insgesamt", "summe", "ensemble"}, quotas.Fold(name))
}

// margins are the features by themselves, and those that join several.
func (c *counts) margins(file string, joins []Join) ([]Feature, quotas.Faults) {
	var all []Feature
	for k, name := range c.features {
		all = append(all, c.feature(name, []int{k}))
	}
	var faults quotas.Faults
	for _, join := range joins {
		var at []int
		for _, name := range join.Of {
			k := slices.IndexFunc(c.features, func(f string) bool { return quotas.Fold(f) == quotas.Fold(name) })
			if k < 0 {
				faults = append(faults, quotas.Fault{Code: "feature-unknown", File: file, Found: "no column " + sheet.Quote(name) + " for " + sheet.Quote(join.Name),
					Expected: "one of " + strings.Join(c.features, ", "), Fix: "correct the name"})
				continue
			}
			at = append(at, k)
		}
		if len(at) == len(join.Of) {
			all = append(all, c.feature(join.Name, at))
		}
	}
	return all, faults
}

// feature adds up the people of each value, or of each combination of values.
func (c *counts) feature(name string, at []int) Feature {
	f := Feature{Name: name}
	index := map[string]int{}
	for _, row := range c.rows {
		var parts []string
		for _, k := range at {
			parts = append(parts, row.Values[k])
		}
		value := strings.Join(parts, " ")
		i, met := index[quotas.Fold(value)]
		if !met {
			i = len(f.Groups)
			index[quotas.Fold(value)] = i
			f.Groups = append(f.Groups, Group{value, new(big.Rat), row.Line})
		}
		f.Groups[i].Weight.Add(f.Groups[i].Weight, row.Weight)
	}
	if len(f.Groups) > 0 {
		f.Line = f.Groups[0].Line
	}
	return f
}

// isAcross reports whether everything but the first column is numbers, in the first row.
func (r *reader) isAcross() bool {
	if len(r.Header) < 2 || r.Sheet.Rows() == 0 {
		return false
	}
	for j := 1; j < len(r.Header); j++ {
		if _, _, ok := number(r.cell(0, j)); !ok && r.cell(0, j) != "" {
			return false
		}
	}
	return true
}

// withoutTotals leaves out the groups that are the sum of all others of their feature, and
// says so.
func withoutTotals(all []Feature) (said []string) {
	for f := range all {
		groups := all[f].Groups
		i := slices.IndexFunc(groups, func(g Group) bool { return total(g.Value) })
		if i < 0 || len(groups) < 3 {
			continue
		}
		sum := new(big.Rat)
		for k, g := range groups {
			if k != i {
				sum.Add(sum, g.Weight)
			}
		}
		if sum.Cmp(groups[i].Weight) == 0 {
			said = append(said, fmt.Sprintf("%s of %s is the sum of the others, and was left out", sheet.Quote(groups[i].Value), sheet.Quote(all[f].Name)))
			all[f].Groups = slices.Delete(slices.Clone(groups), i, i+1)
		}
	}
	return said
}

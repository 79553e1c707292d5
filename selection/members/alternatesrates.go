package members

import (
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// Million is what a rate is out of.
const Million = 1_000_000

// DefaultLeave is the rate at which members leave where nobody says otherwise: one in ten, what
// organisers reckon with between the draw and the first session.
const DefaultLeave = Million / 10

// Rates say how likely members are to leave, in integers, so that they are the same on every
// machine. Each value has a factor; a member stays with the product of the factors of their
// values, and of one factor that counts for all.
type Rates struct {
	All  int     // in a million
	Stay [][]int // in a million, by feature and value of the table
}

// EvenRates are rates of a table by which everybody leaves with the same chance, given in a
// million. It panics where that is no chance.
func EvenRates(table *quotas.Table, leave int) *Rates {
	if leave < 0 || leave >= Million {
		panic("members: a rate of leaving is from 0 to less than a million")
	}
	r := &Rates{All: Million - leave, Stay: make([][]int, len(table.Features))}
	for f := range r.Stay {
		r.Stay[f] = make([]int, len(table.Features[f].Values))
		for v := range r.Stay[f] {
			r.Stay[f][v] = Million
		}
	}
	return r
}

// Leave is the chance that a member with these values leaves, in a million.
func (r *Rates) Leave(values []int) int {
	stay := int64(r.All)
	for f, v := range values {
		stay = (stay*int64(r.Stay[f][v]) + Million/2) / Million
	}
	return Million - int(stay)
}

// forAll is what stands for the feature in the line of the factor that counts for all.
const forAll = "everyone"

// ReadRates reads rates: a table of the columns feature, value and stay, where stay is a factor
// above 0 and up to 1. Values that it leaves out have the factor 1. A line of the feature
// "everyone" and no value has a factor that counts for all.
func ReadRates(name string, data []byte, table *quotas.Table) (*Rates, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{Score: func(row []string) (n int) {
		for _, cell := range row {
			if slices.Contains([]string{"feature", "value", "stay"}, sheet.Fold(cell)) {
				n++
			}
		}
		return n
	}})
	if s == nil || len(faults) > 0 {
		return nil, faults
	}
	r := &rateReader{Sheet: s, table: table, rates: EvenRates(table, 0), seen: map[[2]int]int{}}
	for i, column := range []string{"feature", "value", "stay"} {
		if r.column[i] = s.Column(column); r.column[i] < 0 {
			faults = append(faults, s.TopFault("column-missing", sheet.Words{Found: "no column " + sheet.Quote(column),
				Expected: "the columns feature, value, stay", Fix: "name the columns so in the first line"}))
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	if s.Rows() == 0 {
		return nil, quotas.Faults{{Code: "rates-missing", File: name, Found: "a header and no lines", Expected: "a line for each value with a rate of its own"}}
	}
	for row := range s.Rows() {
		r.line(row)
	}
	return r.rates, r.faults
}

// A rateReader reads one file of rates.
type rateReader struct {
	*sheet.Sheet
	table  *quotas.Table
	column [3]int
	rates  *Rates
	seen   map[[2]int]int // row of each feature and value
	faults quotas.Faults
}

func (r *rateReader) cell(row, i int) string { return sheet.Clean(r.Cell(row, r.column[i])) }

func (r *rateReader) fault(code string, row, i int, found, expected, fix string) {
	line, column := r.Pos(row, r.column[i])
	r.faults = append(r.faults, quotas.Fault{Code: code, File: r.Name, Line: line, Column: column, Grid: r.Workbook(), Found: found, Expected: expected, Fix: fix})
}

// line takes one line.
func (r *rateReader) line(row int) {
	at, ok := r.which(row)
	if !ok {
		return
	}
	if _, twice := r.seen[at]; twice {
		r.fault("rate-twice", row, 1, sheet.Quote(r.cell(row, 1))+" a second time", "one line for each value", "delete one of the two")
		return
	}
	r.seen[at] = row
	stay, ok := parseStay(r.cell(row, 2))
	switch {
	case !ok:
		r.fault("rate-unknown", row, 2, sheet.Quote(r.cell(row, 2)), "a number above 0 and up to 1, such as 0.95", "write the share of people with this value who stay")
	case at[0] < 0:
		r.rates.All = stay
	default:
		r.rates.Stay[at[0]][at[1]] = stay
	}
}

// which finds the feature and value of a line: -1 and -1 for the line that counts for all.
func (r *rateReader) which(row int) (at [2]int, ok bool) {
	name, value := r.cell(row, 0), r.cell(row, 1)
	f := r.table.Feature(name)
	if f < 0 && quotas.Fold(name) == forAll && value == "" {
		return [2]int{-1, -1}, true
	}
	if f < 0 {
		r.fault("feature-unknown", row, 0, "the feature "+sheet.Quote(name), "a feature of the quotas"+near(name, r.features()), "spell it as the quotas do, or delete the line")
		return at, false
	}
	v := r.table.Features[f].Value(value)
	if v < 0 {
		r.fault("value-unknown", row, 1, "the value "+sheet.Quote(value), "a value of "+r.table.Features[f].Name+near(value, valueNames(&r.table.Features[f])), "spell it as the quotas do, or delete the line")
		return at, false
	}
	return [2]int{f, v}, true
}

func (r *rateReader) features() (names []string) {
	for _, f := range r.table.Features {
		names = append(names, f.Name)
	}
	return names
}

func valueNames(f *quotas.Feature) (names []string) {
	for _, v := range f.Values {
		names = append(names, v.Name)
	}
	return names
}

// near names what somebody may have meant.
func near(name string, options []string) string {
	if n := sheet.Nearest(name, options); n != "" {
		return ", perhaps " + sheet.Quote(n)
	}
	return ""
}

// parseStay reads a decimal number above 0 and up to 1, and rounds it to a millionth, never down
// to none.
func parseStay(text string) (stay int, ok bool) {
	if text == "" || len(text) > 40 || strings.Trim(text, "0123456789.") != "" {
		return 0, false
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok || x.Sign() <= 0 || x.Cmp(big.NewRat(1, 1)) > 0 {
		return 0, false
	}
	x.Mul(x, big.NewRat(2*Million, 1)).Add(x, big.NewRat(1, 1))
	half := new(big.Int).Quo(x.Num(), x.Denom())
	return max(1, int(half.Int64()/2)), true
}

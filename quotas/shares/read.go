package shares

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// Names of the columns, the first one found of each kind. Tables that call the feature a
// category may call its value a feature.
var (
	featureNames = []string{"category", "feature", "characteristic"}
	valueNames   = []string{"value", "name", "group", "feature"}
	weightNames  = []string{"share", "percent", "percentage", "proportion", "population_share", "count", "counts", "population", "people", "persons", "number", "n"}
)

// A Sum is what the shares of a feature add up to.
type Sum struct {
	Feature string
	Total   *big.Rat
	Percent bool // the shares are percentages
}

// Whole reports whether shares add up to 1, or percentages to 100; the sum of counts may be
// anything. Rounded percentages may be off by a half for each group.
func (s Sum) Whole(groups int) bool {
	for _, whole := range []*big.Rat{big.NewRat(1, 1), big.NewRat(100, 1)} {
		off := new(big.Rat).Sub(s.Total, whole)
		slack := new(big.Rat).Mul(whole, big.NewRat(int64(groups), 200))
		if off.Abs(off).Cmp(slack) <= 0 {
			return true
		}
	}
	return !s.Percent && s.Total.IsInt() && s.Total.Cmp(big.NewRat(100, 1)) > 0
}

// Options say how a file counts people.
type Options struct {
	// Across is the feature whose values stand along the header of a table of two features;
	// the other one's stand down its first column.
	Across string
	Joins  []Join // of a file that counts by several features
}

// Shares are what a file says of a population.
type Shares struct {
	Features []Feature
	Sums     []Sum
	Said     []string // what was not taken as it stands

	// Of a file that counts by several features at once: their names, and its counts.
	Joint []string
	Cells []Cell
}

// A reader reads one file.
type reader struct {
	*sheet.Sheet
	name   string
	faults quotas.Faults
}

// Read reads the shares that groups have of a population, in one of three forms:
//
//   - a line for each group: the feature, the value, and its share, as a percentage, a part of
//     one, or a count of people. A feature that stands once may be left blank below;
//   - a line for each combination of values: a column for each feature, and a count;
//   - a table of two features, one down the first column, one along the header.
func Read(name string, data []byte, o Options) (*Shares, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil {
		return nil, faults
	}
	r := &reader{s, name, faults}
	feature, value, weight := r.find(featureNames), -1, r.find(weightNames)
	if feature >= 0 {
		value = r.find(slices.DeleteFunc(slices.Clone(valueNames), func(n string) bool { return r.Column(n) == feature }))
	}
	out := &Shares{}
	percent := map[string]bool{}
	switch {
	case o.Across != "":
		r.joint(out, r.readAcross(o.Across), o.Joins)
	case feature >= 0 && value >= 0 && weight >= 0:
		if len(o.Joins) > 0 {
			r.faults = append(r.faults, quotas.Fault{Code: "join-unknown", File: name, Found: "shares of single features", Expected: "counts by several features, to join them"})
		}
		out.Features = r.single(feature, value, weight, percent)
	case weight >= 0 && feature < 0:
		r.joint(out, r.readCounts(weight), o.Joins)
	case feature < 0 && r.isAcross():
		r.faults = append(r.faults, quotas.Fault{Code: "across-missing", File: name, Line: r.HeaderLine(), Found: "columns of numbers",
			Expected: "the feature that their headings are values of", Fix: "name it"})
	default:
		r.columns(feature, value, weight)
	}
	out.Said = withoutTotals(out.Features)
	for _, f := range out.Features { // of joined ones too
		out.Sums = append(out.Sums, r.sum(f, percent[f.Name]))
	}
	if len(out.Features) == 0 && len(r.faults) == 0 {
		r.faults = append(r.faults, quotas.Fault{Code: "shares-missing", File: name, Found: "a header and no shares", Expected: "a line for each group"})
	}
	return out, r.faults
}

// find gives the first of these columns that there is; -1: none.
func (r *reader) find(names []string) int {
	for _, n := range names {
		if j := r.Column(n); j >= 0 {
			return j
		}
	}
	return -1
}

func (r *reader) missing(what, expected, fix string) {
	r.faults = append(r.faults, quotas.Fault{Code: "column-missing", File: r.name, Line: r.HeaderLine(), Found: "no column for " + what, Expected: expected, Fix: fix})
}

// columns names those that are not there.
func (r *reader) columns(feature, value, weight int) {
	for _, c := range []struct {
		at    int
		what  string
		names []string
	}{{feature, "the feature", featureNames}, {value, "the value", valueNames}, {weight, "the share", weightNames}} {
		if c.at < 0 {
			r.missing(c.what, "one called "+strings.Join(c.names, ", "), "name the column")
		}
	}
}

// joint takes the features of a file that counts by several.
func (r *reader) joint(to *Shares, c *counts, joins []Join) {
	all, faults := c.margins(r.name, joins)
	r.faults = append(r.faults, faults...)
	if len(c.rows) > 0 {
		to.Features, to.Joint, to.Cells = all, c.features, c.rows
	}
}

// single reads a line for each group.
func (r *reader) single(f, v, w int, percent map[string]bool) []Feature {
	var all []Feature
	last := ""
	for row := range r.Rows() {
		if r.cell(row, f) != "" {
			last = r.cell(row, f)
		}
		name := r.cell(row, v)
		weight, isPercent, ok := number(r.cell(row, w))
		switch {
		case last == "":
			r.fault("feature-missing", row, f, "a group without a feature", "the feature it is of", "fill it in")
			continue
		case name == "":
			r.fault("value-missing", row, v, "a share without a value", "the value it is of", "fill it in")
			continue
		case !ok:
			r.fault("share-unknown", row, w, sheet.Quote(r.cell(row, w)), "a share, such as 12.5 %, 0.125 or 1250", "write a number")
			continue
		}
		percent[last] = percent[last] || isPercent
		at := slices.IndexFunc(all, func(x Feature) bool { return quotas.Fold(x.Name) == quotas.Fold(last) })
		if at < 0 {
			all = append(all, Feature{Name: last, Line: r.Line(row)})
			at = len(all) - 1
		}
		if i := slices.IndexFunc(all[at].Groups, func(g Group) bool { return quotas.Fold(g.Value) == quotas.Fold(name) }); i >= 0 {
			r.fault("value-twice", row, v, fmt.Sprintf("the value %s of %s a second time, first on line %d", sheet.Quote(name), sheet.Quote(last), all[at].Groups[i].Line),
				"one line for each value", "delete one of the two, or add them up")
			continue
		}
		all[at].Groups = append(all[at].Groups, Group{name, weight, r.Line(row)})
	}
	return all
}

// sum adds up the shares of a feature, which may not all be 0.
func (r *reader) sum(f Feature, percent bool) Sum {
	all := new(big.Rat)
	for _, g := range f.Groups {
		all.Add(all, g.Weight)
	}
	if all.Sign() == 0 {
		r.faults = append(r.faults, quotas.Fault{Code: "shares-zero", File: r.name, Line: f.Line, Found: "shares of " + sheet.Quote(f.Name) + " that are all 0",
			Expected: "one above 0", Fix: "correct them"})
	}
	return Sum{f.Name, all, percent}
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}(?:[ '’]\d{3})+$`)
	decimal   = regexp.MustCompile(`^\d{1,15}(?:[.,]\d{1,15})?$`)
)

// fewestCounted is the sum from which whole numbers are taken for people: below, they may be
// per cent or per mille.
const fewestCounted = 1001

// People is how many people the counts speak of; 0: they are no counts.
func (s *Shares) People() int {
	most := 0
	for _, sum := range s.Sums {
		if sum.Total.IsInt() && sum.Total.Cmp(big.NewRat(fewestCounted, 1)) >= 0 && sum.Total.Num().IsInt64() {
			most = max(most, int(sum.Total.Num().Int64()))
		}
	}
	return most
}

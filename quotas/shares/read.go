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

// Names of the columns, the first one found of each kind.
var (
	featureNames = []string{"feature", "category", "characteristic"}
	valueNames   = []string{"value", "name", "group"}
	weightNames  = []string{"share", "percent", "percentage", "proportion", "count", "population", "people", "number", "n"}
)

// A Sum is what the shares of a feature add up to.
type Sum struct {
	Feature string
	Total   *big.Rat
	Percent bool // the shares are percentages
}

// Whole reports whether shares add up to what shares of one or percentages should, or are
// counts, whose sum may be anything. Rounded percentages may be off by a half for each group.
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

// Read reads a table with a line for each group: the feature, the value, and its share, as a
// percentage, a part of one, or a count of people. A feature that stands once may be left blank
// below.
func Read(name string, data []byte) ([]Feature, []Sum, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil {
		return nil, nil, faults
	}
	column := func(names []string, what string) int {
		for _, n := range names {
			if j := s.Column(n); j >= 0 {
				return j
			}
		}
		faults = append(faults, quotas.Fault{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "no column for the " + what,
			Expected: "one called " + strings.Join(names, ", "), Fix: "name the column"})
		return -1
	}
	f, v, w := column(featureNames, "feature"), column(valueNames, "value"), column(weightNames, "share")
	if len(faults) > 0 {
		return nil, nil, faults
	}
	var all []Feature
	percent := map[string]bool{}
	last := ""
	for row := range s.Rows() {
		cell := func(column int) string { return sheet.Clean(s.Cell(row, column)) }
		if cell(f) != "" {
			last = cell(f)
		}
		fault := func(code string, column int, found, expected, fix string) {
			line, char := s.Pos(row, column)
			faults = append(faults, quotas.Fault{Code: code, File: name, Line: line, Column: char, Found: found, Expected: expected, Fix: fix})
		}
		weight, isPercent, ok := number(cell(w))
		switch {
		case last == "":
			fault("feature-missing", f, "a group without a feature", "the feature it is of", "fill it in")
			continue
		case cell(v) == "":
			fault("value-missing", v, "a share without a value", "the value it is of", "fill it in")
			continue
		case !ok:
			fault("share-unknown", w, sheet.Quote(cell(w)), "a share, such as 12.5 %, 0.125 or 1250", "write a number")
			continue
		}
		percent[last] = percent[last] || isPercent
		at := slices.IndexFunc(all, func(x Feature) bool { return quotas.Fold(x.Name) == quotas.Fold(last) })
		if at < 0 {
			all = append(all, Feature{Name: last, Line: s.Line(row)})
			at = len(all) - 1
		}
		if i := slices.IndexFunc(all[at].Groups, func(g Group) bool { return quotas.Fold(g.Value) == quotas.Fold(cell(v)) }); i >= 0 {
			fault("value-twice", v, fmt.Sprintf("the value %s of %s a second time, first on line %d", sheet.Quote(cell(v)), sheet.Quote(last), all[at].Groups[i].Line),
				"one line for each value", "delete one of the two, or add them up")
			continue
		}
		all[at].Groups = append(all[at].Groups, Group{cell(v), weight, s.Line(row)})
	}
	var sums []Sum
	for _, feature := range all {
		total := new(big.Rat)
		for _, g := range feature.Groups {
			total.Add(total, g.Weight)
		}
		if total.Sign() == 0 {
			faults = append(faults, quotas.Fault{Code: "shares-zero", File: name, Line: feature.Line, Found: "shares of " + sheet.Quote(feature.Name) + " that are all 0",
				Expected: "one above 0", Fix: "correct them"})
		}
		sums = append(sums, Sum{feature.Name, total, percent[feature.Name]})
	}
	if len(all) == 0 && len(faults) == 0 {
		faults = append(faults, quotas.Fault{Code: "shares-missing", File: name, Found: "a header and no shares", Expected: "a line for each group"})
	}
	return all, sums, faults
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}(?:[ '’]\d{3})+$`)
	decimal   = regexp.MustCompile(`^\d{1,15}(?:[.,]\d{1,15})?$`)
)

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

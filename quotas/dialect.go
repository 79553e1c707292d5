package quotas

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// A dialect is one way of heading a quota file. In each the four columns say the
// same; note that a column "feature" holds the feature in the first and the value
// in the third. Any dialect may add min_flex and max_flex, and columns of its own.
type dialect struct{ feature, value, min, max string }

func dialects() []dialect {
	return []dialect{
		{"feature", "value", "min", "max"},                   // sortition-algorithms
		{"category", "name", "min", "max"},                   // Sortition Foundation, newDemocracy
		{"category", "feature", "min", "max"},                // Panelot and its research code
		{"FeatureName", "ValueName", "MinQuota", "MaxQuota"}, // maximally-random-sortition
	}
}

const (
	minFlex = "min_flex"
	maxFlex = "max_flex"
)

// A layout names the columns of a sheet by what they hold; flex columns that are
// not there are -1.
type layout struct{ feature, value, min, max, minFlex, maxFlex int }

// headerKey is how the names of columns match: case, spaces, hyphens and
// underscores do not count.
func headerKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' || r == '-' {
			return -1
		}
		return r
	}, Fold(s))
}

// columns finds every column of that name.
func columns(s *sheet.Sheet, name string) (found []int) {
	for j, h := range s.Header {
		if headerKey(h) == headerKey(name) {
			found = append(found, j)
		}
	}
	return found
}

// findLayout recognises the dialect by the header alone. ok tells that every
// column needed is there, if perhaps misspelt, so that reading can go on.
func findLayout(s *sheet.Sheet) (l layout, ok bool, faults Faults) {
	d, faults := findDialect(s)
	if faults != nil {
		return l, false, faults
	}
	ok = true
	need := func(name string) int {
		j, fs := findColumn(s, d, name)
		faults = append(faults, fs...)
		ok = ok && j >= 0
		return j
	}
	l = layout{feature: need(d.feature), value: need(d.value), min: need(d.min), max: need(d.max), minFlex: -1, maxFlex: -1}
	low, high := columns(s, minFlex), columns(s, maxFlex)
	faults = append(faults, again(s, low)...)
	faults = append(faults, again(s, high)...)
	switch {
	case len(low) > 0 && len(high) > 0:
		l.minFlex, l.maxFlex = low[0], high[0]
	case len(low)+len(high) > 0:
		j := append(low, high...)[0]
		faults = append(faults, headerFault(s, j, "the column "+sheet.Quote(s.Header[j])+" alone",
			"both min_flex and max_flex or neither", "add or delete one"))
	}
	return l, ok, faults
}

// findDialect takes the dialect whose feature and value columns are there, or
// the one that comes nearest. Two that fit equally well are a fault: nobody can
// know which column holds the value.
func findDialect(s *sheet.Sheet) (dialect, Faults) {
	var fit []dialect
	var nearest dialect
	best := -1
	for _, d := range dialects() {
		if len(columns(s, d.feature)) > 0 && len(columns(s, d.value)) > 0 {
			fit = append(fit, d)
		}
		if n := likeness(s, d); n > best {
			nearest, best = d, n
		}
	}
	switch len(fit) {
	case 0:
		return nearest, nil
	case 1:
		return fit[0], nil
	}
	return dialect{}, Faults{headerFault(s, 0,
		fmt.Sprintf("columns for two kinds of quota file, %s,%s and %s,%s", fit[0].feature, fit[0].value, fit[1].feature, fit[1].value),
		"one of them", "delete or rename the column that is not needed")}
}

// likeness counts 3 for a column that is there and 2 for a misspelt one.
func likeness(s *sheet.Sheet, d dialect) (n int) {
	for _, name := range []string{d.feature, d.value, d.min, d.max} {
		switch {
		case len(columns(s, name)) > 0:
			n += 3
		case misspelt(s, d, name) >= 0:
			n += 2
		}
	}
	return n
}

// misspelt finds the column that is most likely meant by name, among those that
// mean nothing else; -1 if there is none.
func misspelt(s *sheet.Sheet, d dialect, name string) int {
	var free []string
	for _, h := range s.Header {
		switch headerKey(h) {
		case headerKey(d.feature), headerKey(d.value), headerKey(d.min), headerKey(d.max), headerKey(minFlex), headerKey(maxFlex):
		default:
			free = append(free, h)
		}
	}
	near := sheet.Nearest(name, free)
	if near == "" {
		return -1
	}
	return s.Column(near)
}

// findColumn finds a column that must be there. One that is only misspelt is
// found and a fault.
func findColumn(s *sheet.Sheet, d dialect, name string) (int, Faults) {
	if found := columns(s, name); len(found) > 0 {
		return found[0], again(s, found)
	}
	if j := misspelt(s, d, name); j >= 0 {
		return j, Faults{headerFault(s, j, "the column "+sheet.Quote(s.Header[j]), sheet.Quote(name), "rename the column")}
	}
	line, _ := s.HeaderPos(0)
	return -1, Faults{{File: s.Name, Line: line, Found: "no column " + sheet.Quote(name),
		Expected: fmt.Sprintf("the columns %s,%s,%s,%s", d.feature, d.value, d.min, d.max), Fix: "add the column or rename one"}}
}

// again refuses a second column that means the same. Where the two are equal as
// [Fold] sees them, the sheet has said so already.
func again(s *sheet.Sheet, found []int) (faults Faults) {
	for _, j := range found[min(1, len(found)):] {
		if first := s.Header[found[0]]; Fold(first) != Fold(s.Header[j]) {
			faults = append(faults, headerFault(s, j, fmt.Sprintf("the column %s, the same name as %s", sheet.Quote(s.Header[j]), sheet.Quote(first)),
				"every column once", "rename or delete one of the two"))
		}
	}
	return faults
}

func headerFault(s *sheet.Sheet, column int, found, expected, fix string) Fault {
	line, char := s.HeaderPos(column)
	return sheet.FaultAt(s.Name, line, char, found, expected, fix)
}

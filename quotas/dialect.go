package quotas

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// A dialect is one way of heading the names in a quota file. Note that a column "feature"
// holds the feature in the first and the value in the third.
type dialect struct{ feature, value string }

// dialects are the ways in use, in the order in which they are looked for. The last two
// count only where none of the others fits.
func dialects() (known, mixed []dialect) {
	return []dialect{
			{"feature", "value"},         // sortition-algorithms
			{"category", "name"},         // Sortition Foundation, newDemocracy
			{"category", "feature"},      // Panelot and its research code
			{"FeatureName", "ValueName"}, // maximally-random-sortition
		}, []dialect{
			{"category", "value"},
			{"feature", "name"},
		}
}

// Names of the columns with numbers. A table has min and max, or one number.
const (
	minFlex = "min_flex"
	maxFlex = "max_flex"
)

func minNames() []string     { return []string{"min", "minimum", "MinQuota"} }
func maxNames() []string     { return []string{"max", "maximum", "MaxQuota"} }
func targetNames() []string  { return []string{"target", "amount", "quota", "seats", "count"} }
func percentNames() []string { return []string{"percent", "percentage", "%", "share", "proportion"} }

// A layout names the columns of a sheet by what they hold; those that are not there are -1.
type layout struct{ feature, value, min, max, target, percent, minFlex, maxFlex int }

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

// columns finds every column of one of the names.
func columns(header []string, names ...string) (found []int) {
	for j, h := range header {
		if slices.ContainsFunc(names, func(name string) bool { return headerKey(h) == headerKey(name) }) {
			found = append(found, j)
		}
	}
	return found
}

// score tells how much of a quota table's header a row has.
func score(row []string) (n int) {
	known, mixed := dialects()
	for _, d := range append(known, mixed...) {
		if len(columns(row, d.feature)) > 0 && len(columns(row, d.value)) > 0 {
			n = 2
		}
	}
	if n == 0 {
		return 0
	}
	for _, names := range [][]string{minNames(), maxNames(), targetNames(), percentNames()} {
		n += min(1, len(columns(row, names...)))
	}
	return n
}

// A layouter recognises the columns of a sheet and collects what is wrong with them.
type layouter struct {
	sheet  *sheet.Sheet
	names  dialect
	faults Faults
}

func (l *layouter) fault(code string, column int, found, expected, fix string) {
	l.faults = append(l.faults, l.sheet.HeaderFault(code, column, sheet.Words{Found: found, Expected: expected, Fix: fix}))
}

// findLayout recognises the dialect by the header alone. ok tells that every
// column needed is there, if perhaps misspelt, so that reading can go on.
func findLayout(s *sheet.Sheet) (found layout, ok bool, faults Faults) {
	l := &layouter{sheet: s}
	if l.headless() || !l.findDialect() {
		return found, false, l.faults
	}
	found = layout{feature: l.need(l.names.feature), value: l.need(l.names.value),
		min: l.find(minNames()), max: l.find(maxNames()), target: -1, percent: -1, minFlex: -1, maxFlex: -1}
	if found.min < 0 || found.max < 0 {
		found.target, found.percent = l.one(targetNames()), l.one(percentNames())
	} else {
		found.target, found.percent = l.beside(targetNames()[:3]), l.beside(percentNames()) // not what may count people
	}
	if found.min < 0 && found.max < 0 && found.target < 0 && found.percent < 0 && len(l.faults) == 0 {
		l.faults = append(l.faults, s.TopFault("column-missing", sheet.Words{Found: "no column with numbers",
			Expected: fmt.Sprintf("the columns %s,%s,min,max, or one number in a column %s", l.names.feature, l.names.value, targetNames()[0]),
			Fix:      "add the columns or rename them"}))
		return found, false, l.faults
	}
	low, high := columns(s.Header, minFlex), columns(s.Header, maxFlex)
	l.again(low)
	l.again(high)
	switch {
	case len(low) > 0 && len(high) > 0:
		found.minFlex, found.maxFlex = low[0], high[0]
	case len(low)+len(high) > 0:
		j := append(low, high...)[0]
		l.fault("flex-alone", j, "the column "+sheet.Quote(s.Header[j])+" alone", "both min_flex and max_flex or neither", "add or delete one")
	}
	return found, found.feature >= 0 && found.value >= 0, l.faults
}

// headless refuses a first row that is a quota: it has a number in it.
func (l *layouter) headless() bool {
	for j, h := range l.sheet.Header {
		var n number
		if n.parse(h); n.ok && score(l.sheet.Header) == 0 {
			l.fault("header-missing", j, fmt.Sprintf("the number %s in the first row, which seems to be a quota", sheet.Quote(h)),
				"the names of the columns in the first row", "write feature,value,min,max above it")
			return true
		}
	}
	return false
}

// findDialect takes the dialect whose feature and value columns are there, or
// the one that comes nearest. Two that fit equally well are a fault: nobody can
// know which column holds the value.
func (l *layouter) findDialect() bool {
	known, mixed := dialects()
	fits := func(all []dialect) (fit []dialect) {
		for _, d := range all {
			if len(columns(l.sheet.Header, d.feature)) > 0 && len(columns(l.sheet.Header, d.value)) > 0 {
				fit = append(fit, d)
			}
		}
		return fit
	}
	fit := fits(known)
	if len(fit) == 0 {
		fit = fits(mixed)
	}
	switch {
	case len(fit) > 1:
		l.fault("header-unclear", 0, fmt.Sprintf("columns for two kinds of quota file, %s,%s and %s,%s",
			fit[0].feature, fit[0].value, fit[1].feature, fit[1].value), "one of them", "delete or rename the column that is not needed")
		return false
	case len(fit) == 1:
		l.names = fit[0]
		return true
	}
	l.names = slices.MaxFunc(known, func(a, b dialect) int { return l.likeness(a) - l.likeness(b) })
	return true
}

// likeness counts 3 for a column that is there and 2 for a misspelt one.
func (l *layouter) likeness(d dialect) (n int) {
	for _, name := range []string{d.feature, d.value} {
		switch {
		case len(columns(l.sheet.Header, name)) > 0:
			n += 3
		case l.misspelt(name) >= 0:
			n += 2
		}
	}
	return n
}

// misspelt finds the column that is meant by name, but for a slip of the pen, among those
// that mean nothing else; -1 if there is none.
func (l *layouter) misspelt(name string) int {
	known, _ := dialects()
	meant := slices.Concat(minNames(), maxNames(), targetNames(), percentNames(), []string{minFlex, maxFlex})
	for _, d := range known {
		meant = append(meant, d.feature, d.value)
	}
	var free []string
	for _, h := range l.sheet.Header {
		if len(columns([]string{h}, meant...)) == 0 {
			free = append(free, h)
		}
	}
	return l.sheet.Column(sheet.Nearest(name, free))
}

// need finds a column that must be there. One that is only misspelt is found and a fault.
func (l *layouter) need(name string) int {
	if j := l.find([]string{name}); j >= 0 {
		return j
	}
	l.faults = append(l.faults, l.sheet.TopFault("column-missing", sheet.Words{Found: "no column " + sheet.Quote(name),
		Expected: fmt.Sprintf("the columns %s,%s,min,max", l.names.feature, l.names.value), Fix: "add the column or rename one"}))
	return -1
}

// find finds a column by one of its names, also misspelt; -1 if there is none.
func (l *layouter) find(names []string) int {
	if found := columns(l.sheet.Header, names...); len(found) > 0 {
		l.again(found)
		return found[0]
	}
	for _, name := range names {
		if j := l.misspelt(name); j >= 0 {
			l.fault("column-misspelt", j, "the column "+sheet.Quote(l.sheet.Header[j]), sheet.Quote(name), "rename the column")
			return j
		}
	}
	return -1
}

// one finds the only column of one of the names; -1 if there is none.
func (l *layouter) one(names []string) int {
	found := columns(l.sheet.Header, names...)
	if len(found) > 1 {
		l.fault("header-unclear", found[1], fmt.Sprintf("the columns %s and %s, which may both be the number of seats",
			sheet.Quote(l.sheet.Header[found[0]]), sheet.Quote(l.sheet.Header[found[1]])), "one of them", "delete or rename the other")
	}
	return append(found, -1)[0]
}

// beside is [layouter.one] where nothing depends on it.
func (l *layouter) beside(names []string) int {
	if found := columns(l.sheet.Header, names...); len(found) == 1 {
		return found[0]
	}
	return -1
}

// again refuses a second column that means the same. Where the two are equal as
// [Fold] sees them, the sheet has said so already.
func (l *layouter) again(found []int) {
	for _, j := range found[min(1, len(found)):] {
		if first := l.sheet.Header[found[0]]; Fold(first) != Fold(l.sheet.Header[j]) {
			l.fault("header-twice", j, fmt.Sprintf("the column %s, the same name as %s", sheet.Quote(l.sheet.Header[j]), sheet.Quote(first)),
				"every column once", "rename or delete one of the two")
		}
	}
}

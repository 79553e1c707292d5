package quotas

import (
	"fmt"
	"slices"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// Check holds the table against a number of seats. Every panel fills all its seats from the values
// of each feature: the minima of a feature must not add up to more, and its maxima not to less.
// Features whose rows are at fault (by index) are skipped. So are maxima where rows were lost, since
// their sums mean nothing.
func (t *Table) Check(seats int, unsure ...int) Faults {
	if seats < 1 {
		return Faults{{Code: "seats-none", File: t.File, Found: fmt.Sprintf("a panel of %d seats", seats), Expected: "at least one seat"}}
	}
	var faults Faults
	fault := func(code string, f Feature, found, expected, fix string) {
		faults = append(faults, Fault{Code: code, File: t.File, Line: f.Line, Grid: t.Reading.Workbook(), Found: found, Expected: expected, Fix: fix})
	}
	for i, f := range t.Features {
		if slices.Contains(unsure, i) {
			continue
		}
		var low, high int64
		for _, v := range f.Values {
			low, high = low+int64(v.Min), high+int64(v.Max)
		}
		if low > int64(seats) {
			fault("minima-too-large", f, fmt.Sprintf("minima of %s that add up to %d", sheet.Quote(f.Name), low),
				fmt.Sprintf("at most the number of seats, %d", seats), "lower a minimum or raise the number of seats")
		}
		if high < int64(seats) && f.Lost+t.Lost == 0 {
			fault("maxima-too-small", f, fmt.Sprintf("maxima of %s that add up to %d", sheet.Quote(f.Name), high),
				fmt.Sprintf("at least the number of seats, %d", seats), "raise a maximum or lower the number of seats")
		}
	}
	return faults
}

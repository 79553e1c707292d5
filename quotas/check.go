package quotas

import (
	"fmt"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// Check holds the table against a number of seats: every panel fills all its
// seats from the values of each feature, so the minima of a feature may not add
// up to more, nor its maxima to less.
func (t *Table) Check(seats int) Faults {
	if seats < 1 {
		return Faults{{File: t.File, Found: fmt.Sprintf("a panel of %d seats", seats), Expected: "at least one seat"}}
	}
	var faults Faults
	for _, f := range t.Features {
		var low, high int64
		for _, v := range f.Values {
			low, high = low+int64(v.Min), high+int64(v.Max)
		}
		if low > int64(seats) {
			faults = append(faults, sheet.FaultAt(t.File, f.Line, 0, fmt.Sprintf("minima of %s that add up to %d", sheet.Quote(f.Name), low),
				fmt.Sprintf("at most the number of seats, %d", seats), "lower a minimum or raise the number of seats"))
		}
		if high < int64(seats) {
			faults = append(faults, sheet.FaultAt(t.File, f.Line, 0, fmt.Sprintf("maxima of %s that add up to %d", sheet.Quote(f.Name), high),
				fmt.Sprintf("at least the number of seats, %d", seats), "raise a maximum or lower the number of seats"))
		}
	}
	return faults
}

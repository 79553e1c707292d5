package report

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A writer tells the facts of a report in a language.
type writer struct {
	*Report
	say *catalog.Speaker
}

func share(part, whole int) *big.Rat { return big.NewRat(int64(part), int64(whole)) }

func (w writer) number(n int) string { return w.say.Number(n) }

// has reports whether any value has something.
func (w writer) has(it func(Value) bool) bool {
	return slices.ContainsFunc(w.Features, func(f Feature) bool { return slices.ContainsFunc(f.Values, it) })
}

// Columns of the table that there need not be.
func populationOf(v Value) bool { return v.Population != nil }

func panelOf(v Value) bool { return v.Panel != nil }

func nowOf(v Value) bool { return v.Now != nil }

// window is a quota in figures: 13–36.
func (w writer) window(v Value) string {
	if v.Min == v.Max {
		return strconv.Itoa(v.Min)
	}
	return strconv.Itoa(v.Min) + "–" + strconv.Itoa(v.Max)
}

package quotas

import (
	"fmt"
	"slices"
)

// Residual is the table of the seats that are left when some are taken: seated[f][v] of them by
// people with value v of feature f. Every window moves down by as many, and none below 0. It
// has no flex columns. People seated beyond a maximum leave a window of 0.
func (t *Table) Residual(seated [][]int) *Table {
	return t.With(func(f, v int) (low, high int) {
		was := t.Features[f].Values[v]
		return max(0, was.Min-seated[f][v]), max(0, was.Max-seated[f][v])
	})
}

// Unbound is the table with windows that allow everything: 0 to all seats. It has no flex
// columns.
func (t *Table) Unbound(seats int) *Table {
	return t.With(func(int, int) (low, high int) { return 0, seats })
}

// With is the table with other windows, each given by feature and value. It has no flex columns.
func (t *Table) With(window func(f, v int) (low, high int)) *Table {
	other := *t
	other.Flex = false
	other.Features = slices.Clone(t.Features)
	for f := range other.Features {
		values := slices.Clone(t.Features[f].Values)
		for v := range values {
			values[v].Min, values[v].Max = window(f, v)
			values[v].MinFlex, values[v].MaxFlex = 0, -1
		}
		other.Features[f].Values = values
	}
	return &other
}

// A Wider window is one that somebody accepted by name in place of what is left of a quota.
type Wider struct {
	Feature, Value string
	Min, Max       int
}

// Widened is a table with wider windows. A window that is not one of the table's, widened, is an
// error: whoever accepts one never asks for more than the table does.
func (t *Table) Widened(windows []Wider) (*Table, error) {
	out := *t
	out.Features = slices.Clone(t.Features)
	for _, w := range windows {
		f := out.Feature(w.Feature)
		if f < 0 {
			return nil, fmt.Errorf("no feature is called %q", w.Feature)
		}
		feature := &out.Features[f]
		feature.Values = slices.Clone(feature.Values)
		v := feature.Value(w.Value)
		if v < 0 {
			return nil, fmt.Errorf("no value of %s is called %q", feature.Name, w.Value)
		}
		value := &feature.Values[v]
		if w.Min > value.Min || w.Max < value.Max || w.Min < 0 {
			return nil, fmt.Errorf("%s, %s: %d to %d is not a wider window than the %d to %d that are left", feature.Name, value.Name, w.Min, w.Max, value.Min, value.Max)
		}
		value.Min, value.Max = w.Min, w.Max
	}
	return &out, nil
}

package quotas

import "slices"

// Residual is the table of the seats that are left when some are taken: seated[f][v] of them by
// people with value v of feature f. Every window moves down by as many, and none below 0. It
// has no flex columns. People seated beyond a maximum leave a window of 0.
func (t *Table) Residual(seated [][]int) *Table {
	left := *t
	left.Flex = false
	left.Features = slices.Clone(t.Features)
	for f := range left.Features {
		values := slices.Clone(t.Features[f].Values)
		for v := range values {
			values[v].Min = max(0, values[v].Min-seated[f][v])
			values[v].Max = max(0, values[v].Max-seated[f][v])
			values[v].MinFlex, values[v].MaxFlex = 0, -1
		}
		left.Features[f].Values = values
	}
	return &left
}

// Unbound is the table with windows that allow everything: 0 to all seats. It has no flex
// columns.
func (t *Table) Unbound(seats int) *Table {
	free := *t
	free.Flex = false
	free.Features = slices.Clone(t.Features)
	for f := range free.Features {
		values := slices.Clone(t.Features[f].Values)
		for v := range values {
			values[v].Min, values[v].Max, values[v].MinFlex, values[v].MaxFlex = 0, seats, 0, -1
		}
		free.Features[f].Values = values
	}
	return &free
}

package oracle

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
)

// unmetInstance has a few types, and rows that often leave no panel.
func unmetInstance(rng *rand.Rand) *quotas.Instance {
	in := &quotas.Instance{Seats: 2 + rng.IntN(4)}
	for range 3 + rng.IntN(4) {
		in.Count = append(in.Count, 1+rng.IntN(3))
	}
	for range 2 + rng.IntN(4) {
		row := quotas.Row{Min: rng.IntN(in.Seats + 1)}
		row.Max = row.Min + rng.IntN(2)
		for t := range in.Count {
			if rng.IntN(2) == 0 {
				row.Types = append(row.Types, t)
			}
		}
		if len(row.Types) > 0 {
			in.Rows = append(in.Rows, row)
		}
	}
	return in
}

// leastRepair tries every panel: the fewest rows broken, then the fewest seats, within reach.
func leastRepair(in *quotas.Instance, reach []Reach) (rows, seats int, any bool) {
	for panel := range quotastest.Compositions(in) {
		broken, moved, within := 0, 0, true
		for r := range in.Rows {
			row := &in.Rows[r]
			sum := row.Sum(panel)
			within = within && reach[r].Min <= sum && sum <= reach[r].Max
			if by := max(row.Min-sum, sum-row.Max, 0); by > 0 {
				broken, moved = broken+1, moved+by
			}
		}
		if within && (!any || broken < rows || broken == rows && moved < seats) {
			rows, seats, any = broken, moved, true
		}
	}
	return rows, seats, any
}

// The first repair touches the fewest rows, and of those that do it moves the fewest seats; each
// further one is a repair, touches no fewer, and is another one.
func TestRepairsAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 6))
	repaired, within := 0, 0
	for range 2000 {
		in := unmetInstance(rng)
		reach := make([]Reach, len(in.Rows))
		flex := rng.IntN(3)
		for r, row := range in.Rows {
			reach[r] = Reach{0, max(in.Seats, row.Max)}
			if flex > 0 {
				reach[r] = Reach{max(0, row.Min-rng.IntN(2)), min(in.Seats, row.Max+rng.IntN(2))}
				reach[r].Max = max(reach[r].Max, row.Max)
			}
		}
		rows, seats, any := leastRepair(in, reach)
		found := Repairs(in, reach, 3)
		require.Equal(t, any, len(found) > 0)
		if !any {
			continue
		}
		require.True(t, found[0].Least)
		require.Len(t, found[0].Moves, rows)
		require.Equal(t, seats, found[0].Seats)
		if rows > 0 {
			repaired++
		}
		if flex > 0 {
			within++
		}
		for n, r := range found {
			moved := *in
			moved.Rows = append([]quotas.Row{}, in.Rows...)
			for _, m := range r.Moves {
				require.True(t, m.Min >= reach[m.Row].Min && m.Max <= reach[m.Row].Max)
				moved.Rows[m.Row].Min, moved.Rows[m.Row].Max = m.Min, m.Max
			}
			require.True(t, moved.Allows(r.Panel), "%+v %+v %+v", in, reach, r)
			require.GreaterOrEqual(t, len(r.Moves), rows)
			for _, before := range found[:n] {
				assert.NotEqual(t, before.Moves, r.Moves)
			}
		}
	}
	assert.Greater(t, repaired, 500)
	assert.Greater(t, within, 100)
}

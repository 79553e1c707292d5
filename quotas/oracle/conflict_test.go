package oracle

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestConflictAgainstBruteForce: what is named leaves no panel, and leaves one as soon
// as any one row is dropped.
func TestConflictAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	conflicts := 0
	for trial := 0; trial < 1500; trial++ {
		in := randomInstance(rng)
		rows := Conflict(in)
		if len(quotastest.Panels(in)) > 0 {
			require.Nil(t, rows, "trial %d", trial)
			continue
		}
		conflicts++
		require.NotEmpty(t, rows, "trial %d", trial)
		require.Empty(t, quotastest.Panels(with(in, rows)), "trial %d", trial)
		for i := range rows {
			rest := slices.Delete(slices.Clone(rows), i, i+1)
			require.NotEmpty(t, quotastest.Panels(with(in, rest)), "trial %d: row %d is not needed", trial, rows[i])
		}
	}
	assert.Greater(t, conflicts, 300)
}

// TestConflictPrefersOneFeature: feature 1 is impossible alone, and features 0 and 2
// clash with each other as well.
func TestConflictPrefersOneFeature(t *testing.T) {
	in := &quotas.Instance{Seats: 2, Count: []int{2, 2}, Rows: []quotas.Row{
		{Feature: 0, Types: []int{0}, Min: 2, Max: 2},
		{Feature: 1, Types: []int{0}, Min: 0, Max: 0}, {Feature: 1, Types: []int{1}, Min: 0, Max: 1},
		{Feature: 2, Types: []int{1}, Min: 2, Max: 2},
	}}
	assert.Equal(t, []int{1, 2}, Conflict(in))
}

package why

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/pool"
)

// meets reports whether a panel keeps to the rows named, whatever the others say. Seats and
// people always count.
func meets(in *quotas.Instance, rows []int) bool {
	loose := *in
	loose.Rows = slices.Clone(in.Rows)
	for i := range loose.Rows {
		if !slices.Contains(rows, i) {
			loose.Rows[i].Min, loose.Rows[i].Max = 0, max(in.Seats, len(in.Count))
		}
	}
	return oracle.New(&loose).Best(oracle.Query{Weights: make([]int64, len(in.Count))}).Status != oracle.Infeasible
}

// mended checks that a conflict is one, and needs each of its quotas, and that the repairs of a
// table that cannot be met can be, and are proved least.
func mended(t *testing.T, p *pool.Pool, seats int) {
	t.Helper()
	roster, _ := p.Roster([32]byte{})
	in := roster.Group(seats, 0).Instance
	conflict := oracle.Conflict(in)
	require.NotEmpty(t, conflict)
	assert.False(t, meets(in, conflict), "no panel keeps to the rules of the conflict")
	for i := range conflict {
		rest := slices.Delete(slices.Clone(conflict), i, i+1)
		assert.True(t, meets(in, rest), "rule %d of %d is not needed", i+1, len(conflict))
	}
	menu := Mend(p, seats, 0)
	require.NotEmpty(t, menu.Repairs)
	for _, r := range menu.Repairs {
		assert.True(t, r.Least)
		assert.NotEmpty(t, r.Changes)
		var file bytes.Buffer
		require.NoError(t, r.Table.WriteCSV(&file))
		table, faults := quotas.Read("repaired.csv", file.Bytes())
		require.Empty(t, faults)
		assert.Empty(t, table.Check(seats))
		again := *p
		again.Table = table
		whole := *roster
		whole.Table = table
		fixed := whole.Group(seats, 0).Instance
		all := make([]int, len(fixed.Rows))
		for i := range all {
			all[i] = i
		}
		assert.True(t, meets(fixed, all), "%v", r.Changes)
	}
}

// The infeasible pools of others, and the table of an assembly whose published quotas add up to
// fewer people than its seats, with a pool of our own.
func TestMendPublished(t *testing.T) {
	root := quotastest.Shared(t)
	for name, seats := range map[string]int{"synth/infeasible_hd_30": 30, "synth/infeasible_sf_a_35": 35} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(root, filepath.FromSlash(name))
			mended(t, readPublished(t, filepath.Join(dir, "categories.csv"), bytesOf(t, filepath.Join(dir, "respondents.csv"))), seats)
		})
	}
	t.Run("ACA_36", func(t *testing.T) {
		file := filepath.Join(root, "panels_hd_mass_quotas", "ACA_36_categories.csv")
		table, faults := quotas.Read(file, bytesOf(t, file))
		require.Empty(t, faults)
		rng := rand.New(rand.NewPCG(36, 36))
		var people bytes.Buffer
		fmt.Fprint(&people, "id")
		for _, f := range table.Features {
			fmt.Fprintf(&people, ",%s", f.Name)
		}
		for i := range 300 {
			fmt.Fprintf(&people, "\np%d", i)
			for _, f := range table.Features {
				fmt.Fprintf(&people, ",%s", f.Values[rng.IntN(len(f.Values))].Name)
			}
		}
		mended(t, readPublished(t, file, append(people.Bytes(), '\n')), 36)
	})
}

func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

func readPublished(t *testing.T, quotaFile string, people []byte) *pool.Pool {
	t.Helper()
	table, faults := quotas.Read(quotaFile, bytesOf(t, quotaFile))
	require.Empty(t, faults)
	p, faults := pool.Read("people.csv", people, table, pool.Options{})
	require.Empty(t, faults)
	return p
}

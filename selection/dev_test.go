package selection

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// oracleTolerance: the independently computed chances are good to about 1e-6.
const oracleTolerance = 1e-6

// oracleChances are the chances another program computed, by row of the pool.
func oracleChances(t *testing.T, file string) []float64 {
	data, err := os.ReadFile(filepath.Join(filepath.Dir(file), "oracle_leximin.csv"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	var chances []float64
	for _, row := range rows[1:] {
		p, _ := strconv.ParseFloat(row[len(row)-1], 64) // empty: unseatable
		chances = append(chances, p)
	}
	return chances
}

// requirePages counts every page from the parsed rows.
func requirePages(t *testing.T, r *Result, p *pool.Pool) {
	t.Helper()
	for j, page := range r.Book.Pages {
		require.Len(t, page, r.Rules.Seats)
		have := make([][]int, len(p.Table.Features))
		for f := range have {
			have[f] = make([]int, len(p.Table.Features[f].Values))
		}
		var homes []int
		for i, person := range page {
			require.True(t, i == 0 || page[i-1] < person, "page %d: each person once", j)
			row := p.People[r.Person[person]]
			for f, v := range row.Values {
				have[f][v]++
			}
			if r.Rules.Household > 0 && row.Household >= 0 {
				require.NotContains(t, homes, row.Household, "page %d", j)
				homes = append(homes, row.Household)
			}
		}
		for f, feature := range p.Table.Features {
			for v, value := range feature.Values {
				require.True(t, value.Min <= have[f][v] && have[f][v] <= value.Max, "page %d: %s", j, value.Name)
			}
		}
	}
}

// TestDevPools runs the whole selection on every pool at hand and checks what is
// promised of it; go test -v prints the table.
func TestDevPools(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: about a minute")
	}
	table := []string{devHead()}
	for _, file := range pooltest.Dev(t) {
		name := filepath.Base(filepath.Dir(file))
		if os.Getenv("EVENLOT_LONG") == "" && (name == "pool_10k_150" || name == "adult_us_160") {
			continue // half a minute
		}
		household := [][]string{nil}
		if strings.Contains(name, "_hh_") {
			household = [][]string{nil, {"household"}}
		}
		for _, columns := range household {
			t.Run(name+strings.Join(columns, ""), func(t *testing.T) {
				p, seats := pooltest.ReadDev(t, file, columns...)
				m := watch()
				r, err := Run(context.Background(), Request{
					Pool: p, Seats: seats, Household: len(columns), PublicValue: "3 12 19 27 44 45", Progress: m.tell})
				m.stop()
				if strings.HasPrefix(name, "infeasible") {
					var infeasible *fair.Infeasible
					require.True(t, errors.As(err, &infeasible))
					return
				}
				require.NoError(t, err)
				requirePages(t, r, p)
				row := devRow{name: name + strings.Join(columns, "+"), meter: m, Lottery: r.Lottery}
				row.requireFair(t)
				row.requireMeetings(t)
				table = append(table, row.String())
				requireOracle(t, r, oracleChances(t, file))
			})
		}
	}
	t.Log("\n" + strings.Join(table, "\n"))
}

func requireOracle(t *testing.T, r *Result, want []float64) {
	t.Helper()
	if want == nil {
		return
	}
	types := r.TypeOf()
	for i, person := range r.Person {
		row := person + 1
		require.InDelta(t, want[row-1], r.Chances.Chance[types[i]], oracleTolerance, "row %d", row)
	}
}

// TestRowOrderDoesNotMatter runs a pool with its rows reversed.
func TestRowOrderDoesNotMatter(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,woman,2,3\ngender,man,2,3\narea,north,1,3\narea,south,2,4\n"))
	require.NoError(t, faults.Err())
	lines := []string{"gender,area"}
	for i := range 40 {
		lines = append(lines, []string{"woman", "man", "man"}[i%3]+","+[]string{"north", "south"}[i%2])
	}
	run := func(lines []string) *Result {
		p, faults := pool.Read("p.csv", []byte(strings.Join(lines, "\n")), table, pool.Options{})
		require.NoError(t, faults.Err())
		r, err := Run(context.Background(), Request{Pool: p, Seats: 5, PublicValue: "7 11 13"})
		require.NoError(t, err)
		return r
	}
	a := run(lines)
	slices.Reverse(lines[1:])
	b := run(lines)
	for _, name := range a.Files.Names() {
		if strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/") {
			assert.Equal(t, string(a.Files[name]), string(b.Files[name]), name)
		}
	}
}

package fair

import (
	"context"
	"math/big"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// agreement is a tolerance in chances and in values of objectives: those of the rules
// are accurate to about 1e-8.
const agreement = 1e-7

// denseRoster is a pool of 8 to 14 people with many features, of whom a few live
// together. The first value of a feature is free, of the others a panel has at most as
// many as the planted one, or one: people then shut each other out, and odd cycles of them
// are what the linear program does not see.
func denseRoster(rng *rand.Rand, limit int) (r *pool.Roster, seats int) {
	r = &pool.Roster{Table: &quotas.Table{}}
	n := 8 + rng.Intn(7)
	for range 3 + rng.Intn(5) {
		r.Table.Features = append(r.Table.Features, quotas.Feature{Values: make([]quotas.Value, 2+rng.Intn(2))})
	}
	for i := range n {
		e := pool.Entry{Household: -1}
		for _, f := range r.Table.Features {
			e.Values = append(e.Values, max(0, rng.Intn(len(f.Values)+1)-1))
		}
		r.Entries = append(r.Entries, e)
		if i >= limit && rng.Intn(8) == 0 { // one more than may sit
			for j := i - limit; j <= i; j++ {
				r.Entries[j].Household = i - limit
			}
		}
	}
	planted := plant(rng, r, limit)
	for f := range r.Table.Features {
		values := r.Table.Features[f].Values
		for _, i := range planted {
			values[r.Entries[i].Values[f]].Max++
		}
		for v := range values {
			values[v].Max = max(1, values[v].Max)
		}
		values[0].Max = len(planted)
	}
	return r, len(planted)
}

// TestRulesAgreeWithAllPanels compares every rule that has a closed answer with all
// panels of random small pools, sets of people one by one, with household limits 1 and
// 2. The sample must hold pools with a gap, with households, with people whom no panel
// can hold.
func TestRulesAgreeWithAllPanels(t *testing.T) {
	pools := 2000
	if testing.Short() {
		pools = 200
	}
	rng := rand.New(rand.NewSource(51))
	families, gaps, excluded := 0, 0, 0
	for trial := range pools {
		limit := 1 + trial%2
		some := randomRoster
		if trial%4 < 2 {
			some = denseRoster
		}
		r, seats := some(rng, limit)
		g := r.Group(seats, limit)
		c := newCrowd(r, seats, limit)
		if len(g.Families) > 0 {
			families++
		}
		if len(c.covered) < len(r.Entries) {
			excluded++
		}
		a := agree{crowd: c, Grouping: g, limit: limit, mean: float64(seats) / float64(len(c.covered))}
		a.run(t, []float64{1, .3, 2.5}[trial%3])
		if a.gap {
			gaps++
		}
	}
	t.Logf("%d pools: %d with households that matter, %d with a gap, %d with unseatable people", pools, families, gaps, excluded)
	assert.Greater(t, families, pools/5)
	assert.Greater(t, gaps, pools/40)
	assert.Greater(t, excluded, pools/20)
}

// agree is one pool of the comparison.
type agree struct {
	crowd
	*pool.Grouping
	limit int
	mean  float64
	gap   bool // the linear program promises more than panels keep
}

// run solves the pool by every rule.
func (a *agree) run(t *testing.T, gamma float64) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("the pool: %+v", a.Instance)
		}
	}()
	exact := a.leximin(t)
	low := exact[a.covered[0]]
	for _, i := range a.covered {
		if exact[i].Cmp(low) < 0 {
			low = exact[i]
		}
	}
	smallest, _ := low.Float64()
	largest, _ := a.ceiling(t, new(big.Rat))
	most, _ := largest.Float64()

	lex := a.solve(t, Leximin{})
	require.True(t, lex.Meets)
	a.gap = len(lex.Instance.Rows) > len(a.Instance.Rows)
	for i, p := range a.people(t, lex) {
		want, _ := exact[i].Float64()
		require.InDelta(t, want, p, agreement, "leximin, person %d", i)
	}
	for _, level := range lex.Levels {
		for _, ty := range level.Types {
			require.Zero(t, level.Exact.Cmp(exact[a.Types[ty][0]]), "leximin, type %d", ty)
		}
	}
	require.InDelta(t, smallest, a.solve(t, Maximin{}).Value, agreement)
	require.InDelta(t, most, a.solve(t, Minimax{}).Value, agreement)
	require.InDelta(t, a.goldilocks(t, low, a.mean, gamma), a.solve(t, Goldilocks{Gamma: gamma}).Value, 10*agreement)
	a.requireNash(t, a.solve(t, Nash{}))
	a.requireUniform(t)
}

// solve runs a rule, checks its evidence, and that its chances are those of a lottery.
func (a *agree) solve(t *testing.T, rule Rule) *Outcome {
	t.Helper()
	out := solve(t, rule, a.Instance)
	a.requireWithin(t, rule.Name(), a.people(t, out))
	return out
}

// people gives the chances of an outcome person by person.
func (a *agree) people(t *testing.T, out *Outcome) []float64 {
	t.Helper()
	chance := make([]float64, len(a.roster.Entries))
	for ty, members := range a.Types {
		for _, i := range members {
			chance[i] = out.Chance[ty]
		}
	}
	seatable := make([]bool, len(chance))
	for _, i := range a.covered {
		seatable[i] = true
	}
	for ty, members := range a.Types {
		require.Equal(t, !seatable[members[0]], out.Unseatable[ty], "%s, type %d", out.Rule, ty)
	}
	return chance
}

// requireNash checks the condition of optimality (Karush, Kuhn, Tucker): no panel adds
// up 1/p to more than there are people.
func (a *agree) requireNash(t *testing.T, out *Outcome) {
	t.Helper()
	chance, most := a.people(t, out), 0.0
	for _, set := range a.sets {
		sum := 0.0
		for i, p := range chance {
			if set>>i&1 == 1 {
				sum += 1 / p
			}
		}
		most = max(most, sum)
	}
	people := float64(len(a.covered))
	require.InDelta(t, people, most, 1e-5*people, "nash")
}

// requireUniform compares everyone's share of all panels.
func (a *agree) requireUniform(t *testing.T) {
	t.Helper()
	out, err := Uniform{}.Chances(context.Background(), New(a.Instance), RuleOptions{HouseholdLimit: a.limit})
	require.NoError(t, err)
	require.EqualValues(t, len(a.sets), out.Drawer.(*Count).Panels().Int64())
	for i, p := range a.people(t, out) {
		n := 0
		for _, set := range a.sets {
			n += int(set >> i & 1)
		}
		require.InDelta(t, float64(n)/float64(len(a.sets)), p, 1e-15, "uniform, person %d", i)
	}
}

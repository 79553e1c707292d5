package fair

import (
	"math"
	"math/rand"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// boxProgram solves, by gonum over all panels, min u for a given z, or max z with
// u = 1: variables weights of panels, one slack a row, the free end.
func boxProgram(in *quotas.Instance, all [][]int, unseatable []bool, z float64) (u float64, ok bool) {
	var rows []int
	for t := range in.Count {
		if !unseatable[t] {
			rows = append(rows, t)
		}
	}
	free := len(all)
	a := mat.NewDense(2*len(rows)+1, free+1+2*len(rows), nil)
	b, cost := make([]float64, 2*len(rows)+1), make([]float64, free+1+2*len(rows))
	cost[free] = 1
	for i, t := range rows {
		for j, p := range all {
			x := float64(p[t]) / float64(in.Count[t])
			a.Set(2*i, j, x)
			a.Set(2*i+1, j, -x)
		}
		a.Set(2*i, free+1+2*i, -1) // p - slack = z
		b[2*i] = z
		a.Set(2*i+1, free, 1) // u - p - slack = 0
		a.Set(2*i+1, free+1+2*i+1, -1)
	}
	for j := range all {
		a.Set(2*len(rows), j, 1)
	}
	b[2*len(rows)] = 1
	u, _, err := lp.Simplex(cost, a, b, 1e-10, nil)
	return u, err == nil
}

// bestFloor is the largest z, by gonum over all panels.
func bestFloor(t *testing.T, in *quotas.Instance, all [][]int, unseatable []bool) float64 {
	t.Helper()
	var rows []int
	for i := range in.Count {
		if !unseatable[i] {
			rows = append(rows, i)
		}
	}
	a := mat.NewDense(len(rows)+1, len(all)+1+len(rows), nil)
	b, cost := make([]float64, len(rows)+1), make([]float64, len(all)+1+len(rows))
	cost[len(all)] = -1
	for i, ty := range rows {
		for j, p := range all {
			a.Set(i, j, float64(p[ty])/float64(in.Count[ty]))
		}
		a.Set(i, len(all), -1)
		a.Set(i, len(all)+1+i, -1)
	}
	for j := range all {
		a.Set(len(rows), j, 1)
	}
	b[len(rows)] = 1
	v, _, err := lp.Simplex(cost, a, b, 1e-10, nil)
	require.NoError(t, err)
	return -v
}

// withHousehold adds, sometimes, the row of a household of two, if a panel remains.
func withHousehold(rng *rand.Rand, in *quotas.Instance) *quotas.Instance {
	a, b := rng.Intn(len(in.Count)), rng.Intn(len(in.Count))
	if a >= b || in.Count[a] != in.Count[b] {
		return in
	}
	with := *in
	with.Rows = append(with.Rows[:len(with.Rows):len(with.Rows)],
		quotas.Row{Kind: quotas.HouseholdRow, Types: []int{a, b}, Max: in.Count[a]})
	if len(quotastest.Panels(&with)) == 0 {
		return in
	}
	return &with
}

// TestBoxRulesAgainstBruteForce compares maximin, minimax and goldilocks with gonum's
// simplex over all panels of random small pools.
func TestBoxRulesAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	gaps := 0
	for trial := 0; trial < 1000; trial++ {
		in := withHousehold(rng, randomInstance(rng))
		all := quotastest.Panels(in)
		high := solve(t, Maximin{}, in)
		top := bestFloor(t, in, all, high.Unseatable)
		require.InDelta(t, top, high.Value, 1e-7, "maximin, trial %d", trial)
		require.InDelta(t, high.Value, high.Bound, 1e-7)
		low := solve(t, Minimax{}, in)
		u, ok := boxProgram(in, all, low.Unseatable, 0)
		require.True(t, ok)
		require.InDelta(t, u, low.Value, 1e-7, "minimax, trial %d", trial)
		if len(high.Instance.Rows)+len(low.Instance.Rows) > 2*len(in.Rows) {
			gaps++
		}
		if trial%20 == 0 {
			requireGoldilocks(t, in, all, top, trial)
		}
	}
	t.Logf("%d pools with a gap", gaps)
	assert.Positive(t, gaps)
}

// requireGoldilocks searches z by golden section over gonum's programs.
func requireGoldilocks(t *testing.T, in *quotas.Instance, all [][]int, top float64, trial int) {
	t.Helper()
	gamma := 0.25 * float64(1+trial%7)
	out := solve(t, Goldilocks{Gamma: gamma}, in)
	people := 0
	for i, n := range in.Count {
		if !out.Unseatable[i] {
			people += n
		}
	}
	mean := float64(in.Seats) / float64(people)
	value := func(z float64) float64 {
		u, ok := boxProgram(in, all, out.Unseatable, z)
		if !ok {
			return math.Inf(1)
		}
		return u/mean + gamma*mean/z
	}
	const golden = 0.6180339887498949
	a, b := 0.0, top
	for b-a > 1e-7 {
		c, d := b-golden*(b-a), a+golden*(b-a)
		if value(c) <= value(d) {
			b = d
		} else {
			a = c
		}
	}
	best := min(value((a+b)/2), value(top*(1-1e-9)))
	require.InDelta(t, best, out.Value, 1e-5*best, "goldilocks, trial %d", trial)
	require.InDelta(t, out.Bound, out.Value, 1e-6*best)
}

// evener is the least sum over everyone of p[i] q[i], for all q that mixtures of the panels attain
// with the smallest chance at least z and the largest at most u, by gonum. Where p has the least sum
// of squares of these, it is the sum of its own squares: the condition of optimality.
func evener(t *testing.T, in *quotas.Instance, all [][]int, out *Outcome, z, u float64) float64 {
	t.Helper()
	var types []int
	for i := range in.Count {
		if !out.Unseatable[i] {
			types = append(types, i)
		}
	}
	k := len(types)
	a := mat.NewDense(2*k+1, len(all)+2*k, nil)
	b, cost := make([]float64, 2*k+1), make([]float64, len(all)+2*k)
	for i, ty := range types {
		for j, p := range all {
			q := float64(p[ty]) / float64(in.Count[ty])
			a.Set(i, j, q)
			a.Set(k+i, j, q)
			cost[j] += float64(p[ty]) * out.Chance[ty]
		}
		a.Set(i, len(all)+i, -1)
		a.Set(k+i, len(all)+k+i, 1)
		b[i], b[k+i] = z, u
	}
	for j := range all {
		a.Set(2*k, j, 1)
	}
	b[2*k] = 1
	v, _, err := lp.Simplex(cost, a, b, 1e-10, nil)
	require.NoError(t, err)
	return v
}

// Of the vectors that are best for a rule, the one with the least sum of squares.
func TestEvenestOfTheBest(t *testing.T) {
	rng := rand.New(rand.NewSource(33))
	several := 0
	for range 120 {
		in := withHousehold(rng, randomInstance(rng))
		all := quotastest.Panels(in)
		for _, r := range []Rule{Maximin{}, Minimax{}} {
			out := solve(t, r, in)
			if !out.Even {
				continue
			}
			several++
			z, u := out.Value-1e-7, 1.0
			if r.Name() == "minimax" {
				z, u = 0, out.Value+1e-7
			}
			squares := 0.0
			for ty, p := range out.Chance {
				squares += float64(in.Count[ty]) * p * p
			}
			require.InDelta(t, squares, evener(t, in, all, out, z, u), 1e-4*float64(in.Seats), r.Name())
		}
	}
	require.Greater(t, several, 150)
}

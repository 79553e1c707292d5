package fair

import (
	"context"
	"errors"
	"math/rand"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

const tolerance = 1e-7 // chances; the linear programs are accurate to about 1e-9

// requireLeximin checks the sandwich over all panels: the proof of every level
// from above, a mixture of panels (by gonum's simplex) from below. A level that leans
// on a cut leaves to the later ones the panels that meet it with equality.
func requireLeximin(t *testing.T, in *quotas.Instance, c *Chances) {
	t.Helper()
	all := quotastest.Panels(in)
	fixed := make([]bool, len(in.Count))
	for i := range in.Count {
		seen := false
		for _, p := range all {
			seen = seen || p[i] > 0
		}
		require.Equal(t, !seen, c.Unseatable[i], "type %d", i)
		fixed[i] = !seen
	}
	last, face := 0.0, all
	for _, l := range c.Levels {
		require.GreaterOrEqual(t, l.Chance, last-tolerance)
		last = l.Chance
		face = requireProof(t, in, c, l, face, fixed)
		for _, i := range l.Types {
			require.False(t, fixed[i])
			require.InDelta(t, l.Chance, c.Chance[i], 0)
			fixed[i] = true
		}
	}
	require.NotContains(t, fixed, false)
	requireMixture(t, in, c, all)
}

func requireProof(t *testing.T, in *quotas.Instance, c *Chances, l Level, all [][]int, fixed []bool) (face [][]int) {
	t.Helper()
	if l.Weights == nil {
		require.Equal(t, 1.0, l.Chance)
		return all
	}
	allowed, open := 0.0, 0.0
	for i, w := range l.Weights {
		require.GreaterOrEqual(t, w.Sign(), 0)
		f, _ := w.Float64()
		y := f * float64(in.Count[i])
		if fixed[i] {
			allowed += y * c.Chance[i]
		} else {
			allowed += y * l.Chance
			open += y
		}
	}
	require.Positive(t, open)
	for _, p := range all {
		y := 0.0
		for i, x := range p {
			f, _ := l.Weights[i].Float64()
			y += f * float64(x)
		}
		require.LessOrEqual(t, y, allowed+tolerance*open, "a panel beats the bound")
		if y > allowed-0.5 {
			face = append(face, p)
		}
	}
	for _, i := range l.Types {
		require.Positive(t, l.Weights[i].Sign())
	}
	require.Len(t, l.Multipliers, len(c.Instance.Rows)+1)
	for _, m := range l.Multipliers[len(in.Rows):len(c.Instance.Rows)] {
		if m.Sign() != 0 {
			return face
		}
	}
	return all
}

// requireMixture finds weights on panels that give c.Chance: minimise the slack of
// sum over panels of weight*x = n*chance, sum of weights = 1.
func requireMixture(t *testing.T, in *quotas.Instance, c *Chances, all [][]int) {
	t.Helper()
	n := len(in.Count)
	a := mat.NewDense(n+1, len(all)+2*(n+1), nil)
	b, cost := make([]float64, n+1), make([]float64, len(all)+2*(n+1))
	for j, p := range all {
		for i, x := range p {
			a.Set(i, j, float64(x)/float64(in.Count[i]))
		}
		a.Set(n, j, 1)
	}
	for i := 0; i <= n; i++ {
		a.Set(i, len(all)+2*i, 1)
		a.Set(i, len(all)+2*i+1, -1)
		cost[len(all)+2*i], cost[len(all)+2*i+1] = 1, 1
		b[i] = 1
		if i < n {
			b[i] = c.Chance[i]
		}
	}
	slack, _, err := lp.Simplex(cost, a, b, 1e-11, nil)
	require.NoError(t, err)
	require.InDelta(t, 0, slack, 1e-6, "not a mixture of panels")
}

func randomInstance(rng *rand.Rand) *quotas.Instance {
	n := 3 + rng.Intn(6)
	in := &quotas.Instance{}
	people := 0
	for t := 0; t < n; t++ {
		c := 1 + rng.Intn(2)*rng.Intn(3)
		in.Count = append(in.Count, c)
		people += c
	}
	in.Seats = 1 + rng.Intn(people-1)
	planted := make([]int, n)
	for s := 0; s < in.Seats; {
		if t := rng.Intn(n); planted[t] < in.Count[t] {
			planted[t]++
			s++
		}
	}
	for f := 0; f < 2+rng.Intn(3); f++ {
		groups := make([][]int, 2+rng.Intn(2))
		for t := 0; t < n; t++ {
			g := rng.Intn(len(groups))
			groups[g] = append(groups[g], t)
		}
		for _, g := range groups {
			if len(g) == 0 {
				continue
			}
			sum := 0
			for _, t := range g {
				sum += planted[t]
			}
			in.Rows = append(in.Rows, quotas.Row{Types: g, Min: max(0, sum-rng.Intn(2)), Max: sum + rng.Intn(2)})
		}
	}
	return in
}

// TestCloseAgainstBruteForce checks every proof and every mixture over all panels of
// random small pools, and that the sample contains pools with a gap.
func TestCloseAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	gaps, unseatable := 0, 0
	for trial := 0; trial < 2500; trial++ {
		in := randomInstance(rng)
		c, err := New(in).Close(context.Background(), 1<<20)
		require.NoError(t, err, "trial %d", trial)
		require.True(t, c.Meets, "trial %d", trial)
		requireLeximin(t, in, c)
		if len(c.Instance.Rows) > len(in.Rows) {
			gaps++
		}
		for _, u := range c.Unseatable {
			if u {
				unseatable++
			}
		}
	}
	assert.Greater(t, gaps, 10)
	assert.Greater(t, unseatable, 100)
	t.Logf("%d pools with a gap, %d unseatable types", gaps, unseatable)
}

// TestTrap is the smallest pool where the linear program promises too much: four
// people, two seats, quotas that make three of them exclude each other.
func TestTrap(t *testing.T) {
	in := &quotas.Instance{Seats: 2, Count: []int{1, 1, 1, 1}, Rows: []quotas.Row{
		{Types: []int{0, 1}, Max: 1}, {Types: []int{1, 2}, Max: 1}, {Types: []int{0, 2}, Max: 1},
	}}
	outer, err := New(in).Leximin(context.Background())
	require.NoError(t, err)
	assert.InDelta(t, 0.5, outer.Levels[0].Chance, 1e-12)
	c, err := New(in).Close(context.Background(), 1000)
	require.NoError(t, err)
	require.True(t, c.Meets)
	assert.InDeltaSlice(t, []float64{1. / 3, 1. / 3, 1. / 3, 1}, c.Chance, 1e-12)
	requireLeximin(t, in, c)
}

func TestInfeasible(t *testing.T) {
	in := &quotas.Instance{Seats: 1, Count: []int{1, 1}, Rows: []quotas.Row{
		{Types: []int{0}, Min: 1, Max: 1}, {Types: []int{1}, Min: 1, Max: 1}}}
	_, err := New(in).Leximin(context.Background())
	var infeasible *Infeasible
	assert.True(t, errors.As(err, &infeasible))
}

// TestBudget ends the search early: the truth lies in the interval, the levels before are
// those of the whole search, and the chances are those of a mixture of panels.
func TestBudget(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	left := 0
	for trial := 0; trial < 2500; trial++ {
		in := randomInstance(rng)
		whole, err := New(in).Close(context.Background(), 1<<20)
		require.NoError(t, err)
		if len(whole.CutTrees) == 0 {
			continue
		}
		for budget := range 40 {
			c, err := New(in).Close(context.Background(), budget)
			require.NoError(t, err)
			require.Equal(t, c.Meets, c.Left == nil)
			if c.Meets {
				break
			}
			left++
			for r, level := range c.Levels[:c.Left.Level] {
				require.Zero(t, level.Exact.Cmp(whole.Levels[r].Exact), "trial %d, level %d", trial, r)
			}
			truth := whole.Levels[c.Left.Level].Exact
			require.GreaterOrEqual(t, c.Left.High.Cmp(truth), 0)
			low, _ := c.Left.Low.Float64()
			high, _ := truth.Float64()
			require.LessOrEqual(t, low, high+tolerance, "trial %d", trial)
			requireMixture(t, in, c, quotastest.Panels(in))
			if c.Left.Level == 0 {
				require.InDelta(t, low, c.Smallest(), tolerance)
			}
		}
	}
	assert.Greater(t, left, 50) // 83 since all work counts against the budget
}

// TestCancel: a context that has ended ends the search, before and while the oracle works.
func TestCancel(t *testing.T) {
	in := toys()["two of four"]
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := New(in).Close(ctx, 1000)
	require.ErrorIs(t, err, context.Canceled)
	_, err = New(in).Leximin(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

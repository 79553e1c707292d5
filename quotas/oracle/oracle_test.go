package oracle

import (
	"math"
	"math/rand"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomInstance has up to 7 types in two or three features, sometimes with a
// household row; about a third of them have no panel.
func randomInstance(rng *rand.Rand) *quotas.Instance {
	n := 2 + rng.Intn(6)
	in := &quotas.Instance{}
	people := 0
	for t := 0; t < n; t++ {
		c := 1 + rng.Intn(3)
		in.Count = append(in.Count, c)
		people += c
	}
	in.Seats = 1 + rng.Intn(people)
	for f := 0; f < 2+rng.Intn(2); f++ {
		groups := make([][]int, 2+rng.Intn(2))
		for t := 0; t < n; t++ {
			g := rng.Intn(len(groups))
			groups[g] = append(groups[g], t)
		}
		for _, g := range groups {
			if len(g) > 0 {
				lo := rng.Intn(in.Seats + 1)
				in.Rows = append(in.Rows, quotas.Row{Types: g, Min: lo / 2, Max: lo + rng.Intn(3)})
			}
		}
	}
	if rng.Intn(3) == 0 {
		in.Rows = append(in.Rows, quotas.Row{Kind: quotas.HouseholdRow, Types: []int{0, n - 1}, Max: 1})
	}
	return in
}

func weigh(w []int64, x []int) (sum int64) {
	for t, n := range x {
		sum += w[t] * int64(n)
	}
	return sum
}

func TestAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	feasible, infeasible := 0, 0
	for trial := 0; trial < 3000; trial++ {
		in := randomInstance(rng)
		o := New(in)
		all := quotastest.Panels(in)
		w := make([]int64, len(in.Count))
		for query := 0; query < 3; query++ {
			for i := range w {
				w[i] = int64(rng.Intn(2001) - 1000)
			}
			a := o.Best(Query{Weights: w, Enough: NoLimit})
			if len(all) == 0 {
				infeasible++
				require.Equal(t, Infeasible, a.Status, "trial %d", trial)
				continue
			}
			feasible++
			best := int64(math.MinInt64)
			for _, x := range all {
				best = max(best, weigh(w, x))
			}
			require.Equal(t, Best, a.Status, "trial %d", trial)
			require.True(t, in.Allows(a.Panel))
			require.Equal(t, best, a.Value, "trial %d", trial)
			require.Equal(t, best, a.Bound, "trial %d", trial)
			require.Equal(t, a.Value, weigh(w, a.Panel))
		}
	}
	assert.Greater(t, feasible, 1000)
	assert.Greater(t, infeasible, 1000)
}

// TestBeat asks for panels above a value: one is found where there is one, else the tree
// shows that there is none.
func TestBeat(t *testing.T) {
	rng := rand.New(rand.NewSource(10))
	found, none := 0, 0
	for trial := 0; trial < 2000; trial++ {
		in := overlapping(rng)
		all := quotastest.Panels(in)
		if len(all) == 0 {
			continue
		}
		w := make([]int64, len(in.Count))
		for i := range w {
			w[i] = int64(rng.Intn(2001) - 1000)
		}
		best := int64(math.MinInt64)
		for _, x := range all {
			best = max(best, weigh(w, x))
		}
		beat := best + int64(rng.Intn(3)) - 1
		a := New(in).Best(Query{Weights: w, Enough: NoLimit, Beat: &beat, Record: true})
		require.Equal(t, Best, a.Status, "trial %d", trial)
		if beat < best {
			found++
			require.Equal(t, best, weigh(w, a.Panel), "trial %d", trial)
			continue
		}
		none++
		require.Nil(t, a.Panel)
		require.LessOrEqual(t, a.Bound, beat)
		holds(t, in, a.Tree, w, beat, all)
	}
	assert.Greater(t, found, 400)
	assert.Greater(t, none, 800)
}

// TestDone: a search that is called off says so, and claims nothing.
func TestDone(t *testing.T) {
	done := make(chan struct{})
	close(done)
	in := overlapping(rand.New(rand.NewSource(1)))
	a := New(in).Best(Query{Weights: make([]int64, 10), Enough: NoLimit, Done: done})
	assert.Equal(t, Stopped, a.Status)
	assert.Nil(t, a.Panel)
	assert.Zero(t, a.Nodes)
}

// TestBoundsHoldWhenStopped stops early in every way and checks that no panel beats
// the bound that is claimed.
func TestBoundsHoldWhenStopped(t *testing.T) {
	rng := rand.New(rand.NewSource(8))
	stopped := 0
	for trial := 0; trial < 2000; trial++ {
		in := randomInstance(rng)
		w := make([]int64, len(in.Count))
		for i := range w {
			w[i] = int64(rng.Intn(2001) - 1000)
		}
		q := Query{Weights: w, Enough: NoLimit, Budget: 1 + rng.Intn(3)}
		if rng.Intn(2) == 0 {
			q = Query{Weights: w, Enough: int64(rng.Intn(2000) - 1000)}
		}
		a := New(in).Best(q)
		if a.Status == Stopped || a.Status == Enough {
			stopped++
		}
		if a.Status == Infeasible {
			require.Empty(t, quotastest.Panels(in))
		}
		if a.Panel != nil {
			require.True(t, in.Allows(a.Panel))
		}
		for _, x := range quotastest.Panels(in) {
			require.LessOrEqual(t, weigh(w, x), a.Bound, "trial %d", trial)
		}
	}
	assert.Greater(t, stopped, 150)
}

// TestBoxes asks with a type forced in and another kept out.
func TestBoxes(t *testing.T) {
	in := &quotas.Instance{Seats: 2, Count: []int{1, 2, 1}}
	o := New(in)
	w := []int64{-5, 1, 9}
	a := o.Best(Query{Weights: w, Lower: []int{1, 0, 0}, Upper: []int{1, 2, 0}, Enough: NoLimit})
	assert.Equal(t, []int{1, 1, 0}, a.Panel)
	a = o.Best(Query{Weights: w, Enough: NoLimit})
	assert.Equal(t, []int{0, 1, 1}, a.Panel, "boxes of an earlier query do not stay")
	assert.EqualValues(t, 10, a.Bound)
}

func TestWeightTooLargePanics(t *testing.T) {
	in := &quotas.Instance{Seats: 1, Count: []int{1}}
	assert.Panics(t, func() { New(in).Best(Query{Weights: []int64{MaxWeight + 1}, Enough: NoLimit}) })
}

// holds checks a proof tree the slow way, over all panels inside its boxes.
func holds(t *testing.T, in *quotas.Instance, n *Node, w []int64, bound int64, inside [][]int) {
	t.Helper()
	require.NotNil(t, n)
	if n.Type >= 0 {
		var down, up [][]int
		for _, x := range inside {
			if x[n.Type] <= n.At {
				down = append(down, x)
			} else {
				up = append(up, x)
			}
		}
		holds(t, in, n.Down, w, bound, down)
		holds(t, in, n.Up, w, bound, up)
		return
	}
	require.Len(t, n.Multipliers, len(in.Rows)+1)
	if n.Type == Empty {
		require.Empty(t, inside)
	}
	for _, x := range inside {
		require.LessOrEqual(t, weigh(w, x), bound)
	}
}

// overlapping has rows of three people out of ten, at most one of whom sits: the kind of
// rows that make fractions.
func overlapping(rng *rand.Rand) *quotas.Instance {
	in := &quotas.Instance{Seats: 3}
	for range 10 {
		in.Count = append(in.Count, 1)
	}
	for range 3 + rng.Intn(8) {
		p := rng.Perm(10)[:3]
		in.Rows = append(in.Rows, quotas.Row{Types: p, Max: 1})
	}
	return in
}

func TestTrees(t *testing.T) {
	rng := rand.New(rand.NewSource(9))
	branched := 0
	for trial := 0; trial < 1000; trial++ {
		in := overlapping(rng)
		w := make([]int64, len(in.Count))
		for i := range w {
			w[i] = int64(rng.Intn(2001) - 1000)
		}
		a := New(in).Best(Query{Weights: w, Enough: NoLimit, Record: true})
		holds(t, in, a.Tree, w, a.Bound, quotastest.Panels(in))
		if a.Tree.Type >= 0 {
			branched++
		}
	}
	assert.Greater(t, branched, 40)
}

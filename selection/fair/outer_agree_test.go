package fair

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"github.com/evenlot/evenlot/quotas"
)

// town is a made pool of 20 to 80 people with quotas around a planted panel.
func town(rng *rand.Rand) *quotas.Instance {
	people, features := 20+rng.Intn(60), 2+rng.Intn(4)
	in := &quotas.Instance{Seats: 4 + rng.Intn(people/3)}
	values := make([]int, features)
	for f := range values {
		values[f] = 2 + rng.Intn(3)
	}
	at, planted := map[string]int{}, make([][5]int, features)
	var vectors [][]int
	for i := range people {
		v := make([]int, features)
		for f := range v {
			v[f] = min(rng.Intn(values[f]), rng.Intn(values[f]+1))
			if i < in.Seats {
				planted[f][v[f]]++
			}
		}
		key := panelKey(v)
		if _, met := at[key]; !met {
			at[key] = len(vectors)
			vectors, in.Count = append(vectors, v), append(in.Count, 0)
		}
		in.Count[at[key]]++
	}
	for f := range features {
		for v := range values[f] {
			r := quotas.Row{Feature: f, Value: v, Min: max(0, planted[f][v]-rng.Intn(2)), Max: planted[f][v] + rng.Intn(2)}
			for t := range vectors {
				if vectors[t][f] == v {
					r.Types = append(r.Types, t)
				}
			}
			if r.Types != nil {
				in.Rows = append(in.Rows, r)
			}
		}
	}
	return in
}

// A relaxed is the linear program over Q for gonum's simplex, in standard form. With
// floors p the variables are, in this order, z, what each type has above its floor in
// seats, and slacks. Every row has a slack of its own but that of the seats, so the
// matrix has full rank.
type relaxed struct {
	in    *quotas.Instance
	never []bool
	floor []float64 // chance of each type; NaN: at least z
}

// best maximises z, or with people the seats of these types.
func (p relaxed) best(people []int) (value float64, chance []float64, err error) {
	n, r := len(p.in.Count), len(p.in.Rows)
	a := mat.NewDense(n+2*r+2, 1+n+n+2*r+1, nil)
	b, cost := make([]float64, n+2*r+2), make([]float64, 1+n+n+2*r+1)
	place := func(row, t int) { // adds the seats of type t
		if p.never[t] {
			return
		}
		if c := float64(p.in.Count[t]); math.IsNaN(p.floor[t]) {
			a.Set(row, 0, a.At(row, 0)+c)
		} else {
			b[row] -= c * p.floor[t]
		}
		a.Set(row, 1+t, 1)
	}
	for t, c := range p.in.Count { // seats + slack = people
		place(t, t)
		a.Set(t, 1+n+t, 1)
		if b[t] += float64(c); p.never[t] {
			a.Set(t, 1+t, 1)
			b[t] = 0
		}
		place(n+2*r, t)
	}
	a.Set(n+2*r+1, 0, 1) // z + slack = 1
	a.Set(n+2*r+1, 1+2*n+2*r, 1)
	b[n+2*r+1] = 1
	b[n+2*r] += float64(p.in.Seats)
	for i := range p.in.Rows {
		row := &p.in.Rows[i]
		for _, t := range row.Types {
			place(n+2*i, t)
		}
		b[n+2*i] += float64(row.Min)
		a.Set(n+2*i, 1+2*n+2*i, -1) // sum - s = min, s + w = max - min
		a.Set(n+2*i+1, 1+2*n+2*i, 1)
		a.Set(n+2*i+1, 1+2*n+2*i+1, 1)
		b[n+2*i+1] = float64(row.Max - row.Min)
	}
	cost[0] = -1
	for _, t := range people {
		cost[0], cost[1+t] = 0, -1
	}
	value, x, err := lp.Simplex(cost, a, b, 1e-10, nil)
	if err != nil {
		return 0, nil, err
	}
	chance = make([]float64, n)
	for t, c := range p.in.Count {
		floor := p.floor[t]
		if math.IsNaN(floor) {
			floor = x[0]
		}
		if !p.never[t] {
			chance[t] = floor + x[1+t]/float64(c)
		}
	}
	return -value, chance, nil
}

// above: who gets more than this above a level is not stuck at it.
const above = 1e-6

// leximin raises level after level; a type is fixed when it is at the level although the
// seats of all that are there were maximised.
func (p relaxed) leximin() ([]float64, error) {
	open := map[int]bool{}
	for t := range p.in.Count {
		if !p.never[t] {
			open[t] = true
			p.floor[t] = math.NaN()
		}
	}
	for len(open) > 0 {
		z, _, err := p.best(nil)
		if err != nil {
			return nil, err
		}
		floor := append([]float64(nil), p.floor...)
		var stuck []int
		for t := range p.in.Count {
			if open[t] {
				floor[t] = z - 1e-9
				stuck = append(stuck, t)
			}
		}
		for {
			_, chance, err := relaxed{p.in, p.never, floor}.best(stuck)
			if err != nil {
				return nil, err
			}
			var still []int
			for _, t := range stuck {
				if chance[t] <= z+above {
					still = append(still, t)
				}
			}
			if len(still) == len(stuck) {
				break
			}
			stuck = still
		}
		for _, t := range stuck {
			p.floor[t] = z - 1e-9
			delete(open, t)
		}
	}
	return p.floor, nil
}

// TestOuterAgreesWithGonum compares the first level of 500 pools, and the whole vector of
// those with few types, with the linear programs of another library. Where that gives
// up, which is rare, there is nothing to compare.
func TestOuterAgreesWithGonum(t *testing.T) {
	pools := 500
	if testing.Short() {
		pools = 50
	}
	const fewTypes = 16
	rng := rand.New(rand.NewSource(71))
	lost, whole, levels := 0, 0, 0
	for trial := range pools {
		in := town(rng)
		c, err := New(in).Leximin(context.Background())
		require.NoError(t, err)
		p := relaxed{in, c.Unseatable, make([]float64, len(in.Count))}
		for ty := range p.floor {
			p.floor[ty] = math.NaN()
		}
		z, _, err := p.best(nil)
		if err != nil {
			lost++
			continue
		}
		require.InDelta(t, z, c.Levels[0].Chance, tolerance, "trial %d", trial)
		if len(in.Count) > fewTypes {
			continue
		}
		want, err := p.leximin()
		if err != nil {
			lost++
			continue
		}
		whole, levels = whole+1, levels+len(c.Levels)
		for ty, v := range want {
			if !c.Unseatable[ty] {
				require.InDelta(t, v, c.Chance[ty], above, "trial %d, type %d", trial, ty)
			}
		}
	}
	t.Logf("%d pools, %d compared as a whole with %d levels; gonum gave up on %d", pools, whole, levels, lost)
	assert.LessOrEqual(t, lost, pools/20)
	assert.Greater(t, whole, pools/10)
}

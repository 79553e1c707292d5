package census

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
)

// single is the layer of n people alike.
func single(t, n int) Layer {
	l := Layer{Types: []int{t}}
	for x := range n + 1 {
		l.Options = append(l.Options, Option{[]int{x}, new(big.Int).Binomial(int64(n), int64(x))})
	}
	return l
}

// town is a small instance of three features with two or three values, and a panel of it.
func town(rng *rand.Rand) (*quotas.Instance, []Layer) {
	in := &quotas.Instance{}
	var values [][3]int
	planted := map[[2]int]int{}
	for range 4 + rng.IntN(4) {
		n, x := 1+rng.IntN(3), 0
		v := [3]int{rng.IntN(2), rng.IntN(3), rng.IntN(2)}
		x = rng.IntN(n + 1)
		in.Count, in.Seats = append(in.Count, n), in.Seats+x
		values = append(values, v)
		for f := range v {
			planted[[2]int{f, v[f]}] += x
		}
	}
	for f := range 3 {
		for v := range 3 {
			x := planted[[2]int{f, v}]
			r := quotas.Row{Feature: f, Value: v, Min: max(0, x-rng.IntN(2)), Max: x + rng.IntN(2)}
			for t := range values {
				if values[t][f] == v {
					r.Types = append(r.Types, t)
				}
			}
			if len(r.Types) > 0 {
				in.Rows = append(in.Rows, r)
			}
		}
	}
	var layers []Layer
	for t, n := range in.Count {
		layers = append(layers, single(t, n))
	}
	return in, layers
}

// choices is in how many ways the people of a panel can be chosen.
func choices(in *quotas.Instance, panel []int) *big.Int {
	ways := big.NewInt(1)
	for t, x := range panel {
		ways.Mul(ways, new(big.Int).Binomial(int64(in.Count[t]), int64(x)))
	}
	return ways
}

// The number of panels, expected seats and every single panel, in both orders, against enumeration.
func TestCountAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	for trial := range 300 {
		in, layers := town(rng)
		total, seats := new(big.Int), make([]*big.Int, len(in.Count))
		for i := range seats {
			seats[i] = new(big.Int)
		}
		want := map[string]string{}
		for _, p := range quotastest.Panels(in) {
			ways := choices(in, p)
			total.Add(total, ways)
			want[fmt.Sprint(p)] = ways.String()
			for i, x := range p {
				seats[i].Add(seats[i], new(big.Int).Mul(ways, big.NewInt(int64(x))))
			}
		}
		for _, count := range []func(context.Context, *quotas.Instance, []Layer) (*Census, error){Count, CountSorted} {
			c, err := count(context.Background(), in, layers)
			require.NoError(t, err)
			require.Equal(t, total.String(), c.Panels().String(), "trial %d", trial)
			got, err := c.Seats(context.Background())
			require.NoError(t, err)
			for i := range got {
				require.Zero(t, got[i].Cmp(new(big.Rat).SetFrac(seats[i], total)), "trial %d, type %d", trial, i)
			}
			met := map[string]int64{}
			for n := int64(0); n < min(total.Int64(), 2000); n++ {
				met[fmt.Sprint(c.Panel(big.NewInt(n), nil))]++
			}
			for p, n := range met {
				require.Contains(t, want, p)
				if total.Int64() <= 2000 {
					require.Equal(t, want[p], fmt.Sprint(n), "trial %d, panel %s", trial, p)
				}
			}
		}
	}
}

// Every panel is found by exactly the same share of all that can happen in a trial, whatever the
// weights of the features left out; and the ceiling times the share of success is their number.
func TestTrialsAreUniform(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 2))
	weighted := 0
	for trial := range 150 {
		in, layers := town(rng)
		rows := quotaRows(in)
		s := newSubset(in, rows, odds(in, rows), [][]int{{0}, {1, 2}, {0, 1}}[trial%3])
		require.NoError(t, s.count(context.Background(), in, layers, MaxStates))
		if s.total.Cmp(big.NewInt(50_000)) > 0 {
			continue
		}
		found := map[string]*big.Rat{}
		success := new(big.Rat)
		for n := int64(0); n < s.total.Int64(); n++ {
			share := big.NewRat(1, s.total.Int64())
			asked := 0
			panel := s.Try(func(top *big.Int) *big.Int {
				if asked++; asked == 1 {
					return big.NewInt(n)
				}
				weighted++
				share.Mul(share, new(big.Rat).SetFrac(s.least, top))
				return new(big.Int) // kept
			})
			if panel != nil {
				key := fmt.Sprint(panel)
				if found[key] == nil {
					found[key] = new(big.Rat)
				}
				found[key].Add(found[key], share)
				success.Add(success, share)
			}
		}
		panels, all := quotastest.Panels(in), new(big.Int)
		require.Len(t, found, len(panels))
		for _, p := range panels {
			ways := choices(in, p)
			all.Add(all, ways)
			each := new(big.Rat).Quo(new(big.Rat).SetInt(ways), s.Ceiling())
			require.Zero(t, each.Cmp(found[fmt.Sprint(p)]), "trial %d, panel %v: %v, not %v", trial, p, found[fmt.Sprint(p)], each)
		}
		require.Zero(t, success.Mul(success, s.Ceiling()).Cmp(new(big.Rat).SetInt(all)))
	}
	assert.Greater(t, weighted, 1000, "panels of unequal weight")
}

// Types one by one in the order of their values keep fewer states than types as they come: here the
// first order leads past the cap.
func TestOrderMatters(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 3))
	in := &quotas.Instance{Seats: 12}
	rows := make([]quotas.Row, 12)
	for i := range rows {
		rows[i] = quotas.Row{Feature: i / 6, Value: i % 6, Min: 1, Max: 4}
	}
	var layers []Layer
	for i := range 150 {
		in.Count = append(in.Count, 1)
		a, b := rng.IntN(6), 6+rng.IntN(6)
		rows[a].Types, rows[b].Types = append(rows[a].Types, i), append(rows[b].Types, i)
		layers = append(layers, single(i, 1))
	}
	in.Rows = rows
	_, err := Count(context.Background(), in, layers)
	var many *TooManyStates
	require.ErrorAs(t, err, &many)
	c, err := CountSorted(context.Background(), in, layers)
	require.NoError(t, err)
	some, err := CountSome(context.Background(), in, layers)
	require.NoError(t, err)
	random, met := rand.New(rand.NewPCG(7, 4)), 0
	for range 2000 {
		if some.Try(func(n *big.Int) *big.Int {
			v := new(big.Int)
			for range len(n.Bits()) + 1 {
				v.Lsh(v, 64)
				v.Or(v, new(big.Int).SetUint64(random.Uint64()))
			}
			return v.Mod(v, n)
		}) != nil {
			met++
		}
	}
	about, _ := new(big.Rat).Quo(new(big.Rat).SetInt(c.Panels()), some.Ceiling()).Float64()
	assert.InDelta(t, about, float64(met)/2000, 0.06, "five standard deviations at most") // of sqrt(1/4/2000)
}

func TestCountIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in, layers := town(rand.New(rand.NewPCG(7, 5)))
	_, err := Count(ctx, in, layers)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = CountSome(ctx, in, layers)
	assert.ErrorIs(t, err, context.Canceled)
}

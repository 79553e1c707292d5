package fair

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/bits"
	"math/rand"
	"path/filepath"
	"slices"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/census"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomRoster is a small pool with households, and quotas around a planted panel, so
// that rules that speak of people can be checked person by person.
func randomRoster(rng *rand.Rand, limit int) (r *pool.Roster, seats int) {
	n := 5 + rng.Intn(8)
	table := &quotas.Table{}
	for f := 0; f < 1+rng.Intn(3); f++ {
		table.Features = append(table.Features, quotas.Feature{Values: make([]quotas.Value, 2+rng.Intn(2))})
	}
	r = &pool.Roster{Table: table}
	for i := 0; i < n; i++ {
		e := pool.Entry{Household: -1}
		for _, f := range table.Features {
			e.Values = append(e.Values, rng.Intn(len(f.Values)))
		}
		if i > 0 && rng.Intn(2) == 0 { // moves in with somebody
			j := rng.Intn(i)
			if r.Entries[j].Household < 0 {
				r.Entries[j].Household = j
			}
			e.Household = r.Entries[j].Household
		}
		r.Entries = append(r.Entries, e)
	}
	planted := plant(rng, r, limit)
	for f := range table.Features {
		for v := range table.Features[f].Values {
			sum := 0
			for _, i := range planted {
				if r.Entries[i].Values[f] == v {
					sum++
				}
			}
			value := &table.Features[f].Values[v]
			value.Min, value.Max = max(0, sum-rng.Intn(2)), sum+rng.Intn(2)
		}
	}
	return r, len(planted)
}

func plant(rng *rand.Rand, r *pool.Roster, limit int) []int {
	var planted []int
	taken := map[int]int{}
	most := 1 + rng.Intn(5)
	for _, i := range rng.Perm(len(r.Entries)) {
		if h := r.Entries[i].Household; h >= 0 {
			if taken[h] == limit {
				continue
			}
			taken[h]++
		}
		if planted = append(planted, i); len(planted) == most {
			break
		}
	}
	return planted
}

// allows reports whether a set of people (bits) is a panel, from the roster alone.
func allows(r *pool.Roster, set uint, seats, limit int) bool {
	if bits.OnesCount(set) != seats {
		return false
	}
	homes := map[int]int{}
	count := make([][]int, len(r.Table.Features))
	for f := range count {
		count[f] = make([]int, len(r.Table.Features[f].Values))
	}
	for i, e := range r.Entries {
		if set>>i&1 == 0 {
			continue
		}
		if e.Household >= 0 {
			if homes[e.Household]++; homes[e.Household] > limit {
				return false
			}
		}
		for f, v := range e.Values {
			count[f][v]++
		}
	}
	for f, values := range count {
		for v, x := range values {
			if w := r.Table.Features[f].Values[v]; x < w.Min || x > w.Max {
				return false
			}
		}
	}
	return true
}

// TestUniformAgainstEnumeration counts the sets of people of random small pools,
// households of limits 1 to 3 included, and compares everyone's share of them.
func TestUniformAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewSource(21))
	shared := 0
	for trial := 0; trial < 500; trial++ {
		limit := 1 + trial%3
		r, seats := randomRoster(rng, limit)
		g := r.Group(seats, limit)
		if len(g.Families) > 0 {
			shared++
		}
		total, each := int64(0), make([]int64, len(r.Entries))
		for set := uint(0); set < 1<<len(r.Entries); set++ {
			if !allows(r, set, seats, limit) {
				continue
			}
			total++
			for i := range each {
				each[i] += int64(set >> i & 1)
			}
		}
		out, err := Uniform{}.Chances(context.Background(), New(g.Instance), RuleOptions{HouseholdLimit: limit})
		require.NoError(t, err)
		require.Equal(t, Counted, out.Grade)
		c := out.Drawer.(*Count)
		require.Equal(t, total, c.Panels().Int64(), "trial %d", trial)
		require.InDelta(t, math.Log2(float64(total)), c.Bits(), 2e-12)
		exact, err := c.census.Seats(context.Background())
		require.NoError(t, err)
		for ty, members := range g.Types {
			sum := int64(0)
			for _, i := range members {
				sum += each[i]
				require.Equal(t, each[members[0]], each[i], "people of one type differ")
			}
			require.Zero(t, exact[ty].Cmp(big.NewRat(sum, total)), "trial %d, type %d", trial, ty)
			require.InDelta(t, float64(each[members[0]])/float64(total), out.Chance[ty], 1e-15)
			require.Equal(t, sum == 0, out.Unseatable[ty])
		}
	}
	assert.Greater(t, shared, 100)
}

// TestUniformDraw draws panels and compares the frequency of each with its share:
// a multinomial sample of 20 000, every cell within 5 standard deviations.
func TestUniformDraw(t *testing.T) {
	in := &quotas.Instance{Seats: 4, Count: []int{3, 2, 2, 4}, Rows: []quotas.Row{row(1, 3, 0, 1), row(1, 2, 1, 2)}}
	c, err := NewCount(context.Background(), in, 1)
	require.NoError(t, err)
	const draws = 20_000
	count, random := map[string]int{}, source(1)
	for range draws {
		panel, err := c.Draw(context.Background(), random)
		require.NoError(t, err)
		require.True(t, in.Allows(panel))
		count[panelKey(panel)]++
	}
	total := float64(c.Panels().Int64())
	for _, p := range quotastest.Panels(in) {
		ways := 1.0
		for i, x := range p {
			ways *= float64(new(big.Int).Binomial(int64(in.Count[i]), int64(x)).Int64())
		}
		share := ways / total
		assert.InDelta(t, draws*share, count[panelKey(p)], 5*math.Sqrt(draws*share*(1-share)), "%v", p)
	}
}

// TestUniformLarge counts the panels of a city: C(2000, 200) without a quota, exactly.
func TestUniformLarge(t *testing.T) {
	in := &quotas.Instance{Seats: 200, Count: []int{1, 999, 1000}, Rows: []quotas.Row{row(0, 200, 0, 1), row(0, 200, 2)}}
	c, err := NewCount(context.Background(), in, 1)
	require.NoError(t, err)
	assert.Zero(t, c.Panels().Cmp(new(big.Int).Binomial(2000, 200)))
	out, err := Uniform{}.Chances(context.Background(), New(in), RuleOptions{})
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{.1, .1, .1}, out.Chance, 0)
	assert.Less(t, c.census.States(), 1000)
}

// TestUniformTooLarge has so many features that nothing can be summed up.
func TestUniformTooLarge(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	in := &quotas.Instance{Seats: 100, Count: make([]int, 400)}
	for i := range in.Count {
		in.Count[i] = 1
	}
	for range 12 {
		in.Rows = append(in.Rows, row(20, 30, rng.Perm(400)[:200]...))
	}
	_, err := NewCount(context.Background(), in, 1)
	var many *census.TooManyStates
	require.True(t, errors.As(err, &many))
	assert.Contains(t, err.Error(), "counted exactly")
}

func TestHouseholdLimitMustFit(t *testing.T) {
	in := toys()["two of five, at home"]
	for _, r := range []Rule{Uniform{}, Legacy{}} {
		_, err := r.Chances(context.Background(), New(in), RuleOptions{HouseholdLimit: 2, Random: source(1), Samples: 1})
		assert.Error(t, err, r.Name())
	}
}

// TestLegacyByHand: in the toy "two of four" the first seat goes to type 0 or 1, half
// and half, the first value being the neediest of three equals. After 0 the tie goes
// to type 1. After 1 the second and third value are equally needy, the second is
// first, and of types 0 and 2 only 0 ends well. So every panel is {0, 1}, and a
// quarter of the attempts fail.
func TestLegacyByHand(t *testing.T) {
	in := toys()["two of four"]
	out, err := Legacy{}.Chances(context.Background(), New(in), RuleOptions{Random: source(2), Samples: 20_000})
	require.NoError(t, err)
	assert.Equal(t, Sampled, out.Grade)
	assert.Equal(t, []float64{1, 1, 0, 0}, out.Chance)
	assert.Equal(t, []int{20_000, 20_000, 0, 0}, out.Drawn)
	// attempts until 20 000 successes of chance 3/4: standard deviation sqrt(20000/4)/(3/4)
	assert.InDelta(t, 20_000*4./3, out.Attempts, 5*math.Sqrt(20_000./4)/.75)
}

// TestLegacyExampleLarge is the worked example of the Nature paper's code: one woman
// who is conservative among 2000. Of 10 000 published panels 14 held her, of the small
// example's 96. Two samples of a rare event differ by sqrt(2*14) and sqrt(2*96) as a
// standard deviation; four of them are allowed.
func TestLegacyExampleLarge(t *testing.T) {
	for _, c := range []struct{ seats, women, published int }{{200, 999, 14}, {20, 99, 96}} {
		least := c.seats/2 - 1
		in := &quotas.Instance{Seats: c.seats, Count: []int{1, c.women, c.women + 1}, Rows: []quotas.Row{
			row(least, c.seats, 0, 1), row(least, c.seats, 2), row(least, c.seats, 1), row(least, c.seats, 0, 2)}}
		out, err := Legacy{}.Chances(context.Background(), New(in), RuleOptions{Random: source(3)})
		require.NoError(t, err)
		require.Equal(t, 10_000, out.Samples)
		assert.InDelta(t, c.published, out.Drawn[0], 4*math.Sqrt(2*float64(c.published)))
		t.Logf("%d of 10000, published %d", out.Drawn[0], c.published)
	}
}

// naiveLegacy is one run of the greedy sampler over people, written from its
// description; nil where it fails.
func naiveLegacy(r *pool.Roster, seats int, random *rand.Rand) []int {
	var left, panel []int
	for i := range r.Entries {
		left = append(left, i)
	}
	has := func(i, f, v int) bool { return r.Entries[i].Values[f] == v }
	count := func(people []int, f, v int) (n int) {
		for _, i := range people {
			if has(i, f, v) {
				n++
			}
		}
		return n
	}
	for step := 0; ; step++ {
		best, bestF, bestV := math.Inf(-1), -1, -1
		for f, feature := range r.Table.Features {
			for v, w := range feature.Values {
				if count(panel, f, v) >= w.Max {
					left = slices.DeleteFunc(left, func(i int) bool { return has(i, f, v) })
				}
			}
		}
		for f, feature := range r.Table.Features {
			for v, w := range feature.Values {
				n, need := count(left, f, v), w.Min-count(panel, f, v)
				if need > n || step == seats && need > 0 {
					return nil
				}
				if ratio := float64(need) / float64(n); n > 0 && ratio > best {
					best, bestF, bestV = ratio, f, v
				}
			}
		}
		if step == seats {
			return panel
		}
		if bestF < 0 {
			return nil
		}
		var among []int
		for _, i := range left {
			if has(i, bestF, bestV) {
				among = append(among, i)
			}
		}
		chosen := among[random.Intn(len(among))]
		home := r.Entries[chosen].Household
		panel = append(panel, chosen)
		left = slices.DeleteFunc(left, func(i int) bool {
			return i == chosen || home >= 0 && r.Entries[i].Household == home
		})
	}
}

// TestLegacyAgainstPeople compares the sampler over types with the naive one over
// people, on pools with households: 4000 panels each, everyone within 5 standard
// deviations of the difference.
func TestLegacyAgainstPeople(t *testing.T) {
	rng := rand.New(rand.NewSource(31))
	const samples = 4000
	for trial := 0; trial < 60; trial++ {
		r, seats := randomRoster(rng, 1)
		g := r.Group(seats, 1)
		out, err := Legacy{}.Chances(context.Background(), New(g.Instance), RuleOptions{Random: source(uint64(trial)), Samples: samples})
		var unlucky *NoLuck
		if errors.As(err, &unlucky) {
			for range 200 {
				require.Nil(t, naiveLegacy(r, seats, rng))
			}
			continue
		}
		require.NoError(t, err)
		require.Equal(t, samples, out.Samples)
		each, attempts := make([]float64, len(r.Entries)), 0
		for n := 0; n < samples; attempts++ {
			if panel := naiveLegacy(r, seats, rng); panel != nil {
				n++
				for _, i := range panel {
					each[i]++
				}
			}
		}
		for ty, members := range g.Types {
			for _, i := range members {
				p := (each[i]/samples + out.Chance[ty]) / 2
				require.InDelta(t, each[i]/samples, out.Chance[ty], 5*math.Sqrt(2*p*(1-p)/samples)+1e-12, "trial %d", trial)
			}
		}
		rate := float64(samples) / float64(attempts)
		require.InDelta(t, rate, float64(samples)/float64(out.Attempts), 5*math.Sqrt(2*rate*(1-rate)*rate/samples)+1e-12)
	}
}

// TestDrawersRepeat: the same source gives the same panels.
func TestDrawersRepeat(t *testing.T) {
	in := &quotas.Instance{Seats: 4, Count: []int{3, 2, 2, 4}, Rows: []quotas.Row{row(1, 3, 0, 1), row(1, 2, 1, 2)}}
	for _, r := range []Rule{Uniform{}, Legacy{}} {
		out, err := r.Chances(context.Background(), New(in), RuleOptions{Random: source(8), Samples: 10})
		require.NoError(t, err)
		first, again := source(9), source(9)
		for range 100 {
			a, err := out.Drawer.Draw(context.Background(), first)
			require.NoError(t, err)
			b, err := out.Drawer.Draw(context.Background(), again)
			require.NoError(t, err)
			require.Equal(t, a, b)
			require.True(t, in.Allows(a))
		}
	}
}

// The numbers of panels that others published: 190 and 2,363,297,811,626,156 with the code of Flanigan
// et al., 6,190 with that of de Azevedo and Gölz.
func TestUniformPublished(t *testing.T) {
	for name, want := range map[string]string{"couples_2": "190", "synth/mass_24": "2363297811626156", "opendlp_docs_20": "6190"} {
		p, seats := pooltest.ReadDev(t, filepath.Join(quotastest.Shared(t), name, "respondents.csv"))
		roster, _ := p.Roster([32]byte{})
		out, err := Uniform{}.Chances(context.Background(), New(roster.Group(seats, 1).Instance), RuleOptions{})
		require.NoError(t, err, name)
		assert.Equal(t, want, out.Drawer.(*Count).Panels().String(), name)
	}
}

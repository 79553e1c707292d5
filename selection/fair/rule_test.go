package fair

import (
	"context"
	"errors"
	"math"
	"math/rand"
	rand2 "math/rand/v2"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ample is a budget that small instances never spend.
const ample = 1 << 20

// row is a quota row.
func row(least, most int, types ...int) quotas.Row {
	return quotas.Row{Types: types, Min: least, Max: most}
}

// The toy instances whose answers are known in closed form; a value that one type has
// alone is one row, and so on.
func toys() map[string]*quotas.Instance {
	return map[string]*quotas.Instance{
		// two of five, each from another age and another family: type 2 is two people
		"two of five": {Seats: 2, Count: []int{1, 1, 2, 1}, Rows: []quotas.Row{
			row(1, 2, 0, 2), row(1, 2, 1, 3), row(1, 2, 0, 1), row(1, 2, 2, 3)}},
		// the same with types 0 and 3 in one home, and the two of type 2 in another
		"two of five, at home": {Seats: 2, Count: []int{1, 1, 2, 1}, Rows: []quotas.Row{
			row(1, 2, 0, 2), row(1, 2, 1, 3), row(1, 2, 0, 1), row(1, 2, 2, 3),
			{Kind: quotas.HouseholdRow, Types: []int{0, 3}, Max: 1}, {Kind: quotas.HouseholdRow, Types: []int{2}, Max: 1}}},
		// the linear program says 1/2, whole seats 1/3
		"two of four": {Seats: 2, Count: []int{1, 1, 1, 1}, Rows: []quotas.Row{
			row(1, 2, 0, 1), row(0, 2, 2, 3), row(1, 2, 0, 2), row(0, 2, 1, 3), row(1, 2, 0, 3), row(0, 2, 1, 2)}},
		// five of seven, two features with exact quotas
		"five of seven": {Seats: 5, Count: []int{4, 1, 1, 1}, Rows: []quotas.Row{
			row(1, 1, 1, 3), row(4, 4, 0, 2), row(4, 4, 0, 1), row(1, 1, 2, 3)}},
		// 46 of 61 in six kinds; the last person is of no use to any minimum
		"46 of 61": {Seats: 46, Count: []int{10, 10, 10, 10, 10, 10, 1}, Rows: []quotas.Row{
			row(15, 46, 0, 1), row(15, 46, 3, 4), row(0, 46, 2, 5, 6), row(15, 46, 0, 2), row(15, 46, 3, 5),
			row(0, 46, 1, 4, 6), row(15, 46, 1, 2), row(15, 46, 4, 5), row(0, 46, 0, 3, 6)}},
	}
}

func solve(t *testing.T, r Rule, in *quotas.Instance) *Outcome {
	t.Helper()
	out, err := r.Chances(context.Background(), New(in), RuleOptions{Budget: ample})
	require.NoError(t, err)
	require.Equal(t, r.Name(), out.Rule)
	requireEvidence(t, in, out)
	return out
}

// requireEvidence checks an Attained outcome: its panels are panels, their weights a
// lottery, and the lottery has the chances.
func requireEvidence(t *testing.T, in *quotas.Instance, out *Outcome) {
	t.Helper()
	if out.Rule == "leximin" {
		require.True(t, out.Meets)
		return
	}
	require.Equal(t, Attained, out.Grade)
	sum, seats := 0.0, make([]float64, len(in.Count))
	for i, p := range out.Panels {
		require.True(t, in.Allows(p))
		require.Positive(t, out.Weights[i])
		sum += out.Weights[i]
		for j, x := range p {
			seats[j] += out.Weights[i] * float64(x)
		}
	}
	require.InDelta(t, 1, sum, 1e-12)
	for j, n := range in.Count {
		require.InDelta(t, out.Chance[j], seats[j]/float64(n), out.Off+1e-15)
		require.InDelta(t, out.Chance[j]*float64(n), out.Seats[j], 1e-12)
	}
	require.Less(t, out.Off, 1e-6)
}

func TestClosedForms(t *testing.T) {
	third, root := 1./3, math.Sqrt2/5
	for _, c := range []struct {
		rule  Rule
		toy   string
		value float64   // NaN: not checked
		want  []float64 // nil: not unique
	}{
		{Leximin{}, "two of five", third, []float64{third, 2 * third, third, third}},
		{Maximin{}, "two of five", third, []float64{third, 2 * third, third, third}},
		{Maximin{}, "two of five, at home", .5, []float64{0, 1, .5, 0}},
		{Maximin{}, "two of four", third, []float64{1, third, third, third}},
		{Maximin{}, "five of seven", .5, nil},
		{Nash{}, "five of seven", math.NaN(), []float64{6. / 7, 4. / 7, 4. / 7, 3. / 7}},
		{Goldilocks{}, "two of five", 2 * math.Sqrt2, nil},
		{Goldilocks{}, "two of four", 3.5, []float64{1, third, third, third}},
		{Goldilocks{}, "five of seven", 743. / 280, []float64{7. / 8, .5, .5, .5}},
		{Minimax{}, "two of five", .5, nil},
		{Minimax{}, "two of four", 1, nil},
		{Minimax{}, "five of seven", .8, nil},
	} {
		t.Run(c.rule.Name()+" "+c.toy, func(t *testing.T) {
			in := toys()[c.toy]
			out := solve(t, c.rule, in)
			if !math.IsNaN(c.value) {
				assert.InDelta(t, c.value, out.Value, 1e-7)
				assert.InDelta(t, c.value, out.Bound, 1e-7)
			}
			if c.toy == "two of five" && c.rule.Name() == "goldilocks" {
				assert.InDelta(t, root, out.Smallest(), 1e-7)
				assert.InDelta(t, 2*root, largestChance(out), 1e-7)
			} else if c.want != nil {
				assert.InDeltaSlice(t, c.want, out.Chance, 2e-7)
			}
		})
	}
}

// TestUseless is the toy in which no panel can hold the seventh kind: the minima take
// every seat, and the 46 seats are shared by the 60 others.
func TestUseless(t *testing.T) {
	for _, r := range []Rule{Maximin{}, Minimax{}, Nash{}, Goldilocks{}, Leximin{}} {
		out := solve(t, r, toys()["46 of 61"])
		want := 46. / 60
		assert.InDeltaSlice(t, []float64{want, want, want, want, want, want, 0}, out.Chance, 2e-6, r.Name())
		assert.Equal(t, []bool{false, false, false, false, false, false, true}, out.Unseatable)
	}
}

func largestChance(out *Outcome) float64 {
	most := 0.0
	for _, p := range out.Chance {
		most = max(most, p)
	}
	return most
}

func TestRuleNames(t *testing.T) {
	for _, r := range Rules() {
		assert.Equal(t, r, RuleNamed(r.Name()))
		out, err := r.Chances(context.Background(), New(toys()["two of four"]), RuleOptions{Random: source(1), Samples: 10})
		require.NoError(t, err)
		assert.Equal(t, r.Independent(), out.Drawer != nil, r.Name())
	}
	assert.Nil(t, RuleNamed("lucky"))
	for g := Outer; g <= Sampled; g++ {
		assert.NotEmpty(t, g.String())
	}
}

// TestNashAgainstBruteForce checks the condition of optimality (Karush, Kuhn, Tucker)
// over all panels of random small pools: none sums 1/p to more than there are people.
func TestNashAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(12))
	gaps := 0
	for trial := 0; trial < 2000; trial++ {
		in := withHousehold(rng, randomInstance(rng))
		out, err := Nash{}.Chances(context.Background(), New(in), RuleOptions{Budget: ample})
		require.NoError(t, err, "trial %d", trial)
		requireEvidence(t, in, out)
		if len(out.Instance.Rows) > len(in.Rows) {
			gaps++
		}
		most := 0.0
		for _, p := range quotastest.Panels(in) {
			sum := 0.0
			for i, x := range p {
				if x > 0 {
					sum += float64(x) / out.Chance[i]
				}
			}
			most = max(most, sum)
		}
		require.LessOrEqual(t, most, out.Value+1e-9)
		require.LessOrEqual(t, out.Value, out.Bound*(1+nashGap))
	}
	assert.Greater(t, gaps, 3)
}

// TestNashProofIsSound: whatever the multipliers, the bound holds for every panel.
func TestNashProofIsSound(t *testing.T) {
	rng := rand.New(rand.NewSource(13))
	for trial := 0; trial < 300; trial++ {
		in := randomInstance(rng)
		s := New(in)
		require.NoError(t, s.prepare(context.Background()))
		p := newNash(s)
		chance := make([]float64, len(in.Count))
		for _, i := range p.types {
			chance[i] = float64(1+rng.Intn(1<<20)) / (1 << 20)
		}
		for i := range p.y {
			p.y[i] = rng.NormFloat64() * 3
		}
		bound, _ := p.prove(chance).Float64()
		for _, panel := range quotastest.Panels(in) {
			sum := 0.0
			for i, x := range panel {
				if x > 0 {
					sum += float64(x) / chance[i]
				}
			}
			require.GreaterOrEqual(t, bound, sum*(1-1e-12))
		}
	}
}

func TestGammas(t *testing.T) {
	out := solve(t, Goldilocks{Gamma: .7 * 1.12}, toys()["five of seven"])
	assert.InDelta(t, out.Bound, out.Value, 1e-7)
	assert.Panics(t, func() {
		_, _ = Goldilocks{Gamma: -1}.Chances(context.Background(), New(toys()["two of four"]), RuleOptions{})
	})
}

// TestGoldilocksPromise is the paper's elementary bound: with some lottery at a times
// and 1/b times the mean, nobody ends above (a + gamma b) or below gamma/(a + gamma b).
func TestGoldilocksPromise(t *testing.T) {
	rng := rand.New(rand.NewSource(14))
	for trial := 0; trial < 100; trial++ {
		in := randomInstance(rng)
		some := solve(t, Leximin{}, in)
		gamma := .1 + rng.Float64()*3
		gold := solve(t, Goldilocks{Gamma: gamma}, in)
		people := 0
		for i, n := range in.Count {
			if !gold.Unseatable[i] {
				people += n
			}
		}
		mean := float64(in.Seats) / float64(people)
		both := largestChance(some)/mean + gamma*mean/some.Smallest()
		require.LessOrEqual(t, largestChance(gold), both*mean+1e-7)
		require.GreaterOrEqual(t, gold.Smallest(), gamma/both*mean-1e-7)
	}
}

// TestRulesRepeat: nothing depends on the order of maps or on chance.
func TestRulesRepeat(t *testing.T) {
	rng := rand.New(rand.NewSource(15))
	for trial := 0; trial < 20; trial++ {
		in := randomInstance(rng)
		for _, r := range Rules() {
			o := RuleOptions{Budget: ample, Samples: 5}
			o.Random = source(4)
			a, err := r.Chances(context.Background(), New(in), o)
			o.Random = source(4)
			b, again := r.Chances(context.Background(), New(in), o)
			require.Equal(t, err, again)
			if err == nil {
				a.Drawer, b.Drawer = nil, nil
				require.Equal(t, a, b, r.Name())
			}
		}
	}
}

func TestRulesRefuse(t *testing.T) {
	in := &quotas.Instance{Seats: 1, Count: []int{1, 1}, Rows: []quotas.Row{row(1, 1, 0), row(1, 1, 1)}}
	for _, r := range Rules() {
		_, err := r.Chances(context.Background(), New(in), RuleOptions{Random: source(1)})
		var none *Infeasible
		assert.True(t, errors.As(err, &none), r.Name())
	}
}

// TestRulesBudget: without a budget nothing is claimed about panels; with one that is
// too small the outcome says so.
func TestRulesBudget(t *testing.T) {
	in, city := toys()["two of four"], cityPool(rand.New(rand.NewSource(1)))
	for _, r := range []Rule{Leximin{}, Maximin{}, Nash{}, Goldilocks{}} {
		out, err := r.Chances(context.Background(), New(in), RuleOptions{})
		require.NoError(t, err)
		assert.Equal(t, Outer, out.Grade, r.Name())
		assert.Greater(t, out.Smallest(), 0.34, r.Name())
		out, err = r.Chances(context.Background(), New(city), RuleOptions{Budget: 1})
		require.NoError(t, err)
		assert.Equal(t, Open, out.Grade, r.Name())
	}
}

// source is a Source with a fixed seed.
func source(seed uint64) Source { return rand2.New(rand2.NewPCG(seed, 0)) }

// cityPool is a made pool of a realistic size: people with five features, quotas
// around a planted panel.
func cityPool(rng *rand.Rand) *quotas.Instance {
	const people, seats, features, values = 160, 20, 5, 3
	in := &quotas.Instance{Seats: seats}
	at := map[[features]int]int{}
	var vectors [][features]int
	planted := make([][values]int, features)
	for i := range people {
		var v [features]int
		for f := range v {
			v[f] = min(rng.Intn(values), rng.Intn(values+1)) // the last value is rare
		}
		if _, met := at[v]; !met {
			at[v] = len(vectors)
			vectors, in.Count = append(vectors, v), append(in.Count, 0)
		}
		in.Count[at[v]]++
		for f := range v {
			if i < seats {
				planted[f][v[f]]++
			}
		}
	}
	for f := range features {
		for v := range values {
			r := quotas.Row{Feature: f, Value: v, Min: planted[f][v], Max: planted[f][v] + rng.Intn(2)}
			for t := range vectors {
				if vectors[t][f] == v {
					r.Types = append(r.Types, t)
				}
			}
			in.Rows = append(in.Rows, r)
		}
	}
	return in
}

// TestCity finds lotteries for pools that brute force cannot reach; each rule must win
// by its own measure.
func TestCity(t *testing.T) {
	rng := rand.New(rand.NewSource(16))
	for range 4 {
		in := cityPool(rng)
		high, low := solve(t, Maximin{}, in), solve(t, Minimax{}, in)
		nash, gold, lex := solve(t, Nash{}, in), solve(t, Goldilocks{}, in), solve(t, Leximin{}, in)
		require.InDelta(t, lex.Smallest(), high.Value, 1e-8)
		product := func(out *Outcome) (sum float64) {
			for i, n := range in.Count {
				if !out.Unseatable[i] {
					sum += float64(n) * math.Log(out.Chance[i])
				}
			}
			return sum
		}
		for _, out := range []*Outcome{high, low, nash, gold, lex} {
			require.LessOrEqual(t, out.Smallest(), high.Value+1e-8, out.Rule)
			require.GreaterOrEqual(t, largestChance(out), low.Value-1e-8, out.Rule)
			require.LessOrEqual(t, product(out), product(nash)+nash.Value-nash.Bound, out.Rule)
		}
		t.Logf("%d types, smallest %.4f, largest at least %.4f", len(in.Count), high.Value, low.Value)
	}
}

// Prices stop where the context ends, after the row at hand.
func TestPricesLookAtTheContext(t *testing.T) {
	in := toys()["five of seven"]
	base, err := New(in).Leximin(context.Background())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	told := 0
	prices, err := Prices(ctx, base.Instance, base.Unseatable, base.Levels[0], func(int, int) { told++; cancel() })
	assert.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, prices)
	assert.Equal(t, 1, told)
}

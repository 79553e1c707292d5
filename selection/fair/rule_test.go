package fair

import (
	"errors"
	"math"
	"math/rand"
	rand2 "math/rand/v2"
	"testing"

	"github.com/evenlot/evenlot/quotas"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
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
	out, err := r.Chances(New(in), RuleOptions{Budget: ample})
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
	}
	assert.Nil(t, RuleNamed("lucky"))
	for g := Outer; g <= Sampled; g++ {
		assert.NotEmpty(t, g.String())
	}
}

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
	if len(panelsOf(&with)) == 0 {
		return in
	}
	return &with
}

// TestBoxRulesAgainstBruteForce compares maximin, minimax and goldilocks with gonum's
// simplex over all panels of random small pools.
func TestBoxRulesAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	gaps := 0
	for trial := 0; trial < 2000; trial++ {
		in := withHousehold(rng, randomInstance(rng))
		all := panelsOf(in)
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

// TestNashAgainstBruteForce checks the condition of optimality (Karush, Kuhn, Tucker)
// over all panels of random small pools: none sums 1/p to more than there are people.
func TestNashAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewSource(12))
	gaps := 0
	for trial := 0; trial < 2000; trial++ {
		in := withHousehold(rng, randomInstance(rng))
		out, err := Nash{}.Chances(New(in), RuleOptions{Budget: ample})
		require.NoError(t, err, "trial %d", trial)
		requireEvidence(t, in, out)
		if len(out.Instance.Rows) > len(in.Rows) {
			gaps++
		}
		most := 0.0
		for _, p := range panelsOf(in) {
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

func TestRulesRefuse(t *testing.T) {
	in := &quotas.Instance{Seats: 1, Count: []int{1, 1}, Rows: []quotas.Row{row(1, 1, 0), row(1, 1, 1)}}
	for _, r := range Rules() {
		_, err := r.Chances(New(in), RuleOptions{Random: source(1)})
		var none *Infeasible
		assert.True(t, errors.As(err, &none), r.Name())
	}
}

// TestRulesBudget: without a budget nothing is claimed about panels; with one that is
// too small the outcome says so.
func TestRulesBudget(t *testing.T) {
	in := toys()["two of four"]
	for _, r := range []Rule{Leximin{}, Maximin{}, Nash{}, Goldilocks{}} {
		out, err := r.Chances(New(in), RuleOptions{})
		require.NoError(t, err)
		assert.Equal(t, Outer, out.Grade, r.Name())
		assert.Greater(t, out.Smallest(), 0.34, r.Name())
		out, err = r.Chances(New(in), RuleOptions{Budget: 1})
		require.NoError(t, err)
		assert.Equal(t, Open, out.Grade, r.Name())
	}
}

// source is a Source with a fixed seed.
func source(seed uint64) Source { return rand2.New(rand2.NewPCG(seed, 0)) }

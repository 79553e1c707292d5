package lottery

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A campaignPool is a made pool of a family: correlated answers, quotas around a hidden panel or,
// in one of seven, around what the pool alone suggests, which may be impossible.
type campaignPool struct {
	people, seats, features int
	most                    int // values of a feature
	window                  int // 0 exact, 1 one seat wide, 2 a seat either way, 4 two either way
	households, planted     bool
	seed                    int64
}

func (p campaignPool) String() string {
	return fmt.Sprintf("n=%d k=%d features=%d most=%d window=%d households=%v planted=%v seed=%d",
		p.people, p.seats, p.features, p.most, p.window, p.households, p.planted, p.seed)
}

// A family says what is drawn of its pools: ranges, ends included.
type family struct{ people, seats, features, most [2]int }

var (
	tinyPools   = family{[2]int{7, 12}, [2]int{2, 4}, [2]int{2, 4}, [2]int{2, 3}}
	randomPools = family{[2]int{30, 399}, [2]int{7, 70}, [2]int{4, 9}, [2]int{3, 6}}
	harderPools = family{[2]int{60, 400}, [2]int{10, 60}, [2]int{7, 10}, [2]int{4, 7}}
)

// of draws a pool of the family.
func (f family) of(seed int64) campaignPool {
	rng := rand.New(rand.NewSource(seed))
	between := func(r [2]int) int { return r[0] + rng.Intn(r[1]-r[0]+1) }
	p := campaignPool{people: between(f.people), features: between(f.features), most: between(f.most), seed: seed}
	p.seats = min(between(f.seats), p.people/2)
	p.window = [...]int{0, 1, 2, 4}[rng.Intn(4)]
	p.households, p.planted = rng.Intn(3) == 0, rng.Intn(7) > 0
	return p
}

// roster makes the people and the quotas.
func (p campaignPool) roster() *pool.Roster {
	rng := rand.New(rand.NewSource(p.seed + 1<<40))
	r := &pool.Roster{Table: &quotas.Table{}}
	for f := range p.features {
		feature := quotas.Feature{Name: fmt.Sprint("f", f)}
		for v := range 2 + rng.Intn(p.most-1) {
			feature.Values = append(feature.Values, quotas.Value{Name: fmt.Sprint("v", v)})
		}
		r.Table.Features = append(r.Table.Features, feature)
	}
	for i := range p.people {
		e := pool.Entry{ID: fmt.Sprintf("bbb%c%c%c", letters[i/400%20], letters[i/20%20], letters[i%20]), Household: -1}
		leaning := rng.Float64()
		for _, f := range r.Table.Features {
			x := (leaning + 2*rng.Float64()) / 3
			e.Values = append(e.Values, int(float64(len(f.Values))*x*x))
		}
		if p.households && i%4 < 2 && i-i%4+1 < p.people {
			e.Household = i - i%4
			e.Home = fmt.Sprintf("%032x", e.Household)
		}
		r.Entries = append(r.Entries, e)
	}
	p.hide(rng, r)
	return r
}

// hide counts the values of a hidden panel, or of people who need make no panel, and opens windows
// around them.
func (p campaignPool) hide(rng *rand.Rand, r *pool.Roster) {
	seated, left := map[int]bool{}, p.seats
	for _, i := range rng.Perm(p.people) {
		e := r.Entries[i]
		if left == 0 || p.planted && e.Household >= 0 && seated[e.Household] {
			continue
		}
		left, seated[e.Household] = left-1, true
		for f := range e.Values {
			if !p.planted { // every feature counts somebody else
				e = r.Entries[rng.Intn(p.people)]
			}
			r.Table.Features[f].Values[e.Values[f]].Min++
		}
	}
	for f := range r.Table.Features {
		for v := range r.Table.Features[f].Values {
			value := &r.Table.Features[f].Values[v]
			value.Max = value.Min + (p.window+1)/2
			if p.window == 1 && rng.Intn(2) == 0 && value.Min > 0 {
				value.Min, value.Max = value.Min-1, value.Min
			} else if p.window > 1 {
				value.Min = max(0, value.Min-p.window/2)
			}
		}
	}
}

// run selects from the pool; infeasible reports that no panel was said to be possible.
func (p campaignPool) run(t *testing.T) (l *Lottery, infeasible bool) {
	r := p.roster()
	rules := record.Rules{Format: record.Format, Algorithm: draw.Algorithm, Statements: []string{}, Rule: "leximin",
		People: p.people, Seats: p.seats, Pages: 1000, Budget: DefaultBudget, KeyHash: draw.KeyHash([32]byte{})}
	if p.households {
		rules.Household = 1
	}
	l, err := New(context.Background(), r, rules, "", nil)
	var none *fair.Infeasible
	if errors.As(err, &none) {
		require.False(t, p.planted, "a panel was hidden: %s", p)
		return nil, true
	}
	require.NoError(t, err, p)
	return l, false
}

// grade checks the record of a lottery by the checker, which shares no code with what made it, and
// gives the grade of its proof.
func grade(t *testing.T, l *Lottery) string {
	files, err := l.Commit(record.CommitInput{Source: record.KnownSource()})
	require.NoError(t, err)
	require.Empty(t, verify.CheckFiles(files, nil).Failed())
	proof, err := record.ReadProof("proof.json", files[record.ProofFile])
	require.NoError(t, err)
	return proof.Grade
}

// TestCampaign holds tiny pools of the families against all their panels: who can be seated, and
// every level of leximin, by gonum's simplex.
//
// By hand, EVENLOT_CAMPAIGN="random 0 2000" or "harder 0 500" runs pools as large as real ones. Planted
// pools must be answered, every record must verify, and where the grade is less than exact gonum must
// find no mixture of the pages that attains the chances.
func TestCampaign(t *testing.T) {
	if by := os.Getenv("EVENLOT_CAMPAIGN"); by != "" {
		campaign(t, by)
		return
	}
	answered, none := 0, 0
	for seed := range int64(60) {
		p := tinyPools.of(seed)
		l, infeasible := p.run(t)
		limit := 0
		if p.households {
			limit = 1
		}
		in := p.roster().Group(p.seats, limit).Instance
		panels := quotastest.Panels(in)
		require.Equal(t, len(panels) == 0, infeasible, p)
		if infeasible {
			none++
			continue
		}
		answered++
		require.False(t, l.Open, p)
		requireLeximin(t, in, panels, l.Chances)
		grade(t, l)
	}
	assert.Positive(t, none)
	assert.Greater(t, answered, 40)
}

// requireLeximin goes through the levels: all whom the levels before leave can have that chance, and
// nobody of the level can have more while the others left keep it.
func requireLeximin(t *testing.T, in *quotas.Instance, panels [][]int, c *fair.Chances) {
	t.Helper()
	const near = 1e-6
	for ty := range in.Count {
		seatable := false
		for _, x := range panels {
			seatable = seatable || x[ty] > 0
		}
		require.Equal(t, !seatable, c.Unseatable[ty])
	}
	floor, fixed := make([]float64, len(in.Count)), append([]bool{}, c.Unseatable...)
	for _, level := range c.Levels {
		rate := make([]float64, len(in.Count))
		for ty, n := range in.Count {
			if !fixed[ty] {
				rate[ty] = float64(n)
			}
		}
		z, ok := most(panels, rate, floor)
		require.True(t, ok)
		require.InDelta(t, z, level.Chance, near)
		for ty, n := range in.Count {
			if !fixed[ty] {
				floor[ty] = float64(n) * (level.Chance - near/10)
			}
		}
		for _, ty := range level.Types {
			alone, others := make([]float64, len(in.Count)), append([]float64{}, floor...)
			alone[ty], others[ty] = float64(in.Count[ty]), 0
			z, ok := most(panels, alone, others)
			require.True(t, ok)
			require.InDelta(t, z, level.Chance, 20*near)
			fixed[ty] = true
		}
		for ty := range floor {
			if !fixed[ty] {
				floor[ty] = 0
			}
		}
	}
}

// most is the largest z such that some mixture of panels gives every type floor + rate*z seats or
// more; ok is false where gonum finds none.
func most(panels [][]int, rate, floor []float64) (z float64, ok bool) {
	m, types := len(panels), len(rate)
	a := mat.NewDense(types+1, m+1+types, nil)
	b, c := make([]float64, types+1), make([]float64, m+1+types)
	for j, x := range panels {
		for ty, n := range x {
			a.Set(ty, j, float64(n))
		}
		a.Set(types, j, 1)
	}
	for ty := range rate {
		a.Set(ty, m, -rate[ty])
		a.Set(ty, m+1+ty, -1)
		b[ty] = floor[ty]
	}
	b[types], c[m] = 1, -1
	value, _, err := lp.Simplex(c, a, b, 1e-12, nil)
	return -value, err == nil
}

// campaign runs pools of a family and prints a line for each that is not answered in full.
func campaign(t *testing.T, by string) {
	var name string
	var from, to int64
	_, err := fmt.Sscan(by, &name, &from, &to)
	require.NoError(t, err, "EVENLOT_CAMPAIGN is FAMILY FROM TO")
	of, known := map[string]family{"tiny": tinyPools, "random": randomPools, "harder": harderPools}[name]
	require.True(t, known, "tiny, random or harder")
	grades, pools := map[string]int{}, 0
	defer func() { t.Logf("%s %d to %d: %d pools, %v", name, from, to, pools, grades) }()
	for seed := from; seed < to; seed++ {
		p := of.of(seed)
		pools++
		l, infeasible := p.run(t)
		if infeasible {
			grades["infeasible"]++
			continue
		}
		g := grade(t, l)
		grades[g]++
		left := ""
		if l.Chances.Left != nil {
			left = fmt.Sprintf(", level %d in %s .. %s", l.Chances.Left.Level, l.Chances.Left.Low.FloatString(5), l.Chances.Left.High.FloatString(5))
		}
		if g != record.GradeExactly || testing.Verbose() {
			fmt.Printf("%s: %s, %d of %d pages, %d nodes%s: %s\n", name, g, l.SmallestCount(), l.PossibleCount(), l.Chances.Nodes, left, p)
		}
		if g == record.GradeBounds && len(l.Grouping.Types) <= exactTypes {
			z, ok := most(l.compositions(), l.Chances.Seats, make([]float64, len(l.Chances.Seats)))
			assert.False(t, ok && z > 1-1e-9 && !l.Open, "the pages attain the chances: %s", p)
		}
	}
}

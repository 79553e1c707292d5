package why

import (
	"context"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// A group is a value of the only feature of a pool.
type group struct{ people, min, max int }

// evenly is the largest smallest chance with one feature, in closed form: z is possible
// if no group has to give more than its maximum, nor all together more than the seats.
// It is tried at every z where one of these conditions can become tight.
func evenly(groups []group, seats int) *big.Rat {
	tries := []*big.Rat{}
	for mask := range 1 << len(groups) {
		left, people := seats, 0
		for g, group := range groups {
			if mask>>g&1 == 1 {
				people += group.people
			} else {
				left -= group.min
			}
		}
		if people > 0 && left >= 0 {
			tries = append(tries, big.NewRat(int64(left), int64(people)))
		}
	}
	for _, g := range groups {
		tries = append(tries, big.NewRat(int64(min(g.max, g.people)), int64(g.people)))
	}
	best := new(big.Rat)
	for _, z := range tries {
		sum, fits := new(big.Rat), true
		for _, g := range groups {
			need := new(big.Rat).Mul(z, big.NewRat(int64(g.people), 1))
			fits = fits && need.Cmp(big.NewRat(int64(min(g.max, g.people)), 1)) <= 0
			if least := big.NewRat(int64(g.min), 1); need.Cmp(least) < 0 {
				need = least
			}
			sum.Add(sum, need)
		}
		if fits && sum.Cmp(big.NewRat(int64(seats), 1)) <= 0 && z.Cmp(best) > 0 {
			best = z
		}
	}
	return best
}

// moved gives group g a seat more or less, and the others the other way.
func moved(groups []group, g int, up bool) []group {
	out := append([]group(nil), groups...)
	for i := range out {
		if up == (i == g) {
			out[i].max++
		} else {
			out[i].min = max(0, out[i].min-1)
		}
	}
	return out
}

// With one feature every price has a closed form.
func TestPricesOfOneFeature(t *testing.T) {
	gains := 0
	rapid.Check(t, func(t *rapid.T) {
		groups := make([]group, rapid.IntRange(1, 4).Draw(t, "groups"))
		seats := 0
		for g := range groups {
			n := rapid.IntRange(1, 12).Draw(t, "people")
			x := rapid.IntRange(1, n).Draw(t, "seats") // somebody of every group can sit
			groups[g] = group{n, rapid.IntRange(0, x).Draw(t, "min"), rapid.IntRange(x, n+1).Draw(t, "max")}
			seats += x
		}
		table, rows := "", []string{"v"}
		for g, group := range groups {
			table += fmt.Sprintf("v,%c,%d,%d\n", 'a'+g, group.min, group.max)
			rows = append(rows, pooltest.Times(group.people, string(rune('a'+g))))
		}
		q, faults := quotas.Read("q.csv", []byte("feature,value,min,max\n"+table))
		require.NoError(t, faults.Err())
		p, faults := pool.Read("p.csv", []byte(strings.Join(rows, "\n")), q, pool.Options{})
		require.NoError(t, faults.Err())
		e, err := Explain(context.Background(), lottery.Question{Pool: p, Seats: seats})
		require.NoError(t, err)
		base := evenly(groups, seats)
		assert.Equal(t, base.RatString(), e.Chance)
		last := big.NewRat(2, 1)
		for _, w := range e.Prices {
			g := int(w.Quota[len(w.Quota)-1] - 'a')
			want := evenly(moved(groups, g, w.End == "max"), seats)
			assert.Equal(t, want.RatString(), w.Smallest, "%v %s %s", groups, w.Quota, w.End)
			want.Sub(want, base)
			assert.Equal(t, want.RatString(), w.Gain)
			assert.GreaterOrEqual(t, last.Cmp(want), 0, "sorted by gain")
			last = want
			gains += want.Sign()
		}
	})
	assert.Positive(t, gains)
}

// Prices of two features agree with tables written out by hand and solved from scratch.
func TestPricesOfTables(t *testing.T) {
	table := func(womanMax, northMin int) string {
		return fmt.Sprintf("gender,woman,1,%d\ngender,man,%d,3\narea,north,%d,3\narea,south,1,2\n", womanMax, 4-womanMax, northMin)
	}
	rows := []string{"gender,area", pooltest.Times(9, "woman,north"), pooltest.Times(4, "woman,south"), pooltest.Times(2, "man,north"), pooltest.Times(5, "man,south")}
	e, err := Explain(context.Background(), lottery.Question{Pool: pooltest.Parse(t, table(2, 2), rows...), Seats: 4})
	require.NoError(t, err)
	assert.Equal(t, "2/13", e.Chance)
	assert.True(t, e.Looked)
	assert.Empty(t, e.Whole)
	p := pooltest.Parse(t, table(3, 2), rows...)
	roster, _ := p.Roster([32]byte{})
	c, err := fair.New(roster.Group(4, 0).Instance).Leximin(context.Background())
	require.NoError(t, err)
	found := false
	for _, w := range e.Prices {
		if w.Quota == "gender: woman" && w.End == "max" {
			found = true
			assert.Equal(t, c.Levels[0].Exact.RatString(), w.Smallest)
			assert.Equal(t, []int{2, 3}, []int{w.From, w.To})
		}
	}
	assert.True(t, found)
}

// Where whole seats leave less than the quotas, the explanation says both.
func TestExplainTrap(t *testing.T) {
	p := pooltest.Parse(t, "x,in,1,2\nx,out,0,1\ny,in,1,2\ny,out,0,1\nz,in,1,2\nz,out,0,1\n",
		"id,x,y,z", "a,in,in,in", "b,in,out,out", "c,out,in,out", "d,out,out,in")
	e, err := Explain(context.Background(), lottery.Question{Pool: p, Seats: 2})
	require.NoError(t, err)
	assert.Equal(t, []string{"1/2", "1/3"}, []string{e.Chance, e.Whole})
	require.NotNil(t, e.WholeBinding)
	assert.Contains(t, e.WholeBinding.Limits, Limit{Rule: Rule{Kind: Whole}})
	assert.Equal(t, []Level{{"1/2", 0.5, 4, false, []Limit{}}}, e.Levels)
}

// A group is named by the quota that binds it, even where somebody with this value
// cannot be seated.
func TestGroupWithoutUnseatable(t *testing.T) {
	p := pooltest.Parse(t, "job,farmer,0,1\njob,other,0,9\nage,young,0,0\nage,old,0,9\n",
		"job,age", "farmer,young", pooltest.Times(5, "farmer,old"), pooltest.Times(3, "other,old"))
	e, err := Explain(context.Background(), lottery.Question{Pool: p, Seats: 3})
	require.NoError(t, err)
	assert.Equal(t, 1, e.Unseatable)
	farmer := Rule{Quota, "job", "farmer"}
	assert.Equal(t, Bound{"1/5", 0.2, 3, false, []Limit{{farmer, "max", 1}}, 5, true, &farmer}, e.Binding)
}

// Every pool at hand is explained: levels add up to everybody who can be seated, they
// rise, and no price is below 0.
func TestExplainDevPools(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: some seconds")
	}
	for _, file := range pooltest.Dev(t) {
		name := filepath.Base(filepath.Dir(file))
		if strings.HasPrefix(name, "infeasible") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			p, seats := pooltest.ReadDev(t, file)
			if len(p.People) > 5000 {
				t.Skip("SKIPPED: seconds, and nothing that smaller pools do not show")
			}
			e, err := Explain(context.Background(), lottery.Question{Pool: p, Seats: seats})
			require.NoError(t, err)
			people, last := e.Unseatable, 0.0
			for _, s := range e.Levels {
				assert.GreaterOrEqual(t, s.Value, last)
				people, last = people+s.People, s.Value
			}
			assert.Equal(t, len(p.People), people)
			assert.Equal(t, e.Levels[0].Chance, e.Chance)
			for i, w := range e.Prices {
				assert.GreaterOrEqual(t, w.GainBy, 0.0)
				assert.True(t, i == 0 || w.GainBy <= e.Prices[i-1].GainBy)
			}
			if name == "sf_e_110" {
				educated := Rule{Quota, "education", "level 4+"}
				assert.Equal(t, []Limit{{educated, "max", 30}}, e.Binding.Limits)
				assert.Equal(t, 992, e.Binding.People)
				assert.Equal(t, &educated, e.Binding.Group)
			}
		})
	}
}

package lottery

import (
	"context"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// every is the names of all rules.
func every() (names []string) {
	for _, r := range fair.Rules() {
		names = append(names, r.Name())
	}
	return names
}

// Rules are computed side by side, each with its own oracle, and joined in their order:
// what comes out does not depend on how many run at a time.
func TestCompareOnOneCoreAndTwo(t *testing.T) {
	p := pooltest.Parse(t, "gender,woman,2,3\ngender,man,2,3\nage,young,2,2\nage,old,3,3\n", "gender,age",
		pooltest.Times(9, "woman,young"), pooltest.Times(3, "man,young"), pooltest.Times(4, "woman,old"), pooltest.Times(7, "man,old"))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := Compare(context.Background(), Question{Pool: p, Seats: 5}, every())
	require.NoError(t, err)
	runtime.GOMAXPROCS(2)
	two, err := Compare(context.Background(), Question{Pool: p, Seats: 5}, every())
	require.NoError(t, err)
	assert.Equal(t, one, two)
}

const oneEach = "gender,woman,1,1\ngender,man,1,1\n"

// One of eight women and one of two men: no rule has a choice, and every measure has a
// closed form. Gini is sum (2i-9)p(i) / (10*2) = (-16/8 + 16/2)/20.
func TestCompareWithoutChoice(t *testing.T) {
	p := pooltest.Parse(t, oneEach, "gender", pooltest.Times(8, "woman"), pooltest.Times(2, "man"))
	c, err := Compare(context.Background(), Question{Pool: p, Seats: 2}, every())
	require.NoError(t, err)
	assert.Equal(t, []int{10, 2, 0}, []int{c.People, c.Seats, c.Unseatable})
	assert.InDelta(t, 0.125, c.Least, 1e-12)
	require.Len(t, c.Rules, 7)
	for i, r := range c.Rules {
		assert.Equal(t, every()[i], r.Rule)
		assert.Empty(t, r.Error, r.Rule)
		within := 1e-7
		if r.Rule == "legacy" {
			within = 0.02 // 10,000 samples: six standard deviations
			for _, span := range [][3]float64{{r.SmallestRange[0], 0.125, r.SmallestRange[1]}, {r.LargestRange[0], 0.5, r.LargestRange[1]}} {
				assert.True(t, slices.IsSorted(span[:]), span)
			}
			assert.Equal(t, []int{10_000, 10_000}, []int{r.Samples, r.Attempts})
		} else {
			assert.Zero(t, r.Below, r.Rule)
			assert.Zero(t, r.Samples)
		}
		assert.InDelta(t, 0.125, r.Smallest, within, r.Rule)
		assert.InDelta(t, 0.5, r.Largest, within, r.Rule)
		assert.InDelta(t, 0.3, r.Gini, within, r.Rule)
		assert.InDelta(t, math.Pow(2, -2.6), r.GeometricMean, within, r.Rule)
	}
	assert.Equal(t, "16", c.Rules[5].Panels)
	assert.InDelta(t, 4, c.Rules[5].Bits, 1e-9)
}

// In the trap only whole seats decide: everybody but the one in every panel has 1/3 by
// leximin, and minimax cannot keep the largest chance below 1.
func TestCompareTrap(t *testing.T) {
	p := pooltest.Parse(t, "x,in,1,2\nx,out,0,1\ny,in,1,2\ny,out,0,1\nz,in,1,2\nz,out,0,1\n",
		"id,x,y,z", "a,in,in,in", "b,in,out,out", "c,out,in,out", "d,out,out,in")
	c, err := Compare(context.Background(), Question{Pool: p, Seats: 2}, []string{"minimax", "leximin", "uniform"})
	require.NoError(t, err)
	assert.InDelta(t, 1./3, c.Least, 1e-9)
	assert.Equal(t, []string{"minimax", "leximin", "uniform"}, []string{c.Rules[0].Rule, c.Rules[1].Rule, c.Rules[2].Rule})
	assert.InDelta(t, 1, c.Rules[0].Largest, 1e-7)
	assert.InDelta(t, 1./3, c.Rules[1].Smallest, 1e-9)
	assert.Equal(t, "3", c.Rules[2].Panels)
	short, err := Compare(context.Background(), Question{Pool: p, Seats: 2, Budget: 1}, []string{"leximin"})
	require.NoError(t, err)
	assert.InDelta(t, 1./3, short.Least, 1e-9, "a lottery found before the budget ended the search")
	assert.Equal(t, fair.Open.String(), short.Rules[0].Grade)
}

// The order of rows and of rules changes nothing, progress comes once a rule, and what
// one rule cannot do stands in its line.
func TestCompareIsStable(t *testing.T) {
	rows := []string{"gender,area"}
	for i := range 30 {
		rows = append(rows, []string{"woman", "man", "man"}[i%3]+","+[]string{"north", "south"}[i%2])
	}
	table := "gender,woman,2,3\ngender,man,2,3\narea,north,1,3\narea,south,2,4\n"
	var told []int
	c, err := Compare(context.Background(), Question{Pool: pooltest.Parse(t, table, rows...), Seats: 5, Household: 2, Progress: func(_ string, done, total int) {
		told = append(told, done)
		assert.Equal(t, 8, total)
	}}, every())
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8}, told)
	assert.Equal(t, "the legacy rule knows no household limit but 1", c.Rules[6].Error)
	assert.Empty(t, c.Rules[5].Error)
	slices.Reverse(rows[1:])
	names := every()
	slices.Reverse(names)
	again, err := Compare(context.Background(), Question{Pool: pooltest.Parse(t, table, rows...), Seats: 5, Household: 2}, names)
	require.NoError(t, err)
	slices.Reverse(again.Rules)
	assert.Equal(t, c, again)
}

func TestCompareErrors(t *testing.T) {
	p := pooltest.Parse(t, "gender,woman,2,2\ngender,man,0,2\narea,north,2,2\narea,south,0,2\n", "gender,area", "woman,south", "woman,south", "man,north", "man,north")
	_, err := Compare(context.Background(), Question{Pool: p, Seats: 2}, every())
	var infeasible *fair.Infeasible
	assert.ErrorAs(t, err, &infeasible)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Compare(ctx, Question{Pool: p, Seats: 2}, every())
	assert.ErrorIs(t, err, context.Canceled)
	_, err = Compare(context.Background(), Question{Pool: p, Seats: 2}, []string{"fair"})
	assert.EqualError(t, err, `rule is "fair", expected one of leximin, maximin, nash, minimax, goldilocks, uniform, legacy`)
}

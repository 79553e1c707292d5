package fairness

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestGiniByHand(t *testing.T) {
	// n = 4, k = 2: (-3*0 - 1*0.5 + 1*0.5 + 3*1) / (4*2) = 3/8.
	assert.InDelta(t, 3.0/8, Gini([]float64{1, 0.5, 0, 0.5}, 2), 1e-15)
	assert.Equal(t, 0.0, Gini([]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 1))
	// The same 2 of 5 every time: 1 - 2/5.
	assert.InDelta(t, 0.6, Gini([]float64{0, 1, 0, 1, 0}, 2), 1e-15)
	assert.Panics(t, func() { Gini(nil, 1) })
	assert.Panics(t, func() { Gini([]float64{1}, 0) })
}

// The other usual definition: mean absolute difference over twice the mean.
func TestGiniIsHalfTheRelativeMeanDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seats := rapid.IntRange(1, 5).Draw(t, "seats")
		weights := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 30).Draw(t, "weights")
		weights[0]++ // somebody has a chance
		total := 0
		for _, w := range weights {
			total += w
		}
		chances := make([]float64, len(weights))
		for i, w := range weights {
			chances[i] = float64(w) * float64(seats) / float64(total)
		}
		differences := 0.0
		for _, p := range chances {
			for _, q := range chances {
				differences += math.Abs(p - q)
			}
		}
		n := float64(len(chances))
		got := Gini(chances, seats)
		assert.InDelta(t, differences/(2*n*float64(seats)), got, 1e-12)
		assert.Less(t, got, 1.0)
	})
}

func TestChancesByHand(t *testing.T) {
	// Ten pages of 2 seats: 20 places. Person 4 is unseatable.
	counts := []int{2, 8, 2, 8, 0}
	c := describeChances(counts, []bool{true, true, true, true, false}, 10, 2)
	assert.Equal(t, Chances{
		Unseatable: 1, OnNoPage: 1,
		SmallestPages: 2, Smallest: 0.2, WithFewest: 2, ShareFewest: 0.5,
		Mean: 0.4, LargestPages: 8, Largest: 0.8, DistinctCounts: 2,
		Gini: c.Gini, GeometricMean: c.GeometricMean,
	}, c)
	// (-4*0 - 2*.2 + 0*.2 + 2*.8 + 4*.8) / (5*2) = 0.44.
	assert.InDelta(t, 0.44, c.Gini, 1e-15)
	assert.InDelta(t, 0.4, c.GeometricMean, 1e-15) // sqrt(.2 * .8)
}

// A person a panel could hold, on no page, must not be averaged away.
func TestGeometricMeanIsZeroWhereSomebodyHasNoPage(t *testing.T) {
	c := describeChances([]int{10, 0}, []bool{true, true}, 10, 1)
	assert.Equal(t, 0.0, c.GeometricMean)
	assert.Equal(t, 0, c.SmallestPages)
	assert.Equal(t, 1, c.OnNoPage)
	assert.Equal(t, 0, c.Unseatable)
}

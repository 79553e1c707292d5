package fairness

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

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

package measure

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

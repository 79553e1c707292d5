package pool

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIDLengthKeepsCollisionsUnderOneInAMillion(t *testing.T) {
	for n, want := range map[int]int{0: 6, 1: 6, 18: 6, 19: 7, 150: 8, 1000: 9, 1_000_000: 13, 5_000_000: 14} {
		assert.Equal(t, want, idLength(n), n)
		ids := math.Pow(28, float64(want-1)) * 20
		assert.Less(t, float64(n)*float64(n)*1e6, ids, n)
		if want > shortest {
			assert.GreaterOrEqual(t, float64(n)*float64(n)*1e6, ids/28, n)
		}
	}
}

func TestPublicIDSpellsTheLowestDigits(t *testing.T) {
	assert.Equal(t, "bbbbbb", publicID([4]uint64{}, 6))
	assert.Equal(t, "z9cbbb", publicID([4]uint64{0, 0, 0, 19 + 20*27 + 20*28}, 6))
	// 2^192 is 16 modulo 20, and a twentieth of it is 8 modulo 28.
	assert.Equal(t, "wm", publicID([4]uint64{1, 0, 0, 0}, 2))
	all := publicID([4]uint64{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}, longest)
	assert.True(t, wellFormed(all))
}

func TestWellFormed(t *testing.T) {
	for _, id := range []string{"", "2bcdfg", "abcdef", "bcdfgl", "Bcdfgh", "bcdfg1", "bcdfg0", "bcdf gh", strings.Repeat("b", longest+1)} {
		assert.False(t, wellFormed(id), id)
	}
	assert.True(t, wellFormed("b23456"))
}

func TestIDsGrowTogetherUntilNoneCollide(t *testing.T) {
	// The first two agree in six digits and differ in the eighth.
	far := uint64(20)
	for range 6 {
		far *= 28
	}
	ids, order := sortedIDs([][4]uint64{{0, 0, 0, 5}, {0, 0, 0, 5 + far}, {0, 0, 0, 4}})
	assert.Equal(t, []string{"hbbbbbbb", "hbbbbbbc", "gbbbbbbb"}, ids)
	assert.Equal(t, []int{2, 0, 1}, order)
	ids, _ = sortedIDs([][4]uint64{{0, 0, 0, 5}})
	assert.Equal(t, []string{"hbbbbb"}, ids)
	require.Panics(t, func() { sortedIDs([][4]uint64{{1}, {1}}) })
}

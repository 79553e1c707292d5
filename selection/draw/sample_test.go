package draw

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Computed by a Python script from the description of Sample alone. For 25 people the
// hashes 6, 7 and 9 repeat somebody.
func TestSample(t *testing.T) {
	const text = "3d3063f1b7da0aea427aeea26e3dc96d2c86e0823fef079889a6db122619eb94." +
		"fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
	assert.Equal(t, []int{20, 11, 13, 1, 7, 5, 21, 6}, Sample(text, 25, 8))
	assert.Equal(t, []int{1031, 1284, 94, 102, 188, 892, 398, 180}, Sample(text, 1727, 8))
	assert.Empty(t, Sample(text, 25, 0))
	assert.Len(t, Sample(text, 3, 100), 3)
	assert.Panics(t, func() { Sample(text, 0, 1) })
	assert.Panics(t, func() { Sample(text, 1, -1) })

	d, err := Open(text[:64], text[65:], 1000)
	require.NoError(t, err)
	assert.Equal(t, Sample(text, 1727, 8), d.Sample(1727, 8))
}

func TestSampleDrawsEverybodyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "draw string")
		n := rapid.IntRange(1, 60).Draw(t, "people")
		k := rapid.IntRange(0, n).Draw(t, "count")
		all := Sample(text, n, n)
		assert.Equal(t, all[:k], Sample(text, n, k), "a smaller sample is the beginning of a larger one")
		first, _, _ := Ticket(text+",audit", 1, n)
		assert.Equal(t, first, all[0])
		slices.Sort(all)
		for i, person := range all {
			assert.Equal(t, i+1, person)
		}
	})
}

// 4,000 samples of 5 out of 20: each person in 1,000 of them, and six standard
// deviations are 164. The texts are fixed.
func TestSampleIsUniform(t *testing.T) {
	var times [21]int
	for i := range 4000 {
		for _, person := range Sample(fmt.Sprint(strings.Repeat("00", 32), ".", i), 20, 5) {
			times[person]++
		}
	}
	for person, n := range times[1:] {
		assert.InDelta(t, 1000, n, 164, "person %d", person+1)
	}
}

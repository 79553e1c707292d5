package exact

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// The 15 p-values of Benjamini and Hochberg (1995), section 3.2: at 0.05 their method finds 4, Holm's
// (as Bonferroni's) 3.
var published = []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000}

func TestAdjustmentsOfThePublishedExample(t *testing.T) {
	found := func(p []float64) (n int) {
		for _, x := range p {
			if x <= 0.05 {
				n++
			}
		}
		return n
	}
	assert.Equal(t, 9, found(published))
	assert.Equal(t, 4, found(BenjaminiHochberg(published)))
	assert.Equal(t, 3, found(Holm(published)))
	assert.InDelta(t, 0.0095*15/4, BenjaminiHochberg(published)[3], 1e-15)
	assert.InDelta(t, 0.0095*12, Holm(published)[3], 1e-15)
}

// The definition: the least q at which the step-up method rejects a hypothesis.
func TestBenjaminiHochbergByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 12).Draw(t, "p")
		got := BenjaminiHochberg(p)
		for i := range p {
			least := 1.0
			for _, limit := range p {
				rank := 0
				for _, x := range p {
					if x <= limit {
						rank++
					}
				}
				if limit >= p[i] {
					least = min(least, limit*float64(len(p))/float64(rank))
				}
			}
			assert.InDelta(t, least, got[i], 1e-12)
		}
	})
	assert.Empty(t, BenjaminiHochberg(nil))
}

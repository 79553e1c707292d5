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
	// The same p-values after adjustment, as the SciPy reference manual prints them (false_discovery_control).
	for i, want := range []float64{0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875, 0.75323077, 0.81321429, 1} {
		assert.InDelta(t, want, BenjaminiHochberg(published)[i], 5e-9)
	}
}

// An exercise of applied multivariate statistics at ETH Zurich (stat.ethz.ch, multTesting.R): five p-values,
// of which Bonferroni's method rejects one at 5 % and Holm's two.
func TestHolmOfTheExercise(t *testing.T) {
	p := []float64{0.011, 0.02, 0.005, 0.13, 0.04}
	for i, want := range []float64{0.044, 0.06, 0.025, 0.13, 0.08} {
		assert.InDelta(t, want, Holm(p)[i], 1e-15)
	}
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

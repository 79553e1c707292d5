package measure

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// The examples of the SciPy reference manual: jensenshannon (a root, in nats), wasserstein_distance,
// kendalltau (tau-b), spearmanr.
func TestPublishedExamples(t *testing.T) {
	assert.InDelta(t, 0.46450140402245893, math.Sqrt(math.Ln2*JensenShannon([]float64{1, 0}, []float64{.5, .5})), 1e-12)
	assert.InDelta(t, 1, JensenShannon([]float64{1, 0, 0}, []float64{0, 1, 0}), 1e-15)
	assert.InDelta(t, 0.25, Wasserstein([]float64{.75, .25}, []float64{.5, .5}), 1e-15)
	// wasserstein_distance([0, 1, 3], [5, 6, 8]) = 5: every seat five steps along a scale of nine.
	assert.InDelta(t, 5, Wasserstein(Shares([]int{1, 1, 0, 1, 0, 0, 0, 0, 0}), Shares([]int{0, 0, 0, 0, 0, 1, 1, 0, 1})), 1e-12)
	assert.InDelta(t, -0.47140452079103173, Kendall([]float64{12, 2, 1, 12, 2}, []float64{1, 4, 7, 1, 0}), 1e-12)
	assert.InDelta(t, 0.8207826816681233, Spearman([]float64{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}), 1e-12)
}

func TestDistancesByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []float64 {
			counts := rapid.SliceOfN(rapid.IntRange(0, 20), 5, 5).Draw(t, name)
			counts[4]++
			return Shares(counts)
		}
		p, q := draw("p"), draw("q")
		hellinger, js := 0.0, 0.0
		entropy := func(x float64) float64 {
			if x == 0 {
				return 0
			}
			return -x * math.Log2(x)
		}
		for i := range p {
			hellinger += (math.Sqrt(p[i]) - math.Sqrt(q[i])) * (math.Sqrt(p[i]) - math.Sqrt(q[i]))
			js += entropy((p[i]+q[i])/2) - (entropy(p[i])+entropy(q[i]))/2
		}
		assert.InDelta(t, math.Sqrt(hellinger/2), Hellinger(p, q), 1e-7)
		assert.InDelta(t, js, JensenShannon(p, q), 1e-12)
		assert.InDelta(t, transport(p, q), Wasserstein(p, q), 1e-12)
		assert.LessOrEqual(t, TotalVariation(p, q), 1.0+1e-12)
		assert.Zero(t, TotalVariation(p, p))
	})
	assert.Panics(t, func() { Shares([]int{0, 0}) })
}

func TestKendallAgainstEveryPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 25).Draw(t, "n")
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			x[i], y[i] = float64(rapid.IntRange(0, 6).Draw(t, "x")), float64(rapid.IntRange(0, 6).Draw(t, "y"))
		}
		x[0], y[0], x[1], y[1] = 7, 7, 8, 8 // neither is all alike
		order, untiedX, untiedY := 0.0, 0.0, 0.0
		sign := func(a, b float64) float64 {
			switch {
			case a < b:
				return -1
			case a > b:
				return 1
			}
			return 0
		}
		for i := range n {
			for j := range i {
				order += sign(x[i], x[j]) * sign(y[i], y[j])
				untiedX += math.Abs(sign(x[i], x[j]))
				untiedY += math.Abs(sign(y[i], y[j]))
			}
		}
		assert.InDelta(t, order/math.Sqrt(untiedX*untiedY), Kendall(x, y), 1e-12)
	})
}

// transport moves the mass of p to q, from the left: the definition of the earth mover's distance.
func transport(p, q []float64) float64 {
	p, q = slices.Clone(p), slices.Clone(q)
	cost := 0.0
	for i, j := 0, 0; i < len(p) && j < len(q); {
		move := min(p[i], q[j])
		cost += move * math.Abs(float64(i-j))
		p[i], q[j] = p[i]-move, q[j]-move
		if p[i] == 0 {
			i++
		} else {
			j++
		}
	}
	return cost
}

// A book of simple random samples has a design effect of about 1, one of the same panel 0.
func TestDesignEffect(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seats := make([]int32, 20_000)
	for j := range seats {
		for _, i := range rng.Perm(50)[:10] {
			if i < 20 {
				seats[j]++
			}
		}
	}
	assert.InDelta(t, 1, DesignEffect(seats, 0.4, 10, 50), 0.06)
	assert.Zero(t, DesignEffect([]int32{4, 4, 4}, 0.4, 10, 50))
	assert.True(t, math.IsNaN(DesignEffect([]int32{10}, 1, 10, 50)))
	// 4 of 10 expected, sd sqrt(10*.4*.6*40/49).
	assert.InDelta(t, 2/math.Sqrt(10*.4*.6*40/49), Gap(6, 0.4, 10, 50), 1e-12)
	assert.True(t, math.IsNaN(Gap(1, 1, 1, 1)))
}

func TestSmallMeasures(t *testing.T) {
	assert.InDelta(t, 2, Entropy([]int{1, 1, 1, 1, 0}), 1e-15)
	assert.Zero(t, Entropy([]int{7}))
	assert.Equal(t, 2, Levels([]float64{.5, .1, .1 + 1e-9, .5}))
	assert.InDelta(t, 1, Kish([]float64{.2, .2, 0}), 1e-15)
	assert.InDelta(t, 2*(16+1)/25.0, Kish([]float64{.25, 1}), 1e-15)
	assert.InDelta(t, 3, RatioProduct([]float64{.6, .5}, []float64{.4, .25}), 1e-12)
	assert.Zero(t, GeometricMean([]float64{.5, 0}))
}

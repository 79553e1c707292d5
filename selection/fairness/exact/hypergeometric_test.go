package exact

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/stat/combin"
	"pgregory.net/rapid"
)

// Every panel of every small pool, one by one.
func TestHypergeometricAgainstEveryPanel(t *testing.T) {
	for people := 1; people <= 9; people++ {
		for seats := 1; seats <= people; seats++ {
			panels := combin.Combinations(people, seats)
			for with := 0; with <= people; with++ {
				outcomes := make([]int64, seats+1)
				for _, panel := range panels {
					got := 0
					for _, i := range panel {
						if i < with {
							got++
						}
					}
					outcomes[got]++
				}
				for got, n := range outcomes {
					if n == 0 {
						continue
					}
					tail := int64(0)
					for _, other := range outcomes {
						if other <= n {
							tail += other
						}
					}
					want, _ := big.NewRat(tail, int64(len(panels))).Float64()
					assert.InDelta(t, want, Hypergeometric(people, with, seats, got), 1e-15,
						"people %d, with %d, seats %d, got %d", people, with, seats, got)
				}
			}
		}
	}
}

// Fisher's tea: of 8 cups, 4 with milk first, all 4 named rightly. Two-sided
// 2/70, the textbook value.
func TestHypergeometricTea(t *testing.T) {
	assert.InDelta(t, 2.0/70, Hypergeometric(8, 4, 4, 4), 1e-15)
	assert.InDelta(t, 34.0/70, Hypergeometric(8, 4, 4, 3), 1e-15)
	assert.Equal(t, 1.0, Hypergeometric(8, 4, 4, 2))
	assert.Panics(t, func() { Hypergeometric(8, 4, 4, 5) })
}

// A hand of 13 cards of 52 has no spade with chance 0.0128, as exercises print it. The p-value adds up
// the hands that are no likelier, on both sides of the likeliest, which has three.
func TestHypergeometricBridge(t *testing.T) {
	chance := func(spades int64) float64 {
		of := func(n, k int64) *big.Int { return new(big.Int).Binomial(n, k) }
		p, _ := new(big.Rat).SetFrac(new(big.Int).Mul(of(13, spades), of(39, 13-spades)), of(52, 13)).Float64()
		return p
	}
	assert.InDelta(t, 0.0128, chance(0), 5e-5)
	rare := chance(0) // and seven and more are rarer
	for spades := int64(7); spades <= 13; spades++ {
		rare += chance(spades)
	}
	assert.InDelta(t, rare, Hypergeometric(52, 13, 13, 0), 1e-15)
	assert.Equal(t, 1.0, Hypergeometric(52, 13, 13, 3), "the likeliest hand")
}

// Exchanging "has the value" with "has not", and panel with the rest, asks the
// same question; so does a large pool, where floats would tie only nearly.
func TestHypergeometricSymmetries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.IntRange(1, 400).Draw(t, "people")
		seats := rapid.IntRange(1, people).Draw(t, "seats")
		with := rapid.IntRange(0, people).Draw(t, "with")
		got := rapid.IntRange(max(0, seats-(people-with)), min(with, seats)).Draw(t, "got")
		p := Hypergeometric(people, with, seats, got)
		assert.Equal(t, p, Hypergeometric(people, people-with, seats, seats-got))
		if seats < people {
			assert.Equal(t, p, Hypergeometric(people, with, people-seats, with-got))
		}
		assert.True(t, 0 < p && p <= 1, p)
	})
}

// A simulation with a fixed seed: 20,000 draws, five standard deviations.
func TestHypergeometricAgainstDraws(t *testing.T) {
	const people, with, seats, got, trials = 200, 60, 30, 4, 20000
	rng := rand.New(rand.NewPCG(1, 2))
	seen := make([]int, seats+1)
	for range trials {
		n := 0
		for _, i := range rng.Perm(people)[:seats] {
			if i < with {
				n++
			}
		}
		seen[n]++
	}
	p := Hypergeometric(people, with, seats, got)
	// 9 expected: no likelier than 4 are 0..4 below and 15..30 above, since the
	// distribution leans to the right.
	tail := 0
	for n, times := range seen {
		if n <= 4 || n >= 15 {
			tail += times
		}
	}
	assert.InDelta(t, p, float64(tail)/trials, 5*math.Sqrt(p*(1-p)/trials), "p = %v", p)
}

func TestHolmByHand(t *testing.T) {
	got := Holm([]float64{0.04, 0.01, 0.5, 0.03})
	for i, want := range []float64{0.09, 0.04, 0.5, 0.09} {
		assert.InDelta(t, want, got[i], 1e-15, fmt.Sprint(i))
	}
	assert.Empty(t, Holm(nil))
}

func TestHolmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 20).Draw(t, "p")
		got := Holm(p)
		for i := range p {
			assert.GreaterOrEqual(t, got[i], p[i])
			assert.LessOrEqual(t, got[i], min(1, p[i]*float64(len(p))))
			for j := range p {
				if p[i] <= p[j] {
					assert.LessOrEqual(t, got[i], got[j])
				}
			}
		}
	})
}

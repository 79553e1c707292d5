package measure

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Gini is the Gini coefficient of n chances that add up to a number of seats,
//
//	sum over i = 0..n-1 of (2i - n + 1) p_(i) / (n seats)
//
// where p_(0) <= p_(1) <= … are the chances in order: 0 where all are alike, and
// 1 - seats/n where the same people sit on every panel. This is the form of the
// code published with Flanigan et al. (Nature 596:548, 2021), which takes as
// seats the sum of the chances, rounded. It panics without chances or seats.
func Gini(chances []float64, seats int) float64 {
	if len(chances) == 0 || seats < 1 {
		panic("measure: Gini needs chances and seats")
	}
	n := len(chances)
	sum := 0.0
	for i, p := range slices.Sorted(slices.Values(chances)) {
		sum += float64(2*i-n+1) * p
	}
	// Rounding may leave equal chances a hair off 0, on either side.
	return max(0, sum/(float64(n)*float64(seats)))
}

// GeometricMean is the n-th root of the product of n chances; 0 where one of them is 0. The figures
// published for the historic sampler put a chance never seen at [LegacyFloor] first.
func GeometricMean(chances []float64) float64 {
	if slices.Contains(chances, 0) {
		return 0
	}
	return stat.GeometricMean(chances, nil)
}

// LegacyFloor is the least chance in the geometric means that Flanigan et al. (Nature 596:548, 2021)
// print for the historic sampler: one in the 10,000 panels they draw.
const LegacyFloor = 1e-4

// SameLevel is the difference up to which two chances are one level: linear programs leave 1e-9, and
// a page of the largest book is 1e-5.
const SameLevel = 1e-7

// Levels is how many different chances there are, up to [SameLevel].
func Levels(chances []float64) int {
	n, last := 0, math.Inf(-1)
	for _, p := range slices.Sorted(slices.Values(chances)) {
		if p > last+SameLevel {
			n++
		}
		last = p
	}
	return n
}

// ShareBelow is the share of chances strictly below a limit: with the smallest chance of leximin as
// the limit, the last figure of each *_statistics.txt published with Flanigan et al. (2021).
func ShareBelow(chances []float64, limit float64) float64 {
	below := 0
	for _, p := range chances {
		if p < limit {
			below++
		}
	}
	return float64(below) / float64(len(chances))
}

// Kish is the design effect of weighting by 1/chance, n sum(w²) / (sum w)² = 1 + CV²(w): by how much
// the variance of a mean grows because people stand for unequal numbers of others (Kish, Survey
// Sampling, 1965, section 11.7). Chances of 0 have no weight and are left out; NaN where no other
// is left.
func Kish(chances []float64) float64 {
	n, sum, squares := 0.0, 0.0, 0.0
	for _, p := range chances {
		if p > 0 {
			n, sum, squares = n+1, sum+1/p, squares+1/(p*p)
		}
	}
	return n * squares / (sum * sum)
}

// Entropy is the entropy in bits of a law that gives outcome i so many of all chances:
// - sum of q log2 q with q = counts[i] / total.
func Entropy(counts []int) float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	bits := 0.0
	for _, n := range counts {
		if n > 0 {
			q := float64(n) / float64(total)
			bits -= q * math.Log2(q)
		}
	}
	return bits
}

package plan

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// AtLeast is the probability that at least q people answer, where mean are expected and the rate
// has this coefficient of variation: the tail of a Poisson law (cv 0), or of a negative binomial one
// of shape 1/cv².
func AtLeast(q int, mean, cv float64) float64 {
	switch {
	case q <= 0:
		return 1
	case mean <= 0:
		return 0
	case cv <= 0:
		return mathext.GammaIncReg(float64(q), mean)
	}
	shape := 1 / (cv * cv)
	return mathext.RegIncBeta(float64(q), shape, mean/(shape+mean))
}

// needTolerance is how near a bisection comes to the mean, relative to it: far below the digit that
// anybody prints.
const needTolerance = 1e-9

// Need is the smallest mean with which at least q people answer with this probability. It is 0
// where none are needed.
func Need(q int, cv, probability float64) float64 {
	if q <= 0 {
		return 0
	}
	low, high := 0.0, float64(q)
	for AtLeast(q, high, cv) < probability {
		low, high = high, 2*high
	}
	for high-low > needTolerance*high {
		if mid := (low + high) / 2; AtLeast(q, mid, cv) < probability {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// confidence is that of all intervals of this package.
const confidence = 0.95

// clopperPearson is the exact interval for a probability that came true so often of n times.
func clopperPearson(times, n int) [2]float64 {
	const tail = (1 - confidence) / 2
	ends := [2]float64{0, 1}
	if times > 0 {
		ends[0] = mathext.InvRegIncBeta(float64(times), float64(n-times+1), tail)
	}
	if times < n {
		ends[1] = mathext.InvRegIncBeta(float64(times+1), float64(n-times), 1-tail)
	}
	return ends
}

// orderStatistics are the places, from 0, of two of n sorted numbers between which the quantile of
// their law lies with the confidence or more (W. J. Conover, Practical Nonparametric Statistics, 3.2).
// -1 and n: there are too few numbers to tell.
func orderStatistics(n int, probability float64) (low, high int) {
	const tail = (1 - confidence) / 2
	// below(k) is the probability that at most k of n numbers lie below the quantile.
	below := func(k int) float64 {
		switch {
		case k < 0:
			return 0
		case k >= n:
			return 1
		}
		return mathext.RegIncBeta(float64(n-k), float64(k+1), 1-probability)
	}
	low, high = -1, n
	for low+1 < n && below(low+1) <= tail {
		low++
	}
	for high > 0 && 1-below(high-1) <= tail {
		high--
	}
	return low, high
}

// ceil is the number of whole letters that reach x.
func ceil(x float64) int { return int(math.Ceil(x - needTolerance)) }

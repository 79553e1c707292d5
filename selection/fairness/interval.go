package fairness

import (
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Jeffreys is the interval of Jeffreys, 95 %, for a chance with this frequency among n
// panels (Brown, Cai, DasGupta: "Interval estimation for a binomial proportion",
// Statistical Science 16, 2001): the middle of the law of [JeffreysQuantile], the end
// beside a frequency of 0 or 1 being that number. For the mean frequency of several like
// people it is wider than it need be.
func Jeffreys(frequency float64, n int) [2]float64 {
	const tail = 0.025
	ends := [2]float64{JeffreysQuantile(frequency, n, tail), JeffreysQuantile(frequency, n, 1-tail)}
	if frequency == 0 {
		ends[0] = 0
	}
	if frequency == 1 {
		ends[1] = 1
	}
	return ends
}

// JeffreysQuantile is the chance below which this share, 0..1, of the beta law with
// parameters np + 1/2 and n(1-p) + 1/2 lies, p being the frequency.
func JeffreysQuantile(frequency float64, n int, share float64) float64 {
	law := distuv.Beta{Alpha: frequency*float64(n) + 0.5, Beta: (1-frequency)*float64(n) + 0.5}
	return law.Quantile(share)
}

// GeometricMean is that of chances above 0.
func GeometricMean(chances []float64) float64 { return stat.GeometricMean(chances, nil) }

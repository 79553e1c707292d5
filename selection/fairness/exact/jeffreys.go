package exact

import (
	"gonum.org/v1/gonum/stat/distuv"
)

// Jeffreys is the 95 % interval of Jeffreys for a chance with this frequency among n panels (Brown,
// Cai, DasGupta: "Interval estimation for a binomial proportion", Statistical Science 16, 2001). Its
// ends are the 2.5 % and 97.5 % points of [JeffreysQuantile], or 0 and 1 beside a frequency of 0 or
// 1. It is wider than need be for the mean frequency of several people alike.
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

// JeffreysQuantile is the point of the beta law with parameters np + 1/2 and n(1-p) + 1/2 below
// which this share of it lies. p is the frequency; the share is in 0..1.
func JeffreysQuantile(frequency float64, n int, share float64) float64 {
	law := distuv.Beta{Alpha: frequency*float64(n) + 0.5, Beta: (1-frequency)*float64(n) + 0.5}
	return law.Quantile(share)
}

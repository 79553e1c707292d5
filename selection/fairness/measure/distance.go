package measure

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Shares divides counts by their sum. It panics where that is not above 0.
func Shares[N int | int32 | float64](counts []N) []float64 {
	sum := 0.0
	for _, n := range counts {
		sum += float64(n)
	}
	if !(sum > 0) {
		panic("measure: shares of nothing")
	}
	shares := make([]float64, len(counts))
	for i, n := range counts {
		shares[i] = float64(n) / sum
	}
	return shares
}

// TotalVariation is half the sum of |p - q|: the share of seats that would have to go to other
// values for the two distributions to be alike. 0..1.
func TotalVariation(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		sum += math.Abs(p[i] - q[i])
	}
	return sum / 2
}

// Hellinger is sqrt(1 - sum of sqrt(p q)), 0..1 (Le Cam and Yang, Asymptotics in Statistics, 2nd
// edition, 2000, section 3.1).
func Hellinger(p, q []float64) float64 {
	// Equal shares may leave the sum a hair above 1, and gonum takes the root of what is left.
	same := 0.0
	for i := range p {
		same += math.Sqrt(p[i] * q[i])
	}
	return math.Sqrt(max(0, 1-same))
}

// JensenShannon is the Jensen-Shannon divergence in bits, 0..1: the mean of the Kullback-Leibler
// divergences of p and q from their mean (Lin, IEEE Transactions on Information Theory 37:145,
// 1991). Its square root is a metric.
func JensenShannon(p, q []float64) float64 { return max(0, stat.JensenShannon(p, q)/math.Ln2) }

// Wasserstein is the earth mover's distance of two distributions over values in order, one step
// apart: how many steps along the scale the average seat would have to move. 0 to the number of
// values less one (Vallender, Theory of Probability and its Applications 18:784, 1974).
func Wasserstein(p, q []float64) float64 {
	distance, beyond := 0.0, 0.0 // what p has more than q up to a value has to cross it
	for i := range p {
		beyond += p[i] - q[i]
		distance += math.Abs(beyond)
	}
	return distance
}

// Gap is the standardised gap of a panel's count of a value against a share, in standard deviations
// of a simple random sample without replacement from people:
//
//	(seats_v - k s) / sqrt(k s (1-s) (n-k)/(n-1))
//
// NaN where such a sample cannot vary: a share of 0 or 1, or everyone seated.
func Gap(count float64, share float64, seats, people int) float64 {
	sd := math.Sqrt(SampleVariance(share, seats, people))
	if !(sd > 0) {
		return math.NaN()
	}
	return (count - share*float64(seats)) / sd
}

// SampleVariance is the variance of the seats of a value with this share of the people, in a simple
// random sample without replacement: k s (1-s) (n-k)/(n-1). 0 for a single person.
func SampleVariance(share float64, seats, people int) float64 {
	if people < 2 {
		return 0
	}
	return float64(seats) * share * (1 - share) * float64(people-seats) / float64(people-1)
}

// DesignEffect is the variance of the seats of a value over the pages of a book, divided by that of a
// simple random sample from the pool: 0 where the quotas fix the seats, 1 where the book does no
// better than chance (Kish, Survey Sampling, 1965, section 8.2). NaN where a sample cannot vary.
func DesignEffect(seats []int32, share float64, panel, people int) float64 {
	srs := SampleVariance(share, panel, people)
	if !(srs > 0) {
		return math.NaN()
	}
	mean, squares := 0.0, 0.0
	for _, s := range seats {
		mean += float64(s)
	}
	mean /= float64(len(seats))
	for _, s := range seats {
		squares += (float64(s) - mean) * (float64(s) - mean)
	}
	return squares / float64(len(seats)) / srs
}

// RatioProduct is the product, over the features of a person, of the share of their value in the pool
// divided by its share in the quotas, ((min+max)/2)/k: above 1 for people whose values are
// over-represented among the volunteers (Flanigan et al., Nature 596:548, 2021, Extended Data, and
// the code published with it). +Inf where the quotas leave a value no seat.
func RatioProduct(poolShare, quotaShare []float64) float64 {
	product := 1.0
	for f := range poolShare {
		product *= poolShare[f] / quotaShare[f]
	}
	return product
}

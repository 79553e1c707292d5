package fairness

import (
	"cmp"
	"math/big"
	"slices"
)

// hypergeometric is the two-sided p-value of the seats a value got, against a
// draw of seats people from a pool of people of whom with have the value,
// everyone equally likely:
//
//	P(X = x) = C(with, x) C(people - with, seats - x) / C(people, seats)
//
// It is the sum of P(X = x) over all x no likelier than the x seen, the
// convention of Fisher's exact test. The terms are compared and added as
// integers, so ties need no tolerance and the one rounding is the last division.
// Time grows with seats times the length of C(people, seats): 3 ms for 500 seats
// and a million people.
func hypergeometric(people, with, seats, got int) float64 {
	low, high := max(0, seats-(people-with)), min(with, seats)
	if got < low || got > high {
		panic("fairness: more or fewer seats than the pool allows")
	}
	terms := hypergeometricTerms(people, with, seats, low, high)
	seen := terms[got-low]
	tail, total := new(big.Int), new(big.Int)
	for _, t := range terms {
		total.Add(total, t)
		if t.Cmp(seen) <= 0 {
			tail.Add(tail, t)
		}
	}
	p, _ := new(big.Float).Quo(new(big.Float).SetInt(tail), new(big.Float).SetInt(total)).Float64()
	return p
}

// hypergeometricTerms gives C(with, x) C(people-with, seats-x) for x = low..high,
// each from the one before; the divisions leave no remainder.
func hypergeometricTerms(people, with, seats, low, high int) []*big.Int {
	rest := people - with
	first := new(big.Int).Binomial(int64(with), int64(low))
	first.Mul(first, new(big.Int).Binomial(int64(rest), int64(seats-low)))
	terms := []*big.Int{first}
	var up, down, factor big.Int
	for x := low; x < high; x++ {
		up.SetInt64(int64(with - x))
		up.Mul(&up, factor.SetInt64(int64(seats-x)))
		down.SetInt64(int64(x + 1))
		down.Mul(&down, factor.SetInt64(int64(rest-seats+x+1)))
		next := new(big.Int).Mul(terms[len(terms)-1], &up)
		terms = append(terms, next.Quo(next, &down))
	}
	return terms
}

// Holm adjusts p-values for several tests (Holm's step-down, Scandinavian Journal of Statistics
// 6:65, 1979). With m p-values in order, the j-th smallest is multiplied by m - j + 1; none may fall
// below the one before it or rise above 1. The result is in the order of p, which does not change.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	adjusted := make([]float64, len(p))
	floor := 0.0
	for j, i := range order {
		floor = min(1, max(floor, p[i]*float64(len(p)-j)))
		adjusted[i] = floor
	}
	return adjusted
}

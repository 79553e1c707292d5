package exact

import (
	"cmp"
	"slices"
)

// Holm adjusts p-values for several tests (Holm's step-down, Scandinavian Journal of Statistics
// 6:65, 1979). With m p-values in order, the j-th smallest is multiplied by m - j + 1; none may fall
// below the one before it or rise above 1. The result is in the order of p, which does not change.
func Holm(p []float64) []float64 {
	order := rising(p)
	adjusted := make([]float64, len(p))
	floor := 0.0
	for j, i := range order {
		floor = min(1, max(floor, p[i]*float64(len(p)-j)))
		adjusted[i] = floor
	}
	return adjusted
}

// BenjaminiHochberg adjusts p-values so that those at most q have a share of false discoveries of at
// most q on average, where the tests are independent or positively dependent (Benjamini and
// Hochberg, Journal of the Royal Statistical Society B 57:289, 1995). With m p-values in order, the
// j-th smallest is multiplied by m / j; none may rise above the one after it. The result is in the
// order of p, which does not change.
func BenjaminiHochberg(p []float64) []float64 {
	order := rising(p)
	adjusted := make([]float64, len(p))
	ceiling := 1.0
	for j := len(order) - 1; j >= 0; j-- {
		i := order[j]
		ceiling = min(ceiling, p[i]*float64(len(p))/float64(j+1))
		adjusted[i] = ceiling
	}
	return adjusted
}

// rising gives the indices of p from its smallest to its largest.
func rising(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return order
}

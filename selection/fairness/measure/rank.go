package measure

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Spearman is the correlation of the ranks of x and y, ties having the mean of their ranks (Spearman,
// American Journal of Psychology 15:72, 1904). -1..1; NaN where x or y is all alike.
func Spearman(x, y []float64) float64 { return stat.Correlation(ranks(x), ranks(y), nil) }

// ranks gives the rank of each number, from 1.
func ranks(x []float64) []float64 {
	order := sorted(len(x), func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	all := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			all[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return all
}

// Kendall is tau-b: the pairs that x and y put in the same order less those they put in opposite
// order, over the geometric mean of the pairs untied in x and in y (Kendall, Biometrika 33:239,
// 1945). -1..1; NaN where x or y is all alike. Time is n log n (Knight, Journal of the American
// Statistical Association 61:436, 1966); gonum's is tau-a, in n².
func Kendall(x, y []float64) float64 {
	order := sorted(len(x), func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b])) })
	byX, inY := make([]float64, len(x)), make([]float64, len(x))
	for j, i := range order {
		byX[j], inY[j] = x[i], y[i]
	}
	tiedX := ties(len(x), func(i, j int) bool { return byX[i] == byX[j] })
	tiedBoth := ties(len(x), func(i, j int) bool { return byX[i] == byX[j] && inY[i] == inY[j] })
	swaps := sortSwaps(inY, make([]float64, len(inY)))
	tiedY := ties(len(x), func(i, j int) bool { return inY[i] == inY[j] })
	all := float64(len(x)) * float64(len(x)-1) / 2
	concordant := all - tiedX - tiedY + tiedBoth - 2*swaps
	return concordant / math.Sqrt((all-tiedX)*(all-tiedY))
}

// ties counts the pairs within runs of equals.
func ties(n int, same func(i, j int) bool) float64 {
	pairs, run := 0.0, 0.0
	for i := 1; i < n; i++ {
		if run++; !same(i-1, i) {
			run = 0
		}
		pairs += run
	}
	return pairs
}

// sortSwaps sorts v by merging and counts the exchanges of neighbours that would take.
func sortSwaps(v, spare []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	half := len(v) / 2
	swaps := sortSwaps(v[:half], spare[:half]) + sortSwaps(v[half:], spare[half:])
	copy(spare, v)
	a, b := spare[:half], spare[half:len(v)]
	for i := range v {
		if len(b) == 0 || len(a) > 0 && a[0] <= b[0] {
			v[i], a = a[0], a[1:]
		} else {
			swaps += float64(len(a))
			v[i], b = b[0], b[1:]
		}
	}
	return swaps
}

func sorted(n int, compare func(a, b int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	return order
}

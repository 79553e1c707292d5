package census

import (
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

// Weights for people bring panels near the rows that a count leaves out: one whole number for each
// row. A panel weighs the product of its people's. How often the weighted panels meet the rows depends
// on the weights; that those who do are equally likely, after a further choice by lot, does not.

const (
	// heaviest is the largest weight. Each doubling makes the numbers of the count a bit a seat wider.
	heaviest = 8
	// scalings is how many times all rows are scaled; where rows contradict each other there is no end.
	scalings = 100
	// widestSpread is by how much the heaviest panel that meets the rows of a feature may outweigh
	// the lightest: where it is more, the choice by lot costs more than the weights bring.
	widestSpread = 1 << 6
)

// odds are the factors by which the people of each row must be likelier, for panels to meet the rows
// on average, if everybody were seated independently: iterative scaling (Deming and Stephan 1940).
func odds(in *quotas.Instance, rows []quotas.Row) []float64 {
	of := make([][]int, len(in.Count))
	for r := range rows {
		for _, t := range rows[r].Types {
			of[t] = append(of[t], r)
		}
	}
	factor := make([]float64, len(rows))
	for r := range factor {
		factor[r] = 1
	}
	all, people := 1.0, 0
	for _, n := range in.Count {
		people += n
	}
	expect := func(types []int) (seats float64) {
		for _, t := range types {
			o := all
			for _, r := range of[t] {
				o = float64(o * factor[r])
			}
			seats += float64(float64(in.Count[t])*o) / (1 + o)
		}
		return seats
	}
	everyone := make([]int, len(in.Count))
	for t := range everyone {
		everyone[t] = t
	}
	for range scalings {
		if seats := expect(everyone); seats > 0 && in.Seats < people {
			all = float64(all * float64(in.Seats) / seats)
		}
		for r := range rows {
			seats := expect(rows[r].Types)
			room := float64(float64(rows[r].Max-rows[r].Min) / 4)
			goal := min(max(seats, float64(rows[r].Min)+room), float64(rows[r].Max)-room)
			if seats > 0 && goal > 0 {
				factor[r] = float64(factor[r] * goal / seats)
			}
		}
	}
	return factor
}

// weigh makes whole weights of the odds of a feature's rows, 1 for all where that would not pay.
func weigh(in *quotas.Instance, rows []quotas.Row, odds []float64) []int64 {
	top := slices.Max(odds)
	weights, even := make([]int64, len(rows)), slices.Repeat([]int64{1}, len(rows))
	if !parts(in, rows) {
		return even
	}
	for r, o := range odds {
		weights[r] = max(1, int64(float64(heaviest*o)/top+0.5))
	}
	for divisor := int64(heaviest); divisor > 1; divisor-- {
		if !slices.ContainsFunc(weights, func(w int64) bool { return w%divisor != 0 }) {
			for r := range weights {
				weights[r] /= divisor
			}
		}
	}
	least, most := extreme(in.Seats, rows, weights, 1), extreme(in.Seats, rows, weights, -1)
	if least == nil || most.Cmp(least.Mul(least, big.NewInt(widestSpread))) > 0 {
		return even
	}
	return weights
}

// parts reports whether everybody is in exactly one of the rows.
func parts(in *quotas.Instance, rows []quotas.Row) bool {
	rowsOf := make([]int, len(in.Count))
	for _, r := range rows {
		for _, t := range r.Types {
			rowsOf[t]++
		}
	}
	return !slices.ContainsFunc(rowsOf, func(n int) bool { return n != 1 })
}

// extreme is the least weight of panels that meet the rows of a feature, in one of which everybody is,
// or the largest with sign -1; nil where there is none.
func extreme(seats int, rows []quotas.Row, weights []int64, sign int64) *big.Int {
	order := make([]int, len(rows))
	product, left := big.NewInt(1), seats
	take := func(r, n int) {
		product.Mul(product, new(big.Int).Exp(big.NewInt(weights[r]), big.NewInt(int64(n)), nil))
		left -= n
	}
	for r := range rows {
		order[r] = r
		take(r, rows[r].Min)
	}
	if left < 0 {
		return nil
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(sign * (weights[a] - weights[b])) })
	for _, r := range order {
		take(r, min(left, rows[r].Max-rows[r].Min))
	}
	if left > 0 {
		return nil
	}
	return product
}

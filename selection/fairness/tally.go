package fairness

import (
	"gonum.org/v1/gonum/stat"

	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// A tally counts, for one feature, the people of each value in the pool and on
// every page of the book.
type tally struct {
	pool  []int   // per value
	pages []int32 // page after page, per value
	m     int     // number of pages
}

// count makes the tally of a feature with so many values; code is the value of
// each person.
func count(pages [][]int32, code []int32, values int) *tally {
	t := &tally{pool: make([]int, values), pages: make([]int32, len(pages)*values), m: len(pages)}
	for _, v := range code {
		t.pool[v]++
	}
	for j, page := range pages {
		row := t.page(j)
		for _, i := range page {
			row[code[i]]++
		}
	}
	return t
}

// page is the number of seats of each value on page j.
func (t *tally) page(j int) []int32 {
	n := len(t.pool)
	return t.pages[j*n : (j+1)*n]
}

// sum is the number of seats of value v on all pages together.
func (t *tally) sum(v int) int {
	s := 0
	for j := range t.m {
		s += int(t.page(j)[v])
	}
	return s
}

// value describes value v, with page drawn as the panel.
func (t *tally) value(v, drawn, seats int) ValueSeats {
	sum := t.sum(v)
	got := int(t.page(drawn)[v])
	people := 0
	for _, n := range t.pool {
		people += n
	}
	// Distances from the mean times m are integers, so the count is exact.
	far := abs(got*t.m - sum)
	atLeast, low, high := 0, got, got
	for j := range t.m {
		x := int(t.page(j)[v])
		low, high = min(low, x), max(high, x)
		if abs(x*t.m-sum) >= far {
			atLeast++
		}
	}
	return ValueSeats{
		PoolPeople: t.pool[v],
		PoolShare:  float64(t.pool[v]) / float64(people),
		PanelSeats: got,
		PanelShare: float64(got) / float64(seats),
		BookMean:   float64(sum) / float64(t.m),
		BookMin:    low,
		BookMax:    high,
		PBook:      float64(atLeast) / float64(t.m),
	}
}

// pFeature is the share of pages at least as far from the average page as page
// drawn, by the distance
//
//	sum over values v of (seats_v - mean_v)² / mean_v
//
// mean_v being the mean of the book; values on no page add nothing.
func (t *tally) pFeature(drawn int) float64 {
	mean := make([]float64, len(t.pool))
	for v := range mean {
		mean[v] = float64(t.sum(v)) / float64(t.m)
	}
	seats := make([]float64, len(mean))
	distance := func(j int) float64 {
		for v, n := range t.page(j) {
			seats[v] = float64(n)
		}
		return stat.ChiSquare(seats, mean)
	}
	all := make([]float64, t.m)
	for j := range all {
		all[j] = distance(j)
	}
	return exact.Pages(all, drawn)
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

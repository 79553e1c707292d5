package study

import (
	"math"

	"github.com/evenlot/evenlot/selection/fairness/measure"
)

func (w *work) persons() []Person {
	pools := make([][]int, len(w.Table.Features))
	for f := range pools {
		pools[f] = w.features[f].pool()
	}
	drawn := make([]bool, len(w.IDs))
	if w.Page >= 0 {
		for _, i := range w.Pages[w.Page] {
			drawn[i] = true
		}
	}
	all := make([]Person, len(w.IDs))
	pool, quota := make([]float64, len(pools)), make([]float64, len(pools))
	for i, id := range w.IDs {
		p := Person{ID: id, Pages: w.counts[i], Of: len(w.Pages), Chance: w.chance(i), Unseatable: w.unseatable[i], Drawn: drawn[i]}
		for f, v := range w.Input.Values[i] {
			pool[f], quota[f] = float64(pools[f][v])/float64(len(w.IDs)), w.quota(f, v)
			p.Values = append(p.Values, w.features[f].values[v])
		}
		p.RatioProduct = Number(measure.RatioProduct(pool, quota))
		all[i] = p
	}
	return all
}

// Chances are the chances of everybody by the measures of the literature; see package measure for
// formulas and sources. Shares and chances lie in 0..1.
type Chances struct {
	Smallest      float64 `json:"smallest"` // of a seatable person
	Largest       float64 `json:"largest"`
	Mean          float64 `json:"mean"`   // seats over people
	Levels        int     `json:"levels"` // different chances of seatable people
	Unseatable    int     `json:"unseatable"`
	Gini          float64 `json:"gini"`           // over the whole pool
	GeometricMean float64 `json:"geometric_mean"` // over seatable people
	Kish          Number  `json:"kish"`           // design effect of weights 1/chance
	Support       int     `json:"support"`        // different panels of the book
	Entropy       float64 `json:"entropy_bits"`   // of the drawn panel, at most log2 of the pages
	Spearman      Number  `json:"spearman"`       // ratio product against chance, seatable people
	Kendall       Number  `json:"kendall"`        // likewise, tau-b
}

func (w *work) chances(persons []Person) Chances {
	c := Chances{Smallest: math.Inf(1), Mean: float64(w.Seats) / float64(len(w.IDs)), Unseatable: len(w.Input.Unseatable)}
	var all, open, ratio []float64
	for i, p := range persons {
		all = append(all, p.Chance)
		if w.unseatable[i] {
			continue
		}
		c.Smallest, c.Largest = min(c.Smallest, p.Chance), max(c.Largest, p.Chance)
		open, ratio = append(open, p.Chance), append(ratio, float64(p.RatioProduct))
	}
	c.Levels, c.Gini = measure.Levels(open), measure.Gini(all, w.Seats)
	c.GeometricMean, c.Kish = measure.GeometricMean(open), Number(measure.Kish(open))
	c.Spearman, c.Kendall = Number(measure.Spearman(ratio, open)), Number(measure.Kendall(ratio, open))
	copies := map[string]int{}
	for _, page := range w.Pages {
		copies[pageKey(page)]++
	}
	counts := make([]int, 0, len(copies))
	for _, n := range copies {
		counts = append(counts, n)
	}
	c.Support, c.Entropy = len(copies), entropy(counts)
	return c
}

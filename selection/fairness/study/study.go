package study

import (
	"math"

	"github.com/evenlot/evenlot/selection/fairness/measure"
)

// Of studies a lottery. It panics where the parts of the input do not belong together. Time grows with
// the seats of the whole book times the pairs of features, and with the square of the people up to
// the bounds of [Meetings].
func Of(in Input) *Study {
	in.mustFit()
	w := &work{Input: &in, counts: make([]int, len(in.IDs)), unseatable: make([]bool, len(in.IDs))}
	for _, page := range in.Pages {
		for _, i := range page {
			w.counts[i]++
		}
	}
	for _, i := range in.Unseatable {
		w.unseatable[i] = true
	}
	var left []string
	w.features, left = in.columns()
	s := &Study{Format: Format, People: len(in.IDs), Seats: in.Seats, Pages: len(in.Pages), Page: Count(in.Page),
		Rule: in.Rule, Grade: in.Grade, Notes: append([]string{}, left...), Memberships: in.Pages}
	for _, f := range in.Table.Features {
		s.Features = append(s.Features, f.Name)
	}
	s.Persons = w.persons()
	s.Chances = w.chances(s.Persons)
	s.Values, s.Distances = w.values()
	s.Cells = w.cells()
	s.Tests = w.tests()
	if s.Meetings = w.meetings(); s.Meetings == nil {
		s.Notes = append(s.Notes, "pairs of people were not counted: the pool or the book is too large for that")
	}
	if in.Commitment != "" {
		s.Uniformity = w.uniformity()
	}
	return s
}

// work is an input with what is counted once.
type work struct {
	*Input
	counts     []int // pages of each person
	unseatable []bool
	features   []column // those with a quota, then the others
}

// quota is the middle of the quota of a value over the seats.
func (w *work) quota(f, v int) float64 {
	value := w.Table.Features[f].Values[v]
	return float64(value.Min+value.Max) / 2 / float64(w.Seats)
}

func (w *work) chance(i int) float64 { return float64(w.counts[i]) / float64(len(w.Pages)) }

// panel is the seats of each code on the drawn page; nil before the draw.
func (w *work) panel(code []int32, values int) []int {
	if w.Page < 0 {
		return nil
	}
	seats := make([]int, values)
	for _, i := range w.Pages[w.Page] {
		seats[code[i]]++
	}
	return seats
}

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

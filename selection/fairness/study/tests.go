package study

import (
	"fmt"
	"math"

	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// Null hypotheses, in words.
const (
	nullDraw = "every page of the book was equally likely to be drawn"
	nullPool = "the seats were drawn from the whole pool, everyone equally likely, without quotas"
	nullAll  = "every seat was drawn from the population by itself, everyone equally likely, without quotas"
)

const forced = "the feature has a quota, which forces the result: the p-value would tell of the quota, not of chance"

// mostSeats is the seats of the book, times the pairs of features, up to which intersections are
// tested: some seconds.
const mostSeats = 2_000_000_000

// tests asks what of the drawn page chance explains; none before the draw.
func (w *work) tests() []Test {
	tests := []Test{}
	if w.Page < 0 {
		return tests
	}
	tests = append(tests, w.ofDraw()...)
	for f := range w.features {
		tests = append(tests, w.ofPool(f)...)
		tests = append(tests, w.ofPopulation(f)...)
	}
	for _, family := range []string{"draw", "pool", "population"} {
		adjust(tests, family)
	}
	return tests
}

// adjust fills in the adjusted p-values of a family.
func adjust(tests []Test, family string) {
	var at []int
	var p []float64
	for i, t := range tests {
		if t.Family == family && !t.P.missing() {
			at, p = append(at, i), append(p, float64(t.P))
		}
	}
	holm, bh := exact.Holm(p), exact.BenjaminiHochberg(p)
	for j, i := range at {
		tests[i].Holm, tests[i].BH = Number(holm[j]), Number(bh[j])
	}
}

func test(family, subject, method, null string) Test {
	return Test{Family: family, Subject: subject, Method: method, Null: null,
		Observed: missing, Expected: missing, P: missing, Holm: missing, BH: missing}
}

// overPages is the test of a statistic that every page of the book has; larger is more extreme.
func (w *work) overPages(subject string, extreme []float64) Test {
	t := test("draw", subject, "share of the pages at least as far from the mean page", nullDraw)
	t.Observed, t.Expected = Number(extreme[w.Page]), Number(total(extreme)/float64(len(extreme)))
	t.P = Number(exact.Pages(extreme, w.Page))
	return t
}

// ofDraw tests the draw, over the pages of the book.
func (w *work) ofDraw() (tests []Test) {
	sums := make([]float64, len(w.Pages))
	for j, page := range w.Pages {
		for _, i := range page {
			sums[j] += w.chance(int(i))
		}
	}
	mean := total(sums) / float64(len(sums))
	for j := range sums {
		sums[j] = math.Abs(sums[j] - mean)
	}
	tests = append(tests, w.overPages("sum of the chances of the people drawn", sums))
	for f := range w.features {
		c := &w.features[f]
		tests = append(tests, w.overPages(c.name, w.tally(c.code, len(c.values)).distances()))
	}
	n := len(w.Table.Features)
	if len(w.Pages)*w.Seats*n*(n-1)/2 > mostSeats {
		t := test("draw", "intersections of two features", "", nullDraw)
		t.Refused = "the book is too large to go through for every pair of features"
		return append(tests, t)
	}
	for f := range n {
		for g := f + 1; g < n; g++ {
			code, codes := w.joined(f, g)
			tests = append(tests, w.overPages(w.features[f].name+" × "+w.features[g].name, w.tally(code, codes).distances()))
		}
	}
	return tests
}

// ofPool tests a column against a draw from the pool without quotas.
func (w *work) ofPool(f int) (tests []Test) {
	c := &w.features[f]
	if c.quota != nil {
		t := test("pool", c.name, "", nullPool)
		t.Refused = forced
		return []Test{t}
	}
	pool, panel := c.pool(), w.panel(c.code, len(c.values))
	t := test("pool", c.name, "exact, all values together (multivariate hypergeometric)", nullPool)
	t.counted(exact.Draw(panel, pool, w.Random))
	tests = append(tests, t)
	for v, name := range c.values {
		t := test("pool", c.name+": "+name, "exact, two-sided (hypergeometric)", nullPool)
		t.Observed, t.Expected = Number(panel[v]), Number(float64(pool[v])*float64(w.Seats)/float64(len(w.IDs)))
		t.P = Number(exact.Hypergeometric(len(w.IDs), pool[v], w.Seats, panel[v]))
		tests = append(tests, t)
	}
	return tests
}

// ofPopulation tests a column against the shares of a population, where there are any.
func (w *work) ofPopulation(f int) (tests []Test) {
	c := &w.features[f]
	var shares []float64
	for _, name := range c.values {
		share, ok := w.Population.share(c.name, name)
		if !ok {
			return nil
		}
		shares = append(shares, share)
	}
	t := test("population", c.name, "exact, all values together (multinomial)", nullAll)
	if c.quota != nil {
		t.Refused = forced
		return []Test{t}
	}
	if !(total(shares) > 0) {
		t.Refused = "no value of the column has a share of the population: their names may differ"
		return []Test{t}
	}
	panel := w.panel(c.code, len(c.values))
	t.counted(exact.Multinomial(panel, shares, w.Random))
	tests = append(tests, t)
	observed, expected := make([]float64, len(panel)), make([]float64, len(panel))
	for v, n := range panel {
		observed[v], expected[v] = float64(n), shares[v]/total(shares)*float64(w.Seats)
	}
	for _, a := range []struct {
		name string
		test func(observed, expected []float64) (statistic, p float64, why string)
	}{{"chi-square", exact.ChiSquare}, {"G", exact.GTest}} {
		t := test("population", c.name, fmt.Sprintf("approximate (%s, %d degrees of freedom)", a.name, len(panel)-1), nullAll)
		x, p, why := a.test(observed, expected)
		t.Observed, t.P, t.Refused = Number(x), Number(p), why
		tests = append(tests, t)
	}
	return tests
}

// counted takes a p-value with how it came about.
func (t *Test) counted(p exact.P) { t.P, t.Drawn = Number(p.Value), p.Drawn }

package simulate

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/evenlot/evenlot/selection/fairness/exact"
	"github.com/evenlot/evenlot/selection/fairness/study"
)

// level is that of every interval.
const level = 0.95

// mean gives the mean of independent numbers with its interval by Student's law; missing without
// numbers, an interval only of two and more.
func mean(x []float64) (mean, low, high study.Number) {
	if len(x) == 0 {
		return study.Missing(), study.Missing(), study.Missing()
	}
	m, sd := stat.MeanStdDev(x, nil)
	if len(x) == 1 {
		return study.Number(m), study.Missing(), study.Missing()
	}
	n := float64(len(x))
	off := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile((1+level)/2) * sd / math.Sqrt(n)
	return study.Number(m), study.Number(m - off), study.Number(m + off)
}

// distribution describes numbers of independent pools.
func distribution(rule, name string, x []float64) Measure {
	m := Measure{Rule: rule, Measure: name, Runs: len(x)}
	m.Mean, m.Low, m.High = mean(x)
	ends := []*study.Number{&m.Least, &m.P5, &m.Median, &m.P95, &m.Most}
	sorted := slices.Sorted(slices.Values(x))
	for i, p := range []float64{0, 0.05, 0.5, 0.95, 1} {
		*ends[i] = study.Missing()
		if len(x) > 0 {
			*ends[i] = study.Number(stat.Quantile(p, stat.Empirical, sorted, nil))
		}
	}
	return m
}

// share describes how many of so many pools something holds of.
func share(name string, with, of int) Measure {
	m := distribution("", name, nil)
	p := float64(with) / float64(of)
	ends := exact.Jeffreys(p, of)
	m.Runs, m.Mean, m.Low, m.High = of, study.Number(p), study.Number(ends[0]), study.Number(ends[1])
	return m
}

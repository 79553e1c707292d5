package exact

// TieTolerance is the relative difference under which two statistics are equally extreme. It guards
// against values that differ by the rounding of their sums only; those that really differ do so by
// far more, since they are made of whole seats.
const TieTolerance = 1e-9

// Pages is the exact p-value of a statistic of the drawn page, larger being more extreme: the share
// of the pages at least as extreme. extreme has the statistic of every page. Under the null
// hypothesis that every page was equally likely to be drawn, P(p <= a) <= a for every a. It panics
// where there is no such page.
func Pages(extreme []float64, drawn int) float64 {
	limit := below(extreme[drawn])
	atLeast := 0
	for _, x := range extreme {
		if x >= limit {
			atLeast++
		}
	}
	return float64(atLeast) / float64(len(extreme))
}

// below is a hair less than x.
func below(x float64) float64 { return x - TieTolerance*max(x, -x) }

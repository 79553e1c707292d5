package fair

// A rowSpan is a row of an interior program: Index and Value as in simplex.Row, its
// window, and which ends of the window can bind at all.
type rowSpan struct {
	index    []int
	value    []float64
	min, max float64
	low, up  bool
}

func (r *rowSpan) equality() bool { return r.min == r.max }

func (r *rowSpan) dot(x []float64) float64 {
	sum := 0.0
	for k, t := range r.index {
		sum += float64(r.value[k] * x[t])
	}
	return sum
}

// addRows adds A'y to x.
func (p *interior) addRows(x, y []float64) {
	for i := range p.rows {
		r := &p.rows[i]
		for k, t := range r.index {
			x[t] += float64(r.value[k] * y[i])
		}
	}
}

package fair

import "math"

// refinements of a solution of the Newton system against the matrix before
// regularity was added to it.
const refinements = 3

// factor puts A diag(inverse) A' + diag(soft), a little raised on its diagonal, into
// p.m as the lower triangle of its Cholesky factor.
func (p *interior) factor(inverse, soft []float64) bool {
	p.matrix(inverse, soft)
	k := len(p.m)
	raise := 1.0 // a seat
	for i := range p.m {
		raise = max(raise, p.m[i][i]-soft[i])
	}
	raise = float64(raise * regularity)
	for i := 0; i < k; i++ {
		p.m[i][i] += raise
		for j := 0; j <= i; j++ {
			sum := p.m[i][j]
			for l := 0; l < j; l++ {
				sum -= float64(p.m[i][l] * p.m[j][l])
			}
			switch {
			case i > j:
				p.m[i][j] = sum / p.m[j][j]
			case sum > 0:
				p.m[i][i] = math.Sqrt(max(sum, raise))
			default: // a row that depends on the ones before, up to rounding
				p.m[i][i] = math.Sqrt(raise)
			}
			if v := p.m[i][j]; math.IsNaN(v) || math.IsInf(v, 0) {
				return false
			}
		}
	}
	return true
}

// matrix fills the lower triangle of p.m.
func (p *interior) matrix(inverse, soft []float64) {
	for i := range p.m {
		clear(p.m[i])
	}
	column := make([][]entry, len(p.n))
	for i := range p.rows {
		for k, t := range p.rows[i].index {
			column[t] = append(column[t], entry{i, p.rows[i].value[k]})
		}
	}
	for t, c := range column {
		for _, a := range c {
			v := float64(a.value * inverse[t])
			for _, b := range c {
				if b.row > a.row {
					break
				}
				p.m[a.row][b.row] += float64(v * b.value)
			}
		}
	}
	for i, v := range soft {
		p.m[i][i] += v
	}
}

// An entry is a coefficient of a column.
type entry struct {
	row   int
	value float64
}

// refine solves the Newton system for g into y.
func (p *interior) refine(y, g, inverse, soft []float64) {
	rest := append([]float64(nil), g...)
	for range refinements {
		p.back(rest)
		for i := range y {
			y[i] += rest[i]
		}
		spread := make([]float64, len(p.n))
		p.addRows(spread, y)
		for t := range spread {
			spread[t] = float64(spread[t] * inverse[t])
		}
		for i := range rest {
			rest[i] = g[i] - p.rows[i].dot(spread) - float64(soft[i]*y[i])
		}
	}
}

// back solves with the Cholesky factor, in place.
func (p *interior) back(b []float64) {
	for i := range b {
		for l := 0; l < i; l++ {
			b[i] -= float64(p.m[i][l] * b[l])
		}
		b[i] /= p.m[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for l := i + 1; l < len(b); l++ {
			b[i] -= float64(p.m[l][i] * b[l])
		}
		b[i] /= p.m[i][i]
	}
}

package simplex

import "slices"

// A Column is one structural variable: its cost, its box, and its coefficients in the rows Index,
// ascending.
type Column struct {
	Index              []int
	Value              []float64
	Cost, Lower, Upper float64
}

// AddColumns appends columns, out of the basis, so the solver stays warm. The scale of a row stays
// as its first coefficients made it.
func (s *Solver) AddColumns(columns []Column) {
	n, more := s.n, len(columns)
	for i, v := range s.basic {
		if v >= n {
			s.basic[i] = v + more
		}
	}
	var lower, upper []float64
	outside := make([]int, more)
	for k, c := range columns {
		s.cost = append(s.cost, c.Cost)
		lower, upper, outside[k] = append(lower, c.Lower), append(upper, c.Upper), -1
		s.appendEntries(c)
		s.start = append(s.start, len(s.index))
	}
	s.lower = slices.Insert(s.lower, n, lower...)
	s.upper = slices.Insert(s.upper, n, upper...)
	s.where = slices.Insert(s.where, n, outside...)
	s.atUpper = slices.Insert(s.atUpper, n, make([]bool, more)...)
	s.isLive = append(s.isLive, make([]bool, more)...)
	s.n += more
	s.resize()
}

// appendEntries puts the coefficients of a column behind all others.
func (s *Solver) appendEntries(c Column) {
	for k, i := range c.Index {
		v := c.Value[k] * s.scale[i]
		s.index, s.value = append(s.index, int32(i)), append(s.value, v)
		s.unit = s.unit && v == 1
	}
}

// SetEntries replaces the coefficients of column j.
func (s *Solver) SetEntries(j int, rows []int, values []float64) {
	index, value, start := s.index, s.value, s.start
	s.index, s.value = make([]int32, 0, len(index)), make([]float64, 0, len(index))
	s.start = make([]int, 1, len(start))
	for k := range s.n {
		if k == j {
			s.appendEntries(Column{Index: rows, Value: values})
		} else {
			s.index = append(s.index, index[start[k]:start[k+1]]...)
			s.value = append(s.value, value[start[k]:start[k+1]]...)
		}
		s.start = append(s.start, len(s.index))
	}
	s.fresh, s.freshCost = true, true
}

// SetWindow changes the window of row i.
func (s *Solver) SetWindow(i int, lower, upper float64) {
	s.lower[s.n+i], s.upper[s.n+i] = lower*s.scale[i], upper*s.scale[i]
}

// TrueDuals is as [Solver.Duals], but of the costs as they are, without perturbation: y solves
// yB = c exactly up to rounding. Some column may then price out by the size of the perturbation.
func (s *Solver) TrueDuals(y []float64) []float64 {
	clear(y)
	m := s.m
	for p, v := range s.basic {
		if v < s.n && s.cost[v] != 0 {
			subtractRow(y, s.inv[p*m:(p+1)*m], -s.cost[v])
		}
	}
	for i := range y {
		y[i] *= s.scale[i]
	}
	return y
}

// Basic reports whether column j is in the basis of the last solution.
func (s *Solver) Basic(j int) bool { return s.where[j] >= 0 }

// addColumn does into += f * (column of variable v).
func (s *Solver) addColumn(into []float64, v int, f float64) {
	if v >= s.n {
		into[v-s.n] -= f
		return
	}
	for k := s.start[v]; k < s.start[v+1]; k++ {
		into[s.index[k]] += float64(f * s.value[k])
	}
}

// dot is y·A_j for a structural column.
func (s *Solver) dot(y []float64, j int) float64 {
	sum := 0.0
	if s.unit {
		for _, i := range s.index[s.start[j]:s.start[j+1]] {
			sum += y[i]
		}
		return sum
	}
	for k := s.start[j]; k < s.start[j+1]; k++ {
		sum += float64(y[s.index[k]] * s.value[k])
	}
	return sum
}

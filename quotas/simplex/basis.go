package simplex

// factorise rebuilds the inverse of the basis matrix by Gauss-Jordan elimination
// with row pivoting. Logical columns are unit vectors and need no elimination
// among themselves. A basis that has become singular gives up the offending
// structurals in favour of logicals; the boxes keep that dual feasible.
func (s *Solver) factorise() {
	m := s.m
	for {
		if s.tryFactorise() {
			break
		}
	}
	for i := 0; i < m; i++ {
		s.norm[i] = rowNorm(s.inv[i*m : (i+1)*m])
	}
	s.age, s.fresh, s.freshCost = 0, false, true
}

// tryFactorise builds the inverse; false after a singular column was replaced.
//
// The basis is ordered so that a basic logical n+i sits at position i. With the
// structurals at the remaining positions P (the rows whose logicals are not
// basic), B = [-I on the other rows; A_S], so only the |P| x |P| block of A_S in
// the rows P has to be inverted, and the rest follows.
func (s *Solver) tryFactorise() bool {
	m := s.m
	s.orderBasis()
	pos := make([]int, 0, m) // positions held by structurals
	slot := make([]int, m)
	for i, v := range s.basic {
		slot[i] = -1
		if v < s.n {
			slot[i] = len(pos)
			pos = append(pos, i)
		}
	}
	k := len(pos)
	s.effort += int64(k) * int64(k) * int64(k)
	block := make([]float64, k*k)
	for c, p := range pos {
		j := s.basic[p]
		for e := s.start[j]; e < s.start[j+1]; e++ {
			if r := slot[s.index[e]]; r >= 0 {
				block[r*k+c] = s.value[e]
			}
		}
	}
	inv, bad := invert(block, k)
	if bad >= 0 {
		j := s.basic[pos[bad]]
		s.where[j] = -1
		free := s.freeRow()
		s.basic[pos[bad]] = s.n + free
		s.where[s.n+free] = pos[bad]
		return false
	}
	s.assemble(inv, pos, slot)
	return true
}

// orderBasis puts every basic logical n+i at position i and the structurals at
// the positions left, in ascending order.
func (s *Solver) orderBasis() {
	structurals := make([]int, 0, s.m)
	for i := range s.basic {
		if v := s.basic[i]; v < s.n {
			structurals = append(structurals, v)
		}
	}
	sortInts(structurals)
	next := 0
	for i := range s.basic {
		if s.where[s.n+i] >= 0 {
			s.basic[i] = s.n + i
		} else {
			s.basic[i] = structurals[next]
			next++
		}
		s.where[s.basic[i]] = i
	}
}

// freeRow is the first row whose logical is not basic.
func (s *Solver) freeRow() int {
	for i := 0; i < s.m; i++ {
		if s.where[s.n+i] < 0 {
			return i
		}
	}
	panic("simplex: internal error: singular basis without a free row")
}

// assemble writes the inverse of the whole basis from the inverse of its block.
// For the rows P: x_S = block^-1 b_P. For a row i outside P:
// A_S[i]·x_S - r_i = b_i, so r_i = A_S[i]·block^-1 b_P - b_i.
func (s *Solver) assemble(block []float64, pos, slot []int) {
	m, k := s.m, len(pos)
	for i := range s.inv {
		s.inv[i] = 0
	}
	for i := 0; i < m; i++ {
		if slot[i] < 0 {
			s.inv[i*m+i] = -1
			continue
		}
		row := block[slot[i]*k : (slot[i]+1)*k]
		for c, p := range pos {
			s.inv[i*m+p] = row[c]
		}
	}
	for c, p := range pos {
		j := s.basic[p]
		for e := s.start[j]; e < s.start[j+1]; e++ {
			i, v := int(s.index[e]), s.value[e]
			if slot[i] >= 0 {
				continue
			}
			row := block[c*k : (c+1)*k]
			for c2, p2 := range pos {
				s.inv[i*m+p2] += float64(v * row[c2])
			}
		}
	}
}

// invert returns the inverse of the k x k matrix a (which it destroys), or the
// index of a column that depends on the others.
func invert(a []float64, k int) (inv []float64, bad int) {
	inv = make([]float64, k*k)
	perm := make([]int, k) // row of a that served column c
	used := make([]bool, k)
	for i := 0; i < k; i++ {
		inv[i*k+i] = 1
	}
	for c := 0; c < k; c++ {
		p, best := -1, pivotTolerance
		for r := 0; r < k; r++ {
			if v := abs(a[r*k+c]); !used[r] && v > best {
				p, best = r, v
			}
		}
		if p < 0 {
			return nil, c
		}
		used[p], perm[c] = true, p
		scale := 1 / a[p*k+c]
		scaleRow(a[p*k:(p+1)*k], scale)
		scaleRow(inv[p*k:(p+1)*k], scale)
		for r := 0; r < k; r++ {
			if f := a[r*k+c]; r != p && f != 0 {
				subtractRow(a[r*k:(r+1)*k], a[p*k:(p+1)*k], f)
				subtractRow(inv[r*k:(r+1)*k], inv[p*k:(p+1)*k], f)
			}
		}
	}
	out := make([]float64, k*k)
	for c, p := range perm {
		copy(out[c*k:(c+1)*k], inv[p*k:(p+1)*k])
	}
	return out, -1
}

func scaleRow(row []float64, f float64) {
	for i := range row {
		row[i] *= f
	}
}

// subtractRow does row -= f*other.
func subtractRow(row, other []float64, f float64) {
	other = other[:len(row)]
	for i := range row {
		row[i] -= float64(f * other[i])
	}
}

func rowNorm(row []float64) float64 {
	sum := 0.0
	for _, v := range row {
		sum += float64(v * v)
	}
	return sum
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

// sortInts is insertion sort: the lists are short and the package needs no other.
func sortInts(a []int) {
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j] < a[j-1]; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}

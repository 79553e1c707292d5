package simplex

import "math/big"

// ExactRay is the Farkas row of an Infeasible answer in exact fractions, up to a positive factor. It
// solves rho*B = e_r for the basis of the answer by elimination. That takes milliseconds where Ray
// takes nothing: it is for callers who need entries that are no simple fractions. Coefficients of
// the rows must be integers. It is nil if the basis is exactly singular.
func (s *Solver) ExactRay() []*big.Rat {
	rho := make([]*big.Rat, s.m)
	for i := range rho {
		rho[i] = new(big.Rat)
	}
	// A basic logical n+i makes rho[i] = 0, unless it is the leaving one: then it is -1
	// and moves to the right-hand side of the equations of the structurals.
	leaving := s.basic[s.rayRow]
	var rows, cols []int
	for i := 0; i < s.m; i++ {
		if s.where[s.n+i] < 0 {
			rows = append(rows, i)
		}
		if v := s.basic[i]; v < s.n {
			cols = append(cols, v)
		}
	}
	if leaving >= s.n {
		rho[leaving-s.n].SetInt64(-1)
	}
	// One equation for each basic structural j: sum over rows i of rho[i]*a[i][j] = [j leaves].
	system := make([][]*big.Rat, len(cols))
	for e, j := range cols {
		system[e] = s.equation(j, rows, leaving)
	}
	solution := eliminate(system)
	if solution == nil {
		return nil
	}
	for k, i := range rows {
		rho[i] = solution[k]
	}
	if s.raySign > 0 {
		for _, v := range rho {
			v.Neg(v)
		}
	}
	return rho
}

// equation is the row of coefficients of the unknown rho[rows...] and the right-hand side.
func (s *Solver) equation(j int, rows []int, leaving int) []*big.Rat {
	at := make(map[int]int, len(rows))
	for k, i := range rows {
		at[i] = k
	}
	eq := make([]*big.Rat, len(rows)+1)
	for k := range eq {
		eq[k] = new(big.Rat)
	}
	right := eq[len(rows)]
	if j == leaving {
		right.SetInt64(1)
	}
	for e := s.start[j]; e < s.start[j+1]; e++ {
		i := int(s.index[e])
		v := new(big.Rat).SetFloat64(s.value[e] / s.scale[i])
		if k, ok := at[i]; ok {
			eq[k] = v
		} else if leaving == s.n+i {
			right.Add(right, v) // rho[i] = -1
		}
	}
	return eq
}

// eliminate solves a square system, given with its right-hand side as last column, by
// Gauss-Jordan elimination; nil if it is singular.
func eliminate(a [][]*big.Rat) []*big.Rat {
	n := len(a)
	for c := 0; c < n; c++ {
		p := c
		for p < n && a[p][c].Sign() == 0 {
			p++
		}
		if p == n {
			return nil
		}
		a[c], a[p] = a[p], a[c]
		inverse := new(big.Rat).Inv(a[c][c])
		for k := c; k <= n; k++ {
			a[c][k].Mul(a[c][k], inverse)
		}
		for r := 0; r < n; r++ {
			if r == c || a[r][c].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Set(a[r][c])
			for k := c; k <= n; k++ {
				a[r][k].Sub(a[r][k], new(big.Rat).Mul(f, a[c][k]))
			}
		}
	}
	x := make([]*big.Rat, n)
	for r := range x {
		x[r] = a[r][n]
	}
	return x
}

package simplex

// dualObjective is the bound of the present reduced costs, from the perturbed
// costs: an upper estimate that is cheap to have during the pivots.
func (s *Solver) dualObjective() float64 {
	sum := 0.0
	for _, v := range s.live {
		if s.where[v] < 0 {
			sum += boxMax(s.d[v], s.lower[v], s.upper[v])
		}
	}
	return sum
}

// accurate reports whether Ax still equals the row variables.
func (s *Solver) accurate() bool {
	for i := range s.rhs {
		s.rhs[i] = 0
	}
	for _, v := range s.live {
		if x := s.x[v]; x != 0 {
			s.addColumn(s.rhs, v, x)
		}
	}
	for _, r := range s.rhs {
		if abs(r) > residualTolerance {
			return false
		}
	}
	return true
}

// checkOptimal recomputes what an optimal answer claims: residual, bounds, dual
// signs, gap.
func (s *Solver) checkOptimal() Status {
	if !s.accurate() {
		return Failed
	}
	objective, scale := 0.0, 1.0
	for _, v := range s.live {
		x := s.x[v]
		if s.infeasibility(v) > residualTolerance {
			return Failed
		}
		if v < s.n {
			objective += float64(s.work[v] * x)
			scale += abs(float64(s.work[v] * x))
		}
	}
	if gap := s.dualObjective() - objective; abs(gap) > float64(gapTolerance*scale) {
		return Failed
	}
	if s.hasCutoff && objective < s.cutoff {
		return CutOff
	}
	return Optimal
}

// farkas checks from the data that row r of B^-1, taken with the sign of the
// infeasibility, is a Farkas row, and keeps it as the ray.
func (s *Solver) farkas(r int, sign float64) bool {
	if cap(s.ray) < s.m {
		s.ray = make([]float64, s.m)
	}
	s.ray, s.rayRow, s.raySign = s.ray[:s.m], r, sign
	// x_B(r) is below its lower bound and -alpha·x_N cannot lift it: with y = sign*rho,
	// sum y_i ((Ax)_i - r_i) = 0 for all x, but its largest value over the boxes is < 0.
	rho := s.inv[r*s.m : (r+1)*s.m]
	largest, scale := 0.0, 1.0
	for i, v := range rho {
		s.ray[i] = -float64(sign * v)
	}
	for j := 0; j < s.n; j++ {
		d := s.dot(s.ray, j)
		b := boxMax(d, s.lower[j], s.upper[j])
		largest += b
		scale += abs(b)
	}
	for i, y := range s.ray {
		b := boxMax(-y, s.lower[s.n+i], s.upper[s.n+i])
		largest += b
		scale += abs(b)
	}
	for i := range s.ray {
		s.ray[i] *= s.scale[i]
	}
	return largest < -float64(farkasTolerance*scale)
}

// farkasTolerance: rounding of the sums in a Farkas row, relative to their terms.
const farkasTolerance = 1e-13

// infeasibility is how far variable v is outside its bounds.
func (s *Solver) infeasibility(v int) float64 {
	if gap := s.lower[v] - s.x[v]; gap > 0 {
		return gap
	}
	return s.x[v] - s.upper[v]
}

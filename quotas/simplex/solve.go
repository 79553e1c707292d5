package simplex

// pivotLimit bounds one Solve; a problem of this shape takes a few times Rows.
func (s *Solver) pivotLimit() int { return 2000 + 50*(s.m+1) + s.n }

// Solve finds an optimal x from the present basis.
func (s *Solver) Solve() Status {
	for try := 0; try < 3; try++ {
		switch try {
		case 1:
			s.fresh = true
		case 2:
			s.reset()
		}
		if status := s.run(); status != Failed {
			return status
		}
	}
	return Failed
}

// reset goes back to the basis of logicals.
func (s *Solver) reset() {
	s.freshCost = true
	for j := 0; j < s.n; j++ {
		s.where[j] = -1
	}
	for i := 0; i < s.m; i++ {
		s.basic[i], s.where[s.n+i] = s.n+i, i
	}
	s.fresh = true
}

// run pivots until the basis is primal feasible, and checks what it found.
func (s *Solver) run() Status {
	s.refresh()
	limit := s.pivots + s.pivotLimit()
	for s.pivots < limit {
		if s.pivots%lookAfter == 0 && s.called() {
			return Stopped
		}
		if s.age >= refactorAfter {
			s.fresh = true
			s.refresh()
		}
		r := s.leaving()
		if r < 0 {
			if s.age == 0 || s.accurate() {
				return s.checkOptimal()
			}
			s.fresh = true
			s.refresh()
			continue
		}
		status, ok := s.pivot(r)
		if ok {
			continue
		}
		if status != Failed || s.age == 0 {
			return status
		}
		s.fresh = true
		s.refresh()
	}
	return Failed
}

// called reports whether the solver was called off, or has done its work.
func (s *Solver) called() bool {
	select {
	case <-s.done:
		return true
	default:
		return s.limit > 0 && s.effort >= s.limit
	}
}

// refresh makes inverse, reduced costs and x agree with basis, costs and bounds.
func (s *Solver) refresh() {
	if s.fresh {
		s.factorise()
	}
	s.enliven()
	if s.freshCost {
		s.price()
	}
	s.place()
	s.count()
}

// count adds one pass over inverse and columns to the work.
func (s *Solver) count() { s.effort += int64(s.m)*int64(s.m) + int64(s.start[s.n]) }

// enliven lists the live variables. The reduced costs of the others are not kept;
// those that come back to life get theirs from the multipliers.
func (s *Solver) enliven() {
	s.live = s.live[:0]
	for j := 0; j < s.n; j++ {
		live := s.where[j] >= 0 || s.lower[j] != 0 || s.upper[j] != 0
		if live && !s.isLive[j] && !s.freshCost && s.where[j] < 0 {
			s.d[j] = s.work[j] - s.dot(s.d[s.n:], j) // d of a logical is its multiplier, 0 if basic
		}
		if s.isLive[j] = live; live {
			s.live = append(s.live, j)
		} else {
			s.x[j] = 0
		}
	}
	for i := 0; i < s.m; i++ {
		s.live = append(s.live, s.n+i)
	}
}

// price perturbs the costs and computes the reduced costs d = c - yA, y = c_B B^-1.
func (s *Solver) price() {
	scale := 0.0
	for _, c := range s.cost {
		if a := abs(c); a > scale {
			scale = a
		}
	}
	if s.fine {
		scale *= finePerturbation
	} else {
		scale *= perturbation
	}
	if s.costless = scale == 0; s.costless {
		scale = -1 // any costs will do to look for a feasible point; these start low
	}
	for j := 0; j < s.n; j++ {
		s.work[j] = s.cost[j] + float64(scale*jitter(j))
	}
	m := s.m
	y := s.rhs
	for i := range y {
		y[i] = 0
	}
	for p, v := range s.basic {
		if v < s.n && s.work[v] != 0 {
			subtractRow(y, s.inv[p*m:(p+1)*m], -s.work[v])
		}
	}
	for _, j := range s.live[:len(s.live)-m] {
		s.d[j] = 0
		if s.where[j] < 0 {
			s.d[j] = s.work[j] - s.dot(y, j)
		}
	}
	for i := 0; i < m; i++ {
		s.d[s.n+i] = 0
		if s.where[s.n+i] < 0 {
			s.d[s.n+i] = y[i]
		}
	}
	s.freshCost = false
}

// jitter is a fixed number in [0.5, 1) for column j (splitmix64's finaliser).
func jitter(j int) float64 {
	z := uint64(j+1) * 0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	z ^= z >> 31
	return 0.5 + float64(float64(z>>12)/(1<<53))
}

// place puts every nonbasic variable at the bound its reduced cost asks for and
// computes the basic ones: x_B = -B^-1 N x_N.
func (s *Solver) place() {
	for i := range s.rhs {
		s.rhs[i] = 0
	}
	for _, v := range s.live {
		if s.where[v] >= 0 {
			continue
		}
		s.atUpper[v] = s.d[v] > 0 || (s.d[v] == 0 && s.atUpper[v])
		s.x[v] = s.lower[v]
		if s.atUpper[v] {
			s.x[v] = s.upper[v]
		}
		if s.x[v] != 0 {
			s.addColumn(s.rhs, v, -s.x[v])
		}
	}
	m := s.m
	for p, v := range s.basic {
		s.x[v] = dense(s.inv[p*m:(p+1)*m], s.rhs)
	}
}

func dense(a, b []float64) float64 {
	b = b[:len(a)]
	sum := 0.0
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}

// leaving is the position with the largest infeasibility by steepest edge, or -1.
func (s *Solver) leaving() int {
	best, r := 0.0, -1
	for p, v := range s.basic {
		gap := s.infeasibility(v)
		if gap <= primalTolerance {
			continue
		}
		if score := float64(gap*gap) / s.norm[p]; score > best {
			best, r = score, p
		}
	}
	return r
}

// pivot drives the basic variable at position r to its nearest bound. ok is false
// when that is impossible (Infeasible), pointless (CutOff) or unsafe (Failed).
func (s *Solver) pivot(r int) (status Status, ok bool) {
	p := s.basic[r]
	sign, target := 1.0, s.lower[p]
	if s.x[p] > s.upper[p] {
		sign, target = -1, s.upper[p]
	}
	s.pivotRow(r)
	q, flips := s.entering(float64(sign), abs(target-s.x[p]))
	if q < 0 {
		if s.farkas(r, sign) {
			return Infeasible, false
		}
		return Failed, false
	}
	s.flip(flips)
	s.ftran(q)
	if abs(s.column[r]-s.alpha[q]) > 1e-6*(1+abs(s.alpha[q])) {
		return Failed, false
	}
	theta := s.d[q] / s.column[r]
	s.updateDuals(theta, p, q)
	step := (s.x[p] - target) / s.column[r]
	for i, v := range s.basic {
		s.x[v] -= float64(s.column[i] * step)
	}
	s.x[q] += step
	s.x[p] = target
	s.atUpper[p] = sign < 0
	s.where[p], s.where[q], s.basic[r] = -1, r, q
	s.updateInverse(r)
	s.pivots++
	s.count()
	s.age++
	if s.hasCutoff && s.pivots%8 == 0 && s.dualObjective() < s.cutoff {
		return CutOff, false
	}
	return Optimal, true
}

// pivotRow computes alpha = row r of B^-1 N for every nonbasic variable.
func (s *Solver) pivotRow(r int) {
	rho := s.inv[r*s.m : (r+1)*s.m]
	for _, j := range s.live[:len(s.live)-s.m] {
		if s.where[j] < 0 {
			s.alpha[j] = s.dot(rho, j)
		}
	}
	for i, v := range rho {
		s.alpha[s.n+i] = -v
	}
}

// flip moves columns to their other bound and x_B with them.
func (s *Solver) flip(flips []breakpoint) {
	if len(flips) == 0 {
		return
	}
	for i := range s.rhs {
		s.rhs[i] = 0
	}
	for _, b := range flips {
		v := b.j
		to := s.upper[v]
		if s.atUpper[v] {
			to = s.lower[v]
		}
		s.addColumn(s.rhs, v, s.x[v]-to)
		s.x[v], s.atUpper[v] = to, !s.atUpper[v]
	}
	m := s.m
	for p, v := range s.basic {
		s.x[v] += dense(s.inv[p*m:(p+1)*m], s.rhs)
	}
}

// ftran computes column = B^-1 A_q.
func (s *Solver) ftran(q int) {
	m := s.m
	if q >= s.n {
		for p := range s.column {
			s.column[p] = -s.inv[p*m+q-s.n]
		}
		return
	}
	for p := range s.column {
		row, sum := s.inv[p*m:(p+1)*m], 0.0
		for k := s.start[q]; k < s.start[q+1]; k++ {
			sum += float64(row[s.index[k]] * s.value[k])
		}
		s.column[p] = sum
	}
}

// updateDuals moves the reduced costs by theta along the pivot row.
func (s *Solver) updateDuals(theta float64, p, q int) {
	for _, v := range s.live {
		if s.where[v] < 0 {
			s.d[v] -= float64(theta * s.alpha[v])
		}
	}
	s.d[q] = 0
	s.d[p] = -theta
}

// updateInverse applies the pivot at position r to the rows of the inverse.
func (s *Solver) updateInverse(r int) {
	m := s.m
	row := s.inv[r*m : (r+1)*m]
	scaleRow(row, 1/s.column[r])
	for i := 0; i < m; i++ {
		if i == r || s.column[i] == 0 {
			continue
		}
		other := s.inv[i*m : (i+1)*m]
		subtractRow(other, row, s.column[i])
		s.norm[i] = rowNorm(other)
	}
	s.norm[r] = rowNorm(row)
}

package fair

import (
	"math"
	"slices"

	"github.com/evenlot/evenlot/quotas/oracle"
)

const (
	// interiorLimit bounds the Newton steps; usually 25 to 60 are needed.
	interiorLimit = 300
	// interiorGap ends the steps: the mean product of a slack and its multiplier is below
	// this, relative to the people.
	interiorGap = 1e-11
	// evenGap is that of the even program, where it is what numbers near their bounds are off by, over
	// multipliers that may be small.
	evenGap = 1e-16
	// residualSeats: how far a row may then be from its place, in seats.
	residualSeats = 1e-9
	// lastResort multiplies both where rounding allows no further step; what the vector is
	// worth is proved afterwards in any case.
	lastResort = 100
	// boundaryShare is how much of the way to the boundary a step may go.
	boundaryShare = 0.99
	// centring is the share of the mean product that a step aims at.
	centring = 0.15
	// shortestStep: a share of a step below this gets nowhere.
	shortestStep = 1e-12
	// regularity is added to the diagonal of the Newton matrix, relative to the largest
	// entry of A H^-1 A': rows of a feature with exact quotas depend on each other. D^-1 is
	// left out of the comparison: it grows without end for a row that does not bind, and
	// what is added would drown the rows that do.
	regularity = 1e-13
)

// An interior is the program
//
//	maximise    sum over t of n[t] log x[t]
//	subject to  min <= Ax <= max,  x <= n
//
// solved by a primal-dual interior point method: Newton steps on the conditions of
// optimality with every product of slack and multiplier set to a target that goes to
// 0 (Wright: Primal-Dual Interior-Point Methods, SIAM 1997). The Newton matrix is as
// large as there are rows; types only add to it. It needs no logarithm: the objective
// enters through its derivatives n/x and n/x².
//
// The even program has another objective and bounds, see newEven.
type interior struct {
	n    []float64
	rows []rowSpan
	x, s []float64 // seats, n - x
	z    []float64 // multipliers of x <= n
	e, q []float64 // even: x - low and its multipliers; else empty
	r    []float64 // place of each row in its window
	l, u []float64 // r - min, max - r: kept apart, so that rounding never makes them 0
	y    []float64 // multipliers of Ax = r
	v, w []float64 // multipliers of r >= min, r <= max
	m    [][]float64
}

func newInterior(n []float64, rows []rowSpan) *interior {
	p := &interior{n: n, rows: rows}
	k := len(rows)
	p.x, p.s, p.z = make([]float64, len(n)), make([]float64, len(n)), make([]float64, len(n))
	p.r, p.l, p.u = make([]float64, k), make([]float64, k), make([]float64, k)
	p.y, p.v, p.w = make([]float64, k), make([]float64, k), make([]float64, k)
	p.m = make([][]float64, k)
	for i := range p.m {
		p.m[i] = make([]float64, k)
	}
	for t, c := range n {
		p.x[t], p.s[t], p.z[t] = c/2, c/2, 1
	}
	for i := range rows {
		p.place(i)
	}
	return p
}

// place starts a row inside its window.
func (p *interior) place(i int) {
	r := &p.rows[i]
	at := r.dot(p.x)
	switch {
	case r.equality():
		p.r[i] = r.min
		return
	case r.low && r.up:
		at = (r.min + r.max) / 2
	case r.low:
		at = max(at, r.min+1)
	default:
		at = min(at, r.max-1)
	}
	p.r[i], p.l[i], p.u[i] = at, at-r.min, r.max-at
	if r.low {
		p.v[i] = 1
	}
	if r.up {
		p.w[i] = 1
	}
	p.y[i] = p.v[i] - p.w[i]
}

// newEven is the program
//
//	minimise    sum over t of x[t]² / n[t]
//	subject to  min <= Ax <= max,  low <= x <= high
//
// whose solution has the chances x/n with the least sum of squares over all people.
func newEven(n, low, high []float64, rows []rowSpan) *interior {
	p := newInterior(n, rows)
	p.e, p.q = make([]float64, len(n)), make([]float64, len(n))
	for t := range n {
		p.e[t] = (high[t] - low[t]) / 2
		p.x[t], p.s[t], p.q[t] = low[t]+p.e[t], p.e[t], 1
	}
	for i := range rows {
		p.place(i)
	}
	return p
}

// even reports whether the objective is that of newEven.
func (p *interior) even() bool { return p.e != nil }

// objective gives the first derivative, and the second with its sign changed.
func (p *interior) objective(t int) (slope, curve float64) {
	if p.even() {
		return -p.x[t] / p.n[t], 1 / p.n[t]
	}
	return p.n[t] / p.x[t], p.n[t] / float64(p.x[t]*p.x[t])
}

// solve runs Newton steps; it reports whether they converged.
func (p *interior) solve() bool {
	people := 1.0
	for _, c := range p.n {
		people += c
	}
	least := interiorGap
	if p.even() {
		least = evenGap
	}
	for step := 0; step < interiorLimit; step++ {
		gap, off := p.products(), p.residual()
		if gap < float64(least*people) && off < residualSeats {
			return true
		}
		if !p.step(float64(centring * gap)) {
			return gap < float64(lastResort*least*people) && off < float64(lastResort*residualSeats)
		}
	}
	return false
}

// products is the mean product of a slack and its multiplier.
func (p *interior) products() float64 {
	sum, count := 0.0, 0.0
	for t := range p.n {
		sum += float64(p.z[t] * p.s[t])
		count++
		if p.even() {
			sum += float64(p.q[t] * p.e[t])
			count++
		}
	}
	for i := range p.rows {
		r := &p.rows[i]
		if r.equality() {
			continue
		}
		if r.low {
			sum += float64(p.v[i] * p.l[i])
			count++
		}
		if r.up {
			sum += float64(p.w[i] * p.u[i])
			count++
		}
	}
	return sum / count
}

func (p *interior) residual() float64 {
	off := 0.0
	for i := range p.rows {
		off = max(off, math.Abs(p.rows[i].dot(p.x)-p.r[i]))
	}
	return off
}

// A direction is one Newton step.
type direction struct{ x, z, q, r, y, v, w []float64 }

// step takes one Newton step towards products of mu; false where rounding leaves none.
func (p *interior) step(mu float64) bool {
	d, ok := p.direction(mu)
	if !ok {
		return false
	}
	a := p.reach(d)
	if !(a > shortestStep) {
		return false
	}
	for t := range p.x {
		p.x[t] += float64(a * d.x[t])
		p.s[t] -= float64(a * d.x[t])
		p.z[t] += float64(a * d.z[t])
		if p.even() {
			p.e[t] += float64(a * d.x[t])
			p.q[t] += float64(a * d.q[t])
		}
	}
	for i := range p.y {
		p.r[i] += float64(a * d.r[i])
		p.l[i] += float64(a * d.r[i])
		p.u[i] -= float64(a * d.r[i])
		p.y[i] += float64(a * d.y[i])
		p.v[i] += float64(a * d.v[i])
		p.w[i] += float64(a * d.w[i])
	}
	return true
}

// direction solves (A H^-1 A' + D^-1) dy = g and reads off the rest, where
// H = n/x² + z/(n-x) and D = v/(r-min) + w/(max-r).
func (p *interior) direction(mu float64) (*direction, bool) {
	nt, k := len(p.n), len(p.rows)
	d := &direction{make([]float64, nt), make([]float64, nt), make([]float64, len(p.q)), make([]float64, k),
		make([]float64, k), make([]float64, k), make([]float64, k)}
	pull, inverse := make([]float64, nt), make([]float64, nt) // h, 1/H
	for t, s := range p.s {
		slope, curve := p.objective(t)
		pull[t] = slope - mu/s
		if p.even() {
			pull[t] += mu / p.e[t]
			curve += p.q[t] / p.e[t]
		}
		inverse[t] = 1 / (curve + p.z[t]/s)
	}
	p.addRows(pull, p.y)
	g, soft := make([]float64, k), make([]float64, k)
	for i := range p.rows {
		r := &p.rows[i]
		for j, t := range r.index {
			g[i] -= float64(float64(r.value[j]*inverse[t]) * pull[t])
		}
		g[i] -= r.dot(p.x) - p.r[i]
		if !r.equality() {
			stiff, push := p.window(i, mu)
			soft[i] = 1 / stiff
			g[i] += push / stiff
			d.r[i] = push / stiff
		}
	}
	if !p.factor(inverse, soft) {
		return nil, false
	}
	p.refine(d.y, g, inverse, soft)
	copy(d.x, pull)
	p.addRows(d.x, d.y)
	for t, s := range p.s {
		d.x[t] = float64(d.x[t] * inverse[t])
		d.z[t] = (mu - float64(p.z[t]*s) + float64(p.z[t]*d.x[t])) / s
		if p.even() {
			d.q[t] = (mu - float64(p.q[t]*p.e[t]) - float64(p.q[t]*d.x[t])) / p.e[t]
		}
	}
	for i := range p.rows {
		r := &p.rows[i]
		if r.equality() {
			continue
		}
		d.r[i] -= float64(soft[i] * d.y[i])
		if r.low {
			s := p.l[i]
			d.v[i] = (mu - float64(p.v[i]*s) - float64(p.v[i]*d.r[i])) / s
		}
		if r.up {
			s := p.u[i]
			d.w[i] = (mu - float64(p.w[i]*s) + float64(p.w[i]*d.r[i])) / s
		}
	}
	return d, true
}

// window is D of a row and what its products pull it by.
func (p *interior) window(i int, mu float64) (stiff, push float64) {
	r := &p.rows[i]
	push = -p.y[i]
	if r.low {
		stiff += p.v[i] / p.l[i]
		push += mu / p.l[i]
	}
	if r.up {
		stiff += p.w[i] / p.u[i]
		push -= mu / p.u[i]
	}
	return stiff, push
}

// reach is the largest share of the step, at most 1, that stays inside.
func (p *interior) reach(d *direction) float64 {
	a := 1.0
	keep := func(value, change float64) {
		if float64(a*change) < -float64(boundaryShare*value) {
			a = -float64(boundaryShare*value) / change
		}
	}
	for t := range p.n {
		if p.even() {
			keep(p.e[t], d.x[t])
			keep(p.q[t], d.q[t])
		} else {
			keep(p.x[t], d.x[t])
		}
		keep(p.s[t], -d.x[t])
		keep(p.z[t], d.z[t])
	}
	for i := range p.rows {
		r := &p.rows[i]
		if r.equality() {
			continue
		}
		if r.low {
			keep(p.l[i], d.r[i])
			keep(p.v[i], d.v[i])
		}
		if r.up {
			keep(p.u[i], -d.r[i])
			keep(p.w[i], d.w[i])
		}
	}
	return a
}

// seatableProgram are the types that can be seated, their people, and the rows over these types, with
// cuts: what an interior program needs.
func (s *Solver) seatableProgram() (types []int, n []float64, rows []rowSpan) {
	in := *s.in
	in.Rows = slices.Concat(in.Rows, s.cuts)
	place := make([]int, len(in.Count))
	for t, c := range in.Count {
		place[t] = len(types)
		if !s.excluded[t] {
			types, n = append(types, t), append(n, float64(c))
		}
	}
	for _, r := range oracle.Rows(&in) {
		span := rowSpan{min: r.Min, max: r.Max}
		low, high := 0.0, 0.0
		for k, t := range r.Index {
			v := 1.0
			if r.Value != nil {
				v = r.Value[k]
			}
			if s.excluded[t] {
				continue
			}
			span.index, span.value = append(span.index, place[t]), append(span.value, v)
			low += float64(min(v, 0) * float64(in.Count[t]))
			high += float64(max(v, 0) * float64(in.Count[t]))
		}
		span.low, span.up = r.Min > low, r.Max < high
		if len(span.index) > 0 && (span.low || span.up) {
			rows = append(rows, span)
		}
	}
	return types, n, rows
}

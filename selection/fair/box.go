package fair

import (
	"context"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// Three rules look only at the smallest chance z and the largest chance u: maximin,
// minimax, goldilocks. What they ask of the panels is which pairs (z, u) some lottery
// attains: a convex set in the plane. It is known from above by lines,
//
//	rise*u - fall*z >= least,
//
// which every lottery meets, and a rule finds the best pair that the lines leave. Then
// Q is asked for a point in the box n*z <= x <= n*u: if there is none, its Farkas row
// is linear in z and u and gives the next line; if there is one, panels are asked for
// a mixture in the box, and if there is none that gives a cut, and so new lines. Rays
// and cuts are finitely many, so the search ends at the best pair there is.
//
// Many vectors have the best pair. The evenest of them is taken: that with the least sum of squares
// over everyone who can be seated, which is also that with the least variance.

const (
	// lineTolerance: a line that a pair misses by less than this, in chances, has not
	// moved it. Rays are accurate to about 1e-13.
	lineTolerance = 1e-12
	// boxSlack, in chances: a box is widened by this much where rounding makes Q call the best
	// pair of its own lines empty.
	boxSlack = 1e-10
	// lineLimit bounds the lines of one search; usually 5 to 30 are needed.
	lineLimit = 2000
)

// A line holds for the smallest chance z and the largest chance u of every lottery.
type line struct{ rise, fall, least float64 }

// An aim is what a rule wants of z and u.
type aim interface {
	// pick is the best pair that the lines leave, 0 <= z <= mean <= u <= 1.
	pick(lines []line, mean float64) (z, u float64)
	// value is the objective of a pair.
	value(z, u float64) float64
}

// A boxed is one search.
type boxed struct {
	*Solver
	in    *quotas.Instance // with cuts
	lp    *simplex.Solver
	rows  []simplex.Row
	lines []line
	mean  float64 // seats per person who can be seated
	even  bool    // what is found is the evenest of the best
}

// solveBox computes the outcome of a rule that looks at z and u alone.
func (s *Solver) solveBox(ctx context.Context, rule string, a aim, o RuleOptions) (*Outcome, error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	b := &boxed{Solver: s, mean: float64(s.in.Seats) / float64(s.seatable())}
	s.allow(o.Budget / evenShare)
	m, seeded, plain := newMixer(s), false, false
	for {
		b.program()
		z, u, x, err := b.search(a)
		if err != nil {
			return nil, err
		}
		lo, hi := b.times(z), b.times(u)
		b.even = false
		if !plain {
			if near, far, at := b.evenest(z, u); at != nil {
				lo, hi, x, b.even = near, far, at, true
			}
		}
		if o.Budget == 0 {
			return b.report(rule, a, z, u, b.clip(x, z, u)), nil
		}
		if b.even && !seeded {
			seeded = true
			if err := s.seed(ctx, x); err != nil {
				return nil, err
			}
		}
		found, cut, err := m.inside(ctx, lo, hi)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case cut != nil:
			s.cuts = append(s.cuts, *cut)
		case found != nil:
			out := b.report(rule, a, z, u, b.clip(found.seats, z, u))
			out.attained(found)
			out.Value = a.value(b.ends(b.clip(found.seats, 0, 1)))
			return out, nil
		case !plain: // another lottery with these z and u may be nearer at hand
			plain = true
			s.allow(o.Budget - o.Budget/evenShare)
		case err != nil:
			return nil, err
		default:
			out := b.report(rule, a, z, u, b.clip(x, z, u))
			out.Grade = Open
			return out, nil
		}
	}
}

const (
	// evenNear, in chances: a lottery so near to the evenest is as good. It has to be more than
	// evenRooms take away.
	evenNear = 1e-5
	// evenShare of the budget goes into panels that attain it, at most.
	evenShare = 2
)

// evenRooms, in chances: by so much a box is wider for the interior point method, which needs room on
// both sides of every number; more where the first did not do.
var evenRooms = [...]float64{1e-7, 1e-6, 4e-6}

// evenest finds the point of Q in the box whose chances have the least sum of squares, and a small box
// around it; nil where rounding lets no point be found.
func (b *boxed) evenest(z, u float64) (lo, hi, x []float64) {
	types, n, rows := b.seatableProgram()
	for _, room := range evenRooms {
		p := newEven(n, within(n, z-room), within(n, u+room), rows)
		if p.solve() {
			return b.nearby(z, u, types, p)
		}
	}
	return nil, nil, nil
}

// within is the seats of people at a chance.
func within(n []float64, chance float64) []float64 {
	seats := make([]float64, len(n))
	for i, c := range n {
		seats[i] = float64(c * chance)
	}
	return seats
}

// nearby finds a point of Q near the solution, in the box for z and u.
func (b *boxed) nearby(z, u float64, types []int, p *interior) (lo, hi, x []float64) {
	lo, hi = b.times(max(0, z-boxSlack)), b.times(u+boxSlack)
	for i, t := range types {
		near := float64(p.n[i] * evenNear)
		lo[t], hi[t] = max(lo[t], min(p.x[i]-near, hi[t])), min(hi[t], max(p.x[i]+near, lo[t]))
		b.lp.SetBounds(t, lo[t], hi[t])
	}
	if b.lp.Solve() != simplex.Optimal {
		return nil, nil, nil
	}
	x = make([]float64, len(b.in.Count))
	for t := range x {
		x[t] = b.lp.Value(t)
	}
	return lo, hi, x
}

// program makes the linear program of Q with the cuts found so far.
func (b *boxed) program() {
	in := *b.Solver.in
	in.Rows = slices.Concat(in.Rows, b.cuts)
	b.in, b.rows = &in, oracle.Rows(&in)
	n := len(in.Count)
	b.lp = simplex.New(make([]float64, n), make([]float64, n), make([]float64, n), b.rows)
}

// search finds the best pair over Q, and a point of Q in its box.
func (b *boxed) search(a aim) (z, u float64, x []float64, err error) {
	for len(b.lines) < lineLimit {
		z, u = a.pick(b.lines, b.mean)
		x, next, err := b.probe(z, u)
		if err != nil {
			return 0, 0, nil, err
		}
		if x != nil {
			return z, u, x, nil
		}
		if next.least-(float64(next.rise*u)-float64(next.fall*z)) < lineTolerance {
			x, _, err := b.probe(max(0, z-boxSlack), u+boxSlack)
			if err == nil && x == nil {
				err = errNumerical
			}
			return z, u, x, err
		}
		b.lines = append(b.lines, next)
	}
	return 0, 0, nil, errNumerical
}

// probe finds a point of Q in the box, or a line that (z, u) misses. Lines are scaled
// so that the larger of rise and fall is 1.
func (b *boxed) probe(z, u float64) (x []float64, next line, err error) {
	for t, n := range b.in.Count {
		if !b.excluded[t] {
			b.lp.SetBounds(t, float64(float64(n)*z), float64(float64(n)*min(u, 1)))
		}
	}
	switch b.lp.Solve() {
	case simplex.Optimal:
		x = make([]float64, len(b.in.Count))
		for t := range x {
			x[t] = b.lp.Value(t)
		}
		return x, line{}, nil
	case simplex.Infeasible:
		next = b.line()
		scale := max(next.rise, next.fall)
		if !(scale > 0) {
			return nil, line{}, errNumerical
		}
		return nil, line{next.rise / scale, next.fall / scale, next.least / scale}, nil
	}
	return nil, line{}, errNumerical
}

// line reads the Farkas row as a condition on z and u: what the boxes let the sum of
// the rows reach must come up to what their windows ask for.
func (b *boxed) line() line {
	d := make([]float64, len(b.in.Count))
	var next line
	for i, y := range b.lp.Ray() {
		r := &b.rows[i]
		for k, t := range r.Index {
			v := y
			if r.Value != nil {
				v = float64(v * r.Value[k])
			}
			d[t] += v
		}
		if y > 0 {
			next.least += float64(y * r.Min)
		} else {
			next.least += float64(y * r.Max)
		}
	}
	for t, n := range b.in.Count {
		switch {
		case b.excluded[t]:
		case d[t] > 0:
			next.rise += float64(d[t] * float64(n))
		default:
			next.fall -= float64(d[t] * float64(n))
		}
	}
	return next
}

// times is the seats of everyone at chance p; 0 for the unseatable.
func (b *boxed) times(p float64) []float64 {
	x := make([]float64, len(b.in.Count))
	for t, n := range b.in.Count {
		if !b.excluded[t] {
			x[t] = float64(float64(n) * p)
		}
	}
	return x
}

// clip turns seats into chances and takes away what rounding put outside [z, u].
func (b *boxed) clip(x []float64, z, u float64) []float64 {
	chance := make([]float64, len(x))
	for t, n := range b.in.Count {
		if !b.excluded[t] {
			chance[t] = min(max(x[t]/float64(n), z), u, 1)
		}
	}
	return chance
}

func (b *boxed) report(rule string, a aim, z, u float64, chance []float64) *Outcome {
	out := b.outcome(rule, chance)
	out.Value, out.Bound, out.Even = a.value(b.ends(chance)), a.value(z, u), b.even
	return out
}

// ends are the smallest and the largest chance of those who can be seated.
func (b *boxed) ends(chance []float64) (least, most float64) {
	least = 1
	for t, p := range chance {
		if !b.excluded[t] {
			least, most = min(least, p), max(most, p)
		}
	}
	return least, most
}

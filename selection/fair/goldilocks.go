package fair

import (
	"context"
	"math"
)

// Goldilocks wants nobody's chance much too high and nobody's much too low:
//
//	minimise  (n/k) max p + gamma (k/n) / min p
//
// over everyone who can be seated, n of them, k seats (Baharav and Flanigan: "Fair,
// manipulation-robust, and transparent sortition", EC 2024). If some lottery has
// largest chance a k/n and smallest (k/n)/b, this one has its largest at most
// (a + gamma b) k/n and its smallest at least gamma/(a + gamma b) k/n.
//
// The best u for a given z is a convex function made of straight pieces, so the
// problem is one of a single variable: a piece has its best z at
// sqrt(gamma k/n / (n/k slope)), and otherwise it lies where two pieces meet. Of the
// vectors with the best pair this is the evenest, see [Maximin].
//
// Value and Bound are the objective.
type Goldilocks struct {
	// Gamma weighs the smallest chance against the largest; 0 stands for 1.
	Gamma float64
}

var _ Rule = Goldilocks{}

// Name is "goldilocks".
func (Goldilocks) Name() string { return "goldilocks" }

// Aim says it in a few words.
func (Goldilocks) Aim() string {
	return "no chance much too high and none much too low: both ends weighed against each other"
}

// Independent is false: the chances are a vector, and one book has them all.
func (Goldilocks) Independent() bool { return false }

// MayExclude is false.
func (Goldilocks) MayExclude() bool { return false }

// Chances computes a goldilocks vector.
func (g Goldilocks) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	if g.Gamma == 0 {
		g.Gamma = 1
	}
	if !(g.Gamma > 0) {
		panic("fair: gamma must be above 0")
	}
	mean := float64(s.in.Seats) / float64(s.seatable())
	return s.solveBox(ctx, "goldilocks", middle{1 / mean, float64(g.Gamma * mean)}, o)
}

// middle is the aim of goldilocks: minimise up*u + down/z.
type middle struct{ up, down float64 }

// pick tries every z at which the best u has a kink or a piece of it its best place.
func (m middle) pick(lines []line, mean float64) (z, u float64) {
	top := mean
	for _, l := range lines {
		if l.fall > 0 {
			top = min(top, (l.rise-l.least)/l.fall)
		}
	}
	z, u = top, floor(lines, mean, top)
	try := func(at float64) {
		if !(at > 0 && at < top) {
			return
		}
		if above := floor(lines, mean, at); m.value(at, above) < m.value(z, u) {
			z, u = at, above
		}
	}
	all := append([]line{{1, 0, mean}}, lines...)
	for i, l := range all {
		if l.rise == 0 {
			continue
		}
		if slope := l.fall / l.rise; slope > 0 {
			try(math.Sqrt(m.down / float64(m.up*slope)))
		}
		for _, o := range all[:i] {
			if o.rise > 0 {
				try((o.least/o.rise - l.least/l.rise) / (l.fall/l.rise - o.fall/o.rise))
			}
		}
	}
	return z, u
}

// floor is the smallest u that the lines leave for z.
func floor(lines []line, mean, z float64) float64 {
	u := mean
	for _, l := range lines {
		if l.rise > 0 {
			u = max(u, (l.least+float64(l.fall*z))/l.rise)
		}
	}
	return min(u, 1)
}

func (m middle) value(z, u float64) float64 { return float64(m.up*u) + m.down/z }

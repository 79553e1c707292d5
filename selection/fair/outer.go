package fair

import (
	"errors"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

const (
	// newtonTolerance: a level is found when the next Newton step would lower it by
	// less than this. Chances are at most 1 and rays are accurate to about 1e-13.
	newtonTolerance = 1e-12
	// weightTolerance: a type whose weight in the ray, relative to the largest, is
	// above this is held down by the level; true zeros come out below 1e-12.
	weightTolerance = 1e-8
	// newtonLimit bounds the steps of one level; usually 3 to 8 are needed.
	newtonLimit = 200
)

// errNumerical is what callers see when the linear programs could not be solved
// to the stated accuracy.
var errNumerical = errors.New("fair: a linear program could not be solved accurately")

// An outer computes leximin over the relaxation Q of the panels: all real vectors
// x that meet the rows. Its levels bound those of the real lottery from above.
//
// There is no variable for the level z. Everyone not yet fixed gets at least z:
// in seats n_t*z <= x_t <= n_t, so chances above 1 cannot occur. A z that is too
// high makes Q with these boxes empty, and the Farkas row that shows it is linear
// in z: its root is the next, lower z. This is Newton's method on a piecewise
// linear function; it ends after finitely many steps at the largest z that leaves
// a point, with the ray as the proof that nothing larger does.
type outer struct {
	in    *quotas.Instance
	s     *simplex.Solver
	rows  []simplex.Row
	floor []float64 // chance each type has been promised, by fixing
	fixed []bool
}

// A Level is one step of leximin: the types that cannot all get more than Chance
// while everybody fixed before keeps their chance q. Its proof is a weight y >= 0 on
// every person, 1 in sum over those not fixed before, such that every panel has
//
//	y(panel) <= Chance + sum over those fixed before of y*q,
//
// which the row multipliers show. Only types with weight are fixed.
type Level struct {
	Chance  float64
	Types   []int     // fixed at this level
	Weights []float64 // per type: weight of its people together; see below; nil when Chance is 1
	Rows    []float64 // multiplier of each row of Chances.Instance, then of the seats
}

// newOuter starts with nobody fixed but the excluded types, which stay at 0.
func newOuter(in *quotas.Instance, excluded []bool) *outer {
	n := len(in.Count)
	o := &outer{in: in, floor: make([]float64, n), fixed: make([]bool, n)}
	upper := make([]float64, n)
	for t, c := range in.Count {
		upper[t] = float64(c)
		if excluded[t] {
			upper[t], o.fixed[t] = 0, true
		}
	}
	o.rows = oracle.Rows(in)
	o.s = simplex.New(make([]float64, n), make([]float64, n), upper, o.rows)
	return o
}

// leximin computes every level and the point that attains them all.
func (o *outer) leximin() (levels []Level, x []float64, err error) {
	for o.open() {
		level, err := o.level()
		if err != nil {
			return nil, nil, err
		}
		levels = append(levels, level)
	}
	x = make([]float64, len(o.in.Count))
	for t := range x {
		x[t] = o.s.Value(t)
	}
	return levels, x, nil
}

func (o *outer) open() bool {
	for _, f := range o.fixed {
		if !f {
			return true
		}
	}
	return false
}

// level finds the largest z and fixes the types its ray holds down.
func (o *outer) level() (Level, error) {
	z := 1.0
	var last Level
	for step := 0; step < newtonLimit; step++ {
		o.promise(z)
		switch o.s.Solve() {
		case simplex.Optimal:
			return o.fix(last, z), nil
		case simplex.Infeasible:
			next, level := o.root()
			if level.Weights == nil || next < 0 {
				return Level{}, errNumerical
			}
			if next > z-newtonTolerance {
				return o.fix(last, z), nil
			}
			z, last = next, level
		default:
			return Level{}, errNumerical
		}
	}
	return Level{}, errNumerical
}

// promise sets the boxes for level z.
func (o *outer) promise(z float64) {
	for t, n := range o.in.Count {
		if !o.fixed[t] {
			o.s.SetBounds(t, float64(float64(n)*z), float64(n))
		}
	}
}

// root reads the Farkas row as a bound that falls with z and returns where it
// meets zero, with the weights it puts on people.
func (o *outer) root() (z float64, level Level) {
	y := append([]float64(nil), o.s.Ray()...)
	d := make([]float64, len(o.in.Count))
	asked := 0.0
	for i, r := range o.rows {
		for k, t := range r.Index {
			v := y[i]
			if r.Value != nil {
				v = float64(v * r.Value[k])
			}
			d[t] += v
		}
		if y[i] > 0 {
			asked += float64(y[i] * r.Min)
		} else {
			asked += float64(y[i] * r.Max)
		}
	}
	reach, slope := 0.0, 0.0
	weights := make([]float64, len(d))
	for t, n := range o.in.Count {
		switch {
		case d[t] > 0:
			reach += float64(d[t] * o.s.Upper(t))
		case o.fixed[t]:
			reach += float64(d[t] * o.s.Lower(t))
			weights[t] = -float64(d[t] * float64(n))
		default:
			weights[t] = -float64(d[t] * float64(n))
			slope += weights[t]
		}
	}
	if slope <= 0 {
		return 0, Level{}
	}
	for t := range weights {
		weights[t] /= slope
	}
	for i := range y {
		y[i] /= -slope
	}
	return (reach - asked) / slope, Level{Weights: weights, Rows: y}
}

// fix ends a level: types with weight stay at z for good.
func (o *outer) fix(level Level, z float64) Level {
	level.Chance = z
	largest := 0.0
	for t, w := range level.Weights {
		if !o.fixed[t] {
			largest = max(largest, w)
		}
	}
	for t, n := range o.in.Count {
		if o.fixed[t] {
			continue
		}
		// z = 1: everyone left gets the most there is, no ray needed.
		if z == 1 || level.Weights[t] > float64(weightTolerance*largest) {
			o.fixed[t], o.floor[t] = true, z
			level.Types = append(level.Types, t)
			o.s.SetBounds(t, float64(float64(n)*z), float64(n))
		}
	}
	return level
}

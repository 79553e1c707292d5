package fair

import (
	"context"
	"errors"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

const (
	// newtonTolerance: a level is found when the next Newton step would lower it by
	// less than this. Chances are at most 1 and rays are accurate to about 1e-13.
	newtonTolerance = 1e-12
	// cutLeeway: seats by which a promise may be missed in the linear programs of later
	// levels where there are cuts. Each level is met within 1e-9 seats only, and with
	// the large coefficients of cuts small misses add up to contradictions. What later
	// levels gain by it is found out by the search for a mixture, which follows.
	cutLeeway = 2e-8
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
	in       *quotas.Instance
	s        *simplex.Solver
	rows     []simplex.Row
	excluded []bool // types that no panel holds
	fixed    []bool
	floor    []float64 // chance of the types fixed
	at       []int     // level they were fixed at
	levels   []Level
	leeway   float64
}

// newOuter starts with nobody fixed but the excluded types, which stay at 0.
func newOuter(in *quotas.Instance, excluded []bool) *outer {
	n := len(in.Count)
	o := &outer{in: in, excluded: excluded, fixed: make([]bool, n), floor: make([]float64, n), at: make([]int, n)}
	upper := make([]float64, n)
	for t, c := range in.Count {
		upper[t] = float64(c)
		if excluded[t] {
			upper[t], o.fixed[t] = 0, true
		}
	}
	for _, r := range in.Rows {
		if r.Kind == quotas.CutRow {
			o.leeway = cutLeeway
		}
	}
	o.rows = oracle.Rows(in)
	o.s = simplex.New(make([]float64, n), make([]float64, n), upper, o.rows)
	return o
}

// leximin computes every level and the point that attains them all.
func (o *outer) leximin(ctx context.Context) (x []float64, err error) {
	o.s.SetDone(ctx.Done())
	for o.open() {
		level, err := o.level()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		o.fix(level)
	}
	return o.seats(), nil
}

// seats are those of everyone's chance.
func (o *outer) seats() []float64 {
	x := make([]float64, len(o.in.Count))
	for t, n := range o.in.Count {
		x[t] = float64(o.floor[t] * float64(n)) // leximin is unique: nobody has more
	}
	return x
}

func (o *outer) open() bool {
	for _, f := range o.fixed {
		if !f {
			return true
		}
	}
	return false
}

// level finds the largest chance that everyone not fixed can be promised. It starts
// from what the number of seats alone allows.
func (o *outer) level() (Level, error) {
	seats := make([]*big.Int, len(o.rows))
	for i := range seats {
		seats[i] = new(big.Int)
	}
	seats[len(o.rows)-1].SetInt64(1)
	best, ok := o.proves(seats)
	if !ok || best.Chance >= 1 {
		best = Level{Chance: 1, Exact: big.NewRat(1, 1)}
	}
	for step := 0; step < newtonLimit; step++ {
		o.promise(best.Chance)
		switch o.s.Solve() {
		case simplex.Optimal:
			return best, nil
		case simplex.Infeasible:
			next, ok := o.proves(wholeNumbers(o.s))
			if !ok || next.Exact.Sign() < 0 {
				return Level{}, errNumerical
			}
			if next.Chance > best.Chance-newtonTolerance {
				return best, nil
			}
			best = next
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

// fix ends a level: types with weight stay at its chance for good. A level without
// weights has chance 1, the most there is: it fixes everyone left.
func (o *outer) fix(level Level) {
	for t, n := range o.in.Count {
		if o.fixed[t] || level.Weights != nil && level.Weights[t].Sign() == 0 {
			continue
		}
		o.fixed[t], o.floor[t], o.at[t] = true, level.Chance, len(o.levels)
		level.Types = append(level.Types, t)
		o.s.SetBounds(t, max(0, float64(float64(n)*level.Chance)-o.leeway), float64(n))
	}
	o.levels = append(o.levels, level)
}

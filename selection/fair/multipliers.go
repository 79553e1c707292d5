package fair

import (
	"math"
	"math/big"

	"github.com/evenlot/evenlot/quotas/simplex"
)

// A Level is one step of leximin: types that cannot all get more than Chance while everybody fixed
// before keeps their chance q. Its proof, a Farkas certificate, is a whole number m for every row.
// Let c be the sum of the multipliers of a person's rows (times the coefficient, in a cut) and y =
// max(0, c) the person's weight. Every panel meets every row and has each person at most once, so
//
//	y(panel) <= B = sum over rows of max(m*Min, m*Max) + sum over people of max(0, -c)
//
// The people fixed before have q, and all others at least z. Therefore
//
//	z <= (B - sum over the people fixed before of y*q) / (sum of y over all others) = Chance.
//
// The level fixes every other person with weight: a larger chance for one of them takes from
// another, who is then below Chance.
type Level struct {
	Chance      float64
	Exact       *big.Rat   // the same, as the multipliers prove it
	Types       []int      // fixed at this level
	Multipliers []*big.Int // of each row of Chances.Instance, then of the seats; nil: Chance is 1
	Weights     []*big.Int // y of one person of each type; nil: Chance is 1
}

// largestDenominator: without cuts, the entries of a Farkas row are fractions with the
// determinant of a small 0/1 matrix as denominator, nearly always below 100. With cuts
// they can be anything, and are computed exactly.
const largestDenominator = 1000

// wholeTolerance: how near to integers multiples must come to be taken for them.
const wholeTolerance = 1e-6

// wholeNumbers are multipliers proportional to minus the Farkas row of s; nil if there
// is none.
func wholeNumbers(s *simplex.Solver) []*big.Int {
	v := make([]float64, len(s.Ray()))
	for i, y := range s.Ray() {
		v[i] = -y
	}
	// The pivot of the row is 1 before scaling, so the entries are fractions as they are.
	for d := 1.0; d <= largestDenominator; d++ {
		if w := whole(v, d); w != nil {
			m := make([]*big.Int, len(w))
			for i, x := range w {
				m[i] = big.NewInt(x)
			}
			return m
		}
	}
	if ray := s.ExactRay(); ray != nil {
		return exactNumbers(ray)
	}
	return fineNumbers(v)
}

// fineBits: multipliers that have no exact form are rounded to this many bits. What
// they prove is too high by about 1e-13, less than the linear program can see.
const fineBits = 50

// fineNumbers are multipliers nearly proportional to v; nil if v is 0.
func fineNumbers(v []float64) []*big.Int {
	top := 0.0
	for _, x := range v {
		top = max(top, math.Abs(x))
	}
	if top == 0 {
		return nil
	}
	m := make([]*big.Int, len(v))
	for i, x := range v {
		m[i] = big.NewInt(int64(math.Floor(float64(x/top*(1<<fineBits)) + 0.5)))
	}
	return m
}

// exactNumbers are minus the exact fractions times their common denominator.
func exactNumbers(ray []*big.Rat) []*big.Int {
	over := big.NewInt(1)
	for _, y := range ray {
		gcd := new(big.Int).GCD(nil, nil, over, y.Denom())
		over.Mul(over, new(big.Int).Quo(y.Denom(), gcd))
	}
	m := make([]*big.Int, len(ray))
	for i, y := range ray {
		n := new(big.Int).Quo(over, y.Denom())
		m[i] = n.Neg(n.Mul(n, y.Num()))
	}
	return m
}

// whole is f*y if that is integral within wholeTolerance, else nil.
func whole(y []float64, f float64) []int64 {
	for _, v := range y {
		p := float64(v * f)
		if math.Abs(p-math.Floor(p+0.5)) > wholeTolerance {
			return nil
		}
	}
	w := make([]int64, len(y))
	for t, v := range y {
		w[t] = int64(math.Floor(float64(v*f) + 0.5))
	}
	return w
}

// proves gives the level that multipliers prove, with its weights and chance. ok is false if m
// is nil, or if nobody who is still to be fixed has weight.
func (o *outer) proves(m []*big.Int) (level Level, ok bool) {
	if m == nil {
		return level, false
	}
	level, ok = o.levelOf(o.combine(m))
	level.Multipliers = m
	return level, ok
}

// levelOf gives the level that weights c prove, where no panel weighs more than bound. Negative
// weights count as 0. ok is false if nobody who is still to be fixed has weight.
func (o *outer) levelOf(c []*big.Int, bound *big.Int) (level Level, ok bool) {
	before := make([]big.Int, len(o.levels)) // weight of the people fixed at each level
	var open, y big.Int
	for t, n := range o.in.Count {
		if c[t].Sign() < 0 {
			c[t] = new(big.Int)
		}
		y.Mul(c[t], big.NewInt(int64(n)))
		switch {
		case !o.fixed[t]:
			open.Add(&open, &y)
		case !o.excluded[t]:
			before[o.at[t]].Add(&before[o.at[t]], &y)
		}
	}
	if open.Sign() == 0 {
		return level, false
	}
	left := new(big.Rat).SetInt(bound)
	for r := range before {
		if before[r].Sign() != 0 {
			left.Sub(left, new(big.Rat).Mul(new(big.Rat).SetInt(&before[r]), o.levels[r].Exact))
		}
	}
	level.Weights, level.Exact = c, left.Quo(left, new(big.Rat).SetInt(&open))
	level.Chance, _ = level.Exact.Float64()
	return level, true
}

// combine adds the rows up with multipliers: the coefficient of each type, and the
// bound on the sum of their positive parts over a panel.
func (o *outer) combine(m []*big.Int) (c []*big.Int, bound *big.Int) {
	c, bound = make([]*big.Int, len(o.in.Count)), new(big.Int)
	for t := range c {
		c[t] = new(big.Int)
	}
	var term big.Int
	for i, r := range o.rows {
		if m[i].Sign() == 0 {
			continue
		}
		for k, t := range r.Index {
			if r.Value == nil {
				c[t].Add(c[t], m[i])
			} else {
				c[t].Add(c[t], term.Mul(m[i], big.NewInt(int64(r.Value[k]))))
			}
		}
		end := r.Max
		if m[i].Sign() < 0 {
			end = r.Min
		}
		bound.Add(bound, term.Mul(m[i], big.NewInt(int64(end))))
	}
	for t, n := range o.in.Count {
		if c[t].Sign() < 0 && !o.excluded[t] {
			bound.Sub(bound, term.Mul(c[t], big.NewInt(int64(n))))
		}
	}
	return c, bound
}

package fair

import (
	"math"
	"math/big"

	"github.com/evenlot/evenlot/quotas/simplex"
)

// A Level is one step of leximin: the types that cannot all get more than Chance
// while everybody fixed before keeps their chance q. Its proof is a whole number for
// every row. Let c be the sum of the multipliers of a person's rows (times the
// coefficient, in a cut) and y = max(0, c) the person's weight. Every panel meets every
// row and has each person at most once, so
//
//	y(panel) <= B = sum over rows of max(m*Min, m*Max) + sum over people of max(0, -c)
//
// and, people fixed before having q and the others at least z,
//
//	z <= (B - sum over those fixed before of y*q) / (sum of y over the others) = Chance.
//
// Those of the others who have weight are fixed: whoever gets more takes it from
// another who then has less than Chance.
type Level struct {
	Chance      float64
	Exact       *big.Rat // the same, as the multipliers prove it
	Types       []int    // fixed at this level
	Multipliers []int64  // of each row of Chances.Instance, then of the seats; nil: Chance is 1
	Weights     []int64  // y of one person of each type; nil: Chance is 1
}

const (
	// largestDenominator: without cuts, the entries of a Farkas row are fractions with the
	// determinant of a small 0/1 matrix as denominator, nearly always below 100.
	largestDenominator = 1000
	// largestMultiplier keeps the sums of a level within 64 bits.
	largestMultiplier = 1 << 48
)

// wholeNumbers are multipliers proportional to minus the Farkas row of s; nil if they
// grow too large.
func wholeNumbers(s *simplex.Solver) []int64 {
	v := make([]float64, len(s.Ray()))
	for i, y := range s.Ray() {
		v[i] = -y
	}
	// The pivot of the row is 1 before scaling, so the entries are fractions as they are.
	for d := 1.0; d <= largestDenominator; d++ {
		if m := whole(v, d); m != nil {
			return m
		}
	}
	return exactNumbers(s.ExactRay())
}

// exactNumbers are minus the exact fractions times their common denominator.
func exactNumbers(ray []*big.Rat) []int64 {
	over := big.NewInt(1)
	for _, y := range ray {
		gcd := new(big.Int).GCD(nil, nil, over, y.Denom())
		over.Mul(over, new(big.Int).Quo(y.Denom(), gcd))
	}
	m := make([]int64, len(ray))
	for i, y := range ray {
		n := new(big.Int).Quo(over, y.Denom())
		if n.Mul(n, y.Num()).CmpAbs(big.NewInt(largestMultiplier)) > 0 {
			return nil
		}
		m[i] = -n.Int64()
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

// judge is the level that multipliers prove: the weights and the chance. ok is false if
// there are none, or if they put no weight on anybody not fixed.
func (o *outer) judge(m []int64) (level Level, ok bool) {
	if m == nil {
		return level, false
	}
	level.Multipliers = m
	c, bound := o.combine(m)
	level.Weights = make([]int64, len(c))
	before := make([]int64, len(o.levels)) // weight of the people fixed at each level
	open := int64(0)
	for t, n := range o.in.Count {
		y := max(0, c[t])
		level.Weights[t] = y
		switch {
		case !o.fixed[t]:
			open += y * int64(n)
		case !o.excluded[t]:
			before[o.at[t]] += y * int64(n)
		}
	}
	if open == 0 {
		return level, false
	}
	left := new(big.Rat).SetInt64(bound)
	for r, y := range before {
		if y != 0 {
			left.Sub(left, new(big.Rat).Mul(new(big.Rat).SetInt64(y), o.levels[r].Exact))
		}
	}
	level.Exact = left.Quo(left, new(big.Rat).SetInt64(open))
	level.Chance, _ = level.Exact.Float64()
	return level, true
}

// combine adds the rows up with multipliers: the coefficient of each type, and the
// bound on the sum of their positive parts over a panel.
func (o *outer) combine(m []int64) (c []int64, bound int64) {
	c = make([]int64, len(o.in.Count))
	for i, r := range o.rows {
		if m[i] == 0 {
			continue
		}
		for k, t := range r.Index {
			if r.Value == nil {
				c[t] += m[i]
			} else {
				c[t] += m[i] * int64(r.Value[k])
			}
		}
		bound += max(m[i]*int64(r.Min), m[i]*int64(r.Max))
	}
	for t, n := range o.in.Count {
		if c[t] < 0 && !o.excluded[t] {
			bound -= c[t] * int64(n)
		}
	}
	return c, bound
}

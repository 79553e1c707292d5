package fair

import (
	"math"
	"math/big"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/pool"
)

// A crowd is a small pool with every panel it allows, as sets of people: no types, no
// rows, no households but those of the roster. What the rules should give is computed
// from the sets alone, in whole numbers.
type crowd struct {
	roster  *pool.Roster
	sets    []uint
	covered []int // people whom some panel holds
}

func newCrowd(r *pool.Roster, seats, limit int) crowd {
	c := crowd{roster: r}
	all := uint(0)
	for set := uint(0); set < 1<<len(r.Entries); set++ {
		if bits.OnesCount(set) == seats && allows(r, set, seats, limit) {
			c.sets = append(c.sets, set)
			all |= set
		}
	}
	for i := range r.Entries {
		if all>>i&1 == 1 {
			c.covered = append(c.covered, i)
		}
	}
	return c
}

// holds is the row of the program that adds up a person's panels, times f.
func (c crowd) holds(i int, f int64) []int64 {
	row := make([]int64, len(c.sets), len(c.sets)+1)
	for j, set := range c.sets {
		row[j] = f * int64(set>>i&1)
	}
	return row
}

// ones is a row of f for every panel.
func (c crowd) ones(f int64) []int64 {
	row := make([]int64, len(c.sets), len(c.sets)+1)
	for j := range row {
		row[j] = f
	}
	return row
}

// leximin raises the smallest chance as far as it goes, fixes those who cannot rise any
// further while nobody falls below, and goes on with the others. Exact chances, 0 for
// those whom no panel holds.
func (c crowd) leximin(t *testing.T) []*big.Rat {
	t.Helper()
	chance := make([]*big.Rat, len(c.roster.Entries))
	for open := append([]int(nil), c.covered...); len(open) > 0; {
		z := c.floor(t, chance, open)
		for _, i := range c.stuck(t, chance, open, z) {
			chance[i] = z
		}
		var left []int
		for _, i := range open {
			if chance[i] == nil {
				left = append(left, i)
			}
		}
		require.Less(t, len(left), len(open), "nobody was fixed")
		open = left
	}
	for i := range chance {
		if chance[i] == nil {
			chance[i] = new(big.Rat)
		}
	}
	return chance
}

// floor is the largest chance that all of open can have together.
func (c crowd) floor(t *testing.T, chance []*big.Rat, open []int) *big.Rat {
	t.Helper()
	a, b, den := c.promises(chance)
	for _, i := range open {
		a, b = append(a, append(c.holds(i, -1), 1)), append(b, 0)
	}
	objective := append(make([]int64, len(c.sets)), 1)
	tab := newTableau(objective, a, b)
	require.True(t, tab.solve())
	num, d := tab.value()
	return new(big.Rat).Mul(big.NewRat(num, d), big.NewRat(1, den))
}

// stuck are those of open who have z in every lottery that gives all of open at least z:
// as long as somebody has more, they are not, and the program is asked for the rest.
func (c crowd) stuck(t *testing.T, chance []*big.Rat, open []int, z *big.Rat) []int {
	t.Helper()
	with := append([]*big.Rat(nil), chance...)
	for _, i := range open {
		with[i] = z
	}
	a, b, den := c.promises(with)
	for left := open; len(left) > 0; {
		objective := make([]int64, len(c.sets)+1)
		for _, i := range left {
			for j, v := range c.holds(i, 1) {
				objective[j] += v
			}
		}
		tab := newTableau(objective, a, b)
		require.True(t, tab.solve())
		var same []int
		for _, i := range left {
			sum := int64(0)
			for j, set := range c.sets {
				if set>>i&1 == 1 {
					sum += tab.at(j)
				}
			}
			if big.NewRat(sum, times(tab.d, den)).Cmp(z) == 0 {
				same = append(same, i)
			}
		}
		if len(same) == len(left) {
			return same
		}
		left = same
	}
	return nil
}

// promises are the rows that keep everybody's chance where it is given, and those of a
// lottery; weights are multiplied by den, which makes the promises whole. One column is
// left for the caller.
func (c crowd) promises(chance []*big.Rat) (a [][]int64, b []int64, den int64) {
	common := big.NewInt(1)
	for _, p := range chance {
		if p != nil {
			g := new(big.Int).GCD(nil, nil, common, p.Denom())
			common.Div(common.Mul(common, p.Denom()), g)
		}
	}
	den = common.Int64()
	for i, p := range chance {
		if p != nil {
			num := new(big.Rat).Mul(p, new(big.Rat).SetInt64(den))
			a, b = append(a, append(c.holds(i, -1), 0)), append(b, -num.Num().Int64())
		}
	}
	return append(a, append(c.ones(1), 0)), append(b, den), den
}

// ceiling is the least u that all chances can stay under while nobody has less than z,
// and how fast it grows with z.
func (c crowd) ceiling(t *testing.T, z *big.Rat) (u, slope *big.Rat) {
	t.Helper()
	num, den := z.Num().Int64(), z.Denom().Int64()
	var a [][]int64
	var b []int64
	for _, i := range c.covered {
		a, b = append(a, append(c.holds(i, 1), -1)), append(b, 0)
	}
	for _, i := range c.covered {
		a, b = append(a, append(c.holds(i, -1), 0)), append(b, -num)
	}
	a, b = append(a, append(c.ones(1), 0), append(c.ones(-1), 0)), append(b, den, -den)
	tab := newTableau(append(make([]int64, len(c.sets)), -1), a, b)
	require.True(t, tab.solve())
	value, d := tab.value()
	rise := int64(0)
	for i := range c.covered {
		rise += tab.dual(len(c.covered)+i, len(c.sets)+1)
	}
	return new(big.Rat).Mul(big.NewRat(-value, d), big.NewRat(1, den)), big.NewRat(rise, d)
}

// A stroke is u = at + slope z.
type stroke struct{ at, slope *big.Rat }

func (c crowd) stroke(t *testing.T, z *big.Rat) stroke {
	t.Helper()
	u, slope := c.ceiling(t, z)
	return stroke{new(big.Rat).Sub(u, new(big.Rat).Mul(slope, z)), slope}
}

func (s stroke) value(z *big.Rat) *big.Rat {
	return new(big.Rat).Add(s.at, new(big.Rat).Mul(s.slope, z))
}

// strokes are the pieces of the ceiling, from 0 to top: two are neighbours if the ceiling
// passes through the point where they meet.
func (c crowd) strokes(t *testing.T, left, right stroke) []stroke {
	t.Helper()
	if left.slope.Cmp(right.slope) == 0 {
		return []stroke{left}
	}
	z := new(big.Rat).Quo(new(big.Rat).Sub(left.at, right.at), new(big.Rat).Sub(right.slope, left.slope))
	middle := c.stroke(t, z)
	if middle.value(z).Cmp(left.value(z)) == 0 {
		return []stroke{left, right}
	}
	return append(c.strokes(t, left, middle), c.strokes(t, middle, right)...)
}

// goldilocks is the least u/mean + gamma mean/z.
func (c crowd) goldilocks(t *testing.T, top *big.Rat, mean, gamma float64) float64 {
	t.Helper()
	all := c.strokes(t, c.stroke(t, new(big.Rat)), c.stroke(t, top))
	most, _ := top.Float64()
	best := math.Inf(1)
	value := func(z float64) {
		if z > 0 && z <= most {
			u := 0.0
			for _, s := range all {
				at, _ := s.at.Float64()
				slope, _ := s.slope.Float64()
				u = max(u, at+slope*z)
			}
			best = min(best, u/mean+gamma*mean/z)
		}
	}
	value(most)
	for i, s := range all {
		if slope, _ := s.slope.Float64(); slope > 0 {
			value(mean * math.Sqrt(gamma/slope))
		}
		if i > 0 && s.slope.Cmp(all[i-1].slope) != 0 {
			z, _ := new(big.Rat).Quo(new(big.Rat).Sub(all[i-1].at, s.at), new(big.Rat).Sub(s.slope, all[i-1].slope)).Float64()
			value(z)
		}
	}
	return best
}

// gridBits: a vector of chances is rounded down to multiples of 2^-16 before it is
// compared with mixtures of panels; whole numbers then stay small.
const gridBits = 16

// requireWithin checks that some lottery gives everybody at least the chance stated, one
// grid step less: with as many seats in sum, nobody can then have more than a step per
// person above it.
func (c crowd) requireWithin(t *testing.T, rule string, chance []float64) {
	t.Helper()
	var a [][]int64
	var b []int64
	for i, p := range chance {
		if down := int64(math.Floor(p*(1<<gridBits))) - 1; down > 0 {
			a, b = append(a, c.holds(i, -1)), append(b, -down)
		}
	}
	tab := newTableau(c.ones(-1), a, b) // as little weight as will do
	require.True(t, tab.solve())
	num, den := tab.value()
	require.LessOrEqual(t, -num, times(den, 1<<gridBits), "%s: no lottery has these chances", rule)
}

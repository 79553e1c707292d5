package fair

import (
	"context"
	"math/big"
)

// Uniform draws every panel that meets the quotas with the same chance: the lottery
// of largest entropy (de Azevedo and Gölz: "Maximally random sortition", arXiv
// 2604.02712, 2026). Panels are sets of people. It is exact, and refused where counting
// would take more than [MaxStates] states. Its pages are drawn independently of each
// other, by the Drawer of the outcome, a *[Count], which also knows how many panels
// there are.
//
// Value and Bound are both the smallest chance; the rule does not look at it.
type Uniform struct{}

var _ Rule = Uniform{}

// Name is "uniform".
func (Uniform) Name() string { return "uniform" }

// Aim says it in a few words.
func (Uniform) Aim() string {
	return "every panel that meets the quotas as likely as any other"
}

// Independent: each page is one of all panels.
func (Uniform) Independent() bool { return true }

// MayExclude is false.
func (Uniform) MayExclude() bool { return false }

// Chances counts panels. A person whom none of them holds is unseatable.
func (Uniform) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	c, err := NewCount(ctx, s.in, o.limit())
	if err != nil {
		return nil, err
	}
	chance, never := make([]float64, len(s.in.Count)), make([]bool, len(s.in.Count))
	for t, r := range c.Seats() {
		never[t] = r.Sign() == 0
		chance[t], _ = r.Quo(r, big.NewRat(int64(s.in.Count[t]), 1)).Float64()
	}
	out := s.outcome("uniform", chance)
	out.Grade, out.Drawer, out.Unseatable = Counted, c, never
	out.Value = out.Smallest()
	out.Bound = out.Value
	return out, nil
}

var _ Drawer = (*Count)(nil)

// Draw draws a panel, each set of people as likely as the others, and gives its seats
// per type; which people of a type sit is then a fair choice among them, in which
// households of a family must be chosen whole.
func (c *Count) Draw(_ context.Context, random Source) ([]int, error) {
	panel := make([]int, c.types)
	rest := below(random, c.total)
	state, block := int32(0), new(big.Int)
	for i := range c.layers {
		l := &c.layers[i]
		for o, to := range l.next[state] {
			if to < 0 {
				continue
			}
			block.Set(l.options[o].ways)
			if i+1 < len(c.layers) {
				block.Mul(block, c.layers[i+1].beyond[to])
			}
			if rest.Cmp(block) >= 0 {
				rest.Sub(rest, block)
				continue
			}
			for j, t := range l.types {
				panel[t] = l.options[o].seats[j]
			}
			rest.Quo(rest, l.options[o].ways)
			state = to
			break
		}
	}
	return panel, nil
}

// chunkBits are drawn at a time; IntN(2^chunkBits) fits an int everywhere.
const chunkBits = 30

// below is a number from 0 to n-1, each as likely as the others: bits, and again where
// they make n or more.
func below(random Source, n *big.Int) *big.Int {
	bits := new(big.Int).Sub(n, big.NewInt(1)).BitLen()
	for {
		v := new(big.Int)
		for left := bits; left > 0; left -= chunkBits {
			take := min(left, chunkBits)
			v.Lsh(v, uint(take))
			v.Add(v, big.NewInt(int64(random.IntN(1<<take))))
		}
		if v.Cmp(n) < 0 {
			return v
		}
	}
}

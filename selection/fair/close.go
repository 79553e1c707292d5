package fair

import (
	"context"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

const (
	// meetTolerance: a level is attained when a mixture of panels comes this near to it, in
	// chances. Published counts are multiples of 1/1000 or 1/10000.
	meetTolerance = 1e-8
	// largestPrice bounds the weight of a fixed person, in units of the mean weight of the
	// people who are not fixed. Weights of 1000 do occur. A solution that comes near this bound
	// is not believed.
	largestPrice = 1e5
	// floorLeeway, in seats: the linear program asks this much less for everybody who is fixed
	// than their chance. The perturbation of its costs could otherwise ask for more than any
	// mixture gives.
	floorLeeway = 1e-10
	// priceNodes is how long a better panel is looked for once there is one.
	priceNodes = 30
)

// An Interval bounds the first level that a search left open. Everybody fixed before has their
// chance, within meetTolerance. The smallest chance of all others is at least Low, which panels
// attain, and at most High.
type Interval struct {
	Level     int
	Low, High *big.Rat
}

// A closer computes leximin level by level, over the panels themselves, by column generation.
// The restricted master problem has the panels known so far as its rows. With q the chances of
// the people who are fixed and z the level, it is
//
//	minimise    v - sum over those fixed of y[t]*people*q
//	subject to  y·X <= v for every known panel X,  y >= 0,
//	            sum over the others of y[t]*people = 1
//
// Its optimum is the largest z that mixtures of the known panels give everyone not fixed. The
// pricing problem is the oracle's: a panel that weighs more than v, until there is provably none.
// Where z comes up to what the quotas allow, their multipliers are the proof and the oracle
// need not be asked.
//
// A lottery that gives everyone at least q, z spends all of v: every panel it can draw
// weighs exactly v. Later levels look at those panels alone, the face; so their weights
// stay small, and so do the trees that prove their bounds.
type closer struct {
	*Solver
	outer   *outer
	budget  int
	cuts    []quotas.Row
	trees   []*oracle.Node
	face    *quotas.Instance // cuts as equations
	pricing *oracle.Oracle   // of the face
	lp      *program
}

// Close computes leximin with proof that the chances are attained. The work is counted in
// oracle nodes; where it passes budget, or numbers become too large, Meets is false,
// Chances.Left says what is known of the first level not closed, and everything above
// it is a bound only. The other errors are *[Infeasible] and the context's.
func (s *Solver) Close(ctx context.Context, budget int) (*Chances, error) {
	c, err := s.Leximin(ctx)
	if err != nil {
		return nil, err
	}
	if len(s.panels) < seedRounds*len(s.in.Count) {
		if err := s.seed(ctx, c.Seats, budget); err != nil {
			return nil, err
		}
	}
	m := &closer{Solver: s, outer: newOuter(s.in, s.excluded), budget: budget, face: s.in, pricing: s.oracle}
	for m.outer.open() {
		bound, err := m.outer.level()
		if err != nil {
			return nil, err
		}
		closed, err := m.level(ctx, bound)
		if err != nil {
			return nil, err
		}
		if !closed {
			return m.left(ctx, bound)
		}
	}
	all := m.chances()
	all.face = m.usedFace(all.Seats)
	return all, nil
}

// level closes the next level, which the quotas bound; false if it is left open.
func (m *closer) level(ctx context.Context, bound Level) (closed bool, err error) {
	m.lp = m.program()
	for {
		if m.lp.Solve() != simplex.Optimal {
			return false, nil
		}
		z := -m.lp.Objective()
		if z >= bound.Chance-meetTolerance {
			m.outer.fix(bound)
			return true, nil
		}
		if m.nodes > m.budget || m.hitsLimit() {
			return false, nil
		}
		w, exact := m.lp.weights(largestWeight(m.in))
		v := m.lp.heaviest(w)
		a, err := m.search(ctx, m.pricing, oracle.Query{Weights: w, Enough: oracle.NoLimit, Beat: &v, Record: true,
			Nodes: priceNodes, Budget: m.budget - m.nodes + 1})
		switch {
		case err != nil:
			return false, err
		case a.Panel != nil:
			m.panels = append(m.panels, a.Panel)
			m.lp.add(a.Panel)
			continue
		case a.Status != oracle.Best || !exact:
			return false, nil
		}
		level := m.proved(w, v)
		if level.Chance > z+meetTolerance {
			return false, nil
		}
		m.cut(cutRow(w, v), a.Tree)
		m.outer.fix(level)
		return true, nil
	}
}

// program is the linear program of the present level, with the known panels of the face.
func (m *closer) program() *program {
	n := len(m.in.Count)
	cost, upper := make([]float64, n+1), make([]float64, n+1)
	others := simplex.Row{Min: 1, Max: 1}
	for t, c := range m.in.Count {
		people := float64(c)
		switch {
		case m.excluded[t]:
		case m.outer.fixed[t]:
			seats := float64(people * m.outer.floor[t])
			upper[t], cost[t] = largestPrice/people, seats-float64(floorLeeway*(1+seats))
		default:
			upper[t] = 1 / people
			others.Index, others.Value = append(others.Index, t), append(others.Value, people)
		}
	}
	upper[n], cost[n] = float64(largestPrice*float64(m.in.Seats)), -1
	p := newProgram(n, cost, make([]float64, n+1), upper, others)
	p.Fine()
	for _, panel := range m.panels {
		if m.face.Allows(panel) {
			p.add(panel)
		}
	}
	return p
}

// hitsLimit reports whether the weight of a fixed person came near largestPrice: the solution of
// the linear program is then not believed.
func (m *closer) hitsLimit() bool {
	for t, fixed := range m.outer.fixed {
		if u := m.lp.Upper(t); fixed && u > 0 && m.lp.Value(t) > u/2 {
			return true
		}
	}
	return false
}

// proved is the level that the oracle has proved: no panel of the face weighs more than
// v. It is the level of the cut that is made next.
func (m *closer) proved(w []int64, v int64) Level {
	c := make([]*big.Int, len(w))
	for t, x := range w {
		c[t] = big.NewInt(x)
	}
	level, _ := m.outer.levelOf(c, big.NewInt(v))
	level.Multipliers = make([]*big.Int, len(m.in.Rows)+len(m.cuts)+2)
	for i := range level.Multipliers {
		level.Multipliers[i] = new(big.Int)
	}
	level.Multipliers[len(m.in.Rows)+len(m.cuts)].SetInt64(1)
	return level
}

// cut adds a cut, and leaves on the face the panels that weigh no less.
func (m *closer) cut(row *quotas.Row, tree *oracle.Node) {
	m.cuts, m.trees = append(m.cuts, *row), append(m.trees, tree)
	m.outer.leeway = cutLeeway
	face := *m.face
	equation := *row
	equation.Min = equation.Max
	face.Rows = append(face.Rows[:len(face.Rows):len(face.Rows)], equation)
	m.face, m.pricing = &face, oracle.New(&face)
}

// chances is what the levels closed, and perhaps bounds, come to.
func (m *closer) chances() *Chances {
	in := *m.in
	in.Rows = append(in.Rows[:len(in.Rows):len(in.Rows)], m.cuts...)
	c := &Chances{
		Chance: m.outer.floor, Seats: m.outer.seats(), Levels: m.outer.levels, Unseatable: m.excluded,
		Instance: &in, Exclusion: m.outside, CutTrees: m.trees, Meets: true, Nodes: m.nodes,
	}
	for i := range c.Levels { // cuts of later levels
		if old := c.Levels[i].Multipliers; old != nil {
			wide := make([]*big.Int, len(in.Rows)+1)
			for r := range wide {
				wide[r] = new(big.Int)
			}
			copy(wide, old[:len(old)-1])
			wide[len(in.Rows)] = old[len(old)-1]
			c.Levels[i].Multipliers = wide
		}
	}
	return c
}

// left ends the search at the present level, whose bound is known. The levels from there
// on are what the quotas bound; the chances are those of the mixture found.
func (m *closer) left(ctx context.Context, bound Level) (*Chances, error) {
	left := &Interval{Level: len(m.outer.levels), High: bound.Exact}
	seats, low := m.attained()
	left.Low = low
	m.outer.fix(bound)
	if _, err := m.outer.leximin(ctx); err != nil {
		return nil, err
	}
	c := m.chances()
	c.Meets, c.Left = false, left
	if seats != nil {
		c.Seats, c.Chance = seats, make([]float64, len(seats))
		for t, x := range seats {
			c.Chance[t] = x / float64(m.in.Count[t])
		}
	}
	return c, nil
}

// shareBits: the weights of a mixture are rounded to multiples of 2^-shareBits.
const shareBits = 40

// attained is the mixture of panels that the linear program has come to, in seats per
// type, and the smallest chance that it gives those not fixed; nil and 0 if there is
// none.
func (m *closer) attained() (seats []float64, low *big.Rat) {
	total, sum := int64(0), make([]int64, len(m.in.Count))
	if m.lp.Solve() == simplex.Optimal {
		for i, share := range m.lp.shares() {
			w := int64(max(0, share) * (1 << shareBits))
			total += w
			for t, x := range m.lp.panels[i] {
				sum[t] += w * int64(x)
			}
		}
	}
	if total == 0 {
		return nil, new(big.Rat)
	}
	seats = make([]float64, len(sum))
	for t, x := range sum {
		seats[t] = float64(x) / float64(total)
		if p := big.NewRat(x, total); !m.outer.fixed[t] {
			p.Quo(p, big.NewRat(int64(m.in.Count[t]), 1))
			if low == nil || p.Cmp(low) < 0 {
				low = p
			}
		}
	}
	return seats, low
}

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
	// floorLeeway, in seats: the linear program asks this much less for everybody who is fixed
	// than their chance. Levels are attained within meetTolerance only, and the program is solved
	// to 1e-9 seats.
	floorLeeway = 2e-8
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

// A closer computes leximin level by level, over the panels themselves, by column generation: see
// master. Where z comes up to what the quotas allow, their multipliers are the proof and the oracle
// need not be asked. Where no panel weighs more than the known ones, that is the proof, and a cut.
//
// A lottery that gives everyone at least q, z spends all of v: every panel it can draw
// weighs exactly v. Later levels look at those panels alone, the face; so their weights
// stay small, and so do the trees that prove their bounds.
type closer struct {
	*Solver
	outer   *outer
	cuts    []quotas.Row
	trees   []*oracle.Node
	face    *quotas.Instance // cuts as equations
	pricing *oracle.Oracle   // of the face
	lp      *master
}

// Close computes leximin with proof that the chances are attained. The work is counted as
// [Unit] says; where it passes budget, or numbers become too large, Meets is false,
// Chances.Left says what is known of the first level not closed, and everything above
// it is a bound only. The other errors are *[Infeasible] and the context's.
func (s *Solver) Close(ctx context.Context, budget int) (*Chances, error) {
	c, err := s.Leximin(ctx)
	if err != nil {
		return nil, err
	}
	s.allow(budget)
	if len(s.panels) < seedRounds*len(s.in.Count) {
		if err := s.seed(ctx, c.Seats); err != nil {
			return nil, err
		}
	}
	m := &closer{Solver: s, outer: newOuter(s.in, s.excluded),
		face: s.in, pricing: s.oracle, lp: newMaster(s.in)}
	m.lp.add(s.panels...)
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
	all.Mixture = m.lp.mixture()
	return all, nil
}

// level closes the next level, which the quotas bound; false if it is left open.
func (m *closer) level(ctx context.Context, bound Level) (closed bool, err error) {
	m.lp.aim(m.asked())
	for {
		if m.run(ctx, m.lp.Solver) != simplex.Optimal {
			return false, ctx.Err()
		}
		z := m.lp.z()
		if z >= bound.Chance-meetTolerance {
			m.outer.fix(bound)
			return true, nil
		}
		if m.spent() {
			return false, nil
		}
		w, exact := m.lp.weights(largestWeight(m.in))
		v := m.lp.heaviest(w)
		a, err := m.search(ctx, m.pricing, oracle.Query{Weights: w, Enough: oracle.NoLimit, Beat: &v, Record: true,
			Nodes: priceNodes})
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

// asked is what the present level asks for everyone.
func (m *closer) asked() (rate, floor []float64) {
	rate, floor = make([]float64, len(m.in.Count)), make([]float64, len(m.in.Count))
	for t, c := range m.in.Count {
		people := float64(c)
		switch {
		case m.excluded[t]:
			floor[t] = -aboveAll
		case m.outer.fixed[t]:
			floor[t] = float64(people*m.outer.floor[t]) - floorLeeway
		default:
			rate[t] = people
		}
	}
	return rate, floor
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
	m.lp.keep(m.face)
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
	seats, mix, low := m.attained(ctx)
	left.Low = low
	m.outer.fix(bound)
	if _, err := m.outer.leximin(ctx); err != nil {
		return nil, err
	}
	c := m.chances()
	c.Meets, c.Left, c.Mixture = false, left, mix
	if seats != nil {
		c.Seats, c.Chance = seats, make([]float64, len(seats))
		for t, x := range seats {
			c.Chance[t] = x / float64(m.in.Count[t])
		}
	}
	return c, nil
}

// lastUnits is the budget of the last linear program, after that of the search is spent.
const lastUnits = 10_000

// shareBits: the weights of a mixture are rounded to multiples of 2^-shareBits.
const shareBits = 40

// attained is the mixture of panels that the linear program has come to, also in seats per
// type, and the smallest chance that it gives those not fixed; nil and 0 if there is
// none.
func (m *closer) attained(ctx context.Context) (seats []float64, mix *Mixture, low *big.Rat) {
	total, sum := int64(0), make([]int64, len(m.in.Count))
	m.allow(lastUnits)
	if m.run(ctx, m.lp.Solver) == simplex.Optimal {
		mix = m.lp.mixture()
		for i, share := range m.lp.shares() {
			w := int64(max(0, share) * (1 << shareBits))
			total += w
			for t, x := range m.lp.panels[i] {
				sum[t] += w * int64(x)
			}
		}
	}
	if total == 0 {
		return nil, nil, new(big.Rat)
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
	return seats, mix, low
}

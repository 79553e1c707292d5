package fair

import (
	"context"
	"slices"

	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// prepare finds the unseatable people once.
func (s *Solver) prepare(ctx context.Context) error {
	if s.settled {
		return nil
	}
	return s.cover(ctx)
}

// exclude leaves out whom the linear program gives no seats. Where that does not end well, the
// search of cover says more.
func (s *Solver) exclude(ctx context.Context) error {
	n := len(s.in.Count)
	excluded, weights := make([]bool, n), make([]int64, n)
	s.allow(coverUnits)
	for {
		o := newOuter(s.in, excluded)
		o.promise(0)
		if s.run(ctx, o.s) != simplex.Optimal {
			return s.cover(ctx)
		}
		level, err := o.level()
		if err != nil {
			return s.cover(ctx)
		}
		if level.Exact.Sign() > 0 {
			s.excluded = excluded
			return ctx.Err()
		}
		for t, w := range level.Weights {
			if w.Sign() > 0 && !excluded[t] {
				excluded[t], weights[t] = true, 1
			}
		}
		none := int64(0)
		a, err := s.ask(ctx, oracle.Query{Weights: weights, Beat: &none, Enough: 1, Budget: coverNodes, Record: true})
		if err != nil || a.Status != oracle.Best || a.Bound > 0 {
			return s.cover(ctx)
		}
		s.excluded, s.outside = slices.Clone(excluded), a.Tree
	}
}

// coverNodes is how long the search for a panel with many unseen people goes on
// after it has one.
const coverNodes = 20

// cover asks for panels with people of types not yet seen, until every type has
// been seen or the oracle proves that no panel holds any of the rest. Where the budget ends
// first, people on no panel count as seatable unless they were proved not to be.
func (s *Solver) cover(ctx context.Context) error {
	n := len(s.in.Count)
	seen, weights := make([]bool, n), make([]int64, n)
	left := n
	see := func(panel []int) {
		for t, x := range panel {
			if x > 0 && !seen[t] {
				seen[t], weights[t] = true, 0
				left--
			}
		}
	}
	s.allow(coverUnits)
	for t := range weights {
		weights[t] = 1
	}
	for _, panel := range s.panels {
		see(panel)
	}
	for left > 0 {
		a, err := s.ask(ctx, oracle.Query{Weights: weights, Enough: oracle.NoLimit, Nodes: coverNodes, Record: true})
		if err != nil {
			return err
		}
		if a.Status == oracle.Infeasible {
			return &Infeasible{}
		}
		if a.Value == 0 && a.Status == oracle.Stopped {
			if a, err = s.ask(ctx, oracle.Query{Weights: weights, Enough: 1, Record: true}); err != nil {
				return err
			}
		}
		if a.Value <= 0 && a.Status == oracle.Stopped {
			return s.uncovered(a)
		}
		if a.Value == 0 {
			s.outside = a.Tree
			break
		}
		s.panels = append(s.panels, a.Panel)
		see(a.Panel)
	}
	s.excluded, s.settled = make([]bool, n), true
	for t := range seen {
		s.excluded[t] = !seen[t]
	}
	return nil
}

// uncovered ends a search for people whom no panel holds that the budget stopped.
func (s *Solver) uncovered(a oracle.Answer) error {
	if a.Panel != nil {
		s.panels = append(s.panels, a.Panel)
	}
	if len(s.panels) == 0 {
		return &Unfound{}
	}
	if s.settled = true; s.excluded == nil {
		s.excluded = make([]bool, len(s.in.Count))
	}
	return nil
}

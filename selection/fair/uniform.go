package fair

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/census"
	"github.com/evenlot/evenlot/quotas/oracle"
)

// Uniform draws every panel that meets the quotas with the same chance: the lottery
// of largest entropy (de Azevedo and Gölz: "Maximally random sortition", arXiv
// 2604.02712, 2026). Panels are sets of people, and its pages are drawn independently of each other.
//
// Where panels can be counted, the chances are exact and the Drawer of the outcome is a *[Count]. Else
// it is a *[Trials]: each page is still one of all panels, each as likely, but the chances are
// frequencies in a sample, and only about how many panels there are is known. Samples over Attempts is
// the share of the trials that succeed. Trials read RuleOptions.Random.
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
	layers, err := layersOf(s.in, o.limit())
	if err != nil {
		return nil, err
	}
	var many *census.TooManyStates
	c, err := counted(census.Count(ctx, s.in, layers))
	if !errors.As(err, &many) {
		return s.counted(ctx, c, err)
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	narrow, layers, err := s.narrow(ctx, layers)
	if err != nil {
		return nil, err
	}
	c, err = counted(census.CountSorted(ctx, narrow, layers))
	if !errors.As(err, &many) {
		return s.counted(ctx, c, err)
	}
	some, err := census.CountSome(ctx, narrow, layers)
	if err != nil {
		return nil, err
	}
	if o.Random == nil {
		panic("fair: uniform needs a source of random numbers where panels are too many to count")
	}
	out := s.outcome("uniform", make([]float64, len(s.in.Count)))
	if err := (&Trials{some}).sample(ctx, out, o); err != nil {
		return nil, err
	}
	out.Value = out.Smallest()
	out.Bound = out.Value
	return out, nil
}

// counted is the outcome of a count, if there is no error.
func (s *Solver) counted(ctx context.Context, c *Count, err error) (*Outcome, error) {
	if err != nil {
		return nil, err
	}
	seats, err := c.census.Seats(ctx)
	if err != nil {
		return nil, err
	}
	chance, never := make([]float64, len(s.in.Count)), make([]bool, len(s.in.Count))
	for t, r := range seats {
		never[t] = r.Sign() == 0
		chance[t], _ = r.Quo(r, big.NewRat(int64(s.in.Count[t]), 1)).Float64()
	}
	out := s.outcome("uniform", chance)
	out.Grade, out.Drawer, out.Unseatable = Counted, c, never
	out.Value = out.Smallest()
	out.Bound = out.Value
	return out, nil
}

// narrowNodes is how long the search for the seats that a type or a row can have goes on. Ended early
// it leaves a bound that is too wide, which costs states.
const narrowNodes = 100

// narrowUnits is the budget of all these searches.
const narrowUnits = 4000

// narrow asks the oracle for the seats that each row and each type can have in any panel, and leaves
// out the options that none has: fewer states lead nowhere.
func (s *Solver) narrow(ctx context.Context, layers []census.Layer) (*quotas.Instance, []census.Layer, error) {
	s.allow(narrowUnits)
	weights := make([]int64, len(s.in.Count))
	most := func(types []int, sign int64) (int, error) {
		clear(weights)
		for _, t := range types {
			weights[t] = sign
		}
		a, err := s.ask(ctx, oracle.Query{Weights: weights, Enough: oracle.NoLimit, Budget: narrowNodes})
		return int(sign * max(-int64(s.in.Seats), min(a.Bound, int64(s.in.Seats)))), err
	}
	window := func(types []int, least, top int) (int, int, error) {
		low, err := most(types, -1)
		if err != nil {
			return 0, 0, err
		}
		high, err := most(types, 1)
		return max(least, low), min(top, high), err
	}
	narrow := *s.in
	narrow.Rows = slices.Clone(s.in.Rows)
	for i := range narrow.Rows {
		r := &narrow.Rows[i]
		if r.Kind != quotas.QuotaRow {
			continue
		}
		var err error
		if r.Min, r.Max, err = window(r.Types, r.Min, r.Max); err != nil {
			return nil, nil, err
		}
	}
	all := slices.Clone(layers)
	for i, l := range all {
		all[i].Options = slices.Clone(l.Options)
		for j, t := range l.Types {
			low, high, err := window([]int{t}, 0, s.in.Count[t])
			if err != nil {
				return nil, nil, err
			}
			all[i].Options = slices.DeleteFunc(all[i].Options, func(o census.Option) bool { return o.Seats[j] < low || o.Seats[j] > high })
		}
	}
	return &narrow, all, nil
}

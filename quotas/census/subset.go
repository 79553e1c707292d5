package census

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

const (
	// firstStates is the cap on the states in the order in which types come by themselves. It is that
	// of the versions that knew no other order, whose numbers of panels keep their meaning.
	firstStates = 1 << 20
	// fewStates and someStates are the caps on first tries in other orders.
	fewStates, someStates = 1 << 17, 1 << 20
)

// Count counts the panels of an instance, all of whose types are in the layers, in the order that these
// have. The error is *[TooManyStates] or the context's.
func Count(ctx context.Context, in *quotas.Instance, layers []Layer) (*Census, error) {
	return newCensus(ctx, in, quotaRows(in), layers, firstStates)
}

// CountSorted looks for an order of the layers that leads to few states: it puts the values of each
// feature first in turn, and goes on with what came furthest. The errors are those of Count.
func CountSorted(ctx context.Context, in *quotas.Instance, layers []Layer) (*Census, error) {
	rows := quotaRows(in)
	order := widest(in, rows)
	type attempt struct{ first, done int }
	var all []attempt
	for i := range order {
		all = append(all, attempt{i, 0})
	}
	for _, round := range []struct{ states, orders int }{{fewStates, len(order)}, {someStates, 2}, {MaxStates, 1}} {
		slices.SortStableFunc(all, func(a, b attempt) int { return cmp.Compare(b.done, a.done) })
		for i := range all[:min(round.orders, len(all))] {
			first := slices.Clone(order)
			first[0], first[all[i].first] = first[all[i].first], first[0]
			c, err := newCensus(ctx, in, rows, sorted(in, rows, layers, first), round.states)
			var many *TooManyStates
			if !errors.As(err, &many) {
				return c, err
			}
			all[i].done = many.layers
		}
	}
	return nil, &TooManyStates{}
}

// A Subset counts the panels that meet the quotas of some features only, and finds those among them
// that meet the others by trial: exactly uniform, at the price of the trials that fail.
type Subset struct {
	*Census
	Left []int // features left out, ascending

	counted []quotas.Row
	rows    []quotas.Row // left out
	of      [][]int      // rows left out of each type
	weigh   []int64      // of them
	least   *big.Int     // no panel that meets all quotas weighs less
}

// CountSome leaves out as few features as the cap on states allows. The error is *[TooManyStates]
// where even one feature has too many, or there are no two, or the context's.
func CountSome(ctx context.Context, in *quotas.Instance, layers []Layer) (*Subset, error) {
	rows := quotaRows(in)
	order, err := dearest(ctx, in, rows, layers)
	if err != nil {
		return nil, err
	}
	all := odds(in, rows)
	var many *TooManyStates
	var best *Subset
	states := fewStates
	for left := 1; left > 0 && left < len(order); {
		s := newSubset(in, rows, all, order[:left])
		err := s.count(ctx, in, layers, states)
		switch {
		case err == nil: // with more states, fewer features may be left out
			best, left = s, left-1
			if states == MaxStates {
				return best, nil
			}
			states = min(MaxStates, states*(someStates/fewStates))
		case !errors.As(err, &many):
			return nil, err
		case best != nil:
			return best, nil
		default:
			left++
		}
	}
	if best == nil {
		return nil, &TooManyStates{}
	}
	return best, nil
}

// dearest puts those features first that are best left out: with many states, and likely to be met by
// trial.
func dearest(ctx context.Context, in *quotas.Instance, rows []quotas.Row, layers []Layer) ([]int, error) {
	order, gain := features(rows), map[int]float64{}
	for _, f := range order {
		own, _ := rowsOf(rows, f)
		c, err := newCensus(ctx, in, own, sorted(in, own, layers, []int{f}), someStates)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		states := float64(someStates)
		if err == nil {
			states = float64(c.States())
		}
		gain[f] = float64(states * meets(in, own))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(gain[b], gain[a]) })
	return order, nil
}

// rowsOf are the rows of some features, and where they are.
func rowsOf(rows []quotas.Row, features ...int) (some []quotas.Row, at []int) {
	for r := range rows {
		if slices.Contains(features, rows[r].Feature) {
			some, at = append(some, rows[r]), append(at, r)
		}
	}
	return some, at
}

// meets is about how often panels that meet the rows of a feature on average meet all of them: for each
// row but one the window over the width of a bell of the same variance.
func meets(in *quotas.Instance, rows []quotas.Row) float64 {
	const bell = 2.5 // the square root of 2 pi
	all, least := 1.0, 1.0
	for _, r := range rows {
		share := float64(r.Min+r.Max) / 2 / float64(max(1, in.Seats))
		deviation := math.Sqrt(max(0, float64(in.Seats)*share*(1-share)))
		one := 1.0
		if window := float64(r.Max - r.Min + 1); float64(bell*deviation) > window {
			one = window / float64(bell*deviation)
		}
		all, least = float64(all*one), min(least, one)
	}
	return all / least
}

func newSubset(in *quotas.Instance, rows []quotas.Row, all []float64, left []int) *Subset {
	s := &Subset{Left: slices.Sorted(slices.Values(left)), of: make([][]int, len(in.Count)), least: big.NewInt(1)}
	for _, f := range features(rows) {
		own, at := rowsOf(rows, f)
		if !slices.Contains(left, f) {
			s.counted = append(s.counted, own...)
			continue
		}
		of := make([]float64, len(at))
		for i, r := range at {
			of[i] = all[r]
		}
		weights := weigh(in, own, of)
		if slices.Max(weights) > 1 {
			s.least.Mul(s.least, extreme(in.Seats, own, weights, 1))
		}
		for i := range own {
			for _, t := range own[i].Types {
				s.of[t] = append(s.of[t], len(s.rows)+i)
			}
		}
		s.rows, s.weigh = append(s.rows, own...), append(s.weigh, weights...)
	}
	return s
}

func (s *Subset) count(ctx context.Context, in *quotas.Instance, layers []Layer, most int) (err error) {
	s.Census, err = newCensus(ctx, in, s.counted, sorted(in, s.counted, s.weighted(layers), widest(in, s.counted)), most)
	return err
}

// weighted multiplies the ways by the weights of the people.
func (s *Subset) weighted(layers []Layer) []Layer {
	all := make([]Layer, len(layers))
	for i, l := range layers {
		all[i] = Layer{Types: l.Types}
		for _, o := range l.Options {
			ways := new(big.Int).Set(o.Ways)
			for j, t := range l.Types {
				for _, r := range s.of[t] {
					ways.Mul(ways, new(big.Int).Exp(big.NewInt(s.weigh[r]), big.NewInt(int64(o.Seats[j])), nil))
				}
			}
			all[i].Options = append(all[i].Options, Option{o.Seats, ways})
		}
	}
	return all
}

// Try finds one panel of those counted by lot and gives it, as seats per type, if it meets all quotas
// and passes a choice by lot that makes up for the weights; else nil. All panels of the instance are
// then equally likely. below gives a whole number below another, each as likely.
func (s *Subset) Try(below func(*big.Int) *big.Int) []int {
	seats := make([]int, len(s.rows))
	panel := s.Panel(below(s.total), func(layer, option int) bool {
		l := &s.layers[layer]
		for j, t := range l.Types {
			for _, r := range s.of[t] {
				if seats[r] += l.Options[option].Seats[j]; seats[r] > s.rows[r].Max {
					return true
				}
			}
		}
		return false
	})
	if panel == nil {
		return nil
	}
	weight := big.NewInt(1)
	for r, n := range seats {
		if n < s.rows[r].Min {
			return nil
		}
		weight.Mul(weight, new(big.Int).Exp(big.NewInt(s.weigh[r]), big.NewInt(int64(n)), nil))
	}
	if weight.Cmp(s.least) > 0 && below(weight).Cmp(s.least) >= 0 {
		return nil
	}
	return panel
}

// Ceiling is the number of panels of which each trial finds one by lot, those that meet all quotas
// among them: panels = Ceiling times the share of the trials that succeed, on average.
func (s *Subset) Ceiling() *big.Rat { return new(big.Rat).SetFrac(s.total, s.least) }

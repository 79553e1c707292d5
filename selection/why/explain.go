package why

import (
	"context"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
)

// An Explanation says what bounds the chances of a pool, and what would raise the
// smallest. Chances are fractions, and beside them numbers in 0..1.
type Explanation struct {
	People     int     `json:"people"`
	Seats      int     `json:"seats"`
	Unseatable int     `json:"unseatable"` // people no panel can hold
	Chance     string  `json:"smallest"`   // the smallest chance, as far as the quotas go
	Value      float64 `json:"smallest_value"`
	Binding    Bound   `json:"binding"` // what bounds it
	// Whole is what whole seats leave of it, where panels were looked for and attain
	// less; WholeBinding is what bounds that.
	Whole        string  `json:"whole"` // empty: the same, or not looked for
	WholeBinding *Bound  `json:"whole_binding"`
	Looked       bool    `json:"panels_looked_for"`
	Levels       []Level `json:"levels"`
	Prices       []Worth `json:"prices"` // most worth first
}

// A Level is one level of leximin as far as the quotas go.
type Level struct {
	Chance string  `json:"chance"`
	Value  float64 `json:"value"`
	People int     `json:"people"`
	Always bool    `json:"on_every_panel"`
	Limits []Limit `json:"limits"` // that hold them there; none: they share the seats left evenly
}

// A Worth is the price of a quota, see [fair.Price].
type Worth struct {
	Quota    string  `json:"quota"` // age: 30-44
	Feature  string  `json:"feature"`
	End      string  `json:"end"`  // min or max
	From     int     `json:"from"` // this end now
	To       int     `json:"to"`   // and then
	Smallest string  `json:"smallest"`
	Value    float64 `json:"value"`
	Gain     string  `json:"gain"`
	GainBy   float64 `json:"gain_value"`

	gain           *big.Rat
	feature, value int // of the table
}

// Relaxed is a quota table with the change that the price is of. The value gets one seat more at
// most, or one less at least, and every other value of its feature may give or take it.
func (w Worth) Relaxed(t *quotas.Table) *quotas.Table {
	table := *t
	table.Features = slices.Clone(t.Features)
	f := &table.Features[w.feature]
	f.Values = slices.Clone(f.Values)
	for i := range f.Values {
		v := &f.Values[i]
		if (w.End == "max") == (i == w.value) {
			v.Max++
		} else if v.Min > 0 {
			v.Min--
		}
		v.MinFlex = min(v.MinFlex, v.Min)
		if v.MaxFlex >= 0 {
			v.MaxFlex = max(v.MaxFlex, v.Max)
		}
	}
	return &table
}

// Explain computes the levels of leximin over the quotas and the price of each quota. Where
// the question asks for a search, it also looks for panels that attain them. The error is
// *[fair.Infeasible], one of the solver's, or the context's, or a question that makes no sense.
func Explain(ctx context.Context, q lottery.Question) (*Explanation, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	roster := q.Pool.Unnamed()
	v := view{table: roster.Table, grouping: roster.Group(q.Seats, q.Household)}
	var err error
	if v.bounds, err = fair.New(v.grouping.Instance).Leximin(ctx); err != nil {
		return nil, err
	}
	v.unseatable = v.bounds.Unseatable
	first := v.bounds.Levels[0]
	e := &Explanation{People: len(roster.Entries), Seats: q.Seats, Chance: first.Exact.RatString(), Value: first.Chance, Binding: v.first()}
	for t, un := range v.unseatable {
		if un {
			e.Unseatable += len(v.grouping.Types[t])
		}
	}
	for _, level := range v.bounds.Levels {
		e.Levels = append(e.Levels, v.level(level))
	}
	prices, err := fair.Prices(ctx, v.bounds.Instance, v.bounds.Unseatable, first, func(done, total int) {
		q.Progress("pricing quotas", done, total)
	})
	if err != nil {
		return nil, err
	}
	for _, price := range prices {
		e.Prices = append(e.Prices, v.worth(price))
	}
	slices.SortStableFunc(e.Prices, func(a, b Worth) int { return b.gain.Cmp(a.gain) })
	return e, v.inPanels(ctx, e, q)
}

// inPanels asks whether whole seats leave less of the smallest chance than the quotas do.
func (v view) inPanels(ctx context.Context, e *Explanation, q lottery.Question) error {
	budget := q.SearchBudget(v.grouping)
	if budget == 0 {
		return nil
	}
	q.Progress("looking for panels that attain the chances", 0, 1)
	closed, err := fair.New(v.grouping.Instance).Close(ctx, budget)
	if err != nil {
		return err
	}
	e.Looked = closed.Meets
	if first := closed.Levels[0]; first.Exact.Cmp(v.bounds.Levels[0].Exact) < 0 {
		v.bounds, v.unseatable = closed, closed.Unseatable
		bound := v.first()
		e.Whole, e.WholeBinding = first.Exact.RatString(), &bound
	}
	return nil
}

// level says who is at a level and what holds them there.
func (v view) level(level fair.Level) Level {
	s := Level{Chance: level.Exact.RatString(), Value: level.Chance, Always: level.Weights == nil, Limits: v.limits(level)}
	for _, t := range level.Types {
		s.People += len(v.grouping.Types[t])
	}
	return s
}

// worth names the quota of a price.
func (v view) worth(p fair.Price) Worth {
	r := v.bounds.Instance.Rows[p.Row]
	rule := RuleOf(v.table, r)
	w := Worth{Quota: rule.Feature + ": " + rule.Value, Feature: rule.Feature, End: "min", From: r.Min, To: r.Min - 1,
		Smallest: p.Smallest.RatString(), Gain: p.Gain.RatString(), gain: p.Gain, feature: r.Feature, value: r.Value}
	if p.Max {
		w.End, w.From, w.To = "max", r.Max, r.Max+1
	}
	w.Value, _ = p.Smallest.Float64()
	w.GainBy, _ = p.Gain.Float64()
	return w
}

package why

import (
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
)

// Kinds of rules.
const (
	Quota     = "quota"
	Household = "household"
	Whole     = "whole" // a cut: seats are whole, and the linear program does not know it
)

// A Rule is what a row of the instance comes from.
type Rule struct {
	Kind    string `json:"kind"`
	Feature string `json:"feature,omitempty"` // of a quota
	Value   string `json:"value,omitempty"`
}

// RuleOf is the rule that a row comes from.
func RuleOf(table *quotas.Table, r quotas.Row) Rule {
	switch r.Kind {
	case quotas.HouseholdRow:
		return Rule{Kind: Household}
	case quotas.CutRow:
		return Rule{Kind: Whole}
	}
	f := table.Features[r.Feature]
	return Rule{Quota, f.Name, f.Values[r.Value].Name}
}

// A Limit is one end of the window of a rule. Of a rule of kind Whole it is empty.
type Limit struct {
	Rule
	End   string `json:"end,omitempty"` // max: it takes seats no further; min: it takes them for itself
	Seats int    `json:"seats"`
}

// A Bound says why a chance is no larger: limits leave so few seats for so many people.
type Bound struct {
	Chance string  `json:"chance"` // a fraction
	Value  float64 `json:"chance_value"`
	Seats  int     `json:"seats"` // of the panel
	// Always says that nothing bounds it: everyone who can be seated is on every panel.
	Always bool    `json:"on_every_panel"`
	Limits []Limit `json:"limits"` // the one that weighs most first; none: the seats alone
	People int     `json:"people"` // whom the bound is about
	Even   bool    `json:"alike"`  // all of them count alike in it, so that they share the seats that are left
	Group  *Rule   `json:"group"`  // the value that all of them have and nobody else who can be seated; null: none
}

// A view is the bounds of a pool, with what names them.
type view struct {
	table      *quotas.Table
	grouping   *pool.Grouping
	bounds     *fair.Chances
	unseatable []bool // of the rule in force
}

func viewOf(l *lottery.Lottery) view {
	return view{l.Roster.Table, l.Grouping, l.Bounds, l.Chances.Unseatable}
}

// BoundOf says what bounds the smallest chance of a lottery.
func BoundOf(l *lottery.Lottery) Bound { return viewOf(l).first() }

// first is the bound of the smallest chance.
func (v view) first() Bound {
	level := v.bounds.Levels[0]
	b := Bound{
		Chance: level.Exact.RatString(), Value: level.Chance, Seats: v.bounds.Instance.Seats,
		Always: level.Weights == nil, Limits: v.limits(level),
	}
	b.People, b.Even, b.Group = v.weighted(level)
	return b
}

// weighted counts the people with weight in a level, and says whether all of them have the same
// and which value they have in common.
func (v view) weighted(level fair.Level) (people int, even bool, group *Rule) {
	heavy := make([]bool, len(level.Weights))
	var first *big.Int
	even = true
	for t, w := range level.Weights {
		if heavy[t] = w.Sign() > 0 && !v.unseatable[t]; heavy[t] {
			people += v.grouping.Instance.Count[t]
			if first == nil {
				first = w
			}
			even = even && w.Cmp(first) == 0
		}
	}
	return people, even, v.group(heavy)
}

// group is the value that all the marked types have and no other type has; nil if there is none.
func (v view) group(marked []bool) *Rule {
	size := 0
	for _, m := range marked {
		if m {
			size++
		}
	}
	for _, r := range v.grouping.Instance.Rows {
		having := 0
		all := r.Kind == quotas.QuotaRow
		for _, t := range r.Types {
			if !v.unseatable[t] {
				having++
				all = all && t < len(marked) && marked[t]
			}
		}
		if all && having == size {
			rule := RuleOf(v.table, r)
			return &rule
		}
	}
	return nil
}

// limits are the ends of windows that the multipliers of a level use, the largest multiplier
// first. The row of the seats is left out: it always holds.
func (v view) limits(level fair.Level) []Limit {
	in, m := v.bounds.Instance, level.Multipliers
	rows := []int{}
	for i := range in.Rows {
		if m != nil && m[i].Sign() != 0 {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return m[b].CmpAbs(m[a]) })
	limits := []Limit{}
	for _, i := range rows {
		r := in.Rows[i]
		limit := Limit{Rule: RuleOf(v.table, r)}
		switch {
		case limit.Kind == Whole:
		case m[i].Sign() > 0:
			limit.End, limit.Seats = "max", r.Max
		default:
			limit.End, limit.Seats = "min", r.Min
		}
		limits = append(limits, limit)
	}
	return limits
}

package why

import (
	"cmp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
)

// Kinds of reasons.
const (
	NoSeat   = "no_seat"  // a rule allows no seat
	Conflict = "conflict" // a panel with them breaks one of the rules
	RuledOut = "search"   // all combinations were ruled out, and no few rules stand for that
	Needed   = "needed"   // the minimum of a rule takes everybody who has its value
)

// A Reason says why no panel can hold some people, or why every panel does.
type Reason struct {
	Kind   string `json:"kind"`
	Rules  []Rule `json:"rules"`
	Seats  int    `json:"seats,omitempty"`  // Needed: the minimum
	People int    `json:"people,omitempty"` // Needed: who has the value
}

func (r Reason) same(other Reason) bool {
	return r.Kind == other.Kind && slices.Equal(r.Rules, other.Rules)
}

// Unseatable are people whom no panel can hold, by a common reason.
type Unseatable struct {
	Reason
	Count int   `json:"unseatable"`
	Types []int `json:"-"` // of the grouping
}

// Reasons explains every unseatable type of a lottery, reason by reason.
func Reasons(l *lottery.Lottery) []Unseatable {
	all, v := []Unseatable{}, viewOf(l)
	for t, un := range v.unseatable {
		if !un {
			continue
		}
		reason := unseatable(v.table, v.grouping.Instance, t)
		i := slices.IndexFunc(all, func(u Unseatable) bool { return u.same(reason) })
		if i < 0 {
			i, all = len(all), append(all, Unseatable{Reason: reason})
		}
		all[i].Count += len(v.grouping.Types[t])
		all[i].Types = append(all[i].Types, t)
	}
	return all
}

// unseatable names a value with no seats, or the rules that leave none for a type.
func unseatable(table *quotas.Table, in *quotas.Instance, t int) Reason {
	for _, r := range in.Rows {
		if r.Max == 0 && slices.Contains(r.Types, t) {
			return Reason{Kind: NoSeat, Rules: []Rule{RuleOf(table, r)}}
		}
	}
	rows := fair.Blocking(in, t)
	if rows == nil {
		return Reason{Kind: RuledOut, Rules: []Rule{}}
	}
	reason := Reason{Kind: Conflict}
	for _, r := range rows {
		reason.Rules = append(reason.Rules, RuleOf(table, in.Rows[r]))
	}
	slices.SortFunc(reason.Rules, func(a, b Rule) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Feature, b.Feature), strings.Compare(a.Value, b.Value))
	})
	reason.Rules = slices.Compact(reason.Rules)
	return reason
}

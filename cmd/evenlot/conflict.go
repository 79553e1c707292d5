package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
)

// A conflict is a smallest set of rules that no panel meets together.
type conflict struct {
	seats    int
	limit    int // people of one household; 0: no rule
	rules    []rule
	features []string // of the rules, without the household rule
	home     bool     // the household rule is one of them
	others   int      // people of the only feature with a value that has no rule here
}

// A rule is one quota, or the household rule.
type rule struct {
	Name   string `json:"rule"`
	Min    int    `json:"min"`
	Max    int    `json:"max"`
	People int    `json:"people"` // of the pool
	line   int
}

// allowsAny reports whether an instance has a panel.
func allowsAny(in *quotas.Instance) bool {
	a := oracle.New(in).Best(oracle.Query{Weights: make([]int64, len(in.Count)), Enough: 0})
	return a.Status != oracle.Infeasible
}

// instance is the question that a pool asks; it is the same for every key.
func instance(p *pool.Pool, seats, limit int) *quotas.Instance {
	return p.Unnamed().Group(seats, limit).Instance
}

// findConflict looks for the reason why no panel is allowed. Its work is bounded: where that
// ends first, the conflict has no rules.
func findConflict(p *pool.Pool, seats, limit int) *conflict {
	in := instance(p, seats, limit)
	c := &conflict{seats: seats, limit: limit}
	feature := -1
	for _, i := range oracle.Conflict(in) {
		r := in.Rows[i]
		if r.Kind == quotas.HouseholdRow {
			c.home = true
			continue
		}
		f := p.Table.Features[r.Feature]
		if !slices.Contains(c.features, f.Name) {
			c.features = append(c.features, f.Name)
		}
		feature = r.Feature
		c.rules = append(c.rules, rule{words.Rule(why.RuleOf(p.Table, r)), r.Min, r.Max,
			p.Having(r.Feature, r.Value), f.Values[r.Value].Line})
	}
	slices.SortFunc(c.rules, func(a, b rule) int { return a.line - b.line })
	if len(c.features) == 1 {
		c.others = len(p.People)
		for _, r := range c.rules {
			c.others -= r.People
		}
		if len(c.rules) == len(p.Table.Features[feature].Values) {
			c.others = 0
		}
	}
	return c
}

// alone names the feature that cannot be met whatever the other quotas are.
func (c *conflict) alone() []string {
	if len(c.features) == 1 && !c.home {
		return c.features
	}
	return []string{}
}

// String says why no panel is allowed: a sentence, and a line for every rule.
func (c *conflict) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the quotas cannot be met with %s: ", plain.Count(c.seats, "seat", "seats"))
	switch {
	case len(c.features) == 0 && c.home:
		most := "one person"
		if c.limit > 1 {
			most = plain.Count(c.limit, "person", "people")
		}
		b.WriteString("with " + most + " of each household at most, the pool is too small")
	case len(c.features) == 0:
		b.WriteString("each can, all together cannot")
	case len(c.features) == 1 && c.home:
		fmt.Fprintf(&b, "%s cannot be met under the household rule", c.features[0])
	case len(c.features) == 1:
		fmt.Fprintf(&b, "%s cannot be met even alone", c.features[0])
	case c.home:
		b.WriteString("these and the household rule contradict each other, and each is needed for that")
	default:
		b.WriteString("these contradict each other, and each is needed for that")
	}
	for _, r := range c.rules {
		fmt.Fprintf(&b, "\n  %s: %s, %s in the pool", r.Name, window(r.Min, r.Max), plain.Count(r.People, "person", "people"))
	}
	if c.others > 0 {
		fmt.Fprintf(&b, "\n  any other %s: %s in the pool", c.features[0], plain.Count(c.others, "person", "people"))
	}
	return b.String()
}

func window(low, high int) string {
	if low == high {
		return "exactly " + plain.Count(low, "seat", "seats")
	}
	return fmt.Sprintf("%d to %s", low, plain.Count(high, "seat", "seats"))
}

// err ends a command: the quotas cannot be met.
func (c *conflict) err() error {
	return term.Hint(&term.Failure{Code: term.ExitInfeasible, Err: fmt.Errorf("%s", c), Conflict: c.rules}, "evenlot check says which quotas could be changed, and how little")
}

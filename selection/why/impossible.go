package why

import (
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/pool"
)

// An Impossible says why no panel is allowed: a smallest set of rules that no panel meets
// together.
type Impossible struct {
	Seats     int
	Household int // people of one household; 0: no rule
	Rules     []Needs
	Features  []string // of the rules
	Home      bool     // the household rule is one of them
	Others    int      // people of the only feature whose value has no rule here
}

// A Needs is one quota of such a set.
type Needs struct {
	Name   string `json:"rule"` // age: 30-44
	Min    int    `json:"min"`
	Max    int    `json:"max"`
	People int    `json:"people"` // of the pool
	line   int
}

// Allowed reports whether the quotas allow a panel of a pool. The answer is the same for every
// record key.
func Allowed(p *pool.Pool, seats, household int) bool {
	in := p.Unnamed().Group(seats, household).Instance
	a := oracle.New(in).Best(oracle.Query{Weights: make([]int64, len(in.Count)), Enough: 0})
	return a.Status != oracle.Infeasible
}

// WhyNot looks for the reason why no panel is allowed. Its work is bounded: where that ends
// first, there are no rules.
func WhyNot(p *pool.Pool, seats, household int) *Impossible {
	in := p.Unnamed().Group(seats, household).Instance
	c := &Impossible{Seats: seats, Household: household, Rules: []Needs{}}
	feature := -1
	for _, i := range oracle.Conflict(in) {
		r := in.Rows[i]
		if r.Kind == quotas.HouseholdRow {
			c.Home = true
			continue
		}
		f := p.Table.Features[r.Feature]
		if !slices.Contains(c.Features, f.Name) {
			c.Features = append(c.Features, f.Name)
		}
		feature = r.Feature
		value := f.Values[r.Value]
		c.Rules = append(c.Rules, Needs{f.Name + ": " + value.Name, r.Min, r.Max, p.Having(r.Feature, r.Value), value.Line})
	}
	slices.SortFunc(c.Rules, func(a, b Needs) int { return a.line - b.line })
	if len(c.Features) == 1 && len(c.Rules) < len(p.Table.Features[feature].Values) {
		c.Others = len(p.People)
		for _, r := range c.Rules {
			c.Others -= r.People
		}
	}
	return c
}

// Alone names the feature that cannot be met whatever the other quotas are; empty: there is none.
func (c *Impossible) Alone() []string {
	if len(c.Features) == 1 && !c.Home {
		return c.Features
	}
	return []string{}
}

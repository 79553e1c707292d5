package study

import (
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// An Input is a lottery to be studied. People are spoken of by their index in IDs.
type Input struct {
	IDs        []string // public ids
	Table      *quotas.Table
	Values     [][]int   // per person, a value index per feature, in table order
	Homes      []string  // per person, the name of the household; "": lives alone. nil: no household rule
	HomeLimit  int       // people of one household that a panel may hold; 0: no rule
	Unseatable []int     // people whom no panel can hold; may be nil
	Pages      [][]int32 // the book
	Seats      int       // people of a page
	Page       int       // the page drawn, from 0; -1: none yet
	Rule       string    // by which the chances were found
	Grade      string    // what the record says stands behind them
	Commitment string    // of the record; "": draws are not studied
	Draws      int       // public values to try; 0: [DefaultDraws]
	// Extra are columns without a quota. Of these only counts of values leave this package.
	Extra      []fairness.Column
	Population *Population  // may be nil
	Letters    int          // sent, in proportion to the population; 0: not told
	Random     exact.Source // for outcomes too many to list
}

// A Population says what shares of all people have each value: by name of feature and value as
// [quotas.Fold] sees them. Joint has the shares of pairs of values of two features, by feature,
// feature, value, value; it may be nil. People is how many they are, where they were counted.
type Population struct {
	Single map[string]map[string]float64
	Joint  map[[2]string]map[[2]string]float64
	People int // 0: not told
}

// share is the share of a value; ok is false where the population says nothing of the feature.
func (p *Population) share(feature, value string) (share float64, ok bool) {
	if p == nil {
		return 0, false
	}
	values, ok := p.Single[quotas.Fold(feature)]
	return values[quotas.Fold(value)], ok
}

// joint is the share of a pair of values, likewise.
func (p *Population) joint(features, values [2]string) (share float64, ok bool) {
	if p == nil {
		return 0, false
	}
	for f := range features {
		features[f], values[f] = quotas.Fold(features[f]), quotas.Fold(values[f])
	}
	if pairs, known := p.Joint[features]; known {
		return pairs[values], true
	}
	pairs, ok := p.Joint[[2]string{features[1], features[0]}]
	return pairs[[2]string{values[1], values[0]}], ok
}

// mustFit panics unless the parts belong together: a lottery that got this far was checked.
func (in *Input) mustFit() {
	switch {
	case in.Table == nil || len(in.IDs) == 0 || len(in.IDs) != len(in.Values):
		panic("study: no table, no people, or people without values")
	case len(in.Pages) == 0 || in.Page < -1 || in.Page >= len(in.Pages):
		panic("study: no book, or a page outside it")
	case in.Homes != nil && len(in.Homes) != len(in.IDs):
		panic("study: households of other people")
	}
	for _, page := range in.Pages {
		if len(page) != in.Seats {
			panic("study: a page with other seats")
		}
	}
}

// column is one feature as this package works on it: each person's value as a number.
type column struct {
	name   string
	values []string
	code   []int32
	quota  *quotas.Feature // nil: a column without a quota
}

// columns are the features of the table, then the further columns that can be studied; left says
// which cannot, and why.
func (in *Input) columns() (all []column, left []string) {
	for f := range in.Table.Features {
		feature := &in.Table.Features[f]
		c := column{name: feature.Name, quota: feature, code: make([]int32, len(in.Values))}
		for _, v := range feature.Values {
			c.values = append(c.values, v.Name)
		}
		for i, values := range in.Values {
			c.code[i] = int32(values[f])
		}
		all = append(all, c)
	}
	for _, extra := range in.Extra {
		names, code, why := fairness.Encode(extra.Values)
		if why != "" {
			left = append(left, extra.Name+": "+why)
			continue
		}
		all = append(all, column{name: extra.Name, values: names, code: code})
	}
	return all, left
}

// pool counts the people of each value.
func (c *column) pool() []int {
	counts := make([]int, len(c.values))
	for _, v := range c.code {
		counts[v]++
	}
	return counts
}

// order gives the values from small to large where each begins with another number, as ages do
// (16-29, 30-44, 65+; "under 16" and "<16" stand before 16); nil: they have no order.
func (c *column) order() []int {
	from := make([]int, len(c.values))
	for v, name := range c.values {
		rest, under := strings.ToLower(name), 0
		for _, word := range []string{"under ", "below ", "up to ", "<"} {
			if after, found := strings.CutPrefix(rest, word); found {
				rest, under = strings.TrimSpace(after), 1
			}
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.Atoi(rest[:digits])
		if err != nil {
			return nil
		}
		from[v] = 2*n - under
	}
	order := make([]int, len(from))
	for v := range order {
		order[v] = v
	}
	slices.SortFunc(order, func(a, b int) int { return from[a] - from[b] })
	for j := 1; j < len(order); j++ {
		if from[order[j-1]] == from[order[j]] {
			return nil
		}
	}
	return order
}

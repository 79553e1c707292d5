package lottery

import (
	"math/big"

	"github.com/evenlot/evenlot/selection/fair"
)

// A Standing is how near a book comes to what its rule looks for. Leximin has none: the
// smallest count says it.
type Standing struct {
	Rule string `json:"rule"`
	// Value is the objective of the rule, and Bound what no lottery passes, see
	// [fair.Outcome]; of nash, minimax and goldilocks.
	Value float64 `json:"value,omitempty"`
	Bound float64 `json:"bound,omitempty"`
	Most  int     `json:"most_pages,omitempty"` // minimax: of anybody
	Pages int     `json:"pages"`
	// Uniform: how many panels there are, in decimal, and the logarithm to base 2.
	Panels string  `json:"panels,omitempty"`
	Bits   float64 `json:"bits,omitempty"`
	// Uniform, where panels are too many to count: how many trials succeeded.
	Succeeded int `json:"succeeded,omitempty"`
	Trials    int `json:"trials,omitempty"`
	// Open says that the budget ended the search: the chances are those of the quotas.
	Open bool `json:"open"`
}

// Standing is nil for leximin.
func (l *Lottery) Standing() *Standing {
	if l.leximin() {
		return nil
	}
	s := &Standing{Rule: l.Rule.Name(), Pages: l.Rules.Pages, Open: l.Open}
	switch l.Rule.(type) {
	case fair.Nash, fair.Minimax, fair.Goldilocks:
		s.Value, s.Bound = l.Outcome.Value, l.Outcome.Bound
		for _, n := range l.Counts {
			s.Most = max(s.Most, n)
		}
	}
	switch d := l.Outcome.Drawer.(type) {
	case *fair.Count:
		s.Panels, s.Bits = d.Panels().String(), d.Bits()
	case *fair.Trials:
		s.Succeeded, s.Trials = l.Outcome.Samples, l.Outcome.Attempts
	}
	return s
}

// Unsettled is the first level that a book does not reach where the budget ended the search.
// Nothing is claimed above it.
type Unsettled struct {
	Reached bool   `json:"reached"` // all levels are, rounded down; then the rest is empty
	Before  int    `json:"people_before"`
	Fewest  int    `json:"fewest_pages"`
	Pages   int    `json:"pages"`
	Chance  string `json:"chance"` // the bound of the level, a fraction
}

// Unsettled is nil where nothing is open, and under other rules than leximin.
func (l *Lottery) Unsettled() *Unsettled {
	if !l.Open || !l.leximin() {
		return nil
	}
	u := &Unsettled{Pages: l.Rules.Pages}
	for i, level := range l.Bounds.Levels {
		if s := l.step(level); s.Fewest >= s.Pages {
			u.Before += s.People
			continue
		}
		u.Fewest, u.Chance = l.step(l.upTo(i)).Fewest, new(big.Rat).Set(level.Exact).RatString()
		return u
	}
	return &Unsettled{Reached: true, Pages: l.Rules.Pages}
}

// upTo is the level above which nothing is claimed: it stands for everybody whom the levels
// before leave.
func (l *Lottery) upTo(last int) fair.Level {
	left := make([]bool, len(l.Grouping.Types))
	for t := range left {
		left[t] = !l.Bounds.Unseatable[t]
	}
	for _, level := range l.Bounds.Levels[:last] {
		for _, t := range level.Types {
			left[t] = false
		}
	}
	level := l.Bounds.Levels[last]
	level.Types = nil
	for t := range left {
		if left[t] {
			level.Types = append(level.Types, t)
		}
	}
	return level
}

package lottery

import (
	"errors"
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
)

// Progress is told how far a phase has come. It is called often and must be quick.
type Progress func(phase string, done, total int)

// DefaultBudget is the work, in linear programs of the oracle, that closing a gap
// between promised and possible chances may take where nothing else is asked for. It
// counts work, not time, so that it ends at the same place on every machine.
const DefaultBudget = 30_000

// A Question asks what the quotas of a pool leave of everybody's chance.
type Question struct {
	Pool      *pool.Pool
	Seats     int
	Household int // people of one household a panel may hold; 0: no rule
	// Budget is the linear programs that the search for panels may take. With 0 panels are
	// looked for in pools of at most attainTypes types, within DefaultBudget.
	Budget   int
	Progress Progress // may be nil
}

// Check refuses a question that makes no sense, in every way that a caller may get wrong.
// After it Progress is not nil.
func (q *Question) Check() error {
	switch {
	case q.Pool == nil:
		return errors.New("no pool to select from: one that cannot be read gives faults in its place")
	case q.Seats < 1:
		return fmt.Errorf("%d seats, expected at least 1", q.Seats)
	case q.Seats > len(q.Pool.People):
		return fmt.Errorf("%d seats for a pool of %s, expected no more seats than people", q.Seats, plain.Count(len(q.Pool.People), "person", "people"))
	case q.Household < 0 || q.Budget < 0:
		return fmt.Errorf("%d people of a household and a budget of %d, expected numbers that are not negative", q.Household, q.Budget)
	}
	if q.Progress == nil {
		q.Progress = func(string, int, int) {}
	}
	return nil
}

// attainTypes: with more types than this no panels are looked for that attain the
// chances, unless a budget asks for it: for some hundred types that takes minutes.
const attainTypes = 100

// SearchBudget is the budget of a search for panels that a question asks for; 0: it asks for
// none.
func (q *Question) SearchBudget(g *pool.Grouping) int {
	if q.Budget == 0 && len(g.Types) <= attainTypes {
		return DefaultBudget
	}
	return q.Budget
}

// RuleNamed finds a rule; the error lists the names there are.
func RuleNamed(name string) (fair.Rule, error) {
	if rule := fair.RuleNamed(name); rule != nil {
		return rule, nil
	}
	var all []string
	for _, rule := range fair.Rules() {
		all = append(all, rule.Name())
	}
	return nil, fmt.Errorf("rule is %q, expected one of %s", name, strings.Join(all, ", "))
}

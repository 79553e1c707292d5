package members

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
)

// DefaultScenarios is how many scenarios sets of alternates are judged by, as in the study that
// the method comes from (Assos, Baharav, Flanigan, Procaccia, EC 2025).
const DefaultScenarios = 300

// freshScenarios are those that losses are stated by. They are others than those of the search,
// which flatter the set that they chose; a mean over them is off by some hundredths of a quota.
const freshScenarios = 1000

// An AlternatesQuestion asks for alternates, before anybody has left: who is a member, who could
// be an alternate, how many, and how likely members are to leave.
type AlternatesQuestion struct {
	Table      *quotas.Table // of the whole panel
	Seats      int           // of the whole panel
	Members    [][]int       // values of each
	Roster     *pool.Roster  // who could be an alternate
	Limit      int           // of alternates of one household; 0: none
	Alternates int
	Rates      *Rates
	Scenarios  int // that the search goes by; 0: DefaultScenarios
	Near       int // how far sets may be from the best, in parts of a hundred; 0: DefaultNear
}

// AlternatesQuestion asks for alternates of a panel as it stands. Others may be unavailable. The
// vacancy has the roster of those who could be alternates.
func (c *Company) AlternatesQuestion(alternates int, unavailable []string, rates *Rates) (*AlternatesQuestion, *Vacancy, error) {
	v, err := c.Vacancy(nil, unavailable)
	if err != nil {
		return nil, nil, err
	}
	q := &AlternatesQuestion{Table: c.rec.Table, Seats: c.Seats, Roster: v.Roster, Limit: c.rec.Rules.Household, Alternates: alternates, Rates: rates}
	for _, id := range c.Members {
		q.Members = append(q.Members, c.rec.Roster.Entries[place(c.rec.Roster, id)].Values)
	}
	return q, v, nil
}

// An AlternatesPlan says which sets of alternates are good, so that a lottery can choose one of
// them: every set of people who take part, inside the windows. It has what these sets lose, as
// the mean over scenarios of who leaves, beside what other choices would.
type AlternatesPlan struct {
	Windows *quotas.Table // of the alternates
	People  []int         // who take part, as indices into the roster, ascending
	Before  int           // people who could be in a set with the counts of the best one and of people like them

	Set   [][]int // the best set found, by the values of its people
	Best  Loss    // of that set
	Mean  Loss    // of sets inside, spread over the people who take part
	Worst Loss    // of the same

	ByQuotas Loss // of sets by quotas in proportion to those of the panel
	ByTwins  Loss // of the people most like the likeliest leavers
	ByLot    Loss // of people drawn whatever their answers
	None     Loss // without alternates

	Outlook *Outlook // the scenarios that these losses are means of
}

// PlanAlternates finds good sets of alternates. The stream is to have the label "alternates";
// the same question and stream give the same plan everywhere.
//
// Errors: no alternates asked for, or more than there can be; no members.
func PlanAlternates(q AlternatesQuestion, stream *draw.Stream) (*AlternatesPlan, error) {
	q.Scenarios, q.Near = cmp.Or(q.Scenarios, DefaultScenarios), cmp.Or(q.Near, DefaultNear)
	if q.Alternates < 1 {
		return nil, errors.New("no alternates are asked for: say how many, 1 or more")
	}
	if len(q.Members) == 0 {
		return nil, errors.New("nobody holds a seat, so nobody can leave one")
	}
	p := newPlanner(&q, stream)
	if oracle.New(p.in).Best(oracle.Query{Weights: make([]int64, len(p.types)), Enough: 0}).Panel == nil {
		return nil, fmt.Errorf("%s asked for, and %s could be one, some of them perhaps of one household: ask for fewer",
			plain.Count(q.Alternates, "alternate", "alternates"), plain.Count(len(q.Roster.Entries), "person", "people"))
	}
	best, least := p.best()
	w := p.grow(best, least, p.total(nil), int64(q.Near))
	plan := &AlternatesPlan{People: p.whoever(p.reach(w)), Before: len(p.whoever(p.reach(p.around(best))))}
	plan.Windows = q.Table.With(func(f, v int) (low, high int) { return w.low[p.first[f]+v], w.high[p.first[f]+v] })
	for _, t := range best {
		plan.Set = append(plan.Set, q.Roster.Entries[p.group.Types[t][0]].Values)
	}
	p.state(plan, &q, best, w)
	return plan, nil
}

// state says what sets lose, by fresh scenarios.
func (p *planner) state(plan *AlternatesPlan, q *AlternatesQuestion, best []int, w windows) {
	p.Outlook = NewOutlook(q, freshScenarios, p.stream)
	inside := p.judge(w, finalSets, math.MaxInt64)
	plan.Outlook = p.Outlook
	plan.Best, plan.None = p.mean(p.total(p.people(best))), p.mean(p.total(nil))
	plan.Mean, plan.Worst = p.mean(inside.mean), p.mean(inside.worst)
	plan.ByQuotas, plan.ByTwins, plan.ByLot = p.mean(p.byQuotas()), p.mean(p.byTwins(q.Members, q.Rates)), p.mean(p.byLot())
}

func newPlanner(q *AlternatesQuestion, stream *draw.Stream) *planner {
	free := *q.Roster
	free.Table = q.Table.Unbound(q.Alternates)
	p := &planner{Outlook: NewOutlook(q, q.Scenarios, stream), group: free.Group(q.Alternates, q.Limit), seats: q.Seats, stream: stream}
	p.in = p.group.Instance
	for _, people := range p.group.Types {
		p.types = append(p.types, p.places(q.Roster.Entries[people[0]].Values))
	}
	return p
}

// whoever are the people of some types.
func (p *planner) whoever(types []bool) (people []int) {
	for t, in := range types {
		if in {
			people = append(people, p.group.Types[t]...)
		}
	}
	slices.Sort(people)
	return people
}

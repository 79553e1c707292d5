package lottery

import (
	"context"
	"errors"
	"math/big"
	"runtime"
	"sync"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/exact"
	"github.com/evenlot/evenlot/selection/fairness/measure"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A Comparison holds what several rules promise the people of one pool. Chances and
// shares lie in 0..1.
type Comparison struct {
	People     int        `json:"people"`
	Seats      int        `json:"seats"`
	Unseatable int        `json:"unseatable"`      // people no panel can hold
	Least      float64    `json:"leximin_minimum"` // the smallest chance under leximin
	Rules      []Compared `json:"rules"`
}

// Compared is one rule. Where Error says why the rule gives no answer, all numbers are 0.
type Compared struct {
	Rule          string  `json:"rule"`
	Aim           string  `json:"aim"`
	Error         string  `json:"error"`
	Grade         string  `json:"grade"`          // what stands behind the chances
	Even          bool    `json:"evenest"`        // of the vectors that are best for the rule the one with the least sum of squares
	Smallest      float64 `json:"smallest"`       // chance of anyone who can be seated
	Largest       float64 `json:"largest"`        // chance
	Gini          float64 `json:"gini"`           // over the whole pool, see measure.Gini
	GeometricMean float64 `json:"geometric_mean"` // over those who can be seated
	Below         float64 `json:"below"`          // share of them with less than Comparison.Least
	Panels        string  `json:"panels"`         // uniform, counted: number of panels, decimal
	Bits          float64 `json:"bits"`           // uniform, counted: entropy, the logarithm of Panels to base 2
	// Uniform, by trial: about how many panels there are, and the features whose quotas decide which
	// trials succeed.
	PanelsAbout float64  `json:"panels_about"`
	Uncounted   []string `json:"uncounted_features"`
	Samples     int      `json:"samples"`  // legacy, and uniform by trial: panels drawn
	Attempts    int      `json:"attempts"` // runs or trials they took
	// Where panels were drawn: intervals of 95 % for the chance of the person whose frequency is smallest,
	// and of the one whose is largest.
	SmallestRange [2]float64 `json:"smallest_range"`
	LargestRange  [2]float64 `json:"largest_range"`
}

// belowTolerance: a chance is below another where more than this is missing. Mixtures
// of panels are found to 1e-8.
const belowTolerance = 1e-7

// Compare computes what each named rule promises. Where the question asks for a search and the
// budget suffices, panels attain the chances; otherwise the quotas bound them, see
// [fair.RuleOptions]. The same pool, in any order of rows, gives the same comparison.
//
// Progress is told how many rules are done. A rule that gives no answer for the pool says so in its
// line. The error is *[fair.Infeasible], the solver's, the context's, or that a name is not of a
// rule.
func Compare(ctx context.Context, q Question, names []string) (*Comparison, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	roster, _ := q.Pool.Roster([32]byte{})
	g := roster.Group(q.Seats, q.Household)
	rules := []fair.Rule{fair.Leximin{}} // the others are measured by it
	for _, name := range names {
		rule, err := RuleNamed(name)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	budget := q.SearchBudget(g)
	options := func() fair.RuleOptions {
		return fair.RuleOptions{Budget: budget, HouseholdLimit: q.Household,
			Random: draw.NewStream(draw.Algorithm1, "compare legacy", record.PoolRoot(roster), [32]byte{})}
	}
	outcomes, faults := make([]*fair.Outcome, len(rules)), make([]error, len(rules))
	each(ctx, len(rules), q.Progress, func(i int) {
		if i > 0 && rules[i].Name() == "leximin" {
			return
		}
		outcomes[i], faults[i] = rules[i].Chances(ctx, fair.New(g.Instance), options())
	})
	if err := errors.Join(ctx.Err(), faults[0]); err != nil {
		return nil, err
	}
	c := &Comparison{People: len(roster.Entries), Seats: q.Seats, Least: outcomes[0].Smallest()}
	for t, un := range outcomes[0].Unseatable {
		if un {
			c.Unseatable += len(g.Types[t])
		}
	}
	for i, rule := range rules[1:] {
		out, err := outcomes[i+1], faults[i+1]
		if rule.Name() == "leximin" {
			out, err = outcomes[0], nil
		}
		row := Compared{Rule: rule.Name(), Aim: rule.Aim()}
		if err != nil {
			row.Error = err.Error()
		} else {
			row.measure(q.Pool.Table, g, out, outcomes[0].Unseatable, c.Least)
		}
		c.Rules = append(c.Rules, row)
	}
	return c, nil
}

// each does n pieces of work that know nothing of each other, as many at a time as
// there are cores, and none after ctx has ended.
func each(ctx context.Context, n int, tell Progress, work func(i int)) {
	var all sync.WaitGroup
	var lock sync.Mutex
	done, next := 0, make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := range next {
				if ctx.Err() == nil {
					work(i)
				}
				lock.Lock()
				done++
				if tell != nil {
					tell("computing the rules", done, n)
				}
				lock.Unlock()
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// measure fills in the numbers of an outcome. Who cannot be seated is for leximin to
// say; legacy alone may miss people who can.
func (r *Compared) measure(table *quotas.Table, g *pool.Grouping, out *fair.Outcome, unseatable []bool, least float64) {
	var all, open []float64
	low, high := -1, -1 // types
	below := 0
	for t, chance := range out.Chance {
		for range g.Types[t] {
			all = append(all, chance)
		}
		if unseatable[t] {
			continue
		}
		for range g.Types[t] {
			open = append(open, chance)
		}
		if chance < least-belowTolerance {
			below += len(g.Types[t])
		}
		if low < 0 || chance < out.Chance[low] {
			low = t
		}
		if high < 0 || chance > out.Chance[high] {
			high = t
		}
	}
	r.Grade, r.Even = out.Grade.String(), out.Even
	r.Smallest, r.Largest = out.Chance[low], out.Chance[high]
	r.Gini = measure.Gini(all, g.Instance.Seats)
	if r.Smallest > 0 {
		r.GeometricMean = measure.GeometricMean(open)
	}
	r.Below = float64(below) / float64(len(open))
	switch d := out.Drawer.(type) {
	case *fair.Count:
		r.Panels, r.Bits = d.Panels().String(), d.Bits()
	case *fair.Trials:
		r.PanelsAbout, _ = new(big.Float).SetInt(d.Panels(out.Samples, out.Attempts)).Float64()
		for _, f := range d.Left() {
			r.Uncounted = append(r.Uncounted, table.Features[f].Name)
		}
	}
	if out.Grade == fair.Sampled {
		r.Samples, r.Attempts = out.Samples, out.Attempts
		r.SmallestRange = exact.Jeffreys(r.Smallest, out.Samples)
		r.LargestRange = exact.Jeffreys(r.Largest, out.Samples)
	}
}

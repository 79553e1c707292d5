package manipulation

import (
	"context"
	"errors"
	"slices"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/measure"
	"github.com/evenlot/evenlot/selection/fairness/study"
	"github.com/evenlot/evenlot/selection/pool"
)

// A lie is one that a person of a type may tell.
type lie struct{ kind, feature, told int }

// lies are those of one type: every other value of every feature.
func (q *Question) lies(kind, person int) (all []lie) {
	for f, feature := range q.Roster.Table.Features {
		for v := range feature.Values {
			if v != q.Roster.Entries[person].Values[f] {
				all = append(all, lie{kind, f, v})
			}
		}
	}
	return all
}

// errSampled is why a rule that is only sampled is not asked.
var errSampled = errors.New("its chances are frequencies in a sample, so a gain would be noise")

// chances gives everybody of a roster their chance under a rule, by roster index.
func (q *Question) chances(ctx context.Context, rule fair.Rule, roster *pool.Roster) ([]float64, error) {
	g := roster.Group(q.Seats, q.Household)
	random := draw.NewStream("evenlot-manipulation/1", rule.Name(), [32]byte{}, [32]byte{})
	out, err := rule.Chances(ctx, fair.New(g.Instance), fair.RuleOptions{Budget: q.Budget, HouseholdLimit: q.Household, Random: random, Samples: 1})
	switch {
	case err != nil:
		return nil, err
	case out.Grade == fair.Sampled:
		return nil, errSampled
	}
	all := make([]float64, len(roster.Entries))
	for t, members := range g.Types {
		for _, i := range members {
			all[i] = out.Chance[t]
		}
	}
	return all, nil
}

// tell lets one person lie.
func (q *Question) tell(person int, l lie) *pool.Roster {
	entries := slices.Clone(q.Roster.Entries)
	entries[person].Values = slices.Clone(entries[person].Values)
	entries[person].Values[l.feature] = l.told
	return &pool.Roster{Table: q.Roster.Table, Entries: entries}
}

// weigh compares everybody's chance before and after a lie. Less than what separates two levels is
// rounding.
func (q *Question) weigh(row *Lie, person int, l lie, before, after []float64) {
	exact := func(x float64) study.Number {
		if x < measure.SameLevel && x > -measure.SameLevel {
			return 0
		}
		return study.Number(x)
	}
	loss, seats := 0.0, 0.0
	truth := q.Roster.Entries[person].Values[l.feature]
	for i := range before {
		if i != person {
			loss = max(loss, before[i]-after[i])
		}
		if q.Roster.Entries[i].Values[l.feature] == truth {
			seats += after[i] - before[i]
		}
	}
	row.After, row.Gain, row.Loss, row.Seats = study.Number(after[person]), exact(after[person]-before[person]), exact(loss), exact(seats)
}

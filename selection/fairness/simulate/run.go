package simulate

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

// unit gives a number in [0, 1): the 53 bits that a float holds.
func unit(s *draw.Stream) float64 { return float64(s.Uint64()>>11) / (1 << 53) }

// pool draws who answers: indices into the roster, ascending; where letters are drawn with replacement,
// one may stand there several times.
func (q *Question) pool(random *draw.Stream) (people []int) {
	f, letters := q.Frame, q.letters()
	deck := make([]int, f.People())
	for i := range deck {
		deck[i] = i
	}
	for j := range letters {
		var i int
		switch {
		case q.Sampled:
			i = random.IntN(len(deck))
		case letters == len(deck):
			i = j
		default:
			at := j + random.IntN(len(deck)-j)
			deck[j], deck[at] = deck[at], deck[j]
			i = deck[j]
		}
		if unit(random) < f.answer[i] {
			people = append(people, i)
		}
	}
	slices.Sort(people)
	return people
}

// A solved is one pool under one rule, with what each value has of it: indexed by column and value.
type solved struct {
	Run
	counted bool // there are chances
	seats   [][]float64
}

// solve gives a pool what a rule promises. The error is the context's.
func (q *Question) solve(ctx context.Context, number int, rule fair.Rule, people []int, random *draw.Stream) (solved, error) {
	s := solved{Run: Run{Number: number, Rule: rule.Name(), People: len(people), Unseatable: -1, Levels: -1,
		Smallest: study.Missing(), Largest: study.Missing(), Gini: study.Missing(), GeometricMean: study.Missing()}}
	if len(people) < q.Seats {
		return s, nil
	}
	g := q.Frame.roster.Subset(people).Group(q.Seats, q.Household)
	out, err := rule.Chances(ctx, fair.New(g.Instance), fair.RuleOptions{Budget: q.Budget, HouseholdLimit: q.Household, Random: random, Samples: legacySamples})
	var infeasible *fair.Infeasible
	switch {
	case ctx.Err() != nil:
		return s, ctx.Err()
	case errors.As(err, &infeasible):
		return s, nil
	case err != nil:
		s.Possible, s.Fault = true, err.Error()
		return s, nil
	}
	s.Possible, s.counted, s.Grade = true, true, out.Grade.String()
	s.measure(g, out, q.Seats)
	s.seats = q.Frame.seats(g, people, out.Chance)
	return s, nil
}

// legacySamples is how many panels the historic rule draws for one pool: the smallest chance is then
// known to a percentage point.
const legacySamples = 1000

// measure fills in the numbers of an outcome.
func (s *solved) measure(g *pool.Grouping, out *fair.Outcome, seats int) {
	var all, open []float64
	for t, members := range g.Types {
		for range members {
			all = append(all, out.Chance[t])
			if !out.Unseatable[t] {
				open = append(open, out.Chance[t])
			}
		}
	}
	s.Unseatable, s.Levels = study.Count(len(all)-len(open)), study.Count(measure.Levels(open))
	s.Smallest, s.Largest = study.Number(slices.Min(open)), study.Number(slices.Max(open))
	s.Gini, s.GeometricMean = study.Number(measure.Gini(all, seats)), study.Number(measure.GeometricMean(open))
}

// seats adds up the chances of the people of each value.
func (f *Frame) seats(g *pool.Grouping, people []int, chance []float64) [][]float64 {
	of := f.blank()
	for t, members := range g.Types {
		for _, m := range members {
			for c := range f.columns {
				of[c][f.columns[c].code[people[m]]] += chance[t]
			}
		}
	}
	return of
}

// counts counts the people of each value.
func (f *Frame) counts(people []int) [][]float64 {
	of := f.blank()
	for _, i := range people {
		for c := range f.columns {
			of[c][f.columns[c].code[i]]++
		}
	}
	return of
}

// blank has a 0 for each value of each column.
func (f *Frame) blank() [][]float64 {
	of := make([][]float64, len(f.columns))
	for c := range of {
		of[c] = make([]float64, len(f.columns[c].values))
	}
	return of
}

package simulate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/study"
)

// A drawn is one pool, and what came of it under each rule.
type drawn struct {
	counts [][]float64 // people, by column and value
	people int
	rules  []solved
}

// Of draws the pools and asks the rules. It panics without a frame, seats or runs. The error is
// *[fair.Infeasible] where not even the whole frame holds a panel, or the context's.
func Of(ctx context.Context, q Question) (*Simulation, error) {
	if q.Frame == nil || q.Seats < 1 || q.Runs < 1 || q.Sampled && q.Household > 0 {
		panic("simulate: no frame, seats or runs, or households in a sample")
	}
	if len(q.Rules) == 0 {
		q.Rules = []fair.Rule{fair.Leximin{}}
	}
	if !q.Sampled {
		whole := q.Frame.roster.Group(q.Seats, q.Household).Instance
		if _, err := fair.New(whole).Outer(ctx); err != nil {
			return nil, err
		}
	}
	all := make([]drawn, q.Runs)
	var lock sync.Mutex
	done := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range all {
		group.Go(func() (err error) {
			all[i], err = q.run(ctx, i)
			lock.Lock()
			defer lock.Unlock()
			if done++; q.Progress != nil && err == nil {
				q.Progress("drawing pools", done, q.Runs)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return q.sum(all), nil
}

// run draws pool i.
func (q *Question) run(ctx context.Context, i int) (d drawn, err error) {
	if err := ctx.Err(); err != nil {
		return d, err
	}
	stream := func(label string) *draw.Stream {
		return draw.NewStream("evenlot-simulate/1", label+" "+strconv.Itoa(i+1), sha256.Sum256([]byte(q.Seed)), [32]byte{})
	}
	people := q.pool(stream("pool"))
	d = drawn{counts: q.Frame.counts(people), people: len(people)}
	for _, rule := range q.Rules {
		s, err := q.solve(ctx, i+1, rule, people, stream(rule.Name()))
		if err != nil {
			return d, err
		}
		d.rules = append(d.rules, s)
	}
	return d, nil
}

// sum describes all pools.
func (q *Question) sum(all []drawn) *Simulation {
	s := &Simulation{Format: Format, Frame: q.Frame.People(), Letters: q.letters(), Sampled: q.Sampled, Seats: q.Seats, Runs: q.Runs, Seed: q.Seed,
		Rate: total(q.Frame.answer) / float64(q.Frame.People()), Notes: append([]string{}, q.Frame.Left...), Grades: []Grade{}}
	var people []float64
	possible := 0
	for i := range all {
		people = append(people, float64(all[i].people))
		if all[i].rules[0].Possible {
			possible++
		}
	}
	s.Measures = append(s.Measures, distribution("", "people", people), share("panel_possible", possible, q.Runs))
	for r := range q.Rules {
		s.rule(q, all, r)
	}
	return s
}

// rule describes all pools under one rule.
func (s *Simulation) rule(q *Question, all []drawn, r int) {
	name := q.Rules[r].Name()
	grades := map[string]int{}
	var counted []int
	for i := range all {
		run := &all[i].rules[r]
		s.All = append(s.All, run.Run)
		if run.counted {
			counted = append(counted, i)
			grades[run.Grade]++
		}
	}
	for grade, n := range grades {
		s.Grades = append(s.Grades, Grade{Rule: name, Grade: grade, Runs: n})
	}
	slices.SortFunc(s.Grades[len(s.Grades)-len(grades):], func(a, b Grade) int { return cmp.Or(b.Runs-a.Runs, cmp.Compare(a.Grade, b.Grade)) })
	for _, m := range []struct {
		name string
		of   func(*Run) float64
	}{
		{"unseatable", func(r *Run) float64 { return float64(r.Unseatable) }},
		{"smallest", func(r *Run) float64 { return float64(r.Smallest) }},
		{"largest", func(r *Run) float64 { return float64(r.Largest) }},
		{"gini", func(r *Run) float64 { return float64(r.Gini) }},
		{"geometric_mean", func(r *Run) float64 { return float64(r.GeometricMean) }},
		{"levels", func(r *Run) float64 { return float64(r.Levels) }},
	} {
		x := make([]float64, len(counted))
		for j, i := range counted {
			x[j] = m.of(&all[i].rules[r].Run)
		}
		s.Measures = append(s.Measures, distribution(name, m.name, x))
	}
	for c := range q.Frame.columns {
		for v := range q.Frame.columns[c].values {
			s.Values = append(s.Values, q.value(all, counted, r, c, v))
		}
	}
}

// value describes one value of a column over the pools that count.
func (q *Question) value(all []drawn, counted []int, r, c, v int) Value {
	col := &q.Frame.columns[c]
	row := Value{Rule: q.Rules[r].Name(), Feature: col.name, Value: col.values[v], Quota: col.least != nil,
		Short: study.Missing(), Seat: study.Missing(), EndToEnd: study.Missing(), Relative: study.Missing()}
	for i, code := range col.code {
		if int(code) == v {
			row.People++
			row.Answer += q.Frame.answer[i]
		}
	}
	if row.Quota {
		short := 0
		for i := range all {
			if int(all[i].counts[c][v]) < col.least[v] {
				short++
			}
		}
		row.Short = study.Number(float64(short) / float64(len(all)))
	}
	row.Share = float64(row.People) / float64(q.Frame.People())
	row.Answer /= float64(max(1, row.People))
	pool, seats := make([]float64, len(counted)), make([]float64, len(counted))
	people, sum := 0.0, 0.0
	for j, i := range counted {
		n, x := all[i].counts[c][v], all[i].rules[r].seats[c][v]
		pool[j], seats[j] = n/float64(all[i].people), x/float64(q.Seats)
		people, sum = people+n, sum+x
	}
	row.Pool, row.PoolLow, row.PoolHigh = mean(pool)
	row.Seats, row.SeatsLow, row.SeatsHigh = mean(seats)
	if people > 0 {
		row.Seat = study.Number(sum / people)
	}
	if row.People > 0 && len(counted) > 0 {
		row.Relative = study.Number(float64(row.Seats) / row.Share)
		if !q.Sampled {
			row.EndToEnd = study.Number(float64(row.Seats) * float64(q.Seats) / float64(row.People))
		}
	}
	return row
}

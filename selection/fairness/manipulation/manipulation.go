package manipulation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/study"
	"github.com/evenlot/evenlot/selection/pool"
)

// A Question is whose lies are looked at.
type Question struct {
	Roster    *pool.Roster
	Seats     int
	Household int                                 // people of one household a panel may hold; 0: no rule
	Rules     []fair.Rule                         // none: leximin
	Budget    int                                 // of each search for panels; 0: the chances that the quotas allow
	Most      int                                 // lies to look at under each rule, in whole types; 0: all
	Seed      string                              // draws whose lies are looked at
	Progress  func(phase string, done, total int) // may be nil
}

// Of looks at the lies. The error is *[fair.Infeasible] where the truth leaves no panel, or the
// context's.
func Of(ctx context.Context, q Question) (*Study, error) {
	if len(q.Rules) == 0 {
		q.Rules = []fair.Rule{fair.Leximin{}}
	}
	kinds := q.Roster.Group(q.Seats, q.Household).Types
	lies, s := q.choose(kinds)
	for r, rule := range q.Rules {
		before, err := q.chances(ctx, rule, q.Roster)
		var infeasible *fair.Infeasible
		switch {
		case ctx.Err() != nil, errors.As(err, &infeasible):
			return nil, cmp.Or(ctx.Err(), err)
		case err != nil:
			s.Notes = append(s.Notes, rule.Name()+": no answer: "+err.Error())
			continue
		}
		rows, err := q.ask(ctx, r, kinds, lies, before)
		if err != nil {
			return nil, err
		}
		s.Rules = append(s.Rules, sum(rule.Name(), rows))
		s.Moves = append(s.Moves, moves(rows)...)
		s.Each = append(s.Each, rows...)
	}
	return s, nil
}

// choose takes the types of people drawn by chance, until their lies are as many as may be.
func (q *Question) choose(kinds [][]int) ([]lie, *Study) {
	s := &Study{Format: Format, Pool: len(q.Roster.Entries), Types: len(kinds), Seats: q.Seats, Notes: []string{}}
	for _, f := range q.Roster.Table.Features {
		s.Features = append(s.Features, f.Name)
	}
	kindOf, order := make([]int, s.Pool), make([]int, s.Pool)
	for t, members := range kinds {
		for _, i := range members {
			kindOf[i] = t
		}
		s.All += len(q.lies(t, members[0]))
	}
	for i := range order {
		order[i] = i
	}
	draw.NewStream("evenlot-manipulation/1", "people", sha256.Sum256([]byte(q.Seed)), [32]byte{}).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	taken := make([]bool, len(kinds))
	var lies []lie
	for _, i := range order {
		t := kindOf[i]
		own := q.lies(t, kinds[t][0])
		if taken[t] || q.Most > 0 && len(lies)+len(own) > q.Most && len(lies) > 0 {
			continue
		}
		taken[t] = true
		lies = append(lies, own...)
		s.Looked, s.People = s.Looked+1, s.People+len(kinds[t])
	}
	slices.SortStableFunc(lies, func(a, b lie) int { return a.kind - b.kind })
	s.Lies = len(lies)
	return lies, s
}

// ask weighs every lie under one rule.
func (q *Question) ask(ctx context.Context, r int, kinds [][]int, lies []lie, before []float64) ([]Lie, error) {
	rows := make([]Lie, len(lies))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var lock sync.Mutex
	done := 0
	for j, l := range lies {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			person := kinds[l.kind][0]
			rows[j] = q.row(q.Rules[r], l, person, len(kinds[l.kind]), before[person])
			after, err := q.chances(ctx, q.Rules[r], q.tell(person, l))
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err == nil {
				q.weigh(&rows[j], person, l, before, after)
			}
			lock.Lock()
			defer lock.Unlock()
			if done++; q.Progress != nil {
				q.Progress("lies under "+q.Rules[r].Name(), done, len(lies))
			}
			return nil
		})
	}
	return rows, group.Wait()
}

// row names a lie. A lie that leaves no panel, or no answer, stays without numbers.
func (q *Question) row(rule fair.Rule, l lie, person, people int, before float64) Lie {
	feature, values := q.Roster.Table.Features[l.feature], q.Roster.Entries[person].Values
	row := Lie{Rule: rule.Name(), Type: l.kind + 1, People: people, Feature: feature.Name, Truth: feature.Values[values[l.feature]].Name,
		Told: feature.Values[l.told].Name, Before: study.Number(before), After: study.Missing(), Gain: study.Missing(), Loss: study.Missing(), Seats: study.Missing()}
	for f, v := range values {
		row.Values = append(row.Values, q.Roster.Table.Features[f].Values[v].Name)
	}
	return row
}

// aPoint is a gain that is worth talking about: a percentage point.
const aPoint = study.Number(0.01)

// sum says what the best lies of everybody are worth.
func sum(rule string, rows []Lie) Rule {
	s := Rule{Rule: rule}
	best, people := map[int]study.Number{}, map[int]int{}
	for _, r := range rows {
		people[r.Type] = r.People
		if r.None() {
			s.NoPanel++
			continue
		}
		best[r.Type] = max(best[r.Type], r.Gain)
		s.Loss, s.Seats = max(s.Loss, r.Loss), max(s.Seats, r.Seats)
	}
	all := 0
	for kind := range people {
		n := study.Number(people[kind])
		all += people[kind]
		s.Most = max(s.Most, best[kind])
		if best[kind] > aPoint {
			s.Many += n
		}
		if best[kind] == 0 {
			s.None += n
		}
	}
	for _, r := range rows { // in order: a map's would change the last bit
		if n, left := people[r.Type]; left {
			s.Mean += study.Number(n) * best[r.Type]
			delete(people, r.Type)
		}
	}
	s.Mean, s.Many, s.None = s.Mean/study.Number(max(1, all)), s.Many/study.Number(max(1, all)), s.None/study.Number(max(1, all))
	return s
}

// None reports whether the lie leaves no panel.
func (l *Lie) None() bool { return l.After != l.After }

// moves gathers the lies that tell the same.
func moves(rows []Lie) (all []Move) {
	at := map[[3]string]int{}
	for _, r := range rows {
		if r.None() {
			continue
		}
		key := [3]string{r.Feature, r.Truth, r.Told}
		k, met := at[key]
		if !met {
			k = len(all)
			at[key] = k
			all = append(all, Move{Rule: r.Rule, Feature: r.Feature, Truth: r.Truth, Told: r.Told, Most: r.Gain, Loss: r.Loss, Seats: r.Seats})
		}
		m := &all[k]
		m.Mean += study.Number(r.People) * r.Gain
		m.People += r.People
		m.Most, m.Loss, m.Seats = max(m.Most, r.Gain), max(m.Loss, r.Loss), max(m.Seats, r.Seats)
	}
	for k := range all {
		all[k].Mean /= study.Number(all[k].People)
	}
	slices.SortStableFunc(all, func(a, b Move) int { return cmp.Compare(b.Most, a.Most) })
	return all
}

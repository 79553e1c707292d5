package fair

import (
	"context"
	"errors"
	"fmt"

	"github.com/evenlot/evenlot/quotas"
)

const (
	// legacySamples is how many panels are drawn where the options do not say.
	legacySamples = 10_000
	// legacyAttempts is how many runs a panel may take on average, as in the historic
	// program.
	legacyAttempts = 100
)

// Legacy is the greedy sampler in use before 2020, kept for comparison only (Flanigan
// et al., Nature 596, 2021, supplement). Seat by seat it finds the value with the
// largest
//
//	(min - seated) / people left with the value,
//
// ties going to the first in the canonical order of the quota table, and seats one of
// those people by lot. Housemates leave; when a value has its maximum, everyone left with it
// leaves. A value that can no longer reach its minimum ends the run, and all starts
// again. The law of its panels has no closed form and depends on the order of the
// values, which here is canonical and in the historic program that of the file, so its chances are frequencies in a sample; intervals follow from Drawn and
// Samples.
//
// It needs RuleOptions.Random. Households must be of the limit 1: the historic program
// knew no other. Value and Bound are the smallest frequency.
type Legacy struct{}

var _ Rule = Legacy{}

// Name is "legacy".
func (Legacy) Name() string { return "legacy" }

// Aim says it in a few words.
func (Legacy) Aim() string {
	return "the greedy sampler in use before 2020, for comparison only"
}

// Independent: each page is one run of the sampler.
func (Legacy) Independent() bool { return true }

// MayExclude: a run may never come to some people.
func (Legacy) MayExclude() bool { return true }

// NoLuck is the error for a pool on which the greedy sampler does not end well.
type NoLuck struct{ Attempts int }

// Error says it in a sentence.
func (e *NoLuck) Error() string {
	return fmt.Sprintf("the legacy rule found no panel in %d attempts, though there are panels", e.Attempts)
}

// Chances samples panels. Attempts that fail are not panels; where too many do,
// Samples is less than was asked for.
func (Legacy) Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error) {
	if o.Random == nil {
		panic("fair: legacy needs a source of random numbers")
	}
	g, err := NewGreedy(s.in, o.limit())
	if err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	wanted := o.Samples
	if wanted <= 0 {
		wanted = legacySamples
	}
	drawn, samples, attempts := make([]int, len(s.in.Count)), 0, 0
	for ; samples < wanted && attempts < legacyAttempts*wanted; attempts++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if panel := g.attempt(o.Random); panel != nil {
			samples++
			for t, x := range panel {
				drawn[t] += x
			}
		}
	}
	if samples == 0 {
		return nil, &NoLuck{attempts}
	}
	chance := make([]float64, len(drawn))
	for t, x := range drawn {
		chance[t] = float64(x) / float64(samples) / float64(s.in.Count[t])
	}
	out := s.outcome("legacy", chance)
	out.Grade, out.Drawer = Sampled, g
	out.Samples, out.Attempts, out.Drawn = samples, attempts, drawn
	out.Value = out.Smallest()
	out.Bound = out.Value
	return out, nil
}

// A Greedy draws panels as [Legacy] says. It is for one reader at a time.
type Greedy struct {
	in     *quotas.Instance
	rows   []quotas.Row // of the quotas alone
	rowsOf [][]int
	homes  []family
	homeOf []int

	people []int // left of each type
	free   []int // homes of each family of which nobody sits
	left   []int // people left of each row
	seated []int // of each row
	panel  []int
}

var _ Drawer = (*Greedy)(nil)

// NewGreedy prepares the greedy sampler for an instance.
func NewGreedy(in *quotas.Instance, limit int) (*Greedy, error) {
	if limit > 1 {
		return nil, errors.New("the legacy rule knows no household limit but 1")
	}
	homes, err := families(in, 1)
	if err != nil {
		return nil, err
	}
	g := &Greedy{in: in, homes: homes, homeOf: familyOf(len(in.Count), homes), rowsOf: make([][]int, len(in.Count))}
	for _, r := range in.Rows {
		if r.Kind != quotas.QuotaRow {
			continue
		}
		for _, t := range r.Types {
			g.rowsOf[t] = append(g.rowsOf[t], len(g.rows))
		}
		g.rows = append(g.rows, r)
	}
	n, k := len(in.Count), len(g.rows)
	g.people, g.free, g.left, g.seated = make([]int, n), make([]int, len(homes)), make([]int, k), make([]int, k)
	return g, nil
}

// Draw draws one panel, seats per type; the error is *[NoLuck] or the context's.
func (g *Greedy) Draw(ctx context.Context, random Source) ([]int, error) {
	for range legacyAttempts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if panel := g.attempt(random); panel != nil {
			return panel, nil
		}
	}
	return nil, &NoLuck{legacyAttempts}
}

// attempt is one run; nil where it fails.
func (g *Greedy) attempt(random Source) []int {
	g.start()
	for r := range g.rows {
		if g.rows[r].Max == 0 {
			g.clear(r)
		}
	}
	for range g.in.Seats {
		r, ok := g.neediest()
		if !ok {
			return nil
		}
		g.seat(g.pick(r, random))
		if g.lost() {
			return nil
		}
	}
	for r := range g.rows {
		if g.seated[r] < g.rows[r].Min {
			return nil
		}
	}
	return g.panel
}

func (g *Greedy) start() {
	copy(g.people, g.in.Count)
	g.panel = make([]int, len(g.people))
	for f := range g.homes {
		g.free[f] = g.homes[f].homes
	}
	clear(g.left)
	clear(g.seated)
	for t, n := range g.people {
		for _, r := range g.rowsOf[t] {
			g.left[r] += n
		}
	}
}

// neediest is the row with the largest ratio among those with people left, the first
// of equals; with no rows at all, -1 stands for everyone. It fails where nobody is left
// or a row needs more people than it has.
func (g *Greedy) neediest() (row int, ok bool) {
	if len(g.rows) == 0 {
		return -1, g.total() > 0
	}
	row = -1
	for r := range g.rows {
		need := g.rows[r].Min - g.seated[r]
		if need > g.left[r] {
			return 0, false
		}
		if g.left[r] == 0 {
			continue
		}
		if row < 0 || int64(need)*int64(g.left[row]) > int64(g.rows[row].Min-g.seated[row])*int64(g.left[r]) {
			row = r
		}
	}
	return row, row >= 0
}

func (g *Greedy) total() int {
	sum := 0
	for _, n := range g.people {
		sum += n
	}
	return sum
}

// pick chooses one of the people left in a row by lot and gives their type.
func (g *Greedy) pick(row int, random Source) int {
	if row < 0 {
		at := random.IntN(g.total())
		for t, n := range g.people {
			if at < n {
				return t
			}
			at -= n
		}
	}
	at := random.IntN(g.left[row])
	for _, t := range g.rows[row].Types {
		if at < g.people[t] {
			return t
		}
		at -= g.people[t]
	}
	panic("fair: internal error: a row has fewer people than were counted")
}

// seat gives a person of type t a seat; they, their housemates and everyone with a
// value that is now full leave.
func (g *Greedy) seat(t int) {
	g.panel[t]++
	if f := g.homeOf[t]; f >= 0 {
		g.free[f]--
		home := &g.homes[f]
		for j, mate := range home.types {
			if g.people[mate] > 0 {
				g.leave(mate, g.people[mate]-g.free[f]*home.perHome[j])
			}
		}
	} else {
		g.leave(t, 1)
	}
	for _, r := range g.rowsOf[t] {
		g.seated[r]++
		if g.seated[r] == g.rows[r].Max {
			g.clear(r)
		}
	}
}

// leave takes n people of type t out.
func (g *Greedy) leave(t, n int) {
	g.people[t] -= n
	for _, r := range g.rowsOf[t] {
		g.left[r] -= n
	}
}

// clear takes everyone left in a row out.
func (g *Greedy) clear(row int) {
	for _, t := range g.rows[row].Types {
		g.leave(t, g.people[t])
	}
}

// lost reports whether a row can no longer reach its minimum.
func (g *Greedy) lost() bool {
	for r := range g.rows {
		if g.seated[r]+g.left[r] < g.rows[r].Min {
			return true
		}
	}
	return false
}

package members

import (
	"cmp"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
)

// DefaultNear is how far sets inside the windows may be from the best one, in parts of a hundred
// of its loss: the mean of them as far, and none twice as far. A twentieth is about what the loss
// itself is known to: drop-out rates that are off by up to a fifth moved it by 5 to 12 hundredths
// in the published study. A tenth lets twice as many people in, and costs half of what the best set
// gains beyond a reduction of four tenths on the pools of TestAlternatesOfPublishedShapes.
const DefaultNear = 5

// Trifle is the distance that is allowed in any case, in parts of a hundred of what the best
// alternates repair: where they repair almost everything, a tenth of next to nothing would let
// nobody else in.
const Trifle = 2

const (
	growSets   = 24 // that a step of growing is judged by
	growFaults = 40 // steps that fail before growing ends
	finalSets  = 60 // that the windows are judged by in the end
	// spread is how much one seat a person weighs against chance when sets are looked for.
	spread = 1 << 12
)

// windows are the seats of a set by value, from low to high, and the types who take part.
type windows struct {
	low, high []int
	takes     []bool
}

// around has the counts of one set, and whoever is like its people.
func (p *planner) around(set []int) windows {
	w := windows{low: make([]int, len(p.low)), takes: make([]bool, len(p.types))}
	for _, t := range set {
		for _, v := range p.types[t] {
			w.low[v]++
		}
		p.admit(w.takes, t)
	}
	w.high = slices.Clone(w.low)
	return w
}

// admit lets a type take part, and all of the same answers: their households are no reason to
// treat them otherwise.
func (p *planner) admit(takes []bool, t int) {
	for s := range takes {
		takes[s] = takes[s] || slices.Equal(p.types[s], p.types[t])
	}
}

// everybody are windows of no seats in which all take part.
func (p *planner) everybody() windows {
	w := windows{low: make([]int, len(p.low)), high: make([]int, len(p.low)), takes: make([]bool, len(p.types))}
	for t := range w.takes {
		w.takes[t] = true
	}
	return w
}

// with are windows that also hold a set after an exchange.
func (p *planner) with(w windows, e exchange) windows {
	x := p.around(e.set)
	wide := windows{takes: slices.Clone(w.takes)}
	for v := range w.low {
		wide.low, wide.high = append(wide.low, min(w.low[v], x.low[v])), append(wide.high, max(w.high[v], x.high[v]))
	}
	p.admit(wide.takes, e.in)
	return wide
}

// instance asks which sets are inside.
func (p *planner) instance(w windows) *quotas.Instance {
	in := *p.in
	in.Rows, in.Count = slices.Clone(in.Rows), slices.Clone(in.Count)
	for i := range in.Rows {
		if r := &in.Rows[i]; r.Kind == quotas.QuotaRow {
			v := p.first[r.Feature] + r.Value
			r.Min, r.Max = w.low[v], w.high[v]
		}
	}
	for t, takes := range w.takes {
		if !takes {
			in.Count[t] = 0
		}
	}
	return &in
}

// inside finds sets, spread over the people as a fair lottery spreads them: whoever was in few
// sets so far weighs more. It ends when yield does not want more.
func (p *planner) inside(w windows, sets int, yield func(set []int) bool) {
	in := p.instance(w)
	o := oracle.New(in)
	used := make([]int, len(p.types))
	weights := make([]int64, len(p.types))
	for range sets {
		for t := range weights {
			weights[t] = max(-oracle.MaxWeight, int64(p.stream.IntN(spread)-spread*used[t]/max(1, in.Count[t])))
		}
		a := o.Best(oracle.Query{Weights: weights, Enough: oracle.NoLimit, Nodes: searchNodes, Budget: searchBudget})
		if a.Panel == nil {
			return
		}
		for t, n := range a.Panel {
			used[t] += n
		}
		if !yield(spelled(a.Panel)) {
			return
		}
	}
}

// A verdict is what sets inside windows lose, summed over the scenarios.
type verdict struct {
	sets        int
	mean, worst int64
}

// judge looks at sets inside. It ends at the first one that loses more than the bound.
func (p *planner) judge(w windows, sets int, bound int64) (v verdict) {
	sum := int64(0)
	p.inside(w, sets, func(set []int) bool {
		loss := p.total(p.people(set))
		sum += loss
		v = verdict{v.sets + 1, sum / int64(v.sets+1), max(v.worst, loss)}
		return loss <= bound
	})
	return v
}

// near reports whether sets were found, none of them too far from the best.
func (v verdict) near(least, far int64) bool {
	return v.sets > 0 && v.mean <= least+far && v.worst <= least+2*far
}

// An exchange is a set with one person of another type.
type exchange struct {
	set  []int
	in   int // the type
	loss int64
}

// exchanges has one for each type that the best set does not have, in the place where the
// loss is least; the least loss first.
func (p *planner) exchanges(best []int) (all []exchange) {
	of := make([]exchange, len(p.types))
	for at := range best {
		rest := slices.Delete(slices.Clone(best), at, at+1)
		people := p.people(rest)
		trails := p.trails(people)
		for t := range p.types {
			if slices.Contains(best, t) || !p.room(rest, t) {
				continue
			}
			if loss, _ := p.joined(people, trails, p.types[t], -1); of[t].set == nil || loss < of[t].loss {
				of[t] = exchange{append(slices.Clone(rest), t), t, loss}
			}
		}
	}
	all = slices.DeleteFunc(of, func(e exchange) bool { return e.set == nil })
	slices.SortStableFunc(all, func(a, b exchange) int { return cmp.Compare(a.loss, b.loss) })
	return all
}

// grow finds the windows: those of the best set, and then wider by one exchange after another,
// the cheapest first, while the sets inside stay near. What a last look at more sets finds too
// far is taken back, step by step.
//
// Windows alone cannot do it: people count in several values at once. With ten alternates for the
// quotas of real panels, sets with the very counts of the best one lost 1.3 to 2 times as much in
// the mean. Hence the types who take part.
func (p *planner) grow(best []int, least, none, near int64) windows {
	far := max(least/100*near, (none-least)/100*Trifle)
	steps := []windows{p.around(best)}
	faults := 0
	for _, e := range p.exchanges(best) {
		if e.loss > least+2*far || faults == growFaults {
			break
		}
		last := steps[len(steps)-1]
		if last.takes[e.in] {
			continue
		}
		if wider := p.with(last, e); p.judge(wider, growSets, least+2*far).near(least, far) {
			steps = append(steps, wider)
		} else {
			faults++
		}
	}
	for _, w := range slices.Backward(steps[1:]) {
		if p.judge(w, finalSets, least+2*far).near(least, far) {
			return w
		}
	}
	return steps[0] // be it as it may: the plan says what its sets lose
}

// reach are the types of the people who can be in a set inside.
func (p *planner) reach(w windows) []bool {
	o := oracle.New(p.instance(w))
	seen := make([]bool, len(p.types))
	weights, lower := make([]int64, len(p.types)), make([]int, len(p.types))
	for t, takes := range w.takes {
		if !takes || seen[t] {
			continue
		}
		lower[t] = 1
		a := o.Best(oracle.Query{Weights: weights, Lower: lower, Enough: 0, Budget: searchBudget})
		for s, n := range a.Panel {
			seen[s] = seen[s] || n > 0
		}
		lower[t] = 0
	}
	return seen
}

package members

import (
	"math"
	"slices"
)

// trials is how many random sets stand for a practice that leaves the set to chance: with 20 the mean
// was off by up to 3 parts in a hundred.
const trials = 100

// byQuotas is the mean loss of sets chosen by quotas in proportion: a part a/k of each quota of
// the panel, rounded down and up, all of them one wider until a set exists.
func (p *planner) byQuotas() int64 {
	a := p.in.Seats
	w := p.everybody()
	for v := range p.low {
		w.low[v], w.high[v] = p.board.low[v]*a/p.seats, (min(p.board.high[v], p.seats)*a+p.seats-1)/p.seats
	}
	for range a + 1 {
		if found := p.judge(w, trials, math.MaxInt64); found.sets > 0 {
			return found.mean
		}
		for v := range w.low {
			w.low[v], w.high[v] = max(0, w.low[v]-1), w.high[v]+1
		}
	}
	return p.total(nil)
}

// byTwins is the loss of the set that has for each of the likeliest leavers the person most
// like them: most answers in common, the first of several.
func (p *planner) byTwins(members [][]int, rates *Rates) int64 {
	order := make([]int, len(members))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return rates.Leave(members[j]) - rates.Leave(members[i]) })
	var set []int
	for i := 0; len(set) < p.in.Seats; i = (i + 1) % len(order) {
		twin, most := -1, -1
		for t, places := range p.types {
			if like := common(p.places(members[order[i]]), places); like > most && p.room(set, t) {
				twin, most = t, like
			}
		}
		if twin < 0 {
			break
		}
		set = append(set, twin)
	}
	return p.total(p.people(set))
}

func common(a, b []int) (n int) {
	for f := range a {
		if a[f] == b[f] {
			n++
		}
	}
	return n
}

// byLot is the mean loss of sets of people drawn without regard to their answers.
func (p *planner) byLot() int64 {
	var urn []int // a type for each person
	for t, n := range p.in.Count {
		for range n {
			urn = append(urn, t)
		}
	}
	total := int64(0)
	for range trials {
		p.stream.Shuffle(len(urn), func(i, j int) { urn[i], urn[j] = urn[j], urn[i] })
		var set []int
		for _, t := range urn {
			if len(set) < p.in.Seats && p.room(set, t) {
				set = append(set, t)
			}
		}
		total += p.total(p.people(set))
	}
	return total / trials
}

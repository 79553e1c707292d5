package members

import (
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
)

// restarts is how many random sets the search for the best one starts from, besides the greedy
// one. On small pools, where all sets can be tried, the best of four starts is the best of all
// almost always (TestBestSet says how often).
const restarts = 6

// searchNodes bounds the search for one set inside windows: the first set found after as many
// nodes will do, since the weights are random anyway.
const searchNodes = 20

// searchBudget ends the search for a set inside windows where none has been found.
const searchBudget = 1000

// A planner looks for sets of alternates. A set is the types of its people.
type planner struct {
	*Outlook
	group  *pool.Grouping
	seats  int
	in     *quotas.Instance // households, and quotas that allow everything
	types  [][]int          // places of each type
	stream *draw.Stream
}

// people are the places of a set.
func (p *planner) people(set []int) [][]int {
	all := make([][]int, len(set))
	for i, t := range set {
		all[i] = p.types[t]
	}
	return all
}

// room reports whether somebody of a type may join a set: there is one more, and their
// households are not taken.
func (p *planner) room(set []int, t int) bool {
	taken := 0
	for _, s := range set {
		if s == t {
			taken++
		}
	}
	if taken == p.in.Count[t] {
		return false
	}
	for i := range p.in.Rows {
		row := &p.in.Rows[i]
		if row.Kind != quotas.HouseholdRow || !slices.Contains(row.Types, t) {
			continue
		}
		homes := 1
		for _, s := range set {
			if slices.Contains(row.Types, s) {
				homes++
			}
		}
		if homes > row.Max {
			return false
		}
	}
	return true
}

// best is the best set found, and its loss: greedy construction and random sets, each
// bettered by exchanges.
func (p *planner) best() (best []int, least int64) {
	for start := range 1 + restarts {
		set, ok := p.greedy(nil), true
		if start > 0 || len(set) < p.in.Seats {
			set, ok = p.random()
		}
		if !ok {
			continue
		}
		set, loss := p.exchange(set)
		if best == nil || loss < least {
			best, least = set, loss
		}
	}
	return best, least
}

// greedy fills a set up: each time the type that lowers the loss most. It may end early where
// households are short.
func (p *planner) greedy(set []int) []int {
	for len(set) < p.in.Seats {
		t, _ := p.bestJoining(set)
		if t < 0 {
			break
		}
		set = append(set, t)
	}
	return set
}

// exchange betters a set: one alternate after another makes place for the type that lowers the
// loss most, until nobody is replaced any more.
func (p *planner) exchange(set []int) ([]int, int64) {
	loss := p.total(p.people(set))
	for still := 0; still < len(set); still++ {
		rest, out := set[1:], set[0]
		set = append(slices.Clone(rest), out)
		if t, total := p.bestJoining(rest); t >= 0 && total < loss {
			set[len(set)-1], loss, still = t, total, -1
		}
	}
	return set, loss
}

// bestJoining is the type with which a set has the least loss, and that loss; the first of
// several.
func (p *planner) bestJoining(set []int) (best int, least int64) {
	best = -1
	people := p.people(set)
	trails := p.trails(people)
	for t := range p.types {
		if !p.room(set, t) {
			continue
		}
		limit := int64(-1)
		if best >= 0 {
			limit = least
		}
		if total, ok := p.joined(people, trails, p.types[t], limit); ok {
			best, least = t, total
		}
	}
	return best, least
}

// A trail is how a set moves up in one scenario.
type trail struct {
	gains [][]int64 // before each step, by value
	order []int     // who takes the step; one less than gains where a seat stays vacant
	best  []int64   // by how much that lowers the loss; 0 where nobody takes it
	loss  []int64   // before each step
	last  int64     // loss in the end
}

// trails follows a set through all scenarios.
func (p *planner) trails(set [][]int) []trail {
	all := make([]trail, len(p.scenarios))
	for i := range p.scenarios {
		s, tr := &p.scenarios[i], &all[i]
		up := make([]bool, len(set))
		copy(p.count, s.count)
		tr.last = s.loss
		for range s.vacant {
			gains := make([]int64, len(p.count))
			p.gains(p.count, gains)
			j, gain := next(gains, set, up)
			tr.gains, tr.best, tr.loss = append(tr.gains, gains), append(tr.best, max(gain, 0)), append(tr.loss, tr.last)
			if j < 0 || gain <= 0 {
				break
			}
			tr.order, tr.last = append(tr.order, j), tr.last-gain
			up[j] = true
			for _, v := range set[j] {
				p.count[v]++
			}
		}
	}
	return all
}

// joined is the loss of a set that one more person joins, in the last place: only what comes
// after the step that this person takes is done again. It gives up at the limit; -1: there is
// none.
func (p *planner) joined(set [][]int, trails []trail, more []int, limit int64) (total int64, ok bool) {
	for i := range trails {
		tr := &trails[i]
		step, gain := -1, int64(0)
		for s, gains := range tr.gains {
			if gain = sum(gains, more); gain > tr.best[s] {
				step = s
				break
			}
		}
		if step < 0 {
			total += tr.last
		} else {
			total += p.again(set, i, tr, more, step, tr.loss[step]-gain)
		}
		if limit >= 0 && total >= limit {
			return total, false
		}
	}
	return total, true
}

// again is the loss in a scenario where one more person takes a step.
func (p *planner) again(set [][]int, at int, tr *trail, more []int, step int, loss int64) int64 {
	s := &p.scenarios[at]
	p.up = append(p.up[:0], make([]bool, len(set))...)
	copy(p.count, s.count)
	for _, v := range more {
		p.count[v]++
	}
	for _, j := range tr.order[:step] {
		p.up[j] = true
		for _, v := range set[j] {
			p.count[v]++
		}
	}
	return p.rest(set, p.count, s.vacant-step-1, loss)
}

// random is a set found under random weights.
func (p *planner) random() (set []int, ok bool) {
	weights := make([]int64, len(p.types))
	for t := range weights {
		weights[t] = int64(p.stream.IntN(oracle.MaxWeight))
	}
	a := oracle.New(p.in).Best(oracle.Query{Weights: weights, Enough: oracle.NoLimit, Nodes: searchNodes})
	return spelled(a.Panel), a.Panel != nil
}

// spelled turns seats of each type into a list of types.
func spelled(panel []int) (set []int) {
	for t, n := range panel {
		for range n {
			set = append(set, t)
		}
	}
	return set
}

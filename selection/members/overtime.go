package members

import (
	"cmp"
	"slices"
	"sort"

	"github.com/evenlot/evenlot/quotas/oracle"
)

// A Level is how far an event by which chances are to become even over time reaches.
type Level struct {
	Out    []string // public ids of people who could take a seat and wait, sorted
	People int      // who take part
	Chance float64  // the largest chance so far of one of them
}

// LeastFirst lets those with the least chance so far come first. Chances are by public id; nobody is
// missing. If everybody below some chance were lifted to it, seat by seat, the seats of the vacancy
// would be used up at one level: whoever is below takes part. Where they cannot fill the seats within
// the quotas, the next ones do too, as few as it takes; people with the same chance are treated alike.
//
// Level filling is what the largest smallest chance over time comes to where no quota bears on it
// (Kalayci and Micha, arXiv 2602.16194, ask more, for panels whose number is known in advance). What
// quotas do within the people who take part is for leximin, whose proof speaks of them.
func (v *Vacancy) LeastFirst(chances map[string]float64, limit int) Level {
	order := make([]int, len(v.Roster.Entries))
	for i := range order {
		order[i] = i
	}
	chance := func(i int) float64 { return chances[v.Roster.Entries[i].ID] }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(chance(a), chance(b)) })
	var ends []int // of people with the same chance
	for n := range order {
		if n+1 == len(order) || chance(order[n]) < chance(order[n+1]) {
			ends = append(ends, n+1)
		}
	}
	if len(ends) == 0 {
		return Level{}
	}
	at := 0
	for at < len(ends)-1 && lift(order[:ends[at]], chance, chance(order[ends[at]])) < float64(v.Seats) {
		at++
	}
	fills := func(n int) bool {
		sub := v.Roster.Subset(slices.Sorted(slices.Values(order[:ends[n]])))
		sub.Table = v.Table
		if len(sub.Entries) < v.Seats {
			return false
		}
		in := sub.Group(v.Seats, limit).Instance
		return oracle.New(in).Best(oracle.Query{Weights: make([]int64, len(in.Count)), Enough: 0}).Panel != nil
	}
	at += sort.Search(len(ends)-1-at, func(more int) bool { return fills(at + more) }) // more people can do all that fewer can
	l := Level{People: ends[at], Chance: chance(order[ends[at]-1])}
	for _, i := range order[ends[at]:] {
		l.Out = append(l.Out, v.Roster.Entries[i].ID)
	}
	slices.Sort(l.Out)
	return l
}

// lift is how many seats it takes to give people a chance of so much over time.
func lift(people []int, chance func(i int) float64, to float64) (seats float64) {
	for _, i := range people {
		if c := chance(i); c < 1 {
			seats += (to - c) / (1 - c)
		}
	}
	return seats
}

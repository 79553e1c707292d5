package book

import (
	"slices"

	"github.com/evenlot/evenlot/selection/pool"
)

// households deals the seats of families. All households of a family have the same
// shape, so which of them takes a seat is free: the one with the most room left on the
// page, and among those the one whose member is owed most. Taking the roomiest first
// never gets stuck (Gale 1957, Ryser 1957: degree sequences of bipartite graphs).
type households struct {
	g      *pool.Grouping
	family []int   // of each type; -1: its people live alone
	limit  []int   // of each family: people of one household a page may name
	of     []int   // household of each person, numbered through; -1: alone
	member [][]int // people of each household
	typ    []int   // type of each person
	count  []int   // pages of each person so far
	people []int   // everybody in a family
	order  []int   // shuffled rank of each person, breaks ties
	load   []int   // people of each household on this page
	on     []int   // last page that names the person, from 1
	page   int
}

func newHouseholds(g *pool.Grouping) *households {
	people := 0
	for _, members := range g.Types {
		people += len(members)
	}
	h := &households{g: g, family: make([]int, len(g.Types)), of: make([]int, people), typ: make([]int, people),
		count: make([]int, people), order: make([]int, people), on: make([]int, people)}
	for i := range h.of {
		h.of[i] = -1
	}
	for t, members := range g.Types {
		h.family[t] = -1
		for _, p := range members {
			h.typ[p] = t
		}
	}
	for f, family := range g.Families {
		h.limit = append(h.limit, g.Instance.Rows[family.Row].Max/len(family.Households))
		for _, t := range family.Types {
			h.family[t] = f
		}
		for _, household := range family.Households {
			for _, p := range household {
				h.of[p] = len(h.member)
			}
			h.member = append(h.member, household)
			h.people = append(h.people, household...)
		}
	}
	h.load = make([]int, len(h.member))
	return h
}

// seat adds the family seats of one page to people, types with many seats first.
func (h *households) seat(people []int32, page []int, random source) []int32 {
	h.page++
	if len(h.member) == 0 {
		return people
	}
	clear(h.load)
	random.Shuffle(len(h.people), func(i, j int) { h.people[i], h.people[j] = h.people[j], h.people[i] })
	for rank, p := range h.people {
		h.order[p] = rank
	}
	for f, family := range h.g.Families {
		types := slices.Clone(family.Types)
		slices.SortStableFunc(types, func(a, b int) int { return page[b] - page[a] })
		for _, t := range types {
			for range page[t] {
				p := h.next(t, h.limit[f])
				h.load[h.of[p]]++
				h.count[p]++
				h.on[p] = h.page
				people = append(people, int32(p))
			}
		}
	}
	return people
}

// next is the person of type t who takes the next seat.
func (h *households) next(t, limit int) int {
	best := -1
	for _, p := range h.g.Types[t] {
		if h.on[p] != h.page && h.load[h.of[p]] < limit && (best < 0 || h.first(p, best)) {
			best = p
		}
	}
	if best < 0 {
		panic("book: a page has more seats for a family than it has households")
	}
	return best
}

// first reports whether p takes a seat before q.
func (h *households) first(p, q int) bool {
	if a, b := h.load[h.of[p]], h.load[h.of[q]]; a != b {
		return a < b
	}
	if h.count[p] != h.count[q] {
		return h.count[p] < h.count[q]
	}
	return h.order[p] < h.order[q]
}

// even moves pages from people of a type who stand on more to people of the same
// type who stand on fewer, until equals differ by at most one page or no move is
// left. On a page that names p, q can stand instead if q's household has room then. If
// it has none and the limit is one, the two households change places.
func (h *households) even(pages [][]int32) {
	for moved := true; moved; {
		moved = false
		for _, page := range pages {
			moved = h.evenPage(page) || moved
		}
	}
}

// evenPage makes every move on one page and reports whether there was one.
func (h *households) evenPage(page []int32) (moved bool) {
	seated := make(map[int][]int) // household -> places on the page
	for i, p := range page {
		if home := h.of[p]; home >= 0 {
			seated[home] = append(seated[home], i)
		}
	}
	for i := range page {
		p := int(page[i])
		if h.of[p] < 0 {
			continue
		}
		if q := h.better(p, page, seated); q >= 0 {
			h.swap(p, q, i, page, seated)
			moved = true
		}
	}
	slices.Sort(page)
	return moved
}

// better is a person of p's type with at least two pages fewer whom the page could
// name instead of p; -1 if there is none.
func (h *households) better(p int, page []int32, seated map[int][]int) int {
	best := -1
	limit := h.limit[h.family[h.typ[p]]]
	for _, q := range h.g.Types[h.typ[p]] {
		if h.count[p]-h.count[q] < 2 || best >= 0 && h.count[q] >= h.count[best] {
			continue
		}
		places := seated[h.of[q]]
		if slices.ContainsFunc(places, func(i int) bool { return int(page[i]) == q }) {
			continue
		}
		if h.of[q] != h.of[p] && len(places) >= limit && (limit > 1 || !h.worthwhile(p, q, int(page[places[0]]))) {
			continue
		}
		best = q
	}
	return best
}

// worthwhile reports whether naming q for p pays for what it costs: r, who sits for q's
// household, gives way to their twin in p's. What counts is the sum of the squares of all
// counts; it falls with every move, so the moves come to an end.
func (h *households) worthwhile(p, q, r int) bool {
	return h.count[p]-h.count[q]-1 > h.count[h.twin(r, h.of[p])]-h.count[r]+1
}

// twin is the member of household to of the type of r who stands on the fewest pages.
func (h *households) twin(r, to int) int {
	best := -1
	for _, s := range h.member[to] {
		if h.typ[s] == h.typ[r] && (best < 0 || h.count[s] < h.count[best]) {
			best = s
		}
	}
	if best < 0 {
		panic("book: households of one family differ in shape")
	}
	return best
}

// swap names q instead of p at place i. If q's household has no room, the member of it
// on the page gives way to their twin in p's household.
func (h *households) swap(p, q, i int, page []int32, seated map[int][]int) {
	from, to := h.of[p], h.of[q]
	if from != to {
		seated[from] = slices.DeleteFunc(seated[from], func(at int) bool { return at == i })
		if len(seated[to]) >= h.limit[h.family[h.typ[p]]] {
			at := seated[to][0]
			h.name(h.twin(int(page[at]), from), at, page)
			seated[from], seated[to] = append(seated[from], at), nil
		}
		seated[to] = append(seated[to], i)
	}
	h.name(q, i, page)
}

// name puts q at place i of the page.
func (h *households) name(q, i int, page []int32) {
	h.count[page[i]]--
	h.count[q]++
	page[i] = int32(q)
}

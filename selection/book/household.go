package book

import (
	"slices"

	"github.com/evenlot/evenlot/selection/pool"
)

// households deals the seats of families. All households of a family have the same
// shape, so with a limit of one, any household that is free can take a seat of any
// of the family's types; who is owed most gets it.
type households struct {
	g      *pool.Grouping
	family []int   // of each type; -1: its people live alone
	of     []int   // household of each person, numbered through; -1: alone
	member [][]int // people of each household
	typ    []int   // type of each person
	count  []int   // pages of each person so far
	order  []int   // shuffled rank of each person, breaks ties
	taken  []int   // per household: last page, from 1
	page   int
}

func newHouseholds(g *pool.Grouping) *households {
	people := 0
	for _, members := range g.Types {
		people += len(members)
	}
	h := &households{g: g, family: make([]int, len(g.Types)), of: make([]int, people),
		typ: make([]int, people), count: make([]int, people), order: make([]int, people)}
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
		if g.Instance.Rows[family.Row].Max != len(family.Households) {
			panic("book: a household may hold one seat, no other limit is dealt yet")
		}
		for _, t := range family.Types {
			h.family[t] = f
		}
		for _, household := range family.Households {
			for _, p := range household {
				h.of[p] = len(h.member)
			}
			h.member = append(h.member, household)
		}
	}
	h.taken = make([]int, len(h.member))
	return h
}

// seat adds the family seats of one page to people. Types with the fewest people per
// seat choose first: they have the least choice.
func (h *households) seat(people []int32, page []int, random source) []int32 {
	h.page++
	if len(h.member) == 0 {
		return people
	}
	rank := make([]int, len(h.order))
	for i := range rank {
		rank[i] = i
	}
	random.Shuffle(len(rank), func(i, j int) { rank[i], rank[j] = rank[j], rank[i] })
	copy(h.order, rank)
	for _, family := range h.g.Families {
		for _, t := range family.Types {
			people = h.seatType(people, t, page[t])
		}
	}
	return people
}

// seatType gives seats of one type to the people with the fewest pages whose
// household has none on this page.
func (h *households) seatType(people []int32, t, seats int) []int32 {
	if seats == 0 {
		return people
	}
	free := make([]int, 0, len(h.g.Types[t]))
	for _, p := range h.g.Types[t] {
		free = append(free, p)
	}
	slices.SortFunc(free, func(a, b int) int {
		if h.count[a] != h.count[b] {
			return h.count[a] - h.count[b]
		}
		return h.order[a] - h.order[b]
	})
	for _, p := range free {
		if seats > 0 && h.taken[h.of[p]] != h.page {
			h.take(p)
			people = append(people, int32(p))
			seats--
		}
	}
	if seats > 0 {
		panic("book: a page has more seats for a family than it has households")
	}
	return people
}

func (h *households) take(p int) {
	h.taken[h.of[p]] = h.page
	h.count[p]++
}

// even moves pages from people of a type who stand on more to people of the same
// type who stand on fewer, until equals differ by at most one page or no move is
// left. A move swaps two households of one family on one page: the other members
// seated there, if any, change places too, and must not come out worse.
func (h *households) even(pages [][]int32) {
	for _, family := range h.g.Families {
		for h.evenFamily(family, pages) {
		}
	}
}

// evenFamily goes once through all pages and reports whether anything moved.
func (h *households) evenFamily(family pool.Family, pages [][]int32) bool {
	moved := false
	for _, page := range pages {
		seated := make(map[int]int) // household -> place on the page
		for i, p := range page {
			if h.of[p] >= 0 {
				seated[h.of[p]] = i
			}
		}
		for i := range page {
			p := int(page[i])
			if h.of[p] < 0 || h.family[h.typ[p]] < 0 || !slices.Contains(family.Types, h.typ[p]) {
				continue
			}
			if q, ok := h.better(p, page, seated); ok {
				h.swap(p, q, page, i, seated)
				moved = true
			}
		}
		slices.Sort(page)
	}
	return moved
}

// better is a person of p's type with at least two pages fewer whom the page could
// name instead of p.
func (h *households) better(p int, page []int32, seated map[int]int) (q int, ok bool) {
	best, gain := -1, 1
	for _, q := range h.g.Types[h.typ[p]] {
		if h.of[q] == h.of[p] && h.of[q] >= 0 {
			if g := h.count[p] - h.count[q]; q != p && g > gain {
				best, gain = q, g
			}
			continue
		}
		g := h.count[p] - h.count[q]
		if g <= gain {
			continue
		}
		if place, sits := seated[h.of[q]]; sits {
			r := int(page[place])
			s := h.twin(r, h.of[p])
			if h.count[s]-h.count[r] >= 1 {
				continue // the exchange would only move the trouble
			}
		}
		best, gain = q, g
	}
	return best, best >= 0
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

// swap names q instead of p at place i; if q's household sat on the page, p's
// household takes over that seat.
func (h *households) swap(p, q int, page []int32, i int, seated map[int]int) {
	place, sits := seated[h.of[q]]
	if sits && h.of[q] != h.of[p] {
		r := int(page[place])
		s := h.twin(r, h.of[p])
		page[place] = int32(s)
		h.count[r]--
		h.count[s]++
		seated[h.of[p]] = place
	} else if h.of[q] != h.of[p] {
		delete(seated, h.of[p])
	}
	page[i] = int32(q)
	seated[h.of[q]] = i
	h.count[p]--
	h.count[q]++
}

package book

import (
	"slices"

	"github.com/evenlot/evenlot/selection/pool"
)

// A deck deals the people of one type. Every shuffle deals each of them once.
type deck struct {
	people []int
	left   []int // still in the deck, next one first
}

// draw takes the next person who is free, shuffling all people again when the deck
// is empty. Those passed over stay in the deck.
func (d *deck) draw(random source, free func(person int) bool) int {
	for range 2 {
		for i, p := range d.left {
			if free(p) {
				copy(d.left[1:i+1], d.left[:i]) // those passed over are few, those behind many
				d.left = d.left[1:]
				return p
			}
		}
		more := slices.Clone(d.people)
		random.Shuffle(len(more), func(i, j int) { more[i], more[j] = more[j], more[i] })
		d.left = append(d.left, more...)
	}
	return -1
}

// deal turns pages of seats per type into pages of people.
func deal(pages [][]int, g *pool.Grouping, random source) [][]int32 {
	decks := make([]deck, len(g.Types))
	for t := range decks {
		decks[t].people = g.Types[t]
	}
	households := newHouseholds(g)
	dealt := make([]int, len(households.of)) // last page that names the person, from 1
	out := make([][]int32, len(pages))
	for j, page := range pages {
		var people []int32
		for t, x := range page {
			if households.family[t] >= 0 {
				continue
			}
			for ; x > 0; x-- {
				p := decks[t].draw(random, func(p int) bool { return dealt[p] != j+1 })
				if p < 0 {
					panic("book: a page has more seats for a type than it has people")
				}
				dealt[p] = j + 1
				people = append(people, int32(p))
			}
		}
		people = households.seat(people, page, random)
		slices.Sort(people)
		out[j] = people
	}
	households.even(out)
	return out
}

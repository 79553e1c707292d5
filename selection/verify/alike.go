package verify

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/selection/pool"
)

// A crowd is a parsed pool as a proof speaks of it: who is alike, and what holds
// for every panel.
type crowd struct {
	typeOf []int   // of each person, from 0
	count  []int64 // people of each type
	rows   []row
}

// A row is a weighted sum of seats that is the same for like people, with the
// window in which it lies on every panel.
type row struct {
	name     string
	types    []int
	weights  []*big.Int // of each of types; nil: 1 each
	min, max *big.Int   // min is nil where there is none
}

// gather finds who is alike in a pool, and the rows: a row for each value, one
// for each shape of household, one for the seats. A household counts if it has
// more members than limit, and limit is not 0.
func gather(r *pool.Roster, seats, limit int) *crowd {
	c := &crowd{typeOf: make([]int, len(r.Entries))}
	shape, size := shapes(r, limit)
	var first []int // person of each type
	people := sequence(len(r.Entries))
	byType := func(a, b int) int { return cmp.Or(byValues(r)(a, b), cmp.Compare(shape[a], shape[b])) }
	slices.SortFunc(people, byType)
	for j, i := range people {
		if j == 0 || byType(people[j-1], i) != 0 {
			first = append(first, i)
			c.count = append(c.count, 0)
		}
		t := len(first) - 1
		c.typeOf[i] = t
		c.count[t]++
	}
	for _, feature := range r.Table.Features {
		for _, value := range feature.Values {
			c.add("quota "+feature.Name+": "+value.Name, value.Min, value.Max)
		}
	}
	quotas := len(c.rows)
	for s := 1; s < len(size); s++ {
		c.add(fmt.Sprintf("households of shape %d", s), 0, limit*size[s])
	}
	c.add("seats", seats, seats)
	for t, i := range first {
		holds := func(at int) { c.rows[at].types = append(c.rows[at].types, t) }
		at := 0
		for f, v := range r.Entries[i].Values {
			holds(at + v)
			at += len(r.Table.Features[f].Values)
		}
		if shape[i] > 0 {
			holds(quotas + shape[i] - 1)
		}
		holds(len(c.rows) - 1)
	}
	return c
}

func (c *crowd) add(name string, min, max int) {
	c.rows = append(c.rows, row{name: name, min: big.NewInt(int64(min)), max: big.NewInt(int64(max))})
}

func sequence(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func byValues(r *pool.Roster) func(a, b int) int {
	return func(a, b int) int { return slices.Compare(r.Entries[a].Values, r.Entries[b].Values) }
}

// shapes numbers the shapes of households from 1: by the number of members, then
// by their values, sorted. It gives the shape of each person's household, 0 where
// none counts, and the number of households of each shape.
func shapes(r *pool.Roster, limit int) (shape, size []int) {
	shape, size = make([]int, len(r.Entries)), []int{0}
	if limit == 0 {
		return shape, size
	}
	members := make([][]int, len(r.Entries)) // of the household that is named by its first entry
	for i, e := range r.Entries {
		if e.Household >= 0 {
			members[e.Household] = append(members[e.Household], i)
		}
	}
	members = slices.DeleteFunc(members, func(home []int) bool { return len(home) <= limit })
	for _, home := range members {
		slices.SortFunc(home, byValues(r))
	}
	byShape := func(a, b []int) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), slices.CompareFunc(a, b, byValues(r)))
	}
	slices.SortFunc(members, byShape)
	for h, home := range members {
		if h == 0 || byShape(members[h-1], home) != 0 {
			size = append(size, 0)
		}
		size[len(size)-1]++
		for _, i := range home {
			shape[i] = len(size) - 1
		}
	}
	return shape, size
}

package pool

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// A Reservation says who holds a seat before the draw, or takes no part in it.
type Reservation struct {
	Must    []int // people of the pool who hold a seat
	Others  *Pool // people who hold a seat already, from another file against the same table; may be nil
	Exclude []int // people of the pool who take no part
	Limit   int   // people of one household that a panel may hold; 0: no rule
}

// Reserved is what a reservation comes to.
type Reserved struct {
	Seats    int      // that are taken
	Over     []string // values that more people hold a seat with than their quota allows
	Excluded int      // people of the pool who were named
	Mates    int      // people of the pool who live with somebody who holds a seat
}

// Reserve takes those out of a pool who hold a seat already, take no part, or live with somebody
// who holds a seat where households are limited; and their seats out of its quotas. What is
// left is a pool of its own, with a table of its own.
func (p *Pool) Reserve(r Reservation) Reserved {
	seated := make([][]int, len(p.Table.Features))
	for f := range seated {
		seated[f] = make([]int, len(p.Table.Features[f].Values))
	}
	take := func(values []int) {
		for f, v := range values {
			seated[f][v]++
		}
	}
	gone, out, homes := map[int]bool{}, Reserved{Excluded: len(r.Exclude)}, map[string]bool{}
	for _, i := range r.Must {
		take(p.People[i].Values)
		gone[i] = true
		homes[p.homeOf(i)] = true
	}
	out.Seats = len(r.Must)
	if r.Others != nil {
		r.Others.homes.kinds = p.homes.kinds // columns say the same in both
		r.Others.numberHouseholds()
		for i, other := range r.Others.People {
			homes[r.Others.homeOf(i)] = true
			if same := p.find(r.Others, i); same >= 0 {
				if gone[same] {
					continue // has a seat already, as one of Must
				}
				gone[same] = true
			}
			take(other.Values)
			out.Seats++
		}
	}
	for _, i := range r.Exclude {
		gone[i] = true
	}
	for i := range p.People {
		if home := p.homeOf(i); r.Limit > 0 && !gone[i] && home != "" && homes[home] {
			gone[i] = true
			out.Mates++
		}
	}
	for f, feature := range p.Table.Features {
		for v, value := range feature.Values {
			if n := seated[f][v]; n > value.Max {
				out.Over = append(out.Over, fmt.Sprintf("%s, %s: %d, and the quota allows %d", feature.Name, value.Name, n, value.Max))
			}
		}
	}
	p.Table = p.Table.Residual(seated)
	p.remove(gone)
	return out
}

// homeOf is the key of a person's household; "" for one who lives alone.
func (p *Pool) homeOf(person int) string {
	if len(p.homes.key) == 0 {
		return ""
	}
	return p.homes.key[person]
}

// find gives the person of a pool who is a person of another one, by id or else by the whole
// row; -1: none.
func (p *Pool) find(other *Pool, person int) int {
	if p.IDColumn >= 0 && other.IDColumn >= 0 {
		return p.Named(other.Label(person))
	}
	cells := other.cells(person)
	for i := range p.People {
		if p.cells(i) == cells {
			return i
		}
	}
	return -1
}

// Named gives the person whom the organiser calls so ([Pool.Label]); -1: nobody.
func (p *Pool) Named(label string) int {
	for i := range p.People {
		if p.Label(i) == sheet.Clean(label) {
			return i
		}
	}
	return -1
}

// Sentences say for everyone to read what a reservation comes to; why is the organiser's reason.
func (r Reserved) Sentences(seats int, why string) (all []string) {
	why = strings.TrimRight(strings.TrimSpace(why), ".")
	if r.Seats > 0 {
		all = append(all, fmt.Sprintf("%s taken before the draw: %s. Quotas, chances and proof are those of the other %d",
			plain.Count(r.Seats, "seat was", "seats were"), why, seats))
	}
	if r.Excluded > 0 {
		all = append(all, fmt.Sprintf("%s no part in the draw: %s", plain.Count(r.Excluded, "person of the pool takes", "people of the pool take"), why))
	}
	if r.Mates > 0 {
		all = append(all, fmt.Sprintf("%s with somebody who holds a seat already, and cannot be drawn", plain.Count(r.Mates, "person of the pool lives", "people of the pool live")))
	}
	return all
}

// readTaken reads how many seats were taken, out of the first of [Reserved.Sentences].
var readTaken = regexp.MustCompile("^([1-9][0-9]{0,8}) seats? (?:was|were) taken before the draw: ")

// TakenBefore is how many seats were taken before a draw, as the statements of its rules say: they are
// not among those that it drew.
func TakenBefore(statements []string) (seats int) {
	for _, said := range statements {
		if m := readTaken.FindStringSubmatch(said); m != nil {
			n, _ := strconv.Atoi(m[1]) // at most nine digits
			seats += n
		}
	}
	return seats
}

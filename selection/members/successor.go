package members

import "slices"

// A Seat is a member's, and how many people could take it.
type Seat struct {
	Member     string
	Successors []int // roster indices of who could take the seat if this member alone left
}

// SeatsNow says for every member who could take the seat if that member alone left: available
// people who leave no quota of the record further from its window than it is, and who live with
// nobody who stays. It is what an organiser looks at before somebody calls.
func (c *Company) SeatsNow(unavailable []string) []Seat {
	roster := c.rec.Roster
	seated := Seated(roster, c.Members)
	out := make([]Seat, len(c.Members))
	everyone := c.available(c.Members, unavailable)
	for m, id := range c.Members {
		out[m].Member = id
		candidates := everyone
		if at := place(roster, id); roster.Home(at) != "" && c.rec.Rules.Household > 0 {
			candidates = c.available(c.Staying([]string{id}), append([]string{id}, unavailable...))
		}
		for _, i := range candidates {
			if c.fits(seated, roster.Entries[place(roster, id)].Values, roster.Entries[i].Values) {
				out[m].Successors = append(out[m].Successors, i)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Seat) int { return len(a.Successors) - len(b.Successors) })
	return out
}

// fits reports whether a person can follow another one without taking a quota further from its
// window.
func (c *Company) fits(seated [][]int, leaves, comes []int) bool {
	for f := range leaves {
		if leaves[f] == comes[f] {
			continue
		}
		values := c.rec.Table.Features[f].Values
		if seated[f][leaves[f]] <= values[leaves[f]].Min || seated[f][comes[f]] >= values[comes[f]].Max {
			return false
		}
	}
	return true
}

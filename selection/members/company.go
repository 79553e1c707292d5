package members

import (
	"errors"
	"fmt"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A Company is who holds a seat after the draw and the events of a record.
type Company struct {
	Seats   int
	Drawn   bool           // else nobody is a member yet
	Members []string       // public ids, sorted
	Left    []string       // who held a seat before, sorted
	Joined  map[string]int // the event that seated each member; 0: the draw
	Next    []string       // alternates, who are next in line, sorted
	Events  int            // events so far, those that were called off too
	Pending int            // event that was announced and has not ended; 0: none

	rec *record.Record
}

// Of follows a record from its draw through its events. The record must hold (package verify).
// Before the draw nobody is a member.
func Of(rec *record.Record) *Company {
	c := &Company{Seats: rec.Rules.Seats, Joined: map[string]int{}, Events: len(rec.Events), rec: rec}
	if rec.Drawing == nil {
		return c
	}
	c.Drawn, c.Members = true, slices.Clone(rec.Drawing.Panel)
	for _, id := range c.Members {
		c.Joined[id] = 0
	}
	for n, part := range rec.Events {
		leaving, joining, ended := ends(part)
		if r := part.Record; r != nil && r.Event.Kind == record.KindAlternates {
			if r.Drawing != nil {
				c.Next, joining = r.Drawing.Panel, nil
			}
		}
		c.Next = slices.DeleteFunc(slices.Clone(c.Next), func(id string) bool { return slices.Contains(joining, id) })
		if !ended {
			c.Pending = n + 1
		}
		for _, id := range leaving {
			delete(c.Joined, id)
		}
		for _, id := range joining {
			c.Joined[id] = n + 1
		}
		c.Left = append(c.Left, leaving...)
		c.Members = append(c.Staying(leaving), joining...)
	}
	slices.Sort(c.Members)
	slices.Sort(c.Left)
	return c
}

// ends says who left and who joined by an event of either form, and whether it has ended.
func ends(part record.Part) (leaving, joining []string, ended bool) {
	drawing, aborted := part.Drawing, part.Aborted
	if part.Record != nil {
		drawing, aborted = part.Record.Drawing, part.Record.Aborted
	}
	switch {
	case drawing == nil:
		return nil, nil, aborted != nil
	case part.Record == nil:
		return part.Event.Leaving, drawing.Panel, true
	case part.Record.Event.Kind == record.KindOutgoing:
		return drawing.Panel, nil, true
	}
	return part.Record.Event.Leaving, drawing.Panel, true
}

// Has reports whether a person is a member.
func (c *Company) Has(id string) bool {
	_, member := slices.BinarySearch(c.Members, id)
	return member
}

// Staying are the members without those who leave, sorted.
func (c *Company) Staying(leaving []string) []string {
	return slices.DeleteFunc(slices.Clone(c.Members), func(id string) bool { return slices.Contains(leaving, id) })
}

// A Vacancy is the question of a replacement: so many seats, for these people, under the
// quotas that those who stay leave.
type Vacancy struct {
	Seats  int           // vacant
	Stay   []string      // members who stay, sorted
	Seated [][]int       // of them, by feature and value of the table
	Table  *quotas.Table // quotas that are left
	Roster *pool.Roster  // who can take a seat, with Table
	People []int         // of Roster, as indices into the roster of the record, ascending
}

// Vacancy says what is left to fill when some members leave. Others may be unavailable. Nobody
// comes in who left before, or who lives with somebody who stays, where the record limits
// households. The record must have its roster.
//
// Errors: people who are no members, or members among the unavailable.
func (c *Company) Vacancy(leaving, unavailable []string) (*Vacancy, error) {
	for _, id := range leaving {
		if !c.Has(id) {
			return nil, fmt.Errorf("%s is no member, and only members leave", id)
		}
	}
	for _, id := range unavailable {
		if c.Has(id) {
			return nil, fmt.Errorf("%s is a member: members leave, others are unavailable", id)
		}
	}
	v := &Vacancy{Stay: c.Staying(leaving)}
	v.Seats = c.Seats - len(v.Stay)
	v.Seated = Seated(c.rec.Roster, v.Stay)
	v.Table = c.rec.Table.Residual(v.Seated)
	v.People = c.available(v.Stay, unavailable)
	v.Roster = c.rec.Roster.Subset(v.People)
	v.Roster.Table = v.Table
	return v, nil
}

// available lists who can take a seat beside those who stay, by roster index.
func (c *Company) available(stay, unavailable []string) []int {
	roster := c.rec.Roster
	taken := map[string]bool{}
	if c.rec.Rules.Household > 0 {
		for _, id := range stay {
			taken[roster.Home(place(roster, id))] = true
		}
		delete(taken, "") // alone
	}
	var people []int
	for i, e := range roster.Entries {
		gone := c.Has(e.ID) || slices.Contains(c.Left, e.ID) || slices.Contains(unavailable, e.ID)
		if !gone && !taken[roster.Home(i)] {
			people = append(people, i)
		}
	}
	return people
}

// place is the index of a person in a roster that has everybody of its record.
func place(r *pool.Roster, id string) int {
	i, _ := slices.BinarySearchFunc(r.Entries, id, func(e pool.Entry, id string) int {
		if e.ID < id {
			return -1
		} else if e.ID > id {
			return 1
		}
		return 0
	})
	return i
}

// Seated counts people by feature and value of the table.
func Seated(r *pool.Roster, people []string) [][]int {
	seated := make([][]int, len(r.Table.Features))
	for f := range seated {
		seated[f] = make([]int, len(r.Table.Features[f].Values))
	}
	for _, id := range people {
		for f, v := range r.Entries[place(r, id)].Values {
			seated[f][v]++
		}
	}
	return seated
}

// Succession says which of those next in line take the seats of members who leave, by the rule of
// [MoveUp], in the order of their ids. Some may be unavailable. The vacancy has exactly those who
// move up, as many seats, and windows that are no narrower than what is left and hold them. Nothing
// is left to chance.
//
// Errors: those of [Company.Vacancy]; nobody is next in line, or nobody of them can move up.
func (c *Company) Succession(leaving, unavailable []string) (*Vacancy, error) {
	if len(c.Next) == 0 {
		return nil, ErrNobodyNext
	}
	v, err := c.Vacancy(leaving, unavailable)
	if err != nil {
		return nil, err
	}
	v.People = slices.DeleteFunc(v.People, func(i int) bool { return !slices.Contains(c.Next, c.rec.Roster.Entries[i].ID) })
	var alternates [][]int
	for _, i := range v.People {
		alternates = append(alternates, c.rec.Roster.Entries[i].Values)
	}
	var up []int
	for _, a := range MoveUp(c.rec.Table, v.Seated, alternates, v.Seats) {
		up = append(up, v.People[a])
	}
	if len(up) == 0 {
		return nil, fmt.Errorf("%s vacant, and nobody of those next in line can take one without taking the panel further from its quotas",
			plain.Count(v.Seats, "seat is", "seats are"))
	}
	slices.Sort(up)
	v.People, v.Seats = up, len(up)
	joining := Seated(c.rec.Roster, c.rec.Roster.Subset(up).IDs())
	left := v.Table
	v.Table = left.With(func(f, value int) (low, high int) {
		w := left.Features[f].Values[value]
		return min(w.Min, joining[f][value]), max(w.Max, joining[f][value])
	})
	v.Roster = c.rec.Roster.Subset(up)
	v.Roster.Table = v.Table
	return v, nil
}

// ErrNobodyNext is the error where no alternates were drawn, or none is left.
var ErrNobodyNext = errors.New("nobody is next in line")

// Outgoing is the question of a rotation by lot: so many members leave, all but the exempt with
// the same chance, and no quota bears on it.
//
// Errors: people who are no members, or as many leavers as there are members.
func (c *Company) Outgoing(leavers int, exempt []string) (*Vacancy, error) {
	for _, id := range exempt {
		if !c.Has(id) {
			return nil, fmt.Errorf("%s is no member, and only members could leave", id)
		}
	}
	v := &Vacancy{Seats: leavers, Stay: c.Members, Seated: Seated(c.rec.Roster, nil)}
	for _, id := range c.Staying(exempt) {
		v.People = append(v.People, place(c.rec.Roster, id))
	}
	if leavers >= len(c.Members) || leavers > len(v.People) {
		return nil, fmt.Errorf("%d are to leave, of %d members, %d of them in the lot", leavers, len(c.Members), len(v.People))
	}
	v.Table = c.rec.Table.Unbound(leavers)
	v.Roster = c.rec.Roster.Subset(v.People)
	v.Roster.Table = v.Table
	return v, nil
}

// NextInLine is the question of alternates: so many of those who could take a seat beside all
// members, within windows of their own.
//
// Errors: members among the unavailable.
func (c *Company) NextInLine(alternates int, unavailable []string, windows *quotas.Table) (*Vacancy, error) {
	v, err := c.Vacancy(nil, unavailable)
	if err != nil {
		return nil, err
	}
	v.Seats, v.Table, v.Seated = alternates, windows, Seated(c.rec.Roster, nil)
	v.Roster.Table = windows
	return v, nil
}

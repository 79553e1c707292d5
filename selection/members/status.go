package members

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A Status says who is in, and what there would be to draw if those who are gone left now.
type Status struct {
	Seats   int           `json:"seats"`
	States  map[State]int `json:"states"`  // members in each state
	Vacant  int           `json:"vacant"`  // seats, when those who are gone leave
	Pending int           `json:"pending"` // number of an event that is not drawn yet; 0: none
	Events  int           `json:"events"`
	Rows    []StatusRow   `json:"quotas"`
	People  int           `json:"available"` // people who could take a seat
	// Before the draw there is only how many withdrew.
	Undrawn   bool           `json:"undrawn,omitempty"`
	Withdrawn int            `json:"withdrawn,omitempty"`
	Next      []string       `json:"next_in_line"`           // public ids of alternates
	Taken     int            `json:"taken_before,omitempty"` // seats that others held before the draw, and hold still as far as this record knows
	Chances   *OverTime      `json:"chances,omitempty"`
	Members   []StatusMember `json:"members"` // those with the fewest successors first
}

// OverTime are the chances of a seat that people were offered so far, by the draw and all events
// ([Chances]): of those who never got one.
type OverTime struct {
	Smallest float64   `json:"smallest"` // of those who had any
	Mean     float64   `json:"mean"`
	Largest  float64   `json:"largest"`
	Of       []float64 `json:"of"` // each person, in the order of public ids
}

func overTime(rec *record.Record, c *Company) *OverTime {
	o := &OverTime{Smallest: 1, Of: Chances(rec)}
	n := 0
	for i, p := range o.Of {
		if id := rec.IDs[i]; c.Has(id) || slices.Contains(c.Left, id) {
			continue
		}
		if p > 0 {
			o.Smallest = min(o.Smallest, p)
		}
		n, o.Largest, o.Mean = n+1, max(o.Largest, p), o.Mean+p
	}
	o.Mean /= float64(max(1, n))
	return o
}

// A StatusRow is one quota.
type StatusRow struct {
	Feature   string `json:"feature"`
	Value     string `json:"value"`
	Min       int    `json:"min"`
	Max       int    `json:"max"`
	Stay      int    `json:"stay"` // members who are not gone
	NeedMin   int    `json:"needed_min"`
	NeedMax   int    `json:"needed_max"`
	Available int    `json:"available"`
}

// A StatusMember is one member.
type StatusMember struct {
	ID         string   `json:"public_id"`
	State      State    `json:"state"`
	Event      int      `json:"event"`      // that seated them; 0: the draw
	Successors int      `json:"successors"` // people who could follow if this member alone left
	Who        []string `json:"who"`        // their public ids
}

// StatusOf says how a company stands. The record must have its roster.
func StatusOf(rec *record.Record, c *Company, log Log) (*Status, error) {
	if rec.Roster == nil {
		return nil, fmt.Errorf("who could follow is not to be seen without %s", rec.Rules.Form.RosterFile())
	}
	leaving, unavailable := log.Leaving(c)
	if !c.Drawn {
		return &Status{Seats: c.Seats, Undrawn: true, Withdrawn: len(unavailable), People: len(rec.Roster.Entries) - len(unavailable)}, nil
	}
	v, err := c.Vacancy(leaving, unavailable)
	if err != nil {
		return nil, err
	}
	s := &Status{Seats: c.Seats, States: map[State]int{}, Vacant: v.Seats, Pending: c.Pending, Events: c.Events, Next: append([]string{}, c.Next...), People: len(v.People)}
	s.Chances, s.Taken = overTime(rec, c), pool.TakenBefore(rec.Rules.Statements)
	available := Seated(v.Roster, v.Roster.IDs())
	for f, feature := range rec.Table.Features {
		for j, value := range feature.Values {
			left := v.Table.Features[f].Values[j]
			s.Rows = append(s.Rows, StatusRow{feature.Name, value.Name, value.Min, value.Max, v.Seated[f][j], left.Min, left.Max, available[f][j]})
		}
	}
	for _, seat := range c.SeatsNow(unavailable) {
		state := log.State(c, seat.Member)
		s.States[state]++
		m := StatusMember{seat.Member, state, c.Joined[seat.Member], len(seat.Successors), []string{}}
		for _, i := range seat.Successors {
			m.Who = append(m.Who, rec.Roster.Entries[i].ID)
		}
		s.Members = append(s.Members, m)
	}
	return s, nil
}

// scarce is how many people who could follow are few enough to be told.
const scarce = 2

// mostScarce is how many such seats a text names.
const mostScarce = 10

// Words is the status as a text in a language. label gives what the organiser calls a person.
func (s *Status) Words(say *catalog.Speaker, label func(id string) string) string {
	var b strings.Builder
	tell := func(key string, args ...any) { fmt.Fprintln(&b, say.Say(key, args...)) }
	if s.Undrawn {
		tell("status.undrawn", s.Seats, s.Withdrawn)
		return b.String()
	}
	var states []string
	total := 0
	for _, state := range States() {
		if n := s.States[state]; n > 0 {
			states = append(states, say.Say("status.is_"+string(state), n))
		}
		total += s.States[state]
	}
	if s.Vacant > 0 {
		tell("status.vacant", s.Seats, total, strings.Join(states, ", "), s.Vacant)
	} else {
		tell("status.members", s.Seats, total, strings.Join(states, ", "))
	}
	if s.Pending > 0 {
		tell("status.pending", s.Pending)
	}
	if s.Events > 0 {
		tell("status.chances", share(say, s.Chances.Smallest), share(say, s.Chances.Mean), share(say, s.Chances.Largest))
	}
	if s.Taken > 0 {
		tell("status.taken", s.Taken)
	}
	if len(s.Next) > 0 {
		tell("status.next", strings.Join(s.Next, " "))
	}
	b.WriteString("\n" + s.table(say) + "\n")
	s.scarcity(&b, say, label)
	return b.String()
}

// share writes a chance that was added up.
func share(say *catalog.Speaker, p float64) string { return say.Share(new(big.Rat).SetFloat64(p)) }

// table sets the quotas in columns.
func (s *Status) table(say *catalog.Speaker) string {
	var all []words.Left
	for _, r := range s.Rows {
		all = append(all, words.Left{Feature: r.Feature, Value: r.Value, Quota: words.Span(say, r.Min, r.Max), Stay: r.Stay, Min: r.NeedMin, Max: r.NeedMax, Available: r.Available})
	}
	return words.LeftTable(say, all, s.Vacant, "")
}

// scarcity says for which seats there is soon nobody left.
func (s *Status) scarcity(b *strings.Builder, say *catalog.Speaker, label func(string) string) {
	few := slices.DeleteFunc(slices.Clone(s.Members), func(m StatusMember) bool { return m.Successors > scarce || m.State.Gone() })
	for i, m := range few {
		if i == mostScarce {
			fmt.Fprintln(b, say.Say("status.scarce_more", len(few)-i))
			break
		}
		who := m.ID
		if name := label(m.ID); name != "" && name != m.ID {
			who += " (" + name + ")"
		}
		fmt.Fprintln(b, say.Say("status.scarce", m.Successors, who))
	}
	if len(few) > 0 {
		b.WriteString("\n")
	}
}

package pool

import "github.com/evenlot/evenlot/quotas"

// A Roster is the pool without names: what an auditor may see, and what every later step works on.
// Entries are sorted by public id. The solver and the book speak of a person by the index of the
// entry.
type Roster struct {
	Table   *quotas.Table
	Entries []Entry
}

// IDs are the public ids of all, in order.
func (r *Roster) IDs() []string {
	ids := make([]string, len(r.Entries))
	for i := range ids {
		ids[i] = r.Entries[i].ID
	}
	return ids
}

// Values are the value indices of all, in order.
func (r *Roster) Values() [][]int {
	values := make([][]int, len(r.Entries))
	for i := range values {
		values[i] = r.Entries[i].Values
	}
	return values
}

// An Entry is one person of a roster.
type Entry struct {
	ID        string   // public id
	Salt      [16]byte // hides the entry in the pool root
	Values    []int    // value index per feature of the table, in table order
	Household int      // index of the household's first entry in Roster.Entries; -1 for one who lives alone
	Home      string   // what names the household in files; "": the id of its first entry, as in records of version 1
}

// Home names the household of an entry in files; "" for a person who lives alone.
func (r *Roster) Home(entry int) string {
	e := &r.Entries[entry]
	switch {
	case e.Household < 0:
		return ""
	case e.Home != "":
		return e.Home
	}
	return r.Entries[e.Household].ID
}

// Subset is the roster of some people, given by index in ascending order. They keep ids, salts
// and answers, and the names of their households; whoever has nobody left to live with lives
// alone.
func (r *Roster) Subset(people []int) *Roster {
	sub := &Roster{Table: r.Table, Entries: make([]Entry, len(people))}
	first, size := map[int]int{}, map[int]int{}
	for j, i := range people {
		e := r.Entries[i]
		if h := e.Household; h >= 0 {
			e.Home = r.Home(i)
			if size[h]++; size[h] == 1 {
				first[h] = j
			}
			e.Household = first[h]
		}
		sub.Entries[j] = e
	}
	for j, i := range people {
		if h := r.Entries[i].Household; h >= 0 && size[h] == 1 {
			sub.Entries[j].Household, sub.Entries[j].Home = -1, ""
		}
	}
	return sub
}

// Unnamed is a pool of the people of a roster, without names and files: for whoever asks which
// quotas can be met.
func (r *Roster) Unnamed() *Pool {
	p := &Pool{Table: r.Table, IDColumn: -1, People: make([]Person, len(r.Entries)), having: make([][]int, len(r.Table.Features))}
	for f, feature := range r.Table.Features {
		p.having[f] = make([]int, len(feature.Values))
	}
	for i, e := range r.Entries {
		p.People[i] = Person{Row: i + 1, Values: e.Values, Household: e.Household}
		for f, v := range e.Values {
			p.having[f][v]++
		}
	}
	return p
}

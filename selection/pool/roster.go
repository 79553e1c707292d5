package pool

import "github.com/evenlot/evenlot/quotas"

// A Roster is the pool without names: what an auditor may see and what every
// later step works on. Entries are sorted by public id; the index of an entry
// is how the solver and the book speak of a person.
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

// Home is what names the household of an entry in files; "" for one who lives alone.
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

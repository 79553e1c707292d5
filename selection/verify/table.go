package verify

import (
	"slices"

	"github.com/evenlot/evenlot/selection/record"
)

// A table is a book as it was dealt: which seats of each page went to which type.
type table struct {
	kinds
	rec     *record.Record
	members [][]int32 // people of each type
	on      [][]int32 // pages of each person
	seats   [][]share // of each page: types, ascending, and their seats
	byLot   bool      // pages were drawn one by one: no deck keeps counts even
}

// A share is the seats of a type on a page.
type share struct{ t, seats int }

func newTable(rec *record.Record) *table {
	d := &table{kinds: gather(rec.Roster, rec.Rules.Seats, rec.Rules.Household), rec: rec,
		byLot: rec.Rules.Rule == "uniform" || rec.Rules.Rule == "legacy"}
	d.members = make([][]int32, len(d.count))
	for i, t := range d.typeOf {
		d.members[t] = append(d.members[t], int32(i))
	}
	d.on = make([][]int32, len(d.typeOf))
	seats := make([]int, len(d.count))
	for j, page := range rec.Pages {
		var types []int
		for _, i := range page {
			d.on[i] = append(d.on[i], int32(j))
			t := d.typeOf[i]
			if seats[t]++; seats[t] == 1 {
				types = append(types, t)
			}
		}
		slices.Sort(types)
		shares := make([]share, len(types))
		for k, t := range types {
			shares[k], seats[t] = share{t, seats[t]}, 0
		}
		d.seats = append(d.seats, shares)
	}
	return d
}

// pagesOf adds up the pages of a type's people.
func (d *table) pagesOf(t int) (total int) {
	for _, i := range d.members[t] {
		total += len(d.on[i])
	}
	return total
}

package fairness

import (
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/book"
)

// Input is a finished selection. People are spoken of by their index in the
// roster, as in the book.
type Input struct {
	Table      *quotas.Table
	Values     [][]int    // per person, a value index per feature, in table order
	Book       *book.Book // its pages all have Seats people
	Seats      int        // people on a panel
	Page       int        // the page drawn, from 0
	Unseatable []int      // people proved to be on no allowed panel; may be nil
	Extra      []Column   // columns of the pool without a quota; may be nil
}

// A Column is a column of the pool that no quota speaks of: one cell per person,
// in the order of the roster. Cells match as [quotas.Fold] sees them.
type Column struct {
	Name   string
	Values []string
}

const (
	badTable      = "fairness: no table or no book"
	badSeats      = "fairness: seats below 1 or above the number of people"
	badPage       = "fairness: drawn page outside the book"
	badPeople     = "fairness: book and values speak of different numbers of people"
	badValues     = "fairness: values do not fit the table"
	badPanel      = "fairness: a page does not have one known person per seat"
	badUnseatable = "fairness: an unseatable person is unknown or stands on a page"
	badColumn     = "fairness: a column does not have one cell per person"
)

// mustFit panics unless the parts of in belong together. A selection that got
// this far was checked by the packages that made it, so a misfit is the caller's
// mistake.
func (in *Input) mustFit() {
	if in.Table == nil || in.Book == nil {
		panic(badTable)
	}
	if in.Book.People != len(in.Values) {
		panic(badPeople)
	}
	if in.Seats < 1 || in.Seats > len(in.Values) {
		panic(badSeats)
	}
	if in.Page < 0 || in.Page >= len(in.Book.Pages) {
		panic(badPage)
	}
	in.mustFitValues()
	for _, page := range in.Book.Pages {
		if len(page) != in.Seats {
			panic(badPanel)
		}
		for _, i := range page {
			if i < 0 || int(i) >= len(in.Values) {
				panic(badPanel)
			}
		}
	}
	for _, c := range in.Extra {
		if len(c.Values) != len(in.Values) {
			panic(badColumn)
		}
	}
}

func (in *Input) mustFitValues() {
	for _, values := range in.Values {
		if len(values) != len(in.Table.Features) {
			panic(badValues)
		}
		for f, v := range values {
			if v < 0 || v >= len(in.Table.Features[f].Values) {
				panic(badValues)
			}
		}
	}
}

// seatable tells for each person whether some allowed panel can hold them.
// counts are the pages of each person; it panics where they contradict.
func (in *Input) seatable(counts []int) []bool {
	ok := make([]bool, len(in.Values))
	for i := range ok {
		ok[i] = true
	}
	for _, i := range in.Unseatable {
		if i < 0 || i >= len(ok) || counts[i] > 0 {
			panic(badUnseatable)
		}
		ok[i] = false
	}
	return ok
}

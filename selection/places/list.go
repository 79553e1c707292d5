package places

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// Columns say which column of a list is what, and how groups come about.
type Columns struct {
	ID, People string
	Name       string   // may be empty: there is none
	Groups     []string // a group is one value of each of these columns
	Sizes      []int    // and a class of size: from so many people on, ascending
}

// ReadList reads the places of a list, one a row, and finds every fault in it. Places come in the
// order of their ids, whatever that of the rows.
func ReadList(name string, data []byte, c Columns) ([]Place, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil {
		return nil, faults
	}
	fault := func(code string, row, column int, found, expected, fix string) {
		line, char := s.Pos(row, column)
		faults = append(faults, quotas.Fault{Code: code, File: name, Line: line, Column: char, Grid: s.Reading.Workbook(), Found: found, Expected: expected, Fix: fix})
	}
	var at []int
	for _, column := range append([]string{c.ID, c.People}, c.Groups...) {
		at = append(at, s.Column(column))
		if s.Column(column) < 0 {
			faults = append(faults, quotas.Fault{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "no column " + sheet.Quote(column),
				Expected: "one of " + strings.Join(s.Header, ", "), Fix: "name the column, or correct the spelling"})
		}
	}
	called := -1
	if c.Name != "" {
		if called = s.Column(c.Name); called < 0 {
			faults = append(faults, quotas.Fault{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "no column " + sheet.Quote(c.Name),
				Expected: "one of " + strings.Join(s.Header, ", "), Fix: "name the column, or correct the spelling"})
		}
	}
	if slices.Contains(at, -1) || c.Name != "" && called < 0 {
		return nil, faults
	}
	var all []Place
	first := map[string]int{}
	for row := range s.Rows() {
		p := Place{ID: sheet.Clean(s.Cell(row, at[0]))}
		n, err := strconv.Atoi(sheet.Clean(s.Cell(row, at[1])))
		switch before, twice := first[p.ID]; {
		case p.ID == "":
			fault("id-missing", row, at[0], "a place without an id", "one that no other place has", "fill it in")
		case twice:
			fault("id-twice", row, at[0], sheet.Quote(p.ID)+" a second time, first on line "+strconv.Itoa(before), "one row for each place", "delete one of the two, or tell them apart")
		}
		first[p.ID] = cmp.Or(first[p.ID], s.Line(row))
		if err != nil || n < 0 || n > MostPeople {
			fault("people-unknown", row, at[1], sheet.Quote(s.Cell(row, at[1])), "a number of people, in digits only", "write the number")
		}
		p.People = n
		if called >= 0 {
			p.Name = sheet.Clean(s.Cell(row, called))
		}
		var parts []string
		for _, j := range at[2:] {
			parts = append(parts, sheet.Clean(s.Cell(row, j)))
		}
		p.Group = strings.Join(append(parts, size(n, c.Sizes)...), ", ")
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Place) int { return strings.Compare(a.ID, b.ID) })
	if len(all) == 0 && len(faults) == 0 {
		faults = append(faults, quotas.Fault{Code: "places-none", File: name, Found: "a header and no places", Expected: "a place in each row"})
	}
	return all, faults
}

// size names the class of size of so many people; none without classes.
func size(people int, sizes []int) []string {
	if len(sizes) == 0 {
		return nil
	}
	for i := range slices.Backward(sizes) {
		if people >= sizes[i] {
			return []string{fmt.Sprintf("from %d people", sizes[i])}
		}
	}
	return []string{fmt.Sprintf("below %d people", sizes[0])}
}

package private

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/record"
)

// A Register is private/people.csv, read for a mixing or a draw: cells as the pool has them,
// without the public ids.
type Register struct {
	Notes
	header []string
	rows   [][]string
	person []int // roster index of each row
}

// ReadRegister reads the private files that the next step needs, with the notes of the given
// name, for people with the given public ids (sorted). What an editor or a spreadsheet changed
// is a fault.
func ReadRegister(files record.Files, noted string, ids []string) (*Register, error) {
	if files[noted] == nil {
		return nil, Missing(noted)
	}
	r := &Register{}
	err := json.Unmarshal(files[noted], &r.Notes)
	if err == nil && r.Facts == nil && r.Earlier != nil {
		err = r.readEarlier()
	}
	if err != nil || (r.Facts == nil) != (noted == FixedNotesFile) || r.Sums[PeopleFile] == "" {
		return nil, Fault(noted, "something else", "what book wrote")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Sums)) {
		switch data, ok := files[name]; {
		case !ok:
			return nil, Missing(name)
		case sum(data) != r.Sums[name]:
			return nil, Fault(name, "SHA-256 "+sum(data), r.Sums[name]+", as "+noted+" says")
		}
	}
	if err := r.readPeople(files[PeopleFile], ids); err != nil {
		return nil, Fault(PeopleFile, err.Error(), "everyone of the record once")
	}
	if r.ID >= len(r.header) {
		return nil, Fault(PeopleFile, plain.Count(len(r.header)+1, "column", "columns"), "the column of the ids too")
	}
	return r, nil
}

// Header names the columns of the pool.
func (r *Register) Header() []string { return r.header }

// Cells are those of a row, as the pool has them.
func (r *Register) Cells(row int) []string { return r.rows[row] }

// RowOf gives the row of each person of the roster, by roster index.
func (r *Register) RowOf() []int {
	of := make([]int, len(r.person))
	for row, person := range r.person {
		of[person] = row
	}
	return of
}

// Labels are what the organiser calls people, by row: see [pool.Pool.Label].
func (r *Register) Labels() []string {
	labels := make([]string, len(r.rows))
	for row := range labels {
		switch {
		case r.ID >= 0:
			labels[row] = sheet.Clean(r.rows[row][r.ID])
		case row < len(r.Rows):
			labels[row] = strconv.Itoa(r.Rows[row])
		}
	}
	return labels
}

// readPeople takes the rows of private/people.csv.
func (r *Register) readPeople(data []byte, ids []string) error {
	rows, err := ReadRows(data, r.Comma())
	if err != nil || len(rows) == 0 {
		return errors.New("other rows")
	}
	r.header = rows[0][1:]
	seen := make([]bool, len(ids))
	for _, row := range rows[1:] {
		person, known := slices.BinarySearch(ids, row[0])
		if !known || seen[person] {
			return errors.New("public id " + row[0])
		}
		seen[person] = true
		r.rows, r.person = append(r.rows, row[1:]), append(r.person, person)
	}
	if len(r.rows) != len(ids) {
		return errors.New("other rows")
	}
	return nil
}

// Subset is the register of some people, given by roster index in ascending order.
func (r *Register) Subset(people []int) *Register {
	sub := &Register{Notes: r.Notes, header: r.header}
	sub.Notes.Rows = nil
	for row, person := range r.person {
		at, in := slices.BinarySearch(people, person)
		if !in {
			continue
		}
		sub.rows, sub.person = append(sub.rows, r.rows[row]), append(sub.person, at)
		if row < len(r.Rows) {
			sub.Notes.Rows = append(sub.Notes.Rows, r.Rows[row])
		}
	}
	return sub
}

// People is private/people.csv, for people with these public ids.
func (r *Register) People(ids []string) []byte {
	rows := [][]string{append([]string{"public_id"}, r.header...)}
	for i, row := range r.rows {
		rows = append(rows, append([]string{ids[r.person[i]]}, row...))
	}
	return Table(r.Comma(), rows)
}

// split gives the people of a page, and everyone else, in the pool's own columns and
// order, the header first. Those of the page have their public ids, by which everything published names
// them. Where one of a household may sit, everyone else is marked who lives with somebody of the page.
func (r *Register) split(rec *record.Record, page []int32) (selected, remaining [][]string) {
	home := func(person int) int { return rec.Roster.Entries[person].Household }
	taken := make(map[int]bool)
	for _, person := range page {
		taken[home(int(person))] = true
	}
	delete(taken, -1) // alone
	mark := slices.IndexFunc(r.header, func(h string) bool { return sheet.Fold(h) == LivesWith })
	selected = append(selected, slices.Concat(r.header, Fresh([]string{"public_id"}, r.header)))
	remaining = append(remaining, r.header)
	if rec.Rules.Household > 0 && mark < 0 {
		mark = len(r.header)
		remaining[0] = append(slices.Clone(r.header), LivesWith)
	}
	for i, row := range r.rows {
		if _, on := slices.BinarySearch(page, int32(r.person[i])); on {
			selected = append(selected, append(slices.Clone(row), rec.IDs[r.person[i]]))
			continue
		}
		if rec.Rules.Household > 0 {
			row = append(slices.Clone(row), "")[:max(len(row), mark+1)]
			if taken[home(r.person[i])] {
				row[mark] = "yes"
			}
		}
		remaining = append(remaining, row)
	}
	return selected, remaining
}

// Lists are the files with the people of a page, and with everyone else.
func (r *Register) Lists(rec *record.Record, page []int32) (record.Files, error) {
	selected, remaining := r.split(rec, page)
	files := record.Files{SelectedFile: Table(r.Comma(), selected), RemainingFile: Table(r.Comma(), remaining)}
	if !r.Workbook {
		return files, nil
	}
	var err error
	if files[SelectedBook], err = sheet.Workbook(selected); err != nil {
		return nil, err
	}
	files[RemainingBook], err = sheet.Workbook(remaining)
	return files, err
}

// Extra are the columns without a quota, for statistics.
func (r *Register) Extra() []fairness.Column {
	var columns []fairness.Column
	for c, name := range r.header {
		if !slices.Contains(r.Free, name) {
			continue
		}
		values := make([]string, len(r.person))
		for i, person := range r.person {
			values[person] = r.rows[i][c]
		}
		columns = append(columns, fairness.Column{Name: name, Values: values})
	}
	return columns
}

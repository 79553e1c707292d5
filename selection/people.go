package selection

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// notes are private/book.json: what a draw has to know and no file of the record
// says. Nothing that the draw decides depends on them.
type notes struct {
	// Sums are SHA-256 of files that the commitment does not cover and a draw takes or
	// publishes: against slips of an editor, not against whoever wrote these notes.
	Sums       map[string]string `json:"sums"`
	Free       []string          `json:"free"`       // columns that are neither quota, id nor household
	Unseatable []string          `json:"unseatable"` // public ids
	Lines      [][]int           `json:"lines"`      // for each feature its line, and those of its values, in the organiser's file
	Separator  string            `json:"separator"`  // of the pool, and of the files made from it; empty: a comma
	Workbook   bool              `json:"workbook"`   // the pool was one
	Summary    *Summary          `json:"summary"`    // as far as it goes before the draw
}

func (r *Prepared) notes(p *pool.Pool) notes {
	n := notes{Sums: map[string]string{}, Free: []string{}, Unseatable: []string{}, Lines: lines(p.Table),
		Separator: string(p.Comma()), Workbook: p.Workbook(), Summary: r.Summary()}
	for _, name := range append(record.Optional(), PeopleFile) {
		if data, ok := r.Files[name]; ok {
			n.Sums[name] = sum(data)
		}
	}
	for c, name := range p.Header {
		if p.Free(c) {
			n.Free = append(n.Free, name)
		}
	}
	for _, i := range r.Lottery.Unseatable() {
		n.Unseatable = append(n.Unseatable, r.Roster.Entries[i].ID)
	}
	return n
}

func lines(t *quotas.Table) [][]int {
	all := make([][]int, len(t.Features))
	for f, feature := range t.Features {
		all[f] = append(all[f], feature.Line)
		for _, v := range feature.Values {
			all[f] = append(all[f], v.Line)
		}
	}
	return all
}

// asWritten gives the table of a record the lines of the organiser's file, by which
// reports are sorted.
func (n notes) asWritten(t *quotas.Table) *quotas.Table {
	written := *t
	written.Features = slices.Clone(t.Features)
	for f := range written.Features {
		feature := &written.Features[f]
		if len(n.Lines) != len(t.Features) || len(n.Lines[f]) != 1+len(feature.Values) {
			return t
		}
		feature.Line, feature.Values = n.Lines[f][0], slices.Clone(feature.Values)
		for v := range feature.Values {
			feature.Values[v].Line = n.Lines[f][1+v]
		}
	}
	return &written
}

func (n notes) bytes() []byte {
	out, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		panic("selection: internal error: notes do not marshal")
	}
	return append(out, '\n')
}

func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// A register is private/people.csv, read for a draw: cells as the pool has them, without
// the public ids.
type register struct {
	notes
	header []string
	rows   [][]string
	person []int // roster index of each row
}

// remedyPrivate is what to do about a file that stays with the organiser.
const remedyPrivate = "put back the file as book wrote it, from a copy"

// readRegister reads the private files that a draw needs, for people with the given
// public ids (sorted). What an editor or a spreadsheet changed is a fault.
func readRegister(files record.Files, ids []string) (*register, error) {
	fault := func(name, found, expected string) (*register, error) {
		return nil, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedyPrivate}
	}
	if files[NotesFile] == nil {
		return fault(NotesFile, "no such file", "the whole folder that book wrote")
	}
	r := &register{}
	if err := json.Unmarshal(files[NotesFile], &r.notes); err != nil || r.Summary == nil || r.Sums[PeopleFile] == "" {
		return fault(NotesFile, "something else", "what book wrote")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Sums)) {
		switch data, ok := files[name]; {
		case !ok:
			return fault(name, "no such file", "the whole folder that book wrote")
		case sum(data) != r.Sums[name]:
			return fault(name, "SHA-256 "+sum(data), r.Sums[name]+", as "+NotesFile+" says")
		}
	}
	if err := r.read(files[PeopleFile], ids); err != nil {
		return fault(PeopleFile, err.Error(), "everyone of the record once")
	}
	return r, nil
}

// read takes the rows of private/people.csv.
func (r *register) read(data []byte, ids []string) error {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(sheet.Mark))))
	in.Comma, in.FieldsPerRecord = r.comma(), 0
	seen := make([]bool, len(ids))
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.New("other rows")
		}
		for j := range row {
			row[j] = sheet.Unguard(row[j])
		}
		if r.header == nil {
			r.header = row[1:]
			continue
		}
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

// comma is the separator of the files for the organiser.
func (n *notes) comma() rune {
	comma, _ := utf8.DecodeRuneInString(cmp.Or(n.Separator, ","))
	return comma
}

// split gives the people of a page, and everyone else, in the pool's own columns and
// order, the header first. Where one of a household may sit, everyone else is marked who
// lives with somebody of the page.
func (r *register) split(rec *record.Record, page []int32) (selected, remaining [][]string) {
	home := func(person int) int { return rec.Roster.Entries[person].Household }
	taken := make(map[int]bool)
	for _, person := range page {
		taken[home(int(person))] = true
	}
	delete(taken, -1) // alone
	mark := slices.IndexFunc(r.header, func(h string) bool { return sheet.Fold(h) == LivesWith })
	selected = append(selected, r.header)
	remaining = append(remaining, r.header)
	if rec.Rules.Household > 0 && mark < 0 {
		mark = len(r.header)
		remaining[0] = append(slices.Clone(r.header), LivesWith)
	}
	for i, row := range r.rows {
		if _, on := slices.BinarySearch(page, int32(r.person[i])); on {
			selected = append(selected, row)
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

// lists are the files with the people of a page, and with everyone else.
func (r *register) lists(rec *record.Record, page []int32) (record.Files, error) {
	selected, remaining := r.split(rec, page)
	files := record.Files{SelectedFile: table(r.comma(), selected), RemainingFile: table(r.comma(), remaining)}
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

// table is a file for the organiser to open in a spreadsheet.
func table(comma rune, rows [][]string) []byte {
	out := bytes.NewBufferString(sheet.Mark)
	for _, row := range rows {
		sheet.WriteRow(out, comma, row...)
	}
	return out.Bytes()
}

// free are the columns without a quota, for statistics.
func (r *register) free() []fairness.Column {
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

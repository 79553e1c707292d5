package selection

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
)

// origin is what the organiser's files had that people.csv and the record do not tell.
type origin struct {
	ID        int      `json:"id_column"`       // column of the pool that identifies a person; -1: the row does
	Free      []string `json:"free"`            // columns that are neither quota, id nor household
	Lines     [][]int  `json:"lines"`           // for each feature its line, and those of its values, in the organiser's file
	Rows      []int    `json:"rows"`            // of the pool, as its owner counts them; where no column identifies a person
	Separator string   `json:"separator"`       // of the pool, and of the files made from it; empty: a comma
	Workbook  bool     `json:"workbook"`        // the pool was one
	Homes     []string `json:"homes,omitempty"` // columns that together tell who lives together
	// KeepUntil is the day until which personal data are kept (2027-12-31), as it was announced;
	// empty: no day was.
	KeepUntil string `json:"keep_until,omitempty"`
}

// notes are private/fixed.json and private/book.json: what the next step has to know and no
// file of the record says. Nothing that a mixing or a draw decides depends on them.
type notes struct {
	// Sums are SHA-256 of files that the commitment does not cover and the next step takes or
	// publishes: against mistakes with an editor, not against whoever wrote these notes.
	Sums map[string]string `json:"sums"`
	origin
	Unseatable []string       `json:"unseatable"`      // public ids
	Facts      *words.Summary `json:"facts,omitempty"` // of a book: the summary as far as it goes before the draw
	// Earlier is the summary as earlier versions stored it, partly in sentences.
	Earlier map[string]json.RawMessage `json:"summary,omitempty"`
}

// note gives the notes of the files that stand.
func (o origin) note(files record.Files) notes {
	n := notes{Sums: map[string]string{}, origin: o, Unseatable: []string{}}
	for _, name := range append(record.Optional(), PeopleFile) {
		if data, ok := files[name]; ok {
			n.Sums[name] = sum(data)
		}
	}
	return n
}

func originOf(req *Request) origin {
	p := req.Pool
	o := origin{KeepUntil: req.KeepUntil, ID: p.IDColumn, Homes: p.HouseholdColumns(), Free: []string{}, Lines: lines(p.Table), Separator: string(p.Comma()), Workbook: p.Workbook()}
	for c, name := range p.Header {
		if p.Free(c) {
			o.Free = append(o.Free, name)
		}
	}
	if p.IDColumn < 0 {
		for _, person := range p.People {
			o.Rows = append(o.Rows, person.Row)
		}
	}
	return o
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
func (o origin) asWritten(t *quotas.Table) *quotas.Table {
	written := *t
	written.Features = slices.Clone(t.Features)
	for f := range written.Features {
		feature := &written.Features[f]
		if len(o.Lines) != len(t.Features) || len(o.Lines[f]) != 1+len(feature.Values) {
			return t
		}
		feature.Line, feature.Values = o.Lines[f][0], slices.Clone(feature.Values)
		for v := range feature.Values {
			feature.Values[v].Line = o.Lines[f][1+v]
		}
	}
	return &written
}

// readEarlier takes the numbers of a summary that an earlier version stored. The sentences in it
// are left out: a draw from such a record does not say again what bounds the smallest chance.
func (n *notes) readEarlier() error {
	for _, sentence := range []string{"reservations", "standing", "unsettled", "binding", "unseatable_reasons"} {
		delete(n.Earlier, sentence)
	}
	data, err := json.Marshal(n.Earlier)
	if err != nil {
		return err
	}
	n.Facts = &words.Summary{}
	return json.Unmarshal(data, n.Facts)
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

// A register is private/people.csv, read for a mixing or a draw: cells as the pool has them,
// without the public ids.
type register struct {
	notes
	header []string
	rows   [][]string
	person []int // roster index of each row
}

// remedyPrivate is what to do about a file that stays with the organiser.
const remedyPrivate = "put back the file as book wrote it, from a copy"

// privateFault names a file of the organiser that is not as it was written.
func privateFault(name, found, expected string) error {
	return quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedyPrivate}
}

// missing is the fault of a file that a mixing or a draw needs.
func missing(name string) error {
	return privateFault(name, "no such file", "the whole folder that book wrote")
}

// readRegister reads the private files that the next step needs, with the notes of the given
// name, for people with the given public ids (sorted). What an editor or a spreadsheet changed
// is a fault.
func readRegister(files record.Files, noted string, ids []string) (*register, error) {
	if files[noted] == nil {
		return nil, missing(noted)
	}
	r := &register{}
	err := json.Unmarshal(files[noted], &r.notes)
	if err == nil && r.Facts == nil && r.Earlier != nil {
		err = r.readEarlier()
	}
	if err != nil || (r.Facts == nil) != (noted == FixedNotesFile) || r.Sums[PeopleFile] == "" {
		return nil, privateFault(noted, "something else", "what book wrote")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Sums)) {
		switch data, ok := files[name]; {
		case !ok:
			return nil, missing(name)
		case sum(data) != r.Sums[name]:
			return nil, privateFault(name, "SHA-256 "+sum(data), r.Sums[name]+", as "+noted+" says")
		}
	}
	if err := r.readPeople(files[PeopleFile], ids); err != nil {
		return nil, privateFault(PeopleFile, err.Error(), "everyone of the record once")
	}
	if r.ID >= len(r.header) {
		return nil, privateFault(PeopleFile, plain.Count(len(r.header)+1, "column", "columns"), "the column of the ids too")
	}
	return r, nil
}

// labels are what the organiser calls people, by row: see [pool.Pool.Label].
func (r *register) labels() []string {
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
func (r *register) readPeople(data []byte, ids []string) error {
	rows, err := readRows(data, r.comma())
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

// readRows reads what [table] wrote.
func readRows(data []byte, comma rune) ([][]string, error) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(sheet.Mark))))
	in.Comma = comma
	rows, err := in.ReadAll()
	for _, row := range rows {
		for j := range row {
			row[j] = sheet.Unguard(row[j])
		}
	}
	return rows, err
}

// comma is the separator of the files for the organiser.
func (o origin) comma() rune {
	comma, _ := utf8.DecodeRuneInString(cmp.Or(o.Separator, ","))
	return comma
}

// subset is the register of some people, given by roster index in ascending order.
func (r *register) subset(people []int) *register {
	sub := &register{notes: r.notes, header: r.header}
	sub.notes.Rows = nil
	for row, person := range r.person {
		at, in := slices.BinarySearch(people, person)
		if !in {
			continue
		}
		sub.rows, sub.person = append(sub.rows, r.rows[row]), append(sub.person, at)
		if row < len(r.Rows) {
			sub.notes.Rows = append(sub.notes.Rows, r.Rows[row])
		}
	}
	return sub
}

// table is private/people.csv, for people with these public ids.
func (r *register) table(ids []string) []byte {
	rows := [][]string{append([]string{"public_id"}, r.header...)}
	for i, row := range r.rows {
		rows = append(rows, append([]string{ids[r.person[i]]}, row...))
	}
	return table(r.comma(), rows)
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

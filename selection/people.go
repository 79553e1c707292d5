package selection

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// origin is what the organiser's files had that people.csv and the record do not tell.
type origin struct {
	ID    int      `json:"id_column"` // column of the pool that identifies a person; -1: the row does
	Free  []string `json:"free"`      // columns that are neither quota, id nor household
	Lines [][]int  `json:"lines"`     // for each feature its line, and those of its values, in the organiser's file
}

// notes are private/fixed.json and private/book.json: what the next step has to know and no
// file of the record says. Nothing that a mixing or a draw decides depends on them.
type notes struct {
	// Sums are SHA-256 of files that the commitment does not cover and the next step takes or
	// publishes: against mistakes with an editor, not against whoever wrote these notes.
	Sums map[string]string `json:"sums"`
	origin
	Unseatable []string `json:"unseatable"`        // public ids
	Summary    *Summary `json:"summary,omitempty"` // as far as it goes before the draw; of a book
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

func originOf(p *pool.Pool) origin {
	o := origin{ID: p.IDColumn, Free: []string{}, Lines: lines(p.Table)}
	for c, name := range p.Header {
		if p.Free(c) {
			o.Free = append(o.Free, name)
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

// A register is private/people.csv, read for a mixing or a draw.
type register struct {
	notes
	header []byte   // without the public id, ended by LF
	rows   [][]byte // likewise
	person []int    // roster index of each row
	cells  [][]string
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
	if err := json.Unmarshal(files[noted], &r.notes); err != nil || (r.Summary == nil) != (noted == FixedNotesFile) || r.Sums[PeopleFile] == "" {
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
	return r, r.readPeople(files[PeopleFile], ids)
}

// readPeople reads private/people.csv.
func (r *register) readPeople(data []byte, ids []string) error {
	seen := make([]bool, len(ids))
	for i, line := range splitRows(data) {
		id, rest, _ := bytes.Cut(line, []byte(","))
		if i == 0 {
			r.header = rest
			continue
		}
		person, known := slices.BinarySearch(ids, string(id))
		if !known || seen[person] {
			return privateFault(PeopleFile, "public id "+string(id), "everyone of the record once")
		}
		seen[person] = true
		r.rows, r.person = append(r.rows, rest), append(r.person, person)
	}
	var err error
	if r.cells, err = csv.NewReader(bytes.NewReader(data)).ReadAll(); err != nil || len(r.rows) != len(ids) || len(r.cells) != len(r.rows)+1 {
		return privateFault(PeopleFile, "other rows", "everyone of the record once")
	}
	if r.ID >= len(r.cells[0])-1 {
		return privateFault(PeopleFile, count(len(r.cells[0]), "column", "columns"), "the column of the ids too")
	}
	return nil
}

// labels are what the organiser calls people, by row: see [pool.Pool.Label].
func (r *register) labels() []string {
	labels := make([]string, len(r.rows))
	for row := range labels {
		labels[row] = strconv.Itoa(row + 1)
		if r.ID >= 0 {
			labels[row] = sheet.Clean(plainCell(r.cells[1+row][1+r.ID]))
		}
	}
	return labels
}

// splitRows parts a CSV file into its rows, each with the LF that ends it.
func splitRows(data []byte) [][]byte {
	var rows [][]byte
	start, quoted := 0, false
	for i, c := range data {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n' && !quoted:
			rows = append(rows, data[start:i+1])
			start = i + 1
		}
	}
	return rows
}

// split writes the people of a page, and everyone else, in the pool's own columns and
// order.
func (r *register) split(page []int32) (selected, remaining []byte) {
	selected, remaining = slices.Clone(r.header), slices.Clone(r.header)
	for i, row := range r.rows {
		if _, on := slices.BinarySearch(page, int32(r.person[i])); on {
			selected = append(selected, row...)
		} else {
			remaining = append(remaining, row...)
		}
	}
	return selected, remaining
}

// free are the columns without a quota, for statistics.
func (r *register) free() []fairness.Column {
	var columns []fairness.Column
	for c, name := range r.cells[0] {
		if c == 0 || !slices.Contains(r.Free, name) {
			continue
		}
		values := make([]string, len(r.person))
		for i, person := range r.person {
			values[person] = plainCell(r.cells[1+i][c])
		}
		columns = append(columns, fairness.Column{Name: name, Values: values})
	}
	return columns
}

// plainCell takes away the apostrophe that [pool.WriteRow] put before a cell.
func plainCell(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@\t\r", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

package selection

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
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
	Summary    *Summary          `json:"summary"`    // as far as it goes before the draw
}

func (r *Prepared) notes(p *pool.Pool) notes {
	n := notes{Sums: map[string]string{}, Free: []string{}, Unseatable: []string{}, Lines: lines(p.Table), Summary: r.Summary()}
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

// A register is private/people.csv, read for a draw.
type register struct {
	notes
	header []byte   // without the public id, ended by LF
	rows   [][]byte // likewise
	person []int    // roster index of each row
	cells  [][]string
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
	data, seen := files[PeopleFile], make([]bool, len(ids))
	for i, line := range splitRows(data) {
		id, rest, _ := bytes.Cut(line, []byte(","))
		if i == 0 {
			r.header = rest
			continue
		}
		person, known := slices.BinarySearch(ids, string(id))
		if !known || seen[person] {
			return fault(PeopleFile, "public id "+string(id), "everyone of the record once")
		}
		seen[person] = true
		r.rows, r.person = append(r.rows, rest), append(r.person, person)
	}
	var err error
	if r.cells, err = csv.NewReader(bytes.NewReader(data)).ReadAll(); err != nil || len(r.rows) != len(ids) || len(r.cells) != len(r.rows)+1 {
		return fault(PeopleFile, "other rows", "everyone of the record once")
	}
	return r, nil
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

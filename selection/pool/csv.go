package pool

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// WriteCSV writes auditor/pool.csv, a line for each entry, sorted by id. Its columns are id, salt,
// household, and the features of the table by name. The household is named as [Roster.Home] says; it
// is blank for a person who lives alone. Values are spelled as in the table. Nothing is made safe
// for spreadsheets, because the file is evidence.
func (r *Roster) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(r.header()); err != nil {
		return err
	}
	record := make([]string, 3+len(r.Table.Features))
	for i, e := range r.Entries {
		record[0], record[1], record[2] = e.ID, hex.EncodeToString(e.Salt[:]), r.Home(i)
		for f, v := range e.Values {
			record[3+f] = r.Table.Features[f].Values[v].Name
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (r *Roster) header() []string {
	header := []string{"id", "salt", "household"}
	for _, f := range r.Table.Features {
		header = append(header, f.Name)
	}
	return header
}

// ReadRoster reads what [Roster.WriteCSV] wrote and refuses any other spelling. byID says
// that households are named by their least id, else it is by 32 hexadecimal digits.
func ReadRoster(name string, data []byte, table *quotas.Table, byID bool) (*Roster, quotas.Faults) {
	s, faults := sheet.ParseCanonical(name, data)
	if len(faults) > 0 {
		return nil, faults
	}
	r := &Roster{Table: table, Entries: make([]Entry, s.Rows())}
	if got, want := strings.Join(s.Header, ","), strings.Join(r.header(), ","); got != want || len(s.Header) != len(r.header()) {
		return nil, quotas.Faults{sheet.FaultAt(name, 1, 0, "the header "+got, want, "")}
	}
	in := &rosterReader{sheet: s, roster: r, at: make(map[string]int, s.Rows()), vectors: make(map[string][]int)}
	for _, f := range table.Features {
		values := make(map[string]int, len(f.Values))
		for v := range f.Values {
			values[f.Values[v].Name] = v
		}
		in.values = append(in.values, values)
	}
	for i := range r.Entries {
		in.entry(i)
	}
	if byID {
		in.householdsByID()
	} else {
		in.households()
	}
	if len(in.faults) == 0 {
		in.sameAs(data)
	}
	if len(in.faults) > 0 {
		return nil, in.faults
	}
	return r, nil
}

// A rosterReader is the way from a sheet to a roster.
type rosterReader struct {
	sheet   *sheet.Sheet
	roster  *Roster
	at      map[string]int // entry of an id
	values  []map[string]int
	vectors map[string][]int
	faults  quotas.Faults
}

// mostFaults is how many faults of a roster are told: one that was not written by a program
// of ours may be wrong in every cell of a million rows.
const mostFaults = 100

func (in *rosterReader) fault(row, column int, expected string) {
	if len(in.faults) == mostFaults {
		return
	}
	line, char := in.sheet.Pos(row, column)
	in.faults = append(in.faults, sheet.FaultAt(in.sheet.Name, line, char, sheet.Quote(in.sheet.Cell(row, column)), expected, ""))
}

func (in *rosterReader) entry(i int) {
	e := &in.roster.Entries[i]
	e.ID, e.Household = in.sheet.Cell(i, 0), -1
	switch {
	case !wellFormed(e.ID):
		in.fault(i, 0, "a public id")
	case i > 0 && len(e.ID) != len(in.roster.Entries[i-1].ID):
		in.fault(i, 0, "a public id as long as the others")
	case i > 0 && e.ID <= in.roster.Entries[i-1].ID:
		in.fault(i, 0, "ids in ascending order, each once")
	}
	in.at[e.ID] = i
	salt, err := hex.DecodeString(in.sheet.Cell(i, 1))
	if err != nil || len(salt) != len(e.Salt) {
		in.fault(i, 1, "a salt of 32 hexadecimal digits")
	}
	copy(e.Salt[:], salt)
	key := make([]byte, 0, 64)
	for f := range in.values {
		v, ok := in.values[f][in.sheet.Cell(i, 3+f)]
		if !ok {
			in.fault(i, 3+f, "a value of "+sheet.Quote(in.roster.Table.Features[f].Name)+" as the quotas spell it")
		}
		key = append(key, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	e.Values = share(in.vectors, key)
}

// households finds the members of each household, at least two, by its name.
func (in *rosterReader) households() {
	first, size := make(map[string]int), make(map[string]int)
	for i := range in.roster.Entries {
		home := in.sheet.Cell(i, 2)
		if home == "" {
			continue
		}
		if len(home) != homeDigits || strings.Trim(home, "0123456789abcdef") != "" {
			in.fault(i, 2, "a household of 32 hexadecimal digits")
			continue
		}
		if size[home]++; size[home] == 1 {
			first[home] = i
		}
		in.roster.Entries[i].Household, in.roster.Entries[i].Home = first[home], home
	}
	for i, e := range in.roster.Entries {
		if e.Household == i && size[e.Home] < 2 {
			in.fault(i, 2, "a household of at least two people")
		}
	}
}

// homeDigits are those of the name of a household, 16 bytes.
const homeDigits = 32

// householdsByID turns ids into entries: each household is named by the first of at
// least two.
func (in *rosterReader) householdsByID() {
	size := make(map[int]int)
	for i := range in.roster.Entries {
		id := in.sheet.Cell(i, 2)
		if id == "" {
			continue
		}
		h, ok := in.at[id]
		if !ok || h > i || in.sheet.Cell(h, 2) != id {
			in.fault(i, 2, "the least id of the household")
			continue
		}
		in.roster.Entries[i].Household = h
		size[h]++
	}
	for i, e := range in.roster.Entries {
		if e.Household == i && size[i] < 2 {
			in.fault(i, 2, "a household of at least two people")
		}
	}
}

// sameAs refuses a file that is not, byte for byte, what would be written.
func (in *rosterReader) sameAs(data []byte) {
	var b bytes.Buffer
	b.Grow(len(data))
	if err := in.roster.WriteCSV(&b); err != nil {
		panic("pool: internal error: cannot write to memory")
	}
	if bytes.Equal(b.Bytes(), data) {
		return
	}
	got, want := bytes.Split(data, []byte{'\n'}), bytes.Split(b.Bytes(), []byte{'\n'})
	for i := range got {
		if i >= len(want) || !bytes.Equal(got[i], want[i]) {
			expected := "the end of the file"
			if i < len(want) {
				expected = sheet.Quote(string(want[i]))
			}
			in.faults = append(in.faults, sheet.FaultAt(in.sheet.Name, i+1, 0, sheet.Quote(string(got[i])), expected, ""))
			return
		}
	}
	in.faults = append(in.faults, sheet.FaultAt(in.sheet.Name, len(got), 0, "the end of the file", "a last line end", ""))
}

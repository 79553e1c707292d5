package invite

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/invite/register"
)

// Columns say which column of a register is what, by name.
type Columns struct {
	ID        string
	Household string // empty: none
	Strata    []string
}

// MaxText is how many bytes an id, a household or the value of a stratum may have. Longer ones are cut
// by some engines without a word.
const MaxText = 128

// Everybody is the stratum of a register without strata.
const Everybody = "everybody"

// stratumBar stands between the values of a stratum's name, and the parts of a leaf; so it stands in no value and no id.
const stratumBar = "|"

// Progress is told how many rows were read.
type Progress func(rows int)

// tellEvery is how often progress is told, and the context asked, in rows.
const tellEvery = 1 << 14

// A reader goes through a register and checks the cells that count.
type reader struct {
	name     string
	columns  Columns
	rows     register.Rows
	id, home int // columns; home is -1 where there is none
	strata   []int
	faults   faults
	row      int
	ID, Home []byte
	ascii    bool // the id has no letter beyond
	cells    [][]byte
	line     int
	stratum  []byte
	at       int            // of the stratum in names
	names    []string       // of the strata that were there, in their order in the file
	index    map[string]int // of the names
}

// each goes through a register, with every row that is not at fault. Its errors are those of do, of the context, of the
// disk; the faults of rows are in the reader.
func each(ctx context.Context, reg Register, tell Progress, do func(r *reader) error) (*reader, error) {
	rows, err := reg.Open()
	if err != nil {
		return nil, err
	}
	if c, ok := rows.(io.Closer); ok {
		defer c.Close()
	}
	r, err := newReader(reg.Name, rows, reg.Columns)
	if err != nil {
		return nil, err
	}
	for {
		ok, err := r.next(ctx, tell)
		if err != nil || !ok {
			return r, err
		}
		if err := do(r); err != nil {
			return r, err
		}
	}
}

func newReader(name string, rows register.Rows, c Columns) (*reader, error) {
	r := &reader{name: name, columns: c, rows: rows, home: -1, faults: faults{file: name}, index: map[string]int{}}
	header := rows.Header()
	find := func(column string) int {
		for i, h := range header {
			if h == column {
				return i
			}
		}
		r.faults.add("register-column", 1, fmt.Sprintf("no column %q", column), "one of "+strings.Join(header, ", "), "")
		return -1
	}
	if typed, ok := rows.(register.Typed); ok {
		r.faults.grid = true
		find = r.textOnly(typed.Kinds(), find)
	}
	r.id = find(c.ID)
	if c.Household != "" {
		r.home = find(c.Household)
	}
	for _, s := range c.Strata {
		r.strata = append(r.strata, find(s))
	}
	return r, r.faults.err()
}

// textOnly makes a search for columns note those that hold no text.
func (r *reader) textOnly(kinds []string, find func(column string) int) func(column string) int {
	return func(column string) int {
		at := find(column)
		if at >= 0 && kinds[at] != "" {
			r.faults.add("register-type", 0, fmt.Sprintf("the column %q with %s", column, kinds[at]), "text",
				"write it as text where the register comes from: a number may have lost the noughts it began with, and is spelt in several ways")
		}
		return at
	}
}

// next reads a row; false at the end. Rows at fault are noted and passed over.
func (r *reader) next(ctx context.Context, tell Progress) (bool, error) {
	for {
		if r.row%tellEvery == 0 {
			if ctx.Err() != nil {
				return false, ctx.Err()
			}
			if tell != nil {
				tell(r.row)
			}
		}
		cells, line, err := r.rows.Next()
		if err != nil {
			if end, err := r.failed(err); end {
				return false, err
			}
			continue
		}
		r.row++
		r.cells, r.line = cells, line
		if r.take() {
			return true, nil
		}
		if len(r.names) > maxStrata {
			return false, r.faults.err()
		}
	}
}

// failed notes what is wrong with a row that could not be read, and says whether no other can be.
func (r *reader) failed(err error) (end bool, _ error) {
	var f quotas.Fault
	switch {
	case errors.Is(err, io.EOF):
		return true, nil
	case errors.As(err, &f):
		r.row++
		r.faults.addFault(f)
		return f.Code == "register-line" || f.Code == "register-cut", nil // where the next row begins is not known
	}
	return true, err
}

// take finds the parts of a row; false where one is at fault.
func (r *reader) take() bool {
	r.ID, r.Home = r.cells[r.id], nil
	plain, ascii := plainText(r.ID)
	r.ascii = ascii
	ok := plain && len(r.ID) > 0 && bytes.IndexByte(r.ID, stratumBar[0]) < 0 || r.blame("id", r.ID, false) && r.noBar("id", r.ID)
	if r.home >= 0 {
		r.Home = r.cells[r.home]
		if plain, _ := plainText(r.Home); !plain {
			ok = r.blame("household", r.Home, true) && ok
		}
	}
	r.stratum = r.stratum[:0]
	for i, at := range r.strata {
		if i > 0 {
			r.stratum = append(r.stratum, stratumBar...)
		}
		r.stratum = append(r.stratum, r.cells[at]...)
	}
	if len(r.strata) == 0 {
		r.stratum = append(r.stratum, Everybody...)
	}
	at, known := r.index[string(r.stratum)]
	if !known {
		at = len(r.names)
		ok = r.newStratum() && ok
	}
	r.at = at
	return ok
}

// newStratum checks the values of a stratum that was not there before, and notes it. (A value with a bar makes no name that is known: it has more bars.)
func (r *reader) newStratum() bool {
	ok := true
	for _, at := range r.strata {
		ok = r.blame("value of a stratum", r.cells[at], false) && r.noBar("value of a stratum", r.cells[at]) && ok
	}
	if !ok {
		return false
	}
	if r.names = append(r.names, string(r.stratum)); len(r.names) > maxStrata {
		r.faults.add("strata-many", 0, fmt.Sprintf("more than %d strata", maxStrata), "fewer", "is one of "+strings.Join(r.columns.Strata, ", ")+" a column of ids?")
		return false
	}
	r.index[string(r.stratum)] = len(r.names) - 1
	return true
}

// noBar notes a text with the separator in it.
func (r *reader) noBar(what string, text []byte) bool {
	if !bytes.Contains(text, []byte(stratumBar)) {
		return true
	}
	r.faults.add(codeOf(what)+"-bar", r.line, article(what)+" with a "+stratumBar, "text without it: it separates what is hashed", "")
	return false
}

// codeOf begins the code of a fault.
func codeOf(what string) string { return strings.TrimPrefix(what, "value of a ") }

// blame notes what is wrong with a text that is hashed or compared; true: nothing.
func (r *reader) blame(what string, text []byte, mayBeEmpty bool) bool {
	if plain, _ := plainText(text); plain && (len(text) > 0 || mayBeEmpty) {
		return true
	}
	code := codeOf(what)
	switch {
	case len(text) == 0:
		r.faults.add(code+"-empty", r.line, "an empty "+what, "text", "")
	case len(text) > MaxText:
		r.faults.add(code+"-long", r.line, fmt.Sprintf("%s of more than %d bytes", article(what), MaxText), "shorter ones: some engines cut longer text without a word", "")
	case !utf8.Valid(text):
		r.faults.add(code+"-encoding", r.line, article(what)+" with bytes that are not UTF-8", "UTF-8", "save the file as UTF-8")
	case text[0] == ' ' || text[len(text)-1] == ' ':
		r.faults.add(code+"-blank", r.line, article(what)+" with blanks at its ends", "none: some engines take it for the same as without, others not", "")
	default:
		r.faults.add(code+"-control", r.line, article(what)+" with a control character (NUL, tab, line break)", "visible text", "")
	}
	return false
}

func article(what string) string {
	if what == "id" {
		return "an id"
	}
	return "a " + what
}

// plainText reports whether a text is short, visible and has no blanks at its ends; and whether it is in ASCII.
func plainText(text []byte) (plain, ascii bool) {
	all := byte(0)
	for _, b := range text {
		if b < 0x20 || b == 0x7f {
			return false, false
		}
		all |= b
	}
	ascii = all < 0x80
	if len(text) == 0 {
		return true, true
	}
	return len(text) <= MaxText && text[0] != ' ' && text[len(text)-1] != ' ' && (ascii || utf8.Valid(text)), ascii
}

// faults puts together what is wrong in many rows in the same way. It keeps no more than it prints.
type faults struct {
	file  string
	grid  bool // places are rows, not lines
	kinds []*quotas.Fault
	at    map[string]*quotas.Fault
}

// keptPlaces is how many rows a fault keeps; all are counted.
const keptPlaces = 100

func (f *faults) add(code string, line int, found, expected, fix string) {
	f.addFault(quotas.Fault{File: f.file, Line: line, Grid: f.grid && line > 0, Code: code, Found: found, Expected: expected, Fix: fix})
}

func (f *faults) addFault(fault quotas.Fault) {
	if f.at == nil {
		f.at = map[string]*quotas.Fault{}
	}
	key := fault.Code + "\x00" + fault.Found
	known := f.at[key]
	if known == nil {
		if len(f.kinds) < keptPlaces {
			f.at[key] = &fault
			f.kinds = append(f.kinds, &fault)
			return
		}
		known = f.kinds[keptPlaces-1]
	}
	known.Count = known.Times() + 1
	if len(known.More) < keptPlaces-1 {
		known.More = append(known.More, quotas.Place{Line: fault.Line})
	}
}

// unit is what the places of a register are called.
func (f *faults) unit() string {
	if f.grid {
		return "row"
	}
	return "line"
}

func (f *faults) err() error {
	all := make(quotas.Faults, len(f.kinds))
	for i, k := range f.kinds {
		all[i] = *k
	}
	slices.SortStableFunc(all, func(a, b quotas.Fault) int { return cmp.Compare(a.Line, b.Line) })
	return all.Err()
}

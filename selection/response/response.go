package response

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// Unknown as Row.Sent says that nobody counted the letters.
const Unknown = -1

// Together stands between names that are counted together.
const Together = " | "

// A Row counts letters and answers: of a stratum, where Feature is empty, or of some values.
type Row struct {
	Stratum  string
	Feature  string
	Values   []string // more than one: counted together
	Sent     int      // letters; Unknown: not counted
	Answered int      // people who said yes
}

// whole reports whether the row counts a whole stratum.
func (r *Row) whole() bool { return r.Feature == "" }

// A Table is what one drive sent and got.
type Table struct{ Rows []Row }

// Totals are the letters and the answers of the whole drive.
func (t *Table) Totals() (sent, answered int) {
	for _, r := range t.Rows {
		if r.whole() {
			sent, answered = sent+max(0, r.Sent), answered+r.Answered
		}
	}
	return sent, answered
}

// line is a row as the file has it.
type line struct {
	Stratum  string `csv:"stratum"`
	Feature  string `csv:"feature"`
	Value    string `csv:"value"`
	Sent     string `csv:"sent"`
	Answered string `csv:"answered"`
}

// WriteCSV writes the table as response.csv.
func (t *Table) WriteCSV(w io.Writer) error {
	lines := []line{}
	for _, r := range t.Rows {
		l := line{r.Stratum, r.Feature, strings.Join(r.Values, Together), "", strconv.Itoa(r.Answered)}
		if r.Sent != Unknown {
			l.Sent = strconv.Itoa(r.Sent)
		}
		lines = append(lines, l)
	}
	return gocsv.Marshal(lines, w)
}

// A reader reads one file.
type reader struct {
	*sheet.Sheet
	at     [5]int // columns, in the order of the file
	faults quotas.Faults
}

// Read reads a response.csv and finds every fault in it.
func Read(name string, data []byte) (*Table, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil {
		return nil, faults
	}
	r := &reader{Sheet: s, faults: faults}
	for i, column := range []string{"stratum", "feature", "value", "sent", "answered"} {
		if r.at[i] = s.Column(column); r.at[i] < 0 {
			r.faults = append(r.faults, quotas.Fault{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "no column " + column,
				Expected: "the columns stratum, feature, value, sent, answered", Fix: "name the column"})
		}
	}
	if slices.Contains(r.at[:], -1) {
		return nil, r.faults
	}
	t := &Table{}
	seen := map[string]int{}
	for row := range s.Rows() {
		if line, ok := r.row(row); ok && r.once(seen, row, line) {
			t.Rows = append(t.Rows, line)
		}
	}
	if sent, answered := t.Totals(); len(r.faults) == 0 && (sent == 0 || answered > sent) {
		r.faults = append(r.faults, quotas.Fault{Code: "totals-missing", File: name,
			Found:    fmt.Sprintf("%d letters and %d answers in the rows of whole strata", sent, answered),
			Expected: "letters, and no more answers than letters", Fix: "add a row without feature and value that has the totals"})
	}
	return t, r.faults
}

func (r *reader) cell(row, column int) string { return sheet.Clean(r.Cell(row, r.at[column])) }

func (r *reader) fault(code string, row, column int, found, expected, fix string) {
	line, char := r.Pos(row, r.at[column])
	r.faults = append(r.faults, quotas.Fault{Code: code, File: r.Name, Line: line, Column: char, Grid: r.Reading.Workbook(), Found: found, Expected: expected, Fix: fix})
}

// row reads one row; false: it is at fault.
func (r *reader) row(row int) (Row, bool) {
	out := Row{Stratum: r.cell(row, 0), Feature: r.cell(row, 1)}
	before := len(r.faults)
	if v := r.cell(row, 2); v != "" {
		out.Values = strings.Split(v, Together)
	}
	if (out.Feature == "") != (len(out.Values) == 0) {
		r.fault("value-missing", row, 2, "one of feature and value alone", "both, or none for a whole stratum", "fill it in")
	}
	out.Sent = r.number(row, 3, out.Feature != "")
	out.Answered = r.number(row, 4, false)
	if out.Sent >= 0 && out.Answered > out.Sent && len(r.faults) == before {
		r.fault("more-answers", row, 4, fmt.Sprintf("%d answers to %d letters", out.Answered, out.Sent), "no more answers than letters", "correct one of the two")
	}
	return out, len(r.faults) == before
}

// most is the largest number of letters that is no slip: more than there are people.
const most = 10_000_000_000

// number reads a count.
func (r *reader) number(row, column int, optional bool) int {
	text := r.cell(row, column)
	if text == "" && optional {
		return Unknown
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || int64(n) > most || strconv.Itoa(n) != text {
		r.fault("count-unknown", row, column, sheet.Quote(text), "a whole number", "write the number of letters or answers")
		return 0
	}
	return n
}

// once refuses a value that is counted twice in its stratum.
func (r *reader) once(seen map[string]int, row int, l Row) bool {
	names := l.Values
	if l.whole() {
		names = []string{""}
	}
	for _, v := range names {
		key := quotas.Fold(l.Stratum) + "\x00" + quotas.Fold(l.Feature) + "\x00" + quotas.Fold(v)
		if first, met := seen[key]; met {
			r.fault("value-twice", row, 2, fmt.Sprintf("%s a second time, first on line %d", sheet.Quote(cmp.Or(v, "a whole stratum")), first),
				"one row for each value of a stratum", "delete one of the two, or add them up")
			return false
		}
		seen[key] = r.Line(row)
	}
	return true
}

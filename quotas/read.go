package quotas

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// Options say how a quota file is read.
type Options struct {
	Sheet string // of a workbook; empty: the one that has quotas
	Seats int    // of the panel: percentages are of them; 0: not known
}

// mostRows is how many rows a quota file may have.
const mostRows = 100_000

// Read reads a quota file without knowing the number of seats; see [ReadFor].
func Read(name string, data []byte) (*Table, Faults) { return ReadFor(name, data, Options{}) }

// ReadFor reads a quota file, delimited text or a workbook, in any of the dialects
// organisers' tools write, told apart by the header alone (case, spaces, hyphens and
// underscores in it do not count):
//
//	feature,value,min,max
//	category,name,min,max
//	category,feature,min,max                    here "feature" holds the value
//	FeatureName,ValueName,MinQuota,MaxQuota
//
// each with or without min_flex,max_flex, and with any other columns, which are
// left alone. In place of min and max, or where both are blank, one number counts: of
// seats (target, amount, quota, seats, count) or in percent of them (percent, share),
// which is read as the whole numbers below and above. A blank maximum is none. Rows
// without a feature and without numbers are comments; a row without a feature belongs to
// the one above. A header without rows is a lottery without quotas: see [Everyone].
//
// ReadFor finds every fault of the file at once and returns the table all the same,
// as far as it can be made out, so that the pool can be checked in the same pass:
// a number that cannot be read sets no limit there. Only a table without faults
// may be used for a selection. What was decided is in the table's Reading.
func ReadFor(name string, data []byte, opt Options) (*Table, Faults) {
	t := &Table{File: name}
	s, faults := sheet.Read(name, data, sheet.Options{Sheet: opt.Sheet, Score: score})
	if s == nil {
		return t, faults
	}
	defer func() { t.Reading = s.Reading }()
	l, ok, fs := findLayout(s)
	faults = append(faults, fs...)
	switch {
	case !ok:
		return t, faults
	case s.Rows() > mostRows:
		return t, append(faults, Fault{Code: "rows-too-many", File: name, Found: fmt.Sprintf("%d rows", s.Rows()),
			Expected: fmt.Sprintf("at most %d quotas", mostRows), Fix: "see whether this is the pool"})
	}
	t.Flex, t.Lost = l.minFlex >= 0, s.Lost
	r := &reading{sheet: s, layout: l, table: t, seats: opt.Seats}
	faults = append(faults, r.read()...)
	switch {
	case len(t.Features) > 0 || len(faults) > 0:
	case s.Rows() > 0:
		faults = Faults{{Code: "quotas-missing", File: name, Found: "a header and no quotas", Expected: "one row for each value of each feature"}}
	default:
		t.Features, t.Flex = Everyone(opt.Seats).Features, false
		s.Reading.Notes = append(s.Reading.Notes, "no quotas: a lottery in which everyone has the same chance")
	}
	t.sort()
	faults.Sort()
	return t, faults
}

// A row of a quota file, whatever its dialect.
type row struct {
	Feature string `csv:"feature"`
	Value   string `csv:"value"`
	Min     number `csv:"min"`
	Max     number `csv:"max"`
	Target  number `csv:"target"`
	Percent number `csv:"percent"`
	MinFlex number `csv:"min_flex"`
	MaxFlex number `csv:"max_flex"`
}

// blank reports whether a row has no number.
func (x *row) blank() bool {
	return x.Min.blank && x.Max.blank && x.Target.blank && x.Percent.blank
}

// mapped shows a sheet to gocsv under the names of [row].
type mapped struct {
	sheet  *sheet.Sheet
	layout layout
	next   int // 0: the header; then the rows from 1
}

func (m *mapped) Read() ([]string, error) {
	l, at := m.layout, m.next-1
	m.next++
	if at < 0 {
		return []string{"feature", "value", "min", "max", "target", "percent", "min_flex", "max_flex"}, nil
	}
	if at >= m.sheet.Rows() {
		return nil, io.EOF
	}
	var record []string
	for _, j := range []int{l.feature, l.value, l.min, l.max, l.target, l.percent, l.minFlex, l.maxFlex} {
		cell := ""
		if j >= 0 {
			cell = m.sheet.Cell(at, j)
		}
		record = append(record, cell)
	}
	return record, nil
}

func (m *mapped) ReadAll() (records [][]string, err error) {
	for {
		record, err := m.Read()
		if err == io.EOF {
			return records, nil
		}
		records = append(records, record)
	}
}

// A reading is the way from rows to a table.
type reading struct {
	sheet  *sheet.Sheet
	layout layout
	table  *Table
	seats  int
	faults sheet.Gatherer

	feature  string  // of the row above, for rows that leave it out
	filled   int     // rows that did
	endless  []int   // rows without a maximum
	single   []int   // rows with one number in place of two
	sums     []*sums // of each feature
	features map[string]int
	rows     map[place]int // of each value: its row
}

type place struct{ feature, value string }

// sums are those of the rows of a feature so far, totals apart.
type sums struct {
	rows, min, max int
	shares         int // rows with a percentage
	percent        *big.Rat
}

func (r *reading) read() Faults {
	var rows []row
	if err := gocsv.UnmarshalCSV(&mapped{sheet: r.sheet, layout: r.layout}, &rows); err != nil && r.sheet.Rows() > 0 {
		panic("quotas: internal error: gocsv refuses a checked header")
	}
	r.features, r.rows = make(map[string]int), make(map[place]int)
	r.percentages(rows)
	for i := range rows {
		r.row(i, &rows[i])
	}
	r.notes()
	r.apart()
	return r.faults.Faults(r.sheet)
}

func (r *reading) row(i int, x *row) {
	named := Fold(x.Feature) != ""
	if x.blank() && (!named || Fold(x.Value) == "") {
		if named { // the heading of the rows below
			r.feature = x.Feature
		}
		return
	}
	switch {
	case named:
		r.feature = x.Feature
	case r.feature != "":
		r.filled++
	}
	v := Value{Name: sheet.Clean(x.Value), Line: r.sheet.Line(i)}
	share := r.window(i, x, &v)
	ok := r.named(i, r.layout.feature, "feature", r.feature)
	if !ok {
		r.table.Lost++
	}
	if !r.named(i, r.layout.value, "value", x.Value) || !ok {
		if f, known := r.features[Fold(r.feature)]; ok && known {
			r.table.Features[f].Lost++
		} else {
			r.table.Lost++
		}
		return
	}
	r.add(i, x, v, share)
}

// add puts a value into the table.
func (r *reading) add(i int, x *row, v Value, share *big.Rat) {
	key := place{Fold(r.feature), Fold(x.Value)}
	if first, again := r.rows[key]; again {
		r.fault("value-twice", i, r.layout.value, fmt.Sprintf("the value %s of %s a second time, first on %s %d", sheet.Quote(v.Name),
			sheet.Quote(sheet.Clean(r.feature)), r.sheet.LineWord(), r.sheet.Line(first)), "one row for each value", "delete one of the two rows")
		return
	}
	r.rows[key] = i
	f, known := r.features[key.feature]
	if !known {
		f = len(r.table.Features)
		r.features[key.feature] = f
		r.sums = append(r.sums, &sums{percent: new(big.Rat)})
		r.table.Features = append(r.table.Features, Feature{Name: sheet.Clean(r.feature), Line: v.Line})
	}
	at, sum := &r.table.Features[f], r.sums[f]
	// Whichever row comes first, the same spelling is kept.
	at.Name = min(at.Name, sheet.Clean(r.feature))
	v.NamedTotal = isTotal(key.value)
	v.AddsUp = sum.rows > 1 && v.Min == sum.min && v.Max == sum.max && v.Max > 0
	if !v.NamedTotal {
		sum.rows, sum.min, sum.max = sum.rows+1, sum.min+v.Min, sum.max+v.Max
		if share != nil {
			sum.shares++
			sum.percent.Add(sum.percent, share)
		}
	}
	at.Values = append(at.Values, v)
}

// apart gives a feature another name where the file for auditors has a column of its own
// by that name: whoever reads it by name must not take one for the other.
func (r *reading) apart() {
	for f := range r.table.Features {
		feature := &r.table.Features[f]
		switch Fold(feature.Name) {
		case "id", "salt", "household":
			name := feature.Name + " (feature)"
			for r.table.Feature(name) >= 0 {
				name += " (feature)"
			}
			feature.Column, feature.Name = feature.Name, name
			r.sheet.Reading.Notes = append(r.sheet.Reading.Notes, fmt.Sprintf("%s is called %s in the record, which has a column of that name itself",
				sheet.Quote(feature.Column), sheet.Quote(feature.Name)))
		}
	}
}

// isTotal reports whether a row is by its name the sum of others.
func isTotal(name string) bool {
	switch strings.Trim(name, " :.()*=∑Σ") {
	case "total", "totals", "grand total", "sub-total", "subtotal", "sub total", "sum", "sums", "all", "overall",
		"summe", "gesamt", "insgesamt", "gesamtsumme", "zwischensumme", "somme", "total général", "ensemble",
		"totale", "totaal", "totalt", "i alt", "sammanlagt", "summa", "yhteensä", "razem", "suma", "ogółem", "celkem", "összesen", "toplam", "итого", "всего", "σύνολο":
		return true
	}
	return false
}

// named checks the cell that names a feature or a value.
func (r *reading) named(i, column int, what, text string) bool {
	if Fold(text) == "" {
		r.fault(what+"-empty", i, column, "an empty "+what, "the name of a "+what, "write it in every row, or delete the row")
		return false
	}
	if c, bad := sheet.Invisible(text); bad {
		r.fault("invisible-character", i, column, fmt.Sprintf("the invisible character U+%04X in the %s %s", c, what, sheet.Quote(text)), "plain text", "type the name anew")
	}
	return true
}

// sort brings features and values into canonical order.
func (t *Table) sort() {
	slices.SortFunc(t.Features, func(a, b Feature) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range t.Features {
		slices.SortFunc(f.Values, func(a, b Value) int { return strings.Compare(a.Name, b.Name) })
	}
}

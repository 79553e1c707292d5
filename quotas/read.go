package quotas

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// Read reads a quota file in any of the dialects organisers' tools write, told
// apart by the header alone (case, spaces, hyphens and underscores in it do not
// count):
//
//	feature,value,min,max
//	category,name,min,max
//	category,feature,min,max                    here "feature" holds the value
//	FeatureName,ValueName,MinQuota,MaxQuota
//
// each with or without min_flex,max_flex, and with any other columns, which are
// left alone. Rows without a feature and without numbers are comments.
//
// Read finds every fault of the file at once and returns the table all the same,
// as far as it can be made out, so that the pool can be checked in the same pass:
// a number that cannot be read sets no limit there. Only a table without faults
// may be used for a selection.
func Read(name string, data []byte) (*Table, Faults) {
	t := &Table{File: name}
	s, faults := sheet.Parse(name, data)
	if s == nil {
		return t, faults
	}
	l, ok, fs := findLayout(s)
	faults = append(faults, fs...)
	if !ok {
		return t, faults
	}
	t.Flex = l.minFlex >= 0
	var rows []row
	if err := gocsv.UnmarshalCSV(&mapped{sheet: s, layout: l}, &rows); err != nil && s.Rows() > 0 {
		panic("quotas: internal error: gocsv refuses a checked header")
	}
	faults = append(faults, (&reading{sheet: s, layout: l, table: t}).rows(rows)...)
	if len(t.Features) == 0 && len(faults) == 0 {
		faults = Faults{{File: name, Found: "a header and no quotas", Expected: "one row for each value of each feature"}}
	}
	t.sort()
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return t, faults
}

// A row of a quota file, whatever its dialect.
type row struct {
	Feature string `csv:"feature"`
	Value   string `csv:"value"`
	Min     number `csv:"min"`
	Max     number `csv:"max"`
	MinFlex number `csv:"min_flex"`
	MaxFlex number `csv:"max_flex"`
}

// A number is a count that may be wrong: gocsv would stop at the first error.
type number struct {
	Count
	text string
	ok   bool
}

func (n *number) UnmarshalCSV(s string) error {
	n.text, n.ok = s, n.Count.UnmarshalCSV(s) == nil
	return nil
}

func (n *number) blank() bool { return strings.TrimSpace(n.text) == "" }

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
		record := []string{"feature", "value", "min", "max"}
		if l.minFlex >= 0 {
			record = append(record, minFlex, maxFlex)
		}
		return record, nil
	}
	if at >= m.sheet.Rows() {
		return nil, io.EOF
	}
	cell := func(j int) string { return m.sheet.Cell(at, j) }
	record := []string{cell(l.feature), cell(l.value), cell(l.min), cell(l.max)}
	if l.minFlex >= 0 {
		record = append(record, cell(l.minFlex), cell(l.maxFlex))
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
	faults Faults
}

func (r *reading) rows(rows []row) Faults {
	type place struct{ feature, value string }
	features := make(map[string]int)
	lines := make(map[place]int)
	for i := range rows {
		x := &rows[i]
		feature, value := Fold(x.Feature), Fold(x.Value)
		if feature == "" && x.Min.blank() && x.Max.blank() {
			continue
		}
		v := Value{Name: sheet.Clean(x.Value), Line: r.sheet.Line(i)}
		r.window(i, x, &v)
		named := r.name(i, r.layout.feature, "feature", x.Feature)
		if !r.name(i, r.layout.value, "value", x.Value) || !named {
			continue
		}
		if line, again := lines[place{feature, value}]; again {
			r.fault(i, r.layout.value, fmt.Sprintf("the value %s of %s a second time, first on line %d", sheet.Quote(v.Name),
				sheet.Quote(sheet.Clean(x.Feature)), line), "one row for each value", "delete one of the two rows")
			continue
		}
		lines[place{feature, value}] = v.Line
		f, known := features[feature]
		if !known {
			f = len(r.table.Features)
			features[feature] = f
			r.table.Features = append(r.table.Features, Feature{Name: sheet.Clean(x.Feature), Line: v.Line})
		}
		at := &r.table.Features[f]
		// Whichever row comes first, the same spelling is kept.
		at.Name = min(at.Name, sheet.Clean(x.Feature))
		at.Values = append(at.Values, v)
	}
	return r.faults
}

// window takes the numbers of a row. One that cannot be read sets no limit.
func (r *reading) window(i int, x *row, v *Value) {
	l := r.layout
	low, high := r.count(i, l.min, &x.Min, 0), r.count(i, l.max, &x.Max, math.MaxInt32)
	if x.Min.ok && x.Max.ok && low > high {
		r.fault(i, l.min, fmt.Sprintf("the minimum %d above the maximum %d", low, high), "a minimum that is not above the maximum", "correct one of the two")
	}
	v.Min, v.Max, v.MinFlex, v.MaxFlex = low, high, 0, -1
	if l.minFlex < 0 {
		return
	}
	v.MinFlex, v.MaxFlex = r.count(i, l.minFlex, &x.MinFlex, 0), r.count(i, l.maxFlex, &x.MaxFlex, math.MaxInt32)
	if x.Min.ok && x.MinFlex.ok && v.MinFlex > low {
		r.fault(i, l.minFlex, fmt.Sprintf("min_flex %d above the minimum %d", v.MinFlex, low), "a min_flex that is not above the minimum", "correct one of the two")
	}
	if x.Max.ok && x.MaxFlex.ok && v.MaxFlex < high {
		r.fault(i, l.maxFlex, fmt.Sprintf("max_flex %d below the maximum %d", v.MaxFlex, high), "a max_flex that is not below the maximum", "correct one of the two")
	}
}

func (r *reading) count(i, column int, n *number, otherwise int) int {
	if n.ok {
		return int(n.Count)
	}
	text := strings.TrimSpace(n.text)
	digits := strings.Trim(text, "0123456789")
	switch {
	case text == "":
		r.fault(i, column, "an empty cell", "a whole number", "write the number, or 0")
	case strings.HasPrefix(text, "-"):
		r.fault(i, column, "the negative number "+sheet.Quote(text), "a whole number, 0 or more", "")
	case digits == "":
		r.fault(i, column, "the number "+sheet.Quote(text), fmt.Sprintf("at most %d", maxCount), "")
	default:
		r.fault(i, column, sheet.Quote(text), "a whole number in the digits 0 to 9", "")
	}
	return otherwise
}

// name checks the cell that names a feature or a value.
func (r *reading) name(i, column int, what, text string) bool {
	if Fold(text) == "" {
		r.fault(i, column, "an empty "+what, "the name of a "+what, "write it in every row, or delete the row")
		return false
	}
	if c, bad := sheet.Invisible(text); bad {
		r.fault(i, column, fmt.Sprintf("the invisible character U+%04X in the %s %s", c, what, sheet.Quote(text)), "plain text", "type the name anew")
	}
	return true
}

func (r *reading) fault(i, column int, found, expected, fix string) {
	line, char := r.sheet.Pos(i, column)
	r.faults = append(r.faults, sheet.FaultAt(r.sheet.Name, line, char, found, expected, fix))
}

// sort brings features and values into canonical order.
func (t *Table) sort() {
	slices.SortFunc(t.Features, func(a, b Feature) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range t.Features {
		slices.SortFunc(f.Values, func(a, b Value) int { return strings.Compare(a.Name, b.Name) })
	}
}

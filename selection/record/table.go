package record

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
)

// Headers of quotas.csv.
const (
	plainHeader = "feature,value,min,max"
	flexHeader  = plainHeader + ",min_flex,max_flex"
)

// writeTable is quotas.csv.
func writeTable(t *quotas.Table) []byte {
	var b bytes.Buffer
	if err := t.WriteCSV(&b); err != nil {
		panic("record: internal error: " + err.Error())
	}
	return b.Bytes()
}

// ReadTable reads quotas.csv, in the spelling of [quotas.Table.WriteCSV] only.
//
// Features and values stay in the order of the lines and names as they are spelt: how
// the writer sorts, folds or normalises them depends on Unicode tables, which change from
// version to version, and a record must verify for ever.
func ReadTable(name string, data []byte) (*quotas.Table, error) {
	if !utf8.Valid(data) {
		return nil, quotas.Fault{File: name, Found: "bytes that are not UTF-8", Expected: "text in UTF-8", Fix: remedy}
	}
	header, _, _ := strings.Cut(string(data), "\n")
	if header != plainHeader && header != flexHeader {
		return nil, differs(name, data, []byte(plainHeader+"\n"))
	}
	r := tableReader{
		rows: csv.NewReader(bytes.NewReader(data)), table: &quotas.Table{File: name, Flex: header == flexHeader},
		features: map[string]bool{},
	}
	r.rows.FieldsPerRecord = 1 + strings.Count(header, ",")
	if _, err := r.rows.Read(); err != nil {
		return nil, csvFault(name, err)
	}
	for {
		cells, err := r.rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvFault(name, err)
		}
		if err := r.line(cells); err != nil {
			return nil, err
		}
	}
	if len(r.table.Features) == 0 {
		return nil, faultAt(name, data, len(data), "no line", "a line for each value")
	}
	if err := CheckNames(r.table).Err(); err != nil {
		return nil, err
	}
	return r.table, sameSpelling(name, data, writeTable(r.table))
}

// A tableReader is the way from the lines of quotas.csv to a table.
type tableReader struct {
	rows     *csv.Reader
	table    *quotas.Table
	features map[string]bool // seen so far
	values   map[string]bool // of the last feature
}

// fault is one of the line just read.
func (r *tableReader) fault(column int, found, expected string) error {
	line, at := r.rows.FieldPos(column)
	return quotas.Fault{File: r.table.File, Line: line, Column: at, Found: found, Expected: expected, Fix: remedy}
}

// line adds a line to the table.
func (r *tableReader) line(cells []string) error {
	for column, cell := range cells[:2] {
		if cell == "" {
			return r.fault(column, "an empty name", "the name of a feature, then of a value")
		}
	}
	numbers := []int{0, 0, 0, -1} // as [quotas.Value] has them without flex columns
	for i, cell := range cells[2:] {
		n, ok := readCount(cell)
		if !ok {
			return r.fault(2+i, fmt.Sprintf("%q", cell), "a whole number of at most nine digits")
		}
		numbers[i] = n
	}
	line, _ := r.rows.FieldPos(0)
	v := quotas.Value{Name: cells[1], Line: line, Min: numbers[0], Max: numbers[1], MinFlex: numbers[2], MaxFlex: numbers[3]}
	if v.Min > v.Max || r.table.Flex && (v.MinFlex > v.Min || v.MaxFlex < v.Max) {
		return r.fault(2, strings.Join(cells[2:], ","), "min no more than max, min_flex no more than min, max_flex no less than max")
	}
	return r.add(cells[0], v)
}

// add puts a value under its feature, the lines of which stand together.
func (r *tableReader) add(feature string, v quotas.Value) error {
	features := r.table.Features
	if n := len(features); n == 0 || features[n-1].Name != feature {
		if r.features[feature] {
			return r.fault(0, fmt.Sprintf("%q after lines of %q", feature, features[n-1].Name), "the lines of a feature together")
		}
		r.table.Features = append(features, quotas.Feature{Name: feature, Line: v.Line})
		r.features[feature] = true
		r.values = map[string]bool{}
	}
	if r.values[v.Name] {
		return r.fault(1, fmt.Sprintf("%q of %q a second time", v.Name, feature), "each value once")
	}
	r.values[v.Name] = true
	at := &r.table.Features[len(r.table.Features)-1]
	at.Values = append(at.Values, v)
	return nil
}

package record

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/gocarina/gocsv"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// A total is one line of totals.csv.
type total struct {
	Feature string `csv:"feature"`
	Value   string `csv:"value"`
	People  int    `csv:"people"`
}

// writeTotals is totals.csv: the header feature,value,people, then for every
// value of the table, in its order, how many people of the pool have it.
// people[f][v] belongs to value v of feature f.
func writeTotals(t *quotas.Table, people [][]int) []byte {
	var rows []total
	for f, feature := range t.Features {
		for v, value := range feature.Values {
			rows = append(rows, total{feature.Name, value.Name, people[f][v]})
		}
	}
	var b bytes.Buffer
	if err := gocsv.Marshal(rows, &b); err != nil {
		panic("record: internal error: " + err.Error())
	}
	return b.Bytes()
}

// ReadTotals reads totals.csv for the table of the same record; people[f][v]
// belongs to value v of feature f.
func ReadTotals(name string, data []byte, t *quotas.Table) (people [][]int, err error) {
	people = make([][]int, len(t.Features))
	for f := range t.Features {
		people[f] = make([]int, len(t.Features[f].Values))
	}
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = 3
	if _, err := rows.Read(); err != nil {
		return nil, csvFault(name, err)
	}
	for f := range people {
		for v := range people[f] {
			row, err := rows.Read()
			if err != nil {
				return nil, csvFault(name, err)
			}
			n, ok := readCount(row[2])
			if !ok {
				line, column := rows.FieldPos(2)
				return nil, quotas.Fault{
					File: name, Line: line, Column: column,
					Found: fmt.Sprintf("%q", row[2]), Expected: "a number of people", Fix: remedy,
				}
			}
			people[f][v] = n
		}
	}
	return people, sameSpelling(name, data, writeTotals(t, people))
}

// csvFault says where encoding/csv stopped.
func csvFault(name string, err error) error {
	fault := quotas.Fault{File: name, Found: err.Error(), Expected: "a line for every value of quotas.csv", Fix: remedy}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		fault.Line, fault.Column, fault.Found = parse.Line, parse.Column, parse.Err.Error()
	}
	if errors.Is(err, io.EOF) {
		fault.Found = "the end of the file"
	}
	return fault
}

// totalsOf counts the people of a roster by feature and value.
func totalsOf(r *pool.Roster) [][]int {
	people := make([][]int, len(r.Table.Features))
	for f := range people {
		people[f] = make([]int, len(r.Table.Features[f].Values))
	}
	for i := range r.Entries {
		for f, v := range r.Entries[i].Values {
			people[f][v]++
		}
	}
	return people
}

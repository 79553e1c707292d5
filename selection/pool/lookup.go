package pool

import (
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// ReadLookup reads a table for [Making.Lookup], of any number of lines. Its first column says how a
// cell begins, its second which value that stands for. A beginning with two values is a fault.
func ReadLookup(name string, data []byte) (map[string]string, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil || len(faults) > 0 {
		return nil, faults
	}
	if len(s.Header) < 2 {
		return nil, quotas.Faults{{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "one column",
			Expected: "two: how a cell begins, and the value it stands for"}}
	}
	table := make(map[string]string, s.Rows())
	first := make(map[string]int, s.Rows()) // row of each beginning, as cells are compared
	for row := range s.Rows() {
		key, value := sheet.Clean(s.Cell(row, 0)), sheet.Clean(s.Cell(row, 1))
		plain := sheet.Plain(key)
		if plain == "" {
			continue
		}
		if before, met := first[plain]; met {
			if sheet.Clean(s.Cell(before, 1)) != value {
				line, column := s.Pos(row, 0)
				faults = append(faults, quotas.Fault{Code: "lookup-twice", File: name, Line: line, Column: column,
					Found:    fmt.Sprintf("%s a second time, for another value than on line %d", sheet.Quote(key), s.Line(before)),
					Expected: "one value for each", Fix: "delete one of the two"})
			}
			continue
		}
		first[plain], table[key] = row, value
	}
	if len(table) == 0 && len(faults) == 0 {
		faults = append(faults, quotas.Fault{Code: "lookup-missing", File: name, Found: "a header and no lines", Expected: "a line for each beginning"})
	}
	return table, faults
}

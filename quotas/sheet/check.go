package sheet

import (
	"bytes"
	"fmt"
)

func tooLarge(name string, data []byte, lim limits) *Fault {
	switch {
	case int64(len(data)) > lim.bytes:
		return &Fault{Code: "file-too-large", File: name, Found: fmt.Sprintf("the file has %d bytes", len(data)),
			Expected: fmt.Sprintf("at most %d", lim.bytes)}
	case len(bytes.TrimSpace(data)) == 0:
		return emptyFile(name)
	}
	return nil
}

func emptyFile(name string) *Fault {
	return &Fault{Code: "file-empty", File: name, Found: "the file is empty", Expected: "a header line and rows"}
}

// checkHeader refuses names that are equal or only look equal.
func (s *Sheet) checkHeader() {
	first := make(map[string]int, len(s.keys))
	for j, key := range s.keys {
		if r, bad := Invisible(s.Header[j]); bad {
			s.faults.add("header-invisible", -1, key, func() Place { return s.headerPlace(j) }, func(int) Words {
				return Words{fmt.Sprintf("the invisible character U+%04X in the header %s", r, Quote(s.Header[j])), "plain text", "type the name anew"}
			})
		}
		i, again := first[key]
		if key == "" || !again {
			first[key] = j
			continue
		}
		s.faults.add("header-twice", -1, key, func() Place { return s.headerPlace(j) }, func(int) Words {
			return Words{fmt.Sprintf("the header %s in column %s, the same name as %s in column %s", Quote(s.Header[j]), s.columnName(j),
				Quote(s.Header[i]), s.columnName(i)), "every column once", "rename or delete one of the two"}
		})
	}
}

// checkLength refuses cells over the limit, and reports whether there are none.
func (s *Sheet) checkLength(record []string, lim limits, at func(column int) Place) bool {
	sound := true
	for j, cell := range record {
		if len(cell) > lim.cell {
			sound = false
			size := len(cell)
			s.faults.add("cell-too-long", j, "", func() Place { return at(j) }, func(int) Words {
				return Words{fmt.Sprintf("a cell of %d bytes", size), fmt.Sprintf("at most %d", lim.cell), "look for a quotation mark that is never closed"}
			})
		}
	}
	return sound
}

package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A Sheet is a table read from a file: a header and rows of as many cells. Rows and
// columns count from 0, lines and characters from 1.
type Sheet struct {
	Name    string   // as the user gave it
	Header  []string // as the file spells it
	Comma   rune     // the delimiter found: comma, semicolon or tab; a comma for a workbook
	Reading Reading
	Lost    int // rows that were refused, and are in no other count

	keys     []string   // Fold of Header
	text     string     // all cells of all rows, one after the other
	ends     []uint32   // ends[row*columns+column]: where the cell ends in text
	lines    []uint32   // line of each row, or row of the spreadsheet
	short    []shortRow // rows that end before the header does, in order
	headLine int        // line of the header
	faults   Gatherer   // of the file itself

	// Of a text file only.
	data   []byte   // the file after byte order mark and sep= line
	first  int      // line number of data's first line
	at     []uint32 // offset in data where the reading of each row began
	headAt int      // offset in data where the reading of the header began

	// Of a workbook only.
	grid  bool
	label string // of the sheet, where the workbook has several
}

// A shortRow has fewer cells than the header; the others are blank.
type shortRow struct{ row, width uint32 }

// Options say what is looked for in a file.
type Options struct {
	// Sheet names a sheet of a workbook. Empty: the only one, or the one whose header
	// has most of what is needed.
	Sheet string
	// Flag is the flag that names a sheet, for advice.
	Flag string
	// Score tells how much of what is needed a row has as a header; 0: it is none. With
	// it, lines above the header are passed over. nil: the header is the first row.
	Score func(row []string) int
}

// limits bound what one file may hold; tests lower them.
type limits struct {
	bytes    int64 // of a file, and of all cells of a workbook
	rows     int
	columns  int
	cell     int   // bytes of a cell
	unzipped int64 // bytes of a workbook
	slots    int   // cells of a workbook, blank ones too
}

// caps are the limits of every file.
func caps() limits {
	return limits{bytes: 2 << 30, rows: 5_000_000, columns: 16_384, cell: 64 << 10, unzipped: 1 << 30, slots: 200_000_000}
}

// Parse reads a file: see [Read].
func Parse(name string, data []byte) (*Sheet, Faults) { return Read(name, data, Options{}) }

// Read reads a table from a workbook (XLSX) or a delimited text file (RFC 4180 with comma,
// semicolon or tab, the one the header line has most of; see delimiter). It returns every
// fault it finds; the sheet then holds the header and the rows that are sound, or is nil
// if the header cannot be read. Rows without any text are left out.
func Read(name string, data []byte, opt Options) (*Sheet, Faults) {
	return read(name, data, opt, caps())
}

// ParseCanonical reads a file that evenlot wrote: UTF-8 with commas, every cell as it stands. It
// does not check the header, so that columns may share a name; the caller does.
func ParseCanonical(name string, data []byte) (*Sheet, Faults) {
	s := &Sheet{Name: name, Comma: ',', data: data, first: 1}
	if fault := tooLarge(name, data, caps()); fault != nil {
		return nil, Faults{*fault}
	}
	if fault := s.checkUTF8(data); fault != nil {
		return nil, Faults{*fault}
	}
	if s.checkControls(); len(s.faults.order) > 0 {
		return nil, s.faults.Faults(s)
	}
	return s.readText(0, caps(), true)
}

func read(name string, data []byte, opt Options, lim limits) (*Sheet, Faults) {
	if fault := tooLarge(name, data, lim); fault != nil {
		return nil, Faults{*fault}
	}
	kind, fault := recognise(name, data)
	if fault != nil {
		return nil, Faults{*fault}
	}
	var s *Sheet
	var faults Faults
	if kind == formatXLSX {
		s, faults = readWorkbook(name, data, opt, lim)
	} else {
		s, faults = readDelimited(name, data, opt, lim)
	}
	if s == nil {
		return nil, faults
	}
	s.checkHeader()
	s.Reading.File, s.Reading.Format, s.Reading.Rows = name, kind, s.Rows()
	return s, append(s.faults.Faults(s), faults...)
}

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

// setHeader takes the names of the columns.
func (s *Sheet) setHeader(record []string, line int) {
	s.headLine = line
	s.Header = slices.Clone(record)
	for i, h := range s.Header {
		s.Header[i] = strings.Clone(h)
	}
}

// setKeys makes columns findable by name.
func (s *Sheet) setKeys() {
	s.keys = make([]string, len(s.Header))
	for i, h := range s.Header {
		s.keys[i] = Fold(h)
	}
}

// blank reports whether a row has no text at all, as spreadsheets leave them behind.
func blank(record []string) bool {
	for _, cell := range record {
		if cell != "" && strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
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

// fault is a fault of a cell (or, where column is -1, of a row) at a place.
func (s *Sheet) fault(code string, column int, at Place, w Words) Fault {
	f := Fault{Code: code, File: s.Name, Line: at.Line, Column: at.Column, Found: w.Found, Expected: w.Expected, Fix: w.Fix,
		Grid: s.grid, Sheet: s.label}
	if column >= 0 && column < len(s.Header) {
		f.Name = s.Header[column]
	}
	return f
}

// HeaderFault is a fault of the name of a column.
func (s *Sheet) HeaderFault(code string, column int, w Words) Fault {
	return s.fault(code, column, s.headerPlace(column), w)
}

// TopFault is a fault of the header as a whole.
func (s *Sheet) TopFault(code string, w Words) Fault {
	return s.fault(code, -1, Place{s.headLine, 0}, w)
}

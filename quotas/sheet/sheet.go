package sheet

import (
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

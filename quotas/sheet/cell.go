package sheet

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Rows is the number of rows, without the header.
func (s *Sheet) Rows() int { return len(s.lines) }

// Cell gives the text of a cell, untrimmed.
func (s *Sheet) Cell(row, column int) string {
	if column < 0 || column >= len(s.Header) {
		panic("sheet: no such column")
	}
	i := row*len(s.Header) + column
	start := uint32(0)
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.text[start:s.ends[i]]
}

// Width is how many cells the file has in a row: fewer than the header where the row
// ends early.
func (s *Sheet) Width(row int) int {
	i, short := slices.BinarySearchFunc(s.short, uint32(row), func(r shortRow, row uint32) int { return int(r.row) - int(row) })
	if short {
		return int(s.short[i].width)
	}
	return len(s.Header)
}

// Line gives the line on which a row begins, as an editor counts, or the row of the
// spreadsheet.
func (s *Sheet) Line(row int) int { return int(s.lines[row]) }

// LineWord is what a line is called: a line of a text file, a row of a spreadsheet.
func (s *Sheet) LineWord() string {
	if s.grid {
		return "row"
	}
	return "line"
}

// Workbook reports whether the sheet is of a workbook, not of a text file.
func (s *Sheet) Workbook() bool { return s.grid }

// HeaderLine is the line of the header.
func (s *Sheet) HeaderLine() int { return s.headLine }

// Column finds a column by name, as [Fold] sees it; -1 if there is none. An
// empty name finds none.
func (s *Sheet) Column(name string) int {
	key := Fold(name)
	if key == "" {
		return -1
	}
	return slices.Index(s.keys, key)
}

// columnName is what a person calls a column: its letter or its number.
func (s *Sheet) columnName(column int) string {
	if s.grid {
		if letter, err := excelize.ColumnNumberToName(column + 1); err == nil {
			return letter
		}
	}
	return strconv.Itoa(column + 1)
}

// Pos gives line and character column of a cell's text, or row and column of the
// spreadsheet.
func (s *Sheet) Pos(row, column int) (line, char int) {
	p := s.place(row, column)
	return p.Line, p.Column
}

// place is where a cell stands; the row alone where column is -1.
func (s *Sheet) place(row, column int) Place {
	switch {
	case column < 0:
		return Place{s.Line(row), 0}
	case s.grid:
		return Place{s.Line(row), column + 1}
	}
	return s.find(int(s.at[row]), s.Line(row), column)
}

func (s *Sheet) headerPlace(column int) Place {
	if s.grid {
		return Place{s.headLine, column + 1}
	}
	return s.find(s.headAt, s.headLine, column)
}

// find reads the row again that begins at or after offset start, on line at, and
// gives the place of a cell; of the last cell where there are not as many.
func (s *Sheet) find(start, at, column int) Place {
	r := newReader(s.data[start:], s.Comma)
	for {
		record, err := r.Read()
		if err != nil {
			return Place{at, 1}
		}
		if !blank(record) {
			column = min(column, len(record)-1)
			break
		}
	}
	zero, _ := r.FieldPos(0)
	l, b := r.FieldPos(column)
	return Place{at + l - zero, s.characters(start, l-1, b)}
}

// characters turns a byte column into a character column; the line is the one
// `down` lines below the line of offset start.
func (s *Sheet) characters(start, down, column int) int {
	data := s.data[start:]
	for ; down > 0; down-- {
		_, data, _ = bytes.Cut(data, []byte{'\n'})
	}
	return 1 + utf8.RuneCount(data[:min(column-1, len(data))])
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

// CellFault makes a fault of a cell.
func (s *Sheet) CellFault(code string, row, column int, w Words) Fault {
	return s.fault(code, column, s.place(row, column), w)
}

// TopFault is a fault of the header as a whole.
func (s *Sheet) TopFault(code string, w Words) Fault {
	return s.fault(code, -1, Place{s.headLine, 0}, w)
}

// newReader is the one way cells are read.
func newReader(data []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	return r
}

package sheet

import (
	"bytes"
	"unicode/utf8"
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

// Line gives the line on which a row begins, as an editor counts.
func (s *Sheet) Line(row int) int { return int(s.lines[row]) }

// Column finds a column by name, as [Fold] sees it; -1 if there is none. An
// empty name finds none.
func (s *Sheet) Column(name string) int {
	key := Fold(name)
	if key == "" {
		return -1
	}
	for j, k := range s.keys {
		if k == key {
			return j
		}
	}
	return -1
}

// Pos gives line and character column of a cell's text.
func (s *Sheet) Pos(row, column int) (line, char int) {
	return s.find(int(s.at[row]), s.Line(row), column)
}

// HeaderPos gives line and character column of a header's text.
func (s *Sheet) HeaderPos(column int) (line, char int) {
	return s.find(s.headAt, s.headLine, column)
}

// find reads the row again that begins at or after offset start, on line at, and
// gives the place of a cell.
func (s *Sheet) find(start, at, column int) (line, char int) {
	r := newReader(s.data[start:], s.Comma)
	for {
		record, err := r.Read()
		if err != nil {
			return at, 1
		}
		if !blank(record) {
			break
		}
	}
	zero, _ := r.FieldPos(0)
	l, b := r.FieldPos(column)
	return at + l - zero, s.characters(start, l-1, b)
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

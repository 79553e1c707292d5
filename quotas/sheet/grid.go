package sheet

import (
	"strings"
	"unicode/utf8"
)

// A gridBuilder takes the rows of a spreadsheet, of different lengths, and makes a sheet
// of them. A column is there if its header or any of its cells has text.
type gridBuilder struct {
	sheet   *Sheet
	limits  limits
	from    int // row of the header
	text    strings.Builder
	widths  []uint32 // cells of each row
	guarded int
	full    bool
}

// row takes a row of the spreadsheet; false ends the reading.
func (b *gridBuilder) row(row int, cells []string) bool {
	s := b.sheet
	if row < b.from {
		return true
	}
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return true
	}
	for j, cell := range cells {
		cells[j] = b.clean(row, j, cell)
	}
	b.guarded += unguardRow(cells)
	if s.Header == nil {
		s.setHeader(cells, row)
		return true
	}
	if !s.checkLength(cells, b.limits, func(column int) Place { return Place{row, column + 1} }) {
		s.Lost++
		return true
	}
	for _, cell := range cells {
		b.text.WriteString(cell)
		s.ends = append(s.ends, uint32(b.text.Len()))
	}
	s.lines, b.widths = append(s.lines, uint32(row)), append(b.widths, uint32(len(cells)))
	b.full = int64(b.text.Len()) > b.limits.bytes
	return !b.full
}

// clean makes line ends those of text files, and refuses control characters.
func (b *gridBuilder) clean(row, column int, cell string) string {
	for i := 0; i < len(cell); i++ {
		if c := cell[i]; c >= ' ' && c != 0x7f || c == '\t' || c == '\n' {
			continue
		}
		cell = strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\r", "\n")
		for _, c := range cell {
			if c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
				b.sheet.controlFault(c, Place{row, column + 1}, column)
				break
			}
		}
		break
	}
	if !utf8.ValidString(cell) {
		cell = strings.ToValidUTF8(cell, "\ufffd")
	}
	return cell
}

// finish makes all rows as long as the longest.
func (b *gridBuilder) finish() {
	s := b.sheet
	columns := len(s.Header)
	for _, n := range b.widths {
		columns = max(columns, int(n))
	}
	for len(s.Header) < columns {
		s.Header = append(s.Header, "")
	}
	s.setKeys()
	s.text = b.text.String()
	ends, at, last := make([]uint32, 0, columns*len(b.widths)), 0, uint32(0)
	for _, n := range b.widths {
		for range n {
			last = s.ends[at]
			ends, at = append(ends, last), at+1
		}
		for range columns - int(n) {
			ends = append(ends, last)
		}
	}
	s.ends = ends
}

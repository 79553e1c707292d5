package sheet

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Mark is the byte order mark, by which spreadsheets know a text file to be UTF-8.
const Mark = "\ufeff"

// WriteRow writes one row of a text file for people to open in a spreadsheet: LF at its
// end, and [Guard] before what would be a formula. Every delimiter is quoted, not only the
// one in use, because readers guess it from how often it stands in the header. A file
// begins with [Mark].
func WriteRow(out *bytes.Buffer, comma rune, row ...string) {
	for j, cell := range row {
		if j > 0 {
			out.WriteRune(comma)
		}
		cell = Guard(cell)
		if len(row) > 1 && cell == "" || cell != "" && !strings.ContainsAny(cell, "\",;\t\r\n") && strings.TrimSpace(cell) == cell {
			out.WriteString(cell)
			continue
		}
		out.WriteByte('"')
		out.WriteString(strings.ReplaceAll(cell, `"`, `""`))
		out.WriteByte('"')
	}
	out.WriteByte('\n')
}

// Workbook writes rows, the header first, as an XLSX file of one sheet. Every cell is
// text, so that a long number or a leading zero stays what it is; text is no formula
// whatever it begins with, and only what [Read] would take for guarded is guarded.
func Workbook(rows [][]string) ([]byte, error) {
	const name = "Sheet1"
	file := excelize.NewFile()
	defer file.Close()
	out, err := file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	cells := []any{}
	for i, row := range rows {
		cells = cells[:0]
		for _, cell := range row {
			if Unguard(cell) != cell {
				cell = Guard(cell)
			}
			cells = append(cells, cell)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return nil, err
		}
		if err := out.SetRow(at, cells); err != nil {
			return nil, err
		}
	}
	if err := out.Flush(); err != nil {
		return nil, err
	}
	b, err := file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

package plain

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Span spells a window.
func Span(low, high int) string {
	if low == high {
		return fmt.Sprint(low)
	}
	return fmt.Sprintf("%d to %d", low, high)
}

// Columns sets rows in columns, two spaces apart: the first to the left, the others to the right.
// Every line begins with indent. A row of one cell is a heading, of any width.
func Columns(rows [][]string, indent string) string {
	var wide []int
	for _, row := range rows {
		if len(row) == 1 {
			continue
		}
		for c, cell := range row {
			if c == len(wide) {
				wide = append(wide, 0)
			}
			wide[c] = max(wide[c], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := indent
		for c, cell := range row {
			blank := ""
			if len(row) > 1 {
				blank = strings.Repeat(" ", wide[c]-utf8.RuneCountInString(cell))
			}
			if c == 0 {
				line += cell + blank
			} else {
				line += "  " + blank + cell
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

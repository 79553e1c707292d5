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

// Columns sets rows in columns, the first to the left and the others to the right. Every line
// begins with indent.
func Columns(rows [][]string, indent string) string {
	wide := make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			wide[c] = max(wide[c], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := indent
		for c, cell := range row {
			blank := strings.Repeat(" ", wide[c]-utf8.RuneCountInString(cell))
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

package fairness

import (
	"strings"
	"unicode/utf8"
)

// writeTable writes rows in columns, two spaces apart: the first flush left, the
// others flush right. A row of a single cell is a heading, as wide as it likes.
func writeTable(b *strings.Builder, rows [][]string) {
	var width []int
	for _, row := range rows {
		if len(row) == 1 {
			continue
		}
		for c, cell := range row {
			if c == len(width) {
				width = append(width, 0)
			}
			width[c] = max(width[c], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for c, cell := range row {
			gap := strings.Repeat(" ", max(0, width[c]-utf8.RuneCountInString(cell)))
			switch c {
			case 0:
				line.WriteString(cell + gap)
			default:
				line.WriteString("  " + gap + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

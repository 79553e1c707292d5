package pool

import (
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// A part is a column, or a feature, that a joint feature is made of.
type part struct {
	column  int
	feature int // -1: a column alone
}

// parts finds what a joint feature is made of: features of the quotas, and columns.
func (r *reader) parts(names []string) (all []part, missing string) {
	t := r.pool.Table
	for _, name := range names {
		if f := t.Feature(name); f >= 0 && !t.Features[f].Implied {
			if column := r.column(r.columnOf(&t.Features[f])); column >= 0 {
				all = append(all, part{column, f})
				continue
			}
		}
		column := r.column(name)
		if column < 0 {
			return nil, name
		}
		all = append(all, part{column, -1})
	}
	return all, ""
}

// joint gives what the parts of a joint feature hold in a row, as one text; "" where one holds
// nothing, or cannot be read: its own feature says so.
func (r *reader) joint(row int, parts []part) string {
	var texts []string
	for _, p := range parts {
		cell := r.sheet.Cell(row, p.column)
		if m := r.pool.made[p.feature]; p.feature >= 0 && m != nil {
			made, why := m.value(cell, &r.pool.Table.Features[p.feature])
			if why != "" {
				return ""
			}
			cell = made
		}
		if sheet.Clean(cell) == "" {
			return ""
		}
		texts = append(texts, cell)
	}
	return strings.Join(texts, " ")
}

// joinedColumn is the column of the first part of a joint feature.
func (r *reader) joinedColumn(names []string) int {
	parts, missing := r.parts(names)
	if missing != "" || len(parts) == 0 {
		return absent
	}
	return parts[0].column
}

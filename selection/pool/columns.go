package pool

import (
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// A reader is the way from a sheet to a pool.
type reader struct {
	pool   *Pool
	sheet  *sheet.Sheet
	sound  []bool           // rows without a fault
	values []map[string]int // value of a feature by its key
	plain  []map[string]int // likewise by sheet.Plain; unknown where two share it
	ids    int              // column with ids, or -1
	differ bool             // all ids are known to be different
	header quotas.Faults
	faults sheet.Gatherer
	alike  []string // names that were read as others

	out     []bool            // rows that are left out
	columns map[string]string // of features, as the options name them
	made    map[string]Making // likewise
}

// column finds a column by name, and where there is none the only one that differs by a
// printer's sign.
func (r *reader) column(name string) int {
	if j := r.sheet.Column(name); j >= 0 {
		return j
	}
	found := absent
	for j, h := range r.sheet.Header {
		if sheet.Plain(h) == sheet.Plain(name) {
			if found >= 0 {
				return absent
			}
			found = j
		}
	}
	if found >= 0 {
		r.readAs(r.sheet.Header[found], name)
	}
	return found
}

// missing words a column that is not there, with the name most likely meant among those
// that mean nothing else, or with all of them.
func (r *reader) missing(code, found, expected, name string) {
	var free []string
	for j, h := range r.sheet.Header {
		if !slices.Contains(r.pool.features, j) && !slices.Contains(r.pool.households, j) && sheet.Clean(h) != "" {
			free = append(free, h)
		}
	}
	if near := sheet.Nearest(name, free); near != "" {
		r.header = append(r.header, r.sheet.HeaderFault(code, r.sheet.Column(near),
			sheet.Words{Found: found + ", but " + sheet.Quote(near), Expected: expected, Fix: "make the two names the same"}))
		return
	}
	r.header = append(r.header, r.sheet.TopFault(code, sheet.Words{Found: found, Expected: expected, Fix: "add the column or correct the name"}))
}

// columnOf names the column of a feature.
func (r *reader) columnOf(f *quotas.Feature) string {
	for feature, column := range r.columns {
		if quotas.Fold(feature) == quotas.Fold(f.Name) {
			return column
		}
	}
	return f.PoolColumn()
}

// joinOf names the parts of a joint feature; nil for another one.
func (r *reader) joinOf(f *quotas.Feature) []string {
	for name, m := range r.made {
		if quotas.Fold(name) == quotas.Fold(f.Name) && len(m.Join) > 0 {
			return m.Join
		}
	}
	return nil
}

// readAs remembers that a name was read as one that differs by a printer's sign.
func (r *reader) readAs(name, as string) {
	r.alike = append(r.alike, sheet.Quote(sheet.Clean(name))+" as "+sheet.Quote(as))
}

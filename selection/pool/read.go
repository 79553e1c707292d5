package pool

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// A reader is the way from a sheet to a pool.
type reader struct {
	pool   *Pool
	sheet  *sheet.Sheet
	sound  []bool           // rows without a fault
	values []map[string]int // value of a feature by its key
	faults quotas.Faults
}

func (r *reader) fault(row, column int, found, expected, fix string) {
	r.sound[row] = false
	line, char := r.sheet.Pos(row, column)
	r.faults = append(r.faults, sheet.FaultAt(r.sheet.Name, line, char, found, expected, fix))
}

// missing words a column that is not there, with the name most likely meant.
func (r *reader) missing(found, expected, name string) {
	line, _ := r.sheet.HeaderPos(0)
	fix := "add the column or correct the name"
	if near := sheet.Nearest(name, r.sheet.Header); near != "" {
		line, char := r.sheet.HeaderPos(r.sheet.Column(near))
		r.faults = append(r.faults, sheet.FaultAt(r.sheet.Name, line, char,
			found+", but "+sheet.Quote(near), expected, "make the two names the same"))
		return
	}
	r.faults = append(r.faults, sheet.FaultAt(r.sheet.Name, line, 0, found, expected, fix))
}

func (r *reader) findFeatures() {
	t := r.pool.Table
	for _, f := range t.Features {
		column := r.sheet.Column(f.Name)
		if column < 0 {
			r.missing("no column "+sheet.Quote(f.Name), fmt.Sprintf("a column for each feature (%s:%d)", t.File, f.Line), f.Name)
		}
		r.pool.features = append(r.pool.features, column)
	}
}

// findID settles the id column and checks its cells.
func (r *reader) findID(name string) {
	p := r.pool
	p.IDColumn = -1
	if name != "" {
		if p.IDColumn = r.sheet.Column(name); p.IDColumn < 0 {
			r.missing("no column "+sheet.Quote(name), "the id column that was named", name)
			return
		}
	} else {
		p.IDColumn = r.guessID()
	}
	if p.IDColumn < 0 {
		return
	}
	first := make(map[string]int, r.sheet.Rows())
	for i := range r.sheet.Rows() {
		id := sheet.Clean(r.sheet.Cell(i, p.IDColumn))
		if id == "" {
			r.fault(i, p.IDColumn, "an empty id", "an id for every person", "fill it in or delete the row")
			continue
		}
		if j, again := first[id]; again {
			r.fault(i, p.IDColumn, fmt.Sprintf("the id %s a second time, first on line %d", sheet.Quote(id), r.sheet.Line(j)),
				"every id once", "delete one of the two rows or correct an id")
			continue
		}
		first[id] = i
	}
}

// guessID finds the column that organisers' tools call their id. One with ids
// that repeat is taken all the same: it is far likelier that somebody is in the
// pool twice than that such a column means something else.
func (r *reader) guessID() int {
	guess := -1
	for _, name := range []string{"uniqueid", "nationbuilderid", "externalid", "id"} {
		for j, h := range r.sheet.Header {
			key := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(sheet.Fold(h))
			if key != name || slices.Contains(r.pool.features, j) {
				continue
			}
			filled, unique := r.ids(j)
			if unique {
				return j
			}
			if filled && guess < 0 {
				guess = j
			}
		}
	}
	return guess
}

// ids tells whether a column holds anything, and whether it holds something else
// in every row.
func (r *reader) ids(column int) (filled, unique bool) {
	seen := make(map[string]bool, r.sheet.Rows())
	unique = true
	for i := range r.sheet.Rows() {
		id := sheet.Clean(r.sheet.Cell(i, column))
		filled = filled || id != ""
		unique = unique && id != "" && !seen[id]
		seen[id] = true
	}
	return filled, unique && filled
}

func (r *reader) findHouseholds(names []string) {
	for _, name := range names {
		column := r.sheet.Column(name)
		if column < 0 {
			r.missing("no column "+sheet.Quote(name), "the household column that was named", name)
			continue
		}
		r.pool.households = append(r.pool.households, column)
	}
}

// A spelling is what one spelling of a cell means in one column.
type spelling struct {
	value                   int // -1: a fault
	found, expected, remedy string
}

// readValues reads the feature columns and gathers the sound rows.
func (r *reader) readValues() {
	p := r.pool
	known := make([]map[string]spelling, len(p.features))
	p.doubtful = make([]int, len(p.features))
	for f := range p.features {
		known[f] = make(map[string]spelling)
		byKey := make(map[string]int)
		for v, value := range p.Table.Features[f].Values {
			byKey[quotas.Fold(value.Name)] = v
		}
		r.values = append(r.values, byKey)
		p.having = append(p.having, make([]int, len(p.Table.Features[f].Values)))
	}
	complete := !slices.Contains(p.features, -1)
	vectors := make(map[string][]int)
	key := make([]byte, 4*len(p.features))
	for i := range r.sheet.Rows() {
		for f, column := range p.features {
			if column < 0 {
				continue
			}
			cell := r.sheet.Cell(i, column)
			s, again := known[f][cell]
			if !again {
				s = r.spell(f, cell, len(known[f]) < advised)
				known[f][cell] = s
			}
			if s.value < 0 {
				p.doubtful[f]++
				r.fault(i, column, s.found, s.expected, s.remedy)
				continue
			}
			p.having[f][s.value]++
			binary.BigEndian.PutUint32(key[4*f:], uint32(s.value))
		}
		if r.sound[i] && complete {
			p.People = append(p.People, Person{Row: i + 1, Values: share(vectors, key), Household: -1, copy: 1})
		}
	}
}

// share gives the one vector for a key of four bytes a value.
func share(vectors map[string][]int, key []byte) []int {
	values, ok := vectors[string(key)]
	if !ok {
		values = make([]int, len(key)/4)
		for f := range values {
			values[f] = int(binary.BigEndian.Uint32(key[4*f:]))
		}
		vectors[string(key)] = values
	}
	return values
}

// advised is how many spellings of a feature at most get advice on what they may
// mean: a column of birthdays has a million, and advice is slow.
const advised = 1000

// spell finds the value a cell means.
func (r *reader) spell(f int, cell string, advise bool) spelling {
	feature := &r.pool.Table.Features[f]
	name := sheet.Quote(feature.Name)
	if c, bad := sheet.Invisible(cell); bad {
		return spelling{-1, fmt.Sprintf("the invisible character U+%04X in the value %s of %s", c, sheet.Quote(cell), name), "plain text", "type the value anew"}
	}
	if sheet.Clean(cell) == "" {
		return spelling{-1, "an empty value of " + name, "one of its values in the quotas", "fill it in or delete the row"}
	}
	if v, ok := r.values[f][quotas.Fold(cell)]; ok {
		return spelling{value: v}
	}
	s := spelling{-1, fmt.Sprintf("the value %s of %s", sheet.Quote(sheet.Clean(cell)), name), "a value of the quotas", "correct it or add it to the quotas"}
	if !advise {
		return s
	}
	var values []string
	for _, v := range feature.Values {
		values = append(values, v.Name)
	}
	switch near := sheet.Nearest(cell, values); {
	case near != "":
		s.expected = fmt.Sprintf("a value of the quotas, perhaps %s", sheet.Quote(near))
	case len(values) <= 6:
		for i, v := range values {
			values[i] = sheet.Quote(v)
		}
		s.expected = "one of " + strings.Join(values, ", ")
	}
	return s
}

// sortFaults brings the faults into reading order.
func (r *reader) sortFaults() {
	slices.SortStableFunc(r.faults, func(a, b quotas.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

package pool

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// Read reads a pool against a quota table. Columns and values match as quotas.Fold sees them. All
// other columns are kept and not looked at, but for those that the options name.
//
// Read finds every fault at once. The pool then holds the sound rows; it is nil if the file cannot
// be read at all. Only a pool without faults may be used for a selection.
func Read(name string, data []byte, table *quotas.Table, opt Options) (*Pool, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{Sheet: opt.Sheet, Score: score(table, opt)})
	if s == nil {
		return nil, faults
	}
	p := &Pool{Name: name, Header: s.Header, Table: table, sheet: s}
	r := &reader{pool: p, sheet: s, columns: opt.Columns, made: opt.Made, sound: make([]bool, s.Rows())}
	for i := range r.sound {
		r.sound[i] = true
	}
	r.findFeatures()
	if r.headless() {
		return nil, append(faults, r.header...)
	}
	r.require(opt.Require)
	r.findID(opt.ID)
	r.findHouseholds(opt.Household)
	r.shortRows()
	r.readValues()
	totals := r.totals()
	faults = slices.Concat(faults, r.header, r.faults.Faults(s))
	if s.Rows()+s.Lost == 0 && len(faults) == 0 {
		faults = quotas.Faults{{Code: "people-missing", File: name, Found: "a header and no people", Expected: "one row for each person"}}
	}
	r.noteAlike()
	p.numberHouseholds()
	p.numberCopies()
	faults.Sort()
	return p, append(totals, faults...)
}

// Columns of features that are none of the file.
const (
	absent  = -1 // missing: a fault
	implied = -2 // everyone has the only value
)

// noteAlike says which names were read as others.
func (r *reader) noteAlike() {
	const most = 8
	if len(r.alike) == 0 {
		return
	}
	list := strings.Join(r.alike[:min(len(r.alike), most)], ", ")
	if more := len(r.alike) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	r.sheet.Reading.Notes = append(r.sheet.Reading.Notes, "read "+list)
}

// score tells how many of the columns that are needed a row names, as a header.
func score(t *quotas.Table, opt Options) func(row []string) int {
	needed := append([]string{opt.ID}, opt.Household...)
	for _, f := range t.Features {
		if !f.Implied {
			r := &reader{columns: opt.Columns, made: opt.Made}
			if parts := r.joinOf(&f); parts != nil {
				needed = append(needed, parts...)
			} else {
				needed = append(needed, r.columnOf(&f))
			}
		}
	}
	if t.Plain() {
		needed = append(needed, idNames()...)
	}
	keys := make(map[string]bool)
	for _, name := range needed {
		keys[sheet.Plain(name)] = true
	}
	delete(keys, "")
	return func(row []string) (n int) {
		for _, cell := range row {
			if keys[sheet.Plain(cell)] {
				n++
			}
		}
		return n
	}
}

func (r *reader) findFeatures() {
	t := r.pool.Table
	for _, f := range t.Features {
		column := implied
		if parts := r.joinOf(&f); parts != nil {
			column = r.joinedColumn(parts)
		} else if !f.Implied {
			column = r.column(r.columnOf(&f))
		}
		r.pool.features = append(r.pool.features, column)
	}
	for i, f := range t.Features {
		if r.pool.features[i] == absent {
			name := r.columnOf(&f)
			if parts := r.joinOf(&f); parts != nil {
				_, name = r.parts(parts)
			}
			r.missing("column-missing", "no column "+sheet.Quote(name), "a column for each feature ("+t.At(f.Line)+")", name)
		}
	}
}

// headless refuses a first row that is a person: no feature is named in it, but values of
// the quotas are, or what no column is called.
func (r *reader) headless() bool {
	for _, column := range r.pool.features {
		if column >= 0 {
			return false
		}
	}
	var held []string
	for _, h := range r.sheet.Header {
		if r.isValue(h) || r.pool.Table.Plain() && personal(h) {
			held = append(held, sheet.Quote(sheet.Clean(h)))
		}
	}
	if len(held) == 0 {
		return false
	}
	r.header = quotas.Faults{r.sheet.TopFault("header-missing", sheet.Words{
		Found:    "the first row seems to be a person, because it holds " + strings.Join(held[:min(len(held), 3)], " and "),
		Expected: "a header row with the names of the columns", Fix: "add it above the first person"})}
	return true
}

// isValue reports whether a text is a value of any feature.
func (r *reader) isValue(text string) bool {
	return slices.ContainsFunc(r.pool.Table.Features, func(f quotas.Feature) bool { return !f.Implied && f.Value(text) >= 0 })
}

// personal reports whether a text is an e-mail address or a number.
func personal(text string) bool {
	text = sheet.Clean(text)
	name, host, found := strings.Cut(text, "@")
	return found && name != "" && strings.Contains(host, ".") || text != "" && strings.Trim(text, "0123456789+-. ") == ""
}

func (r *reader) findHouseholds(names []string) {
	for _, name := range names {
		column := r.column(name)
		if column < 0 {
			r.missing("column-missing", "no column "+sheet.Quote(name), "the household column that was named", name)
			continue
		}
		r.pool.households = append(r.pool.households, column)
	}
}

// shortRows refuses rows that end before a column that is needed.
func (r *reader) shortRows() {
	needed := slices.Concat(r.pool.features, r.pool.households, []int{r.ids})
	last := slices.Max(needed)
	for i := range r.sheet.Rows() {
		width := r.sheet.Width(i)
		if width > last || r.out[i] {
			continue
		}
		r.sound[i] = false
		r.faults.Add(r.sheet, "row-too-short", i, -1, "", func(int) sheet.Words {
			ends := slices.DeleteFunc(slices.Clone(needed), func(j int) bool { return j < width })
			return sheet.Words{Found: "a row of " + plain.Count(width, "cell", "cells") + ", which ends before " + sheet.Quote(r.sheet.Header[slices.Min(ends)]),
				Expected: plain.Count(len(r.sheet.Header), "cell", "cells") + " as in the header",
				Fix:      "put a cell that holds the delimiter or a line end into quotation marks, or fill up the row"}
		})
	}
}

// A spelling is what one spelling of a cell means in one column.
type spelling struct {
	value int // or one of those below
	key   string
}

// What a cell is that is no value.
const (
	unknown   = -1
	empty     = -2
	invisible = -3
	unmade    = -4 // key says why
)

// readValues reads the feature columns and gathers the sound rows.
func (r *reader) readValues() {
	p := r.pool
	known := make([]map[string]spelling, len(p.features))
	p.doubtful = make([]int, len(p.features))
	for f := range p.features {
		known[f] = make(map[string]spelling)
		byKey, byPlain := make(map[string]int), make(map[string]int)
		for v, value := range p.Table.Features[f].Values {
			byKey[quotas.Fold(value.Name)] = v
			if _, again := byPlain[sheet.Plain(value.Name)]; again {
				v = unknown
			}
			byPlain[sheet.Plain(value.Name)] = v
		}
		r.values, r.plain = append(r.values, byKey), append(r.plain, byPlain)
		p.having = append(p.having, make([]int, len(p.Table.Features[f].Values)))
	}
	r.makers()
	complete := !slices.Contains(p.features, absent)
	vectors := make(map[string][]int)
	key := make([]byte, 4*len(p.features))
	for i := range r.sheet.Rows() {
		if r.out[i] {
			continue
		}
		for f, column := range p.features {
			if column == absent {
				continue
			}
			s := spelling{}
			if column != implied {
				cell := r.sheet.Cell(i, column)
				if m := p.made[f]; m != nil && m.parts != nil {
					cell = r.joint(i, m.parts)
				}
				var again bool
				if s, again = known[f][cell]; !again {
					s = r.spell(f, cell)
					known[f][cell] = s
				}
			}
			if s.value < 0 {
				p.doubtful[f]++
				r.refuse(i, f, s)
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

// makers prepares what makes features of other columns.
func (r *reader) makers() {
	p := r.pool
	p.made = map[int]*maker{}
	for name, making := range r.made {
		f := p.Table.Feature(name)
		if f < 0 || p.features[f] < 0 {
			continue
		}
		column := p.features[f]
		m := newMaker(making, &p.Table.Features[f], func(yield func(string) bool) {
			for i := range r.sheet.Rows() {
				if !yield(r.sheet.Cell(i, column)) {
					return
				}
			}
		})
		if len(making.Join) > 0 {
			m.parts, _ = r.parts(making.Join)
		}
		p.made[f] = m
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

// spell finds the value a cell means: the one that is the same as Fold sees it, or else
// the only one that differs by a printer's sign.
func (r *reader) spell(f int, cell string) spelling {
	feature := &r.pool.Table.Features[f]
	if _, bad := sheet.Invisible(cell); bad {
		return spelling{invisible, cell}
	}
	key := quotas.Fold(cell)
	m := r.pool.made[f]
	if key == "" && (m == nil || m.By == nil) {
		return spelling{value: empty}
	}
	if m != nil {
		made, why := m.value(cell, feature)
		if key = quotas.Fold(made); why != "" {
			return spelling{unmade, why}
		}
		cell = made
	}
	if v, ok := r.values[f][key]; ok {
		return spelling{value: v}
	}
	if v, ok := r.plain[f][sheet.Plain(cell)]; ok && v >= 0 {
		r.readAs(cell, feature.Values[v].Name)
		return spelling{value: v}
	}
	return spelling{unknown, key}
}

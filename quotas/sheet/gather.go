package sheet

import (
	"cmp"
	"slices"
	"strings"
)

// mostAlike is how many different faults of one code and column are kept; the others
// are counted. A pool of a million rows may have a million different slips.
const mostAlike = 100

// Words say what is wrong: the parts of a [Fault].
type Words struct{ Found, Expected, Fix string }

// A Gatherer puts together faults that many rows of a sheet share. It keeps no more than it will
// print, however many there are.
type Gatherer struct {
	kinds map[kindKey]*kind
	order []*kind
}

type kindKey struct {
	code   string
	column int
}

type kind struct {
	kindKey
	at    map[string]*gathered
	order []*gathered
	rest  int // places of faults that are not kept
	first Place
}

// gathered is one fault to be: in how many places, the first of them, and its words,
// which may depend on how many there are.
type gathered struct {
	count  int
	places []Place
	say    func(count int) Words
}

// Add notes a fault of a cell, or of a row where column is -1. Faults of one code and column with
// the same about are one fault. Its words are asked for once, at the end, with the number of places:
// most rows of a bad file never need any.
func (g *Gatherer) Add(s *Sheet, code string, row, column int, about string, say func(count int) Words) {
	g.add(code, column, about, func() Place { return s.place(row, column) }, say)
}

func (g *Gatherer) add(code string, column int, about string, at func() Place, say func(count int) Words) {
	key := kindKey{code, column}
	k := g.kinds[key]
	if k == nil {
		if g.kinds == nil {
			g.kinds = make(map[kindKey]*kind)
		}
		k = &kind{kindKey: key, at: make(map[string]*gathered)}
		g.kinds[key], g.order = k, append(g.order, k)
	}
	one := k.at[about]
	switch {
	case one == nil && len(k.order) == mostAlike:
		if k.rest++; k.rest == 1 {
			k.first = at()
		}
		return
	case one == nil:
		one = &gathered{say: say}
		k.at[about], k.order = one, append(k.order, one)
	}
	if one.count++; len(one.places) < mostPlaces {
		one.places = append(one.places, at())
	}
}

// Faults gives what was noted, in the order of the file.
func (g *Gatherer) Faults(s *Sheet) Faults {
	var faults Faults
	for _, k := range g.order {
		for _, one := range k.order {
			w := one.say(one.count)
			f := s.fault(k.code, k.column, one.places[0], w)
			f.More, f.Count = one.places[1:], one.count
			faults = append(faults, f)
		}
		if k.rest > 0 {
			f := s.fault(k.code, k.column, k.first, Words{Found: general(k.order[0].say(1).Found)})
			f.Count, f.Rest = k.rest, true
			faults = append(faults, f)
		}
	}
	faults.Sort()
	return faults
}

// Sort brings faults of one file into the order of their places.
func (fs Faults) Sort() {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Merge makes one fault of those that say the same in different places, in the order of
// the places.
func (fs Faults) Merge() (merged Faults) {
	fs = slices.Clone(fs)
	fs.Sort()
	for _, f := range fs {
		i := slices.IndexFunc(merged, func(m Fault) bool { return m.File == f.File && m.Code == f.Code && m.Found == f.Found })
		if i < 0 {
			merged = append(merged, f)
			continue
		}
		if m := &merged[i]; len(m.More) < mostPlaces-1 {
			m.More = append(m.More, Place{f.Line, f.Column})
		}
		merged[i].Count = merged[i].Times() + 1
	}
	return merged
}

// Alike reports whether two faults are of one kind: the same message about the same
// column of the same file.
func (f Fault) Alike(g Fault) bool {
	return f.File == g.File && f.Sheet == g.Sheet && f.Code == g.Code && f.Name == g.Name && general(f.Found) == general(g.Found)
}

// General is what faults of this kind have in common: what was found, without quoted
// parts and numbers.
func (f Fault) General() string { return general(f.Found) }

func general(found string) string {
	var b strings.Builder
	quoted, number := false, false
	for _, r := range found {
		switch {
		case r == '"':
			if quoted = !quoted; quoted {
				b.WriteString(`"…"`)
			}
			number = false
		case quoted:
		case r >= '0' && r <= '9':
			if !number {
				b.WriteString("…")
			}
			number = true
		default:
			b.WriteRune(r)
			number = false
		}
	}
	return b.String()
}

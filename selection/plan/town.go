package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// A Town is a population that letters go to.
type Town struct {
	Table  *quotas.Table
	Seats  int
	People int       // 0: not known, letters never run out
	Strata []Stratum // parts of the population that letters are counted for; one if there are none
	Rate   float64   // share of letters answered, where letters go out in proportion

	features []feature
	blocks   []block // the first one has the features of the strata
	quotaOf  []int   // per feature: of the table; -1: none
}

// A Stratum is the people who have the same value of each of some features.
type Stratum struct {
	Name  string  // "area=north; age=16-29"; "everyone"
	Share float64 // of the population
	Rate  float64 // share of its letters answered
}

// everyone is the name of the only stratum where letters are not counted by strata.
const everyone = "everyone"

// A feature has the values of the population.
type feature struct {
	name   string
	values []string
	ask    []int // per value: the value of the quota table, -1: none
}

// A block is features that hang together, independent of those of other blocks.
type block struct {
	features []int
	cells    []cell
}

// A cell is the people with the same values of the features of a block.
type cell struct {
	values  []int // one of each feature of the block
	share   float64
	willing float64 // relative to others of the block
	stratum int     // of the first block
}

// mostCells bounds a block: more strata than this are a slip, and take long.
const mostCells = 50_000

// NewTown makes a town of the shares of a population, in which the letters of all features in
// strata are counted together. People without a value of the table cannot be seated, so the table
// must know the values of its features. Every fault of population and strata is found. The rate is
// set by the caller.
func NewTown(name string, s *shares.Shares, table *quotas.Table, seats int, strata []string) (*Town, quotas.Faults) {
	t := &Town{Table: table, Seats: seats}
	faults := t.take(name, s)
	var at []int
	for _, stratum := range strata {
		f := t.feature(stratum)
		if f < 0 {
			faults = append(faults, quotas.Fault{Code: "feature-unknown", File: name, Found: "no feature " + sheet.Quote(stratum) + " for the strata",
				Expected: "one that the population is counted by", Fix: "correct the name, or add its shares"})
			continue
		}
		at = append(at, f)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	t.blocks = blocks(t, s)
	if !t.gather(at) {
		return nil, quotas.Faults{{Code: "strata-many", File: name, Found: fmt.Sprintf("more than %d kinds of people in the features of the strata", mostCells),
			Expected: "fewer", Fix: "count letters by fewer features"}}
	}
	t.stratify(at)
	t.People = s.People()
	return t, nil
}

func (t *Town) feature(name string) int {
	return slices.IndexFunc(t.features, func(f feature) bool { return quotas.Fold(f.name) == quotas.Fold(name) })
}

func (f *feature) value(name string) int {
	return slices.IndexFunc(f.values, func(v string) bool { return quotas.Fold(v) == quotas.Fold(name) })
}

// take takes the features of the population, and holds them against the table.
func (t *Town) take(name string, s *shares.Shares) (faults quotas.Faults) {
	fault := func(code string, line int, found, expected, fix string) {
		faults = append(faults, quotas.Fault{Code: code, File: name, Line: line, Found: found, Expected: expected, Fix: fix})
	}
	for _, f := range s.Features {
		own := feature{name: f.Name}
		q := t.Table.Feature(f.Name)
		for _, g := range f.Groups {
			ask := -1
			if q >= 0 {
				if ask = t.Table.Features[q].Value(g.Value); ask < 0 && g.Weight.Sign() > 0 {
					fault("value-unknown", g.Line, "the value "+sheet.Quote(g.Value)+" of "+sheet.Quote(f.Name), "one that "+t.Table.File+" has", "correct the spelling, or add it there")
				}
			}
			own.values, own.ask = append(own.values, g.Value), append(own.ask, ask)
		}
		t.features, t.quotaOf = append(t.features, own), append(t.quotaOf, q)
	}
	for q, f := range t.Table.Features {
		if t.Table.Plain() {
			break
		}
		at := slices.Index(t.quotaOf, q)
		if at < 0 {
			fault("feature-missing", 0, "no shares of "+sheet.Quote(f.Name), "those of every feature of "+t.Table.File, "add them")
			continue
		}
		for v, value := range f.Values {
			if value.Min > 0 && !slices.Contains(t.features[at].ask, v) {
				fault("value-missing", 0, "no share of "+sheet.Quote(value.Name)+" of "+sheet.Quote(f.Name), "one of every value that has to sit", "add it")
			}
		}
	}
	return faults
}

// blocks are the joint counts, and every other feature by itself.
func blocks(t *Town, s *shares.Shares) []block {
	var all []block
	if len(s.Cells) > 0 {
		b := block{}
		for f := range s.Joint {
			b.features = append(b.features, f)
		}
		for _, c := range s.Cells {
			var values []int
			for f, v := range c.Values {
				values = append(values, t.features[f].value(v))
			}
			if weight, _ := c.Weight.Float64(); weight > 0 && !slices.Contains(values, -1) { // -1: a line of sums
				b.cells = append(b.cells, cell{values: values, share: weight, willing: 1})
			}
		}
		all = append(all, b)
	}
	for f := len(s.Joint); f < len(s.Features); f++ {
		b := block{features: []int{f}}
		for v, g := range s.Features[f].Groups {
			if weight, _ := g.Weight.Float64(); weight > 0 {
				b.cells = append(b.cells, cell{values: []int{v}, share: weight, willing: 1})
			}
		}
		all = append(all, b)
	}
	for i := range all {
		all[i].whole()
	}
	return all
}

// whole makes the shares of a block add up to 1.
func (b *block) whole() {
	sum := 0.0
	for _, c := range b.cells {
		sum += c.share
	}
	for i := range b.cells {
		b.cells[i].share /= sum
	}
}

// gather brings the blocks that have some features together in a first one. false: it would be too
// large.
func (t *Town) gather(features []int) bool {
	first := block{cells: []cell{{share: 1, willing: 1}}}
	var rest []block
	for _, b := range t.blocks {
		if !slices.ContainsFunc(b.features, func(f int) bool { return slices.Contains(features, f) }) {
			rest = append(rest, b)
			continue
		}
		if len(first.cells)*len(b.cells) > mostCells {
			return false
		}
		product := block{features: slices.Concat(first.features, b.features)}
		for _, x := range first.cells {
			for _, y := range b.cells {
				product.cells = append(product.cells, cell{values: slices.Concat(x.values, y.values), share: x.share * y.share, willing: 1})
			}
		}
		first = product
	}
	t.blocks = append([]block{first}, rest...)
	return true
}

// stratify names the strata, in the order in which the population has them.
func (t *Town) stratify(features []int) {
	index := map[string]int{}
	first := &t.blocks[0]
	for i := range first.cells {
		var parts []string
		for _, f := range features {
			v := first.cells[i].values[slices.Index(first.features, f)]
			parts = append(parts, t.features[f].name+"="+t.features[f].values[v])
		}
		name := strings.Join(parts, "; ")
		if name == "" {
			name = everyone
		}
		h, met := index[name]
		if !met {
			h = len(t.Strata)
			index[name] = h
			t.Strata = append(t.Strata, Stratum{Name: name})
		}
		first.cells[i].stratum = h
		t.Strata[h].Share += first.cells[i].share
	}
}

package why

import (
	"cmp"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/pool"
)

const (
	// mostRepairs is how many repairs a menu offers.
	mostRepairs = 4
	// mostKinds is how many kinds of volunteers are tried: beyond that, those of the pool only.
	mostKinds = 5000
)

// A Menu is what could be changed so that quotas can be met.
type Menu struct {
	Repairs []Repaired
	// Beyond says that the flex columns of the table allow no repair: these go beyond them.
	Beyond bool
	// Volunteers are the fewest further people who would do, by kind; nil: none would.
	Volunteers []Kind
	// Fewest says that fewer were ruled out.
	Fewest bool
}

// Repaired is a table with a few other numbers, and a panel that it allows.
type Repaired struct {
	Changes []Change
	Seats   int  // by which quotas move, all together
	Least   bool // proved: none changes fewer quotas, and none of as many moves fewer seats
	Table   *quotas.Table
}

// A Change is another window for a value.
type Change struct {
	Feature, Value       string
	OldMin, OldMax       int
	Min, Max             int
	feature, value, line int
}

// A Kind is so many people of the same values.
type Kind struct {
	Count  int
	Values []string // of each feature of the table
}

// Mend looks for the least repairs of quotas that a pool cannot meet with so many seats: the fewest
// quotas first, then the fewest seats. It stays inside the flex columns where the table has them.
// Household limits stay as they are.
func Mend(p *pool.Pool, seats, limit int) *Menu {
	in := p.Unnamed().Group(seats, limit).Instance
	m := &Menu{}
	found := oracle.Repairs(in, reach(in, p.Table, p.Table.Flex), mostRepairs)
	if len(found) == 0 && p.Table.Flex {
		m.Beyond = true
		found = oracle.Repairs(in, reach(in, p.Table, false), mostRepairs)
	}
	for _, r := range found {
		if len(r.Moves) > 0 {
			m.Repairs = append(m.Repairs, repaired(in, p.Table, r))
		}
	}
	m.volunteers(in, p)
	return m
}

// reach is how far each row may move.
func reach(in *quotas.Instance, t *quotas.Table, flex bool) []oracle.Reach {
	all := make([]oracle.Reach, len(in.Rows))
	for i, r := range in.Rows {
		all[i] = oracle.Reach{Min: r.Min, Max: r.Max}
		if r.Kind != quotas.QuotaRow {
			continue
		}
		v := t.Features[r.Feature].Values[r.Value]
		switch {
		case !flex:
			all[i] = oracle.Reach{Min: 0, Max: max(r.Max, in.Seats)}
		case v.MaxFlex < 0:
			all[i] = oracle.Reach{Min: min(r.Min, v.MinFlex), Max: max(r.Max, in.Seats)}
		default:
			all[i] = oracle.Reach{Min: min(r.Min, v.MinFlex), Max: max(r.Max, v.MaxFlex)}
		}
	}
	return all
}

func repaired(in *quotas.Instance, t *quotas.Table, r oracle.Repair) Repaired {
	out := Repaired{Seats: r.Seats, Least: r.Least}
	table := *t
	table.Features = slices.Clone(t.Features)
	for f := range table.Features {
		table.Features[f].Values = slices.Clone(t.Features[f].Values)
	}
	for _, move := range r.Moves {
		row := in.Rows[move.Row]
		f, v := &table.Features[row.Feature], &table.Features[row.Feature].Values[row.Value]
		c := Change{f.Name, v.Name, v.Min, v.Max, min(v.Min, move.Min), max(v.Max, move.Max), row.Feature, row.Value, v.Line}
		v.Min, v.Max = c.Min, c.Max
		v.MinFlex = min(v.MinFlex, v.Min)
		if v.MaxFlex >= 0 {
			v.MaxFlex = max(v.MaxFlex, v.Max)
		}
		out.Changes = append(out.Changes, c)
	}
	slices.SortFunc(out.Changes, func(a, b Change) int { return cmp.Compare(a.line, b.line) })
	// In the order of the organiser's file.
	for f := range table.Features {
		slices.SortStableFunc(table.Features[f].Values, func(a, b quotas.Value) int { return cmp.Compare(a.Line, b.Line) })
	}
	slices.SortStableFunc(table.Features, func(a, b quotas.Feature) int { return cmp.Compare(a.Line, b.Line) })
	out.Table = &table
	return out
}

// volunteers finds the fewest further people who would do. They live with nobody.
func (m *Menu) volunteers(in *quotas.Instance, p *pool.Pool) {
	rowOf := map[[2]int]int{}
	for i, r := range in.Rows {
		if r.Kind == quotas.QuotaRow {
			rowOf[[2]int{r.Feature, r.Value}] = i
		}
	}
	more := *in
	more.Rows = slices.Clone(in.Rows)
	for f, feature := range p.Table.Features {
		for v, value := range feature.Values {
			if _, ok := rowOf[[2]int{f, v}]; !ok { // nobody has it yet
				rowOf[[2]int{f, v}] = len(more.Rows)
				more.Rows = append(more.Rows, quotas.Row{Kind: quotas.QuotaRow, Feature: f, Value: v, Min: value.Min, Max: value.Max})
			}
		}
	}
	all := vectors(p)
	var kinds [][]int
	for _, values := range all {
		var rows []int
		for f, v := range values {
			rows = append(rows, rowOf[[2]int{f, v}])
		}
		kinds = append(kinds, rows)
	}
	of, least := oracle.Volunteers(&more, kinds)
	m.Fewest = least
	for i, n := range of {
		if n == 0 {
			continue
		}
		k := Kind{Count: n}
		for f, v := range all[i] {
			k.Values = append(k.Values, p.Table.Features[f].Values[v].Name)
		}
		m.Volunteers = append(m.Volunteers, k)
	}
}

// vectors are the kinds of people there could be, or, where these are many, those of the pool.
func vectors(p *pool.Pool) [][]int {
	all := [][]int{{}}
	for _, f := range p.Table.Features {
		var longer [][]int
		for _, start := range all {
			for v, value := range f.Values {
				if value.Max > 0 {
					longer = append(longer, append(slices.Clone(start), v))
				}
			}
		}
		if all = longer; len(all) > mostKinds {
			all = nil
			break
		}
	}
	if all != nil {
		return all
	}
	for _, person := range p.People {
		all = append(all, person.Values)
	}
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal)
}

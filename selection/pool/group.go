package pool

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// A Grouping is a roster as the solver sees it: an instance, and the people behind it. The instance
// depends on the people and the table alone, never on ids or the order of rows.
type Grouping struct {
	Instance *quotas.Instance
	Types    [][]int // people of each type of the instance, roster indices ascending
	Families []Family
}

// A Family is all the households of one shape.
type Family struct {
	Row        int     // its rule, an index into Instance.Rows
	Types      []int   // types of its people, ascending
	Households [][]int // roster indices, ascending in each and by the first of each
}

// Group gathers the people of a roster into types. A household counts where it has more people than
// limit; limit 0 means no household rule.
//
// Rows come in the order of the table, then one for each family. A value that nobody has gets a row
// only where its minimum is above 0: then no panel is allowed.
func (r *Roster) Group(seats, limit int) *Grouping {
	vectors := r.vectors()
	shape, households := r.shapes(vectors, limit)
	g := &Grouping{Instance: &quotas.Instance{Seats: seats}}
	members := make(map[string][]int)
	var keys []string
	for i := range r.Entries {
		key := string(binary.BigEndian.AppendUint32([]byte(vectors[i]), uint32(shape[i])))
		if members[key] == nil {
			keys = append(keys, key)
		}
		members[key] = append(members[key], i)
	}
	slices.SortFunc(keys, strings.Compare)
	for _, key := range keys {
		g.Types = append(g.Types, members[key])
		g.Instance.Count = append(g.Instance.Count, len(members[key]))
	}
	r.addQuotas(g)
	r.addFamilies(g, shape, households, limit)
	return g
}

// vectors gives the values of each entry as a string that sorts as they do; equal
// ones share memory.
func (r *Roster) vectors() []string {
	all := make([]string, len(r.Entries))
	known := make(map[string]string)
	key := make([]byte, 4*len(r.Table.Features))
	for i := range r.Entries {
		for f, v := range r.Entries[i].Values {
			binary.BigEndian.PutUint32(key[4*f:], uint32(v))
		}
		s, ok := known[string(key)]
		if !ok {
			s = string(key)
			known[s] = s
		}
		all[i] = s
	}
	return all
}

// shapes gives the shape of each entry's household, numbered from 1 in canonical
// order, 0 where it does not matter, and the households of each shape. A shape is
// the number of members, then their vectors, sorted.
func (r *Roster) shapes(vectors []string, limit int) (shape []int, households [][][]int) {
	shape = make([]int, len(r.Entries))
	if limit <= 0 {
		return shape, nil
	}
	having := make(map[string][][]int)
	for _, household := range r.households() {
		if len(household) <= limit {
			continue
		}
		parts := make([]string, len(household))
		for j, i := range household {
			parts[j] = vectors[i]
		}
		slices.Sort(parts)
		key := string(binary.BigEndian.AppendUint32(nil, uint32(len(parts)))) + strings.Join(parts, "")
		having[key] = append(having[key], household)
	}
	for _, key := range slices.Sorted(maps.Keys(having)) {
		households = append(households, having[key])
		for _, household := range having[key] {
			for _, i := range household {
				shape[i] = len(households)
			}
		}
	}
	return shape, households
}

// households lists the households of two and more, by their first entry.
func (r *Roster) households() (all [][]int) {
	at := make(map[int]int)
	for i, e := range r.Entries {
		if e.Household < 0 {
			continue
		}
		h, met := at[e.Household]
		if !met {
			h = len(all)
			at[e.Household] = h
			all = append(all, nil)
		}
		all[h] = append(all[h], i)
	}
	return all
}

func (r *Roster) addQuotas(g *Grouping) {
	for f, feature := range r.Table.Features {
		types := make([][]int, len(feature.Values))
		for t, members := range g.Types {
			v := r.Entries[members[0]].Values[f]
			types[v] = append(types[v], t)
		}
		for v, value := range feature.Values {
			if len(types[v]) == 0 && value.Min <= 0 {
				continue
			}
			g.Instance.Rows = append(g.Instance.Rows, quotas.Row{Kind: quotas.QuotaRow, Feature: f, Value: v,
				Types: types[v], Min: value.Min, Max: value.Max})
		}
	}
}

func (r *Roster) addFamilies(g *Grouping, shape []int, households [][][]int, limit int) {
	types := make([][]int, len(households))
	for t, members := range g.Types {
		if s := shape[members[0]]; s > 0 {
			types[s-1] = append(types[s-1], t)
		}
	}
	for s := range households {
		g.Families = append(g.Families, Family{Row: len(g.Instance.Rows), Types: types[s], Households: households[s]})
		g.Instance.Rows = append(g.Instance.Rows, quotas.Row{Kind: quotas.HouseholdRow, Types: types[s],
			Min: 0, Max: limit * len(households[s])})
	}
}

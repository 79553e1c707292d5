package census

import (
	"cmp"
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

// quotaRows are the rows of the quotas, without households and cuts.
func quotaRows(in *quotas.Instance) (rows []quotas.Row) {
	for _, r := range in.Rows {
		if r.Kind == quotas.QuotaRow {
			rows = append(rows, r)
		}
	}
	return rows
}

// features are those that have rows, ascending.
func features(rows []quotas.Row) (all []int) {
	for _, r := range rows {
		all = append(all, r.Feature)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// widest puts the features first whose seats can be spread in most ways; the first feature of the
// order costs least, since only one value of it is open at a time. The order of equals is theirs.
func widest(in *quotas.Instance, rows []quotas.Row) []int {
	ways := map[int]float64{}
	people := func(r *quotas.Row) (n int) {
		for _, t := range r.Types {
			n += in.Count[t]
		}
		return n
	}
	for i := range rows {
		r := &rows[i]
		if ways[r.Feature] == 0 {
			ways[r.Feature] = 1
		}
		ways[r.Feature] *= float64(1 + max(0, min(r.Max, in.Seats, people(r))))
	}
	all := features(rows)
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(ways[b], ways[a]) })
	return all
}

// sorted puts the layers in the order of their values, by the first feature first. Layers of several
// types come before all others: as long as they are open, so are all their values.
func sorted(in *quotas.Instance, rows []quotas.Row, layers []Layer, order []int) []Layer {
	at := map[int]int{}
	for i, f := range order {
		at[f] = i
	}
	values := make([][]int, len(in.Count))
	for t := range values {
		values[t] = make([]int, len(order))
	}
	for _, r := range rows {
		for _, t := range r.Types {
			if i, ok := at[r.Feature]; ok {
				values[t][i] = r.Value + 1
			}
		}
	}
	layers = slices.Clone(layers)
	slices.SortStableFunc(layers, func(a, b Layer) int {
		return cmp.Or(-cmp.Compare(min(2, len(a.Types)), min(2, len(b.Types))),
			slices.Compare(values[a.Types[0]], values[b.Types[0]]))
	})
	return layers
}

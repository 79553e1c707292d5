package oracle

import (
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

// conflictNodes is the work spent on one question of [Conflict]. A set of rows that
// could not be shown infeasible within it is taken for feasible, so a conflict is
// always a true one, if not always the smallest.
const conflictNodes = 5000

// Conflict names rows (indices into in.Rows, ascending) that no panel of in.Seats people meets
// together. The set is minimal: without any one of these rows the others were not shown to be
// impossible. Features are tried alone first, then all rows together. It is nil where there is a
// panel, or where the work allowed did not show that there is none.
//
// The method is a deletion filter (Chinneck and Dravnieks, ORSA J. Computing 3, 1991). It starts
// from the rows of a Farkas row where the relaxation has one.
func Conflict(in *quotas.Instance) []int {
	var all []int
	byFeature := map[int][]int{}
	features := 0
	for i, r := range in.Rows {
		all = append(all, i)
		if r.Kind == quotas.QuotaRow {
			byFeature[r.Feature] = append(byFeature[r.Feature], i)
			features = max(features, r.Feature+1)
		}
	}
	for f := range features {
		if rows := byFeature[f]; impossible(in, rows) {
			return filter(in, rows)
		}
	}
	if !impossible(in, all) {
		return nil
	}
	return filter(in, all)
}

// with is the instance with some of its rows only.
func with(in *quotas.Instance, rows []int) *quotas.Instance {
	some := *in
	some.Rows = make([]quotas.Row, len(rows))
	for i, r := range rows {
		some.Rows[i] = in.Rows[r]
	}
	return &some
}

// impossible reports that the rows were shown to leave no panel.
func impossible(in *quotas.Instance, rows []int) bool {
	o := New(with(in, rows))
	a := o.Best(Query{Weights: make([]int64, len(in.Count)), Enough: 0, Budget: conflictNodes})
	return a.Status == Infeasible
}

// filter leaves rows out one by one as long as the rest stays impossible.
func filter(in *quotas.Instance, rows []int) []int {
	rows = suspects(in, rows)
	for i := 0; i < len(rows); {
		if rest := slices.Delete(slices.Clone(rows), i, i+1); impossible(in, rest) {
			rows = rest
		} else {
			i++
		}
	}
	return rows
}

// suspects are the rows of a Farkas row of the relaxation, if it is infeasible and
// they really suffice, else all rows.
func suspects(in *quotas.Instance, rows []int) []int {
	o := New(with(in, rows))
	o.s.Solve()
	var some []int
	for i, y := range o.s.Ray() {
		if i < len(rows) && (y > integerTolerance || y < -integerTolerance) {
			some = append(some, rows[i])
		}
	}
	if len(some) < len(rows) && impossible(in, some) {
		return some
	}
	return rows
}

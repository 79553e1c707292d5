package response

import (
	"cmp"
	"slices"
	"strings"
)

// LeastTogether is how few people a published row may speak of, unless it speaks of nobody: five is
// what statistical offices ask for most often.
const LeastTogether = 5

// Anonymous counts values together until every row has at least k answers, or none. Strata with
// fewer come together first, the smallest with the next; then, in each stratum, values of a feature
// in the same way. Sums are unchanged. Letters of rows that come together are added where all are
// known. Where the whole drive has fewer than k answers, no row of a value is left.
func (t *Table) Anonymous(k int) *Table {
	out := &Table{}
	for _, stratum := range strata(t.Rows, k) {
		out.Rows = append(out.Rows, stratum.total)
		if stratum.total.Answered < k {
			continue
		}
		for _, feature := range stratum.features {
			out.Rows = append(out.Rows, joined(feature, k, func(r *Row) string { return strings.Join(r.Values, Together) })...)
		}
	}
	return out
}

// A stratum has its total and the rows of its features, each with its values.
type stratum struct {
	total    Row
	features [][]Row
}

// strata gathers rows by strata, and those together that have too few answers.
func strata(rows []Row, k int) []stratum {
	var totals []Row
	for _, r := range rows {
		if r.whole() {
			r.Values = []string{r.Stratum}
			totals = append(totals, r)
		}
	}
	var all []stratum
	for _, total := range joined(totals, k, func(r *Row) string { return r.Stratum }) {
		s := stratum{total: total}
		for _, r := range rows {
			if !r.whole() && slices.Contains(total.Values, r.Stratum) {
				s.add(r, strings.Join(total.Values, Together))
			}
		}
		s.total.Stratum, s.total.Values = strings.Join(total.Values, Together), nil
		all = append(all, s)
	}
	return all
}

// add counts a row to that of the same values, or begins one.
func (s *stratum) add(r Row, name string) {
	r.Stratum = name
	at := slices.IndexFunc(s.features, func(f []Row) bool { return f[0].Feature == r.Feature })
	if at < 0 {
		at = len(s.features)
		s.features = append(s.features, nil)
	}
	for i := range s.features[at] {
		if old := &s.features[at][i]; slices.Equal(old.Values, r.Values) {
			old.Sent, old.Answered = sum(old.Sent, r.Sent), old.Answered+r.Answered
			return
		}
	}
	s.features[at] = append(s.features[at], r)
}

// joined joins rows until none has 1 to k-1 answers. The row with the fewest goes with the next
// smallest that has any; rows of equal size go by name.
func joined(rows []Row, k int, name func(*Row) string) []Row {
	rows = slices.Clone(rows)
	for {
		order := make([]int, 0, len(rows))
		for i := range rows {
			if rows[i].Answered > 0 {
				order = append(order, i)
			}
		}
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(rows[a].Answered, rows[b].Answered), strings.Compare(name(&rows[a]), name(&rows[b])))
		})
		if len(order) < 2 || rows[order[0]].Answered >= k {
			return rows
		}
		a, b := min(order[0], order[1]), max(order[0], order[1])
		rows[a].Values = slices.Concat(rows[a].Values, rows[b].Values)
		rows[a].Sent, rows[a].Answered = sum(rows[a].Sent, rows[b].Sent), rows[a].Answered+rows[b].Answered
		rows = slices.Delete(rows, b, b+1)
	}
}

// sum adds letters, of which one may be unknown.
func sum(a, b int) int {
	if a == Unknown || b == Unknown {
		return Unknown
	}
	return a + b
}

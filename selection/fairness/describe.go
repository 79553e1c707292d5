package fairness

import (
	"cmp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// Describe measures a finished selection. It trusts the caller that pages hold distinct people and
// meet the quotas, and panics where the parts of in do not belong together (see [Input]). Time grows
// with the seats of the whole book times the features. [Pairs] alone adds the square of the seats of
// a page.
func Describe(in Input) *Report {
	in.mustFit()
	counts := in.Book.Counts()
	seatable := in.seatable(counts)
	r := &Report{
		Format:  Format,
		People:  len(in.Values),
		Seats:   in.Seats,
		Pages:   len(in.Book.Pages),
		Page:    in.Page,
		Chances: describeChances(counts, seatable, len(in.Book.Pages), in.Seats),
		Quotas:  []QuotaFeature{},
		Free:    []FreeFeature{},
		LeftOut: []LeftOut{},
		Pairs:   describePairs(in.Book.Pages, seatable),
		Meaning: meaning(),
	}
	features := in.Table.Features
	for _, f := range asWritten(len(features), func(f int) int { return features[f].Line }) {
		r.Quotas = append(r.Quotas, describeQuota(&in, f))
	}
	for _, c := range in.Extra {
		r.describeFree(&in, c)
	}
	r.adjust()
	return r
}

// asWritten gives 0..n-1 in the order of the lines of the file they come from; a
// table that never was a file keeps its order.
func asWritten(n int, line func(int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(line(a), line(b)) })
	return order
}

// describeQuota puts pool, window, panel and book side by side for feature f.
func describeQuota(in *Input, f int) QuotaFeature {
	feature := &in.Table.Features[f]
	code := make([]int32, len(in.Values))
	for i, values := range in.Values {
		code[i] = int32(values[f])
	}
	t := count(in.Book.Pages, code, len(feature.Values))
	q := QuotaFeature{Feature: feature.Name, PBook: t.pFeature(in.Page), Values: []QuotaValue{}}
	for _, v := range asWritten(len(feature.Values), func(v int) int { return feature.Values[v].Line }) {
		value := QuotaValue{
			ValueSeats: t.value(v, in.Page, in.Seats),
			Min:        feature.Values[v].Min,
			Max:        feature.Values[v].Max,
		}
		value.Value = feature.Values[v].Name
		q.Values = append(q.Values, value)
	}
	return q
}

// describeFree tests a column without a quota, or notes why it cannot.
func (r *Report) describeFree(in *Input, c Column) {
	names, code, why := Encode(c.Values)
	if why != "" {
		r.LeftOut = append(r.LeftOut, LeftOut{Feature: c.Name, Reason: why})
		return
	}
	t := count(in.Book.Pages, code, len(names))
	f := FreeFeature{Feature: c.Name, PBook: t.pFeature(in.Page)}
	for v, name := range names {
		value := FreeValue{ValueSeats: t.value(v, in.Page, in.Seats)}
		value.Value = name
		value.PoolExpected = value.PoolShare * float64(in.Seats)
		value.PPool = exact.Hypergeometric(r.People, t.pool[v], in.Seats, value.PanelSeats)
		f.Values = append(f.Values, value)
	}
	r.Free = append(r.Free, f)
}

// adjust fills in the p-values after Holm, over all the values of all features
// without a quota.
func (r *Report) adjust() {
	var all []*FreeValue
	for f := range r.Free {
		for v := range r.Free[f].Values {
			all = append(all, &r.Free[f].Values[v])
		}
	}
	pool, book := make([]float64, len(all)), make([]float64, len(all))
	for i, v := range all {
		pool[i], book[i] = v.PPool, v.PBook
	}
	pool, book = exact.Holm(pool), exact.Holm(book)
	for i, v := range all {
		v.PPoolHolm, v.PBookHolm = pool[i], book[i]
	}
}

// maxValues is the most values a column may have and still be tested. Beyond it,
// values have too few people each for a test to say anything, and the column is
// most likely a name, an address or a number.
const maxValues = 12

// Reasons for which a column is left out of the tests.
const (
	tooMany   = "more than 12 different values"
	allDiffer = "everyone has a different value"
	allAlike  = "everyone has the same value"
)

// blank is how a column's empty cells appear: people who gave no answer are a
// group like any other.
const blank = "(blank)"

// Encode numbers the distinct cells, as [quotas.Fold] sees them, in the order of
// their keys, and gives each person's number. A value goes by the first of its
// spellings in byte order. why is not empty where the column cannot be tested.
func Encode(cells []string) (names []string, code []int32, why string) {
	spelling := make(map[string]string) // by key
	keys := make(map[string]string)     // by cell: folding is slow
	for _, cell := range cells {
		if _, known := keys[cell]; known {
			continue
		}
		key, name := quotas.Fold(cell), strings.Join(strings.Fields(cell), " ")
		keys[cell] = key
		if old, known := spelling[key]; !known || name < old {
			spelling[key] = name
		}
		if len(spelling) > maxValues {
			return nil, nil, tooMany
		}
	}
	switch len(spelling) {
	case 1:
		return nil, nil, allAlike
	case len(cells):
		return nil, nil, allDiffer
	}
	index := make(map[string]int32, len(spelling))
	sorted := make([]string, 0, len(spelling))
	for key := range spelling {
		sorted = append(sorted, key)
	}
	slices.Sort(sorted)
	for v, key := range sorted {
		index[key] = int32(v)
		names = append(names, cmp.Or(spelling[key], blank))
	}
	code = make([]int32, len(cells))
	for i, cell := range cells {
		code[i] = index[keys[cell]]
	}
	return names, code, ""
}

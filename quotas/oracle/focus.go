package oracle

import "slices"

// focused is the query with all but the promising types kept out: those that the
// multipliers of the last linear program price highest (sifting; Bixby et al.,
// Operations Research 40, 1992). Costs change little from query to query, so the best
// panel of thousands of types is nearly always made of a few hundred.
func (o *Oracle) focused(q Query) Query {
	n := len(q.Weights)
	price := make([]float64, n)
	for t, w := range q.Weights {
		price[t] = float64(w)
	}
	y := o.s.Duals(make([]float64, len(o.rows)))
	for i, r := range o.rows {
		if y[i] == 0 {
			continue
		}
		for k, t := range r.Index {
			if r.Value == nil {
				price[t] -= y[i]
			} else {
				price[t] -= float64(y[i] * r.Value[k])
			}
		}
	}
	order := make([]int, 0, n)
	for t := range price {
		if q.Upper == nil || q.Upper[t] > 0 {
			order = append(order, t)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case price[a] > price[b]:
			return -1
		case price[a] < price[b]:
			return 1
		}
		return a - b
	})
	upper := make([]int, n)
	for i, t := range order {
		if i < q.Focus || q.Lower != nil && q.Lower[t] > 0 {
			upper[t] = o.in.Count[t]
			if q.Upper != nil {
				upper[t] = q.Upper[t]
			}
		}
	}
	q.Upper = upper
	return q
}

package book

import (
	"context"
	"math"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
)

// A due is what one person of a type is owed of all pages: M p = low + rest, 0 <= rest < 1.
type due struct {
	low  int
	rest float64
}

// wholeTolerance: M times a chance this close to an integer is taken for it.
const wholeTolerance = 1e-6

// underOne is the largest distance below 1.
const underOne = 1 - 1.0/(1<<53)

// dues are M p of everybody, from fractions where there are any.
func dues(chance []float64, exact []*big.Rat, pages int) []due {
	all := make([]due, len(chance))
	for t, p := range chance {
		if exact != nil && exact[t] != nil {
			all[t] = dueOf(exact[t], pages)
			continue
		}
		low := Floor(p, pages)
		if rest := float64(p*float64(pages)) - float64(low); rest > wholeTolerance {
			all[t].rest = rest
		}
		all[t].low = low
	}
	return all
}

func dueOf(p *big.Rat, pages int) due {
	low, rest := new(big.Int), new(big.Int)
	low.DivMod(rest.Mul(p.Num(), big.NewInt(int64(pages))), p.Denom(), rest)
	f, _ := new(big.Rat).SetFrac(rest, p.Denom()).Float64()
	return due{int(low.Int64()), min(f, underOne)}
}

// Floor is floor(M p), the pages out of M that a chance p promises for sure. p is known up to
// rounding.
func Floor(p float64, pages int) int {
	return int(math.Floor(float64(p*float64(pages)) + wholeTolerance))
}

// off is how far somebody on low + j pages is from M p.
func (d due) off(j int) float64 { return math.Abs(float64(j) - d.rest) }

// worst is how far from M p the person furthest off is; counts are the pages of each person.
func worst(types [][]int, dues []due, counts []int) float64 {
	most := 0.0
	for t, d := range dues {
		for _, i := range types[t] {
			most = max(most, d.off(counts[i]-d.low))
		}
	}
	return most
}

// within gives the pages, beyond low, that keep somebody within a distance below 2; none where
// first > last.
func (d due) within(distance float64) (first, last int) {
	first, last = 2, -1
	for j := -1; j <= 2; j++ {
		if d.low+j >= 0 && d.off(j) <= distance {
			first, last = min(first, j), max(last, j)
		}
	}
	return first, last
}

// A span is where the seats of a type over all pages should lie.
type span struct{ low, high int }

// A rounding asks for totals: seats of each type over all pages, with which everybody can be within
// a distance of M p. M panels add up to
//
//	y[0] + y[1] + ... = M k,   M Min <= sum of y[t] <= M Max for every row,   y[t] >= 0
//
// and so must the totals. In s = y - base, which is small, this is an [quotas.Instance].
type rounding struct {
	dues   []due
	count  []int
	base   []int
	oracle *oracle.Oracle
}

// newRounding takes the rows before cuts, and so many of the cuts as hold for every panel.
func newRounding(in *quotas.Instance, dues []due, pages, cuts int) *rounding {
	r := &rounding{dues: dues, count: in.Count}
	moved := quotas.Instance{Seats: pages * in.Seats}
	for t, d := range dues {
		base := in.Count[t] * max(0, d.low-1)
		r.base = append(r.base, base)
		moved.Count = append(moved.Count, in.Count[t]*3)
		moved.Seats -= base
	}
	for _, row := range in.Rows {
		if row.Kind == quotas.CutRow {
			if cuts--; cuts < 0 {
				break
			}
			most := mostTotal / pages
			if row.Max > most || row.Max < -most {
				continue
			}
			row.Min = -most
		} else {
			row.Min, row.Max = max(row.Min, 0), min(row.Max, in.Seats)
		}
		down := row.Sum(r.base)
		row.Min, row.Max = pages*row.Min-down, pages*row.Max-down
		moved.Rows = append(moved.Rows, row)
	}
	r.oracle = oracle.New(&moved)
	return r
}

// spans are those of a distance; ok is false where somebody cannot be within it.
func (r *rounding) spans(distance float64) (all []span, ok bool) {
	for t, d := range r.dues {
		first, last := d.within(distance)
		if first > last {
			return nil, false
		}
		all = append(all, span{r.count[t] * (d.low + first), r.count[t] * (d.low + last)})
	}
	return all, true
}

// excludes reports whether no totals keep everybody within a distance, by proof.
func (r *rounding) excludes(ctx context.Context, distance float64) bool {
	spans, ok := r.spans(distance)
	if !ok {
		return true
	}
	q := oracle.Query{Weights: make([]int64, len(r.count)), Enough: math.MinInt64, Budget: roundNodes, Work: pageWork, Done: ctx.Done()}
	for t, s := range spans {
		q.Lower, q.Upper = append(q.Lower, s.low-r.base[t]), append(q.Upper, s.high-r.base[t])
	}
	a := r.oracle.Best(q)
	return a.Status == oracle.Infeasible
}

// mostTotal is more than any totals weigh by a cut that is looked at; it fits an int everywhere.
const mostTotal = 1 << 29

// roundNodes is how long a proof may take that no totals keep everybody within a distance.
const roundNodes = 50

// least is a distance that no book goes below: somebody is as far off, or further.
func (r *rounding) least(ctx context.Context) float64 {
	distances := []float64{0}
	for _, d := range r.dues {
		distances = append(distances, d.rest, 1-d.rest, 1+d.rest, 2-d.rest)
	}
	slices.Sort(distances)
	distances = slices.Compact(distances)
	low, high := 0, len(distances)-1 // distances before low are excluded
	for low < high {
		middle := (low + high) / 2
		if r.excludes(ctx, distances[middle]) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return distances[low]
}

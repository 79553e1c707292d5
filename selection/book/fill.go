package book

import (
	"context"
	"math"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
)

const (
	// owedBits: what is owed is counted in units of 2^-24 seats. Over 100,000 pages
	// rounding x to it moves a type by less than 1/300 of a seat.
	owedBits = 24
	// weightBits: one page owed to each person of a type weighs 2^14, or less where
	// somebody is owed more than 64 pages, which is oracle.MaxWeight.
	weightBits = 14
	// faceTolerance: x this close to the end of a window or box lies on it; the
	// linear programs are accurate to about 1e-9 seats.
	faceTolerance = 1e-7
	// slack: x is known to about 1e-9, weights reach 2^20, so what x weighs is known to
	// far less than this; a page that lacks less is taken for a good one.
	slack = 16
	// fewOwed: while nobody is owed more pages than this, the first good panel will do.
	fewOwed = 2
	// patience: otherwise the oracle looks at this many nodes for a better one.
	patience = 30
	// focusSeats, focusRows: a page is first looked for among so many types for each seat
	// and each row, the most promising ones; see oracle.Query.
	focusSeats, focusRows = 2, 4
	// focusNodes is the work spent on them, fillNodes that on all types.
	focusNodes, fillNodes = 200, 1000
	// pageWork is the work spent on one search, see oracle.Oracle.Work: nodes of a pool of
	// thousands may take a hundred times as long as those of a small one.
	pageWork = 1 << 28
	// misses: after as many pages that took all that work without a good one, the target is
	// doubted; or, where panels are known that mix to it, the search is not worth its time.
	misses = 20
)

// A Target is what the pages should add up to.
type Target struct {
	// Instance may have cuts beside the rows of the grouping.
	Instance *quotas.Instance
	// Chance is the chance of one person of each type; Seats the expected seats of each
	// type on a page, a mixture of panels.
	Chance []float64
	Seats  []float64
}

// A Gap is the error for a target that is no mixture of panels, or, where Doubt is set, whose pages
// were not found in time. Panels are those met so far, as seats per type.
type Gap struct {
	Doubt  bool
	Panels [][]int
}

// Error says it in a sentence.
func (*Gap) Error() string {
	return "book: the promised chances are no mixture of panels"
}

// filler is the state of the first two steps: pages as seats per type.
type filler struct {
	Target
	oracle  *oracle.Oracle
	lower   []int // face: boxes every page keeps to
	upper   []int
	seats   []int64 // Seats, in units of 2^-owedBits
	owed    []int64 // in the same units
	weights []int64
	pages   [][]int
	total   []int      // seats of each type over all pages
	exact   []*big.Rat // chances, where known as fractions; may be nil
	lenient bool       // a gap is known: take the best panel there is
	known   [][]int    // panels that mix to the target; nil: not known
	missed  int        // pages not found in time
	met     *met       // panels of the pages so far; nil: not used again
}

// newFiller prepares the face of the target.
func newFiller(target Target, lenient bool) *filler {
	in := target.Instance
	n := len(in.Count)
	f := &filler{Target: target, lenient: lenient,
		lower: make([]int, n), upper: append([]int(nil), in.Count...),
		seats: make([]int64, n), owed: make([]int64, n), weights: make([]int64, n), total: make([]int, n)}
	for t, x := range target.Seats {
		f.seats[t] = int64(math.Floor(float64(x*(1<<owedBits)) + 0.5))
		if x < faceTolerance {
			f.upper[t] = 0
		}
		if x > float64(in.Count[t])-faceTolerance {
			f.lower[t] = in.Count[t]
		}
	}
	f.oracle = oracle.New(f.face())
	return f
}

// face is the instance with the windows closed that the target touches. In lenient
// mode nothing is closed: the target may lie outside.
func (f *filler) face() *quotas.Instance {
	if f.lenient {
		copy(f.upper, f.Instance.Count)
		for t := range f.lower {
			f.lower[t] = 0
			if f.Seats[t] < faceTolerance {
				f.upper[t] = 0
			}
		}
		return f.Instance
	}
	in := *f.Instance
	in.Rows = append([]quotas.Row(nil), in.Rows...)
	for i := range in.Rows {
		r := &in.Rows[i]
		sum := 0.0
		for k, t := range r.Types {
			if r.Weights == nil {
				sum += f.Seats[t]
			} else {
				sum += float64(float64(r.Weights[k]) * f.Seats[t])
			}
		}
		if sum < float64(r.Min)+faceTolerance {
			r.Max = r.Min
		} else if sum > float64(r.Max)-faceTolerance {
			r.Min = r.Max
		}
	}
	return &in
}

// fill writes the pages. It stops with *[Gap] or the context's error.
func (f *filler) fill(ctx context.Context, pages int, progress func(done, total int)) error {
	if pages >= manyPages {
		f.met = newMet()
	}
	for j := 0; j < pages; j++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		page, err := f.next(ctx)
		if err != nil {
			return err
		}
		f.pages = append(f.pages, page)
		if f.met != nil {
			f.met.add(page)
		}
		for t, x := range page {
			f.owed[t] -= int64(x) << owedBits
			f.total[t] += x
		}
		progress(j+1, pages)
	}
	return nil
}

// know takes panels that mix to the target, those on its face. Whatever people are owed, one of
// them weighs as much as the target.
func (f *filler) know(panels [][]int) {
	face := *f.Instance
	if !f.lenient {
		face = *f.face()
	}
	for _, p := range panels {
		inside := face.Allows(p)
		for t, x := range p {
			inside = inside && f.lower[t] <= x && x <= f.upper[t]
		}
		if inside {
			f.known = append(f.known, p)
		}
	}
}

// next is one more page: a panel that weighs at least what the target does. It is
// looked for among the most promising types, then among the known panels, then among all.
func (f *filler) next(ctx context.Context) ([]int, error) {
	worst, promised := f.owe()
	if f.met != nil {
		if page, value := f.met.heaviest(f.weights); value >= promised {
			return page, nil
		}
	}
	q := oracle.Query{Weights: f.weights, Lower: f.lower, Upper: f.upper, Enough: promised,
		Focus: focusSeats*f.Instance.Seats + focusRows*len(f.Instance.Rows), Budget: focusNodes, Work: pageWork, Done: ctx.Done()}
	if worst > fewOwed<<owedBits {
		q.Enough, q.Nodes = oracle.NoLimit, patience
	}
	if f.known == nil || f.missed < misses {
		if a := f.oracle.Best(q); a.Panel != nil && a.Value >= promised {
			return a.Panel, nil
		}
	}
	if f.known != nil {
		f.missed++
		return f.heaviest(f.known, oracle.Answer{}), nil
	}
	q.Focus, q.Nodes, q.Budget, q.Enough = 0, 0, fillNodes, promised
	if f.lenient {
		q.Enough, q.Nodes = oracle.NoLimit, patience
	}
	a := f.oracle.Best(q)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case a.Panel == nil && len(f.pages) == 0 && a.Status == oracle.Stopped:
		return nil, &Gap{Doubt: true}
	case f.lenient:
	case a.Status == oracle.Infeasible, a.Status == oracle.Best && a.Value < promised:
		return nil, &Gap{Panels: f.pages}
	case a.Status == oracle.Stopped:
		if f.missed++; f.missed > misses {
			return nil, &Gap{Doubt: true, Panels: f.pages}
		}
	}
	return f.heaviest(f.pages, a), nil
}

// heaviest is the panel of an answer or, if it weighs more or the work ran out before
// there was one, one of others.
func (f *filler) heaviest(others [][]int, a oracle.Answer) []int {
	best, value := a.Panel, a.Value
	for _, page := range others {
		sum := int64(0)
		for t, x := range page {
			sum += f.weights[t] * int64(x)
		}
		if best == nil || sum > value {
			best, value = page, sum
		}
	}
	return slices.Clone(best)
}

// owe adds one page's expectation to what is owed, and turns it into weights. It
// returns the most pages anybody is owed (in owed units) and what the target weighs.
func (f *filler) owe() (worst, promised int64) {
	most := int64(0) // owed or overpaid
	for t := range f.owed {
		f.owed[t] += f.seats[t]
		each := f.owed[t] / int64(f.Instance.Count[t])
		worst, most = max(worst, each), max(most, each, -each)
	}
	shift := owedBits - weightBits
	for most>>shift >= oracle.MaxWeight { // shifting rounds down, so -most may weigh one more
		shift++
	}
	for t := range f.owed {
		f.weights[t] = f.owed[t] / int64(f.Instance.Count[t]) >> shift
		promised += f.weights[t] * f.seats[t]
	}
	return worst, promised>>owedBits - slack
}

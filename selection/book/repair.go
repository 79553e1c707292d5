package book

import (
	"context"
	"math"
	"math/big"

	"github.com/evenlot/evenlot/quotas/oracle"
)

const (
	// wholeTolerance: M times a chance this close to an integer is taken for it.
	wholeTolerance = 1e-6
	// short and over weigh a missing and a surplus seat when a page is chosen again;
	// shortfalls below floor(M p) come first.
	short, over = 1000, 300
	// repairNodes is how many nodes a page is given.
	repairNodes = 60
	// repairRounds is how often all pages may be gone through, repairWork the work that all of it
	// may take, see oracle.Oracle.Work.
	repairRounds, repairWork = 6, 1 << 32
)

// A span is where the seats of a type over all pages should lie, so that everybody of
// the type stands on floor(M p) or ceil(M p) pages.
type span struct{ low, high int }

func (f *filler) spans(pages int) []span {
	s := make([]span, len(f.Chance))
	for t, p := range f.Chance {
		low, high := around(p, pages)
		if f.exact != nil && f.exact[t] != nil {
			low, high = exactly(f.exact[t], pages)
		}
		s[t] = span{low * f.Instance.Count[t], high * f.Instance.Count[t]}
	}
	return s
}

// around gives floor and ceiling of M p, equal where M p is whole.
func around(p float64, pages int) (low, high int) {
	return Floor(p, pages), int(math.Ceil(float64(p*float64(pages)) - wholeTolerance))
}

// exactly is around for a chance that is known as a fraction.
func exactly(p *big.Rat, pages int) (low, high int) {
	q, rest := new(big.Int), new(big.Int)
	q.DivMod(rest.Mul(p.Num(), big.NewInt(int64(pages))), p.Denom(), rest)
	low = int(q.Int64())
	return low, low + rest.Sign()
}

// Floor is floor(M p), the pages out of M that a chance p promises for sure. p is known up to
// rounding.
func Floor(p float64, pages int) int {
	return int(math.Floor(float64(p*float64(pages)) + wholeTolerance))
}

// repair chooses pages again until every type is inside its span or nothing helps
// any more.
func (f *filler) repair(ctx context.Context, progress func(done, total int)) error {
	spans := f.spans(len(f.pages))
	start, until := f.faults(spans), f.oracle.Work()+repairWork
	for round := 0; round < repairRounds; round++ {
		before := f.faults(spans)
		for j := range f.pages {
			left := f.faults(spans)
			if left == 0 || f.oracle.Work() > until {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			f.choose(ctx, j, spans)
			progress(start-left, start)
		}
		if f.faults(spans) == before {
			break
		}
	}
	return nil
}

// faults adds up the seats outside the spans.
func (f *filler) faults(spans []span) int {
	sum := 0
	for t, s := range spans {
		sum += max(0, s.low-f.total[t]) + max(0, f.total[t]-s.high)
	}
	return sum
}

// choose looks for a better page j in boxes in which no type leaves its span, and
// none that is outside goes further out.
func (f *filler) choose(ctx context.Context, j int, spans []span) {
	page := f.pages[j]
	n := len(page)
	q := oracle.Query{Weights: make([]int64, n), Lower: make([]int, n), Upper: make([]int, n), Budget: repairNodes, Done: ctx.Done()}
	value, gain := int64(0), false
	for t, x := range page {
		room, spare := spans[t].high-f.total[t], f.total[t]-spans[t].low
		q.Upper[t] = min(x+max(0, room), f.upper[t])
		q.Lower[t] = max(x-max(0, spare), f.lower[t])
		switch {
		case spare < 0:
			q.Weights[t] = short
			q.Upper[t] = min(q.Upper[t], x-spare)
			gain = gain || q.Upper[t] > x
		case room < 0:
			q.Weights[t] = -over
			q.Lower[t] = max(q.Lower[t], x+room)
			gain = gain || q.Lower[t] < x
		}
		value += q.Weights[t] * int64(x)
	}
	if !gain {
		return
	}
	q.Enough = value + over
	a := f.oracle.Best(q)
	if a.Panel == nil || a.Value <= value {
		return
	}
	for t, x := range a.Panel {
		f.total[t] += x - page[t]
	}
	f.pages[j] = a.Panel
}

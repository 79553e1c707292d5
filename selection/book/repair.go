package book

import (
	"context"
	"slices"

	"github.com/evenlot/evenlot/quotas/oracle"
)

const (
	// fault is what a seat outside the spans weighs when a page is chosen again.
	fault = 1 << 16
	// noise is the most that a seat weighs besides, by lot: for 1000 seats less than a fault.
	noise = 50
	// chooseNodes is how many nodes a page is given, chooseMore how many once there is a panel.
	chooseNodes, chooseMore = 60, 4
	// walkNodes and walkWork are how many nodes all pages are given to come within a page of the
	// chances, and how much work, see oracle.Oracle.Work; tightNodes and tightWork those to come
	// nearer still.
	walkNodes, walkWork   = 10_000, 1 << 32
	tightNodes, tightWork = 1000, 1 << 29
	// straightRound: of so many rounds through all pages the first goes straight.
	straightRound = 4
)

// repair chooses pages again until nobody is a page off, or more than any book has to be, and then
// tries for the least distance there can be. It returns that distance.
func (f *filler) repair(ctx context.Context, cuts int, progress func(done, total int)) (least float64, err error) {
	r := newRounding(f.Instance, dues(f.Chance, f.exact, len(f.pages)), len(f.pages), cuts)
	least = r.least(ctx)
	spans, _ := r.spans(max(least, underOne))
	if err := f.walk(spans).run(ctx, walkNodes, walkWork, progress); err != nil || least > underOne {
		return least, err
	}
	pages, total := slices.Clone(f.pages), slices.Clone(f.total)
	spans, _ = r.spans(least)
	if err := f.walk(spans).run(ctx, tightNodes, tightWork, progress); err != nil {
		return 0, err
	}
	if f.faults(spans) > 0 {
		f.pages, f.total = pages, total
	}
	return least, nil
}

// A walk chooses pages again, one after the other, so that the totals come inside spans. Of panels
// that do as well it takes any, by lot: most pages have no better panel at first, but one that
// opens the way for another page (as WalkSAT does: Selman, Kautz, Cohen, AAAI 1994).
type walk struct {
	*filler
	spans []span
	query oracle.Query
	lot   uint64 // xorshift of Marsaglia 2003; the same on every machine
	nodes int
	// straight takes better panels only, and keeps every type inside that is.
	straight bool
}

func (f *filler) walk(spans []span) *walk {
	n := len(spans)
	return &walk{filler: f, spans: spans, lot: 1,
		query: oracle.Query{Weights: make([]int64, n), Lower: make([]int, n), Upper: make([]int, n), Nodes: chooseMore, Budget: chooseNodes, Work: pageWork, Enough: oracle.NoLimit}}
}

// run chooses pages until every type is inside its span, or so many nodes or so much work are spent. It goes straight
// now and then, and ends where it came nearest.
func (w *walk) run(ctx context.Context, nodes int, work int64, progress func(done, total int)) error {
	start, nearest := w.faults(w.spans), w.squares()
	pages, total, until := slices.Clone(w.pages), slices.Clone(w.total), w.oracle.Work()+work
	for step := 0; w.nodes < nodes && w.oracle.Work() < until && w.faults(w.spans) > 0; step++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.straight = step/len(w.pages)%straightRound == 0
		if !w.choose(ctx, step%len(w.pages)) {
			continue
		}
		if s := w.squares(); s < nearest {
			nearest = s
			copy(pages, w.pages)
			copy(total, w.total)
		}
		progress(max(0, start-w.faults(w.spans)), start)
	}
	if w.faults(w.spans) > 0 {
		w.pages, w.total = pages, total
	}
	return nil
}

// squares adds up the squares of how far the people of each type are outside.
func (w *walk) squares() float64 {
	sum := 0.0
	for t, s := range w.spans {
		if off := float64(max(0, s.low-w.total[t], w.total[t]-s.high)); off > 0 {
			sum += float64(off*off) / float64(w.Instance.Count[t])
		}
	}
	return sum
}

// faults adds up the seats outside the spans.
func (f *filler) faults(spans []span) int {
	sum := 0
	for t, s := range spans {
		sum += max(0, s.low-f.total[t]) + max(0, f.total[t]-s.high)
	}
	return sum
}

// choose takes another page j that does as well; false if it finds none.
func (w *walk) choose(ctx context.Context, j int) bool {
	page, value, hope := w.pages[j], int64(0), !w.straight
	for t, x := range page {
		weight, least, most := w.ask(t, x)
		w.query.Weights[t], w.query.Lower[t], w.query.Upper[t] = weight, least, most
		value += weight * int64(x)
		hope = hope || weight > 0 && x < most || weight < 0 && x > least
	}
	if !hope {
		return false
	}
	w.query.Beat, w.query.Done = &value, ctx.Done()
	a := w.oracle.Best(w.query)
	w.nodes += a.Nodes
	if a.Panel == nil {
		return false
	}
	for t, x := range a.Panel {
		w.total[t] += x - page[t]
	}
	w.pages[j] = a.Panel
	return true
}

// ask says what a seat of type t weighs on a page that has x of them, and between how many seats it
// does. Up to the end of the span seats are free, and beyond they cost: a box holds one of the two.
func (w *walk) ask(t, x int) (weight int64, least, most int) {
	room, spare := w.spans[t].high-w.total[t], w.total[t]-w.spans[t].low
	least, most = w.lower[t], w.upper[t]
	up, down := false, false
	if !w.straight {
		coin := w.random()
		weight = int64(coin%(2*noise+1)) - noise
		up, down = coin>>32&1 == 0, coin>>33&1 == 0
	}
	switch {
	case spare < 0:
		return weight + fault, least, min(most, x-spare)
	case room < 0:
		return weight - fault, max(least, x+room), most
	case w.straight:
	case room == 0 && x < most && (x == least || up):
		return weight - fault, max(least, x), most
	case spare == 0 && x > least && (x == most || down):
		return weight + fault, least, min(most, x)
	}
	return weight, max(least, x-spare), min(most, x+room)
}

func (w *walk) random() uint64 {
	w.lot ^= w.lot << 13
	w.lot ^= w.lot >> 7
	w.lot ^= w.lot << 17
	return w.lot
}

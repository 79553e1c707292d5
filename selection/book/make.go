package book

import (
	"context"
	"math/big"

	"github.com/evenlot/evenlot/selection/pool"
)

// Options say how to make a book.
type Options struct {
	Pages int
	// Exact is the chance of one person of each type where it is known as a fraction; nil,
	// or nil for a type: Target.Chance is all there is.
	Exact []*big.Rat
	// Random gives the decks and the order of the pages.
	Random source
	// Known are panels, as seats per type, whose mixture the target is: where the search finds
	// no better page soon, one of them is good enough.
	Known [][]int
	// Cuts is how many of the cuts of the target, from the first on, hold for every panel.
	Cuts int
	// Lenient fills as well as can be a target that may be no mixture of panels; otherwise that
	// is the error *[Gap].
	Lenient bool
	// Progress is told of every page filled and every seat mended; nil: nobody.
	Progress func(phase string, done, total int)
}

// Make writes a book for the people of a grouping. The error is *[Gap] if the
// target is proved to be no mixture of panels, or the context's.
func Make(ctx context.Context, g *pool.Grouping, target Target, o Options) (*Book, error) {
	tell := func(phase string) func(done, total int) {
		return func(done, total int) {
			if o.Progress != nil {
				o.Progress(phase, done, total)
			}
		}
	}
	f := newFiller(target, o.Lenient)
	f.exact = o.Exact
	f.know(o.Known)
	if err := f.fill(ctx, o.Pages, tell("filling pages")); err != nil {
		return nil, err
	}
	least, err := f.repair(ctx, o.Cuts, tell("repairing pages"))
	if err != nil {
		return nil, err
	}
	b := &Book{Pages: deal(f.pages, g, o.Random)}
	for _, members := range g.Types {
		b.People += len(members)
	}
	o.Random.Shuffle(len(b.Pages), func(i, j int) { b.Pages[i], b.Pages[j] = b.Pages[j], b.Pages[i] })
	b.Nearness = &Nearness{Worst: worst(g.Types, dues(target.Chance, o.Exact, o.Pages), b.Counts()), Least: least}
	return b, nil
}

const (
	// LeastPages is the number of pages of a book where nothing asks for more.
	LeastPages    = 1000
	mostPages     = 100_000
	expectedPages = 5 // of the person with the least chance
)

// PagesFor is the number of pages for a book whose least chance is smallest: the smallest power of
// ten, at least 1000, that gives this person 5 expected pages. ok is false where that is more than
// 100,000.
func PagesFor(smallest *big.Rat) (pages int, ok bool) {
	for pages = LeastPages; pages <= mostPages; pages *= 10 {
		if smallest.Cmp(big.NewRat(expectedPages, int64(pages))) >= 0 {
			return pages, true
		}
	}
	return 0, false
}

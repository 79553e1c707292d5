package selection

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// Progress is told how far a phase has come. It is called often and must be quick.
type Progress func(phase string, done, total int)

// DefaultBudget is the work, in linear programs of the oracle, that closing a gap
// between promised and possible chances may take where nothing else is asked for. It
// counts work, not time, so that it ends at the same place on every machine.
const DefaultBudget = 30_000

// A Lottery is a roster with its chances and its book: everything that is fixed
// before the draw.
type Lottery struct {
	Rules    record.Rules
	Roster   *pool.Roster
	Grouping *pool.Grouping
	Chances  *fair.Chances
	Book     *book.Book
	Counts   []int // pages of each person
	// Open tells that the chances above are upper bounds that no book was shown to
	// attain: the first level's truth lies between its smallest count and its bound.
	Open bool
}

// NewLottery computes the chances of a roster under rules and writes the book. Where
// rules.Pages is 0 the number of pages is chosen as [book.PagesFor] says. The error
// is *[fair.Infeasible], *[TooFew] or the context's.
func NewLottery(ctx context.Context, roster *pool.Roster, rules record.Rules, tell Progress) (*Lottery, error) {
	if tell == nil {
		tell = func(string, int, int) {}
	}
	tell("computing chances", 0, 1)
	l := &Lottery{Rules: rules, Roster: roster, Grouping: roster.Group(rules.Seats, rules.Household)}
	solver := fair.New(l.Grouping.Instance)
	var err error
	if l.Chances, err = solver.Leximin(); err != nil {
		return nil, err
	}
	if err := l.setPages(); err != nil {
		return nil, err
	}
	err = l.write(ctx, tell)
	var gap *book.Gap
	if errors.As(err, &gap) || err == nil && l.suspicious() {
		if gap != nil {
			solver.Learn(gap.Panels)
		}
		err = l.close(ctx, solver, tell)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// close computes the chances anew, with cuts, after the outer ones were found to
// promise too much or the book fell short of them.
func (l *Lottery) close(ctx context.Context, solver *fair.Solver, tell Progress) (err error) {
	tell("closing the gap between promised and possible chances", 0, 1)
	if l.Chances, err = solver.Close(l.Rules.Budget); err != nil {
		return err
	}
	l.Open = !l.Chances.Meets
	return l.write(ctx, tell)
}

// shortfall is how many pages below M p a person must be for the promise to be
// doubted: where a mixture of panels keeps it, filling and repair come closer.
const shortfall = 2

// suspicious tells whether somebody stands on so few pages that the outer chances may
// be no mixture of panels although no page proved it.
func (l *Lottery) suspicious() bool {
	for t, members := range l.Grouping.Types {
		for _, i := range members {
			if float64(l.Counts[i]) < float64(float64(l.Rules.Pages)*l.Chances.Chance[t])-shortfall {
				return true
			}
		}
	}
	return false
}

// write makes the book. Its random order comes from the pool and the rules alone.
func (l *Lottery) write(ctx context.Context, tell Progress) (err error) {
	target := book.Target{Instance: l.Chances.Instance, Chance: l.Chances.Chance, Seats: l.Chances.Seats}
	l.Book, err = book.Make(ctx, l.Grouping, target, book.Options{
		Pages:    l.Rules.Pages,
		Random:   draw.NewStream("book", record.PoolRoot(l.Roster), l.Rules.Hash()),
		Lenient:  l.Open,
		Progress: tell,
	})
	if err != nil {
		return err
	}
	l.Counts = l.Book.Counts()
	return nil
}

// TooFew is the error for a pool whose least chance is so small that no book of a
// reasonable size can express it.
type TooFew struct{ Smallest float64 }

// Error says what it would take.
func (e *TooFew) Error() string {
	return fmt.Sprintf("the smallest chance is about 1 in %.0f, and a book of 100000 pages would give that person fewer than 5: "+
		"widen the quota that bounds it, or ask for a number of pages with --pages", 1/e.Smallest)
}

func (l *Lottery) setPages() error {
	if l.Rules.Pages > 0 {
		return nil
	}
	pages, ok := book.PagesFor(l.Chances.Smallest())
	if !ok {
		return &TooFew{l.Chances.Smallest()}
	}
	l.Rules.Pages = pages
	return nil
}

// Unseatable lists the people whom no panel can hold, by roster index, ascending.
func (l *Lottery) Unseatable() []int {
	var people []int
	for i, t := range l.types() {
		if l.Chances.Unseatable[t] {
			people = append(people, i)
		}
	}
	return people
}

// types gives the type of each person.
func (l *Lottery) types() []int {
	types := make([]int, len(l.Roster.Entries))
	for t, members := range l.Grouping.Types {
		for _, i := range members {
			types[i] = t
		}
	}
	return types
}

// SmallestCount is the fewest pages any seatable person stands on.
func (l *Lottery) SmallestCount() int {
	least := math.MaxInt
	for i, t := range l.types() {
		if !l.Chances.Unseatable[t] {
			least = min(least, l.Counts[i])
		}
	}
	return least
}

// PossibleCount is floor(M z): no book of M pages gives everybody more.
func (l *Lottery) PossibleCount() int {
	return book.Floor(l.Chances.Smallest(), l.Rules.Pages)
}

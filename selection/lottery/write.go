package lottery

import (
	"context"

	"github.com/evenlot/evenlot/selection/book"
)

// known are the panels of the mixture that the book is to have, if there is one; where the search
// for one was given up, all that it met.
func (l *Lottery) known() [][]int {
	switch {
	case l.Chances.Mixture != nil:
		return l.Chances.Mixture.Panels
	case l.Open:
		return l.solver.Panels()
	}
	return nil
}

// write makes the book.
func (l *Lottery) write(ctx context.Context) (err error) {
	if l.Outcome.Drawer != nil {
		l.Book, err = l.independent(ctx)
	} else {
		target := book.Target{Instance: l.Chances.Instance, Chance: l.Chances.Chance, Seats: l.Chances.Seats}
		l.Book, err = book.Make(ctx, l.Grouping, target, book.Options{
			Pages:    l.Rules.Pages,
			Exact:    l.exact(),
			Random:   l.stream("book"),
			Known:    l.known(),
			Cuts:     l.cutsOfAll(),
			Lenient:  l.Open && l.Chances.Mixture == nil,
			Progress: l.tell,
		})
	}
	if err != nil {
		return err
	}
	l.Counts = l.Book.Counts()
	return nil
}

package lottery

import (
	"context"
	"fmt"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// New computes the chances of a roster under rules and writes the book. Where rules.Pages is 0, the
// number of pages is [book.PagesFor] the smallest chance, or [book.LeastPages] under a rule that may
// exclude people or draws pages one by one. mix is the text that mixes the book, mix_string of
// mix.json; "" where nothing does.
//
// The error is *[fair.Infeasible], *[TooFew], the context's, or the rule's where it gives no answer
// for this pool or there is no rule of this name.
func New(ctx context.Context, roster *pool.Roster, rules record.Rules, mix string, tell Progress) (*Lottery, error) {
	if tell == nil {
		tell = func(string, int, int) {}
	}
	l := &Lottery{Rules: rules, Roster: roster, Grouping: roster.Group(rules.Seats, rules.Household),
		root: record.PoolRoot(roster), mix: mix, tell: tell}
	var err error
	if l.Rule, err = RuleNamed(rules.Rule); err != nil {
		return nil, err
	}
	l.solver = fair.New(l.Grouping.Instance)
	tell("computing chances", 0, 1)
	if l.leximin() {
		err = l.outer(ctx)
	} else {
		err = l.solve(ctx, 0)
	}
	if err != nil {
		return nil, err
	}
	if err := l.setPages(); err != nil {
		return nil, err
	}
	if err := l.attain(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Lottery) setPages() error {
	if l.Rules.Pages > 0 {
		return nil
	}
	if l.Rule.MayExclude() {
		l.Rules.Pages = book.LeastPages
		return nil
	}
	pages, ok := book.PagesFor(l.smallest())
	if !ok {
		return &TooFew{l.Chances.Smallest()}
	}
	l.Rules.Pages = pages
	return nil
}

// TooFew is the error for a pool whose least chance is so small that no book of a
// reasonable size can express it.
type TooFew struct{ Smallest float64 }

// Error says what it would take.
func (e *TooFew) Error() string {
	return fmt.Sprintf("the smallest chance is about 1 in %.0f, and a book of 100000 pages would give that person fewer than 5: "+
		"widen the quota that bounds it, or ask for a number of pages", 1/e.Smallest)
}

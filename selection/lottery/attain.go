package lottery

import (
	"context"
	"errors"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/fair"
)

// outer computes what the quotas allow.
func (l *Lottery) outer(ctx context.Context) error {
	c, err := l.solver.Outer(ctx)
	if err != nil {
		return err
	}
	l.Outcome = fair.Leximin{}.Outcome(c)
	l.Chances, l.Bounds = &l.Outcome.Chances, &l.Outcome.Chances
	return nil
}

// solve computes the chances; with a budget, so that panels attain them, else as the
// quotas bound them.
func (l *Lottery) solve(ctx context.Context, budget int) (err error) {
	if l.Rule.Independent() && l.Rules.Pages == 0 { // they are drawn from a stream that knows the rules
		l.Rules.Pages = book.LeastPages
	}
	l.Outcome, err = l.Rule.Chances(ctx, l.solver, fair.RuleOptions{
		Budget:         budget,
		Random:         l.stream("legacy"),
		HouseholdLimit: l.Rules.Household,
	})
	if err != nil {
		return err
	}
	l.Chances, l.Open = &l.Outcome.Chances, l.Outcome.Grade == fair.Open
	switch {
	case l.leximin():
		l.Bounds = l.Chances
	case l.Rule.Name() == fair.Maximin{}.Name() && budget > 0:
		l.Bounds, err = fair.New(l.Grouping.Instance).Close(ctx, budget)
	case l.Bounds == nil:
		l.Bounds, err = fair.New(l.Grouping.Instance).Leximin(ctx)
	}
	return err
}

// close computes the chances anew, with panels and cuts, after those of the quotas were
// found to promise too much or the book fell short of them.
func (l *Lottery) close(ctx context.Context) error {
	l.tell("closing the gap between promised and possible chances", 0, 1)
	if err := l.solve(ctx, l.Rules.Budget); err != nil {
		return err
	}
	return l.write(ctx)
}

const (
	// shortfall is how many pages below M p a person must be for the promise to be doubted:
	// where a mixture of panels keeps it, filling and repair come closer.
	shortfall = 2
	// pageShort is less than a page: nobody is that much below M p where all are on floor(M p).
	pageShort = 1 - 1e-6
	// attainShare: this part of the budget is for a mixture of panels that attains what the
	// quotas allow, at once; the rest for going up level by level.
	attainShare = 3
)

// below reports whether somebody stands on fewer pages than M p, less so many.
func (l *Lottery) below(pages float64) bool {
	if l.Outcome.Drawer != nil {
		return false // pages drawn by lot come near their chances only on average
	}
	for t, members := range l.Grouping.Types {
		for _, i := range members {
			if float64(l.Counts[i]) < float64(float64(l.Rules.Pages)*l.Chances.Chance[t])-pages {
				return true
			}
		}
	}
	return false
}

// unseen reports whether people are on no page who may be seated as far as is known.
func (l *Lottery) unseen() bool {
	if !l.leximin() {
		return false
	}
	for t, members := range l.Grouping.Types {
		seen := l.Chances.Unseatable[t]
		for _, i := range members {
			seen = seen || l.Counts[i] > 0
		}
		if !seen {
			return true
		}
	}
	return false
}

// attain writes the book. Where its pages do not come near the chances, it looks for a mixture of
// panels that attains them, and where there is none, or none is found, for the best chances that
// mixtures attain; then it writes the book again, towards that mixture.
func (l *Lottery) attain(ctx context.Context) error {
	for {
		err := l.write(ctx)
		var gap *book.Gap
		short := err == nil && l.below(shortfall)
		doubt := short || err == nil && l.unseen()
		if doubt {
			gap = &book.Gap{Doubt: true, Panels: l.compositions()}
		}
		if !doubt && !errors.As(err, &gap) {
			if err != nil {
				return err
			}
			return l.mixing(ctx)
		}
		if !l.leximin() {
			l.solver.Learn(gap.Panels)
			return l.close(ctx)
		}
		more, err := l.solver.Settle(ctx, gap.Panels)
		if err != nil {
			return err
		}
		switch {
		case !more && doubt && !short:
			return nil // few pages for many people: who is on none can be seated all the same
		case !more:
			return l.search(ctx, gap)
		}
		if err := l.outer(ctx); err != nil {
			return err
		}
	}
}

// mixing looks for a mixture to go beside a book that is a page short: the chances may be attained all
// the same, by other weights of its pages.
func (l *Lottery) mixing(ctx context.Context) (err error) {
	if !l.leximin() || l.Chances.Mixture != nil || !l.below(pageShort) || len(l.Grouping.Types) > exactTypes {
		return nil
	}
	l.solver.Learn(l.compositions())
	l.Chances.Mixture, err = l.solver.Attain(ctx, l.Chances.Seats, l.Rules.Budget/attainShare)
	return err
}

// search looks for a mixture, and writes the book towards it.
func (l *Lottery) search(ctx context.Context, gap *book.Gap) error {
	l.tell("looking for panels that attain the chances", 0, 1)
	budget := l.Rules.Budget
	if gap.Doubt {
		mix, err := l.solver.Attain(ctx, l.Chances.Seats, budget/attainShare)
		if err != nil {
			return err
		}
		if mix != nil {
			l.Chances.Mixture, l.Chances.Meets = mix, true
			return l.write(ctx)
		}
	}
	return l.close(ctx)
}

package lottery

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"math/big"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A Lottery is a roster with its chances and its book: all that is fixed before the draw.
type Lottery struct {
	Rules    record.Rules
	Rule     fair.Rule // of that name
	Roster   *pool.Roster
	Grouping *pool.Grouping
	// Outcome is what the rule promises everyone, and its evidence; Chances are those of it.
	Outcome *fair.Outcome
	Chances *fair.Chances
	// Bounds are what leximin can promise at most, level by level: the same as Chances for
	// leximin, for any other rule what its smallest chance is measured by.
	Bounds *fair.Chances
	Book   *book.Book
	Counts []int // pages of each person
	// Open says that the chances are bounds that no book was shown to attain: the budget
	// was spent. The truth of the first level lies between its smallest count and its bound.
	Open bool

	solver *fair.Solver
	root   [32]byte // of the pool
	mix    string   // what mixes the book besides; "": nothing does
	tell   Progress
}

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

// leximin reports whether the rule is the one that every book is measured by.
func (l *Lottery) leximin() bool { return l.Rule.Name() == fair.Leximin{}.Name() }

// stream gives random numbers that follow from the pool and what mixes the book.
func (l *Lottery) stream(label string) *draw.Stream {
	return draw.NewStream(draw.Algorithm, label, l.root, sha256.Sum256([]byte(l.mix)))
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

// known are the panels of the mixture that the book is to have, if there is one.
func (l *Lottery) known() [][]int {
	if l.Chances.Mixture == nil {
		return nil
	}
	return l.Chances.Mixture.Panels
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

// smallest is the least chance: as a fraction where there is one, else no less than it is.
func (l *Lottery) smallest() *big.Rat {
	if len(l.Chances.Levels) > 0 {
		return l.Chances.Levels[0].Exact
	}
	const rounding = 1e-9 // of the linear programs
	return new(big.Rat).SetFloat64(l.Chances.Smallest() + rounding)
}

// exact gives the chance of each type as a fraction; nil for rules that know none.
func (l *Lottery) exact() []*big.Rat {
	if len(l.Chances.Levels) == 0 || l.Chances.Left != nil {
		return nil
	}
	all := make([]*big.Rat, len(l.Chances.Chance))
	for t := range all {
		all[t] = new(big.Rat)
	}
	for _, level := range l.Chances.Levels {
		for _, t := range level.Types {
			all[t] = level.Exact
		}
	}
	return all
}

// Unseatable lists the people whom no panel can hold, by roster index, ascending.
func (l *Lottery) Unseatable() []int {
	var people []int
	for i, t := range l.TypeOf() {
		if l.Chances.Unseatable[t] {
			people = append(people, i)
		}
	}
	return people
}

// TypeOf gives the type of each person.
func (l *Lottery) TypeOf() []int {
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
	for i, t := range l.TypeOf() {
		if !l.Chances.Unseatable[t] {
			least = min(least, l.Counts[i])
		}
	}
	return least
}

// PossibleCount is floor(M z), where z is the bound of the first level. Under no rule does a book of
// M pages give everybody who can be seated more.
func (l *Lottery) PossibleCount() int {
	return record.PagesOf(l.Bounds.Levels[0].Exact, l.Rules.Pages)
}

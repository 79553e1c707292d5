package lottery

import (
	"crypto/sha256"
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

// leximin reports whether the rule is the one that every book is measured by.
func (l *Lottery) leximin() bool { return l.Rule.Name() == fair.Leximin{}.Name() }

// stream gives random numbers that follow from the pool and what mixes the book.
func (l *Lottery) stream(label string) *draw.Stream {
	return draw.NewStream(draw.Algorithm, label, l.root, sha256.Sum256([]byte(l.mix)))
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

// compositions are the pages in seats per type.
func (l *Lottery) compositions() [][]int {
	typeOf := l.TypeOf()
	panels := make([][]int, len(l.Book.Pages))
	for j, page := range l.Book.Pages {
		panels[j] = make([]int, len(l.Grouping.Types))
		for _, i := range page {
			panels[j][typeOf[i]]++
		}
	}
	return panels
}

package fair

import (
	"context"
	"slices"
)

// A Rule says which of all the lotteries over panels is best.
type Rule interface {
	// Name is the word for the rule in options and reports.
	Name() string
	// Aim says in a few words, for people, what the rule looks for.
	Aim() string
	// Independent reports whether the rule is a law over panels, by which every page is drawn
	// by itself: then the outcome has a Drawer.
	Independent() bool
	// MayExclude reports whether the rule may give somebody no chance whom a panel could hold.
	MayExclude() bool
	// Chances computes what the rule promises everyone. The error is *[Infeasible] where
	// there is no panel; other errors say in a sentence why the rule gives no answer.
	Chances(ctx context.Context, s *Solver, o RuleOptions) (*Outcome, error)
}

// RuleOptions are what a rule may need beside the instance.
type RuleOptions struct {
	// Budget is the work, in linear programs as [Unit] counts them, that may go into finding
	// panels whose mixture attains the chances, and cuts where there is none. With 0 the
	// chances are those of the outer program, as [Solver.Leximin] gives them, and the book
	// is the evidence.
	Budget int
	// Random is read by legacy alone. For a result that anyone can compute again it is a
	// draw.Stream.
	Random Source
	// Samples is how many panels legacy draws; 0 stands for 10 000.
	Samples int
	// HouseholdLimit is how many of one household may sit: the limit the household rows
	// of the instance were made for; 0 stands for 1. Legacy and uniform choose people and
	// must know how many households stand behind a row.
	HouseholdLimit int
}

// A Source is where random choices come from: draw.Stream, or rand.Rand of math/rand/v2 in tests.
type Source interface {
	IntN(n int) int
	Shuffle(n int, swap func(i, j int))
}

// A Drawer draws panels, as seats per type. Each draw is independent of the draws before.
type Drawer interface {
	Draw(ctx context.Context, random Source) ([]int, error)
}

// A Grade names the evidence for the chances of an Outcome.
type Grade int

const (
	// Outer: no lottery is better than Bound; that panels attain the chances is left for
	// the book to show.
	Outer Grade = iota
	// Attained: Panels with Weights have these chances, up to Off, and no lottery is
	// better than Bound.
	Attained
	// Open: the search ended early. Under leximin the chances are those of the best lottery
	// found, see [Chances.Left]; under other rules they are only a bound.
	Open
	// Counted: the chances are exact, from the number of all panels.
	Counted
	// Sampled: the chances are frequencies among Samples panels.
	Sampled
)

// String is the grade in a sentence.
func (g Grade) String() string {
	return [...]string{
		"the quotas allow no better; the book shows whether panels attain it",
		"attained by panels, and no lottery is better",
		"open: the search ended before panels were shown to attain the bound",
		"exact, from the number of all panels",
		"frequencies in a sample",
	}[g]
}

// An Outcome is what a rule promises everyone, with the evidence. Only leximin fills the Levels of
// the embedded Chances.
type Outcome struct {
	Chances
	Rule  string
	Grade Grade
	// Value is the objective of the rule at Chance; Bound is what no lottery passes.
	// Units and direction are the rule's: its type says them.
	Value, Bound float64
	// Even: many vectors have this Value, and these chances are the evenest of them, those with the
	// least sum of squares over everyone who can be seated (to 1e-5 a person).
	Even bool
	// Panels and Weights are a lottery with these chances, where the rule finds one:
	// seats per type, weights above 0, 1 in sum.
	Panels  [][]int
	Weights []float64
	// Off is the largest distance between the chance of a person and what Panels with
	// Weights give.
	Off float64
	// Drawer draws panels of a rule that is a law over panels rather than a vector of
	// chances (uniform, legacy); else nil.
	Drawer Drawer
	// Samples is the number of panels a Sampled outcome rests on, Drawn the seats of each
	// type in all of them, Attempts the runs it took.
	Samples, Attempts int
	Drawn             []int
}

// Rules are all rules, in the order of reports.
func Rules() []Rule {
	return []Rule{Leximin{}, Maximin{}, Nash{}, Minimax{}, Goldilocks{}, Uniform{}, Legacy{}}
}

// RuleNamed finds a rule by its name; nil if there is none.
func RuleNamed(name string) Rule {
	for _, r := range Rules() {
		if r.Name() == name {
			return r
		}
	}
	return nil
}

// seatable is the number of people whom some panel holds.
func (s *Solver) seatable() int {
	people := 0
	for t, n := range s.in.Count {
		if !s.excluded[t] {
			people += n
		}
	}
	return people
}

// outcome is an Outcome with what every rule fills in alike; seats are chances times
// people.
func (s *Solver) outcome(rule string, chance []float64) *Outcome {
	in := *s.in
	in.Rows = slices.Concat(s.in.Rows, s.cuts)
	seats := make([]float64, len(chance))
	for t, p := range chance {
		seats[t] = float64(p * float64(in.Count[t]))
	}
	return &Outcome{Rule: rule, Chances: Chances{
		Chance: chance, Seats: seats, Unseatable: s.excluded, Instance: &in, Nodes: s.nodes}}
}

// limit is the household limit with its default.
func (o RuleOptions) limit() int { return max(1, o.HouseholdLimit) }

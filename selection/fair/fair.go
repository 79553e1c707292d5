package fair

import (
	"context"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// Chances are the fairest chances of an instance, as far as a search has come.
type Chances struct {
	// Chance is the chance of one person of each type; 0 for the unseatable.
	Chance []float64
	// Seats is the expected number of seats of each type: Chance times people, up to
	// the rounding of the linear program.
	Seats []float64
	// Levels are the steps of leximin, smallest chance first. Each is an upper bound
	// on what everybody left can be promised, given the levels before it.
	Levels []Level
	// Unseatable marks the types that no panel can hold.
	Unseatable []bool
	// Instance is the instance with the cuts (rows of kind CutRow, last) that were needed
	// beside the quotas. A cut holds for every panel that meets the cuts before it with
	// equality: others have no place in a lottery that attains the levels before its own.
	Instance *quotas.Instance
	// Exclusion proves that no panel holds anyone of the Unseatable types: their seats
	// together are at most 0. CutTrees prove the cuts, in order:
	// their multipliers are of the rows of the quotas, the cuts before, and the seats.
	Exclusion *oracle.Node
	CutTrees  []*oracle.Node
	// Meets tells that Seats was found to be a mixture of panels. It is only set by
	// Close; where Close was not needed, the book is the evidence.
	Meets bool
	// Left is what is known of the first level that Close left open; nil if there is none.
	// Levels before it are attained, those from it on only bounds. Chance and Seats are
	// then those of a mixture of panels that attains Left.Low, if that is above 0.
	Left *Interval
	// Nodes counts the linear programs that the oracle solved.
	Nodes int
	// Mixture is the lottery that attains Seats; nil where none was looked for.
	Mixture *Mixture
}

// Infeasible is the error for an instance without any panel.
type Infeasible struct{}

// Error says it in a sentence.
func (*Infeasible) Error() string {
	return "no panel meets every quota"
}

// Unfound is the error for an instance of which no panel was found within the budget, and which was
// not shown to have none.
type Unfound struct{}

// Error says what to do.
func (*Unfound) Error() string {
	return "no panel that meets every quota was found within the work allowed, nor was it shown that there is none: " +
		"let some quotas take one seat more or less"
}

// A Solver computes chances for one instance and keeps the panels it has met.
type Solver struct {
	in       *quotas.Instance
	oracle   *oracle.Oracle
	panels   [][]int
	excluded []bool
	settled  bool         // excluded are all whom no panel holds
	cuts     []quotas.Row // of the rules; those of leximin stay with it
	outside  *oracle.Node // of the excluded
	nodes    int
	work     int64 // see Unit
	until    int64 // what the budget allows
}

// New prepares a solver.
func New(in *quotas.Instance) *Solver {
	return &Solver{in: in, oracle: oracle.New(in)}
}

// Leximin computes the outer leximin chances, after finding who cannot be seated.
// The error is *[Infeasible] where there is no panel at all.
func (s *Solver) Leximin(ctx context.Context) (*Chances, error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	return s.outer(ctx)
}

func (s *Solver) outer(ctx context.Context) (*Chances, error) {
	o := newOuter(s.in, s.excluded)
	x, err := o.leximin(ctx)
	if err != nil {
		return nil, err
	}
	return &Chances{
		Chance:     o.floor,
		Seats:      x,
		Levels:     o.levels,
		Unseatable: s.excluded,
		Exclusion:  s.outside,
		Instance:   s.in,
		Nodes:      s.nodes,
	}, nil
}

// Outer is [Solver.Leximin] for those who may be seated as far as the quotas tell without a search:
// other people whom no panel holds may be among them. [Solver.Settle] says so.
func (s *Solver) Outer(ctx context.Context) (*Chances, error) {
	if s.excluded == nil {
		if err := s.exclude(ctx); err != nil {
			return nil, err
		}
	}
	return s.outer(ctx)
}

// Settle takes panels in that others have found, and finds out by a search who of the people on none
// of them cannot be seated. It reports whether that is anybody whom Outer did not leave out. The
// error is *[Infeasible] where there is no panel at all, or the context's.
func (s *Solver) Settle(ctx context.Context, panels [][]int) (more bool, err error) {
	s.Learn(panels)
	before := s.excluded
	if err := s.prepare(ctx); err != nil {
		return false, err
	}
	return !slices.Equal(before, s.excluded), nil
}

// learnMost is how many panels Learn takes: more make the linear program slow without
// making it better.
const learnMost = 1000

// Learn adds panels that others have found, the latest ones first.
func (s *Solver) Learn(panels [][]int) {
	for i := len(panels) - 1; i >= 0 && len(s.panels) < learnMost; i-- {
		s.panels = append(s.panels, panels[i])
	}
}

// Panels are those met so far, as seats per type.
func (s *Solver) Panels() [][]int { return s.panels }

// Smallest is the least chance of anyone who can be seated.
func (c *Chances) Smallest() float64 {
	least := 1.0
	for t, p := range c.Chance {
		if !c.Unseatable[t] {
			least = min(least, p)
		}
	}
	return least
}

// Blocking names rows that keep a type off every panel: the linear program in which the type has one
// seat is infeasible, and these are the rows of its Farkas certificate. It is nil where that program
// is feasible, and only the search over whole seats shows that there is no panel.
func Blocking(in *quotas.Instance, t int) []int {
	n := len(in.Count)
	lower, upper := make([]float64, n), make([]float64, n)
	for i, c := range in.Count {
		upper[i] = float64(c)
	}
	lower[t] = 1
	s := simplex.New(make([]float64, n), lower, upper, oracle.Rows(in))
	if s.Solve() != simplex.Infeasible {
		return nil
	}
	var rows []int
	for i, y := range s.Ray()[:len(in.Rows)] {
		if y > blockingTolerance || y < -blockingTolerance {
			rows = append(rows, i)
		}
	}
	return rows
}

// blockingTolerance: smaller entries of a Farkas row are rounding; its entries are of
// the order of 1.
const blockingTolerance = 1e-7

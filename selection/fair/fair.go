package fair

import (
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// Chances are the fairest chances of an instance, as far as they are known.
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
	// beside the quotas.
	Instance *quotas.Instance
	// Exclusion proves that no panel holds anyone of the Unseatable types: their seats
	// together are at most 0. CutTrees prove the cuts, in order.
	Exclusion *oracle.Node
	CutTrees  []*oracle.Node
	// Meets tells that Seats was found to be a mixture of panels. It is only set by
	// Close; where Close was not needed, the book is the evidence.
	Meets bool
	// Nodes counts the linear programs that the oracle solved.
	Nodes int
}

// Infeasible is the error for an instance without any panel.
type Infeasible struct{}

// Error says it in a sentence.
func (*Infeasible) Error() string {
	return "no panel meets every quota"
}

// A Solver computes chances for one instance and keeps the panels it has met.
type Solver struct {
	in       *quotas.Instance
	oracle   *oracle.Oracle
	panels   [][]int
	excluded []bool
	cuts     []quotas.Row
	trees    []*oracle.Node // of the cuts
	outside  *oracle.Node   // of the excluded
	nodes    int
}

// New prepares a solver.
func New(in *quotas.Instance) *Solver {
	return &Solver{in: in, oracle: oracle.New(in)}
}

// Leximin computes the outer leximin chances, after finding who cannot be seated.
// The error is *[Infeasible] where there is no panel at all.
func (s *Solver) Leximin() (*Chances, error) {
	if s.excluded == nil {
		if err := s.cover(); err != nil {
			return nil, err
		}
	}
	in := *s.in
	in.Rows = slices.Concat(s.in.Rows, s.cuts)
	o := newOuter(&in, s.excluded)
	x, err := o.leximin()
	if err != nil {
		return nil, err
	}
	return &Chances{
		Chance:     o.floor,
		Seats:      x,
		Levels:     o.levels,
		Unseatable: s.excluded,
		Exclusion:  s.outside,
		Instance:   &in,
		CutTrees:   slices.Clone(s.trees),
		Nodes:      s.nodes,
	}, nil
}

// coverNodes is how long the search for a panel with many unseen people goes on
// after it has one.
const coverNodes = 20

// cover asks for panels with people of types not yet seen, until every type has
// been seen or the oracle proves that no panel holds any of the rest.
func (s *Solver) cover() error {
	n := len(s.in.Count)
	seen, weights := make([]bool, n), make([]int64, n)
	for t := range weights {
		weights[t] = 1
	}
	for left := n; left > 0; {
		a := s.oracle.Best(oracle.Query{Weights: weights, Enough: oracle.NoLimit, Nodes: coverNodes, Record: true})
		s.nodes += a.Nodes
		if a.Status == oracle.Infeasible {
			return &Infeasible{}
		}
		if a.Value == 0 && a.Status == oracle.Stopped {
			a = s.oracle.Best(oracle.Query{Weights: weights, Enough: 1, Record: true})
			s.nodes += a.Nodes
		}
		if a.Value == 0 {
			s.outside = a.Tree
			break
		}
		s.panels = append(s.panels, a.Panel)
		for t, x := range a.Panel {
			if x > 0 && !seen[t] {
				seen[t], weights[t] = true, 0
				left--
			}
		}
	}
	s.excluded = make([]bool, n)
	for t := range seen {
		s.excluded[t] = !seen[t]
	}
	return nil
}

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

// Blocking names the rows that keep a type off every panel: those of a Farkas row of
// the program in which the type has one seat. It is nil where only the search over
// whole seats shows it.
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

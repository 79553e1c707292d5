package fair

import (
	"errors"
	"math"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

const (
	// meetTolerance: a vector this close to a mixture of panels, in chances, is taken
	// to be one. Published counts are multiples of 1/1000 or 1/10000.
	meetTolerance = 1e-8
	// largestFactor: separating weights are multiplied by 1, 2, 3, … up to this to
	// find small integers; facets of small polytopes have small coefficients.
	largestFactor = 2000
	// wholeTolerance: how near to integers they must then be.
	wholeTolerance = 1e-6
	// lowestSum: weights are kept so small that a panel weighs less than this either way,
	// which fits an int everywhere.
	lowestSum = 1 << 30
)

// A membership is the question whether a vector x lies in the hull of the panels.
// It is the linear program
//
//	maximise    y·x - v
//	subject to  y·X <= v for every known panel X,  |y[t]| <= 1/people of t
//
// whose optimum is 0 inside the hull. Panels are added as the oracle finds them.
type membership struct {
	*Solver
	lp    *simplex.Solver
	known int // panels that are rows of lp
	last  int // index of v among the columns
}

// mostCuts ends the search for pools that would need more: exact multipliers of so
// many rows with large coefficients take seconds each. The most any pool at hand needed
// is 51.
const mostCuts = 60

// Close computes leximin with proof that the chances are attained: it adds cuts
// until the levels are met by a mixture of panels. Meets is false, and the levels are
// upper bounds only, if the budget of oracle nodes or mostCuts is spent before, or the
// linear programs can no longer be solved accurately.
func (s *Solver) Close(budget int) (*Chances, error) {
	m := s.newMembership()
	var last *Chances
	for {
		c, err := s.Leximin()
		if errors.Is(err, errNumerical) && last != nil {
			return last, nil // the numbers have grown too large for one more cut
		}
		if err != nil {
			return nil, err
		}
		cut, meets := m.separate(c.Seats, budget)
		c.Nodes, c.Meets = s.nodes, meets
		if cut == nil || len(s.cuts) == mostCuts {
			return c, nil
		}
		s.cuts, last = append(s.cuts, *cut), c
	}
}

// learnMost is how many panels Learn takes: more make the linear program slow without
// making it better.
const learnMost = 400

// Learn adds panels that others have found, the latest ones first.
func (s *Solver) Learn(panels [][]int) {
	for i := len(panels) - 1; i >= 0 && len(s.panels) < learnMost; i-- {
		s.learn(panels[i])
	}
}

func (s *Solver) newMembership() *membership {
	n := len(s.in.Count)
	lower, upper := make([]float64, n+1), make([]float64, n+1)
	for t, c := range s.in.Count {
		upper[t] = 1 / float64(c)
		lower[t] = -upper[t]
	}
	lower[n], upper[n] = -float64(n), float64(n)
	return &membership{Solver: s, lp: simplex.New(make([]float64, n+1), lower, upper, nil), last: n}
}

// separate finds that x is a mixture of panels, or a cut that x violates, or neither
// when the budget is spent or the linear program cannot be solved accurately.
func (m *membership) separate(x []float64, budget int) (cut *quotas.Row, meets bool) {
	cost := append(append([]float64(nil), x...), -1)
	m.lp.SetCosts(cost)
	for {
		m.addKnown()
		if m.lp.Solve() != simplex.Optimal {
			return nil, false
		}
		if m.lp.Objective() <= meetTolerance {
			return nil, true
		}
		if m.nodes > budget {
			return nil, false
		}
		choice := m.weights()
		fine := choice[len(choice)-1]
		a := m.ask(fine, int64(math.Ceil(weigh(fine, x))))
		if a.Status == oracle.Enough {
			if !m.learn(a.Panel) {
				return nil, false
			}
			continue
		}
		cut, tree := m.cut(fine, a.Bound), a.Tree
		for _, coarse := range choice[:len(choice)-1] {
			a := m.ask(coarse, oracle.NoLimit)
			if weigh(coarse, x)-float64(a.Bound) > float64(m.lp.Objective()/2*largest(coarse)) {
				cut, tree = m.cut(coarse, a.Bound), a.Tree
				break
			}
		}
		m.trees = append(m.trees, tree)
		return cut, false
	}
}

// ask is a query whose proof is kept.
func (m *membership) ask(weights []int64, enough int64) oracle.Answer {
	a := m.oracle.Best(oracle.Query{Weights: weights, Enough: enough, Record: true})
	m.nodes += a.Nodes
	return a
}

func weigh(weights []int64, x []float64) float64 {
	sum := 0.0
	for t, w := range weights {
		sum += float64(float64(w) * x[t])
	}
	return sum
}

// cut is the row weights·x <= bound; its lower end never binds.
func (m *membership) cut(weights []int64, bound int64) *quotas.Row {
	r := &quotas.Row{Kind: quotas.CutRow, Max: int(bound)}
	for t, w := range weights {
		if w == 0 {
			continue
		}
		r.Types, r.Weights = append(r.Types, t), append(r.Weights, int(w))
	}
	r.Min = -lowestSum
	return r
}

// addKnown turns panels that are new into rows: X·y - v <= 0.
func (m *membership) addKnown() {
	var rows []simplex.Row
	for _, p := range m.panels[m.known:] {
		r := simplex.Row{Min: -2 * float64(len(p)+1)}
		for t, n := range p {
			if n > 0 {
				r.Index, r.Value = append(r.Index, t), append(r.Value, float64(n))
			}
		}
		r.Index, r.Value = append(r.Index, m.last), append(r.Value, -1)
		rows = append(rows, r)
	}
	m.known = len(m.panels)
	if rows != nil {
		m.lp.AddRows(rows)
	}
}

// learn adds a panel unless it is known already.
func (s *Solver) learn(panel []int) bool {
	for _, p := range s.panels {
		if slices.Equal(p, panel) {
			return false
		}
	}
	s.panels = append(s.panels, panel)
	return true
}

// weights are the separating weights as integers, a choice of them: exact small ones if
// a small factor makes them whole, else rounded ones, coarse before fine. A coarse cut
// is as valid as a fine one and keeps the numbers of the proof small.
func (m *membership) weights() [][]int64 {
	y := make([]float64, m.last)
	top := 0.0
	for t := range y {
		y[t] = m.lp.Value(t)
		top = max(top, math.Abs(y[t]))
	}
	for t := range y {
		y[t] /= top
	}
	for f := 1.0; f <= largestFactor; f++ {
		if w := whole(y, f); w != nil {
			return [][]int64{w}
		}
	}
	var all [][]int64
	for _, scale := range [...]int{1 << 6, 1 << 10, 1 << 15, min(oracle.MaxWeight, lowestSum/m.in.Seats)} {
		w := make([]int64, len(y))
		for t, v := range y {
			w[t] = int64(math.Floor(float64(v*float64(scale)) + 0.5))
		}
		all = append(all, w)
	}
	return all
}

func largest(w []int64) float64 {
	top := int64(1)
	for _, v := range w {
		top = max(top, v, -v)
	}
	return float64(top)
}

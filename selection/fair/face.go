package fair

import (
	"math"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/simplex"
)

const (
	// spendTolerance: how far, in seats times weights of at most 1, the chances may be from
	// spending all that the panels of their face weigh.
	spendTolerance = 1e-9
	// idleWeight: panels whose weights fall short by less than this, in sum, are all in use.
	idleWeight = 1e-4
)

// Face is Instance with what else holds for every panel that a lottery with these chances
// can draw, as far as Close knows; a book that looks elsewhere falls short of them. It is
// a hint for the search for pages, and no proof leans on it.
func (c *Chances) Face() *quotas.Instance {
	face := *c.Instance
	face.Rows = append(face.Rows[:len(face.Rows):len(face.Rows)], c.face...)
	return &face
}

// idle finds equations that hold for the panels which mixtures with these seats can use,
// among the known ones, and for no others of them: one after the other it looks for
// weights y with
//
//	maximise    sum over the panels X of v - y·X
//	subject to  y·X <= v for every panel X,  y·seats = v,  |y[t]| <= 1/people of t
//
// and leaves out the panels that weigh less than v.
func (m *closer) idle(seats []float64) []quotas.Row {
	var found []quotas.Row
	panels := m.lp.panels
	for {
		p := m.spending(seats, panels)
		if p.Solve() != simplex.Optimal || p.Objective() < idleWeight {
			return found
		}
		w, exact := p.weights(largestWeight(m.in))
		v, sum := p.heaviest(w), 0.0
		for t, x := range w {
			sum += float64(float64(x) * seats[t])
		}
		var used [][]int
		for _, panel := range panels {
			if weight(w, panel) == v {
				used = append(used, panel)
			}
		}
		if !exact || math.Abs(sum-float64(v)) > wholeTolerance*largest(w) || len(used) == len(panels) || len(used) == 0 {
			return found
		}
		row := cutRow(w, v)
		row.Min = row.Max
		found, panels = append(found, *row), used
	}
}

// spending is the linear program of idle.
func (m *closer) spending(seats []float64, panels [][]int) *program {
	n := len(seats)
	cost, lower, upper := make([]float64, 2*n+1), make([]float64, 2*n+1), make([]float64, 2*n+1)
	all := simplex.Row{Min: -spendTolerance, Max: 4 * float64(n)}
	for t, c := range m.in.Count {
		upper[t], upper[n+t] = 1/float64(c), 1/float64(c)
		for _, panel := range panels {
			cost[t] -= float64(panel[t])
		}
		cost[n+t] = -cost[t]
		all.Index, all.Value = append(all.Index, t, n+t), append(all.Value, seats[t], -seats[t])
	}
	lower[2*n], upper[2*n], cost[2*n] = -float64(n), float64(n), float64(len(panels))
	all.Index, all.Value = append(all.Index, 2*n), append(all.Value, -1)
	p := newProgram(n, cost, lower, upper, all)
	p.Fine()
	p.add(panels...)
	return p
}

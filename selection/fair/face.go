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
	// unusedWeight: where all panels together miss the equation by less than this, none is unused.
	unusedWeight = 1e-4
)

// Face is Instance with further equations: they hold for every panel that a lottery with these
// chances can draw. A book with other panels falls short of the chances. Close finds some of
// these equations, not all. They are a hint for the search for pages; no proof rests on them.
func (c *Chances) Face() *quotas.Instance {
	face := *c.Instance
	face.Rows = append(face.Rows[:len(face.Rows):len(face.Rows)], c.face...)
	return &face
}

// usedFace finds equations that tell used panels from unused ones. A known panel is used if some
// mixture of known panels gives these seats with it. Each round looks for weights y with
//
//	maximise    sum over the panels X of v - y·X
//	subject to  y·X <= v for every panel X,  y·seats = v,  |y[t]| <= 1/people of t
//
// and drops the panels that weigh less than v: they are unused. The rest meet the equation y·X = v.
func (m *closer) usedFace(seats []float64) []quotas.Row {
	var found []quotas.Row
	panels := m.lp.panels
	for {
		p := m.spending(seats, panels)
		if p.Solve() != simplex.Optimal || p.Objective() < unusedWeight {
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

// spending is the linear program of usedFace.
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

package fair

import (
	"context"
	"math"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// A master is the linear program over mixtures of the panels known so far. A row is a type, a
// column a panel, X in seats per type:
//
//	maximise    z
//	subject to  sum of w[j]*X[j][t] - rate[t]*z >= floor[t]  for every type t,
//	            sum of w[j] = 1,  w >= 0,  0 <= z <= 1
//
// With rate = people and floor = 0 for those not fixed, rate = 0 and floor = seats for those
// fixed, z is a level of leximin; with rate = seats of a vector and no floors it is 1 where the
// panels attain the vector. The basis has one place for each type, however many panels there are.
// The multipliers y of the types price panels: one that weighs more than the known ones may
// raise z, and where there is none z is the largest there is.
type master struct {
	*simplex.Solver
	in     *quotas.Instance
	panels [][]int
	seen   map[string]bool // panels that are columns; only looked up, never ranged over
	rate   []float64
}

// panelCost keeps the perturbed costs of panels below 0: without, all of them would start at weight
// 1. Weights are 1 in sum, so it moves nothing.
const panelCost = -1.0 / (1 << 30)

// aboveAll, in seats: rows have no upper end that matters.
const aboveAll = 1

func newMaster(in *quotas.Instance) *master {
	n := len(in.Count)
	rows := make([]simplex.Row, n+1)
	for t, c := range in.Count {
		rows[t] = simplex.Row{Index: []int{0}, Value: []float64{-float64(c)}, Max: float64(c + aboveAll)}
	}
	rows[n] = simplex.Row{Min: 1, Max: 1}
	m := &master{in: in, seen: map[string]bool{}, rate: make([]float64, n),
		Solver: simplex.New([]float64{1}, []float64{0}, []float64{1}, rows)}
	m.Fine()
	return m
}

// aim sets what every type gets: floor seats, and rate for each unit of z.
func (m *master) aim(rate, floor []float64) {
	var rows []int
	var values []float64
	for t, r := range rate {
		m.SetWindow(t, floor[t], float64(m.in.Count[t]+aboveAll))
		if r > 0 {
			rows, values = append(rows, t), append(values, -r)
		}
	}
	copy(m.rate, rate)
	m.SetEntries(0, rows, values)
}

// add takes panels in, unless they are known; it reports whether any is new.
func (m *master) add(panels ...[]int) bool {
	var columns []simplex.Column
	for _, panel := range panels {
		key := panelKey(panel)
		if m.seen[key] {
			continue
		}
		m.seen[key], m.panels = true, append(m.panels, panel)
		c := simplex.Column{Cost: panelCost, Upper: 1}
		for t, x := range panel {
			if x > 0 {
				c.Index, c.Value = append(c.Index, t), append(c.Value, float64(x))
			}
		}
		c.Index, c.Value = append(c.Index, len(panel)), append(c.Value, 1)
		columns = append(columns, c)
	}
	if columns != nil {
		m.AddColumns(columns)
	}
	return columns != nil
}

// keep takes the panels that a face does not allow out for good.
func (m *master) keep(face *quotas.Instance) {
	for j, panel := range m.panels {
		if m.Upper(j+1) > 0 && !face.Allows(panel) {
			m.SetBounds(j+1, 0, 0)
		}
	}
}

// z is the optimum.
func (m *master) z() float64 { return m.Value(0) }

// shares are the weights of the panels.
func (m *master) shares() []float64 {
	w := make([]float64, len(m.panels))
	for j := range w {
		w[j] = max(0, m.Value(j+1))
	}
	return w
}

// weights are the multipliers of the types in whole numbers, the largest at most most: the
// smallest multiple that makes them whole, else, and exact is false, rounded ones.
func (m *master) weights(most int) (w []int64, exact bool) {
	y := m.TrueDuals(make([]float64, m.Rows()))[:len(m.in.Count)]
	for t := range y {
		y[t] = max(0, -y[t])
	}
	return wholeWeights(y, most)
}

// heaviest is what the heaviest known panel weighs, of those not taken out.
func (m *master) heaviest(w []int64) int64 {
	most := int64(math.MinInt64)
	for j, panel := range m.panels {
		if m.Upper(j+1) > 0 {
			most = max(most, weight(w, panel))
		}
	}
	return most
}

// A Mixture is a lottery over panels, as seats per type. Weights are not below 0.
type Mixture struct {
	Panels  [][]int
	Weights []float64
}

// mixture has the panels of the last solution that weigh anything.
func (m *master) mixture() *Mixture {
	mix := &Mixture{}
	for j, w := range m.shares() {
		if w > 0 {
			mix.Panels, mix.Weights = append(mix.Panels, m.panels[j]), append(mix.Weights, w)
		}
	}
	return mix
}

// Attain looks for a mixture of panels with the given seats of each type, no less than that of
// anyone; it starts with the panels known. The work is counted as by [Solver.Close]. It returns nil
// where there is no such mixture, or where the budget is spent before one is found. The error is the
// context's.
func (s *Solver) Attain(ctx context.Context, seats []float64, budget int) (*Mixture, error) {
	m := newMaster(s.in)
	m.add(s.panels...)
	floor := make([]float64, len(seats))
	for t, x := range seats {
		if x == 0 {
			floor[t] = -aboveAll
		}
	}
	m.aim(seats, floor)
	s.allow(budget)
	for {
		if s.run(ctx, m.Solver) != simplex.Optimal {
			return nil, ctx.Err()
		}
		if m.z() >= 1-meetTolerance {
			return m.mixture(), nil
		}
		if s.spent() {
			return nil, nil
		}
		w, _ := m.weights(largestWeight(s.in))
		v := m.heaviest(w)
		a, err := s.ask(ctx, oracle.Query{Weights: w, Enough: oracle.NoLimit, Beat: &v, Nodes: priceNodes})
		if err != nil || a.Panel == nil {
			return nil, err
		}
		s.panels = append(s.panels, a.Panel)
		m.add(a.Panel)
	}
}

package fair

import (
	"math"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// A program is a linear program over weights of types, in which every known panel is a
// row:
//
//	y·X <= v,
//
// X in seats per type. Its columns are the weights, v last; where a weight may be of
// either sign it is a - b, the columns a[t] before those of b[t]. Whoever makes it says
// what is maximised, in what boxes, and which rows there are beside. The multipliers of
// the panels are the weights of a mixture: column generation, seen from the dual.
type program struct {
	*simplex.Solver
	types  int
	signed bool
	panels [][]int
	seen   map[string]bool // panels that are rows; only looked up, never ranged over
	first  int             // rows before those of the panels
	least  float64         // below what y·X - v can be
}

func newProgram(types int, cost, lower, upper []float64, rows ...simplex.Row) *program {
	p := &program{Solver: simplex.New(cost, lower, upper, rows), types: types, signed: len(cost) > types+1,
		seen: map[string]bool{}, first: len(rows)}
	for _, u := range upper {
		p.least -= 2 * u
	}
	return p
}

// add takes panels in, unless they are known; it reports whether any is new.
func (p *program) add(panels ...[]int) bool {
	var rows []simplex.Row
	v := p.types
	if p.signed {
		v += p.types
	}
	for _, panel := range panels {
		key := panelKey(panel)
		if p.seen[key] {
			continue
		}
		p.seen[key], p.panels = true, append(p.panels, panel)
		r := simplex.Row{Min: p.least}
		for t, x := range panel {
			if x == 0 {
				continue
			}
			r.Index, r.Value = append(r.Index, t), append(r.Value, float64(x))
			if p.signed {
				r.Index, r.Value = append(r.Index, p.types+t), append(r.Value, -float64(x))
			}
		}
		r.Index, r.Value = append(r.Index, v), append(r.Value, -1)
		rows = append(rows, r)
	}
	if rows != nil {
		p.AddRows(rows)
	}
	return rows != nil
}

// panelKey is a panel as a key of maps.
func panelKey(p []int) string {
	key := make([]byte, 0, 4*len(p))
	for _, x := range p {
		key = append(key, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
	}
	return string(key)
}

// shares are the multipliers of the panels. They are those of the mixture up to the
// perturbation of the simplex.
func (p *program) shares() []float64 {
	return p.Duals(make([]float64, p.Rows()))[p.first:]
}

const (
	// nearTolerance and nearGrowth: a multiple by f of weights is taken for whole numbers
	// when it is as near to them as nearTolerance + f*nearGrowth. Weights are accurate to
	// about 1e-10 of the largest.
	nearTolerance = 1e-6
	nearGrowth    = 1e-8
)

// weights are the weights in whole numbers, the largest at most most: the smallest
// multiple that makes them whole, else, and exact is false, rounded ones.
func (p *program) weights(most int) (w []int64, exact bool) {
	y := make([]float64, p.types)
	for t := range y {
		y[t] = p.Value(t)
		if p.signed {
			y[t] -= p.Value(p.types + t)
		}
	}
	return wholeWeights(y, most)
}

// wholeWeights makes y, which it overwrites, weights in whole numbers as [program.weights] says.
func wholeWeights(y []float64, most int) (w []int64, exact bool) {
	top := 0.0
	for _, v := range y {
		top = max(top, math.Abs(v))
	}
	if top == 0 {
		return make([]int64, len(y)), false
	}
	for t := range y {
		y[t] /= top
	}
	for f := 1; f <= most && !exact; f++ {
		w, exact = multiple(y, float64(f), nearTolerance+float64(float64(f)*nearGrowth))
	}
	if !exact {
		w, _ = multiple(y, float64(most), 1)
	}
	return w, exact
}

// multiple is f*y in whole numbers; false if it is further from them than tolerance.
func multiple(y []float64, f, tolerance float64) ([]int64, bool) {
	for _, v := range y {
		p := float64(v * f)
		if math.Abs(p-math.Floor(p+0.5)) > tolerance {
			return nil, false
		}
	}
	w := make([]int64, len(y))
	for t, v := range y {
		w[t] = int64(math.Floor(float64(v*f) + 0.5))
	}
	return w, true
}

// largestWeight keeps what a panel weighs below lowestSum, which fits an int everywhere.
func largestWeight(in *quotas.Instance) int {
	return min(oracle.MaxWeight, lowestSum/in.Seats)
}

// lowestSum is more than any panel weighs by the weights of a cut, either way.
const lowestSum = 1 << 30

// cutRow is the row w·x <= bound; its lower end never binds.
func cutRow(w []int64, bound int64) *quotas.Row {
	r := &quotas.Row{Kind: quotas.CutRow, Min: -lowestSum, Max: int(bound)}
	for t, v := range w {
		if v != 0 {
			r.Types, r.Weights = append(r.Types, t), append(r.Weights, int(v))
		}
	}
	return r
}

func weight(w []int64, panel []int) int64 {
	sum := int64(0)
	for t, x := range panel {
		sum += w[t] * int64(x)
	}
	return sum
}

package fair

import (
	"math"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// hairTolerance: where the oracle, whose weights are whole, cannot tell a vector from
// a mixture of panels that is this near, in chances summed over types, the mixture is
// taken; Outcome.Off says how near it is.
const hairTolerance = 1e-6

// A mixer is the question whether some mixture of panels lies between lo and hi, seats
// per type. It is the linear program
//
//	maximise    lo·a - hi·b - v
//	subject to  (a - b)·X <= v for every known panel X,  0 <= a[t], b[t] <= 1/people of t
//
// whose optimum is 0 if there is one: then the multipliers of the panels are its
// weights. Panels are added as the oracle finds them (column generation, seen from
// the dual). A positive optimum gives weights a - b that no panel meets: a cut.
type mixer struct {
	*Solver
	lp    *simplex.Solver
	known int            // panels that are rows of lp
	seen  map[string]int // index of a panel; only looked up, never ranged over
}

// A mixture is a lottery: panels, their weights, expected seats per type.
type mixture struct {
	panels  [][]int
	weights []float64
	seats   []float64
}

func newMixer(s *Solver) *mixer {
	n := len(s.in.Count)
	lower, upper := make([]float64, 2*n+1), make([]float64, 2*n+1)
	for t, c := range s.in.Count {
		upper[t], upper[n+t] = 1/float64(c), 1/float64(c)
	}
	lower[2*n], upper[2*n] = -float64(n), float64(n)
	return &mixer{Solver: s, seen: map[string]int{},
		lp: simplex.New(make([]float64, 2*n+1), lower, upper, nil)}
}

// inside finds a mixture between lo and hi, or a cut that every point between them
// violates. Both are nil when the budget is spent.
func (m *mixer) inside(lo, hi []float64, budget int) (*mixture, *quotas.Row, error) {
	n := len(lo)
	cost := make([]float64, 0, 2*n+1)
	cost = append(cost, lo...)
	for _, h := range hi {
		cost = append(cost, -h)
	}
	m.lp.SetCosts(append(cost, -1))
	for {
		m.addKnown()
		if m.lp.Solve() != simplex.Optimal {
			return nil, nil, errNumerical
		}
		miss := m.lp.Objective()
		if miss <= meetTolerance {
			return m.mixture(lo, hi), nil, nil
		}
		if m.nodes > budget {
			return nil, nil, nil
		}
		w := m.weights()
		a := m.oracle.Best(oracle.Query{Weights: w, Enough: oracle.NoLimit})
		m.nodes += a.Nodes
		if least(w, lo, hi)-float64(a.Bound) > float64(meetTolerance*largest(w)) {
			return nil, cutRow(w, a.Bound), nil
		}
		if !m.add(a.Panel) {
			if miss <= hairTolerance {
				return m.mixture(lo, hi), nil, nil
			}
			return nil, nil, errNumerical
		}
	}
}

// seedRounds: panels that are laid around a vector before a mixture is looked for, per
// type.
const seedRounds = 2

// seed lays panels around a vector x, seats per type, as the book does: each is the
// best for what people are owed so far, and their mean comes nearer to x the more there
// are. A mixture is then mostly one of these.
func (m *mixer) seed(x []float64, budget int) {
	n := len(x)
	owed, w := make([]float64, n), make([]int64, n)
	for range seedRounds * n {
		top := 0.0
		for t, c := range m.in.Count {
			owed[t] += x[t]
			top = max(top, math.Abs(owed[t])/float64(c))
		}
		for t, c := range m.in.Count {
			w[t] = int64(math.Floor(float64(owed[t]/float64(c)/top*seedWeight) + 0.5))
		}
		a := m.oracle.Best(oracle.Query{Weights: w, Enough: oracle.NoLimit, Nodes: seedNodes})
		if m.nodes += a.Nodes; a.Panel == nil || m.nodes > budget {
			return
		}
		m.panels = append(m.panels, a.Panel)
		for t, s := range a.Panel {
			owed[t] -= float64(s)
		}
	}
}

const (
	// seedWeight is the weight of whoever is owed most.
	seedWeight = 1 << 12
	// seedNodes is how long a better panel is looked for, once there is one.
	seedNodes = 30
)

// least is the smallest w·x for x between lo and hi.
func least(w []int64, lo, hi []float64) float64 {
	sum := 0.0
	for t, v := range w {
		if v > 0 {
			sum += float64(float64(v) * lo[t])
		} else {
			sum += float64(float64(v) * hi[t])
		}
	}
	return sum
}

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

// add takes a panel in, unless it is known already.
func (m *mixer) add(panel []int) bool {
	before := len(m.seen)
	m.panels = append(m.panels, panel)
	m.addKnown()
	return len(m.seen) > before
}

// addKnown turns panels that are new into rows: X·(a - b) - v <= 0. A panel that the
// solver was taught twice is one row.
func (m *mixer) addKnown() {
	n := len(m.in.Count)
	var rows []simplex.Row
	for ; m.known < len(m.panels); m.known++ {
		p := m.panels[m.known]
		key := panelKey(p)
		if _, met := m.seen[key]; met {
			continue
		}
		m.seen[key] = m.known
		r := simplex.Row{Min: -2 * float64(n+1)}
		for t, x := range p {
			if x > 0 {
				r.Index = append(r.Index, t, n+t)
				r.Value = append(r.Value, float64(x), -float64(x))
			}
		}
		r.Index, r.Value = append(r.Index, 2*n), append(r.Value, -1)
		rows = append(rows, r)
	}
	if rows != nil {
		m.lp.AddRows(rows)
	}
}

func panelKey(p []int) string {
	key := make([]byte, 0, 4*len(p))
	for _, x := range p {
		key = append(key, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
	}
	return string(key)
}

// weights are a - b as integers: small ones if a small factor makes them whole, else
// scaled to the largest the oracle and the cuts take.
func (m *mixer) weights() []int64 {
	n := len(m.in.Count)
	y := make([]float64, n)
	top := 0.0
	for t := range y {
		y[t] = m.lp.Value(t) - m.lp.Value(n+t)
		top = max(top, math.Abs(y[t]))
	}
	for t := range y {
		y[t] /= top
	}
	for f := 1.0; f <= largestFactor; f++ {
		if w := whole(y, f); w != nil {
			return w
		}
	}
	w := make([]int64, n)
	scale := float64(min(oracle.MaxWeight, lowestSum/m.in.Seats))
	for t, v := range y {
		w[t] = int64(math.Floor(float64(v*scale) + 0.5))
	}
	return w
}

// meetSlack is by how much, in chances, the box is widened for the last program where
// it has no point without: meetTolerance allows that.
const meetSlack = 2 * meetTolerance

// mixture finds the weights. The multipliers of the panels are those weights up to the
// perturbation of the simplex, about 1e-7; a last program over the weights themselves
// gets them right to its rounding.
func (m *mixer) mixture(lo, hi []float64) *mixture {
	panels := make([][]int, 0, m.lp.Rows())
	for i, p := range m.panels[:m.known] {
		if m.seen[panelKey(p)] == i {
			panels = append(panels, p)
		}
	}
	weights := m.lp.Duals(make([]float64, len(panels)))
	for _, slack := range [...]float64{0, meetSlack} {
		if s := m.polish(panels, lo, hi, slack); s.Solve() == simplex.Optimal {
			for j := range weights {
				weights[j] = s.Value(j)
			}
			break
		}
	}
	mix, total := &mixture{seats: make([]float64, len(lo))}, 0.0
	for j, w := range weights {
		if w > 0 {
			mix.panels, mix.weights = append(mix.panels, panels[j]), append(mix.weights, w)
			total += w
		}
	}
	for i := range mix.weights {
		mix.weights[i] /= total
		for t, x := range mix.panels[i] {
			mix.seats[t] += float64(mix.weights[i] * float64(x))
		}
	}
	return mix
}

// polish is the program: weights of panels, 1 in sum, seats between lo and hi.
func (m *mixer) polish(panels [][]int, lo, hi []float64, slack float64) *simplex.Solver {
	upper := make([]float64, len(panels))
	rows := make([]simplex.Row, len(lo)+1)
	for j, p := range panels {
		upper[j] = 1
		for t, x := range p {
			if x > 0 {
				rows[t].Index, rows[t].Value = append(rows[t].Index, j), append(rows[t].Value, float64(x))
			}
		}
		rows[len(lo)].Index = append(rows[len(lo)].Index, j)
	}
	for t, c := range m.in.Count {
		wide := float64(slack * float64(c))
		rows[t].Min, rows[t].Max = lo[t]-wide, hi[t]+wide
	}
	rows[len(lo)].Min, rows[len(lo)].Max = 1, 1
	return simplex.New(make([]float64, len(panels)), make([]float64, len(panels)), upper, rows)
}

// attained makes the mixture the evidence of the outcome.
func (out *Outcome) attained(mix *mixture) {
	out.Grade, out.Panels, out.Weights = Attained, mix.panels, mix.weights
	for t, n := range out.Instance.Count {
		off := math.Abs(mix.seats[t]/float64(n) - out.Chance[t])
		out.Off = max(out.Off, off)
	}
}

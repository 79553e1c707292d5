package fair

import (
	"context"
	"math"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// mixtureTolerance, in chances summed over types: a mixture of panels this near to a vector is taken
// for it where the oracle, whose weights are whole numbers, finds no panel between them. Outcome.Off
// says how near it is.
const mixtureTolerance = 1e-6

// A mixer asks whether some mixture of panels lies between lo and hi, in seats per type. This is
// a separation problem, solved by column generation over the linear program
//
//	maximise    lo·a - hi·b - v
//	subject to  (a - b)·X <= v for every known panel X,  0 <= a[t], b[t] <= 1/people of t
//
// Its optimum is 0 if there is such a mixture: the multipliers of the panels are then its weights.
// The oracle adds panels until it finds none better. A positive optimum then gives weights a - b
// that no panel reaches: a cut.
type mixer struct {
	*Solver
	lp *program
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
	return &mixer{Solver: s, lp: newProgram(n, make([]float64, 2*n+1), lower, upper)}
}

// inside finds a mixture between lo and hi, or a cut that every point between them
// violates. Both are nil when the budget is spent.
func (m *mixer) inside(ctx context.Context, lo, hi []float64) (*mixture, *quotas.Row, error) {
	n := len(lo)
	cost := make([]float64, 0, 2*n+1)
	cost = append(cost, lo...)
	for _, h := range hi {
		cost = append(cost, -h)
	}
	m.lp.SetCosts(append(cost, -1))
	for {
		m.lp.add(m.panels...)
		switch m.run(ctx, m.lp.Solver) {
		case simplex.Optimal:
		case simplex.Stopped:
			return nil, nil, ctx.Err()
		default:
			return nil, nil, errNumerical
		}
		miss := m.lp.Objective()
		if miss <= meetTolerance {
			return m.mixture(lo, hi), nil, nil
		}
		w, _ := m.lp.weights(largestWeight(m.in))
		a, err := m.ask(ctx, oracle.Query{Weights: w, Enough: oracle.NoLimit})
		if err != nil || a.Panel == nil || a.Status == oracle.Stopped && m.spent() {
			return nil, nil, err
		}
		if least(w, lo, hi)-float64(a.Bound) > float64(meetTolerance*largest(w)) {
			return nil, cutRow(w, a.Bound), nil
		}
		m.panels = append(m.panels, a.Panel)
		if !m.lp.add(a.Panel) {
			if miss <= mixtureTolerance {
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
func (s *Solver) seed(ctx context.Context, x []float64) error {
	n := len(x)
	owed, w := make([]float64, n), make([]int64, n)
	for range seedRounds * n {
		top := 0.0
		for t, c := range s.in.Count {
			owed[t] += x[t]
			top = max(top, math.Abs(owed[t])/float64(c))
		}
		for t, c := range s.in.Count {
			w[t] = int64(math.Floor(float64(owed[t]/float64(c)/top*seedWeight) + 0.5))
		}
		a, err := s.ask(ctx, oracle.Query{Weights: w, Enough: oracle.NoLimit, Nodes: seedNodes})
		if err != nil || a.Panel == nil || s.spent() {
			return err
		}
		s.panels = append(s.panels, a.Panel)
		for t, n := range a.Panel {
			owed[t] -= float64(n)
		}
	}
	return nil
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

// meetSlack is by how much, in chances, the box is widened for the last program where
// it has no point without: meetTolerance allows that.
const meetSlack = 2 * meetTolerance

// mixture finds the weights. The multipliers of the panels are those weights up to the
// perturbation of the simplex, about 1e-7; a last program over the weights themselves
// gets them right to its rounding.
func (m *mixer) mixture(lo, hi []float64) *mixture {
	panels, weights := m.lp.panels, m.lp.shares()
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

func largest(w []int64) float64 {
	top := int64(1)
	for _, v := range w {
		top = max(top, v, -v)
	}
	return float64(top)
}

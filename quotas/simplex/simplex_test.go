package simplex

import (
	"errors"
	"math"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// problem is a random boxed program with 0/1 rows, the shape evenlot solves.
type problem struct {
	cost, lower, upper []float64
	rows               []Row
}

func randomProblem(rng *rand.Rand) problem {
	n, m := 1+rng.Intn(14), 1+rng.Intn(7)
	p := problem{make([]float64, n), make([]float64, n), make([]float64, n), nil}
	inside := make([]float64, n) // most rows are built around this point
	for j := range p.cost {
		p.cost[j] = float64(rng.Intn(21) - 10)
		p.lower[j] = float64(rng.Intn(3))
		p.upper[j] = p.lower[j] + float64(rng.Intn(5))
		inside[j] = p.lower[j] + rng.Float64()*(p.upper[j]-p.lower[j])
	}
	for i := 0; i < m; i++ {
		var r Row
		sum := 0.0
		for j := 0; j < n; j++ {
			if rng.Intn(2) == 0 {
				v := 1.0
				if rng.Intn(4) == 0 {
					v = float64(rng.Intn(7) - 3)
				}
				r.Index, r.Value = append(r.Index, j), append(r.Value, v)
				sum += v * inside[j]
			}
		}
		r.Min, r.Max = math.Floor(sum), math.Ceil(sum)
		if rng.Intn(12) == 0 {
			r.Min, r.Max = r.Min+6, r.Max+6
		}
		p.rows = append(p.rows, r)
	}
	return p
}

// gonum solves the same program in standard form: x = lower + u, u + s = width,
// Au - t = rowMin - A lower, t + w = rowMax - rowMin, all >= 0, minimise -c.
func (p problem) gonum() (float64, error) {
	n, m := len(p.cost), len(p.rows)
	cols := 2*n + 2*m
	a := mat.NewDense(n+2*m, cols, nil)
	b := make([]float64, n+2*m)
	c := make([]float64, cols)
	base := 0.0
	for j := range p.cost {
		c[j] = -p.cost[j]
		base += p.cost[j] * p.lower[j]
		a.Set(j, j, 1)
		a.Set(j, n+j, 1)
		b[j] = p.upper[j] - p.lower[j]
	}
	for i, r := range p.rows {
		rhs := r.Min
		for k, j := range r.Index {
			a.Set(n+i, j, r.Value[k])
			rhs -= r.Value[k] * p.lower[j]
		}
		a.Set(n+i, 2*n+i, -1)
		b[n+i] = rhs
		a.Set(n+m+i, 2*n+i, 1)
		a.Set(n+m+i, 2*n+m+i, 1)
		b[n+m+i] = r.Max - r.Min
	}
	value, _, err := lp.Simplex(c, a, b, 1e-10, nil)
	return base - value, err
}

func (p problem) check(t *testing.T, s *Solver, status Status) {
	t.Helper()
	y := s.Duals(make([]float64, s.Rows()))
	switch status {
	case Optimal:
		for j := range p.cost {
			assert.GreaterOrEqual(t, s.Value(j), p.lower[j]-1e-7)
			assert.LessOrEqual(t, s.Value(j), p.upper[j]+1e-7)
		}
		for _, r := range p.rows {
			sum := 0.0
			for k, j := range r.Index {
				sum += r.Value[k] * s.Value(j)
			}
			assert.GreaterOrEqual(t, sum, r.Min-1e-7)
			assert.LessOrEqual(t, sum, r.Max+1e-7)
		}
		assert.InDelta(t, s.Objective(), s.Bound(y), 1e-5, "gap")
	case Infeasible:
		largest, smallest := 0.0, 0.0
		d := make([]float64, len(p.cost))
		for i, r := range p.rows {
			for k, j := range r.Index {
				d[j] += s.Ray()[i] * r.Value[k]
			}
			smallest += min(s.Ray()[i]*r.Min, s.Ray()[i]*r.Max)
		}
		for j := range d {
			largest += max(d[j]*p.lower[j], d[j]*p.upper[j])
		}
		assert.Less(t, largest, smallest, "Farkas row")
		checkExactRay(t, s)
	default:
		require.Fail(t, "no answer", "status %v", status)
	}
}

// checkExactRay: the exact Farkas row is the one in floating point, up to a factor.
func checkExactRay(t *testing.T, s *Solver) {
	t.Helper()
	exact := s.ExactRay()
	top := 0
	for i, y := range s.Ray() {
		if math.Abs(y) > math.Abs(s.Ray()[top]) {
			top = i
		}
	}
	f, _ := exact[top].Float64()
	require.Positive(t, f/s.Ray()[top])
	for i, y := range s.Ray() {
		v, _ := exact[i].Float64()
		assert.InDelta(t, y/s.Ray()[top], v/f, 1e-9, "row %d", i)
	}
}

// TestAgainstGonum compares status and value with gonum's dense simplex, cold and
// after changes of costs, bounds and rows.
func TestAgainstGonum(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	optimal, infeasible := 0, 0
	for trial := 0; trial < 500; trial++ {
		p := randomProblem(rng)
		s := New(p.cost, p.lower, p.upper, p.rows)
		for change := 0; change < 4; change++ {
			want, err := p.gonum()
			status := s.Solve()
			p.check(t, s, status)
			switch {
			case err == nil:
				require.Equal(t, Optimal, status, "trial %d", trial)
				require.InDelta(t, want, s.Objective(), 1e-5, "trial %d change %d", trial, change)
				optimal++
			case errors.Is(err, lp.ErrInfeasible):
				require.Equal(t, Infeasible, status, "trial %d", trial)
				infeasible++
			}
			switch j := rng.Intn(len(p.cost)); change {
			case 0:
				for j := range p.cost {
					p.cost[j] = float64(rng.Intn(9) - 4)
				}
				s.SetCosts(p.cost)
			case 1:
				p.upper[j] = p.lower[j]
				s.SetBounds(j, p.lower[j], p.upper[j])
			case 2:
				extra := randomProblem(rng).rows[:1]
				extra[0].Index = []int{j}
				extra[0].Value = []float64{2}
				extra[0].Min, extra[0].Max = 0, max(0, 2*p.upper[j]-1)
				p.rows = append(p.rows, extra...)
				s.AddRows(extra)
			}
		}
	}
	assert.Greater(t, optimal, 1000)
	assert.Greater(t, infeasible, 100)
}

func TestCutoff(t *testing.T) {
	row := Row{Index: []int{0, 1}, Min: 1, Max: 1}
	s := New([]float64{3, 2}, []float64{0, 0}, []float64{1, 1}, []Row{row})
	s.SetCutoff(3.5)
	assert.Equal(t, CutOff, s.Solve())
	s.ClearCutoff()
	require.Equal(t, Optimal, s.Solve())
	assert.Equal(t, 3.0, s.Objective())
}

func TestDegenerate(t *testing.T) {
	// Beale's cycling example, boxed: the textbook rule without care loops for ever.
	s := New([]float64{0.75, -150, 0.02, -6}, make([]float64, 4), []float64{1e4, 1e4, 1e4, 1e4}, []Row{
		{Index: []int{0, 1, 2, 3}, Value: []float64{0.25, -60, -0.04, 9}, Min: -1e7, Max: 0},
		{Index: []int{0, 1, 2, 3}, Value: []float64{0.5, -90, -0.02, 3}, Min: -1e7, Max: 0},
		{Index: []int{2}, Min: 0, Max: 1},
	})
	require.Equal(t, Optimal, s.Solve())
	assert.InDelta(t, 0.05, s.Objective(), 1e-9)
}

func TestCallerFaultsPanic(t *testing.T) {
	assert.Panics(t, func() { New([]float64{1}, nil, nil, nil) })
	assert.Panics(t, func() {
		New([]float64{1}, []float64{0}, []float64{1}, []Row{{Index: []int{0}, Value: []float64{1, 2}}})
	})
}

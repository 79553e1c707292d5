package fair

import (
	"math"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// A tableau is a linear program in whole numbers, solved exactly:
//
//	maximise c·x  subject to  Ax <= b, x >= 0.
//
// Every entry is a numerator over the common denominator d, the determinant of the
// basis: pivots divide without remainder (Edmonds 1967, Bareiss 1968). It is for
// programs of a dozen rows only and shares nothing with what it checks. Entering and
// leaving variables follow Bland's rule, so it ends.
type tableau struct {
	a      [][]int64 // rows of A, then of c, then of the first phase; the last column is b
	d      int64
	across []int // variable of each column
	down   []int // variable of each row
}

// newTableau takes c, A and b. Variables 0..len(c)-1 are x, those after them slacks.
func newTableau(c []int64, a [][]int64, b []int64) *tableau {
	t := &tableau{d: 1}
	for i, row := range a {
		t.a = append(t.a, append(append([]int64(nil), row...), b[i]))
		t.down = append(t.down, len(c)+i)
	}
	last := make([]int64, len(c)+1)
	for j, v := range c {
		last[j] = -v
		t.across = append(t.across, j)
	}
	t.a = append(t.a, last)
	return t
}

// solve reports whether there is a solution; value and duals are then those of the
// largest.
func (t *tableau) solve() bool {
	worst := -1
	for i := range t.down {
		if b := t.rhs(i); b < 0 && (worst < 0 || b < t.rhs(worst)) {
			worst = i
		}
	}
	if worst >= 0 && !t.begin(worst) {
		return false
	}
	t.climb(len(t.down))
	return true
}

func (t *tableau) rhs(i int) int64 { return t.a[i][len(t.a[i])-1] }

// begin finds a solution of the constraints: it subtracts an artificial variable from
// every row and makes it as small as possible.
func (t *tableau) begin(worst int) bool {
	artificial := len(t.across) + len(t.down)
	for i := range t.a {
		row := t.a[i]
		v := int64(-1)
		if i == len(t.down) {
			v = 0
		}
		t.a[i] = append(row[:len(row)-1:len(row)-1], v, row[len(row)-1])
	}
	last := len(t.across)
	t.across = append(t.across, artificial)
	first := make([]int64, len(t.across)+1)
	first[last] = 1 // maximise -artificial
	t.a = append(t.a, first)
	t.pivot(worst, last)
	t.climb(len(t.down) + 1)
	if t.rhs(len(t.down)+1) < 0 {
		return false
	}
	for i, v := range t.down {
		if v == artificial { // at 0: any entry will do
			for j := range t.across {
				if t.a[i][j] != 0 {
					t.pivot(i, j)
					break
				}
			}
		}
	}
	t.a = t.a[:len(t.down)+1]
	for j, v := range t.across {
		if v == artificial {
			for i, row := range t.a {
				t.a[i] = append(row[:j:j], row[j+1:]...)
			}
			t.across = append(t.across[:j:j], t.across[j+1:]...)
			break
		}
	}
	return true
}

// climb makes the objective in the given row as large as possible.
func (t *tableau) climb(objective int) {
	for {
		enter := -1
		for j, v := range t.across {
			if t.a[objective][j] < 0 && (enter < 0 || v < t.across[enter]) {
				enter = j
			}
		}
		if enter < 0 {
			return
		}
		leave := -1
		for i, v := range t.down {
			if t.a[i][enter] <= 0 {
				continue
			}
			if leave < 0 {
				leave = i
				continue
			}
			left, right := times(t.rhs(i), t.a[leave][enter]), times(t.rhs(leave), t.a[i][enter])
			if left < right || left == right && v < t.down[leave] {
				leave = i
			}
		}
		if leave < 0 {
			panic("tableau: unbounded")
		}
		t.pivot(leave, enter)
	}
}

// pivot exchanges the variables of row r and column s.
func (t *tableau) pivot(r, s int) {
	p, old := t.a[r][s], t.d
	for i, row := range t.a {
		if i == r {
			continue
		}
		f := row[s]
		for j := range row {
			if j != s {
				row[j] = (times(row[j], p) - times(f, t.a[r][j])) / old
			}
		}
		row[s] = -f
	}
	t.a[r][s] = old
	t.across[s], t.down[r] = t.down[r], t.across[s]
	t.d = p
	if p < 0 {
		t.d = -p
		for _, row := range t.a {
			for j := range row {
				row[j] = -row[j]
			}
		}
	}
}

func times(a, b int64) int64 {
	if math.Abs(float64(a)*float64(b)) >= 1<<62 {
		panic("tableau: the numbers have grown too large")
	}
	return a * b
}

// value is the largest objective, as a numerator and a denominator above 0.
func (t *tableau) value() (num, den int64) { return t.rhs(len(t.down)), t.d }

// at gives x[j], over the same denominator.
func (t *tableau) at(j int) int64 {
	for i, v := range t.down {
		if v == j {
			return t.rhs(i)
		}
	}
	return 0
}

// dual gives the multiplier of row i, over the same denominator.
func (t *tableau) dual(i, columns int) int64 {
	for j, v := range t.across {
		if v == columns+i {
			return t.a[len(t.down)][j]
		}
	}
	return 0
}

// TestTableau compares the exact programs with gonum's simplex.
func TestTableau(t *testing.T) {
	rng := rand.New(rand.NewSource(41))
	solved := 0
	for range 500 {
		n, m := 1+rng.Intn(8), 1+rng.Intn(6)
		c, a, b := make([]int64, n), make([][]int64, m), make([]int64, m)
		dense, rhs, cost := mat.NewDense(m, n+m, nil), make([]float64, m), make([]float64, n+m)
		for j := range c {
			c[j] = int64(rng.Intn(9) - 3)
			cost[j] = -float64(c[j])
		}
		for i := range a {
			a[i] = make([]int64, n)
			for j := range a[i] {
				a[i][j] = int64(rng.Intn(3))
				if i > 0 {
					a[i][j] -= int64(rng.Intn(2))
				} else {
					a[i][j]++ // keeps it bounded
				}
				dense.Set(i, j, float64(a[i][j]))
			}
			dense.Set(i, n+i, 1)
			b[i] = int64(rng.Intn(20) - 3)
			rhs[i] = float64(b[i])
		}
		want, _, err := lp.Simplex(cost, dense, rhs, 1e-10, nil)
		tab := newTableau(c, a, b)
		if err != nil {
			require.ErrorIs(t, err, lp.ErrInfeasible)
			require.False(t, tab.solve())
			continue
		}
		require.True(t, tab.solve())
		solved++
		num, den := tab.value()
		require.InDelta(t, -want, float64(num)/float64(den), 1e-9)
		bound := int64(0) // the duals prove it, in whole numbers
		for i := range b {
			require.GreaterOrEqual(t, tab.dual(i, n), int64(0))
			bound += tab.dual(i, n) * b[i]
		}
		require.Equal(t, num, bound)
		for j := range c {
			price := int64(0)
			for i := range b {
				price += tab.dual(i, n) * a[i][j]
			}
			require.GreaterOrEqual(t, price, c[j]*den)
		}
	}
	require.Greater(t, solved, 300)
}

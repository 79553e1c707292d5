package simplex

// Status tells how a Solve ended.
type Status int

const (
	// Optimal: X is optimal; objective and bound agree within gapTolerance.
	Optimal Status = iota
	// Infeasible: no x exists; Ray holds a Farkas row that shows it.
	Infeasible
	// CutOff: the bound fell below the cutoff, so no x reaches it.
	CutOff
	// Failed: no answer passed its own check, or the pivot limit was met.
	Failed
	// Stopped: the channel of SetDone was closed, or the work of SetLimit was done; there is no answer.
	Stopped
)

// String names the status.
func (s Status) String() string {
	return [...]string{"optimal", "infeasible", "cut off", "failed", "stopped"}[s]
}

// Tolerances. Data are small integers (seats, people), so absolute tolerances on
// x are in seats.
const (
	// primalTolerance: how far outside its bounds a basic variable may stay, in seats.
	primalTolerance = 1e-9
	// residualTolerance: how far Ax may be from the row variables, in seats.
	residualTolerance = 1e-7
	// gapTolerance: relative distance of bound and objective in an Optimal answer.
	gapTolerance = 1e-7
	// pivotTolerance: an entry of the pivot row smaller than this cannot enter.
	pivotTolerance = 1e-7
	// perturbation: relative size of the fixed cost perturbation; far above rounding
	// (1e-16), far below the smallest difference of costs that matters.
	perturbation = 1.0 / (1 << 26)
	// finePerturbation is for callers whose costs differ by less; see [Solver.Fine].
	finePerturbation = 1.0 / (1 << 36)
	// refactorAfter: pivots between rebuilds of the inverse; rounding grows with them.
	refactorAfter = 120
	// lookAfter: pivots between two looks at the channel of SetDone. A pivot over a thousand rows
	// takes some milliseconds.
	lookAfter = 16
)

// A Row is one linear constraint Min <= sum of Value[k]*x[Index[k]] <= Max. A nil
// Value means coefficients of 1.
type Row struct {
	Index    []int
	Value    []float64
	Min, Max float64
}

// A Solver holds a linear program and the basis of its last solution. It is not
// safe for concurrent use.
type Solver struct {
	n, m int // structural columns, rows
	// scale is a power of two for each row, which makes its largest coefficient about 1:
	// tolerances mean the same in every row. Multipliers go in and out unscaled.
	scale []float64

	start []int // column j occupies entries start[j]..start[j+1] of index, value
	index []int32
	value []float64
	unit  bool // every value is 1

	cost  []float64 // n: true costs
	work  []float64 // n+m: perturbed costs, 0 for logicals
	lower []float64 // n+m
	upper []float64 // n+m

	// live are the variables that can be anything but 0: every loop over columns is one
	// over these. Boxes [0, 0] are how callers take a column out.
	live   []int
	isLive []bool // n

	basic   []int  // position -> variable
	where   []int  // variable -> position, -1 when nonbasic
	atUpper []bool // nonbasic at its upper bound
	inv     []float64
	norm    []float64 // squared norms of the rows of inv
	x       []float64 // n+m
	d       []float64 // n+m: reduced costs for the perturbed costs

	cutoff    float64
	hasCutoff bool
	fine      bool // finePerturbation
	costless  bool // every cost is 0: a feasible point is looked for
	freshCost bool // d must be recomputed
	fresh     bool // basis must be factorised
	age       int  // pivots since the last factorisation

	pivots int
	effort int64 // see Work
	limit  int64 // of effort; 0: none
	done   <-chan struct{}
	// After Infeasible: the Farkas row, its position in the basis and its sign.
	ray     []float64
	rayRow  int
	raySign float64

	// scratch
	alpha, column, rhs []float64
	heap               []breakpoint
}

// New makes a solver for the columns 0..len(cost)-1 with the given bounds, and
// the given rows. Bounds must be finite with lower <= upper; slices are copied.
func New(cost, lower, upper []float64, rows []Row) *Solver {
	n := len(cost)
	if len(lower) != n || len(upper) != n {
		panic("simplex: cost and bounds differ in length")
	}
	s := &Solver{n: n, freshCost: true}
	s.cost = append([]float64(nil), cost...)
	s.lower = append([]float64(nil), lower...)
	s.upper = append([]float64(nil), upper...)
	s.where = make([]int, n)
	s.atUpper = make([]bool, n)
	s.isLive = make([]bool, n)
	for j := range s.where {
		s.where[j] = -1
	}
	s.AddRows(rows)
	return s
}

// AddRows appends rows; their logicals enter the basis, so the solver stays warm.
func (s *Solver) AddRows(rows []Row) {
	first := s.m
	for _, r := range rows {
		if r.Value != nil && len(r.Value) != len(r.Index) {
			panic("simplex: row index and value differ in length")
		}
		f := rowScale(r)
		s.scale = append(s.scale, f)
		s.lower = append(s.lower, r.Min*f)
		s.upper = append(s.upper, r.Max*f)
		s.where = append(s.where, s.m)
		s.basic = append(s.basic, s.n+s.m)
		s.atUpper = append(s.atUpper, false)
		s.m++
	}
	s.fresh = true
	s.extend(rows, first)
	s.resize()
}

// resize makes room for all columns and rows; everything computed is computed anew.
func (s *Solver) resize() {
	s.freshCost = true
	total := s.n + s.m
	s.work = make([]float64, total)
	s.x = make([]float64, total)
	s.d = make([]float64, total)
	s.alpha = make([]float64, total)
	if len(s.norm) == s.m {
		return
	}
	s.inv = make([]float64, s.m*s.m)
	s.norm = make([]float64, s.m)
	s.column = make([]float64, s.m)
	s.rhs = make([]float64, s.m)
}

// rowScale is the power of two that brings the largest coefficient into (1/2, 1].
func rowScale(r Row) float64 {
	top := 1.0
	for _, v := range r.Value {
		top = max(top, abs(v))
	}
	f := 1.0
	for top*f > 1 {
		f /= 2
	}
	return f
}

// extend puts the coefficients of rows, numbered from first on, at the ends of the columns.
func (s *Solver) extend(rows []Row, first int) {
	more := make([]int, s.n+1)
	for _, r := range rows {
		for _, j := range r.Index {
			more[j+1]++
		}
	}
	for j := range s.n {
		more[j+1] += more[j]
	}
	size := more[s.n]
	if s.start == nil {
		s.start, s.unit = make([]int, s.n+1), true
	}
	index, value := make([]int32, s.start[s.n]+size), make([]float64, s.start[s.n]+size)
	next := make([]int, s.n)
	for j := range s.n {
		at := s.start[j] + more[j]
		copy(index[at:], s.index[s.start[j]:s.start[j+1]])
		copy(value[at:], s.value[s.start[j]:s.start[j+1]])
		next[j] = s.start[j+1] + more[j]
	}
	for i, r := range rows {
		for k, j := range r.Index {
			v := 1.0
			if r.Value != nil {
				v = r.Value[k] * s.scale[first+i]
			}
			index[next[j]], value[next[j]] = int32(first+i), v
			s.unit = s.unit && v == 1
			next[j]++
		}
	}
	for j := range s.start {
		s.start[j] += more[j]
	}
	s.index, s.value = index, value
}

// SetCosts replaces all costs.
func (s *Solver) SetCosts(cost []float64) {
	copy(s.cost, cost)
	s.freshCost = true
}

// SetBounds changes the box of column j.
func (s *Solver) SetBounds(j int, lower, upper float64) {
	s.lower[j], s.upper[j] = lower, upper
}

// Fine makes the perturbation of the costs a thousand times finer: 2^-36 of the largest cost. Ties
// then break by smaller differences, which are nearer to rounding errors.
func (s *Solver) Fine() { s.fine, s.freshCost = true, true }

// SetCutoff lets Solve stop with CutOff as soon as the bound is below value.
func (s *Solver) SetCutoff(value float64) { s.cutoff, s.hasCutoff = value, true }

// ClearCutoff takes the cutoff away.
func (s *Solver) ClearCutoff() { s.hasCutoff = false }

// Value is column j of the last solution.
func (s *Solver) Value(j int) float64 { return s.x[j] }

// Lower and Upper are the box of column j.
func (s *Solver) Lower(j int) float64 { return s.lower[j] }

// Upper is the upper bound of column j.
func (s *Solver) Upper(j int) float64 { return s.upper[j] }

// Rows is the number of rows.
func (s *Solver) Rows() int { return s.m }

// Pivots counts the pivots of all Solves so far.
func (s *Solver) Pivots() int { return s.pivots }

// Work counts what all Solves so far took: for every start, pivot and check the entries of the
// inverse and of the columns, and the products of every elimination. It is the same on every machine,
// where time is not.
func (s *Solver) Work() int64 { return s.effort }

// SetDone lets Solve end with Stopped soon after done is closed; nil: it never does.
func (s *Solver) SetDone(done <-chan struct{}) { s.done = done }

// SetLimit lets Solve end with Stopped soon after [Solver.Work] has passed limit; 0: it never does.
func (s *Solver) SetLimit(limit int64) { s.limit = limit }

// Objective is c·x of the last solution, with the true costs.
func (s *Solver) Objective() float64 {
	sum := 0.0
	for j := 0; j < s.n; j++ {
		sum += float64(s.cost[j] * s.x[j])
	}
	return sum
}

// Duals writes the row multipliers y of the last solution into y (length Rows)
// and returns it: for every x in the boxes that meets the rows,
// c·x <= Bound(y).
func (s *Solver) Duals(y []float64) []float64 {
	for i := range y {
		y[i] = 0
		if !s.costless {
			y[i] = s.d[s.n+i] * s.scale[i]
		}
	}
	return y
}

// Ray is the Farkas row of an Infeasible answer: a multiplier y of each row. The largest value of
// sum y[i]*(Ax)[i] over the boxes is below the smallest value that the windows of the rows ask for.
// It is valid until the next call of Solve.
func (s *Solver) Ray() []float64 { return s.ray }

// Bound evaluates the upper bound that multipliers y prove with the true costs
// and the present boxes: sum over columns of max d*x over the box, d = c - yA,
// plus sum over rows of max y*r over the window.
func (s *Solver) Bound(y []float64) float64 {
	sum := 0.0
	for j := 0; j < s.n; j++ {
		d := s.cost[j]
		for k := s.start[j]; k < s.start[j+1]; k++ {
			i := s.index[k]
			d -= float64(y[i] / s.scale[i] * s.value[k])
		}
		sum += boxMax(d, s.lower[j], s.upper[j])
	}
	for i := range s.m {
		sum += boxMax(y[i]/s.scale[i], s.lower[s.n+i], s.upper[s.n+i])
	}
	return sum
}

// boxMax is the largest value of d*x for x in [lower, upper].
func boxMax(d, lower, upper float64) float64 {
	if d > 0 {
		return float64(d * upper)
	}
	return float64(d * lower)
}

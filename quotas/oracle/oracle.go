package oracle

import (
	"math"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/simplex"
)

// MaxWeight is the largest absolute weight Best accepts. It leaves room to add up
// exact bounds in 64 bits for pools of millions.
const MaxWeight = 1 << 20

// integerTolerance: a column this close to an integer is taken for it; the rounded
// panel is then checked against the rows in integers, so nothing hangs on it.
const integerTolerance = 1e-6

// A Status says what an [Answer] proves.
type Status int

const (
	// Best: Panel has the largest value there is; Value == Bound. With Query.Beat, Panel is
	// nil where no panel weighs more than that, and Bound shows it.
	Best Status = iota
	// Enough: Panel reaches Query.Enough; Bound may be larger than Value.
	Enough
	// Stopped: the node budget ran out; Panel (maybe nil) is the best one seen.
	Stopped
	// Infeasible: no panel meets the rows and boxes; every leaf has a Farkas row
	// that was rechecked in integers.
	Infeasible
)

// A Query asks for an allowed panel of large weight.
type Query struct {
	Weights []int64 // per type, each at most MaxWeight in absolute value
	Lower   []int   // per type, nil: 0
	Upper   []int   // per type, nil: everyone
	Enough  int64   // stop at a panel of at least this value; NoLimit: look for the best
	Beat    *int64  // look only for panels of more than this value; nil: for any
	Nodes   int     // stop after this many nodes, once a panel is known; 0: no budget
	Budget  int     // stop after this many nodes in any case; 0: no budget
	Work    int64   // stop after so much work in any case, see [Oracle.Work]; 0: no limit
	Focus   int     // look among this many promising types only, prove nothing; 0: all types
	Record  bool    // keep the tree that proves the bound

	// Done stops the search when it is closed: the answer is then worth nothing, and Stopped.
	Done <-chan struct{}
}

// NoLimit as Query.Enough asks for the best panel.
const NoLimit = math.MaxInt64

// An Answer is a panel and what is proved about it.
type Answer struct {
	Status Status
	Panel  []int // seats per type; nil when none was found
	Value  int64 // weight of Panel
	Bound  int64 // no allowed panel weighs more; proved in integers; MaxInt64: not looked for
	Nodes  int   // linear programs solved
	Tree   *Node // proof that no panel weighs more than Bound, or that there is none; if asked for
}

// An Oracle answers queries about one instance. It keeps its basis from query to
// query, so that similar weights are answered quickly; the answers' values and
// bounds never depend on the order of queries, but which of several panels of the
// same weight is returned may. It is not safe for concurrent use.
type Oracle struct {
	in   *quotas.Instance
	s    *simplex.Solver
	rows []simplex.Row
	over int64 // nodeWork of all nodes
}

// New makes an oracle for in.
func New(in *quotas.Instance) *Oracle {
	n := len(in.Count)
	upper := make([]float64, n)
	for t, c := range in.Count {
		upper[t] = float64(c)
	}
	o := &Oracle{in: in}
	o.rows = Rows(in)
	o.s = simplex.New(make([]float64, n), make([]float64, n), upper, o.rows)
	return o
}

// Pivots counts the simplex pivots of all queries.
func (o *Oracle) Pivots() int { return o.s.Pivots() }

// Work counts what all queries took, in entries of matrices: that of the simplex and nodeWork for
// each node. It is the same on every machine, where time is not.
func (o *Oracle) Work() int64 { return o.s.Work() + o.over }

// nodeWork is what a node takes beside its linear program.
const nodeWork = 1 << 14

// Rows are the rows of an instance as a linear program has them, and last the row
// that says how many seats there are.
func Rows(in *quotas.Instance) []simplex.Row {
	rows := make([]simplex.Row, 0, len(in.Rows)+1)
	for _, r := range in.Rows {
		row := simplex.Row{Index: r.Types, Min: float64(r.Min), Max: float64(r.Max)}
		for _, w := range r.Weights {
			row.Value = append(row.Value, float64(w))
		}
		rows = append(rows, row)
	}
	all := make([]int, len(in.Count))
	for t := range all {
		all[t] = t
	}
	k := float64(in.Seats)
	return append(rows, simplex.Row{Index: all, Min: k, Max: k})
}

// search is one run of the branch and bound.
type search struct {
	*Oracle
	q          Query
	lower      []int
	upper      []int
	best       []int
	value      int64 // of best; to be beaten if beat is set
	beat       bool
	bound      int64 // largest bound of a closed leaf
	nodes      int
	infeasible bool // no leaf has been left open or closed by its value
	done       bool
	until      int64 // of Work; 0: no limit
	y          []float64
}

// Best answers a query by depth-first branch and bound, nearer integer first. A leaf is closed when
// its exact bound does not exceed the best value found. Weights are integers, so a bound below best
// + 1 closes it.
func (o *Oracle) Best(q Query) Answer {
	focus := q.Focus > 0 && 2*q.Focus < len(q.Weights)
	if focus {
		q = o.focused(q)
	}
	b := &search{Oracle: o, q: q, value: math.MinInt64, bound: math.MinInt64, infeasible: true}
	b.y = make([]float64, len(o.rows))
	cost := make([]float64, len(o.in.Count))
	for t, w := range q.Weights {
		if w > MaxWeight || w < -MaxWeight {
			panic("oracle: weight too large")
		}
		cost[t] = float64(w)
	}
	if q.Beat != nil {
		b.value, b.beat = *q.Beat, true
	}
	if q.Work > 0 {
		b.until = o.Work() + q.Work
	}
	b.boxes()
	o.s.SetDone(q.Done)
	o.s.SetLimit(0)
	if q.Work > 0 {
		o.s.SetLimit(o.s.Work() + q.Work)
	}
	o.s.SetCosts(cost)
	tree := b.node()
	o.s.ClearCutoff()
	a := b.answer()
	if q.Record {
		a.Tree = tree
	}
	if focus {
		a.Bound = math.MaxInt64
		if a.Status != Enough {
			a.Status = Stopped
		}
	}
	return a
}

// boxes sets the boxes of the query.
func (b *search) boxes() {
	n := len(b.in.Count)
	b.lower, b.upper = make([]int, n), make([]int, n)
	for t, c := range b.in.Count {
		b.upper[t] = c
		if b.q.Upper != nil {
			b.upper[t] = min(c, b.q.Upper[t])
		}
		if b.q.Lower != nil {
			b.lower[t] = b.q.Lower[t]
		}
		b.s.SetBounds(t, float64(b.lower[t]), float64(b.upper[t]))
	}
}

func (b *search) answer() Answer {
	a := Answer{Panel: b.best, Value: b.value, Bound: max(b.bound, b.value), Nodes: b.nodes}
	if b.best == nil {
		a.Value, a.Bound = math.MinInt64, b.bound
	}
	switch {
	case b.best != nil && b.value >= b.q.Enough:
		a.Status = Enough
	case b.done:
		a.Status = Stopped
	case b.infeasible:
		a.Status = Infeasible
	default:
		a.Status = Best
	}
	return a
}

// node solves one linear program and closes it or branches. When the search ends
// early, every open node on the way has already put its bound into b.bound.
func (b *search) node() *Node {
	if b.spent() {
		b.done = true
	}
	if b.done {
		return b.leaf(nil)
	}
	b.nodes++
	b.over += nodeWork
	b.s.ClearCutoff()
	if b.beat {
		b.s.SetCutoff(float64(b.value) + 0.5)
	}
	switch b.s.Solve() {
	case simplex.Stopped:
		b.done = true
		return b.leaf(nil)
	case simplex.Infeasible:
		if m := farkas(b.s.Ray()); b.reach(m, nil) < 0 {
			return &Node{Type: Empty, Multipliers: m}
		}
	case simplex.CutOff, simplex.Optimal:
		m := scaled(b.s.Duals(b.y))
		if b.beat && b.exactBound(m) <= b.value {
			return b.leaf(m)
		}
		if t := b.fractional(); t >= 0 {
			return b.branch(t)
		}
		if b.take() {
			return b.leaf(m)
		}
	}
	return b.branch(b.widest())
}

// leaf closes a node by the bound that multipliers prove.
func (b *search) leaf(m []int64) *Node {
	if m == nil {
		m = make([]int64, len(b.rows))
	}
	b.bound, b.infeasible = max(b.bound, b.exactBound(m)), false
	return &Node{Type: Bound, Multipliers: m}
}

// spent reports whether a node budget has run out, or the search has been called off.
func (b *search) spent() bool {
	select {
	case <-b.q.Done:
		return true
	default:
	}
	return b.q.Budget > 0 && b.nodes >= b.q.Budget || b.until > 0 && b.Work() >= b.until ||
		b.q.Nodes > 0 && b.nodes >= b.q.Nodes && b.best != nil
}

// branch splits the box of type t at its present value, nearer side first.
func (b *search) branch(t int) *Node {
	if t < 0 { // everything is fixed: the single point speaks for itself
		return b.point()
	}
	x := b.s.Value(t)
	lower, upper := b.lower[t], b.upper[t]
	down := min(max(int(math.Floor(x)), lower), upper-1)
	n := &Node{Type: t, At: down}
	first := x-float64(down) > 0.3
	for _, up := range [2]bool{first, !first} {
		if up {
			b.set(t, down+1, upper)
			n.Up = b.node()
		} else {
			b.set(t, lower, down)
			n.Down = b.node()
		}
	}
	b.set(t, lower, upper)
	return n
}

func (b *search) set(t, lower, upper int) {
	b.lower[t], b.upper[t] = lower, upper
	b.s.SetBounds(t, float64(lower), float64(upper))
}

// point evaluates a node whose boxes are single points: a panel, or one that breaks
// a row.
func (b *search) point() *Node {
	x := append([]int(nil), b.lower...)
	m := make([]int64, len(b.rows))
	if b.consider(x) {
		return b.leaf(m)
	}
	for i, r := range b.rows {
		sum := 0.0
		for k, t := range r.Index {
			if r.Value == nil {
				sum += float64(x[t])
			} else {
				sum += float64(r.Value[k] * float64(x[t]))
			}
		}
		if sum < r.Min || sum > r.Max {
			m[i] = 1 << scaleBits
			if sum < r.Min {
				m[i] = -m[i]
			}
			break
		}
	}
	return &Node{Type: Empty, Multipliers: m}
}

// take rounds the solution of an integral node and considers it.
func (b *search) take() bool {
	x := make([]int, len(b.in.Count))
	for t := range x {
		x[t] = int(math.Floor(b.s.Value(t) + 0.5))
	}
	return b.consider(x)
}

// consider takes x for the best panel if it is allowed and heavier; it reports
// whether it is allowed.
func (b *search) consider(x []int) bool {
	if !b.in.Allows(x) {
		return false
	}
	value := int64(0)
	for t, n := range x {
		value += int64(n) * b.q.Weights[t]
	}
	if !b.beat || value > b.value {
		b.best, b.value, b.beat = x, value, true
	}
	if b.best != nil && b.value >= b.q.Enough {
		b.done = true
	}
	return true
}

// fractional is the type to branch on, -1 if the solution is integral: the one
// where distance from an integer times weight is largest. On the hardest pool at
// hand this halves the nodes of the plain distance rule.
func (b *search) fractional() int {
	best, t := 0.0, -1
	for j := range b.lower {
		x := b.s.Value(j)
		f := math.Abs(x - math.Floor(x+0.5))
		if f <= integerTolerance || b.lower[j] == b.upper[j] {
			continue
		}
		if f *= 1 + math.Abs(float64(b.q.Weights[j])); f > best {
			best, t = f, j
		}
	}
	return t
}

// widest is a type that is not fixed yet, -1 if all are.
func (b *search) widest() int {
	best, t := 0, -1
	for j := range b.lower {
		if w := b.upper[j] - b.lower[j]; w > best {
			best, t = w, j
		}
	}
	return t
}

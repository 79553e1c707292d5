package oracle

import (
	"github.com/evenlot/evenlot/quotas"
)

// repairNodes is the work spent on one repair. One that was not proved least within it is
// said not to be.
const repairNodes = 20_000

// A Reach is how far a row may be moved: its least minimum and its largest maximum.
type Reach struct{ Min, Max int }

// A Move gives a row another window.
type Move struct {
	Row      int // index into the rows of the instance
	Min, Max int
}

// A Repair is a set of moves after which there is a panel.
type Repair struct {
	Moves []Move
	Seats int   // by which the windows move, all together
	Panel []int // one that the moved rows allow
	Least bool  // proved: no repair touches fewer rows, and none of as many moves fewer seats
}

// Repairs finds how rows can be moved so that there is a panel, each row within its reach. The first
// repair moves the fewest rows, and of all that do, the fewest seats. Every later one leaves alone
// at least one row of each repair before it. There are at most so many. A row whose reach is its own
// window stays. The result is empty where no reach suffices, or none was found within the work
// allowed.
//
// The question is one integer program for the oracle. Each row has three variables: the seats below
// its minimum, the seats above its maximum, and whether it is touched.
func Repairs(in *quotas.Instance, reach []Reach, most int) (found []Repair) {
	e := newElastic(in, reach)
	for len(found) < most {
		a := New(e.in).Best(Query{Weights: e.weights, Enough: NoLimit, Budget: repairNodes})
		if a.Panel == nil {
			return found
		}
		r := e.repair(a.Panel)
		r.Least = a.Status == Best && a.Bound == a.Value
		found = append(found, r)
		if len(r.Moves) == 0 {
			return found
		}
		e.exclude(r)
	}
	return found
}

// An elastic is an instance whose rows give way.
type elastic struct {
	of      *quotas.Instance
	in      *quotas.Instance
	weights []int64
	under   []int // of each row: the type that takes the seats below its minimum; -1: none
	over    []int // likewise above its maximum
	touched []int // type of one seat: is the row moved?
}

func newElastic(in *quotas.Instance, reach []Reach) *elastic {
	e := &elastic{of: in, in: &quotas.Instance{Count: append([]int{}, in.Count...), Rows: append([]quotas.Row{}, in.Rows...)}}
	real := make([]int, len(in.Count))
	for t := range real {
		real[t] = t
	}
	e.in.Rows = append(e.in.Rows, quotas.Row{Kind: quotas.CutRow, Types: real, Min: in.Seats, Max: in.Seats})
	e.weights = make([]int64, len(in.Count))
	room := 0
	for r := range in.Rows {
		room += in.Rows[r].Min - reach[r].Min + reach[r].Max - in.Rows[r].Max
	}
	touch := -min(int64(room)+1, MaxWeight)
	slack := 0
	add := func(count int, weight int64) int {
		if count <= 0 {
			return -1
		}
		e.in.Count, e.weights = append(e.in.Count, count), append(e.weights, weight)
		slack += count
		return len(e.in.Count) - 1
	}
	for r, row := range in.Rows {
		under, over := add(row.Min-reach[r].Min, -1), add(reach[r].Max-row.Max, -1)
		touched := -1
		if under >= 0 || over >= 0 {
			touched = add(1, touch)
			e.elastic(r, under, over, touched)
		}
		e.under, e.over, e.touched = append(e.under, under), append(e.over, over), append(e.touched, touched)
	}
	// Everything that is no seat is made up to one sum by a type of no row.
	e.in.Count, e.weights = append(e.in.Count, max(1, slack)), append(e.weights, 0)
	e.in.Seats = in.Seats + max(1, slack)
	return e
}

// elastic lets a row give way, if it is said to be touched.
func (e *elastic) elastic(r, under, over, touched int) {
	row := &e.in.Rows[r]
	row.Types = append([]int{}, row.Types...)
	weights := append([]int{}, row.Weights...)
	for len(weights) < len(row.Types) {
		weights = append(weights, 1)
	}
	tie := quotas.Row{Kind: quotas.CutRow, Min: 0, Max: 0}
	for _, x := range []struct{ t, sign int }{{under, 1}, {over, -1}} {
		if x.t >= 0 {
			row.Types, weights = append(row.Types, x.t), append(weights, x.sign)
			tie.Types, tie.Weights = append(tie.Types, x.t), append(tie.Weights, 1)
			tie.Min -= e.in.Count[x.t]
		}
	}
	row.Weights = weights
	tie.Types, tie.Weights = append(tie.Types, touched), append(tie.Weights, tie.Min)
	e.in.Rows = append(e.in.Rows, tie)
}

// repair reads a repair off a panel of the elastic instance.
func (e *elastic) repair(panel []int) (r Repair) {
	at := func(t int) int {
		if t < 0 {
			return 0
		}
		return panel[t]
	}
	r.Panel = panel[:len(e.of.Count):len(e.of.Count)]
	for i, row := range e.of.Rows {
		if under, over := at(e.under[i]), at(e.over[i]); under+over > 0 {
			sum := row.Sum(r.Panel)
			m := Move{i, min(row.Min, sum), max(row.Max, sum)}
			r.Moves = append(r.Moves, m)
			r.Seats += row.Min - m.Min + m.Max - row.Max
		}
	}
	return r
}

// exclude asks for repairs that leave alone at least one row of this one.
func (e *elastic) exclude(r Repair) {
	row := quotas.Row{Kind: quotas.CutRow, Max: len(r.Moves) - 1}
	for _, m := range r.Moves {
		row.Types = append(row.Types, e.touched[m.Row])
	}
	e.in.Rows = append(e.in.Rows, row)
}

// Volunteers says how few further people would make a panel possible, and of which kinds. A kind
// lists the rows that a person of it counts in. It is nil where no number of people suffices, or
// none was found within the work allowed. least says that fewer were ruled out.
func Volunteers(in *quotas.Instance, kinds [][]int) (of []int, least bool) {
	more := &quotas.Instance{Seats: in.Seats, Count: append([]int{}, in.Count...), Rows: append([]quotas.Row{}, in.Rows...)}
	weights := make([]int64, len(in.Count))
	for r := range more.Rows {
		more.Rows[r].Types = append([]int{}, in.Rows[r].Types...)
	}
	for _, rows := range kinds {
		for _, r := range rows {
			more.Rows[r].Types = append(more.Rows[r].Types, len(more.Count))
		}
		more.Count, weights = append(more.Count, in.Seats), append(weights, -1)
	}
	a := New(more).Best(Query{Weights: weights, Enough: NoLimit, Budget: repairNodes})
	if a.Panel == nil {
		return nil, false
	}
	return a.Panel[len(in.Count):], a.Status == Best && a.Bound == a.Value
}

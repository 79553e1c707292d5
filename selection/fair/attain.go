package fair

import (
	"math"
	"math/big"
	"slices"
)

const (
	// weightBits: weights of panels are rounded to 2^-weightBits of an even share before
	// they are made exact. The exact part is then about as small.
	weightBits = 30
	// leastShare: a panel whose weight comes out below this part of an even share is
	// left out, so that the exact part cannot make it negative.
	leastShare = 1e-3
	// attainRounds bounds how often panels are left out, conjugateSteps the steps of one
	// round.
	attainRounds, conjugateSteps = 30, 3000
	// conjugateTolerance: the rest that a round may leave, relative to what it began with.
	conjugateTolerance = 1e-10
)

// Attain finds whole weights of panels, none negative, whose mixture gives each type exactly the
// seats of its chance: for every type t
//
//	sum over panels j of w[j]*panels[j][t]  =  chance[t]*people[t] * sum of w
//
// Panels are seats per type. With equal weights they should give nearly these chances already, as
// the pages of a book do. It returns nil where it finds no weights.
//
// The weights nearest to even ones (least squares) are found in floating point, by conjugate
// gradients, and rounded. A linear system over linearly independent panels is then solved exactly
// for what is still missing (lift.go).
func Attain(people []int, chance []*big.Rat, panels [][]int) []*big.Int {
	a := &attainer{people: people, columns: columns(panels)}
	if !a.aim(chance) {
		return nil
	}
	share := a.spread()
	if share == nil {
		return nil
	}
	return a.complete(share)
}

// Lift makes the weights of a mixture exact, where it comes near the chances: as [Attain]. The panels
// that weigh anything must span the target.
func Lift(people []int, chance []*big.Rat, mix *Mixture) []*big.Int {
	a := &attainer{people: people, columns: columns(mix.Panels)}
	if !a.aim(chance) {
		return nil
	}
	share, total := make([]float64, len(mix.Weights)), 0.0
	for _, w := range mix.Weights {
		total += w
	}
	for j, w := range mix.Weights {
		share[j] = float64(w / total * float64(len(share)))
	}
	return a.complete(share)
}

// An attainer holds a target and the panels that are to attain it.
type attainer struct {
	people  []int
	columns [][]cell   // panels
	seats   []*big.Int // target times over
	over    *big.Int   // common denominator of the target
	aims    []float64  // target
}

// A cell is an entry of a panel: seats of a type, more than 0.
type cell struct {
	t     int32
	seats int32
}

func columns(panels [][]int) [][]cell {
	all := make([][]cell, len(panels))
	for j, p := range panels {
		for t, x := range p {
			if x > 0 {
				all[j] = append(all[j], cell{int32(t), int32(x)})
			}
		}
	}
	return all
}

// aim sets the target; it is false if the target has other seats than the panels.
func (a *attainer) aim(chance []*big.Rat) bool {
	target, sum := make([]*big.Rat, len(chance)), new(big.Rat)
	a.over = big.NewInt(1)
	for t, q := range chance {
		target[t] = new(big.Rat).SetInt64(int64(a.people[t]))
		target[t].Mul(target[t], q)
		sum.Add(sum, target[t])
		d := target[t].Denom()
		common := new(big.Int).GCD(nil, nil, a.over, d)
		a.over.Mul(a.over, common.Quo(d, common))
	}
	seats := int64(0)
	for _, c := range a.columns[0] {
		seats += int64(c.seats)
	}
	for _, x := range target {
		n := new(big.Int).Quo(a.over, x.Denom())
		a.seats = append(a.seats, n.Mul(n, x.Num()))
		f, _ := x.Float64()
		a.aims = append(a.aims, f)
	}
	return sum.Cmp(new(big.Rat).SetInt64(seats)) == 0
}

// spread finds weights in shares of an even weight, 1 on average, that come near the
// target: even ones plus the smallest change in squares. Panels that would weigh less
// than leastShare are left out, until there are none; nil if that does not end well.
func (a *attainer) spread() []float64 {
	used := make([]bool, len(a.columns))
	for j := range used {
		used[j] = true
	}
	for left := len(used); left > 0; {
		share := make([]float64, len(used))
		for j := range share {
			if used[j] {
				share[j] = float64(len(used)) / float64(left)
			}
		}
		missing := a.missing(share)
		y := a.conjugate(missing, used)
		out := 0
		for j := range share {
			if !used[j] {
				continue
			}
			if share[j] += a.along(y, j); share[j] < leastShare {
				used[j] = false
				out++
			}
		}
		if out == 0 {
			return share
		}
		left -= out
	}
	return nil
}

// missing is the target, times the number of panels, minus what shares give.
func (a *attainer) missing(share []float64) []float64 {
	r := make([]float64, len(a.aims))
	for t, x := range a.aims {
		r[t] = float64(x * float64(len(share)))
	}
	for j, c := range a.columns {
		a.subtract(r, c, share[j])
	}
	return r
}

func (a *attainer) subtract(r []float64, column []cell, f float64) {
	for _, c := range column {
		r[c.t] -= float64(f * float64(c.seats))
	}
}

// along is y·panel.
func (a *attainer) along(y []float64, j int) float64 {
	sum := 0.0
	for _, c := range a.columns[j] {
		sum += float64(y[c.t] * float64(c.seats))
	}
	return sum
}

// conjugate solves (sum of panel*panel^T over the panels used) y = r by conjugate
// gradients (Hestenes and Stiefel 1952). The matrix may be singular; r lies in its range
// if the target can be attained at all.
func (a *attainer) conjugate(r []float64, used []bool) []float64 {
	r = slices.Clone(r)
	y, p := make([]float64, len(r)), slices.Clone(r)
	size := dot(r, r)
	enough := float64(size * float64(conjugateTolerance*conjugateTolerance))
	for step := 0; step < conjugateSteps && size > enough; step++ {
		q := make([]float64, len(p)) // minus matrix*p
		for j, c := range a.columns {
			if used[j] {
				a.subtract(q, c, a.along(p, j))
			}
		}
		curve := -dot(p, q)
		if curve <= 0 {
			break
		}
		f := size / curve
		for t := range y {
			y[t] += float64(f * p[t])
			r[t] += float64(f * q[t])
		}
		next := dot(r, r)
		f, size = next/size, next
		for t := range p {
			p[t] = r[t] + float64(f*p[t])
		}
	}
	return y
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

// complete rounds shares and adds what is missing exactly; nil if that makes a weight
// negative or cannot be done.
func (a *attainer) complete(share []float64) []*big.Int {
	weights := make([]*big.Int, len(share))
	order := make([]int, len(share))
	for j, s := range share {
		weights[j] = big.NewInt(int64(math.Floor(float64(s*(1<<weightBits)) + 0.5)))
		order[j] = j
	}
	missing := a.gap(weights, big.NewInt(int64(len(share))<<weightBits))
	slices.SortStableFunc(order, func(i, j int) int { return weights[j].Cmp(weights[i]) })
	basis := newBasis(len(a.people), missing)
	for _, j := range order {
		if basis.done() || weights[j].Sign() == 0 {
			break
		}
		basis.offer(j, a.columns[j])
	}
	if !basis.done() {
		return nil
	}
	parts, over := basis.solve(a.columns, missing)
	if over == nil {
		return nil
	}
	scale := new(big.Int).Mul(a.over, over)
	for _, w := range weights {
		w.Mul(w, scale)
	}
	for i, j := range basis.columns {
		if weights[j].Add(weights[j], parts[i]); weights[j].Sign() < 0 {
			return nil
		}
	}
	return a.proved(weights)
}

// gap is the target times over and total, minus what weights times over give.
func (a *attainer) gap(weights []*big.Int, total *big.Int) []*big.Int {
	missing := make([]*big.Int, len(a.seats))
	for t, x := range a.seats {
		missing[t] = new(big.Int).Mul(x, total)
	}
	var x, w big.Int
	for j, column := range a.columns {
		w.Mul(weights[j], a.over)
		for _, c := range column {
			missing[c.t].Sub(missing[c.t], x.Mul(&w, x.SetInt64(int64(c.seats))))
		}
	}
	return missing
}

// proved divides weights by their common divisor, and gives them if they are right.
func (a *attainer) proved(weights []*big.Int) []*big.Int {
	divisor, total := new(big.Int), new(big.Int)
	for _, w := range weights {
		divisor.GCD(nil, nil, divisor, w)
	}
	for _, w := range weights {
		total.Add(total, w.Quo(w, divisor))
	}
	for _, x := range a.gap(weights, total) {
		if x.Sign() != 0 {
			return nil
		}
	}
	return weights
}

package fewest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/evenlot/evenlot/quotas/simplex"
)

// Fewest finds the least number of places, a lottery over outcomes of so many, and the proof that one
// place less does not do; nil where that would be no place.
func Fewest(ctx context.Context, p *Problem) (places int, l *Lottery, proof *Proof, err error) {
	if err := p.check(); err != nil {
		return 0, nil, nil, err
	}
	for places = p.Width(); ; places++ {
		var short *Proof
		if l, short, err = Solve(ctx, p, places); err != nil {
			return 0, nil, nil, err
		}
		if l != nil {
			break
		}
		proof = short
	}
	if proof == nil && places > 1 {
		l1, short, err := Solve(ctx, p, places-1)
		if err != nil {
			return 0, nil, nil, err
		}
		if l1 != nil {
			return 0, nil, nil, errors.New("a lottery below the width: a defect of evenlot")
		}
		proof = short
	}
	return places, l, proof, nil
}

// mostRounds bounds the outcomes generated: many times what problems of this size need.
const mostRounds = 5000

// Solve finds a lottery over outcomes of at most so many places, or the proof that there is none.
// Where rounding stands in the way of both, that is an error.
func Solve(ctx context.Context, p *Problem, places int) (*Lottery, *Proof, error) {
	if len(p.People)*(places+1)*(p.Letters+1) > mostTable {
		return nil, nil, fmt.Errorf("%d places, %d of them at most, and %d letters are too many to look through", len(p.People), places, p.Letters)
	}
	weights := make([]int64, len(p.People))
	first, _ := p.heaviest(weights, places)
	if first == nil {
		return nil, &Proof{Places: places, Weights: ones(len(weights)), Bound: p.most(places), Due: big.NewRat(int64(p.Letters), 1)}, nil
	}
	outcomes := [][]int{first}
	for range mostRounds {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		chances, w, off, err := p.master(outcomes)
		if err != nil {
			return nil, nil, err
		}
		if off < missTolerance {
			if l := p.exact(outcomes, chances); l != nil {
				return l, nil, nil
			}
		}
		next, bound := p.heaviest(w, places)
		if due := p.weigh(w); due.Cmp(big.NewRat(bound, 1)) > 0 {
			return nil, p.short(&Proof{Places: places, Weights: w, Bound: bound, Due: due}), nil
		}
		for _, o := range outcomes {
			if equal(o, next) {
				return nil, nil, fmt.Errorf("rounding hides whether %d places can do", places)
			}
		}
		outcomes = append(outcomes, next)
	}
	return nil, nil, fmt.Errorf("%d outcomes did not tell whether %d places can do", mostRounds, places)
}

// short looks for a proof with smaller weights, which people can read.
func (p *Problem) short(f *Proof) *Proof {
	for bits := 2; bits < weightBits; bits += 2 {
		w := make([]int64, len(f.Weights))
		for i, v := range f.Weights {
			const half = 1 << (weightBits - 1)
			w[i] = (v + half>>bits) >> (weightBits - bits)
		}
		if _, bound := p.heaviest(w, f.Places); p.weigh(w).Cmp(big.NewRat(bound, 1)) > 0 {
			return &Proof{Places: f.Places, Weights: w, Bound: bound, Due: p.weigh(w)}
		}
	}
	return f
}

// missTolerance: a linear program that misses by less has a lottery, as fractions then show.
const missTolerance = 1e-6

// weightBits is how fine the weights of a linear program are taken.
const weightBits = 30

// master mixes outcomes so that the average misses what is due by as little as can be, in sum. It gives
// the chances, and the weights by which a better outcome would be found.
func (p *Problem) master(outcomes [][]int) (chances []float64, w []int64, off float64, err error) {
	n, k := len(p.People), len(outcomes)
	columns := k + 2*n // then what is too little, and too much, of each place
	cost, lower, upper := make([]float64, columns), make([]float64, columns), make([]float64, columns)
	rows := make([]simplex.Row, n+1)
	for j, o := range outcomes {
		upper[j] = 1
		rows[n].Index = append(rows[n].Index, j)
		for i, a := range o {
			if a > 0 {
				rows[i].Index, rows[i].Value = append(rows[i].Index, j), append(rows[i].Value, float64(a))
			}
		}
	}
	rows[n].Min, rows[n].Max = 1, 1
	for i := range n {
		due, _ := p.Due(i).Float64()
		rows[i].Min, rows[i].Max = due, due
		rows[i].Index, rows[i].Value = append(rows[i].Index, k+2*i, k+2*i+1), append(rows[i].Value, 1, -1)
		for _, c := range []int{k + 2*i, k + 2*i + 1} {
			cost[c], upper[c] = -1, float64(p.Letters)
		}
	}
	s := simplex.New(cost, lower, upper, rows)
	if status := s.Solve(); status != simplex.Optimal {
		return nil, nil, 0, fmt.Errorf("the linear program over %d outcomes: %s", k, status)
	}
	for j := range k {
		chances = append(chances, s.Value(j))
	}
	y := s.Duals(make([]float64, n+1))
	for _, v := range y[:n] {
		w = append(w, -int64(math.Round(max(-1, min(1, v))*(1<<weightBits))))
	}
	return chances, w, -s.Objective(), nil
}

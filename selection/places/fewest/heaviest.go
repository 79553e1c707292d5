package fewest

import (
	"math"
	"math/big"
	"slices"
)

// heaviest is the allowed outcome of the largest weight, and that weight; nil: none is allowed.
func (p *Problem) heaviest(w []int64, places int) ([]int, int64) {
	n, letters := len(w), p.Letters
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case w[a] > w[b]:
			return -1
		case w[a] < w[b]:
			return 1
		}
		return 0
	})
	const none = math.MinInt64
	wide := letters + 1
	best := make([]int64, places*wide) // by places that have their cap, and letters they have
	for i := range best {
		best[i] = none
	}
	if places > 0 {
		best[0] = 0
	}
	took := make([]bool, n*places*wide) // the place at this rank has its cap
	value, at, used, rest := int64(none), -1, 0, 0
	for rank, i := range order {
		c := min(p.Caps[i], letters)
		for full := range places {
			for x := 1; x <= c; x++ { // this one is the last, with x letters
				if b := best[full*wide+letters-x]; b != none && (at < 0 || b+w[i]*int64(x) > value) {
					value, at, used, rest = b+w[i]*int64(x), rank, full, x
				}
			}
		}
		if c == 0 {
			continue
		}
		for full := places - 1; full > 0; full-- {
			for l := letters; l >= c; l-- {
				if b := best[(full-1)*wide+l-c]; b != none && b+w[i]*int64(c) > best[full*wide+l] {
					best[full*wide+l] = b + w[i]*int64(c)
					took[(rank*places+full)*wide+l] = true
				}
			}
		}
	}
	if at < 0 {
		return nil, 0
	}
	out := make([]int, n)
	out[order[at]] = rest
	left := letters - rest
	for rank := at - 1; rank >= 0; rank-- {
		if i := order[rank]; used > 0 && took[(rank*places+used)*wide+left] {
			c := min(p.Caps[i], letters)
			out[i] = c
			left, used = left-c, used-1
		}
	}
	return out, value
}

// exact solves for the chances of the outcomes that the linear program mixes, in fractions; nil: they do
// not give exactly what is due.
func (p *Problem) exact(outcomes [][]int, chances []float64) *Lottery {
	l := &Lottery{}
	const mixed = 1e-9 // less is rounding: the program's outcomes are a basis, and the rest is 0
	for j, c := range chances {
		if c > mixed {
			l.Outcomes = append(l.Outcomes, outcomes[j])
		}
	}
	k := len(l.Outcomes)
	var rows [][]*big.Rat // of outcomes, then what is due
	for i := range p.People {
		var row []*big.Rat
		for _, o := range l.Outcomes {
			row = append(row, big.NewRat(int64(o[i]), 1))
		}
		rows = append(rows, append(row, p.Due(i)))
	}
	var whole []*big.Rat
	for range k + 1 {
		whole = append(whole, big.NewRat(1, 1))
	}
	rows = append(rows, whole)
	if !eliminate(rows, k) {
		return nil
	}
	for j := range k {
		if rows[j][k].Sign() < 0 {
			return nil
		}
		l.Chances = append(l.Chances, rows[j][k])
	}
	return l
}

// eliminate brings rows into the form of a solved system (Gauss and Jordan); false: they have no single
// solution.
func eliminate(rows [][]*big.Rat, k int) bool {
	for j := range k {
		pivot := -1
		for r := j; r < len(rows) && pivot < 0; r++ {
			if rows[r][j].Sign() != 0 {
				pivot = r
			}
		}
		if pivot < 0 {
			return false
		}
		rows[j], rows[pivot] = rows[pivot], rows[j]
		inverse := new(big.Rat).Inv(rows[j][j])
		for c := j; c <= k; c++ {
			rows[j][c] = new(big.Rat).Mul(rows[j][c], inverse)
		}
		for r := range rows {
			if r == j || rows[r][j].Sign() == 0 {
				continue
			}
			f := rows[r][j]
			for c := j; c <= k; c++ {
				if rows[j][c].Sign() != 0 {
					rows[r][c] = new(big.Rat).Sub(rows[r][c], new(big.Rat).Mul(f, rows[j][c]))
				}
			}
		}
	}
	for _, row := range rows[k:] {
		if row[k].Sign() != 0 {
			return false
		}
	}
	return true
}

package fewest

import (
	"fmt"
	"math/big"
)

// A Problem is one group of places.
type Problem struct {
	People  []int
	Caps    []int // letters at most
	Letters int
}

// Limits of a problem: the fractions of a lottery grow with the places, and the table with all three.
const (
	MostPlaces = 200
	mostTable  = 1 << 28
)

// A Lottery is outcomes with their chances, which add up to 1.
type Lottery struct {
	Outcomes [][]int // letters of each place
	Chances  []*big.Rat
}

// A Proof shows that no lottery over outcomes of so many places does it.
type Proof struct {
	Places  int
	Weights []int64
	Bound   int64    // the weight of the heaviest allowed outcome
	Due     *big.Rat // the weight of what is due: more
}

// Due is what place i gets on average.
func (p *Problem) Due(i int) *big.Rat {
	people := int64(0)
	for _, n := range p.People {
		people += int64(n)
	}
	return new(big.Rat).Mul(big.NewRat(int64(p.Letters), 1), big.NewRat(int64(p.People[i]), people))
}

// check refuses problems that are none, or too large, and those no number of places mends.
func (p *Problem) check() error {
	people, room := 0, 0
	for i, n := range p.People {
		if n < 1 || p.Caps[i] < 0 {
			return fmt.Errorf("place %d has %d people and a cap of %d, expected people, and no cap below 0", i+1, n, p.Caps[i])
		}
		people, room = people+n, room+p.Caps[i]
	}
	switch {
	case len(p.People) == 0 || len(p.People) > MostPlaces:
		return fmt.Errorf("%d places, expected 1 to %d", len(p.People), MostPlaces)
	case p.Letters < 1 || room < p.Letters:
		return fmt.Errorf("%d letters, expected 1 to %d, what all caps together allow", p.Letters, room)
	}
	for i := range p.People {
		if p.Due(i).Cmp(big.NewRat(int64(p.Caps[i]), 1)) > 0 {
			return fmt.Errorf("place %d is due %s letters on average and may have %d at most: no number of places mends that", i+1, p.Due(i).FloatString(1), p.Caps[i])
		}
	}
	return nil
}

// Width is the least number of places that their widths allow: a place that is due d letters and has
// a cap of c takes part with a chance of d/c at least, so on average the sum of these takes part.
func (p *Problem) Width() int {
	sum := new(big.Rat)
	for i := range p.People {
		if p.Caps[i] > 0 {
			sum.Add(sum, new(big.Rat).Quo(p.Due(i), big.NewRat(int64(p.Caps[i]), 1)))
		}
	}
	low, rest := new(big.Int).DivMod(sum.Num(), sum.Denom(), new(big.Int))
	return int(low.Int64()) + rest.Sign()
}

func ones(n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

func equal(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// most is how many letters so many places can take.
func (p *Problem) most(places int) int64 {
	left := append([]int(nil), p.Caps...)
	sum := int64(0)
	for range places {
		at := 0
		for i, c := range left {
			if c > left[at] {
				at = i
			}
		}
		sum += int64(left[at])
		left[at] = 0
	}
	return sum
}

// weigh is the weight of what is due.
func (p *Problem) weigh(w []int64) *big.Rat {
	sum := new(big.Rat)
	for i := range w {
		sum.Add(sum, new(big.Rat).Mul(p.Due(i), big.NewRat(w[i], 1)))
	}
	return sum
}

package fair

import (
	"math/big"

	"github.com/evenlot/evenlot/quotas"
)

// A Spread chooses homes for seats. A [Drawer] gives seats to types only. Of the homes of one shape
// a Spread draws those that take the seats, so that every choice of people is equally likely.
type Spread struct {
	family
	ways []map[string]*big.Int // with so many homes, of seats per type; nil: limit 1
}

// NewSpreads prepares a spread for every household row of an instance, in order.
func NewSpreads(in *quotas.Instance, limit int) ([]*Spread, error) {
	all, err := families(in, max(1, limit))
	if err != nil {
		return nil, err
	}
	var spreads []*Spread
	for _, f := range all {
		s := &Spread{family: f}
		if f.limit > 1 {
			s.count()
		}
		spreads = append(spreads, s)
	}
	return spreads, nil
}

// count fills in the ways of 0, 1, ... homes.
func (s *Spread) count() {
	home := s.home()
	last := map[string]*big.Int{panelKey(make([]int, len(s.types))): big.NewInt(1)}
	seats := [][]int{make([]int, len(s.types))}
	s.ways = append(s.ways, last)
	for range s.homes {
		next := map[string]*big.Int{}
		var found [][]int
		for _, a := range seats {
			before := last[panelKey(a)]
			for _, b := range home {
				sum := add(a, b.seats)
				key := panelKey(sum)
				if next[key] == nil {
					next[key] = new(big.Int)
					found = append(found, sum)
				}
				next[key].Add(next[key], new(big.Int).Mul(before, b.ways))
			}
		}
		last, seats = next, found
		s.ways = append(s.ways, next)
	}
}

// Draw gives, for each home, the seats of each of the family's types in it. The seats
// must be those of a panel.
func (s *Spread) Draw(seats []int, random Source) [][]int {
	homes := make([][]int, s.homes)
	for h := range homes {
		homes[h] = make([]int, len(seats))
	}
	if s.limit == 1 { // all choices of homes are alike
		order := make([]int, s.homes)
		for h := range order {
			order[h] = h
		}
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for j, n := range seats {
			for _, h := range order[:n] {
				homes[h][j] = 1
			}
			order = order[n:]
		}
		return homes
	}
	rest := add(seats, make([]int, len(seats)))
	for h := range homes {
		homes[h] = s.one(s.homes-h, rest, random)
		for j, n := range homes[h] {
			rest[j] -= n
		}
	}
	return homes
}

// one draws the seats of one home where so many homes share the seats left.
func (s *Spread) one(homes int, rest []int, random Source) []int {
	at := below(random, s.ways[homes][panelKey(rest)])
	for _, o := range s.home() {
		left := make([]int, len(rest))
		fits := true
		for j := range rest {
			left[j] = rest[j] - o.seats[j]
			fits = fits && left[j] >= 0
		}
		if !fits || s.ways[homes-1][panelKey(left)] == nil {
			continue
		}
		block := new(big.Int).Mul(o.ways, s.ways[homes-1][panelKey(left)])
		if at.Cmp(block) < 0 {
			return o.seats
		}
		at.Sub(at, block)
	}
	panic("fair: internal error: seats that no homes can take")
}

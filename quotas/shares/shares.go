// Package shares makes quotas of the shares that groups have of a population: how many of so
// many seats each group gets, and what window around that a quota leaves open. It computes in
// whole numbers and fractions.
//
// Files in reading order: shares.go, joint.go, read.go.
package shares

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

// A Method shares out whole seats.
type Method string

// The methods. Hamilton gives every group the whole part of its share, and the seats left to
// the largest remainders. Sainte-Laguë gives one seat after the other to the group with the
// largest share / (2*seats + 1); it favours neither large nor small groups, and a group never
// loses a seat because there is one more to give. (M. Balinski, H. P. Young, Fair
// Representation, 2nd ed., 2001.)
const (
	Hamilton    Method = "hamilton"
	SainteLaguë Method = "sainte-lague"
)

// Methods lists the methods.
func Methods() []Method { return []Method{Hamilton, SainteLaguë} }

// Apportion shares out seats by weights, none below 0 and not all 0. Where two groups have the
// same claim to a seat, the earlier one gets it.
func Apportion(weights []*big.Rat, seats int, method Method) []int {
	exact := Exact(weights, seats)
	if method == Hamilton {
		return hamilton(exact, seats)
	}
	out := make([]int, len(weights))
	claim, best := new(big.Rat), new(big.Rat)
	for range seats {
		at := -1
		for i, x := range exact {
			claim.Quo(x, big.NewRat(int64(2*out[i]+1), 1))
			if at < 0 || claim.Cmp(best) > 0 {
				at = i
				best.Set(claim)
			}
		}
		out[at]++
	}
	return out
}

// Exact is the share of each group in seats, if seats could be divided.
func Exact(weights []*big.Rat, seats int) []*big.Rat {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	if sum.Sign() <= 0 {
		panic("shares: no weight is above 0")
	}
	exact := make([]*big.Rat, len(weights))
	for i, w := range weights {
		exact[i] = new(big.Rat).Mul(w, big.NewRat(int64(seats), 1))
		exact[i].Quo(exact[i], sum)
	}
	return exact
}

func hamilton(exact []*big.Rat, seats int) []int {
	out, order := make([]int, len(exact)), make([]int, len(exact))
	rest := make([]*big.Rat, len(exact))
	left := seats
	for i, x := range exact {
		out[i] = floor(x)
		rest[i] = new(big.Rat).Sub(x, big.NewRat(int64(out[i]), 1))
		order[i] = i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

func floor(x *big.Rat) int { return int(new(big.Int).Div(x.Num(), x.Denom()).Int64()) }

// A Window says how much a quota leaves open.
type Window struct {
	Floor bool // from the whole number below the exact share to the one above
	Plus  int  // else: so many seats more or less than the seats shared out
}

// Around gives minimum and maximum for a group. Both ways hold the seats shared out.
func (w Window) Around(exact *big.Rat, got, seats int) (low, high int) {
	low, high = got-w.Plus, got+w.Plus
	if w.Floor {
		low = floor(exact)
		high = low
		if !exact.IsInt() {
			high++
		}
		low, high = min(low, got), max(high, got) // Sainte-Laguë may leave floor and ceiling
	}
	return max(0, low), min(seats, high)
}

// A Group is a value with its share.
type Group struct {
	Value  string
	Weight *big.Rat
	Line   int
}

// A Feature is groups that together are everybody.
type Feature struct {
	Name   string
	Groups []Group
	Line   int
}

// A Row is what became of a group.
type Row struct {
	Feature, Value string
	Exact          *big.Rat
	Seats          int
	Min, Max       int
}

// Table makes a quota table, and says how each number came about.
func Table(features []Feature, seats int, method Method, window Window) (*quotas.Table, []Row) {
	t := &quotas.Table{}
	var rows []Row
	for _, f := range features {
		var weights []*big.Rat
		for _, g := range f.Groups {
			weights = append(weights, g.Weight)
		}
		exact, got := Exact(weights, seats), Apportion(weights, seats, method)
		feature := quotas.Feature{Name: f.Name, Line: f.Line}
		for i, g := range f.Groups {
			low, high := window.Around(exact[i], got[i], seats)
			feature.Values = append(feature.Values, quotas.Value{Name: g.Value, Min: low, Max: high, MaxFlex: -1, Line: g.Line})
			rows = append(rows, Row{f.Name, g.Value, exact[i], got[i], low, high})
		}
		t.Features = append(t.Features, feature)
	}
	return t, rows
}

// ParseMethod reads the name of a method.
func ParseMethod(s string) (Method, error) {
	for _, m := range Methods() {
		if s == string(m) {
			return m, nil
		}
	}
	return "", fmt.Errorf("the method is %q, expected one of %q", s, Methods())
}

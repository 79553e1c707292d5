package invite

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// The ways to share letters among strata.
const (
	SainteLague = "sainte-lague" // more letters never give a stratum fewer
	Hamilton    = "hamilton"     // largest remainders
)

// A Stratum is a part of the register that gets its own letters.
type Stratum struct {
	Name   string
	Values []string // of the strata columns, in their order
	People int      // rows of the register
	Waves  []int    // letters of each wave, then the spare ones
}

// Letters are all that the stratum may get, spare ones too.
func (s *Stratum) Letters() int {
	sum := 0
	for _, n := range s.Waves {
		sum += n
	}
	return sum
}

// Allocate shares the letters of each wave among the strata, which are in the order of their
// names: in proportion to people, but for what the rules give to some in addition. All is in whole
// numbers. Ties go to the first name. No stratum gets more letters than it has rows.
func Allocate(r *Rules, strata []Stratum) error {
	weights, err := r.weights(strata)
	if err != nil {
		return err
	}
	share := sainteLague
	if r.Allocation == Hamilton {
		share = hamilton
	}
	before, total := make([]int, len(strata)), 0
	for i := range strata {
		strata[i].Waves = nil
	}
	for _, letters := range r.Waves {
		total += letters
		given, err := share(weights, strata, total)
		if err != nil {
			return err
		}
		for i := range strata {
			strata[i].Waves = append(strata[i].Waves, given[i]-before[i])
		}
		before = given
	}
	for i := range strata {
		s := &strata[i]
		spare := (before[i]*r.SparePercent + 99) / 100
		s.Waves = append(s.Waves, min(spare, s.People-before[i]))
	}
	return nil
}

// weights are what each stratum counts for: (100 - e) people / all people, and e / 100 of the people where the
// extra letters go, over one denominator.
func (r *Rules) weights(strata []Stratum) ([]*big.Int, error) {
	all, rest := int64(0), int64(100)
	for _, s := range strata {
		all += int64(s.People)
	}
	denominator := big.NewInt(all)
	there := make([]int64, len(r.Extra))
	for e, x := range r.Extra {
		rest -= int64(x.Percent)
		for i := range strata {
			if x.in(r, &strata[i]) {
				there[e] += int64(strata[i].People)
			}
		}
		if there[e] == 0 {
			return nil, fmt.Errorf("extra letters go to %s, and nobody in the register has that", x)
		}
		denominator.Mul(denominator, big.NewInt(there[e]))
	}
	weights := make([]*big.Int, len(strata))
	for i := range strata {
		part := func(percent, of int64) *big.Int {
			w := new(big.Int).Mul(big.NewInt(percent*int64(strata[i].People)), denominator)
			return w.Div(w, big.NewInt(of))
		}
		weights[i] = part(rest, all)
		for e, x := range r.Extra {
			if x.in(r, &strata[i]) {
				weights[i].Add(weights[i], part(int64(x.Percent), there[e]))
			}
		}
	}
	return weights, nil
}

// ErrTooMany is the error of more letters than there are people to write to.
var ErrTooMany = errors.New("more letters than rows of the register")

// sainteLague gives every letter in turn to the stratum with the largest weight / (2 letters + 1) that has
// people left (A. Sainte-Laguë 1910, D. Webster 1832). It begins close to the end: with the
// quotas rounded, which are at most a letter a stratum off.
func sainteLague(weights []*big.Int, strata []Stratum, letters int) ([]int, error) {
	given, sum := make([]int, len(weights)), 0
	total := sumOf(weights)
	for i, w := range weights {
		// floor(w * letters / total + 1/2)
		q := new(big.Int).Mul(w, big.NewInt(2*int64(letters)))
		q.Div(q.Add(q, total), new(big.Int).Lsh(total, 1))
		given[i] = int(min(q.Int64(), int64(strata[i].People)))
		sum += given[i]
	}
	q := &queue{weights: weights, given: given, order: make([]int, 0, len(given))}
	for i := range given {
		if given[i] < strata[i].People {
			q.order = append(q.order, i)
		}
	}
	heap.Init(q)
	for ; sum < letters; sum++ {
		if len(q.order) == 0 {
			return nil, ErrTooMany
		}
		next := q.order[0]
		if given[next]++; given[next] == strata[next].People {
			heap.Pop(q)
		} else {
			heap.Fix(q, 0)
		}
	}
	q.order, q.back = q.order[:0], true
	for i := range given {
		if given[i] > 0 {
			q.order = append(q.order, i)
		}
	}
	heap.Init(q)
	for ; sum > letters; sum-- {
		last := q.order[0]
		if given[last]--; given[last] == 0 {
			heap.Pop(q)
		} else {
			heap.Fix(q, 0)
		}
	}
	return given, nil
}

// A queue has the stratum in front that gets the next letter or, backwards, that got the last one.
type queue struct {
	weights []*big.Int
	given   []int
	order   []int
	back    bool
}

func (q *queue) Len() int      { return len(q.order) }
func (q *queue) Swap(a, b int) { q.order[a], q.order[b] = q.order[b], q.order[a] }
func (q *queue) Push(any)      { panic("invite: nothing joins the queue") }
func (q *queue) Pop() any {
	n := len(q.order) - 1
	last := q.order[n]
	q.order = q.order[:n]
	return last
}

// Less compares weight / (2 letters + 1) by cross-multiplication.
func (q *queue) Less(a, b int) bool {
	i, j := q.order[a], q.order[b]
	x, y := q.given[i], q.given[j]
	if q.back {
		x, y, i, j = q.given[j]-1, q.given[i]-1, j, i
	}
	left := new(big.Int).Mul(q.weights[i], big.NewInt(int64(2*y+1)))
	right := new(big.Int).Mul(q.weights[j], big.NewInt(int64(2*x+1)))
	return cmp.Or(-left.Cmp(right), cmp.Compare(i, j)) < 0
}

// hamilton gives every stratum its quota rounded down, and the letters that are left to the largest
// remainders (A. Hamilton 1792).
func hamilton(weights []*big.Int, strata []Stratum, letters int) ([]int, error) {
	total, given, left := sumOf(weights), make([]int, len(weights)), letters
	rest := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	for i, w := range weights {
		q, m := new(big.Int).DivMod(new(big.Int).Mul(w, big.NewInt(int64(letters))), total, new(big.Int))
		rest[i], order[i] = m, i
		given[i] = int(min(q.Int64(), int64(strata[i].People)))
		left -= given[i]
	}
	slices.SortStableFunc(order, func(i, j int) int { return rest[j].Cmp(rest[i]) })
	for left > 0 {
		was := left
		for _, i := range order {
			if left > 0 && given[i] < strata[i].People {
				given[i]++
				left--
			}
		}
		if left == was {
			return nil, ErrTooMany
		}
	}
	return given, nil
}

func sumOf(weights []*big.Int) *big.Int {
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	return sum
}

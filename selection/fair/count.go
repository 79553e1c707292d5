package fair

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
)

// MaxStates is the cap on the states of a [Count]: about 300 bytes each.
const MaxStates = 1 << 20

// statesBetween is how many states are counted between two looks at the context.
const statesBetween = 1 << 12

// TooManyStates is the error for an instance with too many partial panels to count.
type TooManyStates struct{}

// Error says it in a sentence.
func (*TooManyStates) Error() string {
	return fmt.Sprintf("the panels cannot be counted exactly: more than %d different states of a half-filled panel; "+
		"the rule uniform needs fewer features, wider quotas or fewer seats", MaxStates)
}

// A Count is the number of panels of an instance, panels being sets of people, and a
// way to draw one of them, each as likely as the others.
//
// Types are gone through in canonical order, a family of households at one go. A
// state is what the types so far leave for the rest: the seats taken, and of each row
// the seats it has, as far as they still matter. The number of panels beyond a state
// is a sum over the seats the next type may get (after de Azevedo and Gölz: "Maximally
// random sortition", arXiv 2604.02712, 2026).
type Count struct {
	types  int
	layers []layer
	total  *big.Int
}

// A layer is one step: what the next types may get, and the states before it.
type layer struct {
	types   []int
	options []option
	next    [][]int32  // of each state and option: the state it leads to, -1 none
	beyond  []*big.Int // panels beyond each state
	before  []*big.Int // ways to each state
}

// An option is seats for the types of a layer and the number of ways to choose the
// people.
type option struct {
	seats []int
	ways  *big.Int
}

// NewCount counts the panels of an instance whose household rows are for a limit. The
// error is *[TooManyStates], *[Infeasible], the context's, or that the limit does not fit.
func NewCount(ctx context.Context, in *quotas.Instance, limit int) (*Count, error) {
	all, err := families(in, max(1, limit))
	if err != nil {
		return nil, err
	}
	c := &Count{types: len(in.Count)}
	of := familyOf(len(in.Count), all)
	for t, n := range in.Count {
		switch i := of[t]; {
		case i < 0:
			c.layers = append(c.layers, single(t, n))
		case all[i].types[0] == t:
			l, err := all[i].layer()
			if err != nil {
				return nil, err
			}
			c.layers = append(c.layers, l)
		}
	}
	if err := c.forward(ctx, newTracks(in, c.layers)); err != nil {
		return nil, err
	}
	c.backward()
	if c.total.Sign() == 0 {
		return nil, &Infeasible{}
	}
	return c, nil
}

// single is the layer of a type without households: binomial coefficients.
func single(t, n int) layer {
	l := layer{types: []int{t}}
	for x := 0; x <= n; x++ {
		l.options = append(l.options, option{[]int{x}, new(big.Int).Binomial(int64(n), int64(x))})
	}
	return l
}

// layer is that of a family: the coefficients of the polynomial of one home, to the
// power of the number of homes.
func (f *family) layer() (layer, error) {
	home := f.home()
	sum := []option{{make([]int, len(f.types)), big.NewInt(1)}}
	for range f.homes {
		at := map[string]int{}
		var product []option
		for _, a := range sum {
			for _, b := range home {
				seats := make([]int, len(a.seats))
				for i := range seats {
					seats[i] = a.seats[i] + b.seats[i]
				}
				ways := new(big.Int).Mul(a.ways, b.ways)
				key := panelKey(seats)
				if i, met := at[key]; met {
					product[i].ways.Add(product[i].ways, ways)
					continue
				}
				at[key] = len(product)
				product = append(product, option{seats, ways})
			}
		}
		if sum = product; len(sum) > MaxStates {
			return layer{}, &TooManyStates{}
		}
	}
	return layer{types: f.types, options: sum}, nil
}

// home lists the ways to take at most limit people of one home.
func (f *family) home() []option {
	list := []option{{make([]int, len(f.types)), big.NewInt(1)}}
	for i, n := range f.perHome {
		for _, o := range list {
			taken := 0
			for _, x := range o.seats {
				taken += x
			}
			for x := 1; x <= n && taken+x <= f.limit; x++ {
				seats := append([]int(nil), o.seats...)
				seats[i] = x
				ways := new(big.Int).Binomial(int64(n), int64(x))
				list = append(list, option{seats, ways.Mul(ways, o.ways)})
			}
		}
	}
	return list
}

// A track follows one row of the instance, or the seats, through the layers.
type track struct {
	min, max int
	rest     []int // the most that the layers from each one on can add
	share    [][]int
}

// newTracks prepares the quota rows and the row of the seats; household rows are met
// by the options of their layer.
func newTracks(in *quotas.Instance, layers []layer) []track {
	var all []track
	follow := func(member []bool, min, max int) {
		k := track{min: min, max: max, rest: make([]int, len(layers)+1), share: make([][]int, len(layers))}
		for i := len(layers) - 1; i >= 0; i-- {
			most := 0
			for _, o := range layers[i].options {
				sum := 0
				for j, t := range layers[i].types {
					if member[t] {
						sum += o.seats[j]
					}
				}
				k.share[i] = append(k.share[i], sum)
				if sum > most {
					most = sum
				}
			}
			k.rest[i] = k.rest[i+1] + most
		}
		all = append(all, k)
	}
	everyone := make([]bool, len(in.Count))
	for t := range everyone {
		everyone[t] = true
	}
	follow(everyone, in.Seats, in.Seats)
	for _, r := range in.Rows {
		if r.Kind != quotas.QuotaRow {
			continue
		}
		member := make([]bool, len(in.Count))
		for _, t := range r.Types {
			member[t] = true
		}
		follow(member, r.Min, r.Max)
	}
	return all
}

// after is the seats of a row after layer i-1, made the same for all that make no
// difference to what follows; ok is false where the row can no longer be met.
func (k *track) after(i, seats int) (same int, ok bool) {
	if seats > k.max || seats+k.rest[i] < k.min {
		return 0, false
	}
	if seats+k.rest[i] <= k.max {
		return min(seats, max(k.min, 0)), true
	}
	return seats, true
}

// forward finds the states of every layer.
func (c *Count) forward(ctx context.Context, tracks []track) error {
	width := len(tracks)
	states := [][]int32{make([]int32, width)}
	total := 1
	for i := range c.layers {
		l := &c.layers[i]
		at := map[string]int32{}
		var found [][]int32
		for n, s := range states {
			if n%statesBetween == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			next := make([]int32, len(l.options))
			for o := range l.options {
				next[o] = -1
				to, ok := move(tracks, s, i, o)
				if !ok {
					continue
				}
				key := stateKey(to)
				j, met := at[key]
				if !met {
					j = int32(len(found))
					at[key] = j
					found = append(found, to)
				}
				next[o] = j
			}
			l.next = append(l.next, next)
			if total+len(found) > MaxStates {
				return &TooManyStates{}
			}
		}
		states = found
		total += len(found)
	}
	return nil
}

// move is the state after option o of layer i.
func move(tracks []track, from []int32, i, o int) (to []int32, ok bool) {
	to = make([]int32, len(tracks))
	for r := range tracks {
		k := &tracks[r]
		same, ok := k.after(i+1, int(from[r])+k.share[i][o])
		if !ok {
			return nil, false
		}
		to[r] = int32(same)
	}
	return to, true
}

func stateKey(s []int32) string {
	key := make([]byte, 0, 4*len(s))
	for _, v := range s {
		key = binary.LittleEndian.AppendUint32(key, uint32(v))
	}
	return string(key)
}

// backward counts the panels beyond every state, then the ways to it.
func (c *Count) backward() {
	last := []*big.Int{big.NewInt(1)}
	product := new(big.Int)
	for i := len(c.layers) - 1; i >= 0; i-- {
		l := &c.layers[i]
		l.beyond = make([]*big.Int, len(l.next))
		for s, next := range l.next {
			l.beyond[s] = new(big.Int)
			for o, to := range next {
				if to >= 0 {
					l.beyond[s].Add(l.beyond[s], product.Mul(l.options[o].ways, last[to]))
				}
			}
		}
		last = l.beyond
	}
	c.total = last[0]
	ways := []*big.Int{big.NewInt(1)}
	for i := range c.layers {
		l := &c.layers[i]
		l.before = ways
		if i+1 == len(c.layers) {
			break
		}
		ways = make([]*big.Int, len(c.layers[i+1].next))
		for s := range ways {
			ways[s] = new(big.Int)
		}
		for s, next := range l.next {
			for o, to := range next {
				if to >= 0 {
					ways[to].Add(ways[to], product.Mul(l.options[o].ways, l.before[s]))
				}
			}
		}
	}
}

// Panels is the number of panels.
func (c *Count) Panels() *big.Int { return new(big.Int).Set(c.total) }

// entropyBits is how many binary places [Count.Bits] has.
const entropyBits = 40

// Bits is the entropy of a uniform panel, the logarithm of [Count.Panels] to base 2. Its
// places are found one by one by squaring, so that it is the same on every machine.
func (c *Count) Bits() float64 {
	mantissa := new(big.Float)
	exponent := new(big.Float).SetInt(c.total).MantExp(mantissa)
	m, _ := mantissa.Float64() // from 1/2 to 1
	m *= 2
	bits, place := float64(exponent-1), 1.0
	for range entropyBits {
		m = float64(m * m)
		place = float64(place / 2)
		if m >= 2 {
			m /= 2
			bits += float64(place)
		}
	}
	return bits
}

// Seats are the expected seats of each type over all panels, exactly.
func (c *Count) Seats() []*big.Rat {
	seats := make([]*big.Rat, c.types)
	for i := range c.layers {
		l := &c.layers[i]
		var last []*big.Int
		if i+1 < len(c.layers) {
			last = c.layers[i+1].beyond
		} else {
			last = []*big.Int{big.NewInt(1)}
		}
		sums := make([]*big.Int, len(l.types))
		for j := range sums {
			sums[j] = new(big.Int)
		}
		through, product := new(big.Int), new(big.Int)
		for o := range l.options {
			through.SetInt64(0)
			for s, next := range l.next {
				if to := next[o]; to >= 0 {
					through.Add(through, product.Mul(l.before[s], last[to]))
				}
			}
			through.Mul(through, l.options[o].ways)
			for j, x := range l.options[o].seats {
				sums[j].Add(sums[j], product.Mul(through, big.NewInt(int64(x))))
			}
		}
		for j, t := range l.types {
			seats[t] = new(big.Rat).SetFrac(sums[j], c.total)
		}
	}
	return seats
}

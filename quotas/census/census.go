package census

import (
	"context"
	"fmt"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
)

const (
	// MaxStates is the cap on the states of a [Census]: about 60 to 100 bytes each.
	MaxStates = 1 << 22
	// MaxMoves is the cap on the moves from state to state, where types have many people: about 50 ns
	// each.
	MaxMoves = 1 << 26
	// statesBetween is how many states are counted between two looks at the context.
	statesBetween = 1 << 14
)

// TooManyStates is the error for an instance with too many partial panels to count.
type TooManyStates struct{ layers int } // gone through before there were

// Error says it in a sentence.
func (*TooManyStates) Error() string {
	return fmt.Sprintf("the panels cannot be counted exactly: more than %d different states of a half-filled panel", MaxStates)
}

// A Census is the number of panels, and a way to find any one of them.
type Census struct {
	types  int
	layers []Layer
	ways   [][]nat    // of each layer and option
	next   [][]int32  // of each layer, state and option: the state it leads to, -1 none
	beyond [][]uint64 // panels beyond each state, a nat of width words each
	width  int
	total  *big.Int
}

// newCensus counts panels that meet the given rows, the layers being in the order in which they are
// gone through. The error is *[TooManyStates] or the context's.
func newCensus(ctx context.Context, in *quotas.Instance, rows []quotas.Row, layers []Layer, most int) (*Census, error) {
	tracks, words := newTracks(in, rows, layers)
	c := &Census{types: len(in.Count), layers: layers, ways: make([][]nat, len(layers))}
	for i, l := range layers {
		for _, o := range l.Options {
			c.ways[i] = append(c.ways[i], natOf(o.Ways))
		}
	}
	c.width = len(natOf(atMost(in.Seats, layers)))
	last, err := c.forward(ctx, newSteps(layers, tracks), words, most)
	if err != nil {
		return nil, err
	}
	return c, c.backward(ctx, last)
}

// atMost is how many sets of so many people or fewer the options make: no sum of the count is larger.
func atMost(seats int, layers []Layer) *big.Int {
	sets := make([]*big.Int, seats+1) // by size
	for s := range sets {
		sets[s] = new(big.Int)
	}
	sets[0].SetInt64(1)
	product := new(big.Int)
	for _, l := range layers {
		next := make([]*big.Int, seats+1)
		for s := range next {
			next[s] = new(big.Int)
		}
		for _, o := range l.Options {
			taken := 0
			for _, x := range o.Seats {
				taken += x
			}
			for s := 0; s+taken <= seats; s++ {
				next[s+taken].Add(next[s+taken], product.Mul(sets[s], o.Ways))
			}
		}
		sets = next
	}
	all := new(big.Int)
	for _, n := range sets {
		all.Add(all, n)
	}
	return all
}

// forward finds the states of every layer and says how many the last one leaves: 0 or 1.
func (c *Census) forward(ctx context.Context, steps []step, words, most int) (last int, err error) {
	states := newTable(words)
	to := make([]uint64, words)
	states.number(to)
	total, moves := 1, 0
	for i := range c.layers {
		options := len(c.layers[i].Options)
		found := newTable(words)
		next := make([]int32, 0, states.size()*options)
		for n := range states.size() {
			if n%statesBetween == 0 && ctx.Err() != nil {
				return 0, ctx.Err()
			}
			for o := range options {
				if steps[i].move(to, states.key(n), o) {
					next = append(next, found.number(to))
				} else {
					next = append(next, -1)
				}
			}
			moves += options
			if total+found.size() > most || moves > MaxMoves {
				return 0, &TooManyStates{i}
			}
		}
		c.next = append(c.next, next)
		total += found.size()
		states = found
	}
	return states.size(), nil
}

// number is that of a state in an array of numbers.
func (c *Census) number(all []uint64, state int) nat {
	return all[state*c.width : (state+1)*c.width]
}

// size is how many states come before a layer.
func (c *Census) size(layer int) int { return len(c.next[layer]) / len(c.layers[layer].Options) }

// backward counts the panels beyond every state.
func (c *Census) backward(ctx context.Context, last int) error {
	c.beyond = make([][]uint64, len(c.layers)+1)
	c.beyond[len(c.layers)] = make([]uint64, last*c.width)
	for n := range last {
		c.number(c.beyond[len(c.layers)], n)[0] = 1
	}
	for i := len(c.layers) - 1; i >= 0; i-- {
		c.beyond[i] = make([]uint64, c.size(i)*c.width)
		for n := range c.size(i) {
			if n%statesBetween == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			sum := c.number(c.beyond[i], n)
			for o, to := range c.moves(i, n) {
				if to >= 0 {
					sum.addProduct(c.number(c.beyond[i+1], int(to)), c.ways[i][o])
				}
			}
		}
	}
	c.total = c.number(c.beyond[0], 0).big()
	return nil
}

// moves are the states that the options of a layer lead to.
func (c *Census) moves(layer, state int) []int32 {
	options := len(c.layers[layer].Options)
	return c.next[layer][state*options : (state+1)*options]
}

// Panels is the number of panels; of weighted ones, the sum of their weights.
func (c *Census) Panels() *big.Int { return new(big.Int).Set(c.total) }

// States is how many states were counted.
func (c *Census) States() (n int) {
	for i := range c.layers {
		n += c.size(i)
	}
	return n
}

// Seats are the expected seats of each type over all panels, exactly. There must be panels.
func (c *Census) Seats(ctx context.Context) ([]*big.Rat, error) {
	seats := make([]*big.Rat, c.types)
	before := make([]uint64, c.width)
	before[0] = 1
	for i := range c.layers {
		next := make([]uint64, len(c.beyond[i+1]))
		through := make([]nat, len(c.layers[i].Options)) // panels with each option, before its ways
		for o := range through {
			through[o] = make(nat, 2*c.width)
		}
		for n := range c.size(i) {
			if n%statesBetween == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			for o, to := range c.moves(i, n) {
				if to >= 0 {
					c.number(next, int(to)).addProduct(c.number(before, n), c.ways[i][o])
					through[o].addProduct(c.number(before, n), c.number(c.beyond[i+1], int(to)))
				}
			}
		}
		c.layers[i].expected(seats, through, c.total)
		before = next
	}
	return seats, nil
}

// expected fills in the seats of a layer's types.
func (l *Layer) expected(seats []*big.Rat, through []nat, total *big.Int) {
	for j, t := range l.Types {
		sum := new(big.Int)
		for o, option := range l.Options {
			with := new(big.Int).Mul(through[o].big(), option.Ways)
			sum.Add(sum, with.Mul(with, big.NewInt(int64(option.Seats[j]))))
		}
		seats[t] = new(big.Rat).SetFrac(sum, total)
	}
}

// Panel is the panel of a number from 0 to Panels-1, as seats per type: a type with a seats of n
// people has as many numbers as there are ways to choose them. stop, where there is one, is asked
// about the seats of each layer and may end the way; then the panel is nil.
func (c *Census) Panel(number *big.Int, stop func(layer, option int) bool) []int {
	panel := make([]int, c.types)
	rest, block := make(nat, c.width), make(nat, c.width)
	copy(rest, natOf(number))
	state := 0
	for i := range c.layers {
		l := &c.layers[i]
		for o, to := range c.moves(i, state) {
			if to < 0 {
				continue
			}
			clear(block)
			block.addProduct(c.number(c.beyond[i+1], int(to)), c.ways[i][o])
			if !rest.less(block) {
				rest.subtract(block)
				continue
			}
			if stop != nil && stop(i, o) {
				return nil
			}
			for j, t := range l.Types {
				panel[t] = l.Options[o].Seats[j]
			}
			if ways := c.ways[i][o]; len(ways) == 1 {
				rest.divide(ways[0])
			} else {
				quotient := natOf(new(big.Int).Quo(rest.big(), l.Options[o].Ways))
				clear(rest)
				copy(rest, quotient)
			}
			state = int(to)
			break
		}
	}
	return panel
}

package fair

import (
	"context"
	"math/big"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/census"
)

// A Count is the number of panels of an instance, panels being sets of people, and a
// way to draw one of them, each as likely as the others. A family of households is one
// layer of the [census.Census].
type Count struct{ census *census.Census }

// NewCount counts the panels of an instance whose household rows are for a limit, in canonical order.
// The error is *[census.TooManyStates], *[Infeasible], the context's, or that the limit does not fit.
func NewCount(ctx context.Context, in *quotas.Instance, limit int) (*Count, error) {
	layers, err := layersOf(in, limit)
	if err != nil {
		return nil, err
	}
	return counted(census.Count(ctx, in, layers))
}

func counted(c *census.Census, err error) (*Count, error) {
	if err != nil {
		return nil, err
	}
	if c.Panels().Sign() == 0 {
		return nil, &Infeasible{}
	}
	return &Count{c}, nil
}

// layersOf are the layers of all types, a family of households at one go.
func layersOf(in *quotas.Instance, limit int) (layers []census.Layer, err error) {
	all, err := families(in, max(1, limit))
	if err != nil {
		return nil, err
	}
	of := familyOf(len(in.Count), all)
	for t, n := range in.Count {
		switch i := of[t]; {
		case i < 0:
			layers = append(layers, single(t, n))
		case all[i].types[0] == t:
			l, err := all[i].layer()
			if err != nil {
				return nil, err
			}
			layers = append(layers, l)
		}
	}
	return layers, nil
}

// single is the layer of a type without households: binomial coefficients.
func single(t, n int) census.Layer {
	l := census.Layer{Types: []int{t}}
	for x := 0; x <= n; x++ {
		l.Options = append(l.Options, census.Option{Seats: []int{x}, Ways: new(big.Int).Binomial(int64(n), int64(x))})
	}
	return l
}

// mostOptions is how many ways to give seats to a family are told apart.
const mostOptions = 1 << 20

// layer is that of a family: the coefficients of the polynomial of one home, to the
// power of the number of homes.
func (f *family) layer() (census.Layer, error) {
	home := f.home()
	sum := []census.Option{{Seats: make([]int, len(f.types)), Ways: big.NewInt(1)}}
	for range f.homes {
		at := map[string]int{}
		var product []census.Option
		for _, a := range sum {
			for _, b := range home {
				seats := add(a.Seats, b.seats)
				ways := new(big.Int).Mul(a.Ways, b.ways)
				key := panelKey(seats)
				if i, met := at[key]; met {
					product[i].Ways.Add(product[i].Ways, ways)
					continue
				}
				at[key] = len(product)
				product = append(product, census.Option{Seats: seats, Ways: ways})
			}
		}
		if sum = product; len(sum) > mostOptions {
			return census.Layer{}, &census.TooManyStates{}
		}
	}
	return census.Layer{Types: f.types, Options: sum}, nil
}

// Panels is the number of panels.
func (c *Count) Panels() *big.Int { return c.census.Panels() }

// Bits is the entropy of a uniform panel, the logarithm of [Count.Panels] to base 2.
func (c *Count) Bits() float64 { return logarithm(c.Panels()) }

// entropyBits is how many binary places [Count.Bits] has.
const entropyBits = 40

// logarithm is that to base 2. Its places are found one by one by squaring, so that it is the same
// on every machine.
func logarithm(n *big.Int) float64 {
	mantissa := new(big.Float)
	exponent := new(big.Float).SetInt(n).MantExp(mantissa)
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

var _ Drawer = (*Count)(nil)

// Draw draws a panel, each set of people as likely as the others, and gives its seats
// per type; which people of a type sit is then a fair choice among them, in which
// households of a family must be chosen whole.
func (c *Count) Draw(_ context.Context, random Source) ([]int, error) {
	return c.census.Panel(below(random, c.Panels()), nil), nil
}

// chunkBits are drawn at a time; IntN(2^chunkBits) fits an int everywhere.
const chunkBits = 30

// below is a number from 0 to n-1, each as likely as the others: bits, and again where
// they make n or more.
func below(random Source, n *big.Int) *big.Int {
	bits := new(big.Int).Sub(n, big.NewInt(1)).BitLen()
	for {
		v := new(big.Int)
		for left := bits; left > 0; left -= chunkBits {
			take := min(left, chunkBits)
			v.Lsh(v, uint(take))
			v.Add(v, big.NewInt(int64(random.IntN(1<<take))))
		}
		if v.Cmp(n) < 0 {
			return v
		}
	}
}

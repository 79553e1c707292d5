package book

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
)

func stream(seed int) *draw.Stream {
	return draw.NewStream(draw.Algorithm1, fmt.Sprint("test ", seed), [32]byte{}, [32]byte{})
}

// made is a roster with two or three features; quotas are windows around a random set
// of people, so that panels exist. With households, people live in twos and threes.
func made(s *draw.Stream, people, seats int, households bool) *pool.Roster {
	r := &pool.Roster{Table: &quotas.Table{}}
	for f := 0; f < 2+s.IntN(2); f++ {
		feature := quotas.Feature{Name: fmt.Sprint("f", f)}
		for v := 0; v < 2+s.IntN(3); v++ {
			feature.Values = append(feature.Values, quotas.Value{Name: fmt.Sprint("v", v)})
		}
		r.Table.Features = append(r.Table.Features, feature)
	}
	for i := 0; i < people; i++ {
		e := pool.Entry{ID: fmt.Sprintf("b%05d", i), Household: -1}
		for _, f := range r.Table.Features {
			e.Values = append(e.Values, min(s.IntN(len(f.Values)), s.IntN(len(f.Values))))
		}
		if households && i%5 < 3 {
			e.Household = i - i%5
		}
		r.Entries = append(r.Entries, e)
	}
	for i := 0; i < seats; i++ { // one of each household at most
		for f, v := range r.Entries[5*i%people+5*i/people].Values {
			r.Table.Features[f].Values[v].Min++
		}
	}
	for f := range r.Table.Features {
		for v := range r.Table.Features[f].Values {
			value := &r.Table.Features[f].Values[v]
			value.Max = value.Min + s.IntN(2)
			value.Min = max(0, value.Min-s.IntN(2))
		}
	}
	return r
}

// requireBook checks every page of the book by the roster's own values.
func requireBook(t *testing.T, b *Book, r *pool.Roster, seats, limit int) {
	t.Helper()
	for j, page := range b.Pages {
		require.Len(t, page, seats)
		perHousehold := map[int]int{}
		have := map[[2]int]int{}
		for i, p := range page {
			if i > 0 {
				require.Less(t, page[i-1], p, "page %d: ascending, each person once", j)
			}
			e := r.Entries[p]
			if e.Household >= 0 {
				perHousehold[e.Household]++
				if limit > 0 {
					require.LessOrEqual(t, perHousehold[e.Household], limit, "page %d", j)
				}
			}
			for f, v := range e.Values {
				have[[2]int{f, v}]++
			}
		}
		for f, feature := range r.Table.Features {
			for v, value := range feature.Values {
				require.GreaterOrEqual(t, have[[2]int{f, v}], value.Min, "page %d", j)
				require.LessOrEqual(t, have[[2]int{f, v}], value.Max, "page %d", j)
			}
		}
	}
}

// write makes chances and book as the pipeline does, a gap included.
func write(t *testing.T, g *pool.Grouping, pages, seed int) (*Book, *fair.Chances) {
	t.Helper()
	s := fair.New(g.Instance)
	c, err := s.Leximin(context.Background())
	require.NoError(t, err)
	o := Options{Pages: pages, Random: stream(seed)}
	b, err := Make(context.Background(), g, Target{c.Instance, c.Chance, c.Seats}, o)
	var gap *Gap
	if errors.As(err, &gap) {
		c, err = s.Close(context.Background(), 1<<20)
		require.NoError(t, err)
		require.True(t, c.Meets)
		o.Random = stream(seed)
		b, err = Make(context.Background(), g, Target{c.Instance, c.Chance, c.Seats}, o)
	}
	require.NoError(t, err)
	return b, c
}

// TestPagesMeetEveryRule: on random pools every page is allowed, nobody is more than
// one page from M p, and the smallest count is floor(M z).
func TestPagesMeetEveryRule(t *testing.T) {
	const pages = 1000
	for seed := 0; seed < 30; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := stream(seed)
			limit := seed % 3
			seats := 4 + s.IntN(8)
			r := made(s, 60+5*s.IntN(10), seats, limit > 0)
			g := r.Group(seats, limit)
			b, c := write(t, g, pages, seed)
			requireBook(t, b, r, seats, limit)
			counts := b.Counts()
			smallest := pages
			for ty, members := range g.Types {
				first, last := dues(c.Chance, nil, pages)[ty].within(underOne)
				low, high := Floor(c.Chance[ty], pages)+first, Floor(c.Chance[ty], pages)+last
				for _, i := range members {
					if c.Unseatable[ty] {
						assert.Zero(t, counts[i])
						continue
					}
					smallest = min(smallest, counts[i])
					assert.GreaterOrEqual(t, counts[i], low, "type %d", ty)
					assert.LessOrEqual(t, counts[i], high, "type %d", ty)
				}
			}
			assert.Equal(t, Floor(c.Smallest(), pages), smallest)
		})
	}
}

// TestEqualsDifferByOnePage holds for every number of pages, not only where M p is
// nearly whole.
func TestEqualsDifferByOnePage(t *testing.T) {
	s := stream(99)
	r := made(s, 90, 9, true)
	g := r.Group(9, 1)
	for _, pages := range []int{1, 2, 7, 50, 333} {
		b, _ := write(t, g, pages, pages)
		require.Len(t, b.Pages, pages)
		counts := b.Counts()
		for _, members := range g.Types {
			low, high := math.MaxInt, 0
			for _, i := range members {
				low, high = min(low, counts[i]), max(high, counts[i])
			}
			assert.LessOrEqual(t, high-low, 1, "%d pages", pages)
		}
	}
}

func TestSameStreamSameBook(t *testing.T) {
	r := made(stream(5), 80, 8, true)
	g := r.Group(8, 1)
	a, _ := write(t, g, 200, 1)
	b, _ := write(t, g, 200, 1)
	other, _ := write(t, g, 200, 2)
	assert.Equal(t, a, b)
	assert.NotEqual(t, a, other)
}

// trap is the smallest pool whose outer chances are no mixture of panels.
func trap() *pool.Grouping {
	in := &quotas.Instance{Seats: 2, Count: []int{1, 1, 1, 1}, Rows: []quotas.Row{
		{Types: []int{0, 1}, Max: 1}, {Types: []int{1, 2}, Max: 1}, {Types: []int{0, 2}, Max: 1}}}
	return &pool.Grouping{Instance: in, Types: [][]int{{0}, {1}, {2}, {3}}}
}

func TestGapIsProved(t *testing.T) {
	g := trap()
	half := Target{g.Instance, []float64{.5, .5, .5, .5}, []float64{.5, .5, .5, .5}}
	_, err := Make(context.Background(), g, half, Options{Pages: 1000, Random: stream(1)})
	var gap *Gap
	require.True(t, errors.As(err, &gap))
	assert.False(t, gap.Doubt)
	b, err := Make(context.Background(), g, half, Options{Pages: 999, Random: stream(1), Lenient: true})
	require.NoError(t, err)
	assert.Equal(t, []int{333, 333, 333, 999}, b.Counts(), "as good as can be")
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := trap()
	third := Target{g.Instance, []float64{1. / 3, 1. / 3, 1. / 3, 1}, []float64{1. / 3, 1. / 3, 1. / 3, 1}}
	_, err := Make(ctx, g, third, Options{Pages: 10, Random: stream(1)})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestPagesFor(t *testing.T) {
	for _, c := range []struct {
		smallest *big.Rat
		pages    int
		ok       bool
	}{{big.NewRat(1, 1), 1000, true}, {big.NewRat(1, 200), 1000, true}, {big.NewRat(1e8, 200e8+1), 10_000, true},
		{big.NewRat(1, 20_000), 100_000, true}, {big.NewRat(1, 20_001), 0, false}} {
		pages, ok := PagesFor(c.smallest)
		assert.Equal(t, c.ok, ok, "%v", c.smallest)
		assert.Equal(t, c.pages, pages, "%v", c.smallest)
	}
}

// A fraction knows what a rounded chance cannot: whether M p is just below a whole number.
func TestExactSpans(t *testing.T) {
	hair := new(big.Rat).Sub(big.NewRat(1, 2), big.NewRat(1, 1e12))
	about, _ := hair.Float64()
	assert.Equal(t, []due{{500, 0}}, dues([]float64{about}, nil, 1000))
	assert.Equal(t, []due{{499, 1 - 1e-9}}, dues([]float64{about}, []*big.Rat{hair}, 1000))
	chance := []float64{about, about, 1. / 3, 0}
	all := dues(chance, []*big.Rat{hair, nil, big.NewRat(1, 3), new(big.Rat)}, 1000)
	spans, ok := newRounding(trap().Instance, all, 1000, 0).spans(underOne)
	assert.True(t, ok)
	assert.Equal(t, []span{{499, 500}, {500, 500}, {333, 334}, {0, 0}}, spans)
}

// TestDigitsFavourNobody: the pages are in random order, so people's pages spread over
// first digits as chance has it. Tolerance: 6 standard deviations, fixed seed.
func TestDigitsFavourNobody(t *testing.T) {
	r := made(stream(3), 80, 8, false)
	g := r.Group(8, 0)
	b, _ := write(t, g, 1000, 3)
	first := make([][10]int, b.People)
	for j, page := range b.Pages {
		for _, p := range page {
			first[p][j/100]++
		}
	}
	for p, n := range b.Counts() {
		for d := range 10 {
			mean, dev := float64(n)/10, math.Sqrt(float64(n)*0.09)
			assert.InDelta(t, mean, float64(first[p][d]), 6*dev+1, "person %d digit %d", p, d)
		}
	}
}

package study

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fairness"
)

// six is a pool that can be followed by hand: women 0, 1, 2 and men 3, 4, 5, young 0 and 3, one seat
// each for women and men; 5 cannot be seated. Of four pages the second was drawn.
func six() Input {
	return Input{
		IDs: []string{"b22", "c22", "d22", "f22", "g22", "h22"},
		Table: &quotas.Table{Features: []quotas.Feature{
			{Name: "age", Values: []quotas.Value{{Name: "30+", Max: 2}, {Name: "under 30", Max: 2}}},
			{Name: "gender", Values: []quotas.Value{{Name: "man", Min: 1, Max: 1}, {Name: "woman", Min: 1, Max: 1}}},
		}},
		Values:     [][]int{{1, 1}, {0, 1}, {0, 1}, {1, 0}, {0, 0}, {0, 0}},
		Pages:      [][]int32{{0, 3}, {1, 4}, {2, 3}, {0, 4}},
		Seats:      2,
		Page:       1,
		Unseatable: []int{5},
		Rule:       "leximin",
		Extra:      []fairness.Column{{Name: "transport", Values: []string{"bus", "car", "bus", "bus", "car", "bus"}}},
		Random:     rand.New(rand.NewPCG(1, 2)),
		Population: &Population{
			Single: map[string]map[string]float64{"gender": {"man": .5, "woman": .5}, "transport": {"bus": .75, "car": .25}},
			Joint:  map[[2]string]map[[2]string]float64{{"gender", "age"}: {{"man", "30+"}: .4}},
		},
	}
}

func find[T any](t *testing.T, rows []T, is func(T) bool) T {
	t.Helper()
	at := slices.IndexFunc(rows, is)
	require.GreaterOrEqual(t, at, 0)
	return rows[at]
}

func TestStudyByHand(t *testing.T) {
	s := Of(six())
	assert.Equal(t, []string{"age", "gender"}, s.Features)
	p := s.Persons[1]
	assert.Equal(t, []any{"c22", 1, 4, .25, false, true}, []any{p.ID, p.Pages, p.Of, p.Chance, p.Unseatable, p.Drawn})
	assert.InDelta(t, (4.0/6/.5)*(3.0/6/.5), float64(p.RatioProduct), 1e-15)
	assert.Equal(t, []string{"30+", "woman"}, p.Values)
	assert.Equal(t, .25, s.Chances.Smallest)
	assert.Equal(t, 2, s.Chances.Levels)
	assert.Equal(t, 4, s.Chances.Support)
	assert.Equal(t, 2.0, s.Chances.Entropy)

	under := find(t, s.Values, func(v Value) bool { return v.Value == "under 30" })
	assert.True(t, under.Population.missing())
	assert.True(t, under.GapPeople.missing())
	under.Population, under.GapPeople = 0, 0 // NaN is never equal
	// Seats by page: 2 0 1 1.
	assert.Equal(t, Value{Feature: "age", Value: "under 30", QuotaMin: 0, QuotaMax: 2, QuotaShare: .5, PoolPeople: 2, PoolShare: Number(1.0 / 3),
		BookMean: 1, BookShare: .5, BookMin: 0, BookMax: 2, PanelSeats: 0, PanelShare: 0,
		DesignEffect: under.DesignEffect, GapPool: under.GapPool}, under)
	variance := 2 * (1.0 / 3) * (2.0 / 3) * 4 / 5
	assert.InDelta(t, .5/variance, float64(under.DesignEffect), 1e-12)
	assert.InDelta(t, -2.0/3/math.Sqrt(variance), float64(under.GapPool), 1e-12)

	cell := find(t, s.Cells, func(c Cell) bool { return c.Value1 == "30+" && c.Value2 == "man" })
	assert.Equal(t, []any{2, 2, Count(1), "lone", Number(.4), Number(.25), Number(.5)},
		[]any{cell.Order, cell.PoolPeople, cell.PanelSeats, cell.Voice, cell.Population, cell.QuotaShare, cell.BookMean})

	ages := find(t, s.Distances, func(d Distance) bool { return d.Feature == "age" && d.Of == "panel" && d.Against == "pool" })
	assert.InDelta(t, 1.0/3, float64(ages.TotalVariation), 1e-12)
	assert.InDelta(t, 1.0/3, float64(ages.Wasserstein), 1e-12, "under 30 stands before 30+")
	gender := find(t, s.Distances, func(d Distance) bool { return d.Feature == "gender" })
	assert.True(t, gender.Wasserstein.missing())

	// Seatable pairs: 10, of which 4 meet. b22 and c22, b22 and d22, c22 and d22 are women, of whom one
	// sits, f22 and g22 men. c22 and f22 could meet as d22 and f22 do; of d22 and g22 c22 and g22 show it.
	assert.Equal(t, Meetings{Pairs: 10, NeverMeet: 6, Could: 2, Cannot: 4, Smallest: .25, Largest: .25, Mean: .1}, *s.Meetings)
}

func TestTestsByHand(t *testing.T) {
	s := Of(six())
	of := func(family, subject, method string) Test {
		return find(t, s.Tests, func(t Test) bool {
			return t.Family == family && t.Subject == subject && strings.Contains(t.Method, method)
		})
	}
	assert.Equal(t, Number(.5), of("draw", "age", "pages").P, "two pages of four are as far from a young and an old one")
	assert.Equal(t, forced, of("pool", "gender", "").Refused)
	assert.Equal(t, forced, of("population", "gender", "").Refused)
	// Of 15 panels one has two who go by car.
	assert.InDelta(t, 1.0/15, float64(of("pool", "transport: car", "hyper").P), 1e-12)
	assert.InDelta(t, 1.0/15, float64(of("pool", "transport", "hyper").P), 1e-12)
	assert.InDelta(t, 1.0/16, float64(of("population", "transport", "multinomial").P), 1e-12)
	chi := of("population", "transport", "chi-square")
	assert.True(t, chi.P.missing())
	assert.Contains(t, chi.Refused, "below 1")
	for _, test := range s.Tests {
		assert.Equal(t, test.P.missing(), test.Refused != "", test.Subject)
		assert.Equal(t, test.P.missing(), test.Holm.missing(), test.Subject)
	}
}

func TestStudyBeforeTheDraw(t *testing.T) {
	in := six()
	in.Page = -1
	s := Of(in)
	assert.Empty(t, s.Tests)
	assert.Equal(t, Count(-1), s.Values[0].PanelSeats)
	assert.Nil(t, s.Uniformity)
	assert.True(t, s.Cells[0].GapPool.missing())
}

// A million public values reach the pages of one book evenly, and everyone's draws are about as many as their
// chance says.
func TestMillionDraws(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	in := Input{Table: &quotas.Table{}, Seats: 10, Page: -1, Commitment: strings.Repeat("ab", 32), Draws: 1_000_000}
	for i := range 60 {
		in.IDs, in.Values = append(in.IDs, strconv.Itoa(i)), append(in.Values, nil)
	}
	for range 1000 {
		page := make([]int32, 0, 10)
		for _, i := range rng.Perm(60)[:10] {
			page = append(page, int32(i))
		}
		in.Pages = append(in.Pages, page)
	}
	u := Of(in).Uniformity
	assert.Equal(t, 1_000_000, u.Draws)
	assert.Greater(t, float64(u.P), 0.001)
	assert.Len(t, u.Digits, 30)
	sum := 0
	for _, d := range u.Digits {
		assert.InDelta(t, 100_000, d.Draws, 5*300)
		assert.Greater(t, float64(d.P), 0.001)
		sum += d.Draws
	}
	assert.Equal(t, 3_000_000, sum)
	assert.Greater(t, u.PLargest, 0.001)
	assert.Less(t, u.LargestGap, 5.0)
}

// A sampler that favours a digit would be found: the check can fail.
func TestUniformityFindsABias(t *testing.T) {
	counts := slices.Repeat([]int{100}, 1000)
	for j := range 100 {
		counts[j] = 120
	}
	u := &Uniformity{Draws: 102_000}
	u.digits(counts)
	assert.Less(t, float64(u.Digits[0].P), 1e-6)
	assert.Greater(t, float64(u.Digits[29].P), 0.99)
}

// Numbers of people, of pages and their means agree with counting them one by one.
func TestStudyAgainstCounting(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	in := Input{Table: &quotas.Table{Features: []quotas.Feature{
		{Name: "a", Values: []quotas.Value{{Name: "x", Max: 4}, {Name: "y", Max: 4}}},
		{Name: "b", Values: []quotas.Value{{Name: "x", Max: 4}, {Name: "y", Max: 4}, {Name: "z", Max: 4}}},
		{Name: "c", Values: []quotas.Value{{Name: "x", Max: 4}, {Name: "y", Max: 4}}},
	}}, Seats: 4, Page: 3}
	for i := range 15 {
		in.IDs = append(in.IDs, strconv.Itoa(i))
		in.Values = append(in.Values, []int{rng.IntN(2), rng.IntN(3), rng.IntN(2)})
	}
	for range 40 {
		var page []int32
		for _, i := range rng.Perm(15)[:4] {
			page = append(page, int32(i))
		}
		in.Pages = append(in.Pages, page)
	}
	s := Of(in)
	for _, c := range s.Cells {
		holds := func(i int32) bool {
			for f, value := range []string{c.Value1, c.Value2, c.Value3} {
				name := []string{c.Feature1, c.Feature2, c.Feature3}[f]
				at := slices.Index(s.Features, name)
				if at >= 0 && s.Persons[i].Values[at] != value {
					return false
				}
			}
			return true
		}
		pool, seats, panel := 0, 0, 0
		for i := range int32(15) {
			if holds(i) {
				pool++
			}
		}
		for j, page := range in.Pages {
			for _, i := range page {
				if holds(i) {
					seats++
					if j == in.Page {
						panel++
					}
				}
			}
		}
		assert.Equal(t, pool, c.PoolPeople)
		assert.Equal(t, Count(panel), c.PanelSeats)
		assert.InDelta(t, float64(seats)/40, float64(c.BookMean), 1e-12)
	}
	never := 0
	for i := range int32(15) {
		for j := range i {
			if !slices.ContainsFunc(in.Pages, func(page []int32) bool { return slices.Contains(page, i) && slices.Contains(page, j) }) {
				never++
			}
		}
	}
	assert.Equal(t, never, s.Meetings.NeverMeet)
	assert.Equal(t, 105, s.Meetings.Pairs)
}

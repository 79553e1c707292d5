package selection

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// A meeting counts pairs of people who stand on no page together, among all people of
// types that have a seat on some page.
type meeting struct {
	pairs int
	never int
	// dealt is how many would be expected, exactly, had each page's seats of a type been
	// given to random people of it (and, for families, to random households), page by page.
	dealt float64
}

// excess is never over dealt, 1 where both are 0.
func (m meeting) excess() float64 {
	if m.dealt == 0 && m.never == 0 {
		return 1
	}
	return float64(m.never) / m.dealt
}

// most is what never may be: 5 % above dealt, and two standard deviations of so small a
// number where it is one.
func (m meeting) most() float64 { return 1.05*m.dealt + 2*math.Sqrt(m.dealt) }

func meetings(g *pool.Grouping, pages [][]int32) meeting {
	typ := make([]int, 0)
	for t, members := range g.Types {
		for _, i := range members {
			typ = append(typ, make([]int, max(0, i+1-len(typ)))...)
			typ[i] = t
		}
	}
	compositions := make([][]int, len(pages))
	seated := make([]bool, len(g.Types))
	for j, page := range pages {
		x := make([]int, len(g.Types))
		for _, i := range page {
			x[typ[i]]++
			seated[typ[i]] = true
		}
		compositions[j] = x
	}
	people := 0
	for t, members := range g.Types {
		if seated[t] {
			people += len(members)
		}
	}
	m := meeting{pairs: people * (people - 1) / 2}
	m.never = m.pairs - met(pages, len(typ))
	m.dealt = float64(m.pairs) - expectedMet(g, compositions)
	return m
}

// met counts the pairs that share a page.
func met(pages [][]int32, people int) int {
	on := make([][]int32, people)
	for j, page := range pages {
		for _, i := range page {
			on[i] = append(on[i], int32(j))
		}
	}
	pairs, last := 0, make([]int, people)
	for i := range people {
		for _, j := range on[i] {
			for _, other := range pages[j] {
				if int(other) > i && last[other] != i+1 {
					last[other] = i + 1
					pairs++
				}
			}
		}
	}
	return pairs
}

// expectedMet adds up, over all pairs of people, the chance that independent dealing
// lets them meet: 1 - product over pages of 1 - P(both on the page). A pair of one family
// must come from two households, of which each page takes one seat at most.
func expectedMet(g *pool.Grouping, compositions [][]int) float64 {
	n := len(g.Types)
	family := make([]int, n)
	for f, fam := range g.Families {
		for _, t := range fam.Types {
			family[t] = f + 1
		}
	}
	// pairs of people of types a and b who may meet, and ordered pairs of seats they can take
	count := func(a, b int) (pairs, places float64) {
		na, nb := float64(len(g.Types[a])), float64(len(g.Types[b]))
		if f := family[a]; f > 0 && f == family[b] {
			h := float64(len(g.Families[f-1].Households))
			pairs, places = na*nb*(h-1)/h, na*nb*(h-1)/h
		} else if pairs, places = na*nb, na*nb; a == b {
			pairs, places = na*(na-1), na*(na-1)
		}
		if a == b {
			pairs /= 2
		}
		return pairs, places
	}
	apart := make([]float64, n*n) // logarithms of the chance to stay apart
	for _, x := range compositions {
		var types []int
		for t := range x {
			if x[t] > 0 {
				types = append(types, t)
			}
		}
		for i, a := range types {
			for _, b := range types[i:] {
				seats := float64(x[a] * x[b])
				if a == b {
					seats = float64(x[a] * (x[a] - 1))
				}
				if seats > 0 {
					_, places := count(a, b)
					apart[a*n+b] += math.Log1p(-seats / places)
				}
			}
		}
	}
	sum := 0.0
	for a := range n {
		for b := a; b < n; b++ {
			if l := apart[a*n+b]; l < 0 {
				pairs, _ := count(a, b)
				sum -= pairs * math.Expm1(l)
			}
		}
	}
	return sum
}

// TestExpectedMeetings compares the formula with dealing at random, 4000 times, in a pool
// with a family: the mean within five standard errors.
func TestExpectedMeetings(t *testing.T) {
	g := &pool.Grouping{
		Types:    [][]int{{0, 1, 2, 3, 4}, {5, 7, 9, 11}, {6, 8, 10, 12}, {13, 14, 15, 16, 17, 18}},
		Families: []pool.Family{{Types: []int{1, 2}, Households: [][]int{{5, 6}, {7, 8}, {9, 10}, {11, 12}}}},
	}
	compositions := [][]int{{2, 1, 1, 1}, {0, 2, 1, 2}, {3, 0, 2, 0}, {1, 1, 0, 3}, {2, 1, 2, 0}}
	rng := rand.New(rand.NewPCG(1, 2))
	const books = 4000
	sum, squares := 0.0, 0.0
	for range books {
		var pages [][]int32
		for _, x := range compositions {
			var page []int32
			for _, ty := range []int{0, 3} {
				for _, i := range rng.Perm(len(g.Types[ty]))[:x[ty]] {
					page = append(page, int32(g.Types[ty][i]))
				}
			}
			for at, h := range rng.Perm(4)[:x[1]+x[2]] {
				member := 0
				if at >= x[1] {
					member = 1
				}
				page = append(page, int32(g.Families[0].Households[h][member]))
			}
			slices.Sort(page)
			pages = append(pages, page)
		}
		m := float64(met(pages, 19))
		sum, squares = sum+m, squares+m*m
	}
	mean := sum / books
	deviation := math.Sqrt((squares/books - mean*mean) / books)
	want := expectedMet(g, compositions)
	require.Less(t, deviation, 0.1)
	assert.InDelta(t, want, mean, 5*deviation)
}

// TestMeetings: in the books of the pools of this repository pairs who never meet are hardly
// more than independent dealing gives. TestDevPools asks the same of larger ones.
func TestMeetings(t *testing.T) {
	for name, household := range map[string]int{
		"easy_20": 0, "example_40": 0, "exact_16": 0, "households_15": 1, "self-selected_24": 0, "tight_20": 0, "unique_20": 0,
	} {
		dir := filepath.Join("..", "testdata", "instances", name)
		table, err := os.ReadFile(filepath.Join(dir, "quotas.csv"))
		require.NoError(t, err)
		people, err := os.ReadFile(filepath.Join(dir, "pool.csv"))
		require.NoError(t, err)
		q, faults := quotas.Read("quotas.csv", table)
		require.NoError(t, faults.Err())
		p, faults := pool.Read("pool.csv", people, q, pool.Options{Household: []string{"household"}[:household]})
		require.NoError(t, faults.Err())
		seats, err := strconv.Atoi(name[strings.LastIndex(name, "_")+1:])
		require.NoError(t, err)
		r, err := Run(context.Background(), Request{Pool: p, Seats: seats, Household: household, PublicValue: "7 11 13"})
		require.NoError(t, err)
		m := meetings(r.Grouping, r.Book.Pages)
		assert.LessOrEqual(t, float64(m.never), m.most(), name)
		t.Logf("%s: %d of %d pairs never meet, %.1f expected, ratio %.3f", name, m.never, m.pairs, m.dealt, m.excess())
	}
}

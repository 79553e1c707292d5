package pool_test

import (
	"fmt"
	"math/bits"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

func TestGroupGathersPeopleIntoTypes(t *testing.T) {
	p := read(t, "id,age,gender,home\n1,65+,man,a\n2,65+,woman,a\n3,65+,man,b\n4,65+,woman,b\n5,65+,man,\n6,65+,man,c\n7,65+,man,c\n8,65+,man,c\n9,65+,woman,d\n",
		pool.Options{Household: []string{"home"}})
	r, person := p.Roster([32]byte{1})
	labels := func(indices []int) string {
		seen := make([]bool, len(person))
		for _, i := range indices {
			seen[person[i]] = true
		}
		var names []string
		for i := range seen {
			if seen[i] {
				names = append(names, p.Label(i))
			}
		}
		return strings.Join(names, " ")
	}
	check := func(limit int, types []string, families [][]string) *pool.Grouping {
		t.Helper()
		g := r.Group(3, limit)
		var got []string
		for at, members := range g.Types {
			assert.IsIncreasing(t, append([]int{-1}, members...))
			assert.Equal(t, len(members), g.Instance.Count[at])
			got = append(got, labels(members))
		}
		assert.Equal(t, types, got)
		require.Len(t, g.Families, len(families))
		for i, f := range g.Families {
			row := g.Instance.Rows[f.Row]
			assert.Equal(t, quotas.HouseholdRow, row.Kind)
			assert.Equal(t, limit*len(f.Households), row.Max)
			assert.Equal(t, f.Types, row.Types)
			var homes []string
			for _, h := range f.Households {
				homes = append(homes, labels(h))
			}
			assert.ElementsMatch(t, families[i], homes)
		}
		return g
	}
	g := check(0, []string{"1 3 5 6 7 8", "2 4 9"}, nil)
	assert.Equal(t, []quotas.Row{
		{Feature: 0, Value: 2, Types: []int{0, 1}, Min: 1, Max: 9},
		{Feature: 1, Value: 0, Types: []int{0}, Min: 1, Max: 3},
		{Feature: 1, Value: 1, Types: []int{1}, Min: 1, Max: 3},
	}, g.Instance.Rows, "values nobody has give no row")
	check(1, []string{"5", "1 3", "6 7 8", "9", "2 4"}, [][]string{{"1 2", "3 4"}, {"6 7 8"}})
	check(2, []string{"1 3 5", "6 7 8", "2 4 9"}, [][]string{{"6 7 8"}})
	check(3, []string{"1 3 5 6 7 8", "2 4 9"}, nil)
}

func TestAMinimumNobodyHasAllowsNoPanel(t *testing.T) {
	p := read(t, "age,gender\n16-34,man\n16-34,woman\n", pool.Options{})
	r, _ := p.Roster([32]byte{})
	g := r.Group(2, 0)
	assert.False(t, g.Instance.Allows([]int{1, 1}), "somebody of 65+ must sit")
	assert.Contains(t, g.Instance.Rows, quotas.Row{Feature: 0, Value: 2, Min: 1, Max: 9})
}

// smallPool draws a pool of at most eight people, a table for it, a number of
// seats and a household limit.
func smallPool(t *rapid.T) (text, quota string, seats, limit int) {
	n := rapid.IntRange(1, 8).Draw(t, "people")
	text = "a,b,home\n"
	for range n {
		text += fmt.Sprintf("%s,%s,%s\n", rapid.SampledFrom([]string{"x", "y"}).Draw(t, "a"),
			rapid.SampledFrom([]string{"u", "v", "w"}).Draw(t, "b"), rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "home"))
	}
	quota = "feature,value,min,max\n"
	for _, value := range []string{"a,x", "a,y", "b,u", "b,v", "b,w"} {
		low := rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "min")
		quota += fmt.Sprintf("%s,%d,%d\n", value, low, low+rapid.IntRange(0, 4).Draw(t, "room"))
	}
	return text, quota, rapid.IntRange(1, n).Draw(t, "seats"), rapid.IntRange(0, 3).Draw(t, "limit")
}

// TestInstanceAllowsWhatTheRulesAllow goes through every set of people: the
// panels of the instance are exactly those of the quotas and households.
func TestInstanceAllowsWhatTheRulesAllow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, quota, seats, limit := smallPool(t)
		q, faults := quotas.Read("q.csv", []byte(quota))
		require.Empty(t, faults)
		p, faults := pool.Read("p.csv", []byte(text), q, pool.Options{Household: []string{"home"}})
		require.Empty(t, faults)
		r, person := p.Roster([32]byte{})
		g := r.Group(seats, limit)
		typeOf := make([]int, len(person))
		for at, members := range g.Types {
			for _, i := range members {
				typeOf[i] = at
			}
		}
		reached := make(map[string]bool)
		for set := range 1 << len(person) {
			x := make([]int, len(g.Types))
			for i := range person {
				x[typeOf[i]] += set >> i & 1
			}
			if allowed(p, person, set, seats, limit) {
				require.True(t, g.Instance.Allows(x), "a panel the rules allow")
				reached[fmt.Sprint(x)] = true
			}
		}
		for set := range 1 << len(person) {
			x := make([]int, len(g.Types))
			for i := range person {
				x[typeOf[i]] += set >> i & 1
			}
			require.Equal(t, reached[fmt.Sprint(x)], g.Instance.Allows(x), "some people can take these seats")
		}
	})
}

// allowed applies the rules to people, with nothing of the grouping.
func allowed(p *pool.Pool, person []int, set, seats, limit int) bool {
	if bits.OnesCount(uint(set)) != seats {
		return false
	}
	seen := make(map[string]int)
	for i := range person {
		if set>>i&1 == 0 {
			continue
		}
		if home := p.Cell(person[i], 2); home != "" {
			seen["home "+home]++
			if limit > 0 && seen["home "+home] > limit {
				return false
			}
		}
		for f, v := range p.People[person[i]].Values {
			seen[fmt.Sprint(f, v)]++
		}
	}
	for f, feature := range p.Table.Features {
		for v, value := range feature.Values {
			if n := seen[fmt.Sprint(f, v)]; n < value.Min || n > value.Max {
				return false
			}
		}
	}
	return true
}

func TestInstanceIsTheSameForAnyKeyAndRowOrder(t *testing.T) {
	text := town(120, false)
	opt := pool.Options{Household: []string{"home"}}
	r, _ := read(t, text, opt).Roster([32]byte{1})
	want := r.Group(10, 1)
	require.NotEmpty(t, want.Families)
	for seed := range int64(5) {
		s, _ := read(t, shuffled(text, seed), opt).Roster([32]byte{byte(seed)})
		got := s.Group(10, 1)
		assert.Equal(t, want.Instance, got.Instance)
		assert.Equal(t, want.Instance, read(t, shuffled(text, seed), opt).Unnamed().Group(10, 1).Instance)
		for i := range want.Families {
			assert.Equal(t, want.Families[i].Row, got.Families[i].Row)
			assert.Len(t, got.Families[i].Households, len(want.Families[i].Households))
		}
	}
}

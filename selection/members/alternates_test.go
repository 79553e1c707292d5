package members

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
)

func caseStream(at int) *draw.Stream {
	return draw.NewStream("evenlot/2", "alternates", [32]byte{byte(at)}, [32]byte{byte(at >> 8)})
}

// allowed are all sets of so many people of a roster, by index, that keep the household limit.
func allowed(q *AlternatesQuestion) (sets [][]int) {
	for group := range quotastest.Groups(len(q.Roster.Entries), q.Alternates) {
		homes := map[int]int{}
		crowded := false
		for _, i := range group {
			if h := q.Roster.Entries[i].Household; h >= 0 && q.Limit > 0 {
				homes[h]++
				crowded = crowded || homes[h] > q.Limit
			}
		}
		if !crowded {
			sets = append(sets, slices.Clone(group))
		}
	}
	return sets
}

func (q *AlternatesQuestion) values(set []int) (people [][]int) {
	for _, i := range set {
		people = append(people, q.Roster.Entries[i].Values)
	}
	return people
}

// The search finds the best of all sets on 300 small cases, but for a few, where it comes near.
// Tolerance: 3 cases in 300, and a twentieth of the loss.
func TestBestSet(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	cases, missed, sets := 0, 0, 0
	for cases < 300 {
		c := randomCase(t, rng)
		c.q.Alternates = min(4, 1+rng.IntN(4))
		all := allowed(&c.q)
		if len(all) == 0 {
			continue
		}
		c.q.Scenarios = 60
		p := newPlanner(&c.q, caseStream(cases))
		set, found := p.best()
		require.Len(t, set, c.q.Alternates)
		least := int64(-1)
		for _, group := range all {
			var types []int // in the order of the search, so that ties are broken alike
			for _, i := range group {
				types = append(types, slices.IndexFunc(p.group.Types, func(people []int) bool { return slices.Contains(people, i) }))
			}
			for _, order := range [][]int{types, reversed(types)} {
				if loss := p.total(p.people(order)); least < 0 || loss < least {
					least = loss
				}
			}
		}
		if found > least {
			missed++
			assert.LessOrEqual(t, float64(found), 1.05*float64(least), "case %d", cases)
		}
		cases, sets = cases+1, sets+len(all)
	}
	t.Logf("%d cases of %d sets: the best missed in %d", cases, sets, missed)
	assert.LessOrEqual(t, missed, 3)
}

func reversed(a []int) []int {
	b := slices.Clone(a)
	slices.Reverse(b)
	return b
}

// What a person adds to a set is the same as when the whole set is judged again.
func TestJoined(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 1))
	for at := range 100 {
		c := randomCase(t, rng)
		c.q.Scenarios = 40
		p := newPlanner(&c.q, caseStream(at))
		var people [][]int
		for range rng.IntN(4) {
			people = append(people, p.types[rng.IntN(len(p.types))])
		}
		trails := p.trails(people)
		for _, more := range p.types {
			total, ok := p.joined(people, trails, more, -1)
			require.True(t, ok)
			require.Equal(t, p.total(append(people[:len(people):len(people)], more)), total)
			_, ok = p.joined(people, trails, more, total)
			require.False(t, ok, "no less than the limit")
			_, ok = p.joined(people, trails, more, total+1)
			require.True(t, ok)
		}
	}
}

// On 300 small cases the best set is inside the windows, whoever takes part is in a set inside,
// people alike are treated alike, and no set inside loses more than the best one and twice the
// distance. The windows were judged by 60 sets, so all of them may show more: in 3 cases at most.
func TestWindows(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 1))
	cases, wider, all, beyond := 0, 0, 0, 0
	for cases < 300 {
		c := randomCase(t, rng)
		if len(allowed(&c.q)) == 0 {
			continue
		}
		c.q.Scenarios = 60
		plan, err := PlanAlternates(c.q, caseStream(cases))
		require.NoError(t, err)
		again, err := PlanAlternates(c.q, caseStream(cases))
		require.NoError(t, err)
		require.Equal(t, plan.Windows, again.Windows)
		require.Equal(t, plan.People, again.People)

		require.True(t, fits(plan, plan.Set), "the best set is inside")
		takes := map[int]bool{}
		for _, i := range plan.People {
			takes[i] = true
		}
		inside, chance := 0, map[int]bool{}
		p := newPlanner(&c.q, caseStream(cases)) // its scenarios are those of the search
		set, best := p.best()
		w := p.grow(set, best, p.total(nil), DefaultNear)
		for s := range p.types {
			for r := range s {
				require.True(t, w.takes[s] == w.takes[r] || !slices.Equal(p.types[s], p.types[r]), "people alike take part alike, whoever they live with")
			}
		}
		far := max(best/100*DefaultNear, (p.total(nil)-best)/100*Trifle)
		worst := int64(0)
		for _, group := range allowed(&c.q) {
			if slices.ContainsFunc(group, func(i int) bool { return !takes[i] }) || !fits(plan, c.q.values(group)) {
				continue
			}
			inside++
			var people [][]int
			for _, i := range group {
				chance[i] = true
				people = append(people, p.places(c.q.Roster.Entries[i].Values))
			}
			worst = max(worst, p.total(people))
		}
		require.Positive(t, inside)
		require.Len(t, chance, len(plan.People), "whoever takes part has a chance")
		require.LessOrEqual(t, plan.Best, plan.None)
		if worst > best+2*far {
			beyond++
		}
		cases, all = cases+1, all+inside
		if len(plan.People) > plan.Before {
			wider++
		}
	}
	t.Logf("%d cases, %d sets inside; in %d more people have a chance than before; in %d some set is beyond twice the distance", cases, all, wider, beyond)
	assert.Greater(t, wider, 80)
	assert.LessOrEqual(t, beyond, 3)
}

func fits(plan *AlternatesPlan, people [][]int) bool {
	for f, feature := range plan.Windows.Features {
		for v, q := range feature.Values {
			n := 0
			for _, values := range people {
				if values[f] == v {
					n++
				}
			}
			if n < q.Min || n > q.Max {
				return false
			}
		}
	}
	return true
}

func TestPlanAlternatesErrors(t *testing.T) {
	table := smallTable(t)
	wn, ms := values(table, "woman", "north"), values(table, "man", "south")
	q := AlternatesQuestion{Table: table, Seats: 5, Members: [][]int{wn, wn, ms, ms, ms}, Limit: 1, Rates: EvenRates(table, DefaultLeave),
		Roster: &pool.Roster{Table: table, Entries: []pool.Entry{{ID: "a", Values: wn, Household: 0}, {ID: "b", Values: ms, Household: 0}, {ID: "c", Values: ms, Household: -1}}}}
	_, err := PlanAlternates(q, caseStream(0))
	require.EqualError(t, err, "no alternates are asked for: say how many, 1 or more")
	q.Alternates = 3
	_, err = PlanAlternates(q, caseStream(0))
	require.EqualError(t, err, "3 alternates asked for, and 3 people could be one, some of them perhaps of one household: ask for fewer")
	q.Alternates = 2
	nobody := q
	nobody.Members = nil
	_, err = PlanAlternates(nobody, caseStream(0))
	require.EqualError(t, err, "nobody holds a seat, so nobody can leave one")
	plan, err := PlanAlternates(q, caseStream(0))
	require.NoError(t, err)
	assert.Len(t, plan.Set, 2)
	q.Limit, q.Alternates = 0, 3
	plan, err = PlanAlternates(q, caseStream(0))
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 2}, plan.People)
}

package study

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fairness"
)

// Four women and one man came, of whom two and one sit on each of two pages; in the population there are as
// many women as men, 10,000 in all, 600 young women among them.
func lopsided(t *testing.T) Input {
	in := Input{IDs: []string{"a", "b", "c", "d", "e"}, Seats: 3, Page: -1, Letters: 100,
		Table: &quotas.Table{Features: []quotas.Feature{
			{Name: "gender", Values: []quotas.Value{{Name: "woman", Min: 2, Max: 2}, {Name: "man", Min: 1, Max: 1}}},
			{Name: "age", Values: []quotas.Value{{Name: "young", Max: 3}, {Name: "old", Max: 3}}},
		}},
		Values: [][]int{{0, 0}, {0, 0}, {0, 1}, {0, 1}, {1, 1}},
		Pages:  [][]int32{{0, 1, 4}, {2, 3, 4}},
		Extra:  []fairness.Column{{Name: "car", Values: []string{"yes", "yes", "no", "no", "no"}}}}
	population, faults := ReadPopulation("census.csv", []byte("gender,age,count\nwoman,young,600\nwoman,old,4400\nman,young,3000\nman,old,2000\n"), in.Table)
	require.Empty(t, faults)
	require.Equal(t, 10_000, population.People)
	in.Population = population
	return in
}

func TestSelfSelectionByHand(t *testing.T) {
	s := Of(lopsided(t))
	kind := func(one, two string) Kind {
		return find(t, s.Kinds, func(k Kind) bool { return k.Value1 == one && k.Value2 == two })
	}
	near := func(want float64, got Number) {
		t.Helper()
		assert.InDelta(t, want, float64(got), 1e-12)
	}
	woman, man := kind("woman", ""), kind("man", "")
	near(.5, woman.Population)
	near(.8/.5, woman.Relative)
	near(.2/.5, man.Relative)
	near(4./50, woman.Rate)
	near(1./50, man.Rate)
	near(.5, woman.Seat)
	near(1, man.Seat)
	near(2./5000, woman.EndToEnd)
	near(2./3/.5, woman.Whole)
	assert.True(t, woman.Quota)
	assert.Less(t, float64(woman.Low), 1.6)
	assert.Greater(t, float64(woman.High), 1.6)
	young := kind("woman", "young")
	near(.06, young.Population)
	near(.4/.06, young.Relative)
	near(1./600, young.EndToEnd)
	none := kind("man", "young")
	assert.Equal(t, 0, none.PoolPeople)
	assert.True(t, none.Seat.missing())
	near(0, none.Whole)

	repair := func(one, two string) Repair {
		return find(t, s.Repairs, func(r Repair) bool { return r.Feature1 == one && r.Feature2 == two })
	}
	gender := repair("gender", "")
	near(.3, gender.Pool)
	near(1./6, gender.Book)
	near(1-1./6/.3, gender.Repaired)
	// Young are .36 of all, .4 of the pool, 1/3 of the seats.
	near(1-(.36-1./3)/(.4-.36), repair("age", "").Repaired)
	// In the pool .4 young women for .06, .4 old women for .44, no young man for .3, .2 old men for .2.
	near(.34, repair("gender", "age").Pool)
	near(1./3-.06+1./3-.2, repair("gender", "age").Book)
	assert.Len(t, s.Repairs, 3, "nobody told of cars")

	// Parts of all letters: what comes out in the end adds up to the seats.
	sum := 0.0
	for _, k := range s.Kinds {
		if k.Feature2 != "" {
			sum += float64(k.EndToEnd * k.Population * 10_000)
		}
	}
	assert.InDelta(t, 3, sum, 1e-9)

	in := lopsided(t)
	in.Population, in.Letters = nil, 0
	s = Of(in)
	assert.Empty(t, s.Kinds)
	assert.NotNil(t, s.Repairs, "a list in JSON")
}

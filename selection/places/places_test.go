package places

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func Example() {
	all := []Place{{"Ahaus", "", "small", 400}, {"Bonn", "", "large", 3000}, {"Celle", "", "small", 600}, {"Dorf", "", "small", 15}, {"Essen", "", "large", 6000}}
	r := Rules{Letters: 100, Points: 5, Reserve: 1}
	if err := r.Check(all); err != nil {
		fmt.Println(err)
	}
	d := Draw(r, all, Seed("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "31415926535897932384"))
	for _, u := range d.Units {
		fmt.Printf("%v %s %d people: %d points, due %d/%d\n", u.IDs(), u.Group(), u.People, u.Points, u.Due.Num, u.Due.Den)
	}
	// Output:
	// [Bonn] large 3000 people: 2 points, due 15000/10015
	// [Essen] large 6000 people: 3 points, due 30000/10015
	// [Dorf Celle] small 615 people: 0 points, due 3075/10015
	// [Ahaus] small 400 people: 0 points, due 2000/10015
}

// Over all starts each place of a small list is hit exactly as often as it is due: m times its people.
func TestSystematicIsProportional(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 12).Draw(t, "people")
		people[0]++
		m := rapid.IntRange(1, 30).Draw(t, "points")
		all := 0
		for _, n := range people {
			all += n
		}
		hits := make([]int, len(people))
		for start := range all {
			sum := 0
			for i, h := range Systematic(people, m, start) {
				hits[i] += h
				sum += h
				low := m * people[i] / all
				assert.True(t, h == low || h == low+1 && m*people[i]%all > 0, "a place gets its due, rounded down or up")
			}
			assert.Equal(t, m, sum)
		}
		for i, n := range people {
			assert.Equal(t, m*n, hits[i])
		}
	})
}

// The points of a small list, laid out one by one as the definition has them.
func TestSystematicByHand(t *testing.T) {
	people, m := []int{3, 1, 6}, 4 // points at R, R+10/4, ...: at j*10/4 + R/4 of 10
	for start := range 10 {
		want := make([]int, 3)
		for j := range m {
			at := float64(j*10+start) / float64(m)
			switch {
			case at < 3:
				want[0]++
			case at < 4:
				want[1]++
			default:
				want[2]++
			}
		}
		assert.Equal(t, want, Systematic(people, m, start), "start %d", start)
	}
}

// germany are the municipalities of the shared data, grouped by state and size class.
func germany(t *testing.T) []Place {
	shared := os.Getenv("EVENLOT_SHARED")
	if shared == "" {
		t.Skip("NOT TESTED: EVENLOT_SHARED does not name the folder of shared data")
	}
	data, err := os.ReadFile(filepath.Join(shared, "data", "municipalities_de_2023", "municipalities.csv"))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	var all []Place
	for _, row := range rows[1:] {
		people, err := strconv.Atoi(row[3])
		require.NoError(t, err)
		class := "a, below 20,000"
		if people >= 100_000 {
			class = "c, from 100,000"
		} else if people >= 20_000 {
			class = "b, from 20,000"
		}
		all = append(all, Place{row[0], row[1], row[2] + ", " + class, people})
	}
	return all
}

// The first stage of a German assembly: 20,000 letters in 80 points.
func TestGermany(t *testing.T) {
	all := germany(t)
	r := Rules{Letters: 20_000, Points: 80, Reserve: 3}
	require.NoError(t, r.Check(all))
	people := 0
	groups := map[string]int{}
	for _, p := range all {
		people += p.People
		groups[p.Group] += p.People
	}
	for n := range 20 {
		d := Draw(r, all, Seed("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", fmt.Sprint(n)))
		points, drawn := 0, 0
		of := map[string]int{}
		for _, u := range d.Units {
			points += u.Points
			of[u.Group()] += u.Points
			if u.Points > 0 {
				drawn++
			}
			assert.GreaterOrEqual(t, u.People, r.PerPoint())
			assert.LessOrEqual(t, u.Points*r.PerPoint(), u.People)
			assert.Equal(t, int64(80)*int64(u.People), u.Due.Num)
			assert.Equal(t, int64(people), u.Due.Den)
		}
		assert.Equal(t, 80, points)
		for g, in := range groups {
			exact := float64(80*in) / float64(people)
			assert.Less(t, math.Abs(exact-float64(of[g])), 1.0, "%s: its exact share, rounded down or up", g)
		}
		if n == 0 {
			t.Logf("%d municipalities, %d units, %d people: %d units drawn for 80 points", len(all), len(d.Units), people, drawn)
		}
	}
}

// Chances by counting: everybody's is letters / people over all starts, with linked places too.
func TestChances(t *testing.T) {
	all := []Place{{"a", "", "x", 5}, {"b", "", "x", 1}, {"c", "", "x", 11}, {"d", "", "y", 2}, {"e", "", "y", 2}, {"f", "", "y", 9}}
	r := Rules{Letters: 12, Points: 4}
	require.NoError(t, r.Check(all))
	units := link(order(all, r.PerPoint(), "seed"), r.PerPoint())
	letters := make([]int, len(units)) // over all starts
	for start := range 30 {
		for i, h := range Systematic(sizes(units), r.Points, start) {
			letters[i] += h * r.PerPoint()
			assert.LessOrEqual(t, h*r.PerPoint(), units[i].People)
		}
	}
	for i, u := range units {
		assert.Equal(t, 12*u.People, letters[i], "12/30 of %d people at each of 30 starts", u.People)
	}
}

// Places that are due more than the cap have it for certain, and no single place has more.
func TestCap(t *testing.T) {
	all := []Place{{"big", "", "x", 6000}, {"next", "", "x", 2500}, {"a", "", "x", 700}, {"b", "", "y", 500}, {"c", "", "y", 300}}
	r := Rules{Letters: 100, Points: 10, Cap: 3}
	require.NoError(t, r.Check(all))
	for n := range 200 {
		d := Draw(r, all, fmt.Sprint(n))
		sum := 0
		for _, u := range d.Units {
			sum += u.Points
			assert.LessOrEqual(t, u.Points, 3)
		}
		assert.Equal(t, 10, sum)
		assert.Equal(t, 2, d.Certain)
	}
	r.Cap = 1
	assert.ErrorContains(t, r.Check(all), "5 points are left when every place has as many")
}

func TestReplace(t *testing.T) {
	var all []Place
	for i := range 40 {
		all = append(all, Place{fmt.Sprintf("p%02d", i), "", fmt.Sprint("g", i%4), 100 + 37*i})
	}
	r := Rules{Letters: 100, Points: 10, Reserve: 2}
	require.NoError(t, r.Check(all))
	d := Draw(r, all, "seed")
	for g, list := range d.Reserves {
		assert.Len(t, list, 2)
		for _, i := range list {
			assert.Zero(t, d.Units[i].Points, "whoever is drawn is not in reserve")
			assert.True(t, g == Everywhere || d.Units[i].Group() == g)
		}
	}
	first := slices.IndexFunc(d.Units, func(u Unit) bool { return u.Points > 0 })
	group := d.Units[first].Group()
	again, err := d.Replace([]string{d.Units[first].IDs()[0]})
	require.NoError(t, err)
	assert.Zero(t, again.Points[first])
	assert.Equal(t, d.Units[first].Points, again.Points[d.Reserves[group][0]]+again.Points[d.Reserves[group][1]])
	assert.Equal(t, d.Units[first].People, again.Refusing)

	// All of a group refuse: the list of all places goes on.
	var ids []string
	for i, u := range d.Units {
		if u.Group() == group && (u.Points > 0 || slices.Contains(d.Reserves[group], i)) {
			ids = append(ids, u.IDs()...)
		}
	}
	again, err = d.Replace(ids)
	require.NoError(t, err)
	assert.Equal(t, d.Reserves[Everywhere][0], slices.IndexFunc(again.From, func(f int) bool { return f >= 0 && d.Units[f].Group() == group && true }))
	sum := again.Open
	for _, p := range again.Points {
		sum += p
	}
	assert.Equal(t, 10, sum)
	_, err = d.Replace([]string{"nobody"})
	assert.ErrorContains(t, err, `"nobody" is neither drawn nor in reserve`)
}

// Reserves are drawn in proportion to people: two places of a group, one three times the other.
func TestReserveIsProportional(t *testing.T) {
	all := []Place{{"drawn", "", "x", 10_000}, {"one", "", "y", 100}, {"three", "", "y", 300}}
	r := Rules{Letters: 20, Points: 1, Reserve: 1}
	three, n := 0, 0
	for i := range 3000 {
		d := Draw(r, all, fmt.Sprint(i))
		if list := d.Reserves["y"]; d.Units[0].Points == 1 {
			require.Len(t, list, 1)
			n++
			if d.Units[list[0]].IDs()[0] == "three" {
				three++
			}
		}
	}
	assert.InDelta(t, 0.75, float64(three)/float64(n), 0.03) // four deviations: sqrt(.75*.25/2900) = .008
}

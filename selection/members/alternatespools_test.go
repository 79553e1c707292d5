package members

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

func stream() *draw.Stream {
	return draw.NewStream("evenlot/2", "alternates", [32]byte{1}, [32]byte{2})
}

func readTable(t *testing.T, elem ...string) *quotas.Table {
	data, err := os.ReadFile(quotastest.Shared(t, elem...))
	require.NoError(t, err)
	table, faults := quotas.Read("quotas.csv", data)
	require.Empty(t, faults)
	return table
}

// publishedRates are the published rates, under the names that a table has for the same
// values; those of values that it does not have are left out.
func publishedRates(t *testing.T, table *quotas.Table, names map[string]string) *Rates {
	data, err := os.ReadFile(quotastest.Shared(t, "panels_hd_mass_quotas", "published_dropout_betas_HD.csv"))
	require.NoError(t, err)
	file := "feature,value,stay\n"
	lines := 0
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		cells := strings.Split(line, ",")
		if name, ok := names[cells[0]]; ok {
			cells[0] = name
		}
		if name, ok := names[cells[1]]; ok {
			cells[1] = name
		}
		if cells[0] == "init" {
			cells[0], cells[1] = "everyone", ""
		} else if f := table.Feature(cells[0]); f < 0 || table.Features[f].Value(cells[1]) < 0 {
			continue
		}
		file += strings.Join(cells, ",") + "\n"
		lines++
	}
	require.Greater(t, lines, 10)
	rates, faults := ReadRates("rates.csv", []byte(file), table)
	require.Empty(t, faults)
	return rates
}

// question splits people into the members, given by index, and those who could be alternates.
func question(table *quotas.Table, people [][]int, panel []int, alternates int, rates *Rates) AlternatesQuestion {
	q := AlternatesQuestion{Table: table, Seats: len(panel), Roster: &pool.Roster{Table: table}, Alternates: alternates, Rates: rates}
	for i, values := range people {
		if slices.Contains(panel, i) {
			q.Members = append(q.Members, values)
		} else {
			q.Roster.Entries = append(q.Roster.Entries, pool.Entry{ID: fmt.Sprintf("p%05d", i), Values: values, Household: -1})
		}
	}
	return q
}

// madePool makes people whose answers are as frequent as the quotas say and hang together by a
// hidden score, and finds a panel among them.
func madePool(t *testing.T, table *quotas.Table, seats, people int) (all [][]int, panel []int) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range people {
		hidden := rng.NormFloat64()
		var values []int
		for _, f := range table.Features {
			// The seats of a feature in a row, and the person somewhere along them.
			at := min(max((hidden*0.5+rng.NormFloat64())/3.5+0.5, 0), 0.999)
			if rng.IntN(2) == 0 {
				at = rng.Float64()
			}
			v, x := 0, int(at*float64(seats))
			for ; v < len(f.Values)-1 && x >= f.Values[v].Min; v++ {
				x -= f.Values[v].Min
			}
			values = append(values, v)
		}
		all = append(all, values)
	}
	return all, somePanel(t, table, all, seats)
}

// somePanel is a panel among people.
func somePanel(t testing.TB, table *quotas.Table, people [][]int, seats int) (panel []int) {
	rng := rand.New(rand.NewPCG(7, 8))
	r := &pool.Roster{Table: table}
	for i, values := range people {
		r.Entries = append(r.Entries, pool.Entry{ID: strconv.Itoa(i), Values: values, Household: -1})
	}
	g := r.Group(seats, 0)
	weights := make([]int64, len(g.Types))
	for i := range weights {
		weights[i] = rng.Int64N(1000)
	}
	a := oracle.New(g.Instance).Best(oracle.Query{Weights: weights, Enough: oracle.NoLimit, Nodes: 100})
	require.NotNil(t, a.Panel)
	for ty, n := range a.Panel {
		panel = append(panel, g.Types[ty][:n]...)
	}
	return panel
}

// sharedPool is a pool in the shape of a published one, and the panel that was planted in it.
func sharedPool(t *testing.T, name string, table *quotas.Table) (all [][]int, panel []int) {
	data, err := os.ReadFile(quotastest.Shared(t, "synth", name, "respondents.csv"))
	require.NoError(t, err)
	p, faults := pool.Read("pool.csv", data, table, pool.Options{})
	require.Empty(t, faults)
	for _, person := range p.People {
		all = append(all, person.Values)
	}
	rows, err := os.ReadFile(quotastest.Shared(t, "synth", name, "planted_panel.csv"))
	require.NoError(t, err)
	for _, row := range strings.Fields(string(rows))[1:] {
		n, err := strconv.Atoi(row)
		require.NoError(t, err)
		panel = append(panel, n-1)
	}
	return all, panel
}

// On pools in the shape of those of the published study, the sets of a leximin book inside the
// windows lose much less than sets by quotas and than twins, in the mean over its pages. The
// pools of the study were never published. Here are the published seats and rates of Eugene over
// people made for it, with windows of one seat (the study's losses fit these) and none; and two
// pools made in the shape of published ones, with the published rates and with even ones. Losses
// are of 1000 scenarios that the search did not see.
//
// Measured: what the lottery inside the windows loses is at least 40 % below sets by quotas, and at
// least 45 % below twins, with six alternates for 30 seats (a fifth of them, as the study has it) on
// the first three pools, and more with eight. Under Eugene's exact quotas, where windows leave no room
// at all, six reach 34 %, and the best set that is known 37 %; eight reach 40 %.
//
// With few alternates nobody reaches 40 %: of all sets of three, a tenth of the seats, the best one
// loses 27 % less than sets by quotas for Eugene, 33 % for hd_30 and 38 % for mass_24, over the scenarios
// of the search (TestBestOfAll tries all of them).
func TestAlternatesOfPublishedShapes(t *testing.T) {
	pools := publishedShapes(t)
	for _, c := range []struct {
		pool       string
		alternates int
		atMost     float64
		long       bool
	}{
		{"Eugene", 6, 0.6, false}, {"Eugene", 8, 0.6, true}, {"Eugene, exact", 6, 0.68, true}, {"Eugene, exact", 8, 0.6, true},
		{"hd_30", 6, 0.6, true}, {"hd_30", 8, 0.6, true}, {"mass_24", 6, 0.6, true},
	} {
		if !c.long || os.Getenv("EVENLOT_LONG") != "" {
			q := pools[c.pool]
			q.Alternates = c.alternates
			comparePractice(t, c.pool, q, c.atMost)
		}
	}
}

// publishedShapes are the pools, by name.
func publishedShapes(t *testing.T) map[string]AlternatesQuestion {
	eugene := readTable(t, "panels_hd_mass_quotas", "Eugene_2020_30_categories.csv")
	hd := readTable(t, "synth", "hd_30", "categories.csv")
	mass := readTable(t, "synth", "mass_24", "categories.csv")
	hdNames := map[string]string{"Age Range": "age", "Housing Status": "housing", "Race/Ethnicity": "ethnicity", "Gender": "gender",
		"Educational Attainment": "education", "65-74": "65+", "16-24": "18-24", "Latinx": "hispanic", "AAPI": "asian or other", "Another gender identity": "other",
		"Some_schooling": "no diploma", "High_school": "high school", "Some_college": "some college", "Bachelors": "bachelor+"}
	people, panel := madePool(t, eugene, 30, 260)
	wide := eugene.With(func(f, v int) (low, high int) {
		seats := eugene.Features[f].Values[v].Min
		return seats, seats + 1
	})
	rates := publishedRates(t, eugene, nil)
	hdPeople, hdPanel := sharedPool(t, "hd_30", hd)
	massPeople, massPanel := sharedPool(t, "mass_24", mass)
	return map[string]AlternatesQuestion{
		"Eugene":        question(wide, people, panel, 0, rates),
		"Eugene, exact": question(eugene, people, panel, 0, rates),
		"hd_30":         question(hd, hdPeople, hdPanel, 0, publishedRates(t, hd, hdNames)),
		"mass_24":       question(mass, massPeople, massPanel, 0, EvenRates(mass, DefaultLeave)),
	}
}

// comparePractice draws alternates. Their loss is to be at most such a part of that of the usual
// practices.
func comparePractice(t *testing.T, name string, q AlternatesQuestion, atMost float64) {
	plan, err := PlanAlternates(q, stream())
	require.NoError(t, err)
	mean, worst, chance := drawn(t, q, plan)
	t.Logf("%s, %d of %d: best %.3f, inside %.3f (worst %.3f), drawn %.3f (worst %.3f), quotas %.3f, twins %.3f, lot %.3f, none %.3f; with a chance %d before, %d after",
		name, q.Alternates, len(q.Roster.Entries), plan.Best.Float(), plan.Mean.Float(), plan.Worst.Float(), mean, worst,
		plan.ByQuotas.Float(), plan.ByTwins.Float(), plan.ByLot.Float(), plan.None.Float(), plan.Before, chance)
	assert.Less(t, mean, atMost*plan.ByQuotas.Float())
	assert.Less(t, mean, atMost*plan.ByTwins.Float())
	assert.Less(t, mean, plan.Best.Float()*(1+DefaultNear/100.0)+0.02*plan.None.Float()+noise)
	assert.Equal(t, len(plan.People), chance, "whoever takes part stands on a page")
	assert.Greater(t, chance, plan.Before)
}

// The search finds the best of all sets of two and three, on the same pools. It missed once, by a
// thousandth: three for Eugene.
func TestBestOfAll(t *testing.T) {
	for name, q := range publishedShapes(t) {
		for _, alternates := range []int{2, 3} {
			if os.Getenv("EVENLOT_LONG") != "all" && (alternates > 2 || name != "mass_24") {
				continue // minutes
			}
			q.Alternates, q.Scenarios = alternates, DefaultScenarios
			p := newPlanner(&q, stream())
			_, found := p.best()
			least, sets := p.bestOfAll(nil, 0, -1)
			quotas, none := p.byQuotas(), p.total(nil)
			t.Logf("%s, %d alternates: the best of %d sets loses %.4f, found %.4f; by quotas %.4f, none %.4f", name, alternates, sets,
				p.mean(least).Float(), p.mean(found).Float(), p.mean(quotas).Float(), p.mean(none).Float())
			assert.LessOrEqual(t, float64(found), 1.001*float64(least))
			assert.Greater(t, float64(least), 0.6*float64(quotas), "four tenths are out of reach")
		}
	}
}

// bestOfAll tries every set that begins so, and goes on with types from one on.
func (p *planner) bestOfAll(set []int, from int, least int64) (int64, int) {
	sets := 0
	if len(set) == p.in.Seats-1 { // the last one in one go
		people := p.people(set)
		trails := p.trails(people)
		for x := from; x < len(p.types); x++ {
			if !p.room(set, x) {
				continue
			}
			sets++
			if loss, ok := p.joined(people, trails, p.types[x], least); ok {
				least = loss
			}
		}
		return least, sets
	}
	for x := from; x < len(p.types); x++ {
		if p.room(set, x) {
			var more int
			least, more = p.bestOfAll(append(set[:len(set):len(set)], x), x, least)
			sets += more
		}
	}
	return least, sets
}

// noise is what a loss by 1000 scenarios may differ from one by the 300 of the search.
const noise = 0.03

// drawn is the mean and worst loss over the pages of a leximin book inside the windows, and how
// many people it has.
func drawn(t *testing.T, q AlternatesQuestion, plan *AlternatesPlan) (mean, worst float64, people int) {
	sub := q.Roster.Subset(plan.People)
	sub.Table = plan.Windows
	rules := record.Rules{Format: record.Format, Algorithm: draw.Algorithm, Rule: "leximin", People: len(sub.Entries), Seats: q.Alternates, Pages: 200, Household: q.Limit, Budget: 30000}
	l, err := lottery.New(context.Background(), sub, rules, "", nil)
	require.NoError(t, err)
	for _, page := range l.Book.Pages {
		var set [][]int
		for _, i := range page {
			set = append(set, sub.Entries[i].Values)
		}
		loss := plan.Outlook.Loss(set).Float()
		mean, worst = mean+loss/float64(len(l.Book.Pages)), max(worst, loss)
	}
	for _, n := range l.Counts {
		if n > 0 {
			people++
		}
	}
	return mean, worst, people
}

package members

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
)

func TestMoveUp(t *testing.T) {
	table := smallTable(t) // 2..3 women, 2..3 men, 1..3 north, 2..4 south
	seated := func(women, men, north, south int) [][]int {
		s := [][]int{make([]int, 2), make([]int, 2)}
		g, a := table.Feature("gender"), table.Feature("area")
		s[g][table.Features[g].Value("woman")], s[g][table.Features[g].Value("man")] = women, men
		s[a][table.Features[a].Value("north")], s[a][table.Features[a].Value("south")] = north, south
		return s
	}
	wn, ws, mn, ms := values(table, "woman", "north"), values(table, "woman", "south"), values(table, "man", "north"), values(table, "man", "south")
	for _, c := range []struct {
		name       string
		seated     [][]int
		alternates [][]int
		vacant     int
		up         []int
	}{
		{"nobody left", seated(3, 2, 2, 3), [][]int{wn, ms}, 0, nil},
		{"a man is missing", seated(3, 1, 2, 2), [][]int{wn, ws, mn, ms}, 1, []int{2}}, // north and south are alike: the first man
		{"man and south are missing", seated(3, 1, 3, 1), [][]int{wn, mn, ws, ms}, 1, []int{3}},
		{"the first of twins", seated(3, 1, 3, 1), [][]int{ms, ms}, 1, []int{0}},
		{"no quota is missed, a seat is filled all the same", seated(2, 2, 2, 2), [][]int{ms, wn}, 1, []int{0}},
		{"whoever breaks a maximum stays out", seated(3, 2, 2, 3), [][]int{wn, ws}, 2, nil},
		{"seats stay vacant", seated(2, 2, 2, 2), [][]int{wn, wn, ms, ms}, 4, []int{0, 2}},
	} {
		assert.Equal(t, c.up, MoveUp(table, c.seated, c.alternates, c.vacant), c.name)
	}
}

// A case is a small panel, with more or less likely leavers and a few alternates.
type smallCase struct {
	q   AlternatesQuestion
	set [][]int
}

func randomCase(t *testing.T, rng *rand.Rand) smallCase {
	seats, features := 3+rng.IntN(6), 1+rng.IntN(3)
	c := smallCase{q: AlternatesQuestion{Seats: seats, Alternates: 1 + rng.IntN(3), Members: make([][]int, seats), Roster: &pool.Roster{}}}
	candidates := make([][]int, 5+rng.IntN(5))
	file, rates := "feature,value,min,max\n", "feature,value,stay\n"
	for f := range features {
		size := 2 + rng.IntN(2)
		count := make([]int, size)
		for i := range c.q.Members {
			v := rng.IntN(size)
			c.q.Members[i] = append(c.q.Members[i], v)
			count[v]++
		}
		for i := range candidates {
			candidates[i] = append(candidates[i], rng.IntN(size))
		}
		for v, n := range count {
			file += fmt.Sprintf("f%d,v%d,%d,%d\n", f, v, max(0, n-rng.IntN(2)), n+rng.IntN(2))
			rates += fmt.Sprintf("f%d,v%d,0.%d\n", f, v, 4+rng.IntN(6))
		}
	}
	table, faults := quotas.Read("quotas.csv", []byte(file))
	require.Empty(t, faults)
	c.q.Table = table
	c.q.Rates, faults = ReadRates("rates.csv", []byte(rates), table)
	require.Empty(t, faults)
	c.q.Limit = rng.IntN(2)
	home := -1
	for i, values := range candidates {
		if i%3 == 0 {
			home = i
		}
		e := pool.Entry{ID: fmt.Sprintf("p%02d", i), Values: values, Household: -1}
		if end := min(home+3, len(candidates)); end-home > 1 {
			e.Household = home
		}
		c.q.Roster.Entries = append(c.q.Roster.Entries, e)
	}
	c.q.Roster.Table = table
	c.set = candidates[:c.q.Alternates]
	return c
}

// lossByHand is the loss of a panel, as a fraction.
func lossByHand(table *quotas.Table, people [][]int) *big.Rat {
	loss := new(big.Rat)
	for f, feature := range table.Features {
		for v, q := range feature.Values {
			n := 0
			for _, values := range people {
				if values[f] == v {
					n++
				}
			}
			off := max(q.Min-n, n-q.Max, 0)
			loss.Add(loss, big.NewRat(int64(off), int64(max(q.Max, 1))))
		}
	}
	return loss
}

// movedUp is the loss after alternates moved up by the rule, by other code: all panels with one
// more alternate are looked at, and the first of the best is taken. Least is that of the best
// choice of alternates there is.
func movedUp(table *quotas.Table, stay, set [][]int, vacant int) (rule, least *big.Rat) {
	people := append([][]int{}, stay...)
	left := append([][]int{}, set...)
	rule = lossByHand(table, people)
	for range vacant {
		best := -1
		for i := range left {
			if loss := lossByHand(table, append(people[:len(people):len(people)], left[i])); loss.Cmp(rule) < 0 {
				best, rule = i, loss
			}
		}
		if best < 0 {
			break
		}
		people = append(people, left[best])
		left = append(append([][]int{}, left[:best]...), left[best+1:]...)
	}
	for mask := range 1 << len(set) {
		chosen := append([][]int{}, stay...)
		for i := range set {
			if mask>>i&1 == 1 {
				chosen = append(chosen, set[i])
			}
		}
		if len(chosen)-len(stay) <= vacant {
			if loss := lossByHand(table, chosen); least == nil || loss.Cmp(least) < 0 {
				least = loss
			}
		}
	}
	return rule, least
}

// The loss of a set is its expected loss: exactly over all groups who may leave, on 300 small
// cases, against 4000 scenarios. Tolerance: 5 standard deviations of the mean; streams are fixed.
// And the rule of moving up, which looks one step ahead, seldom loses more than the best choice.
func TestLossIsExpected(t *testing.T) {
	const scenarios = 4000
	rng := rand.New(rand.NewPCG(11, 1))
	cases, off, groups, short := 0, 0, 0, 0
	far := 0.0
	for at := range 300 {
		c := randomCase(t, rng)
		mean, square := 0.0, 0.0
		for mask := range 1 << c.q.Seats {
			var stay [][]int
			chance := 1.0
			for i, values := range c.q.Members {
				leave := float64(c.q.Rates.Leave(values)) / 1e6
				if mask>>i&1 == 1 {
					chance *= leave
				} else {
					chance *= 1 - leave
					stay = append(stay, values)
				}
			}
			rule, least := movedUp(c.q.Table, stay, c.set, c.q.Seats-len(stay))
			groups++
			if rule.Cmp(least) > 0 {
				short++
			}
			loss, _ := rule.Float64()
			mean, square = mean+chance*loss, square+chance*loss*loss
		}
		stream := draw.NewStream("evenlot/2", "alternates", [32]byte{byte(at)}, [32]byte{byte(at >> 8)})
		got := NewOutlook(&c.q, scenarios, stream).Loss(c.set).Float()
		sd := math.Sqrt(max(0, square-mean*mean) / scenarios)
		assert.InDelta(t, mean, got, 5*sd+2e-6, "case %d", at)
		cases++
		if sd > 0 {
			far = max(far, math.Abs(got-mean)/sd)
		}
		if math.Abs(got-mean) > 2*sd {
			off++
		}
	}
	t.Logf("%d cases: %d further than 2 standard deviations, the furthest %.1f; of %d groups of leavers the rule is short of the best choice in %d", cases, off, far, groups, short)
	assert.Less(t, off, cases/10, "about one in twenty is expected")
	assert.Less(t, short, groups/100)
}

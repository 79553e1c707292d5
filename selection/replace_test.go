package selection_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/why"
)

// A town is a small pool, with quotas that the first people of it meet.
type town struct {
	pool  *pool.Pool
	seats int
	limit int
}

// smallTown makes up 8 to 12 people with two features and households.
func smallTown(t *testing.T, rng *rand.Rand) town {
	people, seats := 8+rng.IntN(5), 3+rng.IntN(2)
	values := [][]string{{"x", "y"}, {"p", "q", "r"}}
	var rows strings.Builder
	rows.WriteString("id,one,two,address,postcode\n")
	count := []map[string]int{{}, {}}
	home := 0
	for i := range people {
		one, two := values[0][rng.IntN(2)], values[1][rng.IntN(3)]
		if i < seats {
			count[0][one]++
			count[1][two]++
		}
		if i < seats || rng.IntN(3) > 0 { // the first people live apart
			home++
		}
		fmt.Fprintf(&rows, "p%d,%s,%s,%d Long Road,AB1\n", i, one, two, home)
	}
	quota := "feature,value,min,max\n"
	for f, name := range []string{"one", "two"} {
		for _, v := range values[f] {
			n := count[f][v]
			quota += fmt.Sprintf("%s,%s,%d,%d\n", name, v, max(0, n-rng.IntN(2)), n+rng.IntN(2))
		}
	}
	table, faults := quotas.Read("quotas.csv", []byte(quota))
	require.Empty(t, faults)
	w := town{seats: seats, limit: rng.IntN(2)}
	opt := pool.Options{}
	if w.limit > 0 {
		opt.Household = []string{"address", "postcode"}
	}
	w.pool, faults = pool.Read("pool.csv", []byte(rows.String()), table, opt)
	require.Empty(t, faults)
	return w
}

// brute lists the groups that can take the seats of those who leave: with those who stay they
// meet the quotas of the whole panel, and no household has more than its share. It looks at
// the record alone, by its own arithmetic.
func brute(rec *record.Record, stay, gone []string, seats int) (groups [][]string, least [2]int) {
	var free []int
	for i, id := range rec.IDs {
		crowded := slices.ContainsFunc(stay, func(s string) bool {
			j := slices.Index(rec.IDs, s)
			return rec.Rules.Household > 0 && rec.Roster.Home(i) != "" && rec.Roster.Home(i) == rec.Roster.Home(j)
		})
		if !slices.Contains(stay, id) && !slices.Contains(gone, id) && !crowded {
			free = append(free, i)
		}
	}
	least = [2]int{1 << 30, 0}
	for group := range quotastest.Groups(len(free), seats) {
		homes, ids := map[string]int{}, []string{}
		var all []int
		for _, g := range group {
			ids = append(ids, rec.IDs[free[g]])
			all = append(all, free[g])
			if h := rec.Roster.Home(free[g]); h != "" {
				homes[h]++
			}
		}
		if rec.Rules.Household > 0 && slices.ContainsFunc(all, func(i int) bool { return homes[rec.Roster.Home(i)] > rec.Rules.Household }) {
			continue
		}
		broken := [2]int{} // windows, then seats
		for f, feature := range rec.Table.Features {
			for v, q := range feature.Values {
				s, n := 0, 0
				for _, id := range stay {
					if rec.Roster.Entries[slices.Index(rec.IDs, id)].Values[f] == v {
						s++
					}
				}
				for _, i := range all {
					if rec.Roster.Entries[i].Values[f] == v {
						n++
					}
				}
				if off := max(q.Min-s-n, n-max(0, q.Max-s), 0); off > 0 {
					broken[0]++
					broken[1] += off
				}
			}
		}
		if broken == [2]int{} {
			groups = append(groups, ids)
		}
		if broken[0] < least[0] || broken[0] == least[0] && broken[1] < least[1] {
			least = broken
		}
	}
	return groups, least
}

// On small pools the panels of an event are exactly the groups that brute force finds, its
// record holds with a proof of every chance, and where there is no such group the least
// deviation is the one that brute force finds.
func TestReplaceAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 25))
	filled, exact, unfillable := 0, 0, 0
	for c := range 400 {
		w := smallTown(t, rng)
		made, err := selection.Run(context.Background(), selection.Request{Pool: w.pool, Seats: w.seats, Household: w.limit, Pages: 100, PublicValue: fmt.Sprint(c)})
		require.NoError(t, err)
		rec, faults := record.Parse(made.Files)
		require.Empty(t, faults)
		panel := rec.Drawing.Panel
		leaving := slices.Clone(panel[:1+rng.IntN(2)])
		stay := slices.DeleteFunc(slices.Clone(panel), func(id string) bool { return slices.Contains(leaving, id) })
		groups, least := brute(rec, stay, panel, len(leaving))
		r, err := selection.Replace(context.Background(), rec, made.Files, selection.Turnover{Kind: record.KindReplacement, Leaving: leaving,
			Statement: "gone", Pages: 100, Source: record.KnownSource(), PublicValue: fmt.Sprint(c, " later")})
		if len(groups) == 0 {
			require.Error(t, err, c)
			var none *selection.Unfillable
			if !errors.As(err, &none) {
				continue // fewer people than seats
			}
			unfillable++
			menu := why.Mend(none.Roster.Unnamed(), none.Seats, w.limit)
			if least[0] == 1<<30 {
				require.Empty(t, menu.Repairs, c)
				continue
			}
			require.NotEmpty(t, menu.Repairs, c)
			assert.True(t, menu.Repairs[0].Least, c)
			assert.Equal(t, least, [2]int{len(menu.Repairs[0].Changes), menu.Repairs[0].Seats}, c)
			continue
		}
		require.NoError(t, err, c)
		filled++
		assert.Equal(t, typesOf(r, groups), panelsOf(r), c)
		all := record.Files{}
		for name, data := range made.Files {
			all[name] = data
		}
		all.AddEvent(1, r.Files)
		v := verify.CheckFiles(all, nil)
		require.Empty(t, v.Failed(), c)
		if strings.Contains(string(r.Files[record.ProofFile]), `"`+record.GradeExactly+`"`) {
			exact++
		}
	}
	t.Logf("%d filled, %d with every chance proved, %d cannot be", filled, exact, unfillable)
	assert.Greater(t, filled, 200)
	assert.Greater(t, exact, filled*9/10)
	assert.Greater(t, unfillable, 20)
}

// On small pools those alternates move up whom package verify, by code of its own, finds to be named
// by the rule.
func TestSuccession(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 26))
	moved, nobody, narrowed := 0, 0, 0
	for c := range 300 {
		w := smallTown(t, rng)
		made, err := selection.Run(context.Background(), selection.Request{Pool: w.pool, Seats: w.seats, Household: w.limit, Pages: 100, PublicValue: fmt.Sprint(c)})
		require.NoError(t, err)
		turn := func(turnover selection.Turnover) (*selection.Replacement, error) {
			rec, faults := record.Parse(made.Files)
			require.Empty(t, faults)
			turnover.Statement, turnover.Source, turnover.PublicValue = "gone", record.KnownSource(), fmt.Sprint(c, turnover.Kind)
			r, err := selection.Replace(context.Background(), rec, made.Files, turnover)
			if err == nil {
				made.Files.AddEvent(r.Number, r.Files)
				require.Empty(t, verify.CheckFiles(made.Files, nil).Failed(), c)
			}
			return r, err
		}
		next, err := turn(selection.Turnover{Kind: record.KindAlternates, Seats: 1 + rng.IntN(3), Windows: w.pool.Table.Unbound(3), Pages: 100})
		if err != nil {
			continue // too few people, or of too few households
		}
		rec, faults := record.Parse(made.Files)
		require.Empty(t, faults)
		change := selection.Turnover{Kind: record.KindSuccession, Leaving: slices.Clone(rec.Drawing.Panel[:1+rng.IntN(2)])}
		if rng.IntN(3) == 0 {
			change.Unavailable = next.Drawn.Panel[:1]
			narrowed++
		}
		if r, err := turn(change); err != nil {
			require.ErrorContains(t, err, "nobody of those next in line can take one", c)
			nobody++
		} else {
			require.Subset(t, next.Drawn.Panel, r.Drawn.Panel, c)
			moved++
		}
	}
	t.Logf("%d times somebody moved up, %d times nobody could; %d times the first was unavailable", moved, nobody, narrowed)
	assert.Greater(t, moved, 100)
	assert.Greater(t, nobody, 5)
}

// On small pools the alternates whom a draw names are those that package verify, by code of its own,
// finds on the next pages.
func TestNextPages(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 27))
	named, fewer := 0, 0
	for c := range 100 {
		w := smallTown(t, rng)
		want := 1 + rng.IntN(4)
		made, err := selection.Run(context.Background(), selection.Request{Pool: w.pool, Seats: w.seats, Household: w.limit, Pages: 100, PublicValue: fmt.Sprint(c),
			Statements: []string{record.NextPagesStatement(want)}})
		require.NoError(t, err)
		rec, faults := record.Parse(made.Files)
		require.Empty(t, faults)
		r, err := selection.Replace(context.Background(), rec, made.Files, selection.Turnover{Kind: record.KindAlternates, NextPages: true, Statement: "drawn"})
		if err != nil {
			require.ErrorContains(t, err, "nobody else is on the pages of the book", c)
			continue
		}
		named++
		if len(r.Drawn.Panel) < want {
			fewer++
		}
		made.Files.AddEvent(1, r.Files)
		require.Empty(t, verify.CheckFiles(made.Files, nil).Failed(), c)
	}
	t.Logf("%d times alternates were named, %d times fewer than announced", named, fewer)
	assert.Greater(t, named, 80)
	assert.Less(t, fewer, 50)
}

// typesOf are groups of people as seats of each type, each once, in order.
func typesOf(r *selection.Replacement, groups [][]string) [][]int {
	g := r.Prepared.Grouping
	typeOf := map[string]int{}
	for t, people := range g.Types {
		for _, i := range people {
			typeOf[r.Prepared.Roster.Entries[i].ID] = t
		}
	}
	var all [][]int
	for _, group := range groups {
		x := make([]int, len(g.Types))
		for _, id := range group {
			x[typeOf[id]]++
		}
		all = append(all, x)
	}
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal)
}

// panelsOf are the panels that an event allows, as seats of each type, in order.
func panelsOf(r *selection.Replacement) [][]int {
	all := quotastest.Panels(r.Prepared.Grouping.Instance)
	slices.SortFunc(all, slices.Compare)
	return all
}

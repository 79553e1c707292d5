package verify_test

import (
	"context"
	"fmt"
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
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A dealer writes honest books for one pool.
type dealer struct {
	roster *pool.Roster
	rules  record.Rules
}

func newDealer(t *testing.T, instance, rule string, pages, limit int) *dealer {
	t.Helper()
	dir := filepath.Join("../../testdata/instances", instance)
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return data
	}
	table, faults := quotas.Read("quotas.csv", read("quotas.csv"))
	require.NoError(t, faults.Err())
	options := pool.Options{}
	if limit > 0 {
		options.Household = []string{"household"}
	}
	people, faults := pool.Read("pool.csv", read("pool.csv"), table, options)
	require.NoError(t, faults.Err())
	seats, err := strconv.Atoi(instance[strings.LastIndex(instance, "_")+1:])
	require.NoError(t, err)
	return dealerFor(people, rule, seats, pages, limit)
}

func dealerFor(people *pool.Pool, rule string, seats, pages, limit int) *dealer {
	roster, _ := people.Roster([32]byte{1})
	return &dealer{roster, record.Rules{Format: record.Format, Algorithm: draw.Algorithm, Rule: rule, People: len(roster.Entries),
		Seats: seats, Pages: pages, Household: limit, Budget: lottery.DefaultBudget, Statements: []string{}, Form: record.FormDefault}}
}

// deal writes a book mixed by a text, as a record of it.
func (d *dealer) deal(t *testing.T, mix string) *record.Record {
	t.Helper()
	l, err := lottery.New(context.Background(), d.roster, d.rules, mix, nil)
	require.NoError(t, err)
	rules := l.Rules
	rec := &record.Record{Rules: &rules, Roster: d.roster, Table: d.roster.Table, Counts: l.Counts, Pages: l.Book.Pages,
		Files: record.Files{record.RosterFile: {}, record.BookFile: {}}}
	for _, e := range d.roster.Entries {
		rec.IDs = append(rec.IDs, e.ID)
	}
	return rec
}

// Books that were dealt are never said to be written by hand, whatever the pool, the rule and
// the number of pages. The bounds of (D3) to (D5) leave one alarm in a million books; (D1) holds
// of every book.
func TestNoFalseAlarm(t *testing.T) {
	each, books := 8, 0
	switch os.Getenv("EVENLOT_LONG") {
	case "":
	case "all":
		each = 120
	default:
		each = 30
	}
	if all, err := strconv.Atoi(os.Getenv("EVENLOT_BOOKS")); err == nil {
		each = all
	}
	for _, c := range []struct {
		instance, rule string
		pages, limit   int
	}{
		{"trap_2", "leximin", 100, 0}, {"trap_2", "uniform", 100, 0}, {"unseatable_4", "leximin", 100, 0}, {"unseatable_4", "uniform", 300, 0},
		{"dialects_4", "leximin", 100, 0}, {"dialects_4", "legacy", 100, 0}, {"exact_16", "leximin", 100, 0}, {"exact_16", "nash", 100, 0},
		{"exact_16", "legacy", 100, 0}, {"households_15", "leximin", 100, 1}, {"households_15", "leximin", 200, 2},
		{"households_15", "minimax", 100, 1}, {"easy_20", "leximin", 100, 0}, {"easy_20", "maximin", 100, 0}, {"easy_20", "goldilocks", 100, 0},
		{"example_40", "leximin", 1000, 0}, {"self-selected_24", "leximin", 1000, 0}, {"tight_20", "leximin", 1000, 0}, {"unique_20", "leximin", 1000, 0},
		{"easy_20", "leximin", 10_000, 0}, {"households_15", "leximin", 10_000, 1}, {"unique_20", "leximin", 10_000, 0}, {"example_40", "leximin", 10_000, 0},
	} {
		if c.pages == 10_000 && os.Getenv("EVENLOT_BOOKS") == "" { // these take many seconds
			continue
		}
		d, n := newDealer(t, c.instance, c.rule, c.pages, c.limit), each
		if c.pages >= 1000 { // these take a second
			n = max(1, each/20)
		}
		for i := range n {
			v := verify.CheckDealing(d.deal(t, fmt.Sprint(c, i)))
			require.True(t, v.OK(), "%v: %s", c, lines(v, verify.Failed))
			books++
		}
	}
	t.Logf("%d honest books, no alarm", books)
}

// What a hand does to a book is found, beyond a size: the table of the specification. 240 people
// in six types, 24 seats, 1000 pages: everybody is on 100 pages, and two people alike are together
// on 13 or so.
func TestDealingFinds(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,f,12,12\ngender,m,12,12\nage,a,8,8\nage,b,8,8\nage,c,8,8\n"))
	require.NoError(t, faults.Err())
	var list strings.Builder
	list.WriteString("id,gender,age\n")
	for i := range 240 {
		fmt.Fprintf(&list, "p%d,%c,%c\n", i, "fm"[i%2], "abc"[i/2%3])
	}
	people, faults := pool.Read("p.csv", []byte(list.String()), table, pool.Options{})
	require.NoError(t, faults.Err())
	d := dealerFor(people, "leximin", 24, 1000, 0)
	rng := rand.New(rand.NewPCG(7, 2026))
	books := 4
	if os.Getenv("EVENLOT_LONG") != "" {
		books = 50
	}
	var honest []*record.Record
	for i := range books {
		honest = append(honest, d.deal(t, fmt.Sprint("power ", i)))
		require.True(t, verify.CheckDealing(honest[i]).OK())
	}
	for _, c := range []struct {
		kind string
		hand func(rec *record.Record, size int, rng *rand.Rand)
		size int
		want int // in how many of four books it is found; -1: in some
	}{
		{"so many people alike, together on all pages they can be", together, 2, 4},
		{"so many people alike, together on all pages they can be", together, 5, 4},
		{"so many people alike, together on all pages they can be", together, 20, 4},
		{"two people alike, on so many pages more", pair, 20, -1},
		{"two people alike, on so many pages more", pair, 40, -1},
		{"two people alike, on so many pages more", pair, 50, 4},
		{"one person, on so many pages more than people alike", more, 2, 4},
		{"one panel, on so many pages more", repeat, 1, 4},
	} {
		found := 0
		for _, rec := range honest {
			forged := *rec
			forged.Pages, forged.Counts = nil, slices.Clone(rec.Counts)
			for _, page := range rec.Pages {
				forged.Pages = append(forged.Pages, slices.Clone(page))
			}
			c.hand(&forged, c.size, rng)
			if !verify.CheckDealing(&forged).OK() {
				found++
			}
		}
		t.Logf("%-58s %3d: found in %d of %d books", c.kind, c.size, found, books)
		if c.want >= 0 {
			assert.Equal(t, c.want*books/4, found, "%s: %d", c.kind, c.size)
		}
	}
}

// alike are the people of one type, the largest.
func alike(rec *record.Record) (group []int32) {
	types := map[string][]int32{}
	for i, e := range rec.Roster.Entries {
		key := fmt.Sprint(e.Values)
		types[key] = append(types[key], int32(i))
		if len(types[key]) > len(group) {
			group = types[key]
		}
	}
	return group
}

// exchange gives the seat of one person of a page to somebody alike, and back on another page, so
// that nobody's pages change. It reports whether there was such a page.
func exchange(rec *record.Record, page int, out, in int32, keep func(page int) bool) bool {
	for j := range rec.Pages {
		other := (page + 1 + j) % len(rec.Pages)
		p, q := rec.Pages[page], rec.Pages[other]
		if other != page && !keep(other) && slices.Contains(q, in) && !slices.Contains(q, out) && slices.Contains(p, out) && !slices.Contains(p, in) {
			p[slices.Index(p, out)], q[slices.Index(q, in)] = in, out
			slices.Sort(p)
			slices.Sort(q)
			return true
		}
	}
	return false
}

// together seats a group of people alike on the same pages wherever a page has room.
func together(rec *record.Record, size int, _ *rand.Rand) {
	group := alike(rec)
	gang := group[:min(size, len(group)/2)]
	whole := func(page int) bool { return slices.Contains(rec.Pages[page], gang[0]) }
	for page := range rec.Pages {
		if !whole(page) {
			continue
		}
		for _, friend := range gang[1:] {
			for _, out := range group[len(gang):] {
				if !slices.Contains(rec.Pages[page], friend) && slices.Contains(rec.Pages[page], out) && exchange(rec, page, out, friend, whole) {
					break
				}
			}
		}
	}
}

// pair brings two people together on so many more pages.
func pair(rec *record.Record, size int, _ *rand.Rand) {
	group := alike(rec)
	a, b := group[0], group[1]
	both := func(page int) bool { return slices.Contains(rec.Pages[page], a) }
	for page := range rec.Pages {
		if !both(page) || slices.Contains(rec.Pages[page], b) {
			continue
		}
		for _, out := range group[2:] {
			if size > 0 && exchange(rec, page, out, b, both) {
				size--
				break
			}
		}
	}
}

// more gives one person the seats of people alike.
func more(rec *record.Record, size int, rng *rand.Rand) {
	group := alike(rec)
	for _, j := range rng.Perm(len(rec.Pages)) {
		page := rec.Pages[j]
		for _, out := range group[1:] {
			if size > 0 && slices.Contains(page, out) && !slices.Contains(page, group[0]) {
				page[slices.Index(page, out)] = group[0]
				slices.Sort(page)
				rec.Counts[out], rec.Counts[group[0]] = rec.Counts[out]-1, rec.Counts[group[0]]+1
				size--
			}
		}
	}
}

// repeat puts one panel on further pages that seat as many of each type, whatever that does to
// the pages of people.
func repeat(rec *record.Record, size int, _ *rand.Rand) {
	kind := func(page []int32) string {
		var kinds []string
		for _, i := range page {
			kinds = append(kinds, fmt.Sprint(rec.Roster.Entries[i].Values))
		}
		slices.Sort(kinds)
		return strings.Join(kinds, ";")
	}
	pages := map[string][]int{}
	var most []int
	for j, page := range rec.Pages {
		k := kind(page)
		if pages[k] = append(pages[k], j); len(pages[k]) > len(most) {
			most = pages[k]
		}
	}
	for _, j := range most[1:min(size+1, len(most))] {
		for _, i := range rec.Pages[j] {
			rec.Counts[i]--
		}
		rec.Pages[j] = slices.Clone(rec.Pages[most[0]])
		for _, i := range rec.Pages[j] {
			rec.Counts[i]++
		}
	}
}

package portable_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

const (
	exactly = record.GradeExactly
	byBook  = record.GradeBook
	bounds  = record.GradeBounds
)

// alike is a pool of people who are all alike, dealt as hostile operators do it, and its
// proof: nobody can have more than seats / people.
func alike(people, seats, version int, grade string, pages [][]int32) forgery {
	f := forgery{table: fmt.Sprintf("a,x,0,%d\n", seats), seats: seats, pages: pages, version: version, grade: grade, form: record.FormDefault}
	for range people {
		f.people = append(f.people, "x")
	}
	f.steps = []step{{big.NewRat(int64(seats), int64(people)), everyone(0, people), terms(1, 1)}}
	if grade == exactly {
		f.mixture = `{"format": "evenlot-mixture/2", "panels": [], "weights": [[0, 1]]}`
		if version == 1 {
			f.mixture = `{"format": "evenlot-mixture/1", "pages": [[0, 1]]}`
		}
	}
	return f
}

// inForms tries a forgery in the default form, with EVENLOT_LONG=all in all three;
// want is the colour.
func inForms(t *testing.T, e engine, what, want, why string, f forgery) {
	t.Helper()
	forms := []record.Form{record.FormDefault, record.FormSealed, record.FormOpen}
	if f.version == 1 || len(f.people) > 300 || !exhaustive() {
		forms = forms[:1]
	}
	for _, form := range forms {
		f.form = form
		files := f.files(t)
		given := confirmation(files)
		v := e.verdict(files, given)
		name := fmt.Sprintf("%s, version %d, %s, %s", what, f.version, f.grade, form)
		assert.Equal(t, want, v.Colour, "%s: %v %s", name, v.Caveats, v.failed())
		assert.Contains(t, v.failed(), why, name)
		e.sameVerdict(t, name, files, given, v)
	}
}

// pagesWith deals pages of which so many hold a friend, person 0, and the others are even.
func pagesWith(people, seats, pages, friend int, rng *rand.Rand) (book [][]int32) {
	others := &deck{of: everyone(1, people-1), rng: rng}
	for j := range pages {
		var page []int32
		if j < friend {
			page = append(page, 0)
		}
		book = append(book, others.deal(page, seats-len(page)))
	}
	return book
}

// An honest book is green; the same people with the slack of all rounding given to one friend
// are not, however much it is.
func TestFriendOnEveryPage(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(11, 12))
	for _, c := range []struct{ people, seats, pages, due, friend int }{
		{91, 10, 1000, 110, 112}, {91, 10, 1000, 110, 190}, {201, 20, 1000, 100, 300}, {1001, 100, 1000, 100, 1000},
	} {
		if c.people > 1000 && !exhaustive() {
			continue // the same, larger
		}
		for _, version := range []int{1, 2} {
			for _, grade := range []string{exactly, byBook} {
				honest := alike(c.people, c.seats, version, grade, pagesWith(c.people, c.seats, c.pages, c.due, rng))
				colour := map[bool]string{true: "green", false: "amber"}[version == 2 && grade == exactly]
				forged := alike(c.people, c.seats, version, grade, pagesWith(c.people, c.seats, c.pages, c.friend, rng))
				inForms(t, e, "honest", colour, "", honest)
				inForms(t, e, "a friend", "red", "who is alike", forged)
			}
		}
	}
}

// In households, too, nobody is far off what people alike have on average, or above what dealing
// gives.
func TestFriendInHousehold(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(13, 14))
	for _, friend := range []int{100, 250} {
		const couples, seats, pages = 50, 10, 1000
		homes := &deck{of: everyone(1, couples-1), rng: rng}
		var book [][]int32
		for j := range pages {
			var page []int32
			if 2*j < 200 || j < friend {
				page = append(page, int32(rng.IntN(2)))
				if friend > 200 {
					page[0] = 0 // never the one who lives with the friend
				}
			}
			for _, h := range homes.deal(nil, seats-len(page)) {
				page = append(page, 2*h+int32(rng.IntN(2)))
			}
			book = append(book, page)
		}
		f := alike(2*couples, seats, 2, byBook, book)
		f.limit, f.shapes, f.home = 1, 1, nil
		for i := range f.people {
			f.home = append(f.home, i/2)
		}
		f.steps[0].multipliers = terms(2, 1)
		f.grade = bounds // dealing by lot is not even
		// Whoever tosses a coin for each couple strays too far from what is due.
		why := "rounding chances to whole pages explains less"
		if friend > 200 {
			why = "where people alike are on"
		}
		inForms(t, e, fmt.Sprintf("a friend on %d pages", friend), "red", why, f)
	}
}

// together deals blocks of people as one: who is in a block sits with all of it, or not.
func together(people, seats, pages, blocks, size int, rng *rand.Rand) (book [][]int32) {
	friends := &deck{of: everyone(0, blocks), rng: rng}
	others := &deck{of: everyone(blocks*size, people-blocks*size), rng: rng}
	owed := 0 // seats that blocks are owed, times people
	for range pages {
		var page []int32
		for owed += blocks * size * seats; owed >= people*size && len(page)+size <= seats; owed -= people * size {
			h := friends.deal(nil, 1)[0]
			if slices.Contains(page, h*int32(size)) {
				friends.left = append(friends.left, int(h))
				break
			}
			for i := range size {
				page = append(page, h*int32(size)+int32(i))
			}
		}
		book = append(book, others.deal(page, seats-len(page)))
	}
	return book
}

// A faction that sits together, in one piece or in several, has no more pages than others;
// their company gives it away.
func TestFactionTogether(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(15, 16))
	for _, c := range []struct{ people, seats, blocks, size int }{
		{300, 40, 1, 40}, {300, 40, 2, 20}, {300, 40, 8, 5}, {300, 40, 1, 5}, {300, 40, 1, 2}, {120, 12, 1, 12}, {60, 30, 1, 15},
	} {
		for _, version := range []int{1, 2} {
			what := fmt.Sprintf("%d blocks of %d among %d", c.blocks, c.size, c.people)
			book := together(c.people, c.seats, 1000, c.blocks, c.size, rng)
			inForms(t, e, what, "red", "together on", alike(c.people, c.seats, version, byBook, book))
		}
	}
}

// A few panels again and again are no book that was dealt.
func TestPanelsRepeated(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(17, 18))
	for _, times := range []int{1, 2, 10} {
		others := &deck{of: everyone(0, 100), rng: rng}
		var book [][]int32
		for range 600 / times {
			page := others.deal(nil, 20)
			for range times {
				book = append(book, slices.Clone(page))
			}
		}
		want, why := "red", "the panel of page"
		if times == 1 {
			want, why = "green", ""
		}
		inForms(t, e, fmt.Sprint(times, " times"), want, why, alike(100, 20, 2, exactly, book))
	}
}

// factions are women, men and friends, who are men too: the truth is that all men have the
// same chance. The book gives every man who is no friend as much as the women have.
func factions(women, men, friends, seats, version int) forgery {
	f := forgery{table: fmt.Sprintf("gender,f,%[1]d,%[1]d\ngender,m,%[1]d,%[1]d\ntown,x,0,%[2]d\ntown,y,0,%[2]d\n", seats, 2*seats),
		seats: 2 * seats, version: version, form: record.FormDefault, grade: byBook}
	for i := range women + men + friends {
		f.people = append(f.people, map[bool]string{true: "f x", false: "m " + map[bool]string{true: "x", false: "y"}[i < women+men]}[i < women])
	}
	rng := rand.New(rand.NewPCG(19, 20))
	w, m, y := &deck{of: everyone(0, women), rng: rng}, &deck{of: everyone(women, men), rng: rng}, &deck{of: everyone(women+men, friends), rng: rng}
	own := (men*seats + women - 1) / women // seats of the men who are no friends
	for range 1000 {
		f.pages = append(f.pages, y.deal(m.deal(w.deal(nil, seats), own), seats-own))
	}
	return f
}

// Proofs that rest on a step that no lottery attains, or on a cut used with nothing, give
// friends several times the chance of others. Neither stands.
func TestForgedProofs(t *testing.T) {
	e := newEngine(t)
	for _, c := range []struct{ women, men, friends, seats, hair int64 }{{101, 30, 10, 10, 9}, {67, 20, 8, 10, 9}, {151, 50, 20, 15, 1}} {
		const gender, seatsRow, scale = 0, 4, 1000
		own := (c.men*c.seats + c.women - 1) / c.women
		women, men, friends := everyone(0, int(c.women)), everyone(int(c.women), int(c.men)), everyone(int(c.women+c.men), int(c.friends))
		loose := record.ProofCut{Weights: terms(0, scale), Bound: c.seats*scale + c.hair, Tree: bound(gender, 65536*scale)}
		empty := record.ProofCut{Weights: terms(1, 1), Bound: own, Tree: []record.ProofNode{{Kind: record.NodeEmpty, Multipliers: terms(gender, scale, seatsRow+1, -1)}}}
		first := step{big.NewRat(c.seats*scale+c.hair, c.women*scale), women, terms(seatsRow+1, 1)}
		second := step{big.NewRat(own, c.men), men, terms(seatsRow+2, 1)}
		third := step{big.NewRat(c.seats-own, c.friends), friends, terms(gender+1, 1)}
		for _, version := range []int{1, 2} {
			f := factions(int(c.women), int(c.men), int(c.friends), int(c.seats), version)
			f.cuts, f.steps = []record.ProofCut{loose, empty}, []step{first, second, third}
			inForms(t, e, "loose", "red", map[int]string{1: "alone says more", 2: "expected one above 0"}[version], f)
			f.cuts[0] = record.ProofCut{Weights: terms(0, 1), Bound: 1000000, Tree: []record.ProofNode{{Kind: record.NodeBound, Multipliers: terms()}}}
			f.cuts[1].Tree = []record.ProofNode{{Kind: record.NodeEmpty, Multipliers: terms(seatsRow+1, -1)}}
			f.steps[0] = step{big.NewRat(c.seats, c.women), women, terms(gender, 1, seatsRow+1, 0)}
			inForms(t, e, "with nothing", "red", map[int]string{1: "whole weight other than 0", 2: "expected one above 0"}[version], f)
		}
	}
}

func bound(row, by int64) []record.ProofNode {
	return []record.ProofNode{{Kind: record.NodeBound, Multipliers: terms(row, by)}}
}

// A step that says nothing, and a step that leaves people out because the book does, prove
// nothing.
func TestEmptySteps(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(21, 22))
	for _, version := range []int{1, 2} {
		book := pagesWith(90, 10, 900, 100, rng)
		f := alike(90, 10, version, bounds, book)
		f.steps = []step{{big.NewRat(1, 1), everyone(0, 90), terms()}}
		inForms(t, e, "chance 1", "red", "a step that says too little", f)
		// A row with room for all of its people says as little.
		f.table = strings.Replace(f.table, "0,10", "0,90", 1)
		f.steps[0].multipliers = terms(0, 1)
		inForms(t, e, "a loose row", "red", "a step that says too little", f)
	}
	// All seats go to the young and the middle; then nothing is left for the old, says the last step.
	f := forgery{table: "age,middle,0,5\nage,old,0,10\nage,young,0,5\n", seats: 10, version: 2, grade: byBook}
	for i := range 60 {
		f.people = append(f.people, []string{"middle", "old", "young", "young"}[i/15])
	}
	young, middle := &deck{of: everyone(30, 30), rng: rng}, &deck{of: everyone(0, 15), rng: rng}
	for range 300 {
		f.pages = append(f.pages, middle.deal(young.deal(nil, 5), 5))
	}
	f.steps = []step{{big.NewRat(1, 6), everyone(30, 30), terms(2, 1)}, {big.NewRat(1, 3), everyone(0, 15), terms(0, 1)},
		{new(big.Rat), everyone(15, 15), terms(3, 1)}}
	inForms(t, e, "nothing left", "red", "somebody who can be seated is on 0 pages", f)
	f.grade = bounds
	inForms(t, e, "nothing left", "amber", "", f)
}

// A book of few pages can be chosen among many: it is for rehearsals, and says so.
func TestFewPages(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(23, 24))
	for _, pages := range []int{9, 36, 45} {
		f := alike(90, 10, 2, exactly, pagesWith(90, 10, pages, pages/9, rng))
		want, why := "red", "expected 5 at least but for a rehearsal"
		if pages == 45 {
			want, why = "green", ""
		}
		inForms(t, e, fmt.Sprint(pages, " pages"), want, why, f)
		for _, source := range []draw.Source{{Kind: draw.KindRehearsal, Statement: "among ourselves"}, draw.Known()} {
			f.source = source
			files := f.files(t)
			v := e.verdict(files, confirmation(files))
			e.sameVerdict(t, source.Kind, files, confirmation(files), v)
			assert.Equal(t, pages < 45, slices.Contains(v.Caveats, "short"), v.Caveats)
			assert.NotContains(t, v.Title, "This record holds")
		}
	}
}

// Books that were dealt less and less by lot: page and package verify draw the line at the
// same place, for each bound.
func TestDealingLine(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(29, 30))
	why := map[string]int{}
	var base record.Files
	var mutants []mutant
	for round := range forgeries(t) {
		people, seats, pages := 10+2*rng.IntN(15), 2+rng.IntN(3), 100+rng.IntN(200)
		f := forgery{table: fmt.Sprintf("a,x,0,%[1]d\na,y,0,%[1]d\n", seats), seats: seats, version: 1 + round%2, form: record.FormDefault, rule: "uniform", limit: 1}
		for i := range people {
			f.people = append(f.people, []string{"x", "y"}[i/3%2])
			f.home = append(f.home, []int{i / 2, -1}[round/2%2])
		}
		f.shapes = len(shapes(f))
		// A friend, a pair of friends, or a panel has a part of the pages to themselves.
		own, size := rng.IntN(pages/3), []int{1, 2, seats}[rng.IntN(3)]
		others := &deck{of: everyone(0, people), rng: rng}
		for j := range pages {
			var page []int32
			for i := range size {
				if j < own {
					page = append(page, int32(3*i))
				}
			}
			for len(page) < seats {
				rest := others.deal(nil, 1)
				if !slices.ContainsFunc(page, func(i int32) bool { return i == rest[0] || f.home[i] >= 0 && f.home[i] == f.home[rest[0]] }) {
					page = append(page, rest...)
				}
			}
			f.pages = append(f.pages, page)
		}
		chance := big.NewRat(int64(seats), int64(people))
		f.steps = []step{{chance, everyone(0, people), terms(int64(2+f.shapes), 1)}}
		f.grade = byBook
		if fewest(f) < record.PagesOf(chance, pages) {
			f.grade = bounds
		}
		mutants = append(mutants, mutant{fmt.Sprintf("round %d", round), f.files(t)})
	}
	for i, v := range e.verdicts(base, mutants) {
		e.sameVerdict(t, mutants[i].what, mutants[i].changed, seen{}, v)
		for _, l := range states(v.Lines, "failed") {
			why[l.ID]++
		}
	}
	t.Log(len(mutants), why)
	for _, id := range []string{"even", "company", "repeats"} {
		assert.Positive(t, why[id], "no book broke the bound %s: %v", id, why)
	}
	assert.Len(t, why, 3, "%v", why)
}

// shapes are the kinds of couples of a forgery with a limit of one person of a household.
func shapes(f forgery) map[string]bool {
	members := map[int][]string{}
	for i, h := range f.home {
		if h >= 0 {
			members[h] = append(members[h], f.people[i])
		}
	}
	all := map[string]bool{}
	for _, m := range members {
		if len(m) > 1 {
			slices.Sort(m)
			all[fmt.Sprint(m)] = true
		}
	}
	return all
}

func fewest(f forgery) int {
	counts := make([]int, len(f.people))
	for _, page := range f.pages {
		for _, i := range page {
			counts[i]++
		}
	}
	return slices.Min(counts)
}

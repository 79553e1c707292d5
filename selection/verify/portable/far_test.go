package portable_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/evenlot/evenlot/selection/record"
)

// Many panels twice each, where few panels are possible: none of them stands out.
func TestPanelsTwice(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(25, 26))
	for _, times := range []int{1, 2} {
		others := &deck{of: everyone(0, 16), rng: rng}
		var book [][]int32
		for range 600 / times {
			page := others.deal(nil, 4)
			for range times {
				book = append(book, slices.Clone(page))
			}
		}
		want, why := "red", "different panels on 600 pages"
		if times == 1 {
			want, why = "green", ""
		}
		inForms(t, e, fmt.Sprint(times, " times"), want, why, alike(16, 4, 2, exactly, book))
	}
}

// apart is a pool in which nobody is like anybody: nothing but their chance says what is due to
// people. Every panel seats one of each row and of each column of a square of people.
func apart(size int, grade string, pages [][]int32) forgery {
	f := forgery{seats: size, version: 2, form: record.FormDefault, grade: grade, pages: pages}
	for _, feature := range []string{"column", "row"} {
		for v := range size {
			f.table += fmt.Sprintf("%s,v%d,1,1\n", feature, v)
		}
	}
	for i := range size * size {
		f.people = append(f.people, fmt.Sprintf("v%d v%d", i%size, i/size))
	}
	f.steps = []step{{big.NewRat(1, int64(size)), everyone(0, size*size), terms(int64(2*size), 1)}}
	if grade == exactly {
		var panels, weights []string
		for shift := range size {
			var seats []string
			for i := range size { // people are sorted by column, then by row, as types are
				seats = append(seats, fmt.Sprintf("[%d,1]", i*size+(i+shift)%size))
			}
			panels = append(panels, "["+strings.Join(seats, ",")+"]")
			weights = append(weights, fmt.Sprintf("[%d,1]", len(pages)+shift))
		}
		f.mixture = `{"format":"evenlot-mixture/2","panels":[` + strings.Join(panels, ",") + `],"weights":[` + strings.Join(weights, ",") + `]}`
	}
	return f
}

// Where nobody is alike, no deck shows who was favoured. A proof of what is due to people does:
// a book that strays from it further than rounding explains is none.
func TestFarFromDue(t *testing.T) {
	e := newEngine(t)
	const size, all = 5, 100
	book := func(favoured int) (pages [][]int32) { // pages of the first panel
		for j := range all {
			var page []int32
			shift := j % size
			if j < favoured {
				shift = 0
			}
			for i := range size {
				page = append(page, int32(i+(i+shift)%size*size))
			}
			pages = append(pages, page)
		}
		return pages
	}
	for _, c := range []struct {
		favoured           int
		colour, why, grade string
	}{
		{0, "green", "", exactly},
		{5, "amber", "", exactly},
		{18, "red", "all people together", exactly}, // 14 pages off at most
		{19, "red", "15 off what a chance of 1/5 gives; rounding chances to whole pages explains less", exactly},
		{100, "red", "rounding chances to whole pages explains less", exactly},
		{100, "amber", "", bounds}, // says that somebody is on no page
	} {
		what := fmt.Sprint(c.grade, ", ", c.favoured, " pages of one panel")
		inForms(t, e, what, c.colour, c.why, apart(size, c.grade, book(c.favoured)))
	}
}

// What rounding leaves over, a page or less of each of a thousand people, is not for one of them.
func TestLeftForOne(t *testing.T) {
	e := newEngine(t)
	rng := rand.New(rand.NewPCG(27, 28))
	f := forgery{table: "town,x,0,100\ntown,y,0,1\n", seats: 100, version: 2, form: record.FormDefault, grade: byBook}
	for i := range 1001 {
		f.people = append(f.people, map[bool]string{true: "x", false: "y"}[i < 1000])
	}
	others := &deck{of: everyone(0, 1000), rng: rng}
	for range 1000 {
		f.pages = append(f.pages, append(others.deal(nil, 99), 1000))
	}
	f.steps = []step{{big.NewRat(100, 1001), everyone(0, 1001), terms(2, 1)}}
	inForms(t, e, "a friend on all pages", "red", "rounding chances to whole pages explains less", f)
}

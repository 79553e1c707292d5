package fairness_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/words"
)

func TestWords(t *testing.T) {
	assert.Equal(t, `Page 1 of a book of 4 pages (0 to 3): a panel of 2 from a pool of 6 people.
Left out of the smallest chance: 1 person whom no panel can hold.
Chances: smallest 1 of 4 pages (25.0 %), for 2 people (40.0 % of the others); mean 33.3 %; largest 2 of 4 pages (50.0 %).
Inequality of the chances (Gini): 29.2 %, where 0 % is the same chance for everyone. Geometric mean: 37.9 %.

quota    pool          panel          window  book mean
gender
  woman     3  50.0 %      1  50.0 %    1..1        1.0
  man       3  50.0 %      1  50.0 %    1..1        1.0

Features without a quota: 3 values of 1 feature tested, nothing unusual (5 % level, adjusted for the number of tests).
Not tested: name (everyone has a different value), consent (everyone has the same value).
`, words.Fairness(fairness.Describe(fairness.Small())))
}

// lopsided is a pool of 40 of whom the first ten have a beard, and a book of 60
// pages of ten people each; on the page drawn all ten have a beard.
func lopsided() fairness.Input {
	in := fairness.Input{Table: &quotas.Table{}, Values: make([][]int, 40), Book: &book.Book{People: 40}, Seats: 10}
	for j := range 60 {
		page := make([]int32, 10)
		for s := range page {
			page[s] = int32((10*j + s) % 40)
			if j > 0 {
				page[s] = int32((j + 4*s) % 40)
			}
		}
		in.Book.Pages = append(in.Book.Pages, page)
	}
	beard := slices.Repeat([]string{"no"}, 40)
	for i := range 10 {
		beard[i] = "yes"
	}
	in.Extra = []fairness.Column{{"beard", beard}}
	return in
}

func TestWordsNameTheUnusual(t *testing.T) {
	in := lopsided()
	assert.Contains(t, words.Fairness(fairness.Describe(in)), `
Features without a quota: 2 values of 1 feature tested, unusual (5 % level, adjusted for the number of tests):
  beard, no: 0 seats.
    Against an equal draw from the pool without quotas (7.5 expected): p < 0.0001, adjusted < 0.0001, unusual.
    Against the pages of the book (7.4 on average, 0 to 8): p = 0.017, adjusted = 0.033, unusual.
  beard, yes: 10 seats.
    Against an equal draw from the pool without quotas (2.5 expected): p < 0.0001, adjusted < 0.0001, unusual.
    Against the pages of the book (2.6 on average, 2 to 10): p = 0.017, adjusted = 0.033, unusual.
`)
	in.Page = 7
	assert.Contains(t, words.Fairness(fairness.Describe(in)), "2 values of 1 feature tested, nothing unusual")
}

// Where every page has the same ten people, none of them is unusual in the book.
func TestWordsTellQuotasFromTheDraw(t *testing.T) {
	in := lopsided()
	for j := range in.Book.Pages {
		in.Book.Pages[j] = in.Book.Pages[0]
	}
	text := words.Fairness(fairness.Describe(in))
	assert.Contains(t, text, "p = 1, adjusted = 1, not unusual.\n")
	assert.Contains(t, text, "it comes from the quotas, not from this draw.\n")
	assert.Contains(t, text, "On no page of the book, although a panel could hold them: 30 people.\n")
}

func TestWordsOfEqualChances(t *testing.T) {
	in := fairness.Input{Table: &quotas.Table{}, Values: make([][]int, 2),
		Book: &book.Book{People: 2, Pages: [][]int32{{0}, {1}}}, Seats: 1}
	assert.Equal(t, "Page 0 of a book of 2 pages (0 to 1): a panel of 1 from a pool of 2 people.\n"+
		"Chances: the same for everyone, 1 of 2 pages (50.0 %).\n", words.Fairness(fairness.Describe(in)))
}

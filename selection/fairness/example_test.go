package fairness_test

import (
	"fmt"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/words"
)

// Six people, two seats, one for a woman; the fourth of four pages was drawn.
func ExampleDescribe() {
	report := fairness.Describe(fairness.Input{
		Table: &quotas.Table{Features: []quotas.Feature{{Name: "gender", Values: []quotas.Value{
			{Name: "man", Min: 1, Max: 1},
			{Name: "woman", Min: 1, Max: 1},
		}}}},
		Values: [][]int{{1}, {1}, {0}, {0}, {0}, {0}},
		Book:   &book.Book{People: 6, Pages: [][]int32{{0, 2}, {1, 3}, {0, 4}, {1, 5}}},
		Seats:  2,
		Page:   3,
		Extra: []fairness.Column{
			{Name: "transport", Values: []string{"bus", "car", "bus", "bus", "car", "bus"}},
			{Name: "email", Values: []string{"a@a", "b@b", "c@c", "d@d", "e@e", "f@f"}},
		},
	})
	fmt.Print(words.Fairness(report))
	// Output:
	// Page 3 of a book of 4 pages (0 to 3): a panel of 2 from a pool of 6 people.
	// Chances: smallest 1 of 4 pages (25.0 %), for 4 people (66.7 % of the pool); mean 33.3 %; largest 2 of 4 pages (50.0 %).
	// Inequality of the chances (Gini): 16.7 %, where 0 % is the same chance for everyone. Geometric mean: 31.5 %.
	//
	// quota    pool          panel          window  book mean
	// gender
	//   man       4  66.7 %      1  50.0 %    1..1        1.0
	//   woman     2  33.3 %      1  50.0 %    1..1        1.0
	//
	// Features without a quota: 2 values of 1 feature tested, nothing unusual (5 % level, adjusted for the number of tests).
	// Not tested: email (everyone has a different value).
}

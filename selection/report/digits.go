package report

import (
	"slices"

	"github.com/evenlot/evenlot/selection/record"
)

// fewestPart is the part of the people, those on the fewest pages, for whom digits are counted:
// a tenth. Of all people together every digit has the same number of seats, whatever the order of
// the pages.
const fewestPart = 10

// digits counts, for the people with the smallest chances, their seats on the pages that have each
// digit at each place of their number, the first place first: an order of pages that favours a digit
// would show. Nothing is counted where pages are sealed, or not every digit has as many.
func digits(rec *record.Record, unseated int) [][10]int {
	pages := rec.Rules.Pages
	places := len(record.PageName(0, pages))
	if rec.Pages == nil || !powerOfTen(pages) || pages == 1 {
		return [][10]int{}
	}
	order := make([]int, len(rec.Counts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rec.Counts[a] - rec.Counts[b] })
	chosen := make([]bool, len(rec.Counts))
	for _, i := range order[unseated:min(len(order), unseated+max(1, (len(order)-unseated)/fewestPart))] {
		chosen[i] = true
	}
	all := make([][10]int, places)
	for page, people := range rec.Pages {
		seats := 0
		for _, i := range people {
			if chosen[i] {
				seats++
			}
		}
		for place, digit := range record.PageName(page, pages) {
			all[place][digit-'0'] += seats
		}
	}
	return all
}

func powerOfTen(n int) bool {
	for n%10 == 0 && n > 0 {
		n /= 10
	}
	return n == 1
}

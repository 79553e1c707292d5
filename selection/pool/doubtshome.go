package pool

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// largeHome is how many people of one household a person should look at: it may be a house
// of many flats, or a home.
const largeHome = 8

const askHome = "same: they live together; different: they do not; leave out: this entry goes"

// homeDoubts finds households that may not be one, and two that may be.
func (p *Pool) homeDoubts() []Doubt {
	if len(p.households) == 0 {
		return nil
	}
	var all []Doubt
	members := make([][]int, len(p.homes.name))
	for i, person := range p.People {
		if person.Household >= 0 {
			members[person.Household] = append(members[person.Household], i)
		}
	}
	for _, m := range members {
		if len(m) >= largeHome && !p.allDecided(m) {
			all = append(all, Doubt{Code: HouseholdLarge, Rows: p.rows(m), Ask: askHome,
				Text: fmt.Sprintf("%d people in one household, %s", len(m), sheet.Quote(p.address(m[0])))})
		}
	}
	for _, m := range p.alike(func(i int) string {
		if p.homes.why[i] == crowded {
			return strings.ToLower(p.address(i))
		}
		return ""
	}) {
		all = append(all, Doubt{Code: HouseholdCrowd, Rows: p.rows(m), Ask: askHome,
			Text: fmt.Sprintf("%d people give the address %s, and are counted as living alone", len(m), sheet.Quote(p.address(m[0])))})
	}
	return append(all, p.homesAlike()...)
}

func (p *Pool) allDecided(people []int) bool {
	return !slices.ContainsFunc(people, func(i int) bool { _, ok := p.homes.decided[p.People[i].Row]; return !ok })
}

// homesAlike finds addresses that differ in one letter of a word and in no digit.
func (p *Pool) homesAlike() []Doubt {
	first := map[string]int{} // somebody with the key
	blocks := map[string][]string{}
	for i, key := range p.homes.key {
		if _, met := first[key]; key == "" || met {
			continue
		}
		first[key] = i
		digits := strings.Map(func(r rune) rune {
			if isDigit(r) || r == ' ' || r == rune(cellEnd[0]) {
				return r
			}
			return -1
		}, key)
		if strings.ContainsAny(digits, "0123456789") {
			blocks[digits] = append(blocks[digits], key)
		}
	}
	same := joiner{}
	for _, block := range blocks {
		if len(block) > 10*mostAll {
			continue // one number and nothing else: no more is known
		}
		for n, a := range block {
			for _, b := range block[n+1:] {
				if slip(a, b) && !(p.isDecided(first[a]) && p.isDecided(first[b])) {
					same.join(first[a], first[b])
				}
			}
		}
	}
	var all []Doubt
	for _, group := range same.groups() {
		var people []int
		for i, key := range p.homes.key {
			if key != "" && slices.ContainsFunc(group, func(g int) bool { return p.homes.key[g] == key }) {
				people = append(people, i)
			}
		}
		all = append(all, Doubt{Code: HouseholdAlike, Strong: true, Rows: p.rows(people), Ask: askHome,
			Text: fmt.Sprintf("the addresses %s and %s may be one", sheet.Quote(p.address(group[0])), sheet.Quote(p.address(group[1])))})
	}
	return all
}

func (p *Pool) isDecided(person int) bool { _, ok := p.homes.decided[p.People[person].Row]; return ok }

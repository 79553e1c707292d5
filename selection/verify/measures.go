package verify

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/disclosure"
	"github.com/evenlot/evenlot/selection/record"
)

// measures counts again what measures.json says and the pages show.
func (c *checker) measures() {
	m := c.rec.Measures
	if m == nil {
		return
	}
	why := "they are not looked for again, which takes the null space of all pages"
	if !measured(m) {
		why = "the record does not measure them"
	}
	said := groupsOf(m.Rank, m.Groups, m.SmallestGroup)
	if m.Rank == 0 && measured(m) {
		c.fail(checkGroups, groupsOf(0, 0, 0), said, "groups follow from a rank")
	} else {
		c.notCheckable(checkGroups, said, why)
	}
	const digit = "measures: least even first digit"
	if why := c.noPages(); why != "" {
		c.notCheckable(digit, "", why)
	} else {
		var again record.Measures
		again.MeasureDigits(c.rec.IDs, c.rec.Pages)
		c.equal(digit, evenness(again), evenness(*m), "measures.json does not count the pages")
	}
	if c.rec.Form() != record.FormOpen {
		c.equal("measures: fewest people alike", "0", strconv.Itoa(m.Alike), "no features are public")
		return
	}
	if why := c.noRoster(); why != "" {
		c.notCheckable("measures: fewest people alike", "", why)
		return
	}
	c.equal("measures: fewest people alike", strconv.Itoa(c.alike()), strconv.Itoa(m.Alike), "measures.json does not count the pool")
}

const checkGroups = "measures: groups told apart"

// measured reports whether the pages were looked at for groups.
func measured(m *record.Measures) bool { return m.Rank > 0 || m.Groups > 0 || m.SmallestGroup > 0 }

func groupsOf(rank, groups, smallest int) string {
	return fmt.Sprintf("rank %d, %d groups, the smallest of %d", rank, groups, smallest)
}

// Groups looks again for the groups that measures.json says the pages tell apart, which
// takes seconds for a large book. It needs the pages and the pool of a record without
// faults, which [Check] has found to hold; measures that were not taken are passed over.
func Groups(r *record.Record) []Finding {
	m := r.Measures
	if m == nil || !measured(m) {
		return nil
	}
	types := gather(r.Roster, r.Rules.Seats, r.Rules.Household).count
	found := disclosure.Attack(r.Pages, len(r.IDs), len(types))
	var v Verdict
	v.equal(checkGroups+" computed again", groupsOf(found.Rank, found.Groups, found.Smallest),
		groupsOf(m.Rank, m.Groups, m.SmallestGroup), "measures.json says otherwise")
	return v.Checks
}

func evenness(m record.Measures) string {
	return fmt.Sprintf("%d begins %d of the %d pages of %s", m.Digit, m.DigitPages, m.PersonPages, m.DigitPerson)
}

// alike counts the smallest group of people who have all values in common.
func (c *checker) alike() int {
	var values [][]int
	for i := range c.rec.Roster.Entries {
		values = append(values, c.rec.Roster.Entries[i].Values)
	}
	slices.SortFunc(values, slices.Compare[[]int])
	least, run := len(values), 0
	for i := range values {
		run++
		if i+1 == len(values) || !slices.Equal(values[i], values[i+1]) {
			least, run = min(least, run), 0
		}
	}
	return least
}

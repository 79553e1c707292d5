package verify

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/record"
)

// measures counts again what measures.json says and the pages show.
func (c *checker) measures() {
	m := c.rec.Measures
	if m == nil {
		return
	}
	c.notCheckable("measures: groups told apart", fmt.Sprintf("%d, the smallest of %d", m.Groups, m.SmallestGroup),
		"they are not looked for again, which takes the null space of all pages")
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

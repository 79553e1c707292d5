package verify

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/evenlot/evenlot/selection/record"
)

// Names of the checks that need the features of people.
const (
	checkRoot       = "pool root"
	checkIDs        = "ids of the pool"
	checkRecount    = "totals counted again"
	checkQuotas     = "quotas on every page"
	checkHouseholds = "household limit on every page"
	checkPanel      = "quotas and household limit on the panel"
)

// pool makes the checks of level 2.
func (c *checker) pool() {
	left := []string{checkRoot, checkIDs, checkRecount, checkQuotas, checkHouseholds, checkPanel}
	skip := func(why string) {
		for _, name := range left {
			c.notCheckable(name, "", why)
		}
	}
	if why := c.noRoster(); why != "" {
		skip(why)
		return
	}
	c.root()
	c.together = c.ids()
	c.recount()
	left = left[3:]
	if !c.together || c.rec.Rules == nil {
		skip("pages and pool do not belong together, or rules.json is at fault")
		return
	}
	c.windows()
	if c.rec.Drawing == nil {
		c.notCheckable(checkPanel, "", "there is no draw, or draw.json is at fault")
		return
	}
	c.equal(checkPanel, "within", orWithin(c.panelFault(c.rec.Drawing.Panel, c.rec.Rules.Seats)), "the panel is not allowed")
}

// noPool says why what needs the features of people on pages is out of reach; "" if
// it is not.
func (c *checker) noPool() string { return cmp.Or(c.noRoster(), c.noPages()) }

// noRoster says why the features of people are out of reach; "" if they are not.
func (c *checker) noRoster() string {
	file := c.rec.Form().RosterFile()
	switch {
	case c.files[file] == nil:
		return "needs " + file
	case c.rec.Roster == nil:
		return file + " or quotas.csv is at fault"
	case c.rec.IDs == nil && !c.files.Unmixed():
		return "chances.csv is missing or at fault"
	}
	return ""
}

func (c *checker) root() {
	if c.rec.Root == nil {
		c.notCheckable(checkRoot, "", "pool.root is missing or at fault")
		return
	}
	c.equal(checkRoot, fmt.Sprintf("%x", *c.rec.Root), fmt.Sprintf("%x", record.PoolRoot(c.rec.Roster)),
		c.rec.Form().RosterFile()+" is not the pool that was committed to")
}

// ids checks that chances.csv and the pool name the same people.
func (c *checker) ids() bool {
	entries := c.rec.Roster.Entries
	why := c.rec.Form().RosterFile() + " and chances.csv name other people"
	for i := range min(len(entries), len(c.rec.IDs)) {
		if entries[i].ID != c.rec.IDs[i] {
			c.fail(checkIDs, c.rec.IDs[i], entries[i].ID, why)
			return false
		}
	}
	c.equal(checkIDs, fmt.Sprintf("%d people", len(c.rec.IDs)), fmt.Sprintf("%d people", len(entries)), why)
	return len(entries) == len(c.rec.IDs)
}

func (c *checker) recount() {
	if c.rec.Totals == nil {
		c.notCheckable(checkRecount, "", "totals.csv is missing or at fault")
		return
	}
	entries := c.rec.Roster.Entries
	for f, feature := range c.rec.Table.Features {
		counted := make([]int, len(feature.Values))
		for i := range entries {
			counted[entries[i].Values[f]]++
		}
		for v, n := range counted {
			if n != c.rec.Totals[f][v] {
				c.fail(checkRecount, fmt.Sprintf("%s, %s: %d people", feature.Name, feature.Values[v].Name, n),
					strconv.Itoa(c.rec.Totals[f][v]), "totals.csv does not count "+c.rec.Form().RosterFile())
				return
			}
		}
	}
	n := fmt.Sprintf("right for %d features", len(c.rec.Table.Features))
	c.equal(checkRecount, n, n, "")
}

// windows checks quotas and household limit on every page of the book.
func (c *checker) windows() {
	if why := c.noPages(); why != "" {
		c.notCheckable(checkQuotas, "", why)
		c.notCheckable(checkHouseholds, "", why)
		return
	}
	quota, household := "", ""
	for j, page := range c.rec.Pages {
		name := "page " + record.PageName(j, len(c.rec.Pages)) + ": "
		if text := c.outside(page); quota == "" && text != "" {
			quota = name + text
		}
		if text := c.crowded(page); household == "" && text != "" {
			household = name + text
		}
	}
	const why = "the page is no allowed panel"
	c.equal(checkQuotas, "within", orWithin(quota), why)
	c.equal(checkHouseholds, "within", orWithin(household), why)
}

func orWithin(fault string) string {
	if fault == "" {
		return "within"
	}
	return fault
}

// outside names the first quota that a group of people does not meet; "" if
// they meet all.
func (c *checker) outside(people []int32) string {
	for f, feature := range c.rec.Table.Features {
		seats := make([]int, len(feature.Values))
		for _, i := range people {
			seats[c.rec.Roster.Entries[i].Values[f]]++
		}
		for v, value := range feature.Values {
			if seats[v] < value.Min || seats[v] > value.Max {
				return fmt.Sprintf("%s, %s: %d, quota %d to %d", feature.Name, value.Name, seats[v], value.Min, value.Max)
			}
		}
	}
	return ""
}

// crowded names the first household with more people on a page than the limit
// allows; "" if there is none, or no limit.
func (c *checker) crowded(people []int32) string {
	if c.rec.Rules.Household == 0 {
		return ""
	}
	seats := map[int]int{}
	for _, i := range people {
		h := c.rec.Roster.Entries[i].Household
		if h < 0 {
			continue
		}
		if seats[h]++; seats[h] > c.rec.Rules.Household {
			return fmt.Sprintf("household of %s: more than %d", c.rec.IDs[h], c.rec.Rules.Household)
		}
	}
	return ""
}

// panelFault says what is wrong with a panel of so many seats, by public ids; "" if
// nothing is.
func (c *checker) panelFault(panel []string, seats int) string {
	index := c.index()
	var people []int32
	for _, id := range panel {
		i, ok := index[id]
		if !ok {
			return strconv.Quote(id) + " is not of the pool"
		}
		people = append(people, i)
	}
	if n := distinct(people, make([]int, len(c.rec.IDs)), 1); n != seats || len(people) != n {
		return fmt.Sprintf("%d different people on %d seats", n, len(people))
	}
	return cmp.Or(c.outside(people), c.crowded(people))
}

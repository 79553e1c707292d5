package verify

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// noPages says why the pages cannot be looked at; "" if they can.
func (c *checker) noPages() string {
	file := c.rec.Form().PagesFile()
	switch {
	case c.rec.Pages != nil:
		return ""
	case file == record.SaltedBookFile && c.files[file] == nil:
		return "the book is sealed: needs " + file
	}
	return file + " or chances.csv is missing or at fault"
}

// pages checks that the book has as many pages as the rules say, each with as
// many different people of the pool as there are seats.
func (c *checker) pages() {
	r := c.rec.Rules
	if r == nil || c.rec.IDs == nil {
		c.notCheckable("pages of the book", "", "rules.json or chances.csv is missing or at fault")
		return
	}
	c.equal("people of the pool", strconv.Itoa(r.People), strconv.Itoa(len(c.rec.IDs)), "rules.json and chances.csv disagree")
	if c.rec.Seals != nil {
		c.equal("seals of the book", strconv.Itoa(r.Pages), strconv.Itoa(len(c.rec.Seals)), "rules.json and book.root disagree")
	}
	if why := c.noPages(); why != "" {
		c.notCheckable("pages of the book", "", why)
		return
	}
	c.equal("pages of the book", strconv.Itoa(r.Pages), strconv.Itoa(len(c.rec.Pages)), "rules.json and "+c.rec.Form().PagesFile()+" disagree")
	const name = "people of each page"
	want := fmt.Sprintf("%d, all different, all of the pool", r.Seats)
	seen := make([]int, len(c.rec.IDs))
	for j, page := range c.rec.Pages {
		if n := distinct(page, seen, j+1); n != r.Seats || len(page) != r.Seats {
			c.fail(name, want, fmt.Sprintf("page %d: %d on %d seats", j, n, len(page)), c.rec.Form().PagesFile()+" breaks its rules")
			return
		}
	}
	c.equal(name, want, want, "")
	c.seals()
}

// distinct counts the different people of a page. seen has a number for each
// person of the pool, and mark is one that no earlier call has used.
func distinct(page []int32, seen []int, mark int) (n int) {
	for _, i := range page {
		if i >= 0 && int(i) < len(seen) && seen[i] != mark {
			seen[i] = mark
			n++
		}
	}
	return n
}

// counts counts the pages of each person again.
func (c *checker) counts() {
	if c.rec.Counts == nil || c.rec.Rules == nil {
		c.notCheckable("pages of each person", "", "chances.csv or rules.json is missing or at fault")
		return
	}
	sum := int64(0)
	for _, n := range c.rec.Counts {
		sum += int64(n)
	}
	seats := int64(c.rec.Rules.Pages) * int64(c.rec.Rules.Seats)
	if why := c.noPages(); why != "" {
		c.notCheckable("pages of each person", "", why)
	} else {
		seats = c.recounted()
	}
	c.equal("pages of all people together", strconv.FormatInt(seats, 10), strconv.FormatInt(sum, 10),
		"chances.csv does not add up to pages times seats")
	c.extremes()
	c.unseated()
}

// recounted counts the pages of each person again, and gives their sum.
func (c *checker) recounted() (seats int64) {
	counted := make([]int, len(c.rec.IDs))
	for _, page := range c.rec.Pages {
		for _, i := range page {
			counted[i]++
			seats++
		}
	}
	const name = "pages of each person"
	for i, n := range c.rec.Counts {
		if n != counted[i] {
			c.fail(name, fmt.Sprintf("%s on %d pages", c.rec.IDs[i], counted[i]),
				fmt.Sprintf("%d in chances.csv", n), c.rec.Form().PagesFile()+" and chances.csv disagree")
			return seats
		}
	}
	n := fmt.Sprintf("right for %d people", len(counted))
	c.equal(name, n, n, "")
	return seats
}

// extremes says how far chances lie apart: whoever looks at nothing else sees that.
func (c *checker) extremes() {
	fewest, most := c.rec.Rules.Pages, 0
	for _, n := range c.rec.Counts {
		if n > 0 {
			fewest, most = min(fewest, n), max(most, n)
		}
	}
	const name = "fewest and most pages of a person who is on any"
	if most > c.rec.Rules.Pages {
		c.fail(name, fmt.Sprintf("at most %d", c.rec.Rules.Pages), strconv.Itoa(most), "nobody is on more pages than there are")
		return
	}
	text := fmt.Sprintf("%d and %d of %d", fewest, most, c.rec.Rules.Pages)
	c.equal(name, text, text, "")
}

// unseated lists the people who are on no page: not a fault, but nobody should
// have to look for it.
func (c *checker) unseated() {
	const most = 50
	var ids []string
	none := 0
	for i, n := range c.rec.Counts {
		if n > 0 {
			continue
		}
		if none++; none <= most {
			ids = append(ids, c.rec.IDs[i])
		}
	}
	text := strconv.Itoa(none)
	if none > 0 {
		text += ": " + strings.Join(ids, " ")
	}
	if none > most {
		text += fmt.Sprintf(" and %d more", none-most)
	}
	c.equal("people on no page", text, text, "")
}

// totals checks that totals.csv counts everyone once for every feature.
func (c *checker) totals() {
	const name = "totals of each feature"
	if c.rec.Totals == nil || c.rec.Rules == nil {
		c.notCheckable(name, "", "totals.csv, quotas.csv or rules.json is missing or at fault")
		return
	}
	want := fmt.Sprintf("%d people", c.rec.Rules.People)
	for f, values := range c.rec.Totals {
		sum := int64(0)
		for _, n := range values {
			sum += int64(n)
		}
		if sum != int64(c.rec.Rules.People) {
			c.fail(name, want, fmt.Sprintf("%s: %d", c.rec.Table.Features[f].Name, sum), "totals.csv does not count everyone once")
			return
		}
	}
	c.equal(name, want, want, "")
}

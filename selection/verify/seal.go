package verify

import (
	"crypto/sha256"
	"fmt"
	"strconv"

	"github.com/evenlot/evenlot/selection/record"
)

// sealed checks the page drawn from a sealed book against its seal, and the people on
// it, which need no other page.
func (c *checker) sealed(page int) {
	if c.rec.Form() != record.FormSealed || page < 0 {
		return
	}
	d := c.rec.Drawing
	name := "seal of page " + record.PageName(page, c.rec.Rules.Pages)
	salt, ok := record.ReadSalt(d.PageSalt)
	if page >= len(c.rec.Seals) || !ok {
		c.notCheckable(name, "", "book.root or the salt of the page is missing or at fault")
	} else {
		c.equal(name, fmt.Sprintf("%x", c.rec.Seals[page]), fmt.Sprintf("%x", sealOf(salt, d.Page, d.Panel)),
			"draw.json names other people, or another salt, than were sealed")
	}
	why := ""
	index := c.index()
	for s, id := range d.Panel {
		i, known := index[id]
		switch {
		case !known:
			why = strconv.Quote(id) + " is not of the pool"
		case c.rec.Counts[i] == 0:
			why = id + " is on no page by chances.csv"
		case s > 0 && d.Panel[s-1] >= id:
			why = id + " after " + d.Panel[s-1]
		}
	}
	if len(d.Panel) != c.rec.Rules.Seats {
		why = fmt.Sprintf("%d people", len(d.Panel))
	}
	want := fmt.Sprintf("%d, all different, all of the pool", c.rec.Rules.Seats)
	if why != "" {
		c.fail("people of the page drawn", want, why, "the page breaks the rules of a book")
		return
	}
	c.equal("people of the page drawn", want, want, "")
}

// seals checks every page of the auditor's book against its seal.
func (c *checker) seals() {
	if c.rec.Form() != record.FormSealed {
		return
	}
	const name = "seals of all pages"
	switch {
	case c.files[record.SaltedBookFile] == nil:
		c.notCheckable(name, "", "needs "+record.SaltedBookFile)
		return
	case c.rec.Pages == nil || c.rec.Seals == nil || len(c.rec.Pages) != len(c.rec.Seals):
		c.notCheckable(name, "", "book.root or auditor/book.csv is missing or at fault")
		return
	}
	for j, page := range c.rec.Pages {
		ids := make([]string, len(page))
		for s, i := range page {
			ids[s] = c.rec.IDs[i]
		}
		number := record.PageName(j, len(c.rec.Pages))
		if got := sealOf(c.rec.Salts[j], number, ids); got != c.rec.Seals[j] {
			c.fail(name, fmt.Sprintf("page %s: %x", number, c.rec.Seals[j]), fmt.Sprintf("%x", got),
				record.SaltedBookFile+" is not the book that was sealed")
			return
		}
	}
	n := fmt.Sprintf("right for %d pages", len(c.rec.Pages))
	c.equal(name, n, n, "")
}

// sealOf is the root of the tree over the seats of a page, computed here from the
// leaves up: pairs are joined, and the last of an odd number goes up alone.
func sealOf(salt record.Salt, page string, ids []string) [32]byte {
	level := make([][32]byte, len(ids))
	for s, id := range ids {
		seat := strconv.Itoa(s + 1)
		own := sha256.Sum256([]byte(string(salt[:]) + seat))
		level[s] = sha256.Sum256([]byte("\x00" + string(own[:16]) + page + "\n" + seat + "\n" + id + "\n"))
	}
	for len(level) > 1 {
		next := level[:0]
		for i := 0; i < len(level); i += 2 {
			if i+1 == len(level) {
				next = append(next, level[i])
				break
			}
			next = append(next, sha256.Sum256([]byte("\x01"+string(level[i][:])+string(level[i+1][:]))))
		}
		level = next
	}
	return level[0]
}

// index gives the number of each public id.
func (c *checker) index() map[string]int32 {
	index := make(map[string]int32, len(c.rec.IDs))
	for i, id := range c.rec.IDs {
		index[id] = int32(i)
	}
	return index
}

package verify

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// suits checks that what was announced reaches every page of a book evenly.
func (c *checker) suits(prefix string, s *record.SeedSource, pages int) {
	const name = "announced source suits the book"
	got, why := "it does", ""
	if err := s.CheckPages(pages); err != nil {
		got, why = "it does not", err.Error()
	} else if s.Kind == draw.KindLottery && (s.Highest > 0) != (c.rec.Version() > 1) {
		got, why = "it does not", "from version 2 on, and not before, a lottery announces its highest number"
	} else if s.Kind == draw.KindNothing && !c.inner {
		got, why = "it does not", "nothing is drawn where alternates move up, and nowhere else"
	}
	c.equal(prefix+name, "it does", got, why)
}

// draw checks the draw of the record, or how it was called off.
func (c *checker) draw() {
	if c.rec.Source != nil && c.rec.Rules != nil {
		c.suits("", c.rec.Source, c.rec.Rules.Pages)
	}
	sums, why := c.files[record.CommitSumsFile], ""
	switch {
	case c.Stage == Undrawn:
		why = "not drawn yet"
	case c.Stage == CalledOff:
		why = c.calledOff("", sums, c.rec.Aborted)
	case c.rec.Drawing == nil || sums == nil || c.rec.Rules == nil || c.rec.Source == nil:
		why = "draw.json, rules.json, seedsource.json or commit/SHA256SUMS is missing or at fault"
	}
	if why != "" {
		c.notCheckable("draw", "", why)
		return
	}
	o := opening{
		drawing: c.rec.Drawing, source: c.rec.Source, commitment: hashHex(sums),
		count: c.rec.Rules.Pages, pages: c.rec.Pages,
	}
	page := c.opening(o)
	c.sealed(page)
}

// calledOff checks an aborted.json, and says why there is no draw.
func (c *checker) calledOff(prefix string, sums []byte, a *record.Aborted) string {
	if a == nil || sums == nil {
		return "aborted.json or commit/SHA256SUMS is missing or at fault"
	}
	c.equal(prefix+"commitment that was called off", hashHex(sums), a.Commitment, "aborted.json belongs to another commitment")
	return "called off: " + a.Reason
}

// An opening is one draw: of the record, or of an event.
type opening struct {
	prefix     string // "event 1: "; or empty
	drawing    *record.Drawing
	source     *record.SeedSource
	commitment string
	count      int       // pages of the book
	pages      [][]int32 // nil where they are not to be seen
}

// opening does a draw again from the commitment and the public value, with its own
// arithmetic, and compares every number of draw.json. It gives the page, -1 where the
// public value names none.
func (c *checker) opening(o opening) (page int) {
	d := o.drawing
	equal := func(name, expected, got, why string) { c.equal(o.prefix+name, expected, got, why) }
	equal("commitment", o.commitment, d.Commitment, "draw.json belongs to another commitment")
	c.value(o)

	ticket := c.ticket(o)
	if ticket < 1 || ticket > o.count {
		c.fail(o.prefix+"page", "a page of the book", d.Page, "the public value names no page")
		return -1
	}
	equal("ticket", strconv.Itoa(ticket), strconv.Itoa(d.Ticket), "it is not 1 + hash mod pages")
	name := record.PageName(ticket-1, o.count)
	equal("page", name, d.Page, "it is not ticket - 1")
	equal("notice", o.source.Statement, d.Notice, "draw.json and seedsource.json disagree")
	if _, ok := record.ReadSalt(d.PageSalt); ok != (o.prefix == "" && c.rec.Form() == record.FormSealed) || !ok && d.PageSalt != "" {
		c.fail(o.prefix+"salt of the page", "32 hexadecimal digits in the sealed form, else nothing",
			strconv.Quote(d.PageSalt), "only pages of a sealed book have salts")
	}
	if ticket > len(o.pages) {
		c.notCheckable(o.prefix+"panel is page "+name, "", cmp.Or(c.noPages(), "the book has too few pages"))
		return ticket - 1
	}
	c.panel(o.prefix+"panel is page "+name, d.Panel, o.pages[ticket-1])
	return ticket - 1
}

// ticket does the draw again, and compares what leads to the ticket. Where digits name
// the page, nothing does.
func (c *checker) ticket(o opening) int {
	d := o.drawing
	if o.source.Kind == draw.KindPageDigits {
		c.equal(o.prefix+"counter and hash", "0, none", fmt.Sprintf("%d, %s",
			d.Counter, cmp.Or(d.DrawString+d.Hash, "none")), "digits that name the page are not hashed")
		return 1 + named(d.PublicValue, o.source.Digits)
	}
	text := o.commitment + "." + d.PublicValue
	counter, hash, ticket := open(text, o.count)
	c.equal(o.prefix+"draw string", text, d.DrawString, "it is not commitment, full stop, public value")
	c.equal(o.prefix+"counter", strconv.Itoa(counter), strconv.Itoa(d.Counter), "another hash decides")
	c.equal(o.prefix+"hash", hash, d.Hash, "it is not the SHA-256 of draw string, comma, counter")
	return ticket
}

// value checks the public value: text that shows all it holds, and what was announced.
func (c *checker) value(o opening) {
	d := o.drawing
	if clean, err := draw.ParsePublic(d.PublicValue); err != nil {
		c.fail(o.prefix+"public value", "text on one line", strconv.Quote(d.PublicValue), err.Error())
	} else {
		c.equal(o.prefix+"public value", clean, d.PublicValue, "it has blanks at its ends")
	}
	name := "public value is of the kind announced"
	if o.source.Round > 0 {
		name = fmt.Sprintf("public value is of drand round %d, with its signature", o.source.Round)
	}
	if err := o.source.Verify(d.PublicValue, d.Signature); err != nil {
		c.fail(o.prefix+name, o.source.Kind, strconv.Quote(d.PublicValue), err.Error())
		return
	}
	c.equal(o.prefix+name, o.source.Kind, o.source.Kind, "")
}

// named is the page that digits name; -1 where they are not so many digits.
func named(digits string, count int) int {
	if len(digits) != count || strings.Trim(digits, "0123456789") != "" {
		return -1
	}
	page, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return page
}

// panel compares the panel of a draw.json with a page.
func (c *checker) panel(name string, got []string, page []int32) {
	want := make([]string, len(page))
	for s, i := range page {
		want[s] = c.rec.IDs[i]
	}
	if slices.Equal(want, got) {
		n := fmt.Sprintf("%d people", len(want))
		c.equal(name, n, n, "")
		return
	}
	const why = "draw.json names other people than the page"
	for s := range want {
		if s >= len(got) || got[s] != want[s] {
			found := "nobody"
			if s < len(got) {
				found = got[s]
			}
			c.fail(name, fmt.Sprintf("seat %d: %s", s+1, want[s]), found, why)
			return
		}
	}
	c.fail(name, fmt.Sprintf("%d people", len(want)), fmt.Sprintf("%d people", len(got)), why)
}

// open finds the first counter whose hash stands before the biased tail, from
// floor(2^256/m)*m on, and the ticket 1 + hash mod m.
func open(text string, m int) (counter int, hash string, ticket int) {
	pages := big.NewInt(int64(m))
	end := new(big.Int).Lsh(big.NewInt(1), 256)
	end.Div(end, pages).Mul(end, pages)
	for i := 1; ; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s,%d", text, i))
		h := new(big.Int).SetBytes(sum[:])
		if h.Cmp(end) < 0 {
			return i, fmt.Sprintf("%x", sum), 1 + int(h.Mod(h, pages).Int64())
		}
	}
}

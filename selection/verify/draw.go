package verify

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// draw does the draw again from the commitment and the public value, with its
// own arithmetic, and compares every number of draw.json.
func (c *checker) draw() {
	d := c.rec.Drawing
	if d == nil || c.files[record.CommitSumsFile] == nil || c.rec.Rules == nil {
		c.notCheckable("draw", "", "draw.json, rules.json or commit/SHA256SUMS is missing or at fault")
		return
	}
	commitment := hashHex(c.files[record.CommitSumsFile])
	c.equal("commitment", commitment, d.Commitment, "draw.json belongs to another commitment")
	if clean, err := draw.ParsePublic(d.PublicValue); err != nil {
		c.fail("public value", "text on one line", strconv.Quote(d.PublicValue), err.Error())
	} else {
		c.equal("public value", clean, d.PublicValue, "it has blanks at its ends")
	}
	text := commitment + "." + d.PublicValue
	c.equal("draw string", text, d.DrawString, "it is not commitment, full stop, public value")

	counter, hash, ticket := open(text, c.rec.Rules.Pages)
	c.equal("counter", strconv.Itoa(counter), strconv.Itoa(d.Counter), "another hash decides")
	c.equal("hash", hash, d.Hash, "it is not the SHA-256 of draw string, comma, counter")
	c.equal("ticket", strconv.Itoa(ticket), strconv.Itoa(d.Ticket), "it is not 1 + hash mod pages")
	page := record.PageName(ticket-1, c.rec.Rules.Pages)
	c.equal("page", page, d.Page, "it is not ticket - 1")

	if c.rec.Source != nil {
		c.equal("notice", c.rec.Source.Statement, d.Notice, "draw.json and seedsource.json disagree")
	}
	if ticket > len(c.rec.Pages) {
		c.notCheckable("panel", "", "book.csv is missing, at fault or too short")
		return
	}
	c.panel(page, c.rec.Pages[ticket-1])
}

// panel compares the panel of draw.json with a page.
func (c *checker) panel(name string, page []int32) {
	want := make([]string, len(page))
	for s, i := range page {
		want[s] = c.rec.IDs[i]
	}
	got := c.rec.Drawing.Panel
	if slices.Equal(want, got) {
		n := fmt.Sprintf("%d people", len(want))
		c.equal("panel is page "+name, n, n, "")
		return
	}
	const why = "draw.json names other people than the page"
	for s := range want {
		if s >= len(got) || got[s] != want[s] {
			found := "nobody"
			if s < len(got) {
				found = got[s]
			}
			c.fail("panel is page "+name, fmt.Sprintf("seat %d: %s", s+1, want[s]), found, why)
			return
		}
	}
	c.fail("panel is page "+name, fmt.Sprintf("%d people", len(want)), fmt.Sprintf("%d people", len(got)), why)
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

package verify

import (
	"fmt"
	"math/big"
)

// mostOff is how many pages anybody may be off what is due, and 2*sqrt(seats) more (D2); all people
// together twice as many, and 2 more for each.
const mostOff = 10

// due names the person whose pages are furthest from what is due (D2), and refuses a book that
// is further off than rounding explains.
func (c *checker) due(d *table) {
	if c.chances == nil && c.limits == nil && d.byLot {
		return
	}
	const name = "everybody has the pages of their chance"
	worst, total, who, text := 0, 0, 0, "to the page"
	for t, members := range d.members {
		w := c.windowOf(d, t)
		for _, i := range members {
			off, from := w.off(len(d.on[i]))
			total += off
			if off > worst || off == worst && off > 0 && int(i) < who {
				worst, who = off, int(i)
				text = fmt.Sprintf("%s is on %d of %d pages, %d from what %s", c.rec.IDs[i], len(d.on[i]), len(c.rec.Pages), off, from)
			}
		}
	}
	switch {
	case tooFar(worst, c.rec.Rules.Seats):
		c.fail(name, "a few pages off at most", text, "rounding chances to whole pages explains less")
		return
	case total > 2*(mostOff+len(d.on)):
		c.fail(name, "a few pages off at most", fmt.Sprintf("%d pages off, all people together", total), "rounding chances to whole pages explains less")
		return
	case worst > 0:
		c.caveat(CaveatDealing, text)
	}
	if c.chances != nil {
		c.equal(name, text, text, "")
	}
}

// A window is the pages that are due to the people of a type, and the reasons.
type window struct {
	low, high, limit int
	gives, bounds    string
}

// windowOf takes what is due from a chance that is known, or else from what people alike have
// on average. A proof by the book bounds it from above for those with the smallest chance.
func (c *checker) windowOf(d *table, t int) window {
	pages := int64(len(c.rec.Pages))
	due, w := big.NewRat(int64(d.pagesOf(t)), d.count[t]*pages), window{gives: "people alike have on average", limit: len(c.rec.Pages)}
	if c.chances != nil {
		due, w.gives = c.chances[t], "a chance of "+c.chances[t].RatString()+" gives"
	}
	if c.limits != nil && c.limits[t] != nil {
		w.limit, w.bounds = ceil(c.limits[t], pages), "the smallest chance gives, "+c.limits[t].RatString()
	}
	w.low, w.high = -ceil(new(big.Rat).Neg(due), pages), ceil(due, pages)
	return w
}

// off is how far pages are from the window, and from which of its reasons.
func (w window) off(pages int) (off int, from string) {
	off = max(w.low-pages, pages-min(w.high, w.limit), 0)
	if w.limit < w.high && pages-w.limit == off {
		return off, w.bounds
	}
	return off, w.gives
}

// tooFar reports whether pages are more than 10 + 2*sqrt(seats). Honest books stay below it by
// far; what is above has no reason in rounding.
func tooFar(pages, seats int) bool {
	return pages > mostOff && (pages-mostOff)*(pages-mostOff) > 4*seats
}

// ceil is the pages that a chance gives, rounded up.
func ceil(chance *big.Rat, pages int64) int {
	n := new(big.Int).Mul(chance.Num(), big.NewInt(-pages))
	return -int(n.Div(n, chance.Denom()).Int64())
}

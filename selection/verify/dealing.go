package verify

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/record"
)

const (
	// alarmBits: a book that was dealt by lot breaks one of the bounds below with a
	// probability under 2^-22 each, together under one in a million.
	alarmBits = 22
	// mostCompany is how many times two people on one page are counted at most.
	mostCompany = 400_000_000
)

// dealing checks that people of a type took their seats by chance: (D1) to (D6) of package
// record.
func (c *checker) dealing() {
	why := c.noPool()
	switch {
	case why == "" && (!c.together || c.rec.Rules == nil):
		why = "pages and pool do not belong together, or rules.json is at fault"
	case why == "" && len(c.Failed()) > 0:
		why = "the record has failed before"
	}
	if why != "" {
		c.notCheckable("pages of people alike", "", why)
		c.notCheckable("who sits with whom", "", why+c.mostTogether())
		return
	}
	d := newTable(c.rec)
	c.even(d)
	c.due(d)
	c.company(d)
	c.repeats(d)
}

// even checks that people alike are on about as many pages: (D1) and (D5).
func (c *checker) even(d *table) {
	const name = "pages of people alike"
	worst := 0
	people := big.NewInt(int64(len(d.typeOf)))
	for t, members := range d.members {
		fewest, most, total := members[0], members[0], int64(d.pagesOf(t))
		for _, i := range members {
			if len(d.on[i]) < len(d.on[fewest]) {
				fewest = i
			}
			if len(d.on[i]) > len(d.on[most]) {
				most = i
			}
		}
		apart := len(d.on[most]) - len(d.on[fewest])
		worst = max(worst, apart)
		said := fmt.Sprintf("%s on %d, %s on %d", c.rec.IDs[most], len(d.on[most]), c.rec.IDs[fewest], len(d.on[fewest]))
		if d.shapeOf[t] == 0 && !d.byLot {
			if apart > 1 {
				c.fail(name, "1 apart at most", said, "people alike are dealt from one deck")
				return
			}
		} else if unlikely(int64(len(d.on[most])), total, d.count[t], people) {
			c.fail(name, "what dealing gives", said, "a book that was dealt has this less than once in a million times")
			return
		}
	}
	c.equal(name, fmt.Sprintf("%d apart at most", worst), fmt.Sprintf("%d apart at most", worst), "")
}

// company checks that no two people sit together too often: (D3).
func (c *checker) company(d *table) {
	const name = "who sits with whom"
	k := int64(c.rec.Rules.Seats)
	if int64(len(c.rec.Pages)) > mostCompany/k/k {
		c.caveat(CaveatCompany)
		c.notCheckable(name, "", sentences[CaveatCompany])
		return
	}
	n := int64(len(d.typeOf))
	pairs := big.NewInt(n * (n - 1) / 2)
	together, most := make([]int64, n), make([]pair, len(d.count))
	meetings := make([]int64, len(d.count)) // S of (D3), by the other type
	for s, members := range d.members {
		d.meet(s, meetings)
		for _, i := range members {
			d.closest(int(i), s, together, most)
		}
		for t := s; t < len(d.count); t++ {
			if m := most[t]; m.pages > 0 && unlikely(m.pages, meetings[t], d.pairsOf(s, t), pairs) {
				c.fail(name, "what dealing gives", fmt.Sprintf("%s and %s on %d pages together, about %s expected", c.rec.IDs[m.a], c.rec.IDs[m.b],
					m.pages, big.NewRat(meetings[t], d.pairsOf(s, t)).FloatString(1)), "a book that was dealt has this less than once in a million times")
				return
			}
			most[t], meetings[t] = pair{}, 0
		}
	}
	c.equal(name, "as if dealt", "as if dealt", "")
}

// A pair is two people and the pages that name both.
type pair struct {
	a, b  int32
	pages int64
}

// meet adds up the ordered pairs of seats of type s and each type from s on, over all pages.
func (d *table) meet(s int, meetings []int64) {
	for _, shares := range d.seats {
		at, met := slices.BinarySearchFunc(shares, s, func(x share, t int) int { return x.t - t })
		if !met {
			continue
		}
		own := int64(shares[at].seats)
		meetings[s] += own * (own - 1)
		for _, other := range shares[at+1:] {
			meetings[other.t] += own * int64(other.seats)
		}
	}
}

// closest finds with whom of each type, from s on, a person of type s shares most pages;
// housemates of a household that counts apart. together is all 0, before and after.
func (d *table) closest(i, s int, together []int64, most []pair) {
	home := d.rec.Roster.Entries[i].Household
	after := func(other int) bool { t := d.typeOf[other]; return t > s || t == s && other > i }
	for _, other := range d.companions(i, together, after) {
		pages, t := together[other], d.typeOf[other]
		together[other] = 0
		if pages > most[t].pages && (d.shapeOf[s] == 0 || home != d.rec.Roster.Entries[other].Household) {
			most[t] = pair{int32(i), other, pages}
		}
	}
}

// companions counts, for the people wanted, the pages that they share with a person, and
// lists those who share any.
func (d *table) companions(i int, together []int64, wanted func(other int) bool) (met []int32) {
	for _, j := range d.on[i] {
		for _, other := range d.rec.Pages[j] {
			if !wanted(int(other)) {
				continue
			}
			if together[other]++; together[other] == 1 {
				met = append(met, other)
			}
		}
	}
	return met
}

// pairsOf is D of (D3): ordered pairs of people of two types who may sit together.
func (d *table) pairsOf(s, t int) int64 {
	switch shape := d.shapeOf[s]; {
	case shape > 0 && d.shapeOf[t] == shape:
		return d.count[s] * (d.count[t] - d.count[t]/int64(d.homes[shape]))
	case s == t:
		return d.count[s] * (d.count[s] - 1)
	}
	return d.count[s] * d.count[t]
}

// repeats checks that no panel stands on too many pages (D4), nor all panels together on too
// many pages that had been there before (D6).
func (c *checker) repeats(d *table) {
	const name, why = "panels that stand on several pages", "a book that was dealt has this less than once in a million times"
	panels, kinds, ways := map[string][]int{}, map[string]int64{}, map[string]*big.Int{}
	for j, page := range c.rec.Pages {
		panels[key(page)] = append(panels[key(page)], j)
		kind := d.kindOf(j)
		if kinds[kind]++; kinds[kind] == 2 {
			ways[kind] = d.ways(j)
		}
	}
	for j, page := range c.rec.Pages {
		same := panels[key(page)]
		if len(same) == 1 || same[0] != j {
			continue
		}
		kind := d.kindOf(j)
		all := new(big.Int).Mul(ways[kind], big.NewInt(int64(len(kinds))))
		if unlikelyBig(int64(len(same)), big.NewInt(kinds[kind]), ways[kind], all) {
			c.fail(name, "what dealing gives", fmt.Sprintf("the panel of page %s on %d pages", record.PageName(j, len(c.rec.Pages)), len(same)), why)
			return
		}
	}
	text := strconv.Itoa(len(panels)) + " different panels"
	again, sum, x := int64(len(c.rec.Pages)-len(panels)), new(big.Int), new(big.Int)
	for kind, c := range ways { // the sum is the same in any order
		pairs := big.NewInt(kinds[kind] * (kinds[kind] - 1))
		sum.Add(sum, x.Div(x.Lsh(pairs, 63), c))
		sum.Add(sum, big.NewInt(1))
	}
	if again > 0 && unlikelyBig(again, sum, x.Lsh(big.NewInt(1), 64), big.NewInt(1)) {
		c.fail(name, "what dealing gives", text+" only", why)
		return
	}
	c.equal(name, text, text, "")
}

// kindOf makes the types of a page a key of maps.
func (d *table) kindOf(page int) string {
	var types []int32
	for _, s := range d.seats[page] {
		types = append(types, int32(s.t), int32(s.seats))
	}
	return key(types)
}

// ways is C of (D4): the panels with the seats of a page, families apart.
func (d *table) ways(page int) *big.Int {
	all, x := big.NewInt(1), new(big.Int)
	for _, s := range d.seats[page] {
		if d.shapeOf[s.t] == 0 {
			all.Mul(all, x.Binomial(d.count[s.t], int64(s.seats)))
		}
	}
	return all
}

// unlikely reports whether a or more events, of which sum/ways are expected, happen with a
// probability so small that one of cases such would be seen in less than one book of 2^22.
func unlikely(a, sum, ways int64, cases *big.Int) bool {
	if ways <= 0 || sum <= 0 {
		return false
	}
	// Every factor of the bound is at least sum/(a*ways). A glance at its size spares most of
	// the arithmetic.
	if high, low := bits.Mul64(uint64(a), uint64(ways)); high == 0 {
		size := bits.Len64(low / uint64(sum))
		if int64(size)*(a-sum/ways) <= int64(alarmBits+cases.BitLen()-1) {
			return false
		}
	}
	return unlikelyBig(a, big.NewInt(sum), big.NewInt(ways), cases)
}

// unlikelyBig is unlikely in full: it compares S^k * cases * 2^22 with D^k * a*(a-1)*...,
// k factors.
func unlikelyBig(a int64, sum, ways, cases *big.Int) bool {
	k := new(big.Int).Div(sum, ways)
	if k.Sub(big.NewInt(a), k); k.Sign() <= 0 {
		return false
	}
	left, right := new(big.Int).Exp(sum, k, nil), new(big.Int).Exp(ways, k, nil)
	left.Lsh(left.Mul(left, cases), alarmBits)
	return left.Cmp(right.Mul(right, new(big.Int).MulRange(a-k.Int64()+1, a))) < 0
}

// mostTogether says, for readers without features, who shares most pages; "" if nothing can
// be said.
func (c *checker) mostTogether() string {
	if c.noPages() != "" || len(c.Failed()) > 0 || len(c.rec.Pages) > mostCompany/len(c.rec.Pages[0])/len(c.rec.Pages[0]) {
		return ""
	}
	d := &table{rec: c.rec, on: make([][]int32, len(c.rec.IDs))}
	panels := map[string]bool{}
	for j, page := range c.rec.Pages {
		panels[key(page)] = true
		for _, i := range page {
			d.on[i] = append(d.on[i], int32(j))
		}
	}
	together, best := make([]int64, len(d.on)), pair{}
	for i := range d.on {
		for _, other := range d.companions(i, together, func(other int) bool { return other > i }) {
			if n := together[other]; n > best.pages {
				best = pair{int32(i), other, n}
			}
			together[other] = 0
		}
	}
	text := fmt.Sprintf("; %d different panels", len(panels))
	if best.pages > 0 {
		text += fmt.Sprintf(", most often together are %s and %s, on %d of their %d and %d pages", c.rec.IDs[best.a], c.rec.IDs[best.b],
			best.pages, len(d.on[best.a]), len(d.on[best.b]))
	}
	return text
}

// key makes a page a key of maps.
func key(page []int32) string {
	b := make([]byte, 0, 4*len(page))
	for _, i := range page {
		b = binary.BigEndian.AppendUint32(b, uint32(i))
	}
	return string(b)
}

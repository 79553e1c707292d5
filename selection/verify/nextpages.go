package verify

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// mostNextPages is how many pages the draw leads to beyond its own.
const mostNextPages = 1000

// named checks that alternates without a draw of their own are those whom the draw of the panel
// named (E11).
func (x *change) named() {
	const name = "who is next in line"
	c, got := x.outer, x.people()
	want := c.rec.Rules.Alternates()
	if want == 0 || x.rec.Event.Event != 1 || len(x.rec.Event.Unavailable) > 0 || x.rec.MixSource != nil {
		c.fail(x.name+name, "the first event, with nobody unavailable, of a record whose rules say so", fmt.Sprintf("event %d, %d alternates in the rules", x.rec.Event.Event, want),
			"the draw of the panel named no such alternates")
		return
	}
	if x.rec.Rules.Seats != len(got) {
		c.fail(x.name+name, fmt.Sprintf("%d people for as many places", len(got)), fmt.Sprintf("%d places", x.rec.Rules.Seats), "nothing is left to chance")
		return
	}
	why := c.noPages()
	if limited := c.rec.Rules.Household > 0; why == "" && limited && (c.rec.Roster == nil || !c.together) {
		why = "who lives with whom needs " + c.rec.Form().RosterFile()
	}
	if why != "" {
		c.notCheckable(x.name+name, "", why)
		return
	}
	c.equal(x.name+name, strings.Join(x.nextPages(want), " "), strings.Join(got, " "), "the next pages that the draw leads to name others")
}

// nextPages are the first people on the pages that the draw leads to after its own, sorted.
func (x *change) nextPages(want int) (named []string) {
	c := x.outer
	text := record.Commitment(c.files) + "." + c.rec.Drawing.PublicValue
	homes := map[string]int{}
	home := func(id string) string {
		if c.rec.Rules.Household == 0 {
			return ""
		}
		return c.rec.Roster.Home(x.at[id])
	}
	for _, id := range x.now.panel {
		homes[home(id)]++
	}
	for j := 1; j <= mostNextPages && len(named) < want; j++ {
		_, _, ticket := open(fmt.Sprintf("%s,alternates,%d", text, j), len(c.rec.Pages))
		var page []string
		for _, i := range c.rec.Pages[ticket-1] {
			page = append(page, c.rec.IDs[i])
		}
		lot := func(id string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text+",alternate,"+id))) }
		slices.SortFunc(page, func(a, b string) int { return cmp.Compare(lot(a), lot(b)) })
		for _, id := range page {
			h := home(id)
			if len(named) < want && !slices.Contains(x.now.panel, id) && !slices.Contains(named, id) && (h == "" || homes[h] < c.rec.Rules.Household) {
				named = append(named, id)
				homes[h]++
			}
		}
	}
	return slices.Sorted(slices.Values(named))
}

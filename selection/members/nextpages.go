package members

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// mostNextPages is how many pages the public value leads to beyond that of the panel: by then nobody
// new is on them who could be named.
const mostNextPages = 1000

// NextPages is the question of alternates that the draw itself named: whoever is first on the next
// pages that its public value leads to, as "Events" of package record has it. The vacancy has exactly
// them; nothing is left to chance. Before, no event may have been.
//
// Errors: a record that promised no such alternates, or has events; pages that are not at hand.
func (c *Company) NextPages() (*Vacancy, error) {
	want := c.rec.Rules.Alternates()
	switch {
	case want == 0:
		return nil, errors.New("no alternates were to be drawn with the panel: its rules do not say so")
	case c.Events > 0:
		return nil, errors.New("alternates that were drawn with the panel are named before any other event")
	case c.rec.Pages == nil:
		return nil, errors.New("the pages of the book are not here, and they say who the alternates are")
	}
	text := record.Commitment(c.rec.Files) + "." + c.rec.Drawing.PublicValue
	homes, limit := map[string]int{}, c.rec.Rules.Household
	for _, id := range c.Members {
		homes[c.rec.Roster.Home(place(c.rec.Roster, id))]++
	}
	v := &Vacancy{Stay: c.Members, Seated: Seated(c.rec.Roster, nil)}
	for j := 1; j <= mostNextPages && len(v.People) < want; j++ {
		for _, i := range byLot(text, c.rec.IDs, c.rec.Pages[nextPage(text, j, len(c.rec.Pages))]) {
			home := c.rec.Roster.Home(int(i))
			if len(v.People) == want || c.Has(c.rec.IDs[i]) || slices.Contains(v.People, int(i)) || limit > 0 && home != "" && homes[home] >= limit {
				continue
			}
			v.People = append(v.People, int(i))
			homes[home]++
		}
	}
	if len(v.People) == 0 {
		return nil, errors.New("nobody else is on the pages of the book, so nobody can be an alternate")
	}
	slices.Sort(v.People)
	v.Seats = len(v.People)
	v.Table = c.rec.Table.Unbound(v.Seats)
	v.Roster = c.rec.Roster.Subset(v.People)
	v.Roster.Table = v.Table
	return v, nil
}

// nextPage is the j-th page, from 1, that a draw leads to after its own.
func nextPage(text string, j, pages int) int {
	for i := 1; ; i++ {
		if ticket, _, ok := draw.Ticket(text+",alternates,"+strconv.Itoa(j), i, pages); ok {
			return ticket - 1
		}
	}
}

// byLot is the order in which people of a page are named.
func byLot(text string, ids []string, page []int32) []int32 {
	lot := func(i int32) []byte {
		sum := sha256.Sum256([]byte(text + ",alternate," + ids[i]))
		return sum[:]
	}
	return slices.SortedFunc(slices.Values(page), func(a, b int32) int { return bytes.Compare(lot(a), lot(b)) })
}

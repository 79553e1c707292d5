package slip

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A sheet is all that a slip says. The checkers write it anew and compare it word by word.
type sheet struct {
	*Claim
	Facts
}

// heading is the first line of a slip.
const heading = "YOUR PLACE IN THE SELECTION"

func (s *sheet) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, heading+"\n\n"+
		"In everything that is published about this selection you have no name but this:\n\nid: %s\n\n", s.ID)
	s.writeChance(&b)
	b.WriteString(s.Notice)
	b.WriteString("Your record, as it was fixed before the draw. Please check that it is right.\n\n")
	for _, answer := range s.Answers() {
		b.WriteString("  " + answer + "\n")
	}
	if s.atHome() {
		b.WriteString("  household: the members of your household are known to be one\n")
	}
	fmt.Fprintf(&b, `
How to check that nothing was changed

Open verify.html from the published record in a browser, choose public.zip or the folder
of the record, and paste this slip under "Was I in it?". No program needs to be
installed, and nothing is sent anywhere. Before the draw, compare the commitment with the
one that was published: it must stay the same.

commitment: %s
pool root: %s
salt: %s
place: %d of %d
`, s.Commitment, hexOf(s.Facts.Root), hex.EncodeToString(s.Salt[:]), s.Path.Leaf+1, s.Path.Leaves)
	for _, hash := range hashes(s.Path) {
		b.WriteString("path: " + hash + "\n")
	}
	fmt.Fprintf(&b, "begin record\n%send record\n", s.Record)
	s.writeSeats(&b)
	return b.String()
}

// writeChance says on which pages the person stands and what that means.
func (s *sheet) writeChance(b *strings.Builder) {
	on, all := len(s.Pages), s.Of
	fmt.Fprintf(b, "pages: %d of %d\n\n", on, all)
	if on == 0 {
		fmt.Fprintf(b, "You are on none of the %d pages, each of which is one possible panel. Either no panel\n"+
			"that meets the quotas can hold you, or your chance is less than one page. Ask the\norganiser, who has the reason.\n\n", all)
		return
	}
	fmt.Fprintf(b, "The book has %d pages. Each page is one possible panel, and one page is drawn in public.\n"+
		"You are on %s, so your chance is %d in %d%s.\n\n", all, count(on, "of them"), on, all, about(on, all))
	b.WriteString("You are on the panel if one of these pages is drawn:\n\n")
	for line := range slices.Chunk(s.Pages, perLine) {
		b.WriteString("  " + strings.Join(line, " ") + "\n")
	}
	b.WriteString("\n")
}

// perLine is how many page numbers fit on a line of a slip.
const perLine = 12

// writeSeats adds, in the sealed form, what shows the person's seats to be on their pages.
func (s *sheet) writeSeats(b *strings.Builder) {
	if len(s.Seats) == 0 {
		return
	}
	b.WriteString("\nThe pages are sealed. These lines show that you are on yours.\n\n")
	for _, seat := range s.Seats {
		fmt.Fprintf(b, "page: %s seat %d salt %s\n", seat.Page, seat.Seat, hex.EncodeToString(seat.Salt[:]))
		for _, hash := range hashes(seat.Path) {
			b.WriteString("path: " + hash + "\n")
		}
	}
}

func count(n int, of string) string {
	if n == 1 {
		return "one " + of
	}
	return strconv.Itoa(n) + " " + of
}

// about gives a chance in per cent, to one digit after the point, rounded down.
func about(pages, all int) string {
	if pages == all {
		return ": you are on the panel whatever is drawn"
	}
	tenths := 1000 * pages / all
	return fmt.Sprintf(" (%d.%d per cent)", tenths/10, tenths%10)
}

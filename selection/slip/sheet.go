package slip

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A sheet is all that a slip says, in one language. The checkers write it anew and compare it word by
// word. The lines that programs read are the same in every language.
type sheet struct {
	*Claim
	Facts
	say *catalog.Speaker

	// within tells that what shows the seats on sealed pages stands in the slip itself, as it did before it
	// got a file of its own.
	within bool
}

// heading is the first line of a slip.
func heading(l catalog.Language) string { return catalog.In(l).Say("slip.heading") }

// ProofName is the name of a file with the proof of somebody's sealed pages.
func ProofName(id string) string { return id + ".proof.txt" }

// width is the length of lines for people, which fits a letter.
const width = 76

// para writes a sentence, or several, as a paragraph.
func (s *sheet) para(b *strings.Builder, key string, args ...any) {
	b.WriteString(plain.Wrap(s.say.Say(key, args...), width) + "\n")
}

func (s *sheet) text() string {
	var b strings.Builder
	s.para(&b, "slip.heading")
	s.para(&b, "slip.name")
	fmt.Fprintf(&b, "id: %s\n\n", s.ID)
	s.writeChance(&b)
	for _, note := range s.Notes {
		s.para(&b, "slip.note_"+note)
	}
	s.para(&b, "slip.record")
	for _, answer := range s.Answers() {
		b.WriteString("  " + answer + "\n")
	}
	if s.atHome() {
		fmt.Fprintf(&b, "  %s\n", s.say.Say("slip.household"))
	}
	b.WriteString("\n")
	s.para(&b, "slip.check_title")
	s.para(&b, "slip.check")
	if s.Sealed && len(s.Facts.Pages) > 0 && !s.within {
		s.para(&b, "slip.apart", ProofName(s.ID))
	}
	fmt.Fprintf(&b, "commitment: %s\npool root: %s\nsalt: %s\nplace: %d of %d\n", s.Commitment, hexOf(s.Facts.Root), hex.EncodeToString(s.Salt[:]), s.Path.Leaf+1, s.Path.Leaves)
	writePath(&b, s.Path.Hashes)
	fmt.Fprintf(&b, "begin record\n%send record\n", s.Record)
	if s.within && len(s.Seats) > 0 {
		b.WriteString("\n")
		s.para(&b, "slip.sealed")
		s.writeSeats(&b)
	}
	return b.String()
}

// proof is the file with what shows the seats of a person to be on sealed pages.
func (s *sheet) proof() string {
	var b strings.Builder
	s.para(&b, "slip.proof_heading")
	s.para(&b, "slip.proof", s.ID)
	s.writeSeats(&b)
	return b.String()
}

// writeChance says on which pages the person stands and what that means. Its numbers have no marks
// between their digits, and the per cent is rounded down.
func (s *sheet) writeChance(b *strings.Builder) {
	on, all := strconv.Itoa(len(s.Facts.Pages)), strconv.Itoa(s.Of)
	fmt.Fprintf(b, "pages: %s of %s\n\n", on, all)
	if on == "0" {
		s.para(b, "slip.none", all)
		return
	}
	s.para(b, "slip.book", all)
	share := s.say.Tenths(big.NewRat(int64(1000*len(s.Facts.Pages)/s.Of), 10))
	switch {
	case on == "1" && all == "1":
		s.para(b, "slip.on_only")
	case on == all:
		s.para(b, "slip.on_all", all)
	case on == "1":
		s.para(b, "slip.on_one", all, share)
	default:
		s.para(b, "slip.on", all, share, on)
	}
	s.para(b, "slip.if_drawn")
	for line := range slices.Chunk(s.Facts.Pages, perLine) {
		b.WriteString("  " + strings.Join(line, " ") + "\n")
	}
	b.WriteString("\n")
}

// perLine is how many page numbers fit on a line of a slip.
const perLine = 12

// writeSeats shows the person's seats to be on their pages.
func (s *sheet) writeSeats(b *strings.Builder) {
	for _, seat := range s.Seats {
		fmt.Fprintf(b, "page: %s seat %d salt %s\n", seat.Page, seat.Seat, hex.EncodeToString(seat.Salt[:]))
		writePath(b, seat.Path.Hashes)
	}
}

func writePath(b *strings.Builder, path [][32]byte) {
	for _, hash := range path {
		b.WriteString("path: " + hexOf(hash) + "\n")
	}
}

package slip

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// A Claim is what a slip says to programs: nothing in it is to be believed yet.
type Claim struct {
	ID     string
	Salt   record.Salt
	Path   record.Path
	Record []byte // the lines that the pool root hashes
	Seats  []Seat // of sealed pages

	// Link is what a slip says that came as a link, which has no lines for people; else nil.
	Link *Link

	lines []string // of the whole slip, each with its words separated by single blanks
}

// A Seat is a place on a sealed page.
type Seat struct {
	Page string // as book.csv spells it
	Seat int    // from 1
	Salt record.Salt
	Path record.Path // Leaves is not stated in a slip: it is 0
}

// Root is the pool root to which the claim leads.
func (c *Claim) Root() (root [32]byte, ok bool) {
	return c.Path.Root(record.LeafHash(c.Salt[:], c.Record))
}

// Seal is the seal of the page to which the seat of a person leads.
func (s Seat) Seal(id string, seats int) (seal [32]byte, ok bool) {
	s.Path.Leaves = seats
	return s.Path.Root(record.SeatHash(s.Salt, s.Page, s.Seat, id))
}

// cells are the lines of the record: id, household, then names and values in turn.
func (c *Claim) cells() []string {
	return strings.Split(strings.TrimSuffix(string(c.Record), "\n"), "\n")
}

// Answers are the answers of the record, "feature: value".
func (c *Claim) Answers() (all []string) {
	cells := c.cells()
	for i := 2; i+1 < len(cells); i += 2 {
		all = append(all, cells[i]+": "+cells[i+1])
	}
	return all
}

// atHome tells that the record names a household.
func (c *Claim) atHome() bool {
	cells := c.cells()
	return len(cells) > 1 && cells[1] != ""
}

// place takes the number of the leaf, from 1, and that of all leaves.
func (c *Claim) place(leaf, leaves string) bool {
	var first, all bool
	c.Path.Leaf, first = number(leaf)
	c.Path.Leaves, all = number(leaves)
	c.Path.Leaf--
	return first && all
}

func number(text string) (n int, ok bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0 && strconv.Itoa(n) == text
}

func hashes(path record.Path) []string {
	var all []string
	for _, hash := range path.Hashes {
		all = append(all, hexOf(hash))
	}
	return all
}

func hexOf(hash [32]byte) string { return hex.EncodeToString(hash[:]) }

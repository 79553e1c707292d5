package slip

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// Claim is what a slip claims, as [Read] finds it.
type Claim struct {
	ID     string
	Salt   record.Salt
	Path   record.Path
	Record []byte // the lines that the pool root hashes
	Seats  []Seat // of sealed pages

	lines []string // of the whole slip, each with its words separated by single blanks
}

// A Seat is the place of a person on a sealed page.
type Seat struct {
	Page string // as book.csv spells it
	Seat int    // from 1
	Salt record.Salt
	Path record.Path // Leaves is not stated in a slip: it is 0
}

// Root is the pool root that a slip leads to; ok is false if its path does not fit its place. The
// record on the slip is in the pool if pool.root has this root, and as many people as the path has
// leaves.
func (c *Claim) Root() (root [32]byte, ok bool) {
	return c.Path.Root(record.LeafHash(c.Salt[:], c.Record))
}

// Seal is the seal of a page that a seat of the person with the given id leads to, in
// a book with so many seats on a page.
func (s Seat) Seal(id string, seats int) (seal [32]byte, ok bool) {
	s.Path.Leaves = seats
	return s.Path.Root(record.SeatHash(s.Salt, s.Page, s.Seat, id))
}

// Read finds the lines of a slip that programs read, whatever surrounds them. A slip may have been
// through e-mail: blanks at line ends, carriage returns and quotation marks of mail programs do not
// matter. The error names the line that is missing or cannot be read.
func Read(text string) (*Claim, error) {
	lines := unquoted(text)
	c := &Claim{}
	for _, line := range lines {
		c.lines = append(c.lines, strings.Join(strings.Fields(line), " "))
	}
	seen := map[string]bool{}
	for at := 0; at < len(lines); at++ {
		key, value, _ := strings.Cut(strings.TrimSpace(lines[at]), ":")
		if key == "begin record" {
			to := at + 1
			for to < len(lines) && strings.TrimSpace(lines[to]) != "end record" {
				to++
			}
			if to == len(lines) {
				return nil, errors.New("the slip has no line \"end record\": paste all of it")
			}
			if c.Record != nil {
				return nil, errors.New("the line \"begin record\" of the slip stands there twice")
			}
			c.Record, at = []byte(strings.Join(lines[at+1:to], "\n")+"\n"), to
			continue
		}
		if err := c.line(key, strings.Fields(value), seen); err != nil {
			return nil, err
		}
	}
	for _, key := range []string{"id", "salt", "place"} {
		if !seen[key] {
			return nil, fmt.Errorf("the slip has no line \"%s: ...\": paste all of it", key)
		}
	}
	if c.Record == nil {
		return nil, errors.New("the slip has no line \"begin record\": paste all of it")
	}
	return c, nil
}

// line reads one line of a slip; those of no known key are for people.
func (c *Claim) line(key string, words []string, seen map[string]bool) error {
	ok := true
	switch key {
	default:
		return nil
	case "id":
		if ok = len(words) == 1; ok {
			c.ID = words[0]
		}
	case "salt":
		if ok = len(words) == 1; ok {
			c.Salt, ok = record.ReadSalt(words[0])
		}
	case "place":
		if ok = len(words) == 3 && words[1] == "of"; ok {
			var first, all bool
			c.Path.Leaf, first = number(words[0])
			c.Path.Leaves, all = number(words[2])
			c.Path.Leaf--
			ok = first && all
		}
	case "path":
		ok = c.step(words)
	case "page":
		var seat Seat
		if seat, ok = readSeat(words); ok {
			c.Seats = append(c.Seats, seat)
		}
	}
	once := key != "page" && key != "path"
	if !ok || once && seen[key] {
		return fmt.Errorf("the line \"%s: %s\" of the slip cannot be read, or stands there twice", key, strings.Join(words, " "))
	}
	seen[key] = true
	return nil
}

// step adds a hash to the path of the last page, or of the person where there is none.
func (c *Claim) step(words []string) bool {
	path := &c.Path
	if n := len(c.Seats); n > 0 {
		path = &c.Seats[n-1].Path
	}
	if len(words) != 1 {
		return false
	}
	b, err := hex.DecodeString(words[0])
	if err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != words[0] {
		return false
	}
	path.Hashes = append(path.Hashes, [sha256.Size]byte(b))
	return true
}

// number reads a whole number above 0 in its one spelling.
func number(text string) (n int, ok bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0 && strconv.Itoa(n) == text
}

// readSeat reads "017 seat 3 salt SALT".
func readSeat(words []string) (s Seat, ok bool) {
	if len(words) != 5 || words[1] != "seat" || words[3] != "salt" {
		return s, false
	}
	s.Page = words[0]
	seat, ok := number(words[2])
	if !ok {
		return s, false
	}
	s.Seat, s.Path.Leaf = seat, seat-1
	s.Salt, ok = record.ReadSalt(words[4])
	return s, ok
}

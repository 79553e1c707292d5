package slip

import (
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
}

// A Seat is the place of a person on a sealed page.
type Seat struct {
	Page string // as book.csv spells it
	Seat int    // from 1
	Salt record.Salt
	Path record.Path // Leaves is not stated in a slip: it is 0
}

// Root is the pool root that a slip leads to; ok is false if its path does not fit its
// place. Whoever finds it in pool.root, and as many people in the pool as the path has
// leaves, knows that the record on the slip is in the pool.
func (c *Claim) Root() (root [32]byte, ok bool) {
	return c.Path.Root(record.LeafHash(c.Salt[:], c.Record))
}

// Seal is the seal of a page that a seat of the person with the given id leads to, in
// a book with so many seats on a page.
func (s Seat) Seal(id string, seats int) (seal [32]byte, ok bool) {
	s.Path.Leaves = seats
	return s.Path.Root(record.SeatHash(s.Salt, s.Page, s.Seat, id))
}

// Read finds the lines of a slip that programs read, whatever stands around them: a
// slip may have been through an e-mail, so blanks at the ends of lines and carriage
// returns do not matter. The error says which line is missing or cannot be read.
func Read(text string) (*Claim, error) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	c := &Claim{}
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
			c.Record, at = []byte(strings.Join(lines[at+1:to], "\n")+"\n"), to
			continue
		}
		if err := c.line(key, strings.Fields(value), seen); err != nil {
			return nil, err
		}
	}
	for _, key := range []string{"id", "salt", "place", "path"} {
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
			var first, all error
			c.Path.Leaf, first = strconv.Atoi(words[0])
			c.Path.Leaves, all = strconv.Atoi(words[2])
			c.Path.Leaf--
			ok = first == nil && all == nil && c.Path.Leaf >= 0
		}
	case "path":
		c.Path.Hashes, ok = readHashes(words)
	case "page":
		var seat Seat
		if seat, ok = readSeat(words); ok {
			c.Seats = append(c.Seats, seat)
		}
	}
	if !ok || seen[key] && key != "page" {
		return fmt.Errorf("the line \"%s: %s\" of the slip cannot be read, or stands there twice", key, strings.Join(words, " "))
	}
	seen[key] = true
	return nil
}

// readSeat reads "017 seat 3 salt SALT path HASH ...".
func readSeat(words []string) (s Seat, ok bool) {
	if len(words) < 6 || words[1] != "seat" || words[3] != "salt" || words[5] != "path" {
		return s, false
	}
	s.Page = words[0]
	seat, err := strconv.Atoi(words[2])
	if err != nil || seat < 1 {
		return s, false
	}
	s.Seat, s.Path.Leaf = seat, seat-1
	if s.Salt, ok = record.ReadSalt(words[4]); !ok {
		return s, false
	}
	s.Path.Hashes, ok = readHashes(words[6:])
	return s, ok
}

func readHashes(words []string) ([][32]byte, bool) {
	hashes := make([][32]byte, len(words))
	for i, word := range words {
		b, err := hex.DecodeString(word)
		if err != nil || len(b) != len(hashes[i]) {
			return nil, false
		}
		hashes[i] = [32]byte(b)
	}
	return hashes, true
}

package slip

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/record"
)

// Unwrap mends the record where a mail program broke long names over two lines: names and values
// are those of the table. It leaves alone what it can make no sense of.
func (c *Claim) Unwrap(table *quotas.Table) {
	words := strings.Fields(string(c.Record))
	if len(words) < 2 || table == nil {
		return
	}
	for _, home := range []string{"", words[1]} {
		rest := words[1:]
		if home != "" {
			rest = words[2:]
		}
		if cells, ok := unwrap(rest, table.Features); ok {
			c.Record = []byte(strings.Join(append([]string{words[0], home}, cells...), "\n") + "\n")
			return
		}
	}
}

// unwrap reads words as the names of features, each followed by one of its values.
func unwrap(words []string, features []quotas.Feature) (cells []string, ok bool) {
	if len(features) == 0 {
		return nil, len(words) == 0
	}
	f := features[0]
	rest, found := without(words, f.Name)
	if !found {
		return nil, false
	}
	for _, value := range f.Values {
		after, found := without(rest, value.Name)
		if !found {
			continue
		}
		if cells, ok := unwrap(after, features[1:]); ok {
			return append([]string{f.Name, value.Name}, cells...), true
		}
	}
	return nil, false
}

// without takes the words of a name off the front.
func without(words []string, name string) (rest []string, ok bool) {
	of := strings.Fields(name)
	if len(words) < len(of) || !slices.Equal(words[:len(of)], of) {
		return nil, false
	}
	return words[len(of):], true
}

// wordsOf are how many words follow the name of a line that programs read.
var wordsOf = map[string]int{"id": 1, "salt": 1, "place": 3, "path": 1, "page": 5}

// Read finds the lines of a slip that programs read, whatever a mail program did to the
// text around them, or reads a slip that came as a link. The error says what is wrong with the text.
func Read(text string) (*Claim, error) {
	if link, found := findLink(text); found {
		return readLink(link)
	}
	lines := unquoted(text)
	c := &Claim{}
	for _, line := range lines {
		c.lines = append(c.lines, strings.Join(strings.Fields(line), " "))
	}
	programs := max(slices.IndexFunc(c.lines, func(line string) bool { return line == "pool root:" || strings.HasPrefix(line, "pool root: ") }), 0)
	seen := map[string]bool{}
	for at := 0; at < len(lines); at++ {
		key, value, _ := strings.Cut(c.lines[at], ":")
		if key == "begin record" {
			length := slices.Index(c.lines[at+1:], "end record")
			if length < 0 {
				return nil, errors.New("the slip has no line \"end record\": paste all of it")
			}
			if c.Record != nil {
				return nil, errors.New("the line \"begin record\" of the slip stands there twice")
			}
			c.Record, at = []byte(strings.Join(lines[at+1:at+1+length], "\n")+"\n"), at+1+length
			continue
		}
		if wordsOf[key] == 0 || key != "id" && at < programs { // a feature may be called place
			continue
		}
		words := strings.Fields(value)
		for len(words) < wordsOf[key] && at+1 < len(lines) && c.lines[at+1] != "begin record" { // a long line, wrapped
			at++
			words = append(words, strings.Fields(c.lines[at])...)
		}
		if err := c.line(key, words, seen); err != nil {
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

// line takes one line that programs read.
func (c *Claim) line(key string, words []string, seen map[string]bool) error {
	ok := true
	switch key {
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
			ok = c.place(words[0], words[2])
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

// step takes a hash of the path that is being read: that of the person, or of a seat.
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

// unquoted takes away what mail programs put before and behind the lines of a text: the marks
// of a quotation, blanks at the end, carriage returns.
func unquoted(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
	}
	for _, line := range lines {
		mark, found := strings.CutSuffix(line, "begin record")
		if !found || strings.Trim(mark, "> ") != "" {
			continue
		}
		for i := range lines {
			lines[i] = strings.TrimPrefix(lines[i], mark)
			if lines[i] == strings.TrimRight(mark, " ") { // an empty line
				lines[i] = ""
			}
		}
		break
	}
	return lines
}

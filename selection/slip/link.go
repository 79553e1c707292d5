package slip

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// A Link is what a slip that came as a link says of chance and commitment: see [Writer.Fragment].
type Link struct {
	Pages, Of  int
	Commitment string
}

// linkMark begins a slip in the address of a page.
const linkMark = "#slip="

// Fragment is the slip of a person as the end of the address of verify.html, short enough for
// a QR code: what stands behind # is read by the page and not sent to any server. It has nine fields with full
// stops between them: id, place, people, pages, pages of the book, then in base64url the commitment, the salt, the
// path, and the record without its first line. The seats of sealed pages are too long for it.
func (w *Writer) Fragment(person int) string {
	s := w.sheet(person)
	commitment, err := hex.DecodeString(s.Commitment)
	if err != nil {
		panic("slip: a commitment is in hexadecimal")
	}
	var path []byte
	for _, hash := range s.Path.Hashes {
		path = append(path, hash[:]...)
	}
	_, rest, _ := strings.Cut(string(s.Record), "\n")
	code := base64.RawURLEncoding.EncodeToString
	return linkMark + fmt.Sprintf("%s.%d.%d.%d.%d.%s.%s.%s.%s", s.ID, s.Path.Leaf+1, s.Path.Leaves, len(s.Facts.Pages), s.Of,
		code(commitment), code(s.Salt[:]), code(path), code([]byte(rest)))
}

// fragment matches what stands behind the mark.
var fragment = regexp.MustCompile(`^[A-Za-z0-9._-]*`)

// findLink gives the fields of a link, if the text has one and is no slip itself.
func findLink(text string) (fields []string, found bool) {
	_, after, found := strings.Cut(text, linkMark)
	if !found || strings.Contains(text, "begin record") {
		return nil, false
	}
	return strings.Split(fragment.FindString(after), "."), true
}

func readLink(fields []string) (*Claim, error) {
	bad := errors.New("the link of the slip was cut off, or is none")
	if len(fields) != 9 {
		return nil, bad
	}
	c := &Claim{ID: fields[0], Link: &Link{}}
	ok := c.place(fields[1], fields[2])
	if fields[3] != "0" {
		var fine bool
		c.Link.Pages, fine = number(fields[3])
		ok = ok && fine
	}
	var fine bool
	c.Link.Of, fine = number(fields[4])
	ok = ok && fine
	var raw [4][]byte
	for i := range raw {
		var err error
		raw[i], err = base64.RawURLEncoding.Strict().DecodeString(fields[5+i])
		ok = ok && err == nil
	}
	if !ok || len(raw[0]) != 32 || len(raw[1]) != len(record.Salt{}) || len(raw[2])%32 != 0 {
		return nil, bad
	}
	c.Link.Commitment = hex.EncodeToString(raw[0])
	copy(c.Salt[:], raw[1])
	for path := raw[2]; len(path) > 0; path = path[32:] {
		c.Path.Hashes = append(c.Path.Hashes, [32]byte(path))
	}
	c.Record = append([]byte(c.ID+"\n"), raw[3]...)
	return c, nil
}

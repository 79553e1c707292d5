package record

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// writeBook is book.csv: the header page,seat1,...,seatK, then a line for every
// page with the ids of its people, in order. pages[j] names people as indices
// into ids, ascending; both are checked, since a wrong book must never be
// committed to. With salts there is a column salt after the page.
func writeBook(ids []string, pages [][]int32, salts []Salt) []byte {
	seats := len(pages[0])
	var b bytes.Buffer
	b.Write(append(bookHeader(seats, salts != nil), '\n'))
	for j, page := range pages {
		if len(page) != seats {
			panic("record: a page has as many people as there are seats")
		}
		b.WriteString(PageName(j, len(pages)))
		if salts != nil {
			b.WriteString("," + hex.EncodeToString(salts[j][:]))
		}
		last := int32(-1)
		for _, i := range page {
			if i <= last || int(i) >= len(ids) {
				panic("record: a page names people of the pool once each, in ascending order")
			}
			b.WriteByte(',')
			b.WriteString(ids[i])
			last = i
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// ReadBook reads book.csv for a pool with the given ids (sorted; see
// [ReadChances]). It gives the people of each page as indices into ids,
// ascending. The pages must be numbered 0, 1, 2, … with leading zeros, every
// page must have as many people as the header has seats, all different, known
// and in order, and there is no other spelling.
func ReadBook(name string, data []byte, ids []string) ([][]int32, error) {
	r, err := readBook(name, data, indexOf(ids), false)
	return r.pages, err
}

// readBook reads a book, index being that of the ids; if salted, auditor/book.csv of the
// sealed form, which has the salt of each page beside.
func readBook(name string, data []byte, index *idIndex, salted bool) (bookReader, error) {
	r := bookReader{name: name, data: data, salted: salted, index: index}
	if err := r.header(); err != nil {
		return bookReader{}, err
	}
	r.count = bytes.Count(data[r.at:], []byte("\n"))
	if r.count == 0 {
		return bookReader{}, faultAt(name, data, len(data), "no page", "at least one")
	}
	for r.at < len(data) {
		if err := r.page(); err != nil {
			return bookReader{}, err
		}
	}
	return r, nil
}

func bookHeader(seats int, salted bool) []byte {
	b := []byte("page")
	if salted {
		b = append(b, ",salt"...)
	}
	for i := 1; i <= seats; i++ {
		b = strconv.AppendInt(append(b, ",seat"...), int64(i), 10)
	}
	return b
}

// pageLine gives the cells of a page after its number. The book is as [writeBook] wrote
// it; anything else panics.
func pageLine(book []byte, page, pages int) []string {
	n := -1
	for line := range bytes.Lines(book) {
		if n == page {
			cells := strings.Split(strings.TrimSuffix(string(line), "\n"), ",")
			if len(cells) > 1 && cells[0] == PageName(page, pages) {
				return cells[1:]
			}
			break
		}
		n++
	}
	panic("record: the book has no such page")
}

// A bookReader is at the beginning of a line of book.csv.
type bookReader struct {
	name   string
	data   []byte
	at     int
	seats  int
	salted bool
	count  int // pages, as the number of lines has it
	index  *idIndex

	pages [][]int32
	salts []Salt
}

// header reads the first line, cell by cell: one of commas alone would name more seats
// than it has bytes.
func (r *bookReader) header() (err error) {
	take := func(want string) {
		if err == nil && !bytes.HasPrefix(r.data[r.at:], []byte(want)) {
			err = differs(r.name, r.data, append(bytes.Clone(r.data[:r.at]), want...))
		}
		r.at += len(want)
	}
	take("page")
	if r.salted {
		take(",salt")
	}
	for err == nil && (r.seats == 0 || bytes.HasPrefix(r.data[r.at:], []byte(","))) {
		r.seats++
		take(",seat" + strconv.Itoa(r.seats))
	}
	take("\n")
	return err
}

// page reads the line of the next page.
func (r *bookReader) page() error {
	start := r.at
	end := bytes.IndexByte(r.data[start:], '\n')
	if end < 0 {
		return r.fault(len(r.data), "the end of the file", "a line feed")
	}
	line := r.data[start : start+end]
	want := PageName(min(len(r.pages), r.count-1), r.count)
	number, rest, _ := bytes.Cut(line, []byte(","))
	if string(number) != want {
		return r.fault(start, "page "+strconv.Quote(string(number)), "page "+want)
	}
	at := len(want)
	if r.salted {
		text, _, _ := bytes.Cut(rest, []byte(","))
		salt, ok := ReadSalt(string(text))
		if !ok {
			return r.fault(start+at+1, strconv.Quote(string(text))+" on page "+want, "a salt, 32 hexadecimal digits")
		}
		r.salts = append(r.salts, salt)
		at += 1 + len(text)
	}
	page, err := r.people(start+at, line[at:], want)
	r.pages = append(r.pages, page)
	r.at = start + end + 1
	return err
}

// people reads the seats of a page, each with a comma before it.
func (r *bookReader) people(start int, seats []byte, name string) ([]int32, error) {
	if n := bytes.Count(seats, []byte(",")); n != r.seats {
		return nil, r.fault(r.at, strconv.Itoa(n)+" people on page "+name, strconv.Itoa(r.seats))
	}
	page := make([]int32, 0, r.seats)
	at, last := 0, int32(-1)
	for range r.seats {
		cell := seats[at+1:]
		if comma := bytes.IndexByte(cell, ','); comma >= 0 {
			cell = cell[:comma]
		}
		i, known := r.index.find(cell)
		switch {
		case !known:
			return nil, r.fault(start+at+1, strconv.Quote(string(cell))+" on page "+name, "a person of chances.csv")
		case i == last:
			return nil, r.fault(start+at+1, string(cell)+" a second time on page "+name, "different people")
		case i < last:
			return nil, r.fault(start+at+1, string(cell)+" on page "+name, "people in order")
		}
		page = append(page, i)
		last = i
		at += 1 + len(cell)
	}
	return page, nil
}

func (r *bookReader) fault(at int, found, expected string) error {
	return faultAt(r.name, r.data, at, found, expected)
}

// writeChances is chances.csv: the header id,pages, then everyone of the pool
// with the number of pages that name them, sorted by id.
func writeChances(ids []string, counts []int) []byte {
	var b bytes.Buffer
	b.WriteString("id,pages\n")
	for i, id := range ids {
		b.WriteString(id)
		b.WriteByte(',')
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(counts[i]), 10))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// ReadChances reads chances.csv: the ids, sorted, and beside each its pages.
func ReadChances(name string, data []byte) (ids []string, counts []int, err error) {
	const header = "id,pages\n"
	if !bytes.HasPrefix(data, []byte(header)) {
		return nil, nil, differs(name, data, []byte(header))
	}
	lines := bytes.Count(data, []byte("\n")) - 1
	ids, counts = make([]string, 0, lines), make([]int, 0, lines)
	for at := len(header); at < len(data); {
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			return nil, nil, faultAt(name, data, len(data), "the end of the file", "a line feed")
		}
		id, pages, _ := bytes.Cut(data[at:at+end], []byte(","))
		n, ok := readCount(string(pages))
		if !isID(id) || !ok {
			return nil, nil, faultAt(name, data, at, excerpt(data, at), "a public id, a comma, a number of pages")
		}
		if k := len(ids); k > 0 && (ids[k-1] >= string(id) || len(ids[k-1]) != len(id)) {
			return nil, nil, faultAt(name, data, at, string(id)+" after "+ids[k-1], "each id once, in order, all of one length")
		}
		ids, counts = append(ids, string(id)), append(counts, n)
		at += end + 1
	}
	return ids, counts, nil
}

// readCount reads a number in the one way there is to write it: no sign, no
// leading zero, at most nine digits (no pool or book comes near).
func readCount(s string) (n int, ok bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && len(s) <= 9 && strconv.Itoa(n) == s
}

// IsID reports whether a text may be a public id.
func IsID(text string) bool { return isID([]byte(text)) }

// isID reports whether b may be a public id: a consonant, then consonants and
// digits from 2 on, so that it never needs quoting, spells no word, and no
// spreadsheet takes it for a number or a formula.
func isID(b []byte) bool {
	const letters = "bcdfghjkmnpqrstvwxyz"
	return len(b) > 0 && len(b) <= 50 && strings.IndexByte(letters, b[0]) >= 0 &&
		len(bytes.Trim(b, letters+"23456789")) == 0
}

// countPages counts the pages that name each of n people.
func countPages(n int, pages [][]int32) []int {
	counts := make([]int, n)
	for _, page := range pages {
		for _, i := range page {
			counts[i]++
		}
	}
	return counts
}

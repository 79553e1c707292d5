package register

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
)

// Rows are the rows of a register, from the first on.
type Rows interface {
	// Header are the names of the columns.
	Header() []string
	// Next gives the cells of the next row, as many as the header has, valid until the next call, and the line
	// where it begins as an editor counts; its number where the rows are [Typed]. Its error is [io.EOF] at the end, and a
	// quotas.Fault where the file is at fault.
	Next() (cells [][]byte, line int, err error)
}

// Typed are rows out of something that knows types.
type Typed interface {
	// Kinds says of each column what it has, in the words of the source, where that is not text; and else nothing.
	Kinds() []string
}

// maxLine is the longest line of a file, in bytes: a longer one is no row.
const maxLine = 1 << 20

// A CSV reader reads comma-separated values in UTF-8, with the separator that the header has most of.
// Lines without a quotation mark are parted at their separators, which is what encoding/csv does with them, in a fifth of
// the time; the others are handed to encoding/csv.
type csvRows struct {
	name   string
	in     *bufio.Reader
	comma  byte
	header []string
	cells  [][]byte
	long   []byte // of a row that is longer than the buffer, or has line breaks
	line   int    // lines read
}

// NewCSV reads the header of a CSV file; name is for messages.
func NewCSV(name string, in io.Reader) (Rows, error) {
	c := &csvRows{name: name, in: bufio.NewReaderSize(in, 1<<18)}
	start, _ := c.in.Peek(3)
	switch {
	case bytes.Equal(start, []byte("\xef\xbb\xbf")):
		_, _ = c.in.Discard(3) // it was peeked at
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, quotas.Fault{File: name, Code: "register-encoding", Found: "text in UTF-16", Expected: "UTF-8", Fix: encodingFix}
	}
	header, err := c.record()
	if errors.Is(err, io.EOF) {
		return nil, quotas.Fault{File: name, Code: "register-empty", Found: "an empty file", Expected: "a header and a row for each person"}
	}
	if err != nil {
		return nil, err
	}
	c.comma = ','
	for _, sep := range []byte{';', '\t'} {
		if bytes.Count(header, []byte{sep}) > bytes.Count(header, []byte{c.comma}) {
			c.comma = sep
		}
	}
	cells, err := c.parse(header, 1)
	if err != nil {
		return nil, err
	}
	for i, cell := range cells {
		if !utf8.Valid(cell) {
			return nil, c.fault("register-encoding", 1, "bytes that are not UTF-8", "UTF-8", encodingFix)
		}
		for _, other := range cells[:i] {
			if bytes.Equal(cell, other) {
				return nil, c.fault("register-header", 1, fmt.Sprintf("the column %q twice", cell), "each name once", "")
			}
		}
		c.header = append(c.header, string(cell))
	}
	return c, nil
}

const encodingFix = "save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8 OLD >NEW): an id in another encoding would be another id"

func (c *csvRows) Header() []string { return c.header }

func (c *csvRows) fault(code string, line int, found, expected, fix string) error {
	return quotas.Fault{File: c.name, Line: line, Code: code, Found: found, Expected: expected, Fix: fix}
}

func (c *csvRows) Next() ([][]byte, int, error) {
	for {
		began := c.line + 1
		text, err := c.record()
		if err != nil {
			return nil, began, err
		}
		if len(text) == 0 { // as encoding/csv
			continue
		}
		cells, err := c.parse(text, began)
		if err == nil && len(cells) != len(c.header) {
			err = c.fault("register-cells", began, count(len(cells), "cell"), fmt.Sprintf("%d, as the header has", len(c.header)),
				"look for a separator or a quotation mark that is missing or too many")
		}
		return cells, began, err
	}
}

// record gives the text of a row without its line end: a line, or several where quotation marks are open.
func (c *csvRows) record() ([]byte, error) {
	text, err := c.in.ReadSlice('\n')
	c.line++
	if err == nil && bytes.IndexByte(text, '"') < 0 {
		return withoutEnd(text), nil
	}
	c.long = append(c.long[:0], text...)
	for {
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(c.long) == 0:
			return nil, io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.As(err, new(flate.CorruptInputError)):
			return nil, c.fault("register-cut", c.line, "a compressed file that is damaged or ends too soon", "a whole file", "compress or copy it again")
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%s: line %d: %w", c.name, c.line, err)
		case bytes.Count(c.long, []byte{'"'})%2 == 0 || err != nil:
			return withoutEnd(c.long), nil
		default:
			c.line++
		}
		if len(c.long) > maxLine {
			return nil, c.fault("register-line", c.line, "a row of more than 1 MB", "shorter rows", "look for a quotation mark that is missing or too many")
		}
		text, err = c.in.ReadSlice('\n')
		c.long = append(c.long, text...)
	}
}

func withoutEnd(text []byte) []byte {
	text = bytes.TrimSuffix(text, []byte("\n"))
	return bytes.TrimSuffix(text, []byte("\r"))
}

// parse parts a row into its cells.
func (c *csvRows) parse(text []byte, line int) ([][]byte, error) {
	c.cells = c.cells[:0]
	if bytes.IndexByte(text, '"') < 0 {
		c.split(text)
		return c.cells, nil
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = rune(c.comma)
	fields, err := r.Read()
	if err != nil {
		var p *csv.ParseError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, c.fault("register-quotes", line, err.Error(), "a cell in quotation marks, whole, with marks inside it doubled", "")
	}
	for _, field := range fields {
		c.cells = append(c.cells, []byte(field))
	}
	return c.cells, nil
}

// split parts a row without quotation marks at its separators, of which eight bytes are looked at in one go.
func (c *csvRows) split(text []byte) {
	const (
		each = 0x0101010101010101
		low  = 0x7f * each
	)
	separators, began, at := each*uint64(c.comma), 0, 0
	cell := func(end int) {
		c.cells = append(c.cells, text[began:end])
		began = end + 1
	}
	for ; at+8 <= len(text); at += 8 {
		// The byte of a separator is nought in differ, and only there the highest bit of it is set in found.
		differ := binary.LittleEndian.Uint64(text[at:]) ^ separators
		found := ^((differ&low + low) | differ | low)
		for ; found != 0; found &= found - 1 {
			cell(at + bits.TrailingZeros64(found)/8)
		}
	}
	for ; at < len(text); at++ {
		if text[at] == c.comma {
			cell(at)
		}
	}
	cell(len(text))
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

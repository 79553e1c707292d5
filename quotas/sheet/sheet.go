package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A Sheet is a delimited text file: a header and rows of as many cells. Rows and
// columns count from 0, lines and characters from 1.
type Sheet struct {
	Name   string   // as the user gave it
	Header []string // as the file spells it
	Comma  rune     // the delimiter found: comma, semicolon or tab

	keys     []string // Fold of Header
	data     []byte   // the file after byte order mark and sep= line
	first    int      // line number of data's first line
	text     string   // all cells of all rows, one after the other
	ends     []uint32 // ends[row*columns+column]: where the cell ends in text
	lines    []uint32 // line of each row
	at       []uint32 // offset in data where the reading of each row began
	headLine int      // line of the header
	headAt   int      // offset in data where the reading of the header began
}

// limits bound what one file may hold; tests lower them.
type limits struct {
	bytes int64
	rows  int
	cell  int
}

// caps are the limits of every file: 2 GiB, 5 million rows, 64 KiB a cell.
func caps() limits { return limits{2 << 30, 5_000_000, 64 << 10} }

// Parse reads a delimited text file (RFC 4180 with comma, semicolon or tab, the
// one the header line has most of; see delimiter). It returns every fault it finds; the sheet
// then holds the header and the rows that are sound, or is nil if the header
// cannot be read. Rows without any text are left out.
func Parse(name string, data []byte) (*Sheet, Faults) {
	return parse(name, data, caps())
}

// ParseCanonical reads a file that a program of ours wrote: commas, no byte
// order mark, and the header left for the caller to judge, so that columns may
// share a name.
func ParseCanonical(name string, data []byte) (*Sheet, Faults) {
	if faults := checkBytes(name, data, caps()); faults != nil {
		return nil, faults
	}
	s := &Sheet{Name: name, Comma: ',', data: data, first: 1}
	return s.read(caps())
}

func parse(name string, data []byte, lim limits) (*Sheet, Faults) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if faults := checkBytes(name, data, lim); faults != nil {
		return nil, faults
	}
	s := &Sheet{Name: name, data: data, first: 1}
	if comma, rest, ok := sepLine(data); ok {
		if !strings.ContainsRune(delimiters, comma) {
			return nil, Faults{{name, 1, 5, fmt.Sprintf("the delimiter %q", comma), "a comma, a semicolon or a tab",
				"save the file with one of these"}}
		}
		s.Comma, s.data, s.first = comma, rest, 2
	} else {
		s.Comma = delimiter(data)
	}
	s, faults := s.read(lim)
	if s != nil {
		faults = append(s.checkHeader(), faults...)
	}
	return s, faults
}

// checkBytes is everything that can be said before cells are looked at.
func checkBytes(name string, data []byte, lim limits) Faults {
	if int64(len(data)) > lim.bytes {
		return Faults{{File: name, Found: fmt.Sprintf("the file has %d bytes", len(data)),
			Expected: fmt.Sprintf("at most %d", lim.bytes)}}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return Faults{{File: name, Found: "the file is empty", Expected: "a header line and rows"}}
	}
	if faults := checkEncoding(name, data); faults != nil {
		return faults
	}
	return checkControls(name, data)
}

// sepLine reads the line "sep=;" that some spreadsheets put on top.
func sepLine(data []byte) (comma rune, rest []byte, ok bool) {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) < 5 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, nil, false
	}
	comma, size := utf8.DecodeRune(line[4:])
	return comma, rest, len(line) == 4+size
}

// delimiter is the one of comma, semicolon and tab that stands most often
// outside quotes on the header line; of equals the first named. A header may ask
// a whole question, with commas; so one that the next line has as often goes
// before one that it has not.
func delimiter(data []byte) rune {
	header, rest := countDelimiters(data)
	row, _ := countDelimiters(rest)
	best := -1
	for i, n := range header {
		if n > 0 && n == row[i] && (best < 0 || n > header[best]) {
			best = i
		}
	}
	if best < 0 {
		best = 0
		for i, n := range header {
			if n > header[best] {
				best = i
			}
		}
	}
	return rune(delimiters[best])
}

const delimiters = ",;\t"

// countDelimiters counts them on the first line that is not empty, outside
// quotes, and gives what follows that line.
func countDelimiters(data []byte) (count [len(delimiters)]int, rest []byte) {
	data = bytes.TrimLeft(data, "\r\n")
	quoted := false
	for at, c := range data {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return count, data[at+1:]
		default:
			if i := strings.IndexByte(delimiters, c); i >= 0 {
				count[i]++
			}
		}
	}
	return count, nil
}

// newReader is the one way cells are read.
func newReader(data []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	return r
}

// read fills the sheet from its data.
func (s *Sheet) read(lim limits) (*Sheet, Faults) {
	var faults Faults
	var text strings.Builder
	text.Grow(len(s.data))
	r := newReader(s.data, s.Comma)
	line := s.first // of the byte at r.InputOffset
	for {
		start := int(r.InputOffset())
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		base := line
		line += bytes.Count(s.data[start:r.InputOffset()], []byte{'\n'})
		if err != nil {
			fault, goOn := s.quoteFault(err, start, base)
			faults = append(faults, fault)
			if s.Header == nil {
				return nil, faults
			}
			if !goOn {
				break
			}
			continue
		}
		if blank(record) {
			continue
		}
		at, _ := r.FieldPos(0)
		at += s.first - 1
		if s.Header == nil {
			s.setHeader(record, start, at)
			continue
		}
		if len(s.lines) == lim.rows {
			faults = append(faults, Fault{s.Name, at, 0, fmt.Sprintf("more than %d rows", lim.rows), "at most as many", ""})
			break
		}
		if bad := s.checkRow(record, start, at, lim); bad != nil {
			faults = append(faults, bad...)
			continue
		}
		for _, cell := range record {
			text.WriteString(cell)
			s.ends = append(s.ends, uint32(text.Len()))
		}
		s.lines, s.at = append(s.lines, uint32(at)), append(s.at, uint32(start))
	}
	s.text = text.String()
	if s.Header == nil {
		return nil, append(faults, Fault{File: s.Name, Found: "the file is empty", Expected: "a header line and rows"})
	}
	return s, faults
}

// setHeader takes the first row with text, and room for as many cells as the
// file can have at most.
func (s *Sheet) setHeader(record []string, start, at int) {
	s.Header = append([]string{}, record...)
	s.headAt, s.headLine = start, at
	s.keys = make([]string, len(record))
	for i, h := range s.Header {
		s.keys[i] = Fold(h)
	}
	lines := bytes.Count(s.data, []byte{'\n'}) + 1
	s.ends = make([]uint32, 0, min(lines*len(record), len(s.data)+1))
	s.lines, s.at = make([]uint32, 0, lines), make([]uint32, 0, lines)
}

// blank tells that a row has no text at all, as spreadsheets leave them behind.
func blank(record []string) bool {
	for _, cell := range record {
		if cell != "" && strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// checkRow refuses rows that do not fit the header and cells over the limit.
func (s *Sheet) checkRow(record []string, start, at int, lim limits) Faults {
	if n, want := len(record), len(s.Header); n != want {
		line, column := s.find(start, at, min(n-1, want))
		return Faults{{s.Name, line, column, "a row of " + cells(n), cells(want) + " as in the header",
			"put a cell that holds the delimiter into quotation marks, or fill up the row"}}
	}
	var faults Faults
	for j, cell := range record {
		if len(cell) > lim.cell {
			line, column := s.find(start, at, j)
			faults = append(faults, Fault{s.Name, line, column, fmt.Sprintf("a cell of %d bytes", len(cell)),
				fmt.Sprintf("at most %d", lim.cell), "look for a quotation mark that is never closed"})
		}
	}
	return faults
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}

// quoteFault words what encoding/csv found wrong in the record that begins at
// offset start, on line base. goOn tells that the damage ends with its line.
func (s *Sheet) quoteFault(err error, start, base int) (f Fault, goOn bool) {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		return Fault{File: s.Name, Found: err.Error()}, false
	}
	began, line := pe.StartLine+s.first-1, pe.Line+s.first-1
	column := s.characters(start, line-base, pe.Column)
	if errors.Is(pe.Err, csv.ErrBareQuote) {
		return Fault{s.Name, line, column, "a quotation mark inside a cell that is not in quotation marks", "",
			`put the whole cell into quotation marks and double the one inside: "6"" pipe"`}, began == line
	}
	const expected, fix = "a delimiter or the end of the line after the closing quotation mark",
		"double quotation marks inside a quoted cell, or add the one that is missing"
	if began == line {
		return Fault{s.Name, line, column, "a quoted cell that goes on after its quotation marks", expected, fix}, true
	}
	return Fault{s.Name, began, 1, fmt.Sprintf("a row with a quoted cell that runs on to line %d", line), expected, fix}, false
}

// checkHeader refuses names that are equal or only look equal.
func (s *Sheet) checkHeader() Faults {
	var faults Faults
	first := make(map[string]int, len(s.keys))
	if len(s.Header) == 1 {
		if _, _, ok := sepLine([]byte(s.Header[0])); ok {
			faults = append(faults, Fault{s.Name, s.headLine, 1, "a sep= line in quotation marks", "a header line", "delete it"})
		}
	}
	for j, key := range s.keys {
		line, column := 0, 0
		if r, bad := Invisible(s.Header[j]); bad {
			line, column = s.HeaderPos(j)
			faults = append(faults, Fault{s.Name, line, column,
				fmt.Sprintf("the invisible character U+%04X in the header %s", r, Quote(s.Header[j])), "plain text", "type the name anew"})
		}
		i, again := first[key]
		if key == "" || !again {
			first[key] = j
			continue
		}
		line, column = s.HeaderPos(j)
		faults = append(faults, Fault{s.Name, line, column, fmt.Sprintf("the header %s in column %d, the same name as %s in column %d",
			Quote(s.Header[j]), j+1, Quote(s.Header[i]), i+1), "every column once", "rename or delete one of the two"})
	}
	return faults
}

package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas/plain"
)

// readDelimited reads a text file whatever its encoding and delimiter.
func readDelimited(name string, data []byte, opt Options, lim limits) (*Sheet, Faults) {
	s := &Sheet{Name: name, first: 1}
	if fault := s.decode(data); fault != nil {
		return nil, Faults{*fault}
	}
	if len(bytes.TrimSpace(s.data)) == 0 {
		return nil, Faults{*emptyFile(name)}
	}
	if s.checkControls(); len(s.faults.order) > 0 {
		return nil, s.faults.Faults(s)
	}
	comma, rest, ok := sepLine(s.data)
	switch {
	case ok && !strings.ContainsRune(delimiters, comma):
		return nil, Faults{s.fault("sep-unknown", -1, Place{1, 5}, Words{fmt.Sprintf("the delimiter %q", comma),
			"a comma, a semicolon or a tab", "save the file with one of these"})}
	case ok:
		s.Comma, s.data, s.first = comma, rest, 2
	default:
		s.Comma = delimiter(s.data)
	}
	above := 0
	if opt.Score != nil {
		above = s.findHeader(opt.Score, ok)
	}
	s, faults := s.readText(above, lim, false)
	if s == nil {
		return nil, faults
	}
	if above > 0 {
		s.Reading.Notes = append(s.Reading.Notes, fmt.Sprintf("the header is on line %d, and what stands above it was passed over", s.headLine))
	}
	s.Reading.Separator = map[rune]string{',': "comma", ';': "semicolon", '\t': "tab"}[s.Comma]
	return s, faults
}

// sepLine reads the line "sep=;" that some spreadsheets put on top.
func sepLine(data []byte) (comma rune, rest []byte, ok bool) {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) > 2 && line[0] == '"' && line[len(line)-1] == '"' {
		line = line[1 : len(line)-1] // as a spreadsheet saves what it did not understand
	}
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

// mostAbove is how many rows may stand above a header: a title, a date, a remark.
const mostAbove = 20

// findHeader tells how many rows stand above the header: none where the first row has
// something of what is needed, or where no row has. A title may hide the delimiter, so
// where the one found leads nowhere the others are tried, unless the file names it.
func (s *Sheet) findHeader(score func([]string) int, named bool) (above int) {
	found := s.Comma
	best := 0
	for _, comma := range string(found) + delimiters {
		s.Comma = comma
		r := newReader(s.data, comma)
		for row := 0; row <= mostAbove; {
			record, err := r.Read()
			if err != nil {
				break
			}
			if blank(record) {
				continue
			}
			if n := score(unguardAll(record)); n > best {
				best, above, found = n, row, comma
			}
			if row == 0 && best > 0 {
				return 0
			}
			row++
		}
		if best > 0 || named {
			break
		}
	}
	s.Comma = found
	return above
}

// readText fills the sheet from its data, after so many rows above the header. A
// canonical file is taken as it stands.
func (s *Sheet) readText(above int, lim limits, canonical bool) (*Sheet, Faults) {
	var text strings.Builder
	text.Grow(len(s.data))
	r := newReader(s.data, s.Comma)
	line := s.first // of the byte at r.InputOffset
	guarded := 0
	for {
		start := int(r.InputOffset())
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		base := line
		line += bytes.Count(s.data[start:r.InputOffset()], []byte{'\n'})
		if err != nil {
			goOn := s.quoteFault(err, start, base)
			if s.Header == nil {
				return nil, s.faults.Faults(s)
			}
			if s.Lost += 1; !goOn {
				s.Lost += line - base
				break
			}
			continue
		}
		if blank(record) {
			continue
		}
		at, _ := r.FieldPos(0)
		at += s.first - 1
		if above > 0 {
			above--
			continue
		}
		if !canonical {
			guarded += unguardRow(record)
		}
		if s.Header == nil {
			if len(record) > lim.columns {
				return nil, Faults{s.tooWide(at, len(record), lim)}
			}
			s.setHeader(record, at)
			s.setKeys()
			s.headAt = start
			s.reserve(len(record))
			continue
		}
		if len(s.lines) == lim.rows {
			s.faults.add("rows-too-many", -1, "", func() Place { return Place{at, 0} }, func(int) Words {
				return Words{fmt.Sprintf("more than %d rows", lim.rows), "at most as many", ""}
			})
			break
		}
		if record = s.fit(record, start, at, lim, canonical); record == nil {
			s.Lost++
			continue
		}
		for _, cell := range record {
			text.WriteString(cell)
			s.ends = append(s.ends, uint32(text.Len()))
		}
		for range len(s.Header) - len(record) {
			s.ends = append(s.ends, uint32(text.Len()))
		}
		s.lines, s.at = append(s.lines, uint32(at)), append(s.at, uint32(start))
	}
	s.text = text.String()
	if s.Header == nil {
		return nil, append(s.faults.Faults(s), *emptyFile(s.Name))
	}
	s.noteGuarded(guarded)
	s.noteShort()
	if canonical {
		return s, s.faults.Faults(s)
	}
	return s, nil
}

// reserve makes room for as many cells as the file can hold.
func (s *Sheet) reserve(columns int) {
	lines := bytes.Count(s.data, []byte{'\n'}) + 1
	s.ends = make([]uint32, 0, min(lines*columns, len(s.data)+1))
	s.lines, s.at = make([]uint32, 0, lines), make([]uint32, 0, lines)
}

func (s *Sheet) tooWide(line, columns int, lim limits) Fault {
	return s.fault("columns-too-many", -1, Place{line, 0}, Words{fmt.Sprintf("%d columns", columns),
		fmt.Sprintf("at most %d, as a spreadsheet has", lim.columns), "see whether the line ends were lost"})
}

// fit makes a row as long as the header: blank cells behind it are cut, and a row that
// ends early is remembered. nil where the row cannot be read.
func (s *Sheet) fit(record []string, start, at int, lim limits, canonical bool) []string {
	want := len(s.Header)
	for !canonical && len(record) > want && strings.TrimSpace(record[len(record)-1]) == "" {
		record = record[:len(record)-1]
	}
	n := len(record)
	if n > want || canonical && n != want {
		s.faults.add("row-too-long", -1, strconv.Itoa(n), func() Place { return s.find(start, at, min(n-1, want)) }, func(int) Words {
			return Words{"a row of " + plain.Count(n, "cell", "cells"), plain.Count(want, "cell", "cells") + " as in the header",
				"put a cell that holds the delimiter into quotation marks, or delete what is too much"}
		})
		return nil
	}
	if !s.checkLength(record, lim, func(column int) Place { return s.find(start, at, column) }) {
		return nil
	}
	if n < want {
		s.short = append(s.short, shortRow{uint32(len(s.lines)), uint32(n)})
	}
	return record
}

// noteShort says that rows end early: their last cells are taken to be blank.
func (s *Sheet) noteShort() {
	if n := len(s.short); n > 0 {
		s.Reading.Notes = append(s.Reading.Notes, plain.Count(n, "row ends", "rows end")+" before the last column and "+
			plain.Verb(n, "was", "were")+" filled up with blanks, first line "+fmt.Sprint(s.Line(int(s.short[0].row))))
	}
}

// quoteFault words what encoding/csv found wrong in the record that begins at
// offset start, on line base. goOn tells that the damage ends with its line.
func (s *Sheet) quoteFault(err error, start, base int) (goOn bool) {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		s.faults.add("file-unreadable", -1, "", func() Place { return Place{base, 0} }, func(int) Words { return Words{Found: err.Error()} })
		return false
	}
	began, line := pe.StartLine+s.first-1, pe.Line+s.first-1
	add := func(code string, at func() Place, w Words) {
		s.faults.add(code, -1, "", at, func(int) Words { return w })
	}
	here := func() Place { return Place{line, s.characters(start, line-base, pe.Column)} }
	const expected, fix = "a delimiter or the end of the line after the closing quotation mark",
		"double quotation marks inside a quoted cell, or add the one that is missing"
	switch {
	case errors.Is(pe.Err, csv.ErrBareQuote):
		add("quote-bare", here, Words{"a quotation mark inside a cell that is not in quotation marks", "",
			`put the whole cell into quotation marks and double the one inside: "6"" pipe"`})
		return began == line
	case began == line:
		add("quote-followed", here, Words{"a quoted cell that goes on after its quotation marks", expected, fix})
		return true
	}
	add("quote-open", func() Place { return Place{began, 1} },
		Words{fmt.Sprintf("a row with a quoted cell that runs on to line %d", line), expected, fix})
	return false
}

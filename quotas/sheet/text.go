package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/evenlot/evenlot/quotas/plain"
)

const saveAsUTF8 = `save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")`

// decode brings a text file to UTF-8, into s.data. What it was goes into the reading.
func (s *Sheet) decode(data []byte) *Fault {
	s.Reading.Encoding = encodingUTF8
	order, marked := byteOrder(data)
	if order != nil {
		return s.decodeUTF16(data, *order, marked)
	}
	s.data = bytes.TrimPrefix(data, []byte("\ufeff"))
	fault := s.checkUTF8(s.data)
	if fault != nil && bytes.IndexByte(s.data, 0) < 0 && !mostlyUTF8(s.data) {
		fault = s.decodeWindows()
	}
	if fault == nil && s.Reading.Encoding == encodingUTF8 {
		if n := bytes.Count(s.data, []byte("\ufffd")); n > 0 {
			line, _ := position(s.data, bytes.Index(s.data, []byte("\ufffd")))
			s.Reading.Notes = append(s.Reading.Notes,
				fmt.Sprintf("%s lost in an earlier program and %s here as \ufffd, first on line %d", plain.Count(n, "letter was", "letters were"), plain.Verb(n, "stands", "stand"), line))
		}
	}
	return fault
}

// checkUTF8 refuses what is not UTF-8. One fault is enough: an encoding is wrong for a
// whole file.
func (s *Sheet) checkUTF8(data []byte) *Fault {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line, column := position(data, i)
		return &Fault{Code: "file-damaged", File: s.Name, Line: line, Column: column, Found: "a NUL byte", Expected: "UTF-8 text",
			Fix: "the file is damaged or not a text file: export it again"}
	}
	if i := firstInvalid(data); i >= 0 {
		line, column := position(data, i)
		return &Fault{Code: "encoding-unknown", File: s.Name, Line: line, Column: column,
			Found: fmt.Sprintf("byte 0x%02X, which is not UTF-8", data[i]), Expected: "UTF-8 text", Fix: saveAsUTF8}
	}
	return nil
}

// byteOrder tells UTF-16 by its mark, or by its NUL bytes: in most texts of most
// languages digits, blanks, delimiters and line ends have one, all on one side.
func byteOrder(data []byte) (order *unicode.Endianness, marked bool) {
	little, big := unicode.LittleEndian, unicode.BigEndian
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return &little, true
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return &big, true
	}
	head := data[:min(len(data), 4096)&^1]
	nul, feeds := [2]int{}, [2]int{} // at even and odd offsets: NUL, line feeds beside one
	plain := 0                       // other line feeds
	for i, c := range head {
		switch {
		case c == 0:
			nul[i%2]++
		case c == '\n' && head[i^1] == 0:
			feeds[i%2]++
		case c == '\n':
			plain++
		}
	}
	switch {
	case 16*(nul[0]+nul[1]) < len(head):
	case nul[0] == 0 && feeds[0] > plain:
		return &little, false
	case nul[1] == 0 && feeds[1] > plain:
		return &big, false
	}
	return nil, false
}

func (s *Sheet) decodeUTF16(data []byte, order unicode.Endianness, marked bool) *Fault {
	s.Reading.Encoding = "UTF-16"
	if !marked {
		s.Reading.Encoding = "UTF-16 without a byte order mark"
	}
	damaged := &Fault{Code: "file-damaged", File: s.Name, Found: "UTF-16 text that is damaged or cut off", Expected: "whole characters",
		Fix: "export the file again"}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil || len(data)%2 != 0 {
		return damaged
	}
	if i := bytes.Index(out, []byte("\ufffd")); i >= 0 {
		damaged.Line, damaged.Column = position(out, i)
		return damaged
	}
	s.data = out
	return s.checkUTF8(out)
}

// mostlyUTF8 reports whether text that is not UTF-8 throughout has more letters beyond
// ASCII that are: then it is UTF-8 with some damage, and reading it as anything else would
// spoil them.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good >= bad
}

// decodeWindows reads Windows-1252, which is Latin-1 with a few signs more. The reading
// shows the first word that this decides, because other code pages look alike.
func (s *Sheet) decodeWindows() *Fault {
	first := -1
	for i, c := range s.data {
		if c < utf8.RuneSelf {
			continue
		}
		if first < 0 {
			first = i
		}
		if charmap.Windows1252.DecodeByte(c) == utf8.RuneError || charmap.Windows1252.DecodeByte(c) < 0xa0 {
			line, column := position(s.data, i)
			return &Fault{Code: "encoding-unknown", File: s.Name, Line: line, Column: column,
				Found: fmt.Sprintf("byte 0x%02X, which is neither UTF-8 nor Windows-1252", c), Expected: "UTF-8 text", Fix: saveAsUTF8}
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(s.data)
	if err != nil {
		panic("sheet: internal error: a table of 256 characters has a gap")
	}
	s.data, s.Reading.Encoding = out, "Windows-1252"
	line, _ := position(out, first) // all before it is ASCII
	s.Reading.Notes = append(s.Reading.Notes, fmt.Sprintf("for example %s on line %d", Quote(wordAt(out, first)), line))
	return nil
}

// wordAt is the word around an offset, clipped.
func wordAt(data []byte, offset int) string {
	const ends, most = " \t\r\n,;\"", 40
	start := 1 + bytes.LastIndexAny(data[max(0, offset-most):offset], ends) + max(0, offset-most)
	word := string(data[start:min(len(data), offset+most)])
	if i := strings.IndexAny(word, ends); i >= 0 && start+i > offset {
		word = word[:i]
	}
	return strings.ToValidUTF8(word, "")
}

// firstInvalid is the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// checkControls refuses control characters, one fault a line. A carriage return
// may only stand before a line feed.
func (s *Sheet) checkControls() {
	data := s.data
	if i := bytes.IndexByte(data, '\r'); i >= 0 && bytes.IndexByte(data, '\n') < 0 {
		s.faults.add("line-ends-cr", -1, "", func() Place { return Place{} }, func(int) Words {
			return Words{"the lines end with a carriage return alone, as on old Macs",
				"lines that end with LF or CRLF", "save the file again as CSV with Windows or Unix line ends"}
		})
		return
	}
	line, start := 1, 0
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == '\n':
			line, start = line+1, i+1
			continue
		case c >= ' ' && c != 0x7f, c == '\t':
			continue
		case c == '\r' && i+1 < len(data) && data[i+1] == '\n':
			continue
		}
		s.controlFault(rune(c), Place{line, 1 + utf8.RuneCount(data[start:i])}, -1)
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			break
		}
		i += next - 1
	}
}

// controlFault notes a control character.
func (s *Sheet) controlFault(c rune, at Place, column int) {
	s.faults.add("control-character", column, string(c), func() Place { return at }, func(int) Words {
		found := fmt.Sprintf("the control character U+%04X", c)
		if c == '\r' {
			found = "a carriage return that does not end a line"
		}
		return Words{found, "text", "delete it"}
	})
}

// position gives line and character column, both from 1, of the byte at offset.
func position(data []byte, offset int) (line, column int) {
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	return 1 + bytes.Count(data[:start], []byte{'\n'}), 1 + utf8.RuneCount(data[start:offset])
}

package sheet

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const saveAsUTF8 = `save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")`

// checkEncoding refuses everything but UTF-8 text. One fault is enough: an
// encoding is wrong for a whole file.
func checkEncoding(name string, data []byte) Faults {
	whole := func(found, fix string) Faults {
		return Faults{{File: name, Found: found, Expected: "UTF-8 text", Fix: fix}}
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(data, []byte{0, 0, 0xfe, 0xff}):
		return whole("the file is UTF-32", saveAsUTF8)
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return whole("the file is UTF-16", saveAsUTF8)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return whole("the file is a ZIP archive, perhaps a spreadsheet", "open it in a spreadsheet and save the sheet as CSV UTF-8")
	case looksUTF16(data):
		return whole("the file is UTF-16 without a byte order mark", saveAsUTF8)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line, column := place(data, i)
		return Faults{{name, line, column, "a NUL byte", "UTF-8 text", "the file is damaged or not a text file: export it again"}}
	}
	if i := firstInvalid(data); i >= 0 {
		line, column := place(data, i)
		found := fmt.Sprintf("byte 0x%02X, which is not UTF-8", data[i])
		if r := charmap.Windows1252.DecodeByte(data[i]); r != utf8.RuneError && r >= 0xa0 {
			found += fmt.Sprintf("; the file looks like Windows-1252, where it is %q", r)
		}
		return Faults{{name, line, column, found, "UTF-8 text", saveAsUTF8}}
	}
	return nil
}

// looksUTF16 tells text of two bytes a character, Latin letters for the most
// part: nearly every second byte of the beginning is NUL, and none between.
func looksUTF16(data []byte) bool {
	head := data[:min(len(data), 1024)]
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	return len(head) >= 4 && (nul[0] == 0 || nul[1] == 0) && 3*(nul[0]+nul[1]) >= len(head)
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
func checkControls(name string, data []byte) Faults {
	if i := bytes.IndexByte(data, '\r'); i >= 0 && bytes.IndexByte(data, '\n') < 0 {
		return Faults{{name, 0, 0, "the lines end with a carriage return alone, as on old Macs",
			"lines that end with LF or CRLF", "save the file again as CSV with Windows or Unix line ends"}}
	}
	var faults Faults
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
		found := fmt.Sprintf("the control character U+%04X", c)
		if c == '\r' {
			found = "a carriage return that does not end a line"
		}
		column := 1 + utf8.RuneCount(data[start:i])
		faults = append(faults, Fault{name, line, column, found, "text", "delete it"})
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			break
		}
		i += next - 1
	}
	return faults
}

// place gives line and character column, both from 1, of the byte at offset.
func place(data []byte, offset int) (line, column int) {
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	return 1 + bytes.Count(data[:start], []byte{'\n'}), 1 + utf8.RuneCount(data[start:offset])
}

package record

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/evenlot/evenlot/quotas"
)

// A record file has one spelling only, so the remedy is always the same.
const remedy = "the file was changed, or not written by evenlot; fetch the published record again"

// locate gives the line and the character column, from 1, of a byte of data.
func locate(data []byte, offset int) (line, column int) {
	offset = min(max(offset, 0), len(data))
	before := data[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// faultAt is a fault of a record file at a byte of it.
func faultAt(name string, data []byte, offset int, found, expected string) quotas.Fault {
	line, column := locate(data, offset)
	return quotas.Fault{
		File: name, Line: line, Column: column,
		Found: found, Expected: expected, Fix: remedy,
	}
}

// sameSpelling compares a file with what the writer makes of its contents: nil
// where they are equal, otherwise the fault at the first byte that differs.
func sameSpelling(name string, got, want []byte) error {
	if bytes.Equal(got, want) {
		return nil
	}
	return differs(name, got, want)
}

// differs is the fault of a file at the first byte where it is not as wanted.
func differs(name string, got, want []byte) error {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	return faultAt(name, got, at, excerpt(got, at), excerpt(want, at))
}

// excerpt quotes what stands at a byte of data, up to the end of the line.
func excerpt(data []byte, at int) string {
	const most = 40
	if at >= len(data) {
		return "the end of the file"
	}
	rest := data[at:min(len(data), at+most)]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i+1]
	}
	return fmt.Sprintf("%q", rest)
}

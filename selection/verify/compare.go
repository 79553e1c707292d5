package verify

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/evenlot/evenlot/selection/record"
)

// Compare checks that two sets of files are the same, byte for byte: got as they were published,
// want as they were computed again. Every file of either set is one check, in the order of the
// names. The caller leaves out files that are not to be compared.
func Compare(got, want record.Files) []Finding {
	names := slices.Collect(maps.Keys(got))
	names = slices.AppendSeq(names, maps.Keys(want))
	slices.Sort(names)
	var v Verdict
	for _, name := range slices.Compact(names) {
		g, inGot := got[name]
		w, inWant := want[name]
		switch {
		case !inGot:
			v.fail(name, hashHex(w), "no such file", "the computation gives this file, the record lacks it")
		case !inWant:
			v.fail(name, "no such file", hashHex(g), "the computation does not give this file")
		case bytes.Equal(g, w):
			v.equal(name, hashHex(w), hashHex(g), "")
		default:
			line, expected, found := firstDifference(w, g)
			v.fail(fmt.Sprintf("%s:%d", name, line), expected, found, "first line that differs")
		}
	}
	return v.Checks
}

// firstDifference gives the number of the first line (from 1) in which two
// different texts differ, and what stands there in each, from a little before.
func firstDifference(a, b []byte) (line int, inA, inB string) {
	const before = 30
	at, start := 0, 0
	for ; at < len(a) && at < len(b) && a[at] == b[at]; at++ {
		if a[at] == '\n' {
			line, start = line+1, at+1
		}
	}
	from := max(start, at-before)
	return line + 1, excerpt(a, from), excerpt(b, from)
}

// excerpt quotes a text from a byte to the end of the line, cut to a length one
// can read.
func excerpt(data []byte, from int) string {
	const most = 80
	if from >= len(data) {
		return "the end of the file"
	}
	rest := data[from:]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end+1]
	}
	if len(rest) > most {
		return fmt.Sprintf("%q…", rest[:most])
	}
	return fmt.Sprintf("%q", rest)
}

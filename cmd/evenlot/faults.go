package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// sameKind is how many faults of one kind are printed of each file; the rest is
// counted. A pool of a million rows may have a million times the same slip.
const sameKind = 10

// faultLines gives one line a fault, no more than sameKind of a kind.
func faultLines(faults quotas.Faults) []string {
	var lines []string
	seen := map[string]int{}
	var kinds []string
	for _, f := range faults {
		kind := f.File + "\x00" + kindOf(f)
		if seen[kind]++; seen[kind] == 1 {
			kinds = append(kinds, kind)
		}
		if seen[kind] <= sameKind {
			lines = append(lines, f.Error())
		}
	}
	for _, kind := range kinds {
		if more := seen[kind] - sameKind; more > 0 {
			file, _, _ := strings.Cut(kind, "\x00")
			lines = append(lines, fmt.Sprintf("%s: %d more such: %s", file, more, strings.SplitN(kind, "\x00", 3)[2]))
		}
	}
	return lines
}

// kindOf is what a fault expects, or else what it found, in its wording without
// quoted parts and numbers, which differ from row to row.
func kindOf(f quotas.Fault) string {
	var b strings.Builder
	quoted, number := false, false
	for _, r := range f.Found {
		switch {
		case r == '"':
			if quoted = !quoted; quoted {
				b.WriteString(`"…"`)
			}
			number = false
		case quoted:
		case r >= '0' && r <= '9':
			if !number {
				b.WriteString("…")
			}
			number = true
		default:
			b.WriteRune(r)
			number = false
		}
	}
	return fmt.Sprintf("%t\x00%s", f.Line > 0, b.String())
}

// faultError ends a command with faults of the inputs.
func faultError(faults quotas.Faults) error {
	return fault("%s", strings.Join(faultLines(faults), "\n"))
}

// A faultList is written to JSON field by field, an empty one as [].
type faultList quotas.Faults

func (l faultList) MarshalJSON() ([]byte, error) {
	type fault struct {
		File     string `json:"file"`
		Line     int    `json:"line"`   // 0: the whole file
		Column   int    `json:"column"` // 0: the whole line
		Found    string `json:"found"`
		Expected string `json:"expected"`
		Fix      string `json:"fix"`
	}
	all := make([]fault, len(l))
	for i, f := range l {
		all[i] = fault{f.File, f.Line, f.Column, f.Found, f.Expected, f.Fix}
	}
	return json.Marshal(all)
}

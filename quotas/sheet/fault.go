package sheet

import (
	"fmt"
	"strings"
)

// A Fault is one thing wrong with an input file, written for the person who has
// to mend it: where it is, what was found there, what was expected, what to do.
type Fault struct {
	File     string // name as the user gave it
	Line     int    // from 1, as an editor counts; 0: the whole file
	Column   int    // character column from 1; 0: the whole line
	Found    string // what stands there
	Expected string // what should stand there; may be empty
	Fix      string // what to do; may be empty
}

// FaultAt makes a fault of its parts, in the order of [Fault].
func FaultAt(file string, line, column int, found, expected, fix string) Fault {
	return Fault{file, line, column, found, expected, fix}
}

// Error gives "file:line:column: found, expected …: fix".
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
		if f.Column > 0 {
			fmt.Fprintf(&b, ":%d", f.Column)
		}
	}
	b.WriteString(": " + f.Found)
	if f.Expected != "" {
		b.WriteString(", expected " + f.Expected)
	}
	if f.Fix != "" {
		b.WriteString(": " + f.Fix)
	}
	return b.String()
}

// Faults are all the faults of one or more files, in reading order.
type Faults []Fault

// Error gives one fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Err is fs as an error: nil where there is no fault.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

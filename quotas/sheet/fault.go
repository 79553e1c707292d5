package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A Fault is one thing wrong with an input file, written for the person who has
// to mend it: where it is, what was found there, what was expected, what to do.
// What is wrong in many places in the same way is one fault.
type Fault struct {
	File     string // name as the user gave it
	Line     int    // from 1, as an editor counts, or the row of a spreadsheet; 0: the whole file
	Column   int    // from 1: character of a text file, column of a spreadsheet; 0: the whole line
	Found    string // what stands there
	Expected string // what should stand there; may be empty
	Fix      string // what to do; may be empty

	Code  string  // names the kind of message, such as id-twice; it never changes
	Grid  bool    // Line and Column are of a spreadsheet
	Sheet string  // of a spreadsheet that has several
	Name  string  // of the column, where there is one
	More  []Place // where the same stands too, in order; at most mostPlaces-1
	Count int     // places in all; 0 and 1: one
	// Rest says that this stands for faults too many to be kept: there are Count
	// places, and Found is what they have in common.
	Rest bool
}

// A Place is a line and a column as a [Fault] counts them.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// mostPlaces is how many places a fault keeps, and shownPlaces how many it prints.
const (
	mostPlaces  = 100
	shownPlaces = 8
)

// FaultAt makes a fault of its parts, in the order of [Fault].
func FaultAt(file string, line, column int, found, expected, fix string) Fault {
	return Fault{File: file, Line: line, Column: column, Found: found, Expected: expected, Fix: fix}
}

// Places are where the fault stands, as far as it keeps them.
func (f Fault) Places() []Place {
	return append([]Place{{f.Line, f.Column}}, f.More...)
}

// Times is in how many places the fault stands.
func (f Fault) Times() int { return max(1, f.Count) }

// Error gives "file:line:column: found, expected …: fix". Further places follow the
// first. In a spreadsheet a place is "row 12, column D "gender"".
func (f Fault) Error() string {
	if f.Rest {
		return fmt.Sprintf("%s: %d more such: %s", f.File, f.Count, f.Found)
	}
	var b strings.Builder
	b.WriteString(f.where())
	b.WriteString(": " + f.Found)
	if f.Expected != "" {
		b.WriteString(", expected " + f.Expected)
	}
	if f.Fix != "" {
		b.WriteString(": " + f.Fix)
	}
	return b.String()
}

// where names the file and the places in it.
func (f Fault) where() string {
	file := f.File
	if f.Sheet != "" {
		file += ", sheet " + Quote(f.Sheet)
	}
	switch {
	case f.Line == 0:
		return file
	case f.Grid:
		return file + ": " + f.cells()
	}
	places := f.Places()
	for i := range places[:min(len(places), shownPlaces)] {
		if i > 0 {
			file += ", "
		}
		file += ":" + strconv.Itoa(places[i].Line)
		if places[i].Column > 0 {
			file += ":" + strconv.Itoa(places[i].Column)
		}
	}
	return file + f.unshown()
}

// cells names the cells of a spreadsheet: those of one fault share their column.
func (f Fault) cells() string {
	places := f.Places()
	rows := "row "
	if len(places) > 1 {
		rows = "rows "
	}
	for i := range places[:min(len(places), shownPlaces)] {
		if i > 0 {
			rows += ", "
		}
		rows += strconv.Itoa(places[i].Line)
	}
	rows += f.unshown()
	if f.Column == 0 {
		return rows
	}
	letter, err := excelize.ColumnNumberToName(f.Column)
	if err != nil {
		letter = strconv.Itoa(f.Column)
	}
	rows += ", column " + letter
	if Clean(f.Name) != "" {
		rows += " " + Quote(Clean(f.Name))
	}
	return rows
}

// unshown counts the places that are not printed.
func (f Fault) unshown() string {
	if more := f.Times() - min(len(f.More)+1, shownPlaces); more > 0 {
		return fmt.Sprintf(" and %d more", more)
	}
	return ""
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

package quotas

// A Table is a quota table: for every value of every feature, how many seats of
// a panel it may take.
//
// Features and values stand in canonical order, by their matching key (see
// [Fold]), so that the order of a file's rows never changes a result. Line and
// Value.Line remember the place in the file, for messages and for printing in
// the order the organiser wrote.
type Table struct {
	File     string
	Features []Feature
	Flex     bool // the file had the columns min_flex and max_flex
}

// A Feature is a question asked of everyone: gender, age group, region.
type Feature struct {
	Name   string
	Line   int // of its first row
	Values []Value
}

// A Value is one possible answer, with its quota: every panel has at least Min
// and at most Max people with this value. MinFlex <= Min and MaxFlex >= Max tell
// how far the organiser lets a repair of the table go; without flex columns they
// are 0 and -1 (no limit).
type Value struct {
	Name             string
	Min, Max         int
	MinFlex, MaxFlex int
	Line             int
}

// Feature finds a feature by name, as [Fold] sees it; -1 if there is none.
func (t *Table) Feature(name string) int {
	key := Fold(name)
	for f := range t.Features {
		if Fold(t.Features[f].Name) == key {
			return f
		}
	}
	return -1
}

// Value finds a value by name, as [Fold] sees it; -1 if there is none.
func (f *Feature) Value(name string) int {
	key := Fold(name)
	for v := range f.Values {
		if Fold(f.Values[v].Name) == key {
			return v
		}
	}
	return -1
}

package quotas

import (
	"cmp"
	"fmt"
)

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
	Reading  Reading
	Lost     int // rows that were refused and may belong to any feature
}

// A Feature is a question asked of everyone: gender, age group, region.
type Feature struct {
	Name    string
	Line    int // of its first row
	Values  []Value
	Column  string // of the pool, where it is not called as the feature
	Lost    int    // rows that were refused
	Implied bool   // no column of a pool: everyone has its only value
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
	NamedTotal       bool // called a total
	AddsUp           bool // the numbers are the sums of those above
}

// Everyone is the table of a lottery without quotas: all seats are for one value that
// everyone has. A record needs a feature, and says so in this way.
func Everyone(seats int) *Table {
	v := Value{Name: "everyone", Min: seats, Max: seats, MaxFlex: -1}
	if seats == 0 {
		v.Max = maxCount
	}
	return &Table{Features: []Feature{{Name: "pool", Values: []Value{v}, Implied: true}}}
}

// Plain reports whether the table is that of a lottery without quotas.
func (t *Table) Plain() bool { return len(t.Features) == 1 && t.Features[0].Implied }

// At names a line of the table's file for a message.
func (t *Table) At(line int) string {
	if t.Reading.Workbook() {
		return fmt.Sprintf("%s, row %d", t.File, line)
	}
	return fmt.Sprintf("%s:%d", t.File, line)
}

// PoolColumn is the name of the feature's column in a pool.
func (f *Feature) PoolColumn() string { return cmp.Or(f.Column, f.Name) }

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

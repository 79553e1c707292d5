package pool

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// Options say which columns of a pool mean what.
type Options struct {
	// ID names the column that identifies a person. Empty: the first column
	// called unique_id, nationbuilder_id, external_id or id that is no feature
	// and not empty; without one, people are identified by their rows.
	ID string
	// Household names the columns that together tell who lives together.
	Household []string
	// Columns names the column of a feature that is called otherwise in the pool, by feature.
	Columns map[string]string
	// Require says who may take part; others are left out.
	Require []Requirement
	// Made says how features are made of columns that hold something else, by feature.
	Made map[string]Making
	// Sheet names a sheet of a workbook. Empty: the one that has the features.
	Sheet string
}

// A Pool is everyone who volunteered, as one file has them.
type Pool struct {
	Name     string   // of the file, as the user gave it
	Header   []string // as the file spells it
	IDColumn int      // -1: people are identified by their rows
	Table    *quotas.Table
	People   []Person

	sheet      *sheet.Sheet
	features   []int // column of each feature of the table; -1: missing
	households []int // columns that make the household key
	having     [][]int
	doubtful   []int // faulty cells of each feature
	homes      homes
	unsure     []int // features with a row of the quotas that is no value
	left       int   // people who were left out, by decision or for what they lack
	made       map[int]*maker
	required   []required
}

// A Person is one row of a pool. Values is shared with everyone who has the same
// values and must not be changed.
type Person struct {
	Row       int   // data row of the file, from 1
	Values    []int // value index per feature of the table, in table order
	Household int   // number of the household, from 0; -1 for one who lives alone
	copy      int   // in a pool without ids: which of several equal rows, from 1
}

// Reading says how the file was read.
func (p *Pool) Reading() quotas.Reading { return p.sheet.Reading }

// Unsure lists features, by index, whose quotas have faults in cells or rows.
func (p *Pool) Unsure() []int {
	unsure := slices.Clone(p.unsure)
	for f, feature := range p.Table.Features {
		total := slices.ContainsFunc(feature.Values, func(v quotas.Value) bool { return v.AddsUp && v.Min > 0 && p.having[f][feature.Value(v.Name)] == 0 })
		if p.features[f] == absent || p.doubtful[f] > 0 || total {
			unsure = append(unsure, f)
		}
	}
	return unsure
}

// Check holds the pool against the number of seats and the minimum of every value. Where cells or
// rows have faults, it reports only what their correction cannot change.
func (p *Pool) Check(seats int) quotas.Faults {
	var faults quotas.Faults
	n, lost := p.sheet.Rows()-p.left, p.sheet.Lost
	if n == 0 {
		return nil
	}
	if n+lost < seats {
		faults = append(faults, quotas.Fault{Code: "people-too-few", File: p.Name, Found: fmt.Sprintf("a pool of %s", people(n)),
			Expected: fmt.Sprintf("at least as many as the %d seats", seats), Fix: "invite more people or lower the number of seats"})
	}
	for f, feature := range p.Table.Features {
		if p.features[f] < 0 || slices.Contains(p.unsure, f) {
			continue
		}
		for v, value := range feature.Values {
			n := p.having[f][v]
			if n+p.doubtful[f]+lost >= value.Min {
				continue
			}
			if n == 0 && value.AddsUp {
				faults = append(faults, p.tableFault("quota-total", value, sheet.Words{
					Found:    "a row " + sheet.Quote(value.Name) + ", a value that nobody in the pool has, with the sums of the rows above",
					Expected: "rows for values that people have", Fix: "if it is a total, delete the row; if not, invite such people"}))
			} else {
				faults = append(faults, quotas.Fault{Code: "value-too-rare", File: p.Name,
					Found:    fmt.Sprintf("%s with %s in %s", people(n), sheet.Quote(value.Name), sheet.Quote(feature.Name)),
					Expected: fmt.Sprintf("at least the minimum of %d (%s)", value.Min, p.Table.At(value.Line)),
					Fix:      "lower the minimum or invite more such people"})
			}
		}
	}
	return faults
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// Having tells how many people have a value of a feature.
func (p *Pool) Having(feature, value int) int { return p.having[feature][value] }

// Comma is the separator of the pool's file; a comma for a workbook.
func (p *Pool) Comma() rune { return p.sheet.Comma }

// Workbook reports whether the pool is a workbook.
func (p *Pool) Workbook() bool { return p.sheet.Workbook() }

// Free reports whether a column of the file is neither the id nor a feature nor part of
// the household.
func (p *Pool) Free(column int) bool {
	return column != p.IDColumn && !slices.Contains(p.features, column) && !slices.Contains(p.households, column)
}

// Cell gives a cell of a person's row as the file spells it.
func (p *Pool) Cell(person, column int) string {
	return p.sheet.Cell(p.People[person].Row-1, column)
}

// Column finds a column of the file by its name, as quotas.Fold sees it; -1: there is none.
func (p *Pool) Column(name string) int { return p.sheet.Column(name) }

// Row gives the cells of a person's row as the file spells them, as many as Header has.
func (p *Pool) Row(person int) []string {
	row := make([]string, len(p.Header))
	for c := range row {
		row[c] = p.Cell(person, c)
	}
	return row
}

// Line gives the line of a person's row, as an editor counts.
func (p *Pool) Line(person int) int { return p.sheet.Line(p.People[person].Row - 1) }

// Label is what an organiser calls a person: the cell of the id column, cleaned,
// or the number of the data row where the pool has no ids.
func (p *Pool) Label(person int) string {
	if p.IDColumn >= 0 {
		return sheet.Clean(p.Cell(person, p.IDColumn))
	}
	return strconv.Itoa(p.People[person].Row)
}

// tableFault is a fault of a row of the quota table.
func (p *Pool) tableFault(code string, v quotas.Value, w sheet.Words) quotas.Fault {
	return quotas.Fault{Code: code, File: p.Table.File, Line: v.Line, Grid: p.Table.Reading.Workbook(), Found: w.Found, Expected: w.Expected, Fix: w.Fix}
}

package sheet

import (
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
)

// triggers are what a spreadsheet takes for the beginning of a formula.
const triggers = "=+-@\t\r"

// guardable reports whether a cell begins with any number of apostrophes and then with
// what a spreadsheet would take for a formula.
func guardable(cell string) bool {
	rest := strings.TrimLeft(cell, "'")
	return rest != "" && strings.IndexByte(triggers, rest[0]) >= 0
}

// Guard makes a cell safe to open in a spreadsheet: an apostrophe goes before what would
// be a formula (CWE-1236), and before what looks guarded already. [Unguard] undoes it,
// whatever the cell.
func Guard(cell string) string {
	if guardable(cell) {
		return "'" + cell
	}
	return cell
}

// Unguard takes away the apostrophe of [Guard].
func Unguard(cell string) string {
	if cell != "" && cell[0] == '\'' && guardable(cell) {
		return cell[1:]
	}
	return cell
}

// unguardRow undoes [Guard] in every cell, and counts them.
func unguardRow(record []string) (n int) {
	for j, cell := range record {
		if plain := Unguard(cell); len(plain) < len(cell) {
			record[j] = plain
			n++
		}
	}
	return n
}

func unguardAll(record []string) []string {
	unguardRow(record)
	return record
}

func (s *Sheet) noteGuarded(n int) {
	if n > 0 {
		s.Reading.Notes = append(s.Reading.Notes, "the apostrophe before "+plain.Count(n, "cell", "cells")+
			" that would be a formula in a spreadsheet was taken away")
	}
}

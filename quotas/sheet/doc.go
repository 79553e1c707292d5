// Package sheet reads one delimited text file into cells that know their place.
//
// A spreadsheet programme writes what it likes: commas, semicolons or tabs, with
// or without a byte order mark, a line "sep=;" on top, blank rows at the end.
// All of that is read. What would make people appear twice, vanish or change is
// refused, each time with the place and what to do: other encodings, NUL and
// control characters, line ends of old Macs, rows longer or shorter than the
// header, quotes that do not close, two columns of one name.
//
// encoding/csv does the reading; its leniency is caught before (bytes) and after
// (shape). All cells lie in one string with one offset each, so a million rows
// of seven columns take about the size of the file and 32 bytes a row. The place
// of a cell is found again by reading its row a second time, which only a fault
// needs.
//
// [Fault] and [Fold] live here because everything that reads a file needs them;
// package quotas passes them on under its own name.
//
// Files in reading order: fold.go, nearest.go, reading.go, sheet.go, guard.go, write.go, fault.go,
// cell.go, gather.go, check.go, text.go, delimited.go, recognise.go, parts.go, grid.go,
// workbook.go, read.go.
package sheet

// Size: a fault knows its cell, and a cell its file, text or workbook. Faults that are gathered row by
// row keep the sheet they speak of.

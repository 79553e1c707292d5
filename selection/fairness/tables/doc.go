// Package tables writes a study for other programs: tidy CSV files with a Frictionless data package
// that says what every column means, one JSON document, and a paragraph on the methods with its
// sources. R, pandas and spreadsheets read them; rows are joined by public id, feature and value.
//
// Everything is UTF-8, comma separated, with "." as the decimal point and empty cells for what is
// missing. people.csv says who is behind a public id as far as the features go, as auditor/pool.csv
// does: it is for whom an auditor is, and the other files are for everybody.
//
// Files in reading order: methods.go, tables.go, simulation.go, manipulation.go.
package tables

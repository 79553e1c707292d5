// Package register reads the registers that letters are drawn from, row by row: a register may be that of a
// country, so that no reader keeps more than a row, and every reader can be asked to begin anew.
//
// Nothing is made of what stands in a cell: no blanks are trimmed, no letters folded, no numbers read. What a
// cell holds is text, whose bytes are hashed, and every engine that reads the same register must
// find the same bytes.
//
// Files in reading order: csv.go, parquet.go, open.go.
package register

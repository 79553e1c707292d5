// Package private reads and writes what stays with the organiser: the folder private/ of a record.
//
//   - files.go: the names of the files, the rows of their tables, and faults of files that are
//     missing or were changed.
//   - notes.go: what the next step has to know and no file of the record says ([Notes]).
//   - register.go: the people with their own columns ([Register]), and lists of them: selected,
//     remaining, the whole pool.
//   - roll.go: who is behind a public id, and how every member stands ([Roll]).
//   - access.go: all that is held about one person, in words.
//
// Nothing here is published, and nothing here decides what a draw gives.
//
// Files in reading order: files.go, notes.go, register.go, roll.go, access.go.
package private

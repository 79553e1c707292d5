// Package mail prepares what volunteers get after a draw: a table for mail merge, a letter for each
// person, and QR codes that lead to their entry in the record.
//
//   - [List] says who gets which kind of letter ([Group]), with what goes into it ([Person]);
//   - [Table] is the table, with the pool's own columns;
//   - [Parse] reads a letter to fill in, the organiser's or one of ours ([Bundled]), and
//     [Template.Fill] fills it in for everybody, or names what is wrong with it before anything is
//     written;
//   - [QR] is a picture of a link.
//
// All of it names people and stays with the organiser.
//
// Files in reading order: mail.go, qr.go, template.go.
package mail

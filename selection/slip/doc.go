// Package slip writes what a volunteer gets in the hand: a small text that says who
// they are in the record, on which pages they stand, what that means, and how to check
// it without trusting anybody.
//
// A slip is plain text with a few lines that programs read as well:
//
//	id: bcdfgh
//	salt: 16 bytes in hexadecimal
//	place: 17 of 312
//	path: a hash; a line for each, from the leaf up
//	begin record
//	...
//	end record
//
// The lines between "begin record" and "end record" are the person's record as the pool
// root hashes it (package record): the data of the leaf is the salt, then these lines.
// The place counts from 1. The path leads from the leaf to pool.root (RFC 6962).
//
// In the sealed form there is also, for each page of the person, a line
//
//	page: 017 seat 3 salt SALT
//
// followed by the lines of the path that leads from the seat to the seal of the page in
// book.root. They are long, and so they stand in a file of their own ([Writer.Proof]), which is read
// behind the slip; slips of older records have them at their end.
//
// The lines for people are part of it, in the language of their heading: [Claim.Differs] writes the whole slip
// anew and compares every word, whatever a mail program did to its lines. A slip may also come as a
// link ([Writer.Fragment]), for a QR code.
//
// A slip holds features and is for the volunteer alone.
//
// Files in reading order: claim.go, sheet.go, facts.go, slip.go, link.go, read.go.
package slip

// Package verify checks a record that somebody else wrote. It counts and hashes
// for itself: it knows no solver, no floating-point number and nothing of how a
// book is filled, and it can be read in an hour.
//
// A [Verdict] is a list of checks, each with what was expected, what was found,
// and one of three answers: ok, FAILED, or "not checkable here" where the files
// at hand do not suffice. The record passes if nothing failed.
//
// With public/ alone (level 1):
//
//   - SHA256SUMS: exactly the files present, each with the right hash;
//   - every file in the one spelling that the format allows;
//   - the commitment, the draw string, its hash, the ticket, the page, and that
//     the panel is that page of the book;
//   - each page names as many different known people as there are seats, and the
//     numbers of pages in chances.csv are right and add up;
//   - rules, totals and seed source agree with the other files.
//
// With auditor/pool.csv beside it (level 2):
//
//   - the pool root, the ids, the totals;
//   - every page, and the panel, inside every quota and household limit.
//
// Level 3, the whole computation again, is put together by package main from
// what selection does and [Compare].
//
// What no file can show is said too: that the commitment was published before
// the public value was known, and that the public value is the one drawn.
package verify

// Package verify checks a record that somebody else wrote. It counts and hashes
// for itself: it knows no solver, no floating-point number and nothing of how a
// book is filled, and it can be read in an hour.
//
// A [Verdict] is a list of checks, each with what was expected, what was found,
// and one of three answers: ok, FAILED, or "not checkable here" where the files
// at hand do not suffice. The record passes if nothing failed. Its [Stage] says whether
// there was a draw; a record before its draw, or called off, is checked as far as it goes.
//
// With public/ alone (level 1):
//
//   - SHA256SUMS: exactly the files present, each with the right hash;
//   - every file in the one spelling that the format allows, and no file that a record of
//     this form and stage does not have;
//   - the commitment, the public value as announced (for drand the signature of the
//     round), the draw string, its hash, the ticket, the page, and that the panel is that
//     page of the book;
//   - each page names as many different known people as there are seats, and the
//     numbers of pages in chances.csv are right and add up;
//   - rules, totals and seed source agree with the other files;
//   - events: that each follows what was before, its commitment and draw, who leaves and
//     who may join; and the digits of measures.json.
//
// In the sealed form level 1 has one page, the one drawn: it fits its seal, and names as
// many different people of the pool as there are seats. What needs the other pages needs
// auditor/book.csv, against whose seals all pages are checked.
//
// With the pool beside it (level 2), auditor/pool.csv or in the open form public/pool.csv:
//
//   - the pool root, the ids, the totals;
//   - every page, and the panel, inside every quota and household limit;
//   - the proof that nobody can be promised more.
//
// After an event the panel may be unable to meet the quotas: that is said, and no fault.
//
// # The proof
//
// The proof goes level by level, as leximin does. Package record specifies it, (P1) to (P12); here
// it is evaluated in whole numbers and fractions (math/big) over types and rows that this package
// counts from the pool by itself:
//
//   - rows: those of the proof are those of the pool;
//   - cuts: the tree of each shows what it claims;
//   - steps: each chance follows from its multipliers, and the people fixed, with their pages,
//     are counted right;
//   - the grade. "Attained exactly": weights of panels give every type its chance to the last
//     digit, so that no lottery is fairer. "Attained by the book": nobody is on fewer pages than
//     the smallest chance gives; of the later steps it says how far the book may stay below them.
//     "Bounds only": not even that.
//
// A weaker proof of the same chances passes: multipliers scaled, a tree that takes another way. A
// proof of other chances, or for other people, does not: see Soundness.
//
// # The dealing
//
// Types are dealt their seats by chance, so a book that somebody wrote by hand to bring certain
// people together, or to seat one more often than people alike, shows in the numbers: (D1) to (D6).
//
// Level 3, the whole computation again, is put together by package main from
// what selection does, [Compare] and [Groups].
//
// What no file can show is said too: that the commitment was published before
// the public value was known, and that the public value is the one drawn.
//
// Files in reading order: stage.go, topic.go, verdict.go, caveat.go, eventremarks.go, checker.go,
// compare.go, present.go, seal.go, book.go, draw.go, mix.go, pool.go, remarks.go, alike.go,
// proof.go, proofverdict.go, table.go, due.go, dealing.go, company.go, nextpages.go, succession.go,
// change.go, events.go, measures.go, check.go, transport.go, front.go, soundness.go.
package verify

// Size: the checker is to be read whole, and by people who trust none of the rest. It is one package
// so that its imports show what it shares with the solver: nothing.

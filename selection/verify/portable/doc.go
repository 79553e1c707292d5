// Package portable holds the two checkers that travel with every record, for people
// who install nothing: verify.html, a page for any browser, and verify.sh, a script
// for any Unix.
//
// Both follow the specification in package record. They share no code with package
// verify, nor with each other; where one of the three accepts what another refuses, one
// of them is wrong. (Whoever wrote the page for version 2 had seen package verify: the
// tests hold the two against each other, but a misreading may be common to both. For that,
// testdata/checker.py is a checker in another language, written from the specification
// alone; the tests ask it too.)
//
// # verify.html
//
// One file without a network: its policy (Content-Security-Policy) lets the browser
// run the script and the style sheet inside it, and open no connection. A folder or a
// .zip is picked or dropped; private/ and research/ in it are not even opened. The
// parts, in the order in which [Files] joins them:
//
//   - en.js, de.js, fr.js: the sentences, one key each
//   - say.js: a sentence in the reader's language
//   - bytes.js: SHA-256, the Merkle tree of RFC 6962
//   - formats.js: JSON, CSV, SHA256SUMS, each in its one spelling
//   - zip.js: unpacks in memory
//   - record.js: the files of a record, each read once
//   - damage.js: what programs do to text files on their way
//   - tables.js: what stands in them
//   - draw.js: kinds of public value, from value to page, seals
//   - mix.js: the value that mixes a book
//   - checks.js: the list of checks, and those that need public/ alone
//   - pool.js: those that need the pool
//   - proof.js: types, rows, trees and cuts, in whole numbers of any size
//   - steps.js: the steps of a proof, and its grades
//   - claims.js: what proof and book come to, one claim a line
//   - dealing.js: whether the people of a type took their seats by lot
//   - events.js: replacements of the plain form
//   - change.js: events that are records of their own
//   - verdict.js: colours and caveats, and what a reader confirms
//   - person.js: what the record says of one person
//   - slip.js: the slip of a volunteer, as text or as the end of an address
//   - seats.js: quotas and panel as a table with bars
//   - ui.js: what is seen
//
// The page answers three questions first: was I in it, is the panel what the quotas say, was it
// fixed before. What the record does not show stands below; the checks are folded, each in lay words, and exact
// when it is unfolded.
//
// A check returns what it found, throws a Fault (failed), an Unseen ("not checkable
// here") or a Lacking ("not shown": the record holds and does not show this). Anything else
// that goes wrong counts as failed: a page that stumbles must not say ok.
//
// What it leaves to the program: the signature of drand (a pairing of elliptic
// curves), the rank and the groups of measures.json, and the computation itself.
//
// # verify.sh
//
// POSIX sh with sha256sum or shasum and the usual text tools: hashes, the mixing, the kind of
// the public value, the page, the panel, the counts of pages, events. Nothing out of a record
// reaches a program text, or the terminal as it is. It is short
// enough to be read before it is run.
package portable

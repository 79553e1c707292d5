// Package selection says how one of the allowed panels is chosen.
//
// # Words
//
//   - pool: everyone who volunteered.
//   - person: one of them.
//   - feature, value: a question (gender) and one of its answers (woman).
//   - quota: the window min..max of seats for a value.
//   - seats: the size of the panel.
//   - panel: as many people as there are seats, meeting every quota.
//   - household: people of whom only a limited number (usually one) may sit.
//   - type: people alike in every feature and in the shape of their household.
//   - book: a numbered list of equally likely panels.
//   - page: one numbered panel of the book.
//   - chance: the share of the pages that name a person.
//   - rule: what makes one set of chances better than another (leximin).
//   - proof: evidence that no lottery is fairer.
//   - mixing: a public value decides who sits with whom, so that nobody chooses the book.
//   - commitment: a hash of everything that is fixed before the draw.
//   - public value: what is drawn in public.
//   - draw: the page a public value leads to.
//   - record: the folder that holds it all.
//   - event: a later draw in the same record.
//   - unseatable: a person whom no panel can hold.
//
// # The way of the data
//
//  1. quotas.Read and pool.Read turn files into a table and a pool, or into faults;
//     Table.Check and Pool.Check find what counting alone rules out.
//  2. [Prepare] groups the roster into types and quota rows (packages pool, quotas), finds
//     the chances (package fair), fills the book (package book), proves it, and commits to
//     all of it (package record). Where a public value mixes the book, [Fix] commits to what
//     comes before it.
//  3. ceremony.Open reads the state of a record; its steps mix, draw and call off, each at
//     its time and once.
//  4. verify.CheckFiles does everything again, by other code; [Recompute] by the same.
//  5. fairness.Describe says what the chances and the panel look like.
//
// [Run] does all of it in one go, with a public value that is known already. [Explain] and
// [Compare] ask what the quotas cost, and what other rules would give.
//
// Nothing here reads a clock, a file system or a random device: package main
// brings the bytes in and takes them out.
package selection

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
//	pool.csv, quotas.csv
//	  -> pool      people, households; the roster without names
//	  -> quotas    the instance: types, seats, rows
//	  -> fair      chances, and what bounds them
//	  -> book      pages that give everyone that chance
//	  -> record    the folder, its commitment
//	  -> draw      one public number opens the book
//	  -> verify    everything again, by other code
//	  -> fairness  what the chances and the panel look like
//
// Nothing here reads a clock, a file system or a random device: package main
// brings the bytes in and takes them out.
package selection

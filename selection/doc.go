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
// Each step is a room, and the call that does it; none knows the steps after it.
//
//  1. quotas.Read and pool.Read turn files into a table and a pool, or into faults;
//     Table.Check and Pool.Check find what counting alone rules out.
//  2. pool.Roster takes the names away, and Roster.Group gathers people into types under
//     quota rows: a quotas.Instance, the question "which panels are allowed?".
//  3. fair.Rule.Chances answers it with everybody's chance; book.Make writes pages that give
//     these chances.
//  4. lottery.New does 2 and 3 for a roster and rules; Lottery.Proof says why nobody can be
//     promised more.
//  5. why.BoundOf, why.Reasons and why.Explain say what bounds the chances, as data, and
//     lottery.Compare what other rules would give.
//  6. words makes sentences of facts: summary, announcement, reasons.
//  7. [Prepare] does all of this for a pool and commits to it, as package record writes it.
//     Where a public value mixes the book, [Fix] commits to what comes before it, and [Mix]
//     makes the book.
//  8. ceremony.Open reads the state of a record; its steps mix, draw, call off and replace,
//     each at its time and once.
//  9. verify.CheckFiles does everything again, by other code; [Recompute] by the same.
//     fairness.Describe says what the chances and the panel look like.
//
// [Run] does all of it in one go, with a public value that is known already: the front door
// for whoever wants a panel and its record. See its example, and package ceremony for a draw
// in public.
//
// # Where a change belongs
//
//   - How a number, a plural, a list or a per cent reads: quotas/plain, for every room.
//   - A sentence that people read, and its translations: selection/words/catalog; what it is
//     made of: selection/words, or selection/report for what came of a record.
//   - Another heading or spelling of an input file: quotas, selection/pool; of all files: quotas/sheet.
//   - What counts as fair: selection/fair, a rule a file.
//   - What proof.json and mixture.json say: selection/lottery writes them (proof.go, mixture.go),
//     selection/record has their format, selection/verify checks them.
//   - What any file of the record holds: selection/record.
//   - At what time, or after what, a step is allowed: selection/ceremony.
//   - Where a public value comes from, and which page it opens: selection/draw.
//   - What can be checked of a record: selection/verify; in a browser or a shell: verify/portable.
//   - Who is in after the draw, and what is left to fill: selection/members.
//   - What the organiser keeps about people: selection/private.
//   - What a researcher asks: selection/fairness/study.
//   - What a flag is called, and which flag leads out of an error: cmd/evenlot (advice.go).
//
// Nothing here reads a clock, a file system or a random device: package main
// brings the bytes in and takes them out.
//
// Files in reading order: measures.go, facts.go, ceremony.go, files.go, run.go, slips.go, mix.go,
// replace.go, alternates.go, overtime.go.
package selection

// Package answers holds a pool against the letters that were drawn by lot: who came by which letter,
// who by none, and what a drive brought, by stratum and by value.
//
// # The chain
//
// A [Drive] is a lottery of letters (package invite) with the list that was kept of it. [Read] holds the list
// against the public files: every ticket, every cut-off, every number of letters. That nobody was put into
// it who is not in the register, only the register can show (evenlot invite verify --register).
// [Answers.Sentences] name the commitment of the letters; they are among the statements that the rules of the
// panel's record fix, and so under its commitment. [Commitments] finds them there again: one
// chain, from the register to the seat.
//
// # Who came
//
// Nobody is dropped without a word. A code that is of no letter, or of a letter that did not go out, and a letter
// that several people answered are doubts, which a person decides; people without a code take part or
// are left out, as the organiser says. All are counted, and the counts are published.
//
// # Several registers
//
// An assembly may draw from several registers, each with seats of its own: electors, foreigners, tickets for
// people without an address. Each is a drive with a name, its frame. A feature of the quotas whose values are these
// names has its seats; [Frames] tells the frame of a code, and [NoLetter] where there is none.
//
// Files in reading order: drive.go, match.go, said.go, brought.go.
package answers

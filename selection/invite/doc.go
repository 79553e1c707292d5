// Package invite is the lottery of letters: who, out of a register of people or addresses, is
// invited to an assembly. This is its rule, evenlot-invite/1, and the form of its files. A program that
// follows it, or a query in SQL, finds the same letters, bit for bit.
//
// Size: the rule, its files and their checker stand together, as the specification here is of all of them; what reads registers, and
// the queries, have rooms of their own.
//
// # The order of things
//
// First rules, counts and a hash of the register are fixed and published by one hash, the commitment. Then a
// public value arises that was announced with it. Then the letters follow: nobody chooses them.
//
// # The draw
//
// Text is bytes in UTF-8; SHA-256 is written as 64 lower-case hexadecimal digits; LF is a line feed.
//
//	C = commitment = SHA-256 of the file public/commit/SHA256SUMS
//	V = public value, in the spelling that package draw gives for its kind
//	S = seed = SHA-256("evenlot-invite/1" LF C LF V LF)
//	ticket(person) = SHA-256(S ":" letter id)
//
// In a shell: printf 'evenlot-invite/1\n%s\n%s\n' "$C" "$V" | sha256sum, and printf '%s:%s' "$S" "$ID" | sha256sum.
//
// The letter id of a person is, where ids are open, the id that the register has. Where they are keyed, which is
// usual, it is the first 32 digits of HMAC-SHA256(key, "id:" id) (RFC 2104), key being 32 secret bytes
// whose SHA-256 the rules hold. Cut-offs are public; with ids that can be guessed they would tell everybody
// who was invited. The letter id stands on the letter, and whoever got none is told theirs.
//
// People are in strata: the values of the columns that the rules name, joined by "|"; without such columns all
// are in the stratum "everybody". In each stratum people stand in the order of their tickets, as bytes. (Two
// tickets are never alike; if they were, the letter id would decide.) Where household_limit is 1, whoever has a household of the register in
// common with somebody of a smaller ticket, in whatever stratum, is passed over; an empty household is nobody's. The first
// n are invited, n being the letters of the stratum: first those of wave 1, then those of
// wave 2 and so on, last those in reserve, which replace letters that come back. Where there are fewer
// households than letters the list ends early.
//
// # Chances
//
// Without households everyone of a stratum with N rows and n letters has the chance n / N, exactly. With them, the one with the
// best ticket of a household of s stands for it; where a share f of all tickets is below the cut-off, a
// household has the chance 1 - (1-f)^s, and each of its members that divided by s: close to f while f is small. A register of
// addresses gives every address the same chance. How many people live there it does not
// know, so their chances differ.
//
// # Letters of a stratum
//
// Let N be all rows, N_h those of stratum h, e_x the per cent of extra letters number x, and N_x the rows of all strata that have its value.
// The weight of h is
//
//	w_h = (100 - sum of e_x) N_h / N + sum, over the x whose value h has, of e_x N_h / N_x
//
// Sainte-Laguë (1910; Webster 1832) gives one letter after another to the stratum with the largest w_h / (2 n_h + 1), n_h being
// what it has, among those with n_h < N_h; of equal ones to the first by name, as bytes. More letters never leave a stratum fewer, so wave j is
// the difference of two such shares: of the letters of waves 1 to j and of waves 1 to j-1. Hamilton (largest remainders), for one wave only, gives
// floor(L w_h / sum w), then one each in the order of the remainders, to the first by name where they are equal.
// In reserve are ceil(p n_h / 100) more, as far as there are rows, p being spare_percent.
//
// # The register
//
// An id, a household, the value of a stratum: UTF-8 of at most 128 bytes without control characters (below U+0020, and U+007F) and
// without blanks at its ends. Ids are not empty, and no two are alike; strata are not empty, and neither holds a "|". A register that breaks this is
// refused, with its rows. Nothing is trimmed, folded or normalised: "é" in one character and in two are two ids.
//
// The root of the register needs no order of rows:
//
//	mark   = first 32 digits of HMAC-SHA256(key, "id:" id), which is the keyed letter id; of SHA-256(id) where ids are open
//	leaf   = SHA-256(letter id "|" stratum "|" household); household is empty where the rules do not ask for it
//	bucket = SHA-256 of mark, leaf, mark, leaf, ... of all rows whose marks begin with the same 3 digits, in the order of the marks
//	root   = SHA-256 of all buckets that have rows, one after the other, in the order of their 3 digits
//
// What it does not show: people who do not exist, or are left out. Counts of strata beside the official statistics do, and
// an auditor who calls on some of those drawn.
//
// # Codes on letters
//
// Answers name the code of a letter: HMAC-SHA256(key, "code:" id), as a number modulo 31^11, in 11 digits of 31, the first the
// highest, out of 23456789ABCDEFGHJKMNPQRSTUVWXYZ, and a twelfth that makes the sum of all digits, each times its place
// from 1 to 12, a multiple of 31; in groups of four with "-" between. Every slip in one digit and every exchange of two shows. If two letters of one list had the
// same code, the later one would take that of its id with two line feeds, then three, and so on.
//
// The rules of a panel's record (rules.json) have a statement for each lottery by whose letters its pool came:
//
//	letters were drawn by lot under the commitment C: 160 letters went out, by which 40 people of the pool came
//
// (of several registers "letters to NAME were drawn ..."; "1 letter" and "1 person" where it is one). So one chain of commitments leads from the register to the seat.
//
// # Files
//
// All are UTF-8 with LF. JSON is spelt as in package record: two blanks a level, the fields in this order. CSV has quotation marks where a
// cell needs them.
//
//	public/commit/letters.json     format "evenlot-invite/1", unit (people, addresses), ids (keyed, open), key_hash, household_limit,
//	                               strata (columns), allocation (sainte-lague, hamilton), waves, spare_percent,
//	                               extra (percent, column, value), people (rows), statements
//	public/commit/strata.csv       stratum, people, wave_1, wave_2, ..., spare; in the order of the names, as bytes
//	public/commit/register.root    the root, LF
//	public/commit/seedsource.json  where the public value comes from, as in a record
//	public/commit/SHA256SUMS       of these four
//	public/draw.json               commitment, public_value, signature (of a round of drand; or empty), seed
//	public/cutoffs.csv             stratum, wave, letters, cutoff: the ticket of the last letter of the wave; empty where there is none
//	public/aborted.json            commitment, reason: there is no draw
//	public/announcement.txt        names the commitment, and no other hash, by the rule of package record; what stands in the files of commit may
//	                               stand in it too
//	public/verify.sh, and, once drawn, public/verify.html (with cut-offs of 1 MiB at most): a browser says whether a letter was due
//	public/SHA256SUMS              of everything else in public, once drawn or called off
//	private/letters.csv            stratum, wave, rank, ticket, letter_id, code, and all columns of the register
//	private/letters.key            the key, 64 hexadecimal digits, LF
//	private/register.json          which column of the register is what
//
// The list hash, by which engines are compared: for each stratum SHA-256 of "ticket:letter id" LF of all its letters, in reserve too, in order; then
// SHA-256 of those one after another.
//
// # Vectors
//
//	C  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
//	V  31415926535897932384
//	S  2d6e1fe2829770d1f911bdf74775e41db368e1f1bda805d62db500da6c6f7bf3
//	ticket of the open id 004676796  a6d02aa4010a77ce3099b80c53e80e6687952967de1d7b90b845b6b7bb97f4d1
//	key  000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
//	letter id of 004676796  da5622ab7e22e8c179e45905c79fe413
//	code of 004676796  KAAN-75NG-ZTDV
//	root of the keyed rows (a, h1, north), (b, h1, south), (ä, , north)  0f8ad16382234396731dfc2906396ea19320e4563f3a6756b92e1b442e0f63a9
//
// Files in reading order: rule.go, rules.go, allocate.go, read.go, root.go, count.go, pick.go,
// page.go, form.go, script.go, code.go, check.go, load.go.
package invite

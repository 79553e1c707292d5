// Package pool reads the people who volunteered and takes their names away.
//
// A [Pool] is the file as the organiser has it, checked against the quota table:
// cells, identities, households. A [Roster] is what every later step works on:
// public ids, values, households, sorted by public id. A [Grouping] is the roster
// seen by the solver: people alike in every feature and in the shape of their
// household are one type.
//
// # Identity
//
// A person is known by the cell of the id column, cleaned (see sheet.Clean), or,
// in a pool without ids, by the whole row: all cells cleaned and joined by U+001F,
// then U+001E and a number from 1 that tells equal rows apart. Both control
// characters are refused in files, so nothing can be confused. Equal rows are
// interchangeable: which one gets which number shows nowhere but in private files.
//
// # Public ids
//
// HMAC-SHA256 under the record key, of the label "evenlot/1 public id", a zero
// byte and the identity, is read as one big-endian number N. Its digits, lowest
// first, name the characters: one of 20 consonants, then each one of these and the
// digits 2 to 9. So an id spells no word, is no number in any spreadsheet and no
// formula. It has the least length from 6 at which a collision among n people has
// a chance under one in a million, n*n < 20 * 28^(length-1) / 1,000,000; should
// two collide all the same, all ids grow by a character until none do. The salt of
// an entry is the first half of the same HMAC with the label "evenlot/1 salt".
//
// # Households
//
// People whose household cells are alike live together: whatever the case, blanks,
// accents and punctuation, with usual abbreviations written out ("High St." is "high
// street") and flats kept apart. Nobody lives with anybody by cells that are blank or say
// nothing (0, n/a, no fixed abode), by half an address, a post office box, a postcode
// without a street, or an address that a tenth of the pool has. A household of more people
// than the limit has a shape: the value vectors of its members, sorted. People of
// one type may then come from different households of one shape, and the one rule
// "no more seats for this shape than it has households, times the limit" is exact:
// seats can always be dealt out so that no household gets more than the limit.
//
// Files in reading order: date.go, made.go, columns.go, require.go, pool.go, identity.go, home.go,
// doubt.go, decide.go, reserve.go, doubtsname.go, doubtscontact.go, joiner.go, doubtstwice.go,
// doubtsrow.go, doubtshome.go, doubtsfile.go, doubts.go, roster.go, publicid.go, ids.go, refuse.go,
// joined.go, read.go, csv.go, group.go, lookup.go.
package pool

// Size: reading, identities, households and doubts look at the same cells of one row, by the same
// folding of names and addresses; each is a file or a few of one prefix (doubts, home, read).

// Package record writes and reads the folder that holds a selection, so that
// anyone can check it. This page is the format, evenlot-record/1; it is meant to
// be enough to write a checker from.
//
// # Files
//
//	public/commit/rules.json       what was asked for
//	public/commit/quotas.csv       how many seats each value gets
//	public/commit/totals.csv       how many people of the pool have each value
//	public/commit/pool.root        one hash of the whole pool
//	public/commit/book.csv         the pages
//	public/commit/chances.csv      on how many pages each person stands
//	public/commit/proof.json       evidence that no lottery is fairer
//	public/commit/seedsource.json  where the public value comes from
//	public/commit/SHA256SUMS       the hashes of these eight
//	public/draw.json               the draw and the panel
//	public/SHA256SUMS              the hashes of everything else in public/
//	auditor/pool.csv               the pool without names
//
// public/ may also hold report.html, verify.html and verify.sh, and nothing
// else. private/ and research/ are not part of the format, nor hashed.
//
// # Bytes
//
// Every file is UTF-8 without a byte order mark; every line, the last too, ends
// with one LF. Hashes are taken over the bytes of a file as they stand. Each
// file has exactly one spelling: a reader takes what it read, writes it again,
// and refuses the file unless it gets the same bytes.
//
// Hashes are written as 64 lower-case hexadecimal digits. Numbers are whole,
// decimal, not negative, without leading zeros (page numbers apart), of at most
// nine digits in CSV files.
//
// A public id is a letter followed by letters and digits, out of
// bcdfghjkmnpqrstvwxyz and 23456789, at most 50; all ids of a record have the
// same length. Ids are sorted by their bytes, and so are file names.
//
// JSON files hold one object. Its fields stand in the order given below, all of
// them, one a line, indented by two spaces for each level, with ": " after the
// name; an array has one element a line. Strings escape only \" and \\.
//
// CSV files separate cells by commas and begin with a header. Cells are quoted
// as by RFC 4180 where they hold a comma, a quote or begin with a blank, and
// nowhere else; ids and numbers never are.
//
// SHA256SUMS is the format of sha256sum: hash, two spaces, the name of the file
// as seen from the folder of the list; sorted by name. Names are made of a-z, 0-9
// and ". _ -", with "/" between folders (SHA256SUMS itself is the exception).
//
// # What is fixed before the draw
//
// rules.json:
//
//	format           "evenlot-record/1"
//	algorithm        "evenlot/1": how random numbers come about, see package draw
//	rule             "leximin", or maximin, nash, minimax, goldilocks, uniform, legacy
//	people           n, people of the pool
//	seats            k, people of a panel
//	pages            M, pages of the book
//	household_limit  people of one household that a panel may hold; 0: any number
//	key_hash         SHA-256 of the record key (32 bytes), which made ids and salts
//
// quotas.csv: feature,value,min,max and, where the organiser gave them,
// min_flex,max_flex. The order of its lines is the order of features and values
// everywhere else.
//
// totals.csv: feature,value,people, with a line for each line of quotas.csv.
//
// chances.csv: id,pages. Everyone of the pool, sorted by id, with the number of
// pages that name them; 0 for those whom no panel can hold. The chance of a
// person is pages / M. The numbers add up to M*k.
//
// book.csv: page,seat1,...,seatk. The pages 0 to M-1 in order, numbered with as
// many digits as M-1 has (000 to 999), each with k different ids of chances.csv,
// sorted. The same panel may stand on several pages.
//
// pool.root: the RFC 6962 Merkle root of the pool. The leaves are the people of
// auditor/pool.csv in the order of their ids. The data of a leaf is the salt (16
// raw bytes), then lines, each ended by LF: the id; the household, or an empty
// line; and for every feature, in the order of quotas.csv, a line with its name
// and a line with the person's value, spelt as in quotas.csv. With | for joining
// bytes, the hash of a leaf is SHA-256(0x00 | data), that of a node
// SHA-256(0x01 | left | right), where the left side holds the largest power of
// two of leaves that is smaller than their number.
//
// proof.json: see The proof.
//
// seedsource.json: kind and statement. The only kind so far is "known in
// advance", with the statement "value known in advance: a rehearsal, or a trusted
// operator": whoever ran the selection could have tried several public values, or
// several keys, before choosing one.
//
// The commitment is the SHA-256 of public/commit/SHA256SUMS, which lists exactly
// the eight files above. Nothing in them depends on the public value, on the
// machine or on the time.
//
// # The proof
//
// proof.json states, in whole numbers, why nobody can be promised more. Checking it
// needs auditor/pool.csv. Its fields, in this order:
//
//	format      "evenlot-proof/1"
//	grade       "attained by the book", or "bounds only"
//	over        65536, the denominator of the multipliers in trees
//	rows        names of the rows, in their order
//	unseatable  types and tree: no panel holds anyone of these types
//	cuts        for each cut its weights [type, w], its bound and tree; usually none
//	steps       for each step of leximin: chance, people, pages, fewest, most, multipliers
//
// People are of one type if they have the same value of every feature and the same
// household shape. With a household limit L, a household counts if it has more than L
// people; its shape is the number of its people, then their value vectors, sorted.
// Shapes are numbered from 1 in that order, 0 stands for no household that counts. Types
// are numbered from 0, sorted by value vector (numbers of values, in the order of
// quotas.csv), then by shape. n[t] is the number of people of type t.
//
// A row is a sum over the people of a panel that has to lie in a window. The rows,
// numbered from 0: for every line of quotas.csv the people with this value, window
// min..max ("quota FEATURE: VALUE"); for every shape the people of such households,
// window 0..L times the number of these households ("households of shape 1"); all
// people, window k..k ("seats"); for every cut its weights, no lower end, upper end its
// bound ("cut 1").
//
// A tree proves that every panel weighs at most b, for whole weights w of the types. It
// is a binary tree in preorder. ["branch",t,v] splits the panels with at most v people of
// type t, whose tree comes first, from those with at least v+1. At a leaf, boxes
// lower..upper are known for the number of people of each type: at first 0..n[t], then
// as the branches say. With multipliers m, in units of 1/over, let c[t] be the sum over
// the rows of m times the coefficient of type t, and
//
//	S = sum over rows of max(m*min, m*max)
//	  + sum over types of max((over*w[t] - c[t]) * x) for x = lower or upper
//
// ["bound",[[row,m],...]] holds if floor(S/over) <= b. ["empty",[[row,m],...]] says that
// there is no panel in the boxes and holds if S, with w = 0, is below 0. Rows without a
// multiplier are left out. Cuts have no part in trees.
//
// The tree of unseatable has w = 1 for its types, else 0, and b = 0; it is empty if there
// are no such types. The tree of a cut has the cut's weights and bound.
//
// A step has multipliers m, at least 0 for cuts. Let c[t] be as above, y[t] = max(0, c[t])
// and B = sum over rows of max(m*min, m*max) + sum over types of n[t]*max(0, -c[t]),
// unseatable ones apart. Every panel has y(panel) <= B. Types fixed before have the chance
// q[t] of their step, unseatable ones 0. If everybody else has at least z, then
//
//	z <= (B - sum over types fixed before or unseatable of n[t]*y[t]*q[t])
//	     / sum over the others of n[t]*y[t]
//
// and this is the step's chance, a fraction in lowest terms. Those of the others who have
// y > 0 are fixed at it: whoever of them gets more leaves another with less. A last step
// without multipliers has chance 1 and fixes everybody left. Chances never fall from step
// to step. people counts those fixed; pages is floor(M*chance); fewest and most are taken
// from chances.csv over those fixed. With grade "attained by the book", fewest is at
// least pages at every step: no book of M pages does better.
//
// # The draw
//
// draw.json; package draw says how the numbers follow from the first two:
//
//	commitment    SHA-256 of public/commit/SHA256SUMS
//	public_value  text
//	draw_string   commitment + "." + public value
//	counter       the i of the hash that decided
//	hash          SHA-256(draw string + "," + counter)
//	ticket        1 + hash mod M
//	page          ticket - 1, spelt as in book.csv
//	panel         array of the ids of that page, in the order of book.csv
//	notice        the statement of seedsource.json
//
// # Who can check what
//
// With public/ alone: every hash, the commitment, the draw, that each page names
// k different known people, that the numbers of pages are counted right, and that
// files agree with each other.
//
// With auditor/pool.csv (id,salt,household and the features; the salt in
// hexadecimal; the household named by its smallest id, empty for those who live
// alone): also the pool root, the totals, and that every page meets every quota
// and household limit.
//
// With the record key and the original pool: everything again, byte for byte.
//
// Public ids and salts hide who is who only from those who do not have the
// record key. Where quotas are narrow, the pages by themselves let a reader sort
// ids into groups of like people.
package record

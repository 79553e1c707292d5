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
//	public/commit/book.csv         the pages; in the sealed form book.root instead
//	public/commit/chances.csv      on how many pages each person stands
//	public/commit/proof.json       evidence that no lottery is fairer
//	public/commit/seedsource.json  where the public value comes from
//	public/commit/SHA256SUMS       the hashes of these eight
//	public/draw.json               the draw and the panel; or, if the ceremony was called
//	                               off, public/aborted.json
//	public/events/N/               later draws of the same record
//	public/SHA256SUMS              the hashes of everything else in public/
//	auditor/pool.csv               the pool without names; in the open form
//	                               public/pool.csv instead
//	auditor/book.csv               in the sealed form: the pages and their salts
//	auditor/mixture.json           where chances are attained exactly, see The proof; in
//	                               the open form public/mixture.json instead
//
// public/ may also hold announcement.txt (what was published before the draw),
// measures.json, report.html, verify.html and verify.sh, and nothing else. private/
// and research/ are not part of the format, nor hashed.
//
// A record comes in two steps. Before the draw it has public/commit, the pool and no
// public/draw.json, nor public/SHA256SUMS; after the draw it has both. A ceremony that
// was called off has public/aborted.json instead of a draw, and public/SHA256SUMS, never
// both.
//
// A record may travel as a .zip: public/ and auditor/ stand at its top, or in one folder.
// A reader refuses names that lead out of it, links, a name that stands twice (also if
// only by case), and files larger than it can hold.
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
// name; an array has one element a line, an empty one is []. Strings escape only \" and
// \\; characters that would need another escape, or that cannot be seen, do not occur.
//
// CSV files separate cells by commas and begin with a header. Cells are quoted
// as by RFC 4180 where they hold a comma or a quote, begin with a blank, or are the two
// characters \. and nowhere else; ids and numbers never are. Names of features and values
// hold no control character and no line break.
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
//	budget           linear programs that the search for panels may take where the
//	                 chances are not attained at once; it ends there, on any machine
//	form             "default", "sealed" or "open": see Forms
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
// seedsource.json: what the public value will be. A field that the kind does not use is
// 0 or empty.
//
//	kind        see below
//	statement   where, by whom and how the value is drawn: the organiser's words
//	time        when, in UTC (2027-01-15T18:00:00Z); empty: not announced
//	digits      number of digits drawn
//	numbers     number of main numbers drawn
//	extra       number of bonus numbers drawn
//	chain       hash of the drand chain
//	round       round of the chain
//	supersedes  commitment of a record that was called off and that this one replaces
//	reason      why it was called off
//
// The kinds, and how they write the public value:
//
//	known in advance  any text. The statement is "value known in advance: a rehearsal,
//	                  or a trusted operator": whoever ran the selection could have tried
//	                  several public values, or several keys, before choosing one
//	rehearsal         any text; the draw binds nobody
//	digits            so many digits, without blanks
//	page digits       the digits name the page themselves: M is 10 to the power of digits,
//	                  and nothing is hashed; leading zeros stand
//	lottery           the main numbers in ascending order, each in decimal and followed by
//	                  ".", then "/"; then the same for the bonus numbers, if there are any
//	                  (RFC 3797): 3.12.19.27.44.45./7./
//	drand             randomness of the round: SHA-256 of its signature, 64 hexadecimal
//	                  digits. The chain is quicknet,
//	                  52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971
//	dice and drand    the digits, ".", the randomness
//
// A signature is a point of G1 of BLS12-381, compressed, 96 hexadecimal digits. It is of
// SHA-256 of the round (8 bytes, big endian) under the key of the chain, which package
// draw gives. A reader without BLS checks that the randomness is the hash of the
// signature, and asks the drand network for the round.
//
// The commitment is the SHA-256 of public/commit/SHA256SUMS, which lists exactly
// the eight files above. Nothing in them depends on the public value, on the
// machine or on the time.
//
// # The proof
//
// proof.json states, in whole numbers, why nobody can be promised more. Checking it
// needs the pool. Its fields, in this order:
//
//	format  "evenlot-proof/1"
//	grade   "attained exactly", "attained by the book" or "bounds only"
//	over    65536, the denominator of the multipliers in trees
//	rows    names of the rows, in their order
//	cuts    for each cut its weights [type, w], its bound and tree; usually none
//	steps   for each step of leximin: chance, people, pages, fewest, most, multipliers
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
// people, window k..k ("seats"). After these come the cuts, which have no names: the
// weights, and the bound as both ends, which is explained below.
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
// there is no panel in the boxes: it holds if floor(S/over) <= -1 with w = 0. Rows
// without a multiplier are left out.
//
// A cut has a tree, with its weights as w and its bound as b, in which the cuts before it
// are rows too. It thus holds for every panel that meets all cuts before it with
// equality. Steps use cuts in order: a cut that no step before has used is the first such
// one, and its multiplier is above 0. That is enough, for a lottery that attains a step
// spends all of B below, so each panel that it can draw meets the cuts of the step with
// equality, and steps only speak of lotteries that attain those before.
//
// A step has multipliers m. Let c[t] be as above, y[t] = max(0, c[t])
// and B the S above with over*w = y and boxes 0..n[t]: every panel has y(panel) <= B. A
// step without multipliers has c = 0, y[t] = 1 for everybody not yet fixed and else 0.
// Types fixed before have the chance q[t] of their step. If everybody else has at least
// z, then
//
//	z <= (B - sum over types fixed before of n[t]*y[t]*q[t])
//	     / sum over the others of n[t]*y[t]
//
// and this is the step's chance, a fraction in lowest terms, at most 1. Those of the
// others who have y > 0 are fixed at it: whoever of them gets more leaves another with
// less. In the end everybody is fixed. Chances never fall from step to step.
//
// People whom no panel can hold are the first step, with chance 0, by the first cut: the
// people of these types, together, have at most 0 seats.
//
// Under a rule other than leximin only the smallest chance is proved, and with grade
// "bounds only" nothing is claimed above the chance of the last step: it takes everybody
// left, whether they have weight or not. For leximin it is then the first step that the
// book does not attain; the truth lies between fewest/M and its chance.
//
// people counts those whom a step fixes; pages is floor(M*chance); fewest and most are
// taken from chances.csv over those fixed. Unless the grade is "bounds only", fewest is at
// least pages at every step: no book of M pages does better.
//
// With grade "attained exactly" there is auditor/mixture.json, in the open form
// public/mixture.json: format "evenlot-mixture/1", and pages, a list of [page, weight] in the order of the pages,
// with whole weights above 0; pages without weight are left out. For every type
//
//	sum over pages of weight * people of the type on the page
//	= chance * n[t] * sum of all weights
//
// So a draw by these weights that deals the seats of each type by lot among its people
// gives everyone exactly the chance of their step. (Such a deal is always possible: swap
// like people, and like households with all their members. The page stays allowed, and
// everybody of a type comes to each of its seats equally often.) The file stands with the
// auditor because whoever has weights and pages can try which people are of one type:
// their weights add up.
//
// # Forms
//
// In the default form the pages are public by public id, the features are not.
//
// In the open form the features are public too: public/pool.csv stands in place of
// auditor/pool.csv, and anyone can check everything.
//
// In the sealed form the pages are not public. book.root has one line for each page, in
// order: its seal, in hexadecimal. A page has a salt of 16 bytes. The salt of a seat,
// numbered from 1, is the first 16 bytes of SHA-256(page salt | seat in decimal). The
// seal is the RFC 6962 Merkle root over the seats of the page in order, the data of a
// seat being its salt, then the page as in book.csv, the seat and the id, each ended by
// LF. Whoever knows the page salt and the ids can check a seal; a single seat is shown
// to be on a page by its salt and the hashes beside its path. auditor/book.csv is
// book.csv with a column salt (32 hexadecimal digits) after the page: page,salt,seat1,...
//
// Salts come from the record key: the page salt is the first 16 bytes of
// HMAC-SHA256(key, "page-salt," + page number in decimal).
//
// # The draw
//
// draw.json; package draw says how the numbers follow from the first two:
//
//	commitment    SHA-256 of public/commit/SHA256SUMS
//	public_value  text, as its kind writes it
//	signature     of the drand round, in hexadecimal; empty for other kinds
//	draw_string   commitment + "." + public value; empty for page digits
//	counter       the i of the hash that decided; 0 for page digits
//	hash          SHA-256(draw string + "," + counter); empty for page digits
//	ticket        1 + hash mod M
//	page          ticket - 1, spelt as in book.csv
//	page_salt     salt of the page in the sealed form; else empty
//	panel         array of the ids of that page, in the order of book.csv
//	notice        a sentence on what the value is worth: the statement of seedsource.json
//
// aborted.json: commitment, and reason, a sentence. It ends a ceremony without a draw;
// the record that takes its place names the commitment and the reason in seedsource.json.
//
// # Events
//
// Whatever is drawn after the panel is an event, numbered from 1 without gaps:
// public/events/N/commit holds event.json, book.csv, seedsource.json and SHA256SUMS over
// these three, whose SHA-256 is the commitment of the event; public/events/N/draw.json is
// its draw. The book has pages of seats people each, and the drawn page names those who
// join the panel.
//
//	event      N
//	kind       "replacement"
//	previous   SHA-256 of the file that ended what was before: draw.json of the record,
//	           then draw.json or aborted.json of event N-1
//	seats      people who join
//	pages      pages of the book
//	leaving    array of the ids who leave the panel, sorted
//	statement  why, in the organiser's words
//
// Nobody joins who is on the panel, or who left it, and only people of the panel leave:
// this holds for every page of the book of an event. The panel afterwards is the panel
// before, without those who leave, with those who join. It should meet the quotas, but
// may not be able to; a checker says so.
//
// An event that was called off has aborted.json in place of draw.json and changes nothing;
// the next one names its commitment and reason as supersedes and reason, and no other
// event has these. Only the last event may have neither. The round of an event is later
// than every round before it in the record. The page_salt of an event is empty: its book
// is public in every form. public/SHA256SUMS is written anew with every step.
//
// # Sample for an auditor
//
// Whoever doubts that the people of the pool exist can ask for a sample of them. Take
// T(i) = 1 + SHA-256(draw string + ",audit," + i) mod n, i = 1, 2, ..., by the rule of
// the draw, and leave out repeats: the T-th people of chances.csv are to be contacted.
// For page digits the draw string here is the commitment, ".", and the digits.
//
// # Measures
//
// measures.json says what the book gives away and how even its digits are. Fields that
// do not apply are 0 or empty.
//
//	digit           first digit of the page, and
//	digit_person    a person for whom it is least even: of the person's pages
//	digit_pages     so many begin with it,
//	person_pages    out of so many
//	rank            rank of the matrix of pages and people
//	groups          groups of people whom the pages alone tell apart; 0: too few pages
//	smallest_group  people in the smallest of them
//	alike           fewest people of the pool who share all published features (open form)
//
// Let B be the number of pages that begin with a digit (page numbers with their leading
// zeros). Digit and person are those for which |M*digit_pages - person_pages*B| is
// largest; of equals the smallest digit, then the first id.
//
// # Inclusion
//
// A person is shown to be in the pool, and to be recorded with these features, by the
// salt, the lines of the leaf, its number from 0, the number of leaves, and the hashes
// beside the path from the leaf to pool.root, from the leaf up (RFC 6962, section 2.1.1).
// To check: h is the hash of the leaf, at its number and width the number of leaves. While
// width is over 1: if at is odd, h = node(next hash, h); if at is even and at + 1 < width,
// h = node(h, next hash); else h stays. Then at and width are halved, at rounded down and
// width up. In the end no hash is left and h is the root.
//
// The same path leads from a seat to the seal of its page: leaf s-1 of k for seat s.
//
// # Who can check what
//
// With public/ alone, in the default form: every hash, the commitment, the source and the
// draw, that each page names k different known people, that the numbers of pages are
// counted right, events, and that files agree with each other. In the sealed form: the
// drawn page only, against its seal.
//
// With auditor/ (pool.csv: id,salt,household and the features; the salt in hexadecimal;
// the household named by its smallest id, empty for those who live alone), or in the open
// form: also the pool root, the totals, the proof, and that every page meets every quota
// and household limit; in the sealed form every page and every seal.
//
// With the record key and the original pool: everything again, byte for byte.
//
// Whatever cannot be checked with the files at hand is "not checkable here", never ok.
//
// # Who could cheat
//
// Prevented means that it cannot be done with a record that verifies; detected, that
// somebody who looks will see it; out of scope, that no file can show it.
//
// The operator (who runs the program, holds the pool and the record key):
//
//   - changes pool, quotas, book or rule after the commitment: prevented, if the
//     commitment was published; every file is under it.
//   - tries many keys or rules before the commitment: gains no more than what rounding
//     leaves, since every page is equally likely and like people differ by a page or so;
//     chances.csv shows it.
//   - tries many books after the value is known, and says that the commitment was older:
//     detected by whoever saw when it was published. The program refuses a time under an
//     hour ahead, but cannot know when the commitment was published.
//   - chooses the value: prevented for drand, whose signature is checked; for the other
//     kinds whoever draws must be seen drawing. "Known in advance" and "rehearsal" bind
//     nobody, and say so.
//   - draws twice and shows the better one: detected, if the source was announced
//     precisely (round, time, place); a second record has another commitment.
//   - calls a ceremony off because of its outcome: detected. The end is recorded, and the
//     record that replaces it names it; a missing draw of a published commitment is itself
//     the evidence. With drand the value is known to all when its time comes, so everybody
//     can compute what was thrown away.
//   - enters people who do not exist, or leaves volunteers out: a volunteer detects the
//     second with a slip and the proof of inclusion; nobody can see the first in the files.
//     The sample for an auditor finds g such people of n with the chance 1 - (1 - g/n)^s,
//     for s people contacted.
//   - records a volunteer with other features: detected by that volunteer's slip.
//   - writes a book that favours somebody: detected. chances.csv counts the pages of each
//     person; with auditor/ the proof says that no lottery is fairer, and recomputing
//     gives every byte again. In the sealed form the pages are counted by the auditor and,
//     each for themselves, by the volunteers.
//   - gives volunteers different records: detected, if they compare the commitment.
//   - swaps the people behind two public ids after the draw: detected by their slips, if
//     these were given out before, and by whoever has the record key and the pool.
//
// The beacon or those who draw: drand can be known in advance by a majority of its members
// together, but not steered; one that works with the operator could try books until one
// suits. Dice thrown in public before the round take that away: neither side knows the
// other's part. Balls and lotteries are as good as their supervision. A value of few digits
// makes nothing easier to steer, but page digits must be drawn one place at a time from ten
// equal balls.
//
// A volunteer: cannot change the chance by what they know of the record; can lie about
// their features, or apply twice, before any record exists: out of scope. A volunteer who
// shows a slip shows their features; a proof of inclusion convinces whoever sees it.
//
// A helper at the draw: may misread or mistype the value. Several people write it down; the
// record shows it, and anybody who was there can compare it.
//
// A reader of the record: in the default form the pages let anyone sort ids into groups of
// like people where quotas are narrow, which totals.csv then names: measures.json says how
// far. The sealed form shows the drawn page only, but chances.csv stays public in every
// form: a rare chance points to a rare type. In the open form the features are public.
// Whoever knows the record key, or has private/, knows everybody.
//
// The machine: a program that lies to its operator writes a record that does not verify on
// another machine, with another program: that is what this page is for.
//
// # Privacy of ids
//
// Public ids and salts hide who is who only from those who do not have the
// record key. Where quotas are narrow, the pages by themselves let a reader sort
// ids into groups of like people; the sealed form does not.
package record

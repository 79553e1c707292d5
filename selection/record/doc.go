// Package record writes and reads the folder that holds a selection, so that
// anyone can check it. This page is the format, evenlot-record/2; it is meant to
// be enough to write a checker from. Records of evenlot-record/1 stay readable: the last
// section, Version 1, says where they differ.
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
//	public/commit/mixsource.json   where the value that mixes the book comes from,
//	public/commit/fixed.sha256     what was fixed before that value,
//	public/commit/mix.json         and the value: these three only where a book is mixed
//	public/commit/SHA256SUMS       the hashes of these eight, or eleven
//	public/draw.json               the draw and the panel; or, if the ceremony was called
//	                               off, public/aborted.json
//	public/events/N/               later draws of the same record: see Events
//	public/SHA256SUMS              the hashes of everything else in public/, but for events
//	                               that are records of their own
//	auditor/pool.csv               the pool without names; in the open form
//	                               public/pool.csv instead
//	auditor/book.csv               in the sealed form: the pages and their salts
//	auditor/mixture.json           where chances are attained exactly, see The proof; in
//	                               the open form public/mixture.json instead
//
// public/ may also hold announcement.txt (what was published before the draw),
// measures.json, report.html, verify.html and verify.sh, and nothing else. Of these only
// measures.json has a format. announcement.txt names the commitment (before a book is
// mixed, that of fixed.sha256), and no other: take of its bytes those of ASCII letters and digits
// (0-9, A-Z, a-z), with a to f for A to F. The commitment stands
// in it, and no 64 hexadecimal digits in a row are left when it is taken out, and then
// whatever seedsource.json, mixsource.json and mix.json have of 64 or more of them (0-9, a-f) in a row; what is taken out
// leaves a gap. Its words, and the bytes of the others, are free, so that readers compare
// them.
//
// auditor/ is under no hash: its files are checked against those of public/, pool.csv by the
// pool root, book.csv by the seals, mixture.json by the proof. A reader who was given some
// of them only says which are missing and what that leaves unchecked. A file of these names that
// the form or the step of the record does not have is refused: nothing would check it. Other files in
// auditor/, and whatever else stands beside public/ and auditor/, such as private/ and
// research/, are no part of the record. Empty folders are passed over.
//
// Passed over, and said to be, is also what operating systems leave behind: files named
// .DS_Store, Thumbs.db, desktop.ini, or beginning with "._", and the folder __MACOSX.
// No list of hashes names them.
//
// A record comes in two steps, or three. A book that will be mixed begins as the pool and the
// six files that fixed.sha256 lists, with fixed.sha256; there is no book yet, no chances, no
// proof, no public/commit/SHA256SUMS. Before the draw a record has all of public/commit and
// the pool, but neither public/draw.json nor public/SHA256SUMS, and announcement.txt and
// measures.json are under no hash. After the draw it has both. A ceremony that was called
// off, at either step, has public/aborted.json and public/SHA256SUMS, but never
// public/draw.json.
//
// A record may travel as a .zip: public/ and auditor/ stand at its top, or in one folder.
//
// # Limits
//
// public/ holds at most 1000 files and folders, and the files of a record at most 2^31-1
// bytes together; chances.csv and book.root have at most 256 MiB (2^28 bytes), proof.json
// and mixture.json 64 MiB, quotas.csv, totals.csv, seated.csv and SHA256SUMS 1 MiB, files other
// than book.csv and pool.csv 16 MiB. The least common denominator of all chances of a proof is below
// 2^26576 (8000 digits) and, for a proof of s steps, below 2^floor(2^24/s). The bytes of
// proof.json, and those of mixture.json, times the types of the pool (P1) are at most 2^34. A
// file in a .zip has at most 1 MiB, or 200 times the bytes that it takes up there, which files
// do not share; a .zip has at most 10,000 files and folders.
//
// A reader looks at names and sizes before it opens a file, and at the spelling of numbers
// before it computes with them. It refuses what has another name than the files above (see
// Bytes for names), what is no plain file (links, also to folders, pipes, devices), and what
// is larger; it may have less room itself, and then says so. A .zip begins with its first
// file, and what counts is the list at its end. In it a reader also refuses a file of the record
// that is encrypted or has another checksum, a
// name that stands twice (also if only by case), and names, of files that are no part of
// the record too, that are no UTF-8, begin with "/", have "\", ":" or a zero byte, or a part that
// is empty, ".", ".." or one of the names that Bytes leaves out.
//
// # Bytes
//
// Every file that has a format is UTF-8 without a byte order mark; every line, the last
// too, ends with one LF. Hashes are taken over the bytes of a file as they stand. Each such
// file has exactly one spelling: a reader takes what it read, writes it again, and refuses
// the file unless it gets the same bytes.
//
// Hashes are written as 64 lower-case hexadecimal digits; pool.root is such a hash and LF.
// Numbers are whole, decimal, not negative, without leading zeros (page numbers apart), of
// at most nine digits in CSV files.
//
// A public id is a letter followed by letters and digits, out of
// bcdfghjkmnpqrstvwxyz and 23456789, at most 50; all ids of a record have the
// same length. Ids are sorted by their bytes, and so are file names.
//
// Nothing is normalised: texts are alike if their bytes are, and no reader needs to know
// which characters are letters or have another case.
//
// JSON files hold one object. Its fields stand in the order given below, all of them, one a
// line, indented by two spaces for each level, with ": " after the name. Values are
// strings, numbers, arrays and objects; true, false and null do not occur. An array has one
// element a line at every level, also [row,m] below; an empty one is []. Strings escape
// only \" and \\. Numbers have at most nine digits (a round at most 16), but those of
// proof.json and mixture.json that say so may be longer, of at most 4000 digits, and may
// begin with "-"; there is no -0.
//
// A public value, a statement and a reason are sentences: one line of 1 to 1000 bytes (the
// statement of seedsource.json, and the notice of draw.json, which repeats it: 1 to 2000)
// that does not begin or end with a space (U+0020) and has none of these characters:
//
//	U+0000 to 001F, 007F to 009F       control characters
//	U+00A0, 1680, 2000 to 200A, 202F,  blanks other than the space
//	  205F, 3000
//	U+00AD, 034F, 061C, 180E,          characters that cannot be seen, or that
//	  200B to 200F, 2028 to 202E,      turn the order of others
//	  2060 to 206F, FEFF,
//	  FFF9 to FFFD, E0000 to E0FFF
//
// A string is empty only where this page says so.
//
// CSV files separate cells by commas and begin with a header; every line has as many cells.
// Cells are quoted as by RFC 4180 where they hold a comma or a quote, are the two characters
// \. or begin with a blank (the space, or one of the second line above), and nowhere else;
// ids and numbers never are.
//
// Names of features and values are not empty and have none of U+0000 to 001F, 007F to 009F,
// 2028 and 2029; any other character may occur. (The program that writes a record trims
// names, joins their blanks to single spaces, brings them to the form NFC and sorts them. A
// reader does not.)
//
// SHA256SUMS is the format of sha256sum: hash, two spaces, the name of the file
// as seen from the folder of the list; sorted by name. Names are made of a-z, 0-9
// and ". _ -", with "/" between folders (SHA256SUMS itself is the exception). Names that
// Windows takes for others are left out: no part of a name ends with "." (nor, in a .zip,
// with a space), or is con, prn, aux, nul, conin$, conout$, com or lpt and a digit (or U+00B9, 00B2,
// 00B3), whatever follows its first "." or the spaces before that, and in either case.
//
// # What is fixed before the draw
//
// rules.json:
//
//	format           "evenlot-record/2"
//	algorithm        "evenlot/3": how random numbers, chances and pages come about, see
//	                 package draw; earlier "evenlot/2", see Computing again
//	rule             "leximin", or maximin, nash, minimax, goldilocks, uniform, legacy
//	people           n, people of the pool
//	seats            k, people of a panel
//	pages            M, pages of the book
//	household_limit  people of one household that a panel may hold; 0: any number
//	budget           linear programs that the search for panels may take where the
//	                 chances are not attained at once, at least 1; it ends there, on
//	                 any machine
//	form             "default", "sealed" or "open": see Forms
//	key_hash         SHA-256 of the record key (32 bytes), which made ids and salts
//	statements       an array of sentences, for readers: how features were made out of
//	                 others, what was decided of doubtful entries; often []
//
// seats is at least 1 and at most people; pages is at least 1.
//
// quotas.csv: feature,value,min,max and, where the organiser gave them, on all lines or on
// none, min_flex,max_flex: min_flex <= min <= max <= max_flex. The lines of a feature stand
// together, and no feature has a value twice. Features stand in the order of the bytes of
// their names, and so do the values of a feature: nobody chooses an order. It is the order of
// features and values everywhere else.
//
// totals.csv: feature,value,people, with a line for each line of quotas.csv. The people of
// the values of a feature add up to n.
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
// raw bytes), then lines, each ended by LF: the id; the household as pool.csv names it, or an
// empty line; and for every feature, in the order of quotas.csv, a line with its name
// and a line with the person's value, spelt as in quotas.csv. With | for joining
// bytes, the hash of a leaf is SHA-256(0x00 | data), that of a node
// SHA-256(0x01 | left | right), where the left side holds the largest power of
// two of leaves that is smaller than their number.
//
// proof.json: see The proof.
//
// seedsource.json: what the public value will be.
//
//	kind        see below
//	statement   where, by whom and how the value is drawn: the organiser's words
//	time        when, in UTC, from 1970 to 9999 (2027-01-15T18:00:00Z)
//	digits      number of digits drawn
//	numbers     number of main numbers drawn
//	extra       number of bonus numbers drawn; 0: none
//	highest     main numbers go up to this
//	extra_highest  bonus numbers go up to this; there only where extra is not 0
//	chain       hash of the drand chain
//	round       round of the chain, from 1
//	supersedes  commitment of a record that was called off and that this one replaces
//	reason      why it was called off: a sentence
//
// highest and extra_highest are there for a lottery only; other kinds leave the fields out.
// supersedes and reason are both there or both empty. Which of the others a kind has:
//
//	kind              time      digits    numbers  extra    chain, round
//	known in advance  -         -         -        -        -
//	nothing is drawn  -         -         -        -        -
//	rehearsal         optional  -         -        -        -
//	digits            optional  1 to 100  -        -        -
//	page digits       optional  1 to 8    -        -        -
//	lottery           optional  -         1 to 20  0 to 20  -
//	drand             required  -         -        -        required
//	dice and drand    required  1 to 100  -        -        required
//
// Where there is "-", and where an optional time is not announced, the field is 0 or empty.
// The time of a round is 1692803367 + 3*(round-1) seconds after 1970, and time says the same.
//
// The value must reach every page about evenly: for page digits M is 10 to the power of
// digits; for digits, and dice and drand, 6 to the power of digits is at least 10000*M
// (they may be dice); for a lottery the ways to draw numbers out of highest, times those to
// draw extra out of extra_highest, are at least 10000*M (numbers count from 1). Other
// announcements are refused. So is a book that keeps the smallest chance from being told: the
// first chance of the proof above 0 gives at least 5 pages, floor(M*chance) >= 5, but for
// values known in advance and rehearsals.
//
// The kinds, and how they write the public value:
//
//	known in advance  any sentence. The statement is "value known in advance: a rehearsal,
//	                  or a trusted operator": whoever ran the selection could have tried
//	                  several public values, or several keys, before choosing one
//	nothing is drawn  any sentence. The statement is "nothing is drawn: a rule says who, and
//	                  every page has the same people": see (E10) and (E11)
//	rehearsal         any sentence; the draw binds nobody
//	digits            so many digits, without blanks
//	page digits       the digits name the page themselves, and nothing is hashed; leading
//	                  zeros stand
//	lottery           the main numbers, different ones of 0 to 9999, in ascending order,
//	                  each without leading zeros and followed by ".", then "/"; then the
//	                  same for the bonus numbers, if there are any (RFC 3797):
//	                  3.12.19.27.44.45./7./
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
// the eight files above, and the three of the next section where a book is mixed. Nothing in
// them depends on the public value, on the machine or on the time.
//
// # A book that nobody could choose
//
// Which people of a type sit together, and on which page, follows from random numbers (package
// draw). Without mixing they follow from the pool alone, whose salts and ids are the
// operator's: whoever tries many record keys may choose among as many books. They cannot give
// anybody more pages, but can make some sit together, or on few pages, more often than by
// chance. A mixed book takes that away. Pool, rules and quotas are fixed and published first;
// then comes a public value that nobody knew, and the random numbers follow from both.
//
// mixsource.json announces that value, with the fields of seedsource.json; supersedes and
// reason are empty. Its kind is none of "known in advance", "nothing is drawn" and "page digits", and it suits the
// book as the source of the draw does. A time is announced, but for a rehearsal, and so it is
// in seedsource.json; the time of mixing is the earlier one, and if both have a round, its
// round is.
//
// fixed.sha256 is a list like SHA256SUMS, over mixsource.json, pool.root, quotas.csv,
// rules.json, seedsource.json and totals.csv. The commitment to the pool is its SHA-256,
// published before the value is known.
//
// mix.json:
//
//	commitment    SHA-256 of fixed.sha256
//	public_value  text, as its kind writes it
//	signature     of the drand round, in hexadecimal; empty for other kinds
//	mix_string    commitment + "." + public value
//
// A mix of kind "rehearsal" binds nobody, and counts as none. The value of the draw is another
// one than that of the mixing, but for page digits.
//
// # The proof
//
// proof.json states, in whole numbers, why nobody can be promised more. Checking it
// needs the pool. Its fields, in this order:
//
//	format  "evenlot-proof/2"
//	grade   "attained exactly", "attained by the book" or "bounds only": see below
//	over    65536, the denominator of the multipliers in trees
//	rows    names of the rows, in their order
//	cuts    an array of objects: weights, an array of [type,w]; bound; tree, an array of
//	        nodes; usually none
//	steps   an array of objects, at least one: chance, people, pages, fewest, most;
//	        multipliers, an array of [row,m]
//
// A chance is a string, a fraction in lowest terms from 0 to 1: "1/3", "1", "0", of whole numbers of at
// most 4000 digits each. Weights, bounds and multipliers are the numbers that may be long
// and negative (bounds fit 64 bits).
// [type,w] are sorted by type and [row,m] by row, none twice and none with the number 0.
//
// (P1) People are of one type if they have the same value of every feature and the same
// household shape. With a household limit L, a household counts if it has more than L
// people; its shape is the number of its people, then their value vectors, sorted.
// Shapes are numbered from 1 in that order, 0 stands for no household that counts. Types
// are numbered from 0, sorted by value vector (numbers of values, in the order of
// quotas.csv), then by shape. n[t] is the number of people of type t.
//
// (P2) A row is a sum over the people of a panel that has to lie in a window. The rows,
// numbered from 0: for every line of quotas.csv the people with this value, window
// min..max ("quota FEATURE: VALUE"); for every shape the people of such households,
// window 0..L times the number of these households ("households of shape 1"); all
// people, window k..k ("seats"). After these come the cuts, which have no names: their
// weights, and a window that (P5) gives. Names may be alike: rows go by their position.
//
// (P3) A tree proves that every panel weighs at most b, for whole weights w of the types. It
// is a binary tree in preorder. ["branch",t,v] splits the panels with at most v people
// of type t, whose tree comes first, from those with at least v+1; lower[t] <= v <
// upper[t]. At a leaf, boxes lower..upper are known for the number of people of each
// type: at first 0..n[t], then as the branches say. With multipliers m, in units of
// 1/over, let c[t] be the sum over the rows of m times the coefficient of type t, and
//
//	S = sum over rows of max(m*min, m*max)
//	  + sum over types of max((over*w[t] - c[t]) * x) for x = lower or upper
//
// ["bound",[[row,m],...]] holds if floor(S/over) <= b. ["empty",[[row,m],...]] says that
// there is no panel in the boxes: it holds if floor(S/over) <= -1 with w = 0. Rows
// without a multiplier are left out. At most 100,000 branches stand above a leaf.
//
// (P4) A cut has a tree, with its weights as w and its bound as b, in which the cuts before
// it are rows too.
//
// (P5) The grade decides what a cut is. With "attained exactly" its window is bound..bound.
// With the other grades it has no lower end: a multiplier of a cut is above 0, in trees and
// in steps.
//
// (P6) A step has multipliers m. Let c[t] be as above, y[t] = max(0, c[t]) and B the S above
// with over*w = y and boxes 0..n[t]: every panel has y(panel) <= B. A step without
// multipliers has c = 0, y[t] = 1 for everybody not yet fixed and else 0. Types fixed before
// have what the grade says: q[t], with "attained exactly" the chance of their step, else
// the pages of their people, added up, divided by M*n[t]. If everybody else has at least z, then
//
//	z <= (B - sum over types fixed before of n[t]*y[t]*q[t])
//	     / sum over the others of n[t]*y[t]
//
// and this is the step's chance. Somebody among the others has y > 0, and those who have are
// fixed by the step.
//
// (P7) No row of (P2) alone says less than the first chance above 0, nor than a step without
// multipliers, whose chance is 1: for no row, cuts apart, is window max - sum over its types
// fixed before of n[t]*q[t] less than chance * sum over its other types of n[t].
//
// (P8) people counts those whom a step fixes; pages is floor(M*chance); fewest and most are
// taken from chances.csv over those fixed.
//
// (P9) People whom no panel can hold are the first step, with chance 0, usually by the first
// cut: the people of these types, together, have at most 0 seats.
//
// (P10) Grade "attained exactly" is for leximin alone. Chances never fall from step to step,
// and everybody is fixed. Steps use cuts in order: a step has at most one cut that no step
// before has used, which is the first such one, with a multiplier above 0. Cuts that no step
// uses may follow. And there is auditor/mixture.json, in the open form public/mixture.json:
//
//	format   "evenlot-mixture/2"
//	panels   an array of panels that are on no page, each an array of [type,seats] sorted by
//	         type, seats from 1 to n[type], inside the windows of all rows of (P2); often []
//	weights  an array of [panel,weight] sorted by panel, with weights above 0, which may be
//	         long; panel numbers below M are pages, those from M on are of panels
//
// For every type
//
//	sum over panels of weight * people of the type on the panel
//	= chance * n[t] * sum of all weights
//
// So a draw by these weights that deals the seats of each type by lot among its people
// gives everyone exactly the chance of their step. (Such a deal is always possible: swap
// like people, and like households with all their members. The panel stays allowed, and
// everybody of a type comes to each of its seats equally often.) The file stands with the
// auditor because whoever has weights and pages can try which people are of one type:
// their weights add up. A reader without it can check no more of the proof than (P1) to (P4).
// With other grades there is no such file.
//
// (P11) Grade "attained by the book": let z be the first chance above 0; there is one. Whom
// the steps before it do not fix, those are on at least floor(M*z) pages. (A step of chance 0
// that comes later excuses nobody.) Whom no step fixes, of those nothing is proved. Under a
// rule other than leximin one step is above 0.
//
// (P12) Grade "bounds only": the same, but somebody is on fewer pages.
//
// What is proved: with "attained exactly", no lottery is fairer, to the last person (package
// verify has the theorem). With the other grades, the first chance above 0 is one that no
// lottery can promise to all of those it does not leave out; and of each later step, that no
// lottery gives the people of the steps before what this book gives them, and all others more
// than the step's chance. How far below this the book stays, chance - fewest/M, is part of
// what a checker says. "Bounds only" means more: the smallest chance lies between fewest/M
// and z, and a book might do better.
//
// No book of M pages puts everybody who can be seated on more than floor(M*z) pages.
//
// # The dealing
//
// Pages give seats to types; which people of a type take them is left to chance. So a checker
// that knows the types can tell a book that was dealt from one that was written by hand. Let
// x[j][t] be the people of type t on page j, X[t] the sum over all pages.
//
// (D1) People of a type of shape 0 are on numbers of pages that differ by 1 at most. (Not
// under the rules uniform and legacy, whose pages are drawn one by one.)
//
// (D2) Nobody is on fewer pages than is due to them, rounded down, or on more, rounded up. Due
// is M*chance where everybody's chance is known (grade "attained exactly", with the mixture);
// else, but not under uniform and legacy, X[t]/n[t]: what people alike have on average. In version 2,
// with grade "attained by the book" under leximin, those whom the step of the first chance z above
// 0 fixes are also on no more pages than M*z, rounded up. A book
// may miss this by a page or so, and is no fault then; a checker names the person furthest
// off (of equals the first id), and by how much. Where somebody is off by d pages, d > 10 and
// (d-10)^2 > 4*k, or all people together by more than 20 + 2*n pages, the record does not hold. (Of 2,789
// books that the program made for random pools, many of them of people whom nobody is like, the
// furthest anybody was off is 6 pages, and all together, of 431, 19 pages for 60 people.)
//
// The other rules are bounds that a book dealt by lot passes with a probability of more than
// 1 - 10^-6. They rest on this: if events with probabilities p happen independently, or each
// makes the others rarer, as cards do that are dealt from a deck, and m is the sum of all p,
// then a or more of them happen with a probability of at most
//
//	unlikely(a, m) = m/a * m/(a-1) * ... , as many factors as are below 1
//
// (J. Schmidt, A. Siegel, A. Srinivasan, SIAM J. Discrete Math. 8, 1995.) With m = S/D, whole
// numbers, and k = a - floor(S/D) factors, it is S^k / (D^k * a*(a-1)*...*(a-k+1)).
//
// (D3) Two people i and j, of types s and t, who are not of one household that counts, are
// together on a pages. Let S be the sum over pages of x[s]*x[t] and D = n[s]*n[t]; if s = t, of
// x[t]*(x[t]-1) and n[t]*(n[t]-1). If s and t have one shape, of h households, D is
// n[s]*(n[t] - n[t]/h) instead. With N = n*(n-1)/2 pairs, unlikely(a, S/D) * N * 2^22 >= 1.
//
// Where M*k*k is over 4*10^8 a checker leaves (D3) out, and says so ("company").
//
// (D4) The same panel stands on a pages, a > 1. Let C be the product over the types of shape 0
// of the binomial coefficients n[t] over x[t] of the panel, S the number of pages with the same
// x, and V the number of different x in the book. unlikely(a, S/C) * V * C * 2^22 >= 1.
//
// (D5) A person of type t is on a pages, where (D1) does not ask for more:
// unlikely(a, X[t]/n[t]) * n * 2^22 >= 1.
//
// (D6) The book has a pages more than different panels. With C and S of (D4) for each x, let m be
// the sum of (floor(S*(S-1)*2^63 / C) + 1) / 2^64 over all x with S > 1. If a > 0,
// unlikely(a, m) * 2^22 >= 1. (A page whose panel stood on an earlier one is an event, by the
// nearest such page. Any k of these pairs of pages make a forest; so, where pages are dealt
// independently, they are all pairs of equals with the product of their 1/C, and the sum over all k
// pairs is at most m^k/k!, which is all that the bound rests on.)
//
// What they find, by trial: 50 books of 1000 pages for 240 people in six types and 24 seats, where
// everybody is on 100 pages and two people alike are together on about 13, changed by hand without
// changing anybody's number of pages (but in the fourth and fifth line).
//
//	changed by hand                                              found
//	2, 5 or 20 people, together on all pages they can be       50 of 50
//	2 people, together on 50 pages more                        50 of 50
//	2 people, together on 40 pages more                        28 of 50
//	1 person, on 2 pages more than people alike                50 of 50
//	1 panel, on 1 page more                                    50 of 50
//	2 people, together on 20 pages more                         0 of 50
//	24 people, on 21 seats or more of 25 pages                  1 of 50
//	24 people, on 21 seats or more of 30 pages                 25 of 50
//	24 people, on 16 seats or more of 30 pages                  0 of 50
//
// Where few panels are possible, repeats stand out less. Of 600 pages for 16 people alike and 4
// seats about 100 repeat an earlier one by chance. With 80, 100 and 120 more that do, 7, 46 and 50
// books of 50 were found.
//
// So the bounds find large favours among people alike. They take the types of a page as given: of
// people whom nobody is like they say no more than (D2). Smaller favours, and groups that fill a
// few pages only, are found by computing again only.
//
// A reader of public/ alone, in the default and sealed forms, cannot check who sits with whom,
// and says so.
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
// HMAC-SHA256(key, "page-salt," + page number in decimal, without leading zeros).
//
// # The draw
//
// draw.json; package draw says how the numbers follow from the first two:
//
//	commitment    SHA-256 of public/commit/SHA256SUMS
//	public_value  text, as its kind writes it
//	signature     of the drand round, in hexadecimal; empty for other kinds
//	draw_string   commitment + "." + public value; empty for page digits
//	counter       the first i = 1, 2, ... whose hash is below floor(2^256/M)*M, read as a
//	              number, most significant byte first; 0 for page digits
//	hash          SHA-256(draw string + "," + counter); empty for page digits
//	ticket        1 + hash mod M; for page digits 1 + the number that they write
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
// Whatever is drawn after the panel is an event, numbered from 1 without gaps. An event is a
// record of its own: what a record has in public/ and auditor/, an event has in
// public/events/N/ and auditor/events/N/, and everything on this page holds for it too, read
// with these paths, but for what follows. It has no events itself, and no report.html,
// verify.html or verify.sh.
//
// Two more files stand in public/events/N/commit. Its SHA256SUMS lists them with the others,
// and so does fixed.sha256, where the book of the event is mixed.
//
// event.json:
//
//	format       "evenlot-event/2"
//	event        N, at most 40
//	kind         "replacement", "rotation", "outgoing", "alternates" or "succession"
//	previous     SHA-256 of the SHA256SUMS that ended what was before: public/SHA256SUMS, then
//	             public/events/N-1/SHA256SUMS
//	leaving      array of the ids of members who leave, sorted; [] where the kind is outgoing
//	             or alternates
//	unavailable  array of the ids of people who take no part in the draw, sorted
//	statement    why, in the organiser's words: a sentence
//
// seated.csv: spelt as totals.csv is, for the same lines: how many of those who stay have each
// value; 0 on every line where the kind is outgoing or alternates.
//
// Members are the panel of the record, as the events before have changed it. Those who stay
// are the members who are not leaving. In a replacement, a rotation or a succession:
//
//   - (E1) only members leave, and those unavailable are others of the pool of the record.
//   - (E2) The pool of the event (but for a succession) is everybody in the pool of the record who is no member, never
//     left by an event that was drawn, is not unavailable and, where household_limit is above
//     0, shares a household with nobody who stays.
//   - (E3) seats is at most the seats of the record less those who stay.
//   - (E4) Of each line of the record's quotas.csv, min..max, with s of those who stay (in
//     seated.csv), max(0, min-s)..max(0, max-s) is left. The window in the event's quotas.csv
//     has a min no higher, and a max no lower. Where it differs, or seats stay empty, a
//     checker says so ("deviation").
//   - Once it is drawn, its panel joins, and those who leave are no members any more.
//
// Where the kind is outgoing, the draw is about who leaves:
//
//   - (E1) everybody unavailable is a member.
//   - (E2) The pool of the event is the members who are not unavailable.
//   - (E3) seats is less than the members.
//   - (E4) The window of every line is 0..seats.
//   - Once it is drawn, its panel leaves.
//
// Where the kind is alternates, the draw is about who is next in line:
//
//   - (E1) those unavailable are others of the pool of the record.
//   - (E2) as in a replacement, where everybody stays.
//   - (E3) seats is any number.
//   - (E4) The windows are the organiser's, published before the draw as those of the record are.
//   - Once it is drawn nobody joins. Its panel is next in line, in place of who was before: a
//     succession takes from it, and a replacement may call everybody else unavailable.
//
// In a succession nothing is drawn: a rule says which alternates take the seats. Hence no new
// public value is needed, and nothing is announced. It has the files of every event all the same,
// so that everybody checks it as they check the others: its book names the same people on every page.
//
//   - (E10) The kind of its source is "nothing is drawn", which no record and no other event has
//     but for the alternates of (E11); no value mixes its book. seats is the number of people in its pool. They are those whom the
//     rule names. Who can move up: whoever is next in line, could be in the pool of a
//     replacement by (E2), and did not move up before. For each vacant seat in turn, the one of
//     them moves up with whom the loss of the panel is least, the first id, by its bytes, of
//     several; the rule ends when no seat is vacant, or the loss would grow. The loss of a panel
//     is the sum over all lines of the record's quotas.csv of the seats by which it misses min..max,
//     times 5354228880/max(1,max), rounded down.
//
// Alternates can be drawn with the panel, so that one public value names both and nobody chooses
// them. Then statements of rules.json, committed before the draw, has "the public value that draws
// the panel also names A alternates, who are on the next pages that it leads to". Let D be the
// commitment of the record, ".", and the public value of its draw (also for page digits). The next
// pages are P(j), j = 1, 2, ..., 1000: by the rule of the draw, with D + ",alternates," + j in place of the
// draw string. The people of a page come in the ascending order of SHA-256(D + ",alternate," + id).
// Whoever comes is named, but for members, those named before, and, where household_limit is
// above 0, those of whose household so many are members or named; the first A are the alternates.
// An event puts them down, of the kind alternates with a source of the kind "nothing is drawn":
//
//   - (E11) It is the first event, statements has that sentence (A is the largest, where several have
//     it), unavailable is empty, and no value mixes its book. Its pool are those alternates, and
//     seats is their number. (E4) holds; the part of (E2) that speaks of everybody does not.
//
// Whoever prepared the book knows which alternates come with which value, as they know the panel:
// what stands above of books that nobody chose holds for both. These alternates are a part of a page,
// drawn by lot: they have the chances of the book, and are not sought out for likely departures.
//
// In every kind:
//
//   - (E5) the record is drawn, its version is 2, and the event before has ended: drawn or
//     called off. An event that was called off changes nothing. The next one names its
//     commitment and reason in seedsource.json as supersedes and reason; no other event has
//     these.
//   - (E6) rules.json agrees with that of the record in format, rule, form and
//     household_limit; quotas.csv has the same features and values, and no flex columns.
//   - (E7) pool.csv has, for everybody in the pool of the event, the line of the record's
//     pool.csv; but the household is empty where nobody else in the pool of the event has it.
//   - (E8) Each source, of the mixing and then of the draw, has a round later than every round
//     before it in the record and its events, and a time later than every time before it,
//     where it has one; events that were called off count. (The source of a mixing comes
//     before that of its draw in any case.)
//   - (E9) The public value of a mixing, and then of a draw, is none that drew or mixed before
//     in the record or an event, drawn or not. Page digits are few: they are not compared, nor
//     counted among the values before.
//
// With public/ alone a reader checks (E1), (E3), (E4), (E5), (E6), (E8) and (E9); of (E10) all but
// whom of the alternates the rule names; of (E11) all where the form is not sealed and household_limit is
// 0; of (E2), that
// nobody is in the pool of the event who must not be, and where household_limit is 0 all of
// it (nothing before the book is mixed: no file of public/ names the pool then); and that the
// lines of seated.csv add up, for each feature, to those who stay. That seated.csv counts right,
// (E7) and the households take the pool of the record; so does what the record itself asks of
// its pool.
//
// The ids of an event are those of the record. Its key, of which rules.json has the hash, is
// HMAC-SHA256(record key, "evenlot/2 event" | 0x00 | event.json), so that no salt of a page
// serves twice.
//
// # Events of the plain form
//
// An event without rules.json is of the plain form, which earlier programs wrote. Events of a
// record are all of one form. public/events/N/commit then holds event.json, book.csv,
// seedsource.json and SHA256SUMS over these three, whose SHA-256 is the commitment of the
// event; public/events/N/draw.json is its draw. The book has pages of seats people each, and
// the drawn page names those who join the panel.
//
//	event      N
//	kind       "replacement"
//	previous   SHA-256 of the file that ended what was before: draw.json of the record,
//	           then draw.json or aborted.json of event N-1
//	seats      people who join
//	pages      pages of the book
//	leaving    array of the ids who leave the panel, sorted
//	statement  why, in the organiser's words: a sentence
//
// seats and pages are at least 1; seats may be more or fewer than those who leave, and
// leaving may be empty. People with 0 pages in chances.csv may join. Nobody joins who is
// on the panel, or who left it, and only people of the panel leave: this holds for every
// page of the book of an event. The panel afterwards is the panel before, without those
// who leave, with those who join. It should meet the quotas and the household limit, but
// may not be able to: a checker says so, and refuses nothing.
//
// An event that was called off has aborted.json in place of draw.json and changes
// nothing; the next one names its commitment and reason as supersedes and reason, and no
// other event has these. Only the last event may have neither. The source of an event
// suits its book as that of the record does. The round of an event is later than every
// round before it in the record, also of events that were called off. The page_salt of
// an event is empty: its book is public in every form. public/SHA256SUMS is written anew
// with every step.
//
// # Sample for an auditor
//
// Whoever doubts that the people of the pool exist can ask for a sample of them, and names
// its size. Take
// T(i) = 1 + SHA-256(draw string + ",audit," + i) mod n, i = 1, 2, ..., by the rule of
// the draw, and leave out repeats: the T-th people of chances.csv are to be contacted.
// For page digits the draw string here is the commitment, ".", and the digits.
//
// # Measures
//
// measures.json says what the book gives away and how even its digits are.
//
//	digit           first digit of the page, and
//	digit_person    a person for whom it is least even: of the person's pages
//	digit_pages     so many begin with it,
//	person_pages    out of so many
//	rank            rank of the pages, see below; 0: not computed, nor the next two
//	groups          groups of people whom the pages alone tell apart; 0: too few pages
//	smallest_group  people in the smallest of them; 0: too few pages
//	alike           fewest people of the pool who share all published features; 0 but in
//	                the open form
//
// Let B be the number of pages that begin with a digit (page numbers with their leading
// zeros). Digit and person are those for which |M*digit_pages - person_pages*B| is
// largest; of equals the smallest digit, then the first id.
//
// Let A be the matrix with a line for each page and a column for each person, 1 where the
// page names the person, else 0, and one more column of ones. rank is its rank over the
// rationals. Let e(i) have 1 in the column of person i, else 0. Two people i and j are of one
// group if e(i) - e(j) is a sum of multiples of the lines of A: then nothing that all pages
// have in common treats them differently. groups and smallest_group are 0 if fewer than 10
// pages follow the last one that added to the rank, and where the rank is 0. (The program computes modulo 2^31-1,
// which gives the same but by a rare accident.)
//
// Nothing is computed in the sealed form, with a value known in advance, and for a book that
// is too short (M - 10 < people + 1 - types) or too large (M * people * the lesser of the
// two > 2*10^10). It takes long to check: a reader who does not says "not checkable here".
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
// the household named by 32 hexadecimal digits that its members share, empty for those who
// live alone), or in the open form: also the pool root, the totals, the proof, and that every page meets every quota
// and household limit; in the sealed form every page and every seal.
//
// With the same files, and this program: everything again, byte for byte. How chances and
// pages are found is not part of the format, only what they are. Random choices on the way are
// read from streams, which package draw defines; the label is "book", or "legacy" for the
// pages of that rule. Only this shows that the book was not written by hand: the bounds of
// "The dealing" find large favours, not small ones. No key is needed; with the record key and
// the original pool, ids and salts can be computed again too.
//
// Whatever cannot be checked with the files at hand is "not checkable here", never ok.
//
// # Slips
//
// A slip is a text for one volunteer, in private/, with a few lines that programs read,
// whatever stands around them; blanks at the ends of lines, carriage returns, and the marks of a
// quotation ("> ") that stand before "begin record" and every other line do not matter.
//
//	id: bcdfgh
//	salt: 16 bytes in hexadecimal
//	place: 17 of 312
//	path: a hash; a line for each, from the leaf up
//	begin record
//	the lines of the leaf, see pool.root
//	end record
//
// The place is the number of the leaf, here from 1, and the number of leaves. In the sealed
// form there is also, for each page of the person,
//
//	page: 017 seat 3 salt 16 bytes in hexadecimal
//
// where the salt is that of the seat, followed by the lines of the path from the seat to the
// seal of the page. They may stand in a file of their own, which is read behind the slip: a slip
// without them shows that the person is in the pool, and only names the pages.
//
// What people read has to be true as well. In version 2 a slip has, whatever blanks and line
// ends part their words, "pages: 167 of 1000"; "commitment: " and the commitment; for every
// feature "feature: value"; and for whoever is on a page the names of all pages, in order, and
//
//	You are on 167 of them, so your chance is 167 in 1000 (16.7 per cent).
//
// with "one" for 1, the per cent rounded down, and ": you are on the panel whatever is drawn" in
// place of the brackets where that is so. It may be in German or French, as its heading is ("IHR PLATZ
// IN DER AUSLOSUNG", "VOTRE PLACE DANS LE TIRAGE AU SORT", "YOUR PLACE IN THE SELECTION"); the names of
// the lines above are the same in all languages:
//
//	Sie stehen auf 167 davon, Ihre Chance ist also 167 von 1000 (16,7 Prozent).
//	Vous êtes sur 167 d'entre elles : votre chance est donc de 167 sur 1000 (16,7 pour cent).
//
// with "einer" and "une" for 1, and ": Sie sind dabei, was auch gezogen wird" and ", et vous êtes du
// panel quoi qu'on tire" in place of the brackets. A checker refuses a slip that lacks one of them; one in
// which a line begins with "pages: ", "commitment: " or "feature: " (but for features called id,
// salt, place, path, page or pool root) and goes on neither with what it should, as words, nor with
// a beginning of that; and one in which the list of pages has another name, of as many digits, right
// before or behind it. A line that programs read has one spelling (numbers without leading zeros or
// signs, small letters) and, but for page and path, stands once; so do "begin record" and "end
// record".
//
// # Who could cheat
//
// Prevented means that no record does it and verifies; detected, that somebody who looks will
// see it; out of scope, that no file can show it. "The program" is evenlot verify, "the page"
// verify.html, "the script" verify.sh. What needs to know the features of people needs
// auditor/ (or the open form), the program or the page. A reader who has public/ alone is told
// what was not looked at, and the verdict is amber.
//
// The operator (who runs the program, holds the pool and the record key):
//
//   - changes pool, quotas, book or rules after the commitment: prevented, if the commitment
//     was published and is compared; every file is under it, and all three checkers hash them.
//   - claims too small a chance to be the largest one, with a forged proof, for example a
//     first step a hair too high, or a cut that no step uses: prevented by (P1) to (P12), which
//     program and page check. "Attained exactly" speaks of every chance; "attained by the book"
//     of the smallest, and of the others beside this book's pages; "bounds only" of neither,
//     and is amber.
//   - gives one person more pages than people alike, or than their chance: detected by (D1),
//     (D2) and (D5). What rounding leaves is a page or so; up to the limit of (D2) the verdict is
//     amber and names the person. With "bounds only", and beyond the smallest chance with "attained
//     by the book", nothing holds the pages of people whom nobody is like: amber, and the first says
//     how far the smallest chance may be from the best. Computing again shows the rest.
//   - writes a book by hand in which certain people sit together, or not: detected by (D3),
//     (D4) and (D6) if it shows in the numbers; by recomputing in any case, which the program does by
//     itself where it takes seconds. What the numbers do not show is in the table of "The dealing":
//     a group that holds nearly all seats of 20 pages of 1000, which lot would never give it, passes.
//   - makes many books and keeps the one that suits: prevented by mixing, where the value is
//     one that nobody knew. Without it the verdict is amber, and this remains: nobody's own
//     chance can be raised, but the best of 500 books of 1000 pages, 40 seats and 300 people
//     seats a pair on 29 pages instead of 17; the fewer pages, the more can be chosen.
//     A book in which the smallest chance gives fewer than 5 pages binds nobody: a record that
//     announces more with it does not verify.
//   - tries many pools, rules or numbers of seats before anything is published: out of scope.
//     They are decisions that anybody can read; the random numbers after the mixing are not
//     theirs to choose.
//   - tries many books or values after the value is known, and says that the commitment was
//     older: detected by whoever saw what was published, and when. The program refuses to book
//     less than an hour ahead, but cannot know when the commitment was published.
//   - chooses the value: prevented for drand, whose signature the program checks (page and
//     script say that they do not); for the other kinds whoever draws must be seen drawing.
//     "Known in advance" and "rehearsal" bind nobody, and are amber.
//   - draws twice and shows the better one: detected, if the source was announced precisely
//     (round, time, place); a second record has another commitment.
//   - puts friends on the pages of a replacement: prevented, for its book has a proof like that of
//     the record, over everybody who can take a seat, by (E1) to (E11); and whom the operator leaves
//     out is named ("narrowed"). In the plain form the draw
//     of an event is checked, not what its book gives to whom, and the verdict is amber.
//   - draws alternates until they suit: prevented by (E11) where they are drawn with the panel, and by (E8)
//     and (E9) else.
//   - telephones for the alternate who suits, and lets that one move up: prevented by (E10); whoever
//     of those next in line is passed over as unavailable is named ("narrowed").
//   - sends members away, or calls people unavailable who are not: detected by these people, for
//     event.json names them by their ids, with the reason.
//   - prepares a replacement for a value that is known: prevented by (E8) and (E9) as far as the
//     record goes; else as for the first draw.
//   - leaves out an event, or all after one: detected by whoever saw its commitment published.
//   - calls a ceremony off because of its outcome: detected. The end is recorded, and the
//     record that replaces it names it; a missing draw of a published commitment is itself the
//     evidence. With drand everybody can compute what was thrown away. Who replaces one record
//     by two is detected by whoever sees both.
//   - enters people who do not exist, or leaves volunteers out: a volunteer detects the second
//     with a slip and the proof of inclusion; nobody can see the first in the files. The sample
//     for an auditor finds g such people of n with the chance 1 - (1 - g/n)^s, for s people
//     contacted.
//   - records a volunteer with other features: detected by that volunteer's slip.
//   - gives one slip to two volunteers who are alike, so that one of them is left out: detected if
//     they compare their public ids, or if both come when the id is drawn. No file can show it.
//   - swaps the people behind two public ids after the draw: detected by their slips, if these
//     were given out before, and by whoever has the record key and the pool.
//   - gives volunteers different records: detected, if they compare the commitment. One
//     announcement cannot name two: prevented by the rule for announcement.txt, where the second
//     is written in 0 to 9 and a to f, and not, say, in the letters of another alphabet.
//   - announces a source of few outcomes, so that few pages can come out: prevented; digits
//     are counted, and a lottery announces how high its numbers go.
//   - puts another verify.html or verify.sh into the record, which says that all is well:
//     detected by the program, which knows its own, and by whoever checks with one that they
//     got elsewhere.
//   - writes a record that harms whoever checks it: prevented. A checker looks at names and
//     sizes first (see Limits), at the alphabet of a text before it uses it, and at the length
//     of a number before it computes; nothing out of a record is run, or printed raw.
//
// The beacon or those who draw: drand can be known in advance by a majority of its members
// together, but not steered; one that works with the operator could try books until one
// suits. Dice thrown in public before the round take that away: neither side knows the other's
// part. Balls and lotteries are as good as their supervision.
//
// In the hall: whoever throws the last of several dice, with a telephone at hand, knows the
// others and picks one of ten pages: somebody on 13 in 100 pages then comes in three times out
// of four. Out of scope for files; the announcement asks that all digits be shown at once. Page
// digits in particular must be drawn from equal balls, one place each. Dice with drand leave
// nothing to pick.
//
// A volunteer: cannot change the chance by what they know of the record; can lie about their
// features, or apply twice, before any record exists: out of scope. A volunteer who shows a
// slip shows their features; a proof of inclusion convinces whoever sees it.
//
// A helper at the draw: may misread or mistype the value. Several people write it down; the
// record shows it, and anybody who was there can compare it.
//
// A reader of the record: in the default form the pages let anyone sort ids into groups of
// like people where quotas are narrow, which totals.csv then names: measures.json says how
// far. The sealed form shows the drawn page only, but chances.csv stays public in every form:
// a rare chance points to a rare type. In the open form the features are public. Whoever
// knows the record key, or has private/, knows everybody.
//
// The machine: a program that lies to its operator writes a record that does not verify on
// another machine, with another program: that is what this page is for.
//
// # Privacy of ids
//
// With the record key, let N be HMAC-SHA256(key, "evenlot/1 public id" | 0x00 | identity), a
// number, most significant byte first. The first letter of the id is number N mod 20 of
// bcdfghjkmnpqrstvwxyz, from 0, and N is divided by 20, rounded down; each further character
// is number N mod 28 of bcdfghjkmnpqrstvwxyz23456789, and N is divided by 28. Ids have 6
// characters, or as many more as it takes that 20*28^(length-1) > 1000000*n^2 and that all
// are different. The salt of a person is the first 16 bytes of
// HMAC-SHA256(key, "evenlot/1 salt" | 0x00 | identity), and a household is named by the first
// 16 bytes of HMAC-SHA256(key, "evenlot/2 household" | 0x00 | identity of its member with the
// smallest public id). The identity is taken from the
// original pool, by this program: the cell of its id column, or all cells (package pool).
//
// Public ids and salts hide who is who only from those who do not have the
// record key. Where quotas are narrow, the pages by themselves let a reader sort
// ids into groups of like people; the sealed form does not.
//
// # What a verdict says
//
// A record that holds may still prove less than a reader thinks. A checker prints one of three
// colours: red where something failed; amber where nothing failed and any of the following is
// true, with the sentence that says so; green else. Nothing is green whose commitment and public
// value the reader has not compared with what was published and drawn.
//
//	known       the value was known in advance: whoever ran the selection could have tried
//	            several values or books
//	rehearsal   the draw binds nobody: so also where an event is a rehearsal
//	public      there is a book, and features, pages or weights (mixture.json) were not at
//	            hand: quotas, households, the proof, or who sits with whom, were not looked at
//	company     (D3) was left out
//	bounds      grade "bounds only": says on how many pages somebody is who can be seated, and
//	            to how many the proof does not rule out to lift everybody
//	smallest    grade "attained by the book": beyond the smallest chance the proof goes as far
//	            as this book only
//	dealing     (D2) is missed: names the person furthest off, and by how many pages
//	events      there is an event of the plain form: no proof stands behind its book, which may
//	            name whom its maker liked
//	narrowed    of an event: unavailable is not empty
//	deviation   of an event, by (E4): the quotas cannot be met any more as first published
//	unmixed     no public value mixed the book; never of a succession
//	short       the smallest chance gives fewer than 5 pages
//	range       a lottery whose range was not announced, of the draw or of an event
//	rule        another rule than leximin, and the computation was not done again
//	unconfirmed the reader has not compared the commitment and the public value, and for a mixed
//	            book those of the mixing, with what was published and drawn; always so before
//	            the draw
//
// What is true of an event is said of it by name ("event 1: "), after what is true of the record,
// and counts for the record. What a reader compares includes the commitments and values of every
// event that is a record of its own, of one that was called off the commitments; while the last
// event has not ended, "unconfirmed" stays.
//
// And it says, in every colour, whether the computation was done again ("written").
//
// # Computing again
//
// Whoever has auditor/ can compute chances and pages again, and compare every byte. What is computed
// goes by algorithm in rules.json. A program computes by the algorithms it knows, and says of
// others in so many words that it cannot: never that the bytes are as computed. The program of this
// specification knows "evenlot/3". Records of "evenlot/1" and "evenlot/2" hold by every rule on this
// page, which rests on nothing that a program computed, and are computed again by the release of
// evenlot that made them. An event may be of a later algorithm than its record.
//
// # Version 1
//
// Records of evenlot-record/1 are read by the same rules but for these.
//
//   - rules.json has no statements; algorithm is "evenlot/1". Nothing is mixed.
//   - quotas.csv may stand in any order, but the lines of a feature together.
//   - seedsource.json has no highest and extra_highest; numbers + extra is at least 5.
//   - A household is named by its smallest id.
//   - The rule of 5 pages for the smallest chance does not hold.
//   - proof.json is of format "evenlot-proof/1", mixture.json of "evenlot-mixture/1", which has
//     the field pages in place of weights, and no panels.
//   - In every grade, cuts are equations, q[t] is the chance of the step, chances never fall,
//     everybody is fixed, fewest is at least pages at every step but with "bounds only", and
//     the rule of (P10) for new cuts holds. Under a rule other than leximin, and with "bounds
//     only", the last step takes everybody left.
//   - Steps after the first one above 0 rest on a lottery that nobody has shown to be there,
//     but with "attained exactly" and its mixture: without, a checker says that the smallest
//     chance alone is proved (the sentence "smallest"), and takes cuts for the inequalities
//     that (P5) makes them: where the first step above 0 rests on a cut that does not hold so,
//     the record does not hold.
//   - Streams have the key SHA-256("evenlot/1" LF | label | LF | pool root | SHA-256(rules.json)).
package record

// Size: the specification is a fifth of it, and every file of the format has its reader beside its writer.
// Whoever checks the format reads one room.

// Package draw turns public randomness into one page of a book, and committed
// facts into every other random choice. It is small so that it can be done again
// without it: by a hash tool, in a browser, on paper and with patience.
//
// # The draw
//
// The commitment is the hash of everything fixed before the draw (64 lower-case
// hexadecimal digits); the public value is what is drawn in public afterwards.
// For a book of M pages, numbered from 0:
//
//	draw string = commitment + "." + public value
//	hash        = SHA-256(draw string + "," + i), i = 1 in decimal
//	ticket      = 1 + hash mod M, the hash read as a big-endian number
//	page        = ticket - 1
//
// Where hash >= floor(2^256/M)*M the hash is passed over and i is one more: so
// every page is exactly as likely as every other. (For M = 1000 that happens
// once in 2^246 draws.) This is Ronald Rivest's sampler of 2011
// (https://people.csail.mit.edu/rivest/sampler.py), which election audits use
// and which therefore has many independent implementations. In a shell:
//
//	H=$(printf '%s,1' "$DRAW_STRING" | sha256sum | cut -c1-64 | tr a-f A-F)
//	echo "ibase=16; $H % 3E8" | bc        # the page, where M = 1000 = 3E8 hex
//
// A public value is text and stays text (leading zeros matter): what is hashed is its
// bytes, which nothing normalises. [ParsePublic] refuses what cannot be seen; free text
// that looks the same may still be other bytes (an accented letter can be one character or
// two), so announce kinds of digits, which have one spelling. Vectors of Rivest's sampler
// speak of tickets, books of pages: page = ticket - 1.
//
// # Public values
//
// A [Source] is announced with the commitment, before the value is known: its kind,
// and what the kind needs. [Source.Value] turns what was drawn into the public value
// and takes nothing but what was announced; [Source.Verify] checks it again, from a
// record. Each kind writes its value in one way:
//
//	known in advance  any text; whoever ran the selection had it before
//	nothing is drawn  any text; a rule says who, and every page has the same people
//	rehearsal         any text; the draw binds nobody
//	digits            the digits in the order drawn: 08772473296991897540
//	page digits       the digits, which are the page: 007 is page 7, ticket 8
//	lottery           the numbers as RFC 3797 section 4 writes them: each group in
//	                  ascending order, "." after each number, "/" after each group:
//	                  3.12.19.27.44.45./7./
//	drand             randomness of the announced round, SHA-256 of its signature
//	dice and drand    the digits, ".", the randomness
//
// Page digits are not hashed: there is no draw string, the book has 10 to the power of
// digits pages, and each digit must be drawn out of 0 to 9 with equal chances (balls,
// ten-sided dice; not six-sided ones). Everybody in the room can follow that, and it is
// as good as the drawing itself. All other values are hashed, so they need many more
// outcomes than there are pages: [Source.CheckPages].
//
// # A round of drand
//
// drand is a network of organisations (https://docs.drand.love), so many of which must
// work together, the threshold, to sign the number of a round. Its chain quicknet signs
// one every 3 seconds, at times known for ever: round r at 1692803367 + 3(r-1)
// seconds after 1970. The signature is a BLS signature on the curve BLS12-381 (on G1, the
// key on G2, scheme bls-unchained-g1-rfc9380) of SHA-256(r as 8 bytes, big-endian). It is
// verified here from the key alone, without any network, by
// github.com/cloudflare/circl/sign/bls. The signature goes into the record, since
// networks end (that of fastnet did) and a link would then prove nothing.
//
// Why drand, of all beacons: a round has one valid signature, so nobody can choose among
// values, not even all its members together; one key checks it, offline; it comes at a
// stated second; and relays of several operators show it. A beacon of one operator
// asks for trust in that operator. Why one round, named in
// advance: whoever may take "the next one" draws until they like the page.
//
// # Who could cheat, and how
//
// The operator knows the book. Whoever knows the public value before the commitment is
// fixed can make book after book (another key is enough) until the page suits them. So
// the order is everything: first the commitment is published, then the value arises.
// A program sees no clock of others and cannot vouch for that; witnesses of the
// publication can. [Source.CheckAhead] refuses times less than an hour ahead.
//
//   - The operator waits for the value and writes the book then: seen by everyone who
//     kept the commitment; not by those who see only the record.
//   - The operator draws again, takes another round, another lottery, other digits:
//     refused by [Source.Value], and found by [Source.Verify], for drand by anyone. That
//     the digits or lottery numbers of the record are those that were drawn is known
//     to those who saw the drawing.
//   - The operator calls the draw off when the page is not to their liking: the
//     announcement is public and so is its silence. A new commitment names the old one.
//   - The helper at the draw loads the dice, palms a ball, misreads a digit: a camera,
//     several helpers, and "dice and drand" help against it.
//   - A threshold of the members of drand can know a round in advance, but not change it
//     (members who refuse can stop it: then there is no draw, and a new announcement).
//     It cheats only together with the operator, who would write the book to suit.
//     "dice and drand" stops that: the digits are drawn and published after the commitment
//     and before the round, so that nobody knows both when the book is fixed, unless the
//     dice are loaded too. The program sees that the value holds both; that the digits
//     were published first only witnesses see.
//   - A relay shows a wrong round, or somebody alters a file: the signature fails. Every
//     signature has one spelling, or values could be chosen from; a test insists.
//   - Lottery companies and their machines are trusted not to draw for one particular
//     assembly. Their numbers come late enough and before witnesses.
//   - Two people read one value differently: every kind but free text has one spelling, and
//     texts with characters that cannot be seen are refused.
//   - A break of SHA-256 or of BLS signatures, by a quantum computer or otherwise, is out
//     of scope. Page digits need neither, but the commitment needs SHA-256.
//
// # Sample for an auditor
//
// [Sample] draws people whom an auditor should contact, to find entries of the pool that
// are nobody: Rivest's sampler without repeats, with draw string + ",audit" as its seed.
//
// # Streams
//
// Everything random that comes before the draw (dealing people to seats,
// shuffling pages) is read from a [Stream], which depends only on what the
// commitment fixes. Where a public value mixes the book, mix is the mix_string of mix.json,
// else it is empty. With | for joining bytes:
//
//	key      = SHA-256("evenlot/3" LF | label | LF | pool root | SHA-256(mix))
//	block j  = SHA-256(key | j), j = 0, 1, 2, … as 8 bytes, big-endian
//	words    = block 0, block 1, … cut into 8 bytes, big-endian: 64-bit numbers
//	IntN(n)  = w mod n for the next word w < floor(2^64/n)*n; others are passed over
//	Shuffle  = for i = n-1 down to 1: swap i and IntN(i+1)
//
// Pool root and SHA-256(mix) are 32 raw bytes each. A stream is read by
// one reader; work that is done in parallel takes one label each.
//
// Rules, quotas and the budget are not in the key: whoever may choose them freely would
// choose among books. A mixed book depends on them through the commitment in mix, which was
// fixed before the value was known. Of two ways to take the choice away this is the one that
// leaves the book a printed list: the other, to deal the people of a type anew by the value
// of the draw, would make the page that a volunteer holds in hand another one on the day.
//
// Streams of "evenlot/2" have that name in their key. Streams of "evenlot/1" have SHA-256(rules.json) in place of SHA-256(mix).
//
// # Versions
//
// [Algorithm] names all of this, and how the chances and the pages are computed. It never changes
// under that name: the examples and vectors of this package are frozen.
//
// Files in reading order: public.go, draw.go, sample.go, clock.go, digits.go, source.go, beacon.go,
// value.go, key.go, stream.go.
package draw

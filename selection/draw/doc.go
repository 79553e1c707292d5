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
// A public value is text and stays text (leading zeros matter); [ParsePublic]
// says which texts are allowed, so that what two people read as the same value
// is the same value.
//
// # Streams
//
// Everything random that comes before the draw (dealing people to seats,
// shuffling pages) is read from a [Stream], which depends only on what the
// commitment fixes. With | for joining bytes:
//
//	key      = SHA-256("evenlot/1" LF | label | LF | pool root | SHA-256(rules.json))
//	block j  = SHA-256(key | j), j = 0, 1, 2, … as 8 bytes, big-endian
//	words    = block 0, block 1, … cut into 8 bytes, big-endian: 64-bit numbers
//	IntN(n)  = w mod n for the next word w < floor(2^64/n)*n; others are passed over
//	Shuffle  = for i = n-1 down to 1: swap i and IntN(i+1)
//
// Pool root and SHA-256(rules.json) are 32 raw bytes each. A stream is read by
// one reader; work that is done in parallel takes one label each.
//
// # Versions
//
// [Algorithm] names all of this. It never changes under that name: the examples
// and vectors of this package are frozen.
package draw

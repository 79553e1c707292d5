package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strconv"
)

// Algorithm names the sampler and the streams of this package, and how chances and pages are
// computed. Algorithm2 has the same sampler and streams, under its own name, and computed pages
// otherwise; so had Algorithm1, of records of version 1, whose streams follow from the rules.
const (
	Algorithm  = "evenlot/3"
	Algorithm2 = "evenlot/2"
	Algorithm1 = "evenlot/1"
)

// A Draw is one opening of a book, with every number a reader needs to do it
// again. Where the public value names the page itself, nothing is hashed: Text and
// Hash are empty and Counter is 0.
type Draw struct {
	Commitment  string // 64 lower-case hexadecimal digits
	PublicValue string // what was drawn in public, as [ParsePublic] gives it
	Signature   string // of the drand round, in hexadecimal; "" for other values
	Pages       int    // M
	Text        string // draw string: Commitment + "." + PublicValue
	Counter     int    // i of the hash that decided; 1 but for the biased tail
	Hash        string // SHA-256(Text + "," + Counter), 64 hexadecimal digits
	Ticket      int    // 1..M
	Page        int    // 0..M-1; always Ticket - 1
}

// Open draws the page of a book of the given number of pages.
//
// The commitment must be 64 lower-case hexadecimal digits and the public value
// must be as [ParsePublic] returns it: both are errors otherwise, since they may
// come from a file. A book without pages is the caller's bug and panics.
func Open(commitment, public string, pages int) (Draw, error) {
	if pages < 1 {
		panic("draw: a book has at least one page")
	}
	if err := checkCommitment(commitment); err != nil {
		return Draw{}, err
	}
	clean, err := ParsePublic(public)
	if err != nil {
		return Draw{}, err
	}
	if clean != public {
		return Draw{}, errors.New("public value has blanks at its ends: leave them out")
	}
	d := Draw{
		Commitment:  commitment,
		PublicValue: public,
		Pages:       pages,
		Text:        commitment + "." + public,
	}
	for i := 1; ; i++ {
		ticket, hash, ok := Ticket(d.Text, i, pages)
		if ok {
			d.Counter, d.Hash = i, hex.EncodeToString(hash[:])
			d.Ticket, d.Page = ticket, ticket-1
			return d, nil
		}
	}
}

// Ticket is Rivest's sampler: SHA-256(seed + "," + i) mod m, plus one. It gives
// the ticket (1..m), the hash it comes from, and whether the hash counts: ok is
// false in the biased tail, from floor(2^256/m)*m on, where the next i decides.
// The seed is text and used as it stands. i and m start from 1; less panics.
//
// Source: R. Rivest, sampler.py (2011), which has no tail; for m up to 2^20 the
// tail has less than one chance in 2^235.
func Ticket(seed string, i, m int) (ticket int, hash [32]byte, ok bool) {
	if i < 1 || m < 1 {
		panic("draw: counters and tickets start from 1")
	}
	hash = sha256.Sum256([]byte(seed + "," + strconv.Itoa(i)))
	ticket, ok = ticketOf(hash, m)
	return ticket, hash, ok
}

func ticketOf(hash [32]byte, m int) (ticket int, ok bool) {
	h := new(big.Int).SetBytes(hash[:])
	n := big.NewInt(int64(m))
	all := new(big.Int).Lsh(big.NewInt(1), 256)
	tail := new(big.Int).Sub(all, new(big.Int).Mod(all, n))
	ticket = 1 + int(new(big.Int).Mod(h, n).Int64())
	return ticket, h.Cmp(tail) < 0
}

func checkCommitment(s string) error {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != s {
		return fmt.Errorf("commitment is %q, expected 64 hexadecimal digits in lower case", s)
	}
	return nil
}

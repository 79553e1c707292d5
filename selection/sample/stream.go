package sample

import (
	"crypto/sha256"
	"encoding/binary"
)

// A stream gives bytes SHA-256(key, counter) for counter = 0, 1, 2, ..., where key
// is SHA-256("evenlot sample/1", label, seed) with a zero byte between the parts.
type stream struct {
	block [40]byte // key, then the counter in big-endian order
	out   [sha256.Size]byte
	at    int // bytes of out already used
	next  uint64
}

func newStream(label, seed string) *stream {
	s := &stream{at: sha256.Size}
	key := sha256.Sum256([]byte("evenlot sample/1\x00" + label + "\x00" + seed))
	copy(s.block[:], key[:])
	return s
}

// word gives the next 64 bits. Eight divides the size of a block, so that no word
// is ever torn.
func (s *stream) word() uint64 {
	if s.at == sha256.Size {
		binary.BigEndian.PutUint64(s.block[sha256.Size:], s.next)
		s.out = sha256.Sum256(s.block[:])
		s.next++
		s.at = 0
	}
	w := binary.BigEndian.Uint64(s.out[s.at:])
	s.at += 8
	return w
}

// below gives a number from 0 to n-1, each equally likely.
func (s *stream) below(n int) int {
	if n <= 0 {
		panic("sample: below needs a positive bound")
	}
	return int(s.below64(uint64(n)))
}

// below64 is below for bounds that an int may not hold: words of the biased tail are thrown away.
func (s *stream) below64(n uint64) uint64 {
	limit := -n % n // 2^64 mod n words too many
	for {
		if w := s.word(); w >= limit {
			return w % n
		}
	}
}

// sigma is the standard deviation of score, times 1: the root of 4 * 65536^2 / 12.
const sigma = 37837

// score gives a nearly normal number with mean 0 and deviation sigma.
func (s *stream) score() int64 {
	w := s.word()
	return int64(w&0xffff+w>>16&0xffff+w>>32&0xffff+w>>48) - 2*0xffff
}

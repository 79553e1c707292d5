package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// A Stream is an endless sequence of random numbers that anyone can compute
// again from its label and two hashes; the package documentation gives the
// bytes. It is for one reader at a time.
type Stream struct {
	key   [sha256.Size]byte
	next  uint64 // number of the block to compute next
	block [sha256.Size]byte
	used  int // bytes of block already given out
}

// NewStream gives the stream of a label for a pool (its root) and a second hash: of the text that
// mixes the book or, for [Algorithm1], of rules.json. A label is one line of text; a line break
// panics.
func NewStream(algorithm, label string, poolRoot, second [32]byte) *Stream {
	if strings.Contains(label, "\n") {
		panic("draw: the label of a stream is one line")
	}
	h := sha256.New()
	h.Write([]byte(algorithm + "\n" + label + "\n"))
	h.Write(poolRoot[:])
	h.Write(second[:])
	s := &Stream{used: sha256.Size}
	h.Sum(s.key[:0])
	return s
}

// Uint64 gives the next word of the stream.
func (s *Stream) Uint64() uint64 {
	if s.used == sha256.Size {
		var in [sha256.Size + 8]byte
		copy(in[:], s.key[:])
		binary.BigEndian.PutUint64(in[sha256.Size:], s.next)
		s.block = sha256.Sum256(in[:])
		s.next++
		s.used = 0
	}
	w := binary.BigEndian.Uint64(s.block[s.used:])
	s.used += 8
	return w
}

// IntN gives a number from 0 to n-1, each exactly as likely as the others. It
// panics where n < 1.
func (s *Stream) IntN(n int) int {
	if n < 1 {
		panic("draw: IntN needs at least one number to choose from")
	}
	for {
		if i, ok := reduce(s.Uint64(), uint64(n)); ok {
			return int(i)
		}
	}
}

// reduce gives w mod n, and whether w stands before the biased tail, below
// floor(2^64/n)*n. Since 2^64 mod n = -n mod n in 64-bit arithmetic, the tail
// has that many words.
func reduce(w, n uint64) (i uint64, ok bool) {
	tail := -n % n
	return w % n, w <= ^uint64(0)-tail
}

// Shuffle puts n things in random order by exchanging pairs, from the end
// (Fisher and Yates, as R. Durstenfeld wrote it in 1964). All orders are equally
// likely as far as the stream is random. It panics where n < 0.
func (s *Stream) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("draw: Shuffle needs a number of things")
	}
	for i := n - 1; i > 0; i-- {
		swap(i, s.IntN(i+1))
	}
}

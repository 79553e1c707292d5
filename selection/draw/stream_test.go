package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// ramp is the bytes 0 to 31.
func ramp() (b [32]byte) {
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// Frozen; computed by hashlib of Python 3 from the ten lines of doc.go.
func TestStreamVectors(t *testing.T) {
	stream := func() *Stream { return NewStream(Algorithm1, "deck", ramp(), sha256.Sum256([]byte("{}\n"))) }

	s := stream()
	for i, want := range []uint64{
		0xc046dcee74260773, 0x36b71e404b2cd154, 0x384184b403bb5396,
		0x95a696e7b5237b96, 0xc81744f4ee471c1d, 0xb6f888d505439991,
	} {
		assert.Equal(t, want, s.Uint64(), "word %d", i)
	}

	s = stream()
	for i, want := range []int{131, 188, 46, 630, 941, 929, 405, 503} {
		assert.Equal(t, want, s.IntN(1000), "number %d", i)
	}

	s = stream()
	order := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	s.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	assert.Equal(t, []int{3, 0, 7, 5, 4, 9, 2, 6, 8, 1}, order)

	// Of numbers below 0x6000000000000001 a third of the words is passed over.
	s = stream()
	var got []uint64
	for len(got) < 4 {
		if v, ok := reduce(s.Uint64(), 0x6000000000000001); ok {
			got = append(got, v)
		}
	}
	assert.Equal(t, []uint64{
		3942653260274127188, 4053667048301745046, 3865943252064762773, 6266909329983773072,
	}, got)
}

func TestReduceTail(t *testing.T) {
	const last = ^uint64(0)
	check := func(w, n, want uint64, ok bool) {
		t.Helper()
		got, gotOK := reduce(w, n)
		assert.Equal(t, want, got)
		assert.Equal(t, ok, gotOK)
	}
	check(last, 1, 0, true)
	check(last, 1<<63, 1<<63-1, true)
	check(last, 3, 0, false) // 2^64 mod 3 = 1
	check(last-1, 3, 2, true)
	check(last-615, 1000, 0, false) // 2^64 mod 1000 = 616
	check(last-616, 1000, 999, true)
	check(last, last, 0, false)
	check(last-1, last, last-1, true)
}

func TestStreamKeys(t *testing.T) {
	a, b := ramp(), [32]byte{}
	first := func(label string, root, rules [32]byte) uint64 {
		return NewStream(Algorithm, label, root, rules).Uint64()
	}
	words := []uint64{
		first("deck", a, a), first("deck", a, b), first("deck", b, a), first("pages", a, a), first("", a, a),
	}
	slices.Sort(words)
	assert.Len(t, slices.Compact(words), 5, "label, root and rules all count")
	assert.Panics(t, func() { NewStream(Algorithm, "a\nb", a, a) })
	assert.Panics(t, func() { NewStream(Algorithm, "a", a, a).IntN(0) })
	assert.Panics(t, func() { NewStream(Algorithm, "a", a, a).Shuffle(-1, nil) })
}

func TestShuffleIsPermutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 200).Draw(t, "n")
		s := NewStream(Algorithm, fmt.Sprint(rapid.Int().Draw(t, "label")), ramp(), ramp())
		got := make([]int, n)
		for i := range got {
			got[i] = i
		}
		s.Shuffle(n, func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.Sort(got)
		for i, v := range got {
			assert.Equal(t, i, v)
		}
	})
}

func TestShuffleIsUniform(t *testing.T) {
	// All 24 orders of four things, 1,000 each expected; 200 is over 6 standard
	// deviations. The stream is fixed.
	s := NewStream(Algorithm1, "test", ramp(), ramp())
	seen := map[[4]int]int{}
	for range 24000 {
		order := [4]int{0, 1, 2, 3}
		s.Shuffle(4, func(i, j int) { order[i], order[j] = order[j], order[i] })
		seen[order]++
	}
	assert.Len(t, seen, 24)
	for order, n := range seen {
		assert.InDelta(t, 1000, n, 200, "order %v", order)
	}
}

func TestKeys(t *testing.T) {
	key := DeriveKey(ramp(), []byte("{}\n"))
	assert.Equal(t, "9c9828bf4c36dff6a6a594ca59bb9d78703fdc2e8444ab536bb74ddc0f394056", hex.EncodeToString(key[:]))
	assert.NotEqual(t, key, DeriveKey(ramp(), []byte("{}")))
	assert.NotEqual(t, key, DeriveKey([32]byte{}, []byte("{}\n")))
	assert.Equal(t, "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd", KeyHash(ramp()))
}

func ExampleStream() {
	var poolRoot [32]byte
	s := NewStream(Algorithm1, "deck", poolRoot, sha256.Sum256([]byte("{}\n")))
	deck := []string{"ann", "bo", "cy", "di"}
	s.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
	fmt.Println(deck)
	// Output: [bo di cy ann]
}

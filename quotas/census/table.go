package census

import "slices"

// A table numbers keys of so many words in the order in which they come.
type table struct {
	width int
	keys  []uint64
	slots []int32 // number + 1, 0 free
}

func newTable(width int) *table { return &table{width: width, slots: make([]int32, 16)} }

// size is how many keys there are.
func (t *table) size() int { return len(t.keys) / t.width }

func (t *table) key(n int) []uint64 { return t.keys[n*t.width : (n+1)*t.width] }

// slot is where a key is or would be.
func (t *table) slot(k []uint64) uint64 {
	const odd = 0x9e3779b97f4a7c15
	h := uint64(0)
	for _, w := range k {
		h = (h ^ w) * odd
		h ^= h >> 29
	}
	mask := uint64(len(t.slots)) - 1
	for i := h & mask; ; i = (i + 1) & mask {
		if n := t.slots[i]; n == 0 || slices.Equal(t.key(int(n)-1), k) {
			return i
		}
	}
}

// number gives the number of a key, a new one to a new key.
func (t *table) number(k []uint64) int32 {
	i := t.slot(k)
	if n := t.slots[i]; n != 0 {
		return n - 1
	}
	t.keys = append(t.keys, k...)
	n := int32(t.size())
	t.slots[i] = n
	if 2*t.size() > len(t.slots) {
		t.grow()
	}
	return n - 1
}

func (t *table) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	for n := range t.size() {
		t.slots[t.slot(t.key(n))] = int32(n) + 1
	}
}

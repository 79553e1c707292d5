package record

import (
	"hash/maphash"
	"math/bits"
)

// idBytes: ids of as many bytes or fewer are looked up as numbers.
const idBytes = 8

// An idIndex numbers ids, all of one length. Books name people tens of millions of times, and a map
// of strings would take most of the time that it takes to read one.
type idIndex struct {
	length int
	keys   []uint64         // ids as numbers
	slots  []int32          // 1 + number of the id, by its hash or the next free slot after; 0: none
	by     uint64           // odd and unforeseeable, so that nobody makes ids that share a slot
	shift  int              // what a hash leaves of 64 bits
	long   map[string]int32 // instead, where ids are longer
}

// indexOf numbers ids in their order.
func indexOf(ids []string) *idIndex {
	x := &idIndex{by: maphash.String(maphash.MakeSeed(), "ids") | 1}
	if len(ids) > 0 {
		x.length = len(ids[0])
	}
	if x.length > idBytes {
		x.long = make(map[string]int32, len(ids))
		for i, id := range ids {
			x.long[id] = int32(i)
		}
		return x
	}
	size := bits.Len(uint(len(ids))) + 1 // two to four slots for each
	x.keys, x.slots, x.shift = make([]uint64, len(ids)), make([]int32, 1<<size), 64-size
	for i, id := range ids {
		x.keys[i] = idKey([]byte(id))
		at := x.slot(x.keys[i])
		for x.slots[at] > 0 {
			at = (at + 1) & (len(x.slots) - 1)
		}
		x.slots[at] = int32(i) + 1
	}
	return x
}

// find gives the number of an id. Without an index, which nobody made where chances.csv is missing
// or at fault, it knows none.
func (x *idIndex) find(id []byte) (i int32, known bool) {
	if x == nil {
		return 0, false
	}
	if x.long != nil {
		i, known = x.long[string(id)]
		return i, known
	}
	if len(id) != x.length || len(x.keys) == 0 {
		return 0, false
	}
	key := idKey(id)
	for at := x.slot(key); x.slots[at] > 0; at = (at + 1) & (len(x.slots) - 1) {
		if i := x.slots[at] - 1; x.keys[i] == key {
			return i, true
		}
	}
	return 0, false
}

// slot is a hash by multiplication (Dietzfelbinger and others, A Reliable Randomized Algorithm for
// the Closest-Pair Problem, 1997: two keys share a slot by chance only).
func (x *idIndex) slot(key uint64) int { return int(key * x.by >> x.shift) }

func idKey(id []byte) uint64 {
	key := uint64(0)
	for _, b := range id {
		key = key<<8 | uint64(b)
	}
	return key
}

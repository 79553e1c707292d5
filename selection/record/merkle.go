package record

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// A tree builds an RFC 6962 Merkle root leaf by leaf. It keeps one hash for
// every full subtree, largest first: the binary digits of the number of leaves.
type tree struct {
	leaves int
	full   [][sha256.Size]byte
	h      hash.Hash
}

func newTree() *tree { return &tree{h: sha256.New()} }

// add appends a leaf whose data is the parts, joined: SHA-256(0x00 | data).
func (t *tree) add(parts ...[]byte) {
	t.full = append(t.full, t.sum(0, parts...))
	t.leaves++
	for n := t.leaves; n%2 == 0; n /= 2 {
		t.join()
	}
}

// root joins what is left, smallest first; without leaves it is SHA-256("").
func (t *tree) root() [sha256.Size]byte {
	if t.leaves == 0 {
		return sha256.Sum256(nil)
	}
	for len(t.full) > 1 {
		t.join()
	}
	return t.full[0]
}

// join replaces the last two subtrees by their node: SHA-256(0x01 | left | right).
func (t *tree) join() {
	n := len(t.full)
	t.full[n-2] = t.sum(1, t.full[n-2][:], t.full[n-1][:])
	t.full = t.full[:n-1]
}

func (t *tree) sum(prefix byte, parts ...[]byte) (sum [sha256.Size]byte) {
	t.h.Reset()
	t.h.Write([]byte{prefix})
	for _, p := range parts {
		t.h.Write(p)
	}
	t.h.Sum(sum[:0])
	return sum
}

// PoolRoot is the RFC 6962 Merkle root over the people of a roster, in the order
// of their ids. The data of a leaf is the 16 bytes of the salt, followed by the
// person's record as [Leaf] gives it.
func PoolRoot(r *pool.Roster) [32]byte {
	t := newTree()
	for i := range r.Entries {
		t.add(r.Entries[i].Salt[:], Leaf(r, i))
	}
	return t.root()
}

// Leaf is the record of a person of a roster that stands, salted, in the pool
// root. One line each, ended by LF: the public id; the smallest public id of the
// household (empty for one who lives alone); then, for every feature in the
// order of quotas.csv, the name of the feature and the name of the value.
//
// No name may hold a line feed: [CheckNames].
func Leaf(r *pool.Roster, person int) []byte {
	e := &r.Entries[person]
	b := make([]byte, 0, 256)
	b = append(append(b, e.ID...), '\n')
	if e.Household >= 0 {
		b = append(b, r.Entries[e.Household].ID...)
	}
	b = append(b, '\n')
	for f, v := range e.Values {
		feature := &r.Table.Features[f]
		b = append(append(b, feature.Name...), '\n')
		b = append(append(b, feature.Values[v].Name...), '\n')
	}
	return b
}

// CheckNames reports the names of features and values that hold a control
// character: they cannot stand in a record, where a name is one line.
func CheckNames(t *quotas.Table) quotas.Faults {
	var faults quotas.Faults
	check := func(name string, line int) {
		if strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
			faults = append(faults, quotas.Fault{
				File: t.File, Line: line, Found: "a control character in " + strconv.Quote(name),
				Expected: "a name on one line", Fix: "take it out",
			})
		}
	}
	for _, f := range t.Features {
		check(f.Name, f.Line)
		for _, v := range f.Values {
			check(v.Name, v.Line)
		}
	}
	return faults
}

// writeRoot is pool.root: 64 hexadecimal digits and LF.
func writeRoot(root [32]byte) []byte {
	return []byte(hex.EncodeToString(root[:]) + "\n")
}

// ReadPoolRoot reads pool.root.
func ReadPoolRoot(name string, data []byte) ([32]byte, error) {
	text, ok := strings.CutSuffix(string(data), "\n")
	if !ok || !isHash(text) {
		return [32]byte{}, faultAt(name, data, 0, excerpt(data, 0), "64 hexadecimal digits and a line feed")
	}
	b, _ := hex.DecodeString(text)
	return [32]byte(b), nil
}

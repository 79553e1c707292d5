package record

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// PoolTree is the RFC 6962 Merkle tree over the people of a roster, in the order of
// their ids. The data of a leaf is the 16 bytes of the salt, followed by the person's
// record as [Leaf] gives it.
func PoolTree(r *pool.Roster) *Tree {
	leaves := make([][sha256.Size]byte, len(r.Entries))
	for i := range leaves {
		leaves[i] = LeafHash(r.Entries[i].Salt[:], Leaf(r, i))
	}
	return NewTree(leaves)
}

// PoolRoot is the root of [PoolTree], as pool.root has it.
func PoolRoot(r *pool.Roster) [32]byte { return PoolTree(r).Root() }

// Leaf is the record of a person of a roster that stands, salted, in the pool
// root. One line each, ended by LF: the public id; the name of the household (empty for one
// who lives alone); then, for every feature in the
// order of quotas.csv, the name of the feature and the name of the value.
//
// No name may hold a line feed: [CheckNames].
func Leaf(r *pool.Roster, person int) []byte {
	e := &r.Entries[person]
	b := make([]byte, 0, 256)
	b = append(append(b, e.ID...), '\n')
	b = append(append(b, r.Home(person)...), '\n')
	for f, v := range e.Values {
		feature := &r.Table.Features[f]
		b = append(append(b, feature.Name...), '\n')
		b = append(append(b, feature.Values[v].Name...), '\n')
	}
	return b
}

// unspeakable characters end a line somewhere, or have an escape in JSON. The list is on
// the page of the format.
func unspeakable(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029
}

// CheckNames reports the names of features and values that hold a control
// character: they cannot stand in a record, where a name is one line.
func CheckNames(t *quotas.Table) quotas.Faults {
	var faults quotas.Faults
	check := func(name string, line int) {
		if strings.ContainsFunc(name, unspeakable) {
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

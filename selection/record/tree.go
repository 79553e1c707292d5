package record

import (
	"bytes"
	"crypto/sha256"
)

// A Tree is an RFC 6962 Merkle tree with all its nodes. levels[0] are the hashes of the leaves; each
// further level joins the level before in pairs. The last hash of an odd number goes up alone. So
// every node has the largest power of two of leaves on its left, as the RFC asks.
type Tree struct {
	levels [][][sha256.Size]byte
}

// NewTree builds the tree over leaf hashes; see [LeafHash].
func NewTree(leaves [][sha256.Size]byte) *Tree {
	t := &Tree{levels: [][][sha256.Size]byte{leaves}}
	for level := leaves; len(level) > 1; {
		next := make([][sha256.Size]byte, 0, (len(level)+1)/2)
		for i := 0; i+1 < len(level); i += 2 {
			next = append(next, node(level[i], level[i+1]))
		}
		if len(level)%2 == 1 {
			next = append(next, level[len(level)-1])
		}
		t.levels = append(t.levels, next)
		level = next
	}
	return t
}

// Root is the root of the tree; without leaves it is SHA-256 of nothing.
func (t *Tree) Root() [sha256.Size]byte {
	if len(t.levels[0]) == 0 {
		return sha256.Sum256(nil)
	}
	return t.levels[len(t.levels)-1][0]
}

// Path shows that a leaf, numbered from 0, stands in the tree (RFC 6962, section
// 2.1.1). A leaf that the tree does not have panics.
func (t *Tree) Path(leaf int) Path {
	if leaf < 0 || leaf >= len(t.levels[0]) {
		panic("record: a tree has no such leaf")
	}
	p := Path{Leaf: leaf, Leaves: len(t.levels[0])}
	for at, level := leaf, 0; level < len(t.levels)-1; at, level = at/2, level+1 {
		if beside := at ^ 1; beside < len(t.levels[level]) {
			p.Hashes = append(p.Hashes, t.levels[level][beside])
		}
	}
	return p
}

// A Path leads from a leaf of a [Tree] to its root.
type Path struct {
	Leaf   int                 // number of the leaf, from 0
	Leaves int                 // of the tree
	Hashes [][sha256.Size]byte // beside the way, from the leaf up
}

// Root is where the path leads from the hash of its leaf. ok is false where the path has another
// number of hashes than a leaf of that number needs. If Root is a trusted root, the leaf is in the
// tree at that number.
func (p Path) Root(leaf [sha256.Size]byte) (root [sha256.Size]byte, ok bool) {
	if p.Leaf < 0 || p.Leaf >= p.Leaves {
		return root, false
	}
	root, hashes := leaf, p.Hashes
	for at, width := p.Leaf, p.Leaves; width > 1; at, width = at/2, (width+1)/2 {
		switch {
		case at%2 == 0 && at+1 == width: // alone at the end of its level
			continue
		case len(hashes) == 0:
			return root, false
		case at%2 == 0:
			root = node(root, hashes[0])
		default:
			root = node(hashes[0], root)
		}
		hashes = hashes[1:]
	}
	return root, len(hashes) == 0
}

// LeafHash is SHA-256(0x00 | data), where data is the parts, joined.
func LeafHash(parts ...[]byte) [sha256.Size]byte {
	return sha256.Sum256(append([]byte{0}, bytes.Join(parts, nil)...))
}

// node is SHA-256(0x01 | left | right).
func node(left, right [sha256.Size]byte) [sha256.Size]byte {
	var b [1 + 2*sha256.Size]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}

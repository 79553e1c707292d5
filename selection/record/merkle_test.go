package record

import (
	"encoding/hex"
	"math/bits"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// The vectors of the Certificate Transparency project for RFC 6962.
func TestTreeVectors(t *testing.T) {
	var leaves [][32]byte
	for _, leaf := range []string{
		"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
	} {
		data, err := hex.DecodeString(leaf)
		require.NoError(t, err)
		leaves = append(leaves, LeafHash(data))
	}
	want := []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	for n := range want {
		root := NewTree(leaves[:n]).Root()
		assert.Equal(t, want[n], hex.EncodeToString(root[:]), "%d leaves", n)
	}

	path := NewTree(leaves).Path(5)
	assert.Equal(t, Path{Leaf: 5, Leaves: 8, Hashes: [][32]byte{
		unhex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
		unhex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
		unhex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
	}}, path)
	root, ok := path.Root(leaves[5])
	assert.True(t, ok)
	assert.Equal(t, unhex(want[8]), root)
}

func unhex(text string) [32]byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return [32]byte(b)
}

// The Go module proxy's log hashes the same way.
func TestTreeAgreesWithTlog(t *testing.T) {
	for n := range 70 {
		var leaves [][32]byte
		var stored []tlog.Hash
		read := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
			for _, i := range indexes {
				out = append(out, stored[i])
			}
			return out, nil
		})
		for i := range n {
			data := []byte{byte(i), byte(bits.OnesCount(uint(i)))}
			leaves = append(leaves, LeafHash(data[:1], data[1:]))
			hashes, err := tlog.StoredHashes(int64(i), data, read)
			require.NoError(t, err)
			stored = append(stored, hashes...)
		}
		want, err := tlog.TreeHash(int64(n), read)
		require.NoError(t, err)
		if n > 0 { // tlog gives zeros for an empty tree, RFC 6962 the hash of nothing
			assert.Equal(t, [32]byte(want), NewTree(leaves).Root(), "%d leaves", n)
		}
		for i := range n {
			path := NewTree(leaves).Path(i)
			proof, err := tlog.ProveRecord(int64(n), int64(i), read)
			require.NoError(t, err)
			require.Len(t, path.Hashes, len(proof))
			for j := range proof {
				assert.Equal(t, [32]byte(proof[j]), path.Hashes[j])
			}
			root, ok := path.Root(leaves[i])
			assert.True(t, ok)
			assert.Equal(t, [32]byte(want), root, "leaf %d of %d", i, n)
			refuted(t, path, leaves[i], root)
		}
	}
}

func TestLeaf(t *testing.T) {
	r := &pool.Roster{
		Table: &quotas.Table{Features: []quotas.Feature{
			{Name: "age", Values: []quotas.Value{{Name: "16 to 29"}, {Name: "30, or older"}}},
			{Name: "gender", Values: []quotas.Value{{Name: "man"}, {Name: "woman"}}},
		}},
		Entries: []pool.Entry{
			{ID: "bcd", Salt: [16]byte{1}, Values: []int{0, 1}, Household: 0},
			{ID: "cdf", Salt: [16]byte{2}, Values: []int{1, 0}, Household: 0},
			{ID: "dfg", Salt: [16]byte{3}, Values: []int{1, 1}, Household: -1},
		},
	}
	assert.Equal(t, "bcd\nbcd\nage\n16 to 29\ngender\nwoman\n", string(Leaf(r, 0)))
	assert.Equal(t, "cdf\nbcd\nage\n30, or older\ngender\nman\n", string(Leaf(r, 1)))
	assert.Equal(t, "dfg\n\nage\n30, or older\ngender\nwoman\n", string(Leaf(r, 2)))

	leaf := func(i int) tlog.Hash {
		return tlog.RecordHash(append(r.Entries[i].Salt[:], Leaf(r, i)...))
	}
	want := tlog.NodeHash(tlog.NodeHash(leaf(0), leaf(1)), leaf(2))
	assert.Equal(t, [32]byte(want), PoolRoot(r))
}

// refuted checks that nothing but the path itself leads from its leaf to the root.
func refuted(t *testing.T, path Path, leaf, root [32]byte) {
	leads := func(p Path, leaf [32]byte) bool {
		got, ok := p.Root(leaf)
		return ok && got == root
	}
	wrong := func(change func(p *Path)) {
		t.Helper()
		p := Path{path.Leaf, path.Leaves, slices.Clone(path.Hashes)}
		change(&p)
		assert.False(t, leads(p, leaf), "%v", p)
	}
	assert.False(t, leads(path, LeafHash([]byte("another"))))
	wrong(func(p *Path) { p.Hashes = append(p.Hashes, root) })
	wrong(func(p *Path) { p.Leaf = p.Leaves })
	wrong(func(p *Path) { p.Leaf = -1 })
	if path.Leaves > 1 {
		wrong(func(p *Path) { p.Leaf ^= 1 })
		wrong(func(p *Path) { p.Hashes = p.Hashes[1:] })
		wrong(func(p *Path) { p.Hashes[0][31]++ })
	}
}

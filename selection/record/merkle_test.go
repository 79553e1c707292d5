package record

import (
	"encoding/hex"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// The vectors of the Certificate Transparency project for RFC 6962.
func TestTreeVectors(t *testing.T) {
	leaves := []string{
		"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
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
		tree := newTree()
		for _, leaf := range leaves[:n] {
			data, err := hex.DecodeString(leaf)
			require.NoError(t, err)
			tree.add(data)
		}
		root := tree.root()
		assert.Equal(t, want[n], hex.EncodeToString(root[:]), "%d leaves", n)
	}
}

// The Go module proxy's log hashes the same way.
func TestTreeAgreesWithTlog(t *testing.T) {
	for n := range 70 {
		tree := newTree()
		var stored []tlog.Hash
		read := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
			for _, i := range indexes {
				out = append(out, stored[i])
			}
			return out, nil
		})
		for i := range n {
			data := []byte{byte(i), byte(bits.OnesCount(uint(i)))}
			tree.add(data[:1], data[1:])
			hashes, err := tlog.StoredHashes(int64(i), data, read)
			require.NoError(t, err)
			stored = append(stored, hashes...)
		}
		want, err := tlog.TreeHash(int64(n), read)
		require.NoError(t, err)
		if n > 0 { // tlog gives zeros for an empty tree, RFC 6962 the hash of nothing
			assert.Equal(t, [32]byte(want), tree.root(), "%d leaves", n)
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

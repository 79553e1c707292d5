package portable_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Both hashes of the page, its own and the browser's, agree with Go's at every length
// around the ends of blocks.
func TestHash(t *testing.T) {
	b := open(t)
	lengths := []int{1000, 65537}
	for n := range 140 {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		data := []byte(strings.Repeat("evenlot", n/7+1)[:n])
		sum := sha256.Sum256(data)
		script := fmt.Sprintf(`(async () => {
			const data = utf8("evenlot".repeat(%d).slice(0, %d));
			return [hex(sha256(data)), await hashOf(data)];
		})()`, n/7+1, n)
		want := hex.EncodeToString(sum[:])
		assert.Equal(t, []string{want, want}, eval[[]string](b, script), "%d bytes", n)
	}
}

// The eight leaves and their roots are those of the RFC 6962 test suite.
func TestMerkle(t *testing.T) {
	b := open(t)
	roots := eval[[]string](b, `["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
		.map((_, i, all) => hex(merkleRoot(all.slice(0, i + 1).map((d) => leafHash(unhex(d))))))`)
	assert.Equal(t, []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}, roots)
	const path = `["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"].map(unhex)`
	root := roots[7]
	assert.Equal(t, root, eval[string](b, `hex(climb(leafHash(unhex("40414243")), 5, 8, `+path+`))`))
	assert.NotEqual(t, root, eval[string](b, `hex(climb(leafHash(unhex("40414243")), 4, 8, `+path+`))`))
	assert.True(t, eval[bool](b, `climb(leafHash(unhex("40414243")), 5, 8, `+path+`.slice(1)) === null`), "a path too short")
	assert.True(t, eval[bool](b, `climb(leafHash(unhex("40414243")), 5, 8, [...`+path+`, unhex("00")]) === null`), "a path too long")
}

// The draw of public vectors: Rivest's sampler with the seeds of elections in Colorado
// (2021 coordinated, 2022 primary), tickets from 1 to 1000, pages one lower.
func TestSampler(t *testing.T) {
	b := open(t)
	for seed, ticket := range map[string]int{"08772473296991897540": 167, "63454660390103169462": 894} {
		got := eval[int](b, fmt.Sprintf(`Number(BigInt("0x" + hex(sha256(utf8(%q + ",1")))) %% 1000n) + 1`, seed))
		assert.Equal(t, ticket, got)
	}
	page := eval[map[string]any](b, `drawPage("3d3063f1b7da0aea427aeea26e3dc96d2c86e0823fef079889a6db122619eb94",
		{ kind: "drand" }, "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd", 1000)`)
	assert.Equal(t, "8664f7d18eb5282a29dad66d8878219e1e70254988d563abf999dffd46459288", page["hash"])
	assert.EqualValues(t, 745, page["ticket"])
	assert.Equal(t, "744", page["page"])
}

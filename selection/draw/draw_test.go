package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The docstring of Rivest's sampler.py, also in the test suite of Colorado's
// audit software: 47 of 876 ballots, drawn without repeats.
func TestTicketRivestDocstring(t *testing.T) {
	const seed = "3546311556112163624615351222"
	want := []int{
		740, 180, 264, 789, 238, 448, 272, 611, 761, 208, 596, 88, 160, 113, 766, 427,
		184, 816, 653, 411, 779, 331, 339, 487, 594, 235, 65, 527, 821, 490, 461, 251,
		471, 414, 174, 567, 300, 134, 144, 357, 786, 792, 218, 550, 787, 537, 197,
	}
	_, hash, _ := Ticket(seed, 1, 876)
	assert.Equal(t, "004e68eb257edb56ee08a323f432b8a8aecb8d6d52cd109536ffadb367443213",
		hex.EncodeToString(hash[:]))

	var got, repeats []int
	for i := 1; len(got) < len(want); i++ {
		ticket, _, ok := Ticket(seed, i, 876)
		require.True(t, ok)
		if slices.Contains(got, ticket) {
			repeats = append(repeats, i, ticket)
			continue
		}
		got = append(got, ticket)
	}
	assert.Equal(t, want, got)
	assert.Equal(t, []int{32, 611}, repeats)
}

// tests.json of cjerdonek/rivest-sampler-tests, with repeats.
func TestTicketRivestSamplerTests(t *testing.T) {
	check := func(seed string, m int, want ...int) {
		t.Helper()
		for i, w := range want {
			ticket, _, ok := Ticket(seed, i+1, m)
			assert.True(t, ok)
			assert.Equal(t, w, ticket, "seed %q, i = %d", seed, i+1)
		}
	}
	check("1", 1000, 97, 89, 163)
	check("0", 2, 1, 1, 2)
	check("0", 1000, 905, 573, 160)
	check("0000000000", 1000, 978, 359, 132)
	check("999999999999999999999999", 1000, 544, 800, 654)
	check("abcde", 1000, 247, 427, 157)
	check("abc123", 1000, 455, 764, 629)
	check("snowman: \u2603", 1000, 634, 56, 46)
	check("\U0001F600", 1000, 596, 415, 303)
	_, hash, _ := Ticket("20237331128159211123", 1, 1000)
	assert.Equal(t, "e2bb353c1ecd20783d12cfd08c616ad402d2351def21cd0eca9c0ed137c693b4",
		hex.EncodeToString(hash[:]))
}

// Seeds that the Secretary of State of Colorado published for election audits.
func TestTicketColoradoSeeds(t *testing.T) {
	for seed, want := range map[string]int{
		"08772473296991897540": 167,
		"63454660390103169462": 894,
		"20237331128159211123": 389,
	} {
		ticket, _, _ := Ticket(seed, 1, 1000)
		assert.Equal(t, want, ticket, seed)
	}
}

// A commitment over three small files, opened by round 1000 of drand's quicknet;
// sha256sum with bc, Python, node and Perl give the same.
func TestOpenEndToEnd(t *testing.T) {
	sums := ""
	for _, f := range []struct{ name, data string }{
		{"lottery.csv", "ticket,panel\n1,a\n2,b\n"}, {"pool.root", "x\n"}, {"rules.json", "{}\n"},
	} {
		sums += fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(f.data)), f.name)
	}
	commitment := fmt.Sprintf("%x", sha256.Sum256([]byte(sums)))
	require.Equal(t, "3d3063f1b7da0aea427aeea26e3dc96d2c86e0823fef079889a6db122619eb94", commitment)

	const value = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
	d, err := Open(commitment, value, 1000)
	require.NoError(t, err)
	assert.Equal(t, Draw{
		Commitment: commitment, PublicValue: value, Pages: 1000,
		Text: commitment + "." + value, Counter: 1,
		Hash:   "8664f7d18eb5282a29dad66d8878219e1e70254988d563abf999dffd46459288",
		Ticket: 745, Page: 744,
	}, d)
	d, err = Open(commitment, value, 2)
	require.NoError(t, err)
	assert.Equal(t, 1, d.Ticket)
	assert.Equal(t, 0, d.Page)
}

func TestTicketTail(t *testing.T) {
	number := func(n *big.Int) (h [32]byte) {
		n.FillBytes(h[:])
		return h
	}
	// 2^256 mod 1000 is 936: the last 936 hashes are passed over.
	last := new(big.Int).Lsh(big.NewInt(1), 256)
	last.Sub(last, big.NewInt(937))
	ticket, ok := ticketOf(number(last), 1000)
	assert.Equal(t, 1000, ticket)
	assert.True(t, ok)
	_, ok = ticketOf(number(last.Add(last, big.NewInt(1))), 1000)
	assert.False(t, ok)

	_, ok = ticketOf([32]byte(slices.Repeat([]byte{0xff}, 32)), 1024)
	assert.True(t, ok, "a power of two has no tail")
}

func TestOpenRefuses(t *testing.T) {
	good := strings.Repeat("0a", 32)
	check := func(commitment, public, want string) {
		t.Helper()
		_, err := Open(commitment, public, 1000)
		assert.ErrorContains(t, err, want)
	}
	check("", "1", "commitment")
	check(good[1:], "1", "commitment")
	check(strings.ToUpper(good), "1", "lower case")
	check(good+"00", "1", "commitment")
	check(good, "", "empty")
	check(good, " 1", "blanks at its ends")
	assert.PanicsWithValue(t, "draw: a book has at least one page", func() { _, _ = Open(good, "1", 0) })
	assert.Panics(t, func() { Ticket("1", 0, 10) })
	assert.Panics(t, func() { Ticket("1", 1, 0) })
}

func TestOpenIsUniform(t *testing.T) {
	// 20,000 values over 10 pages: 2,000 each, and a page 6 standard deviations
	// away (255) has less than one chance in 10^8. The values are fixed.
	var pages [10]int
	for i := range 20000 {
		d, err := Open(strings.Repeat("00", 32), fmt.Sprint(i), len(pages))
		require.NoError(t, err)
		pages[d.Page]++
	}
	for page, n := range pages {
		assert.InDelta(t, 2000, n, 255, "page %d", page)
	}
}

func TestOpenRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		commitment := fmt.Sprintf("%x", sha256.Sum256([]byte(rapid.String().Draw(t, "files"))))
		public := rapid.StringMatching(`[!-~]([ -~]{0,20}[!-~])?`).Draw(t, "public value")
		pages := rapid.IntRange(1, 1<<30).Draw(t, "pages")
		d, err := Open(commitment, public, pages)
		require.NoError(t, err)
		h, _ := new(big.Int).SetString(d.Hash, 16)
		assert.Equal(t, h.Mod(h, big.NewInt(int64(pages))).Int64(), int64(d.Page))
		assert.Equal(t, d.Page+1, d.Ticket)
		again, err := Open(commitment, public, pages)
		require.NoError(t, err)
		assert.Equal(t, d, again)
	})
}

func ExampleOpen() {
	commitment := "3d3063f1b7da0aea427aeea26e3dc96d2c86e0823fef079889a6db122619eb94"
	d, err := Open(commitment, "187", 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("ticket %d of %d, page %03d\n", d.Ticket, d.Pages, d.Page)
	// Output: ticket 377 of 1000, page 376
}

// What was announced, what a relay of drand printed at 15:11:30 UTC, and the page.
func ExampleSource_Value() {
	source := Quick("Round of quicknet due at that time", TimeOf(42), 0)
	public, err := source.Value(`{"round":42,"signature":"95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a"}`, 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := public.Open("3d3063f1b7da0aea427aeea26e3dc96d2c86e0823fef079889a6db122619eb94", 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(source.Kind, source.Time, source.Round)
	fmt.Println(d.PublicValue)
	fmt.Printf("ticket %d of %d, page %03d\n", d.Ticket, d.Pages, d.Page)
	// Output:
	// drand 2023-08-23T15:11:30Z 42
	// 8ada64bae5c6c0f5540a6a13af56e663240edfbd2c76ac6a8f27671eb7259ce3
	// ticket 341 of 1000, page 340
}

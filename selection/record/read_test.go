package record_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

var ids = []string{"bb", "cc", "dd", "ff"}

func TestReadBookFaults(t *testing.T) {
	check := func(book, want string) {
		t.Helper()
		_, err := record.ReadBook("b", []byte(book), ids)
		assert.ErrorContains(t, err, want)
	}
	pages, err := record.ReadBook("b", []byte("page,seat1,seat2\n0,bb,cc\n1,dd,ff\n"), ids)
	require.NoError(t, err)
	assert.Equal(t, [][]int32{{0, 1}, {2, 3}}, pages)

	check("", `b:1:1: the end of the file, expected "page"`)
	check("page\n0\n", `b:1:5: "\n", expected ",seat1"`)
	check("page,seat1", `b:1:11: the end of the file, expected "\n"`)
	check("page,seat1,seat3\n", `b:1:16: "3\n", expected "2"`)
	check("page,seat1\r\n0,bb\r\n", `b:1:11: "\r\n", expected "\n"`)
	check("page,seat1\n", "no page, expected at least one")
	check("page,seat1\n0,bb", "no page, expected at least one")
	check("page,seat1\n0,bb\n1,cc", "b:3:5: the end of the file, expected a line feed")
	check("page,seat1\n1,bb\n", `b:2:1: page "1", expected page 0`)
	check("page,seat1\n0,bb\n0,cc\n", `b:3:1: page "0", expected page 1`)
	check("page,seat1\n00,bb\n", `page "00", expected page 0`)
	check("page,seat1\n+0,bb\n", `page "+0", expected page 0`)
	check("page,seat1\n0,bb\n\n", `page "", expected page 1`)
	check("page,seat1\n"+strings.Repeat("0,bb\n", 11), `page "0", expected page 00`)
	check("page,seat1,seat2\n0,bb\n", "b:2:1: 1 people on page 0, expected 2")
	check("page,seat1\n0,bb,cc\n", "b:2:1: 2 people on page 0, expected 1")
	check("page,seat1,seat2\n0,bb,zz\n", `b:2:6: "zz" on page 0, expected a person of chances.csv`)
	check("page,seat1,seat2\n0,bb,\n", `b:2:6: "" on page 0, expected a person of chances.csv`)
	check("page,seat1,seat2\n0,bb,bb\n", "b:2:6: bb a second time on page 0")
	check("page,seat1,seat2\n0,cc,bb\n", "b:2:6: bb on page 0, expected people in order")
	check("page,seat1\n0, bb\n", `" bb" on page 0`)
	check("page,seat1\n0,\"bb\"\n", `"\"bb\"" on page 0`)
}

func TestReadChancesFaults(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		_, _, err := record.ReadChances("c", []byte(text))
		assert.ErrorContains(t, err, want)
	}
	check("", `c:1:1: the end of the file, expected "id,pages\n"`)
	check("\ufeffid,pages\n", "c:1:1: ")
	check("id,page\n", `c:1:8: "\n", expected "s\n"`)
	check("id,pages\nbb,1", "c:2:5: the end of the file")
	for _, line := range []string{"bb", "bb,", "bb,-1", "bb,+1", "bb,01", "bb,1.0", "bb,1e3", "bb, 1", "bb,1,", "bb,1\r",
		",1", "ab,1", "b0,1", "b1,1", "be,1", "2b,1", "Bb,1", "b-b,1", "=b,1", "bb,1234567890", "", strings.Repeat("b", 51) + ",1"} {
		check("id,pages\n"+line+"\n", "c:2:1: ")
	}
	check("id,pages\nbb,1\nbb,1\n", "c:3:1: bb after bb")
	check("id,pages\ncc,1\nbb,1\n", "c:3:1: bb after cc")
	check("id,pages\nbb,1\nccc,1\n", "c:3:1: ccc after bb")
}

func TestReadRulesFaults(t *testing.T) {
	good := string(recordtest.Input().Rules.Bytes())
	check := func(old, new, want string) {
		t.Helper()
		require.Contains(t, good, old)
		_, err := record.ReadRules("r", []byte(strings.Replace(good, old, new, 1)))
		assert.ErrorContains(t, err, want)
	}
	check("evenlot-record/1", "evenlot-record/3", `format is "evenlot-record/3", expected evenlot-record/2 or evenlot-record/1`)
	check("evenlot-record/1", "evenlot-record/2", "algorithm")
	check("evenlot/1", "evenlot/0", "algorithm")
	check("leximin", "leximax", "rule")
	check(`"seats": 4`, `"seats": 0`, "seats is 0")
	check(`"seats": 4`, `"seats": 13`, "people is 12, expected at least the 13")
	check(`"seats": 4`, `"seats": 4.0`, `r:6:13: ".0,\n", expected the end of the line`)
	check(`"seats": 4`, `"seats": 4e0`, `r:6:13: "e0,\n", expected the end of the line`)
	check(`"seats": 4`, `"seats": "4"`, "seats")
	check(`"seats": 4`, `"seats":  4`, "r:6:12: ")
	check(`"seats": 4`, `"Seats": 4`, "r:6:4: ")
	check(`"seats": 4`, "\"seats\": 5,\n  \"seats\": 4", "r:6:12: ")
	check(`"seats": 4`, `"seats": 5, "seats": 4`, "r:6:14: ")
	check(`"seats": 4`, "\"seats\": 4,\n  \"more\": 1", `r:7:4: "more\": 1,\n", expected "pages\": 10,\n"`)
	check(`"pages": 10`, `"pages": 0`, "pages is 0")
	check(`"pages": 10`, `"pages": 99999999999999999999`, "pages")
	check(`"pages": 10`, `"pages": 1000000000`, "expected at most nine digits")
	check(`"budget": 100`, `"budget": 1000000000`, "budget is 1000000000, expected 1 to 999999999")
	check(`"household_limit": 1`, `"household_limit": -1`, "household_limit")
	check(`"budget": 100`, `"budget": 0`, "budget is 0")
	check(`"key_hash": "`, `"key_hash": "0`, "key_hash")
	check("}\n", "}", "the end of the file")
	check("}\n", "}\n\n", `expected the end of the file`)
	check("}\n", "}\n{}", `expected the end of the file`)
	check("{\n", "{\r\n", "r:1:2: ")
	check("{\n", "\ufeff{\n", "r:1:1: ")
	check("leximin", "lexi\xffmin", "not UTF-8")
	check("}\n", "", "the end of the file, expected more JSON")
	check("leximin", `lexi\u006din`, "r:4:16: ")
}

func TestReadSumsFaults(t *testing.T) {
	h := strings.Repeat("0a", 32)
	check := func(text, want string) {
		t.Helper()
		_, err := record.ReadSums("s", []byte(text))
		assert.ErrorContains(t, err, want)
	}
	sums, err := record.ReadSums("s", []byte(h+"  commit/SHA256SUMS\n"+h+"  draw.json\n"))
	require.NoError(t, err)
	assert.Equal(t, []record.Sum{{Hash: h, Name: "commit/SHA256SUMS"}, {Hash: h, Name: "draw.json"}}, sums)

	check("", "s:1:1: the end of the file, expected a line for each file")
	check(h+"  a", "s:1:68: the end of the file")
	check(strings.ToUpper(h)+"  a\n", "s:1:1: ")
	check(h[1:]+"  a\n", "s:1:1: ")
	check(h+" a\n", "s:1:1: ")
	check(h+" *a\n", "s:1:1: ")
	check(h+"  a\r\n", "s:1:1: ")
	for _, name := range []string{"", "../a", "a/../b", "./a", "/a", "a/", "a//b", "A", "a b", `a\b`, "é"} {
		check(h+"  "+name+"\n", "s:1:1: ")
	}
	check(h+"  b\n"+h+"  a\n", "s:2:1: a after b")
	check(h+"  a\n"+h+"  a\n", "s:2:1: a after a")
}

func TestReadOthersFaults(t *testing.T) {
	files := recordtest.Make()
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())

	totals := string(files[record.TotalsFile])
	for _, change := range [][2]string{
		{",5\n", ",05\n"}, {",5\n", ",x\n"}, {",5\n", ",\n"}, {"ungültig", "ungueltig"}, {"feature", "Feature"},
		{"gender,man,6\n", ""}, {"woman,6\n", "woman,6\nx,y,1\n"}, {"30 and older", `"30 and older"`}, {"\n", "\r\n"},
	} {
		require.Contains(t, totals, change[0])
		_, err := record.ReadTotals("t", []byte(strings.Replace(totals, change[0], change[1], 1)), rec.Table)
		assert.Error(t, err, "%q", change)
	}

	for _, text := range []string{"", strings.Repeat("0", 64), strings.Repeat("0", 63) + "\n", strings.Repeat("A", 64) + "\n"} {
		_, err := record.ReadPoolRoot("p", []byte(text))
		assert.ErrorContains(t, err, "64 hexadecimal digits", text)
	}

	quotasCSV := string(files[record.QuotasFile])
	for _, change := range [][2]string{
		{"feature,value", "category,name"}, {",2,2", ", 2,2"}, {"\n", "\r\n"}, {",2,2\n", ",2,2,\n"},
	} {
		require.Contains(t, quotasCSV, change[0])
		changed := strings.Replace(quotasCSV, change[0], change[1], 1)
		_, err := record.ReadTable("q", []byte(changed))
		assert.Error(t, err, "%q", change)
	}

	_, err := record.ReadSeedSource("s", bytes.Replace(files[record.SeedSourceFile], []byte("rehearsal"), []byte("ceremony"), 1))
	assert.ErrorContains(t, err, `statement is "value known in advance: a ceremony, or a trusted operator", expected`)
	_, err = record.ReadDrawing("d", []byte(strings.Replace(string(record.Drawing{}.Bytes()), "null", "[]", 1)))
	assert.ErrorContains(t, err, "no panel")
	_, err = record.ReadDrawing("d", record.Drawing{}.Bytes())
	assert.ErrorContains(t, err, `d:11:12: "null,\n", expected a string, a whole number`)
}

// Any book and any counts are read back as they were written.
func TestBookRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := recordtest.Input()
		seats := rapid.IntRange(1, len(in.Roster.Entries)).Draw(t, "seats")
		page := rapid.Custom(func(t *rapid.T) []int32 {
			order := rapid.Permutation([]int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).Draw(t, "order")
			return slices.Sorted(slices.Values(order[:seats]))
		})
		in.Pages = rapid.SliceOfN(page, 1, 120).Draw(t, "pages")
		in.Rules.Seats, in.Rules.Pages = seats, len(in.Pages)
		files, err := record.Commit(in)
		require.NoError(t, err)
		rec, faults := record.Parse(files)
		require.NoError(t, faults.Err())
		assert.Equal(t, in.Pages, rec.Pages)
		sum := 0
		for _, c := range rec.Counts {
			sum += c
		}
		assert.Equal(t, seats*len(in.Pages), sum)
	})
}

package record

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
)

// In every target: what is accepted is written again as the same bytes, and
// nothing panics.

func FuzzReadBook(f *testing.F) {
	ids := []string{"bb", "cc", "dd", "ff"}
	f.Add([]byte("page,seat1,seat2\n0,bb,cc\n1,dd,ff\n"))
	f.Add([]byte("page,seat1\n0,bb\n"))
	f.Add([]byte("page,seat1\n00,bb\n01,bb"))
	f.Add([]byte("page\n0\n"))
	f.Add([]byte("page,seat1,seat2\r\n0,bb,bb\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, err := ReadBook("b", data, ids)
		if err == nil {
			assert.Equal(t, string(data), string(writeBook(ids, pages, nil)))
		}
	})
}

func FuzzReadSaltedBook(f *testing.F) {
	ids := []string{"bb", "cc", "dd", "ff"}
	salts := []Salt{{1}, {2}}
	f.Add(writeBook(ids, [][]int32{{0, 1}, {2, 3}}, salts))
	f.Add([]byte("page,salt,seat1\n0,,bb\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := readBook("b", data, indexOf(ids), true)
		if err == nil {
			assert.Equal(t, string(data), string(writeBook(ids, book.pages, book.salts)))
		}
	})
}

func FuzzReadSeals(f *testing.F) {
	f.Add(writeSeals([][32]byte{{1}, {2}}))
	f.Add([]byte("00\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if seals, err := ReadSeals("s", data); err == nil {
			assert.Equal(t, string(data), string(writeSeals(seals)))
		}
	})
}

func FuzzReadChances(f *testing.F) {
	f.Add([]byte("id,pages\nbb,1\ncc,0\n"))
	f.Add([]byte("id,pages\n"))
	f.Add([]byte("id,pages\nbb,01\nbb,+1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ids, counts, err := ReadChances("c", data)
		if err == nil {
			assert.Equal(t, string(data), string(writeChances(ids, counts)))
		}
	})
}

func FuzzReadSums(f *testing.F) {
	f.Add(sumsOf(Files{"a/b": nil, "a/c": nil}, "a/", []string{"a/b", "a/c"}))
	f.Add([]byte("00  a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sums, err := ReadSums("s", data)
		if err != nil {
			return
		}
		var b bytes.Buffer
		for _, s := range sums {
			b.WriteString(s.Hash + "  " + s.Name + "\n")
		}
		assert.Equal(t, string(data), b.String())
	})
}

func FuzzReadJSON(f *testing.F) {
	f.Add(Rules{
		Format: Format1, Algorithm: draw.Algorithm1, Rule: "leximin", People: 2, Seats: 1, Pages: 10,
		Budget: 1, KeyHash: draw.KeyHash([32]byte{}),
	}.Bytes())
	f.Add(KnownSource().Bytes())
	f.Add(Drawing{Panel: []string{"bb", "<é>\"\\"}}.Bytes())
	f.Add(Event1{
		Event: 1, Kind: KindReplacement, Previous: hashHex(nil), Seats: 1, Pages: 10, Leaving: []string{"bb"}, Statement: "x",
	}.Bytes())
	f.Add(Event{Event: 1, Kind: KindRotation, Previous: hashHex(nil), Leaving: []string{"bb"}, Statement: "x"}.Bytes())
	f.Add(Aborted{Commitment: hashHex(nil), Reason: "x"}.Bytes())
	f.Add(Measures{Digit: 1, DigitPerson: "bb"}.Bytes())
	f.Add([]byte("{}"))
	f.Add([]byte(`{"seats": 1e3}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := ReadRules("r", data); err == nil {
			assert.Equal(t, string(data), string(r.Bytes()))
		}
		if s, err := ReadSeedSource("s", data); err == nil {
			assert.Equal(t, string(data), string(s.Bytes()))
		}
		if d, err := ReadDrawing("d", data); err == nil {
			assert.Equal(t, string(data), string(d.Bytes()))
		}
		if e, err := ReadEvent1("e", data); err == nil {
			assert.Equal(t, string(data), string(e.Bytes()))
		}
		if e, err := ReadEvent("e", data); err == nil {
			assert.Equal(t, string(data), string(e.Bytes()))
		}
		if a, err := ReadAborted("a", data); err == nil {
			assert.Equal(t, string(data), string(a.Bytes()))
		}
		if m, err := ReadMeasures("m", data); err == nil {
			assert.Equal(t, string(data), string(m.Bytes()))
		}
	})
}

func FuzzReadPoolRoot(f *testing.F) {
	f.Add(writeRoot([32]byte{1}))
	f.Add([]byte("00\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if root, err := ReadPoolRoot("p", data); err == nil {
			assert.Equal(t, string(data), string(writeRoot(root)))
		}
	})
}

func FuzzReadTotals(f *testing.F) {
	table, faults := quotas.Read("q", []byte("feature,value,min,max\na,\"x,y\",0,1\na,z,0,1\nb, w,1,1\n"))
	require.NoError(f, faults.Err())
	f.Add(writeTotals(table, [][]int{{1, 2}, {3}}))
	f.Add([]byte("feature,value,people\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if people, err := ReadTotals("t", data, table); err == nil {
			assert.Equal(t, string(data), string(writeTotals(table, people)))
		}
	})
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte("feature,value,min,max\na,\"x,y\",0,1\na,z,0,1\n"))
	f.Add([]byte("feature,value,min,max,min_flex,max_flex\na,x,0,1,0,2\n"))
	f.Add([]byte("category,name,min,max\na,x,0,1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if table, err := ReadTable("q", data); err == nil {
			assert.Equal(t, string(data), string(writeTable(table)))
		}
	})
}

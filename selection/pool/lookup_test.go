package pool_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool"
)

func TestReadLookup(t *testing.T) {
	table, faults := pool.ReadLookup("codes.csv", []byte("code;region\nAB;north\n;nowhere\nab 1;south\nAB1;south\nab1;south\n"))
	require.Empty(t, faults)
	assert.Equal(t, map[string]string{"AB": "north", "ab 1": "south", "AB1": "south"}, table)
	for data, want := range map[string]string{
		"code\nAB\n":              "codes.csv:1: one column, expected two: how a cell begins, and the value it stands for",
		"code,region\n":           "codes.csv: a header and no lines, expected a line for each beginning",
		"code,region\nA,n\na,s\n": `codes.csv:3:1: "a" a second time, for another value than on line 2, expected one value for each: delete one of the two`,
		"":                        "codes.csv: the file is empty, expected a header line and rows",
	} {
		_, faults := pool.ReadLookup("codes.csv", []byte(data))
		assert.EqualError(t, faults.Err(), want)
	}
}

// Of any table, a cell means what the longest of its beginnings stands for.
func FuzzLookup(f *testing.F) {
	f.Add([]byte("code,region\nAB,north\nAB12,south\n"), "ab12 3cd")
	f.Add([]byte("code\tregion\n1\tnorth\n10\tsouth\n"), "10115")
	f.Add([]byte("plz;ort\nÄ;north\n"), "äx")
	q, faults := quotas.Read("q.csv", []byte("feature,value,min,max\nregion,north,0,9\nregion,south,0,9\n"))
	require.Empty(f, faults)
	f.Fuzz(func(t *testing.T, data []byte, cell string) {
		table, faults := pool.ReadLookup("codes.csv", data)
		if len(faults) > 0 {
			return
		}
		longest, want := "", -1
		for key, value := range table {
			if plain := sheet.Plain(key); strings.HasPrefix(sheet.Plain(cell), plain) && len(plain) > len(longest) {
				longest, want = plain, q.Features[0].Value(value)
			}
		}
		csv := "id,code\na,\"" + strings.ReplaceAll(cell, `"`, `""`) + "\"\n"
		s, faults := sheet.Read("p.csv", []byte(csv), sheet.Options{})
		if s == nil || len(faults) > 0 || s.Rows() != 1 || sheet.Plain(s.Cell(0, 1)) != sheet.Plain(cell) {
			return // no cell that a file could hold
		}
		p, faults := pool.Read("p.csv", []byte(csv), q, pool.Options{Columns: map[string]string{"region": "code"},
			Made: map[string]pool.Making{"region": {Lookup: table, LookupName: "codes.csv"}}})
		if want < 0 {
			assert.NotEmpty(t, faults)
			return
		}
		require.Empty(t, faults)
		assert.Equal(t, []int{want}, p.People[0].Values)
	})
}

package verify_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// A record of 1,000 pages of 110 people out of 1,700, with the auditor's pool.
func BenchmarkCheck(b *testing.B) {
	in := recordtest.Input()
	like := in.Roster.Entries[:2]
	in.Roster.Entries = nil
	letters := strings.NewReplacer("0", "b", "1", "c", "2", "d", "3", "f", "4", "g",
		"5", "h", "6", "j", "7", "k", "8", "m", "9", "n")
	for i := range 1700 {
		e := pool.Entry{ID: letters.Replace(fmt.Sprintf("%06d", i)), Household: -1, Values: like[i%2].Values}
		salt := sha256.Sum256([]byte(e.ID))
		copy(e.Salt[:], salt[:])
		in.Roster.Entries = append(in.Roster.Entries, e)
	}
	for f := range in.Roster.Table.Features {
		for v := range in.Roster.Table.Features[f].Values {
			in.Roster.Table.Features[f].Values[v].Min, in.Roster.Table.Features[f].Values[v].Max = 0, 110
		}
	}
	in.Pages = nil
	for j := range 1000 {
		var page []int32
		for s := range 110 {
			page = append(page, int32((110*j+s)%1700))
		}
		slices.Sort(page)
		in.Pages = append(in.Pages, page)
	}
	in.Proof = recordtest.Spell(`{"format": "evenlot-proof/1", "grade": "attained by the book", "over": 65536,
		"rows": ["quota age: 16 to 29, \"young\"", "quota age: 30 and older", "quota age: ungültig",
			"quota gender: man", "quota gender: woman", "seats"],
		"cuts": [],
		"steps": [{"chance": "11/170", "people": 1700, "pages": 64, "fewest": 64, "most": 65, "multipliers": [[5, 1]]}]}`)
	in.Rules.People, in.Rules.Seats, in.Rules.Pages = 1700, 110, 1000
	fsys := fstest.MapFS{}
	for name, data := range recordtest.Draw(in, recordtest.PublicValue) {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	for b.Loop() {
		v := verify.Check(fsys)
		require.True(b, v.OK(), lines(v, verify.Failed))
	}
}

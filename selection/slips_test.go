package selection

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A slip names nobody but the volunteer, housemates least of all; what a reader of the record
// prints for a person is the slip that the organiser handed out.
func TestSlipsNameNobodyElse(t *testing.T) {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\n"))
	require.Empty(t, faults)
	people, faults := pool.Read("pool.csv", []byte("id,gender,home\na,woman,1\nb,woman,2\nc,man,1\nd,man,3\n"), table, pool.Options{Household: []string{"home"}})
	require.Empty(t, faults)
	p, err := Prepare(context.Background(), Request{Pool: people, Seats: 2, Household: 1, Key: new([32]byte), Source: record.SeedSource{Source: sources["042"]}})
	require.NoError(t, err)
	p.AddSlips()
	rec := committed(t, p)
	ids := p.Roster.IDs()
	for i, id := range ids {
		text := string(p.Files[private.SlipsFolder+id+".txt"])
		assert.Equal(t, text, string(Slips(rec, catalog.English).Text(i)))
		claim, err := slip.Read(text)
		require.NoError(t, err)
		assert.Equal(t, id, claim.ID)
		for _, other := range ids {
			assert.Equal(t, other == id, strings.Contains(text, other), "%s on the slip of %s", other, id)
		}
		if home := p.Roster.Home(i); home != "" {
			assert.Len(t, home, 32)
			assert.Contains(t, text, "\n"+home+"\n")
		}
	}
}

// A slip says how the book could have been chosen, where it could.
func TestSlipsReserve(t *testing.T) {
	const value = "27182818284590452353"
	said := func(files record.Files) string {
		for name, data := range files {
			if strings.HasPrefix(name, private.SlipsFolder) {
				return strings.Join(strings.Fields(string(data)), " ")
			}
		}
		return ""
	}
	m := mixed(t, fix(t, mixRequest(t, twinsWithIDs, mixes[value], record.FormDefault)), value)
	assert.Contains(t, said(m.Files), "YOUR PLACE")
	assert.NotContains(t, said(m.Files), "Please note")
	p := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormDefault)
	p.AddSlips()
	assert.Contains(t, said(p.Files), "Please note: "+verify.CaveatUnmixed.Sentence()+".")
	assert.NotContains(t, said(p.Files), verify.CaveatShort)
}

// A book with too few pages for its smallest chance is for rehearsals, and says so.
func TestShortBooks(t *testing.T) {
	req := mixRequest(t, twinsWithIDs, mixes["27182818284590452353"], record.FormDefault)
	for pages, possible := range map[int]int{14: 4, 15: 5} { // a third of them
		for _, kind := range []string{"31415926535897932384", "whatever", ""} {
			req.Pages, req.Source = pages, record.SeedSource{Source: sources[kind]}
			if kind == "" {
				req.Source = record.KnownSource()
			}
			p, err := Prepare(context.Background(), req)
			if kind == "31415926535897932384" && possible < 5 {
				assert.EqualError(t, err, "the smallest chance gives 4 of 14 pages, and for a draw that binds it is at least 5: such a book "+
					"can be chosen among many; ask for at least 15 pages, or make it a rehearsal")
				continue
			}
			require.NoError(t, err)
			assert.Equal(t, possible, p.PossibleCount())
			assert.Equal(t, possible < 5, slices.Contains(p.Summary().Reserved, verify.CaveatShort))
			assert.Equal(t, possible < 5, strings.Contains(p.Summary().String(), "reservation: "+verify.CaveatShort.Sentence()+"\n"))
			p.AddSlips()
			rec := committed(t, p)
			text := string(Slips(rec, catalog.English).Text(0))
			assert.Equal(t, string(p.Files[private.SlipsFolder+rec.IDs[0]+".txt"]), text)
			assert.Equal(t, possible < 5, strings.Contains(strings.Join(strings.Fields(text), " "), verify.CaveatShort.Sentence()))
		}
	}
	req.Pages, req.Source = 14, record.SeedSource{Source: sources["31415926535897932384"]}
	_, err := Fix(context.Background(), req)
	assert.ErrorContains(t, err, "the smallest chance gives 4 of 14 pages")
	req.Pages, req.Source.Source = 10, sources["042"]
	_, err = Prepare(context.Background(), req)
	assert.ErrorContains(t, err, "ask for at least 100 pages")
}

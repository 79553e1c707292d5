package selection

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
)

// sum is a SHA-256 as the notes have it.
func sum(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

// drawn makes a record of a pool without quotas, and draws two people.
func drawn(t require.TestingT, data []byte, opt pool.Options) (record.Files, *pool.Pool) {
	p, faults := pool.Read("pool", data, quotas.Everyone(2), opt)
	require.Empty(t, faults)
	req := Request{Pool: p, Seats: 2, Pages: 10, PublicValue: "7"}
	if len(opt.Household) > 0 {
		req.Household = 1
	}
	r, err := Run(context.Background(), req)
	require.NoError(t, err)
	return r.Files, p
}

// rows are those of a file for the organiser, the header first.
func rows(t require.TestingT, data []byte) [][]string {
	s, faults := sheet.Parse("file", data)
	require.Empty(t, faults)
	all := [][]string{s.Header}
	for i := range s.Rows() {
		var row []string
		for j := range s.Header {
			row = append(row, s.Cell(i, j))
		}
		all = append(all, row)
	}
	return all
}

// Every id, value and header survives the way through a record and back, whatever a
// spreadsheet would take it for, and can be the pool of a second draw.
func TestPeopleSurviveTheRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[a,;"'= \n\t+@ö-]{0,5}x?`)
		name := rapid.StringMatching(`['=+@-]{0,2}[a-w]{1,3}[;, "]?[a-w]`)
		comma := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "comma")
		header := append([]string{"id"}, rapid.SliceOfNDistinct(name, 2, 2, quotas.Fold).Draw(t, "header")...)
		if quotas.Fold(header[1]) == "id" || quotas.Fold(header[2]) == "id" {
			t.Skip("two ids")
		}
		all := [][]string{header}
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`['=+@-]{0,3}[a-z0-9]{1,3}`), 3, 6, quotas.Fold).Draw(t, "ids")
		for _, id := range ids {
			all = append(all, []string{id, cell.Draw(t, "one"), cell.Draw(t, "two")})
		}
		files, p := drawn(t, private.Table(comma, all), pool.Options{ID: "id"})
		require.Equal(t, comma, p.Comma())
		selected, remaining := rows(t, files[private.SelectedFile]), rows(t, files[private.RemainingFile])
		require.Equal(t, append(slices.Clone(header), "public_id"), selected[0])
		for i, row := range selected {
			require.True(t, i == 0 || record.IsID(row[3]), row)
			selected[i] = row[:3]
		}
		require.Equal(t, header, remaining[0])
		require.ElementsMatch(t, all[1:], append(selected[1:], remaining[1:]...))
		for _, file := range []string{private.SelectedFile, private.RemainingFile, private.PeopleFile, private.IDsFile, private.UnseatableFile} {
			require.True(t, bytes.HasPrefix(files[file], []byte(sheet.Mark)), file)
		}
		again, faults := pool.Read("remaining.csv", files[private.RemainingFile], quotas.Everyone(1), pool.Options{ID: "id"})
		require.Empty(t, faults)
		require.Equal(t, comma, again.Comma())
		for i := range again.People {
			require.Equal(t, sheet.Clean(remaining[1+i][0]), again.Label(i))
		}
	})
}

func TestAWorkbookGivesWorkbooks(t *testing.T) {
	all := [][]string{{"id", "=note"}, {"007", "=1+1"}, {"12345678901234567", "a\nb"}, {"+46", "'=x"}}
	data, err := sheet.Workbook(all)
	require.NoError(t, err)
	files, p := drawn(t, data, pool.Options{})
	assert.True(t, p.Workbook())
	for csv, xlsx := range map[string]string{private.SelectedFile: private.SelectedBook, private.RemainingFile: private.RemainingBook} {
		assert.Equal(t, rows(t, files[csv]), rows(t, files[xlsx]))
	}
	selected := rows(t, files[private.SelectedBook])[1:]
	for i, row := range selected {
		selected[i] = row[:2]
	}
	assert.ElementsMatch(t, all[1:], append(selected, rows(t, files[private.RemainingBook])[1:]...))
	text, _ := drawn(t, private.Table(';', all), pool.Options{})
	assert.NotContains(t, text, private.SelectedBook)
	for _, name := range []string{record.RosterFile, record.CommitSumsFile} {
		assert.Equal(t, string(text[name]), string(files[name]), "the format of the pool is not in the record")
	}
}

func TestRemainingMarksWhoLivesWithSomebodySelected(t *testing.T) {
	const people = "id,home\na,1\nb,1\nc,2\nd,2\ne,3\ng,3\nf,\n"
	files, _ := drawn(t, []byte(people), pool.Options{Household: []string{"home"}})
	homes := map[string]bool{}
	for _, row := range rows(t, files[private.SelectedFile])[1:] {
		homes[row[1]] = row[1] != ""
	}
	remaining := rows(t, files[private.RemainingFile])
	require.Equal(t, []string{"id", "home", private.LivesWith}, remaining[0])
	marked := 0
	for _, row := range remaining[1:] {
		assert.Equal(t, map[bool]string{true: "yes", false: ""}[homes[row[1]]], row[2], row[0])
		if row[2] != "" {
			marked++
		}
	}
	assert.Positive(t, marked)
	// A second draw keeps the marks, in the same column.
	again, _ := drawn(t, files[private.RemainingFile], pool.Options{Household: []string{"home"}})
	second := rows(t, again[private.RemainingFile])
	assert.Equal(t, remaining[0], second[0])
	before := map[string]string{}
	for _, row := range remaining[1:] {
		before[row[0]] = row[2]
	}
	for _, row := range second[1:] {
		assert.True(t, before[row[0]] == "" || row[2] == "yes", row[0])
	}
	files, _ = drawn(t, []byte(people), pool.Options{})
	assert.Equal(t, []string{"id", "home"}, rows(t, files[private.RemainingFile])[0], "nobody asked for households")
}

// A record that was committed to before separators were noted can be drawn.
func TestPeopleWithoutASeparator(t *testing.T) {
	p := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormDefault)
	files := maps.Clone(p.Files)
	files[private.PeopleFile] = bytes.TrimPrefix(files[private.PeopleFile], []byte(sheet.Mark))
	notes := strings.Replace(string(files[private.NotesFile]), `"separator": ",",`, "", 1)
	files[private.NotesFile] = []byte(strings.Replace(notes, sum(p.Files[private.PeopleFile]), sum(files[private.PeopleFile]), 1))
	d, err := Draw(whenever, committed(t, p), files, "042")
	require.NoError(t, err)
	assert.Len(t, rows(t, d.Added[private.SelectedFile]), 3)
}

func TestSlipColumnsAreFresh(t *testing.T) {
	assert.Equal(t, []string{"slip_id__", "slip_of"}, private.Fresh([]string{"slip_id", "slip_of"}, []string{"id", "SLIP_ID", "slip_id_"}))
}

// A record whose notes an earlier version wrote, with sentences in them, is drawn all the same.
func TestDrawReadsEarlierNotes(t *testing.T) {
	p := prepare(t, record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "any"}}, record.FormDefault)
	rec := committed(t, p)
	now, err := Draw(0, rec, p.Files, "7")
	require.NoError(t, err)
	var notes map[string]any
	require.NoError(t, json.Unmarshal(p.Files[private.NotesFile], &notes))
	summary := notes["facts"].(map[string]any)
	delete(notes, "facts")
	for key, sentence := range map[string]any{"binding": "There is 1 seat for 2 people.", "standing": "", "unsettled": "", "aim": "fair",
		"reservations": []string{"too short."}, "unseatable_reasons": []string{"no panel can hold 1 person."}} {
		summary[key] = sentence
	}
	notes["summary"] = summary
	earlier := maps.Clone(p.Files)
	earlier[private.NotesFile], err = json.Marshal(notes)
	require.NoError(t, err)
	then, err := Draw(0, rec, earlier, "7")
	require.NoError(t, err)
	assert.Equal(t, now.Added, then.Added)
	assert.Nil(t, then.Summary.Binding)
	assert.Equal(t, now.Summary.Fairest(), then.Summary.Fairest())
	assert.Equal(t, now.Summary.Reserved, then.Summary.Reserved)
}

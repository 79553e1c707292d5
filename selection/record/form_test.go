package record_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

func TestForms(t *testing.T) {
	check := func(form record.Form, want ...string) {
		t.Helper()
		in := recordtest.In(form, draw.Known())
		files, err := record.Commit(in)
		require.NoError(t, err)
		var rest []string
		for _, name := range files.Names() {
			if name != record.CommitSumsFile && (!strings.HasPrefix(name, "public/commit/") || strings.Contains(name, "book")) {
				rest = append(rest, name)
			}
		}
		assert.Equal(t, want, rest)
		rec, faults := record.Open(folder(files))
		require.NoError(t, faults.Err())
		assert.Equal(t, in.Rules, *rec.Rules)
		assert.Equal(t, in.Pages, rec.Pages)
		assert.Equal(t, in.Salts, rec.Salts)
		assert.Equal(t, in.Roster.Entries, rec.Roster.Entries)
	}
	check(record.FormDefault, "auditor/pool.csv", "public/commit/book.csv")
	check(record.FormOpen, "public/commit/book.csv", "public/pool.csv")
	check(record.FormSealed, "auditor/book.csv", "auditor/pool.csv", "public/commit/book.root")
	assert.Panics(t, func() { _ = record.Form(3).String() })
	in := recordtest.In(record.FormSealed, draw.Known())
	in.Salts = in.Salts[1:]
	assert.Panics(t, func() { _, _ = record.Commit(in) })
}

// The public part of a sealed record names nobody but the people of the page drawn, and
// those in chances.csv.
func TestSealedShowsNoPages(t *testing.T) {
	for _, v := range recordtest.Variants() {
		if v.Name != "sealed" {
			continue
		}
		files := v.Make()
		for name, data := range files {
			if strings.HasPrefix(name, "public/") && name != record.ChancesFile && name != record.DrawFile {
				assert.NotContains(t, string(data), "bcd23k", name)
			}
		}
		delete(files, record.SaltedBookFile)
		delete(files, record.RosterFile)
		rec, faults := record.Parse(files)
		require.NoError(t, faults.Err())
		assert.Nil(t, rec.Pages)
		assert.Len(t, rec.Seals, 10)
	}
}

// A seat is shown to be on a page by its salt and a path, and by nothing else.
func TestSeatInclusion(t *testing.T) {
	salt := record.PageSalts([32]byte{1}, 3)[2]
	assert.Equal(t, "2d443d8a20a8e487adf2847e684c4f68", hex.EncodeToString(salt[:]), "as Python computes it")
	ids := []string{"bb", "cc", "dd", "ff", "gg"}
	tree := record.SealTree(salt, "2", ids)
	for s, id := range ids {
		path := tree.Path(s)
		own := record.SeatSalt(salt, s+1)
		root, ok := path.Root(record.SeatHash(own, "2", s+1, id))
		assert.True(t, ok)
		assert.Equal(t, tree.Root(), root)
		for _, other := range [][32]byte{
			record.SeatHash(own, "3", s+1, id), record.SeatHash(own, "2", s+2, id),
			record.SeatHash(own, "2", s+1, "hh"), record.SeatHash(salt, "2", s+1, id),
		} {
			root, _ := path.Root(other)
			assert.NotEqual(t, tree.Root(), root)
		}
	}
}

func TestReadLaterFilesFaults(t *testing.T) {
	check := func(read func(data []byte) error, good []byte, old, new, want string) {
		t.Helper()
		require.NoError(t, read(good))
		require.Contains(t, string(good), old)
		assert.ErrorContains(t, read([]byte(strings.Replace(string(good), old, new, 1))), want)
	}
	event := func(data []byte) error { _, err := record.ReadEvent1("e", data); return err }
	good := record.Event1{
		Event: 1, Kind: record.KindReplacement, Previous: strings.Repeat("0", 64), Seats: 2, Pages: 10,
		Leaving: []string{"bb", "cc"}, Statement: "both moved away",
	}.Bytes()
	check(event, good, `"event": 1`, `"event": 0`, "event is 0, expected at least 1")
	check(event, good, "replacement", "coronation", `kind is "coronation"`)
	check(event, good, `"seats": 2`, `"seats": 0`, "seats is 0")
	check(event, good, `"pages": 10`, `"pages": 0`, "pages is 0")
	check(event, good, "0000", "xxxx", "previous is")
	check(event, good, `"cc"`, `"bb"`, `"bb" among those who leave`)
	check(event, good, `"cc"`, `"aa"`, `"aa" among those who leave`)
	check(event, good, "both moved away", "", "statement is")
	check(event, good, "both", `\u0062oth`, "no escapes")
	check(event, good, "[\n    \"bb\",\n    \"cc\"\n  ]", "null", `"null,\n", expected a string, a whole number, an array or an object`)

	aborted := func(data []byte) error { _, err := record.ReadAborted("a", data); return err }
	end := record.Aborted{Commitment: strings.Repeat("0", 64), Reason: "fire"}.Bytes()
	check(aborted, end, "fire", "", "reason is")
	check(aborted, end, "fire", "fire ", "reason is")
	check(aborted, end, "fire", "fi\u202ere", "reason is")

	measures := func(data []byte) error { _, err := record.ReadMeasures("m", data); return err }
	check(measures, record.Measures{Rank: 7}.Bytes(), `"rank": 7`, `"rank": -7`, "numbers from 0 to 999999999")

	source := func(data []byte) error { _, err := record.ReadSeedSource("s", data); return err }
	later := record.SeedSource{Source: draw.Known(), Supersedes: strings.Repeat("0", 64), Reason: "fire"}.Bytes()
	check(source, later, "fire", "", `reason is ""`)
	check(source, later, "0000", "xxxx", "supersedes is")
	check(source, later, strings.Repeat("0", 64), "", "expected none where no record is superseded")
	check(source, later, "known in advance\"", "known\"", "kind is")

	seals := func(data []byte) error { _, err := record.ReadSeals("s", data); return err }
	check(seals, []byte(strings.Repeat("0a", 32)+"\n"), "a", "A", "64 hexadecimal digits")
	check(seals, []byte(strings.Repeat("0a", 32)+"\n"), "\n", "", "64 hexadecimal digits")
	assert.ErrorContains(t, seals(nil), "no page")
}

func TestAddEventPanics(t *testing.T) {
	e := record.EventInput1{
		Event: record.Event1{Kind: record.KindReplacement}, IDs: []string{"bb"}, Pages: [][]int32{{0}},
		Source: record.KnownSource(),
	}
	assert.Panics(t, func() { record.Files{}.AddEvent1(e) }, "before the draw")
	files := recordtest.Make()
	files.AddEvent1(e)
	assert.Panics(t, func() { files.AddEvent1(e) }, "after an event that has not ended")
}

// The specification that help prints is this package's documentation, with its sections.
func TestSpecification(t *testing.T) {
	text := record.Specification()
	assert.True(t, strings.HasPrefix(text, "Package record writes and reads"))
	assert.Contains(t, text, "\n# Bytes\n")
	assert.NotContains(t, text, "\t")
	assert.NotContains(t, text, "package record\n")
	for _, heading := range []string{"The proof", "Who could cheat", "Events", "Inclusion", "Forms"} {
		section := record.Section(heading)
		assert.True(t, strings.HasPrefix(section, "# "+heading+"\n\n"), heading)
		assert.Equal(t, 1, strings.Count("\n"+section, "\n# "), heading)
	}
	assert.Empty(t, record.Section("No such heading"))
}

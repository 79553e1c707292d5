package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// Round 42 of quicknet, due at 2023-08-23T15:11:30Z.
const round42 = `{"round":42,"signature":"95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a"}`

// dialects is a pool of 12 people for 4 seats, wherever a test goes.
var dialects = func() string {
	here, err := os.Getwd()
	if err != nil {
		panic("no current folder")
	}
	return filepath.Join(here, instances, "dialects_4")
}()

// at stops the clock for a test.
func at(t *testing.T, text string) {
	t.Helper()
	before := now
	t.Cleanup(func() { now = before })
	setClock(text)
}

// announced makes a record, in the folder record here, that is ready for its draw; the
// clock stands after the time of the draw.
func announced(t *testing.T, flags ...string) {
	t.Helper()
	at(t, "2023-08-23T12:00:00Z")
	args := append([]string{"book", "--quiet", "--pool", dialects + "/pool.csv",
		"--quotas", dialects + "/quotas.csv", "--seats", "4", "--where", "town hall", "--out", "record"}, flags...)
	code, _, stderr := evenlot(t, args...)
	require.Equal(t, term.ExitDone, code, stderr)
	setClock("2023-08-23T20:00:00Z")
}

// announcedFor makes the record that an example of the help draws from, or mixes.
func announcedFor(t *testing.T, example string) {
	const when = "2023-08-23T18:00:00Z"
	put(t, "round.json", round42)
	mixes := strings.HasPrefix(example, "mix ")
	kind := "digits=20"
	switch {
	case strings.Contains(example, "--dice"):
		kind = "dice=10+drand=42"
	case strings.Contains(example, "--beacon"):
		kind = "drand=42"
	case strings.Contains(example, "--value"):
		kind = "lottery=6of49+1of10"
	}
	flags := []string{"--draw", kind}
	if mixes {
		flags = []string{"--mix", kind, "--mix-where", "library", "--draw", "digits=20", "--when", when}
	}
	switch {
	case strings.Contains(kind, "drand"):
	case mixes:
		flags = append(flags, "--mix-when", "2023-08-23T17:00:00Z")
	default:
		flags = append(flags, "--when", when)
	}
	announced(t, flags...)
}

func TestParseDraw(t *testing.T) {
	for text, want := range map[string]draw.Source{
		"digits=20":                         {Kind: draw.KindDigits, Digits: 20},
		"page":                              {Kind: draw.KindPageDigits},
		"lottery=5of50":                     {Kind: draw.KindLottery, Numbers: 5, Highest: 50},
		"lottery=6of49+1of10":               {Kind: draw.KindLottery, Numbers: 6, Extra: 1, Highest: 49, ExtraHighest: 10},
		"lottery=6/49+1/10":                 {Kind: draw.KindLottery, Numbers: 6, Extra: 1, Highest: 49, ExtraHighest: 10},
		"rehearsal":                         {Kind: draw.KindRehearsal},
		"drand=35744212":                    draw.Quick("", 1800036000, 0),
		"drand=round=42":                    draw.Quick("", draw.TimeOf(42), 0),
		"dice=10+drand=42":                  draw.Quick("", draw.TimeOf(42), 10),
		"drand=2027-01-15T18:00:00Z":        draw.Quick("", 1800036000, 0),
		"drand=2027-01-15T19:00+01:00":      draw.Quick("", 1800036000, 0),
		"dice=9+drand=2027-01-15 18:00 UTC": draw.Quick("", 1800036000, 9),
	} {
		got, err := parseDraw(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "digits", "digits=", "digits=-1", "digits=1e1", "page=3", "page=", "lottery=", "lottery=6of49+", "lottery=6of49+0of10",
		"lottery=6of49+1of10+1of10", "lottery=6", "lottery=6+1", "lottery=6of49+1", "lottery=6of", "lottery=of49", "lottery=6of049", "lottery=6//49", "lottery=6ofof49", "drand", "drand=", "drand=0", "drand=-1", "drand=99999999999", "drand=99999999999999999999", "drand=18:00", "drand=2027-02-30T18:00:00Z",
		"drand=2027-01-15T18:00:00", "dice=10", "dice=+drand=42", "dice=10+drand=", "rehearsal=", "DIGITS=20", "dice=10+digits=3"} {
		_, err := parseDraw(text)
		assert.Error(t, err, text)
	}
}

// Whenever a draw is killed, the same draw completes it and another one is refused.
func TestDrawKilled(t *testing.T) {
	const value, other = "12345678901234567890", "09876543210987654321"
	t.Chdir(t.TempDir())
	announced(t, "--draw", "digits=20", "--when", "2023-08-23T18:00:00Z")
	before := tree(t, "record")
	code, _, stderr := evenlot(t, "draw", "record", value)
	require.Equal(t, term.ExitDone, code, stderr)
	after := tree(t, "record")
	names := []string{record.PublicSumsFile, "private/remaining.csv", "private/selected.csv", selection.ReportFile, "research/fairness.json", record.DrawFile}
	require.Len(t, after, len(before)+len(names))
	for kept := range names {
		lay(t, "record", before)
		for _, name := range names[:kept] {
			put(t, filepath.Join("record", name), after[name])
		}
		put(t, "record/.ending"+disk.Partial+"1/public/draw.json", "half")
		if kept > 0 {
			code, _, stderr = evenlot(t, "draw", "record", other)
			assert.Equal(t, term.ExitFault, code)
			assert.Contains(t, stderr, "record/public/SHA256SUMS: an earlier mixing, draw or end of this record was interrupted")
			code, _, stderr = evenlot(t, "draw", "record", "--abort", "did not like it")
			assert.Equal(t, term.ExitFault, code)
			assert.Contains(t, stderr, "repeat the command that was interrupted")
		}
		code, _, stderr = evenlot(t, "draw", "record", value)
		require.Equal(t, term.ExitDone, code, "%d files: %s", kept, stderr)
		assert.Contains(t, stderr, "was left by a run that was killed")
		require.NoError(t, os.RemoveAll("record/.ending"+disk.Partial+"1"))
		assertSame(t, after, tree(t, "record"))
	}
}

// Whenever a mixing is killed, the same mixing completes it, and until then nothing else is
// done with the record.
func TestMixKilled(t *testing.T) {
	const value, other = "12345678901234567890", "09876543210987654321"
	t.Chdir(t.TempDir())
	announced(t, "--sealed", "--mix", "digits=20", "--mix-where", "library", "--mix-when", "2023-08-23T17:00:00Z",
		"--draw", "digits=20", "--when", "2023-08-23T18:00:00Z")
	before := tree(t, "record")
	code, _, stderr := evenlot(t, "mix", "record", value)
	require.Equal(t, term.ExitDone, code, stderr)
	after := tree(t, "record")
	names := []string{record.MixFile, "auditor/book.csv", "auditor/mixture.json", "private/book.json", "private/ids.csv", "private/slips", "private/slips.csv",
		"private/unseatable.csv", record.AnnouncementFile, record.BookRootFile, record.ChancesFile, record.ProofFile, record.MeasuresFile, record.CommitSumsFile}
	slips := 0 // of twelve people, and the proofs of those on a page
	for name := range after {
		if strings.HasPrefix(name, "private/slips/") {
			slips++
		}
	}
	require.Greater(t, slips, 12)
	require.Len(t, after, len(before)+len(names)-2+slips) // one replaces another, one is a folder
	for kept := range names {
		lay(t, "record", before)
		for name, data := range after {
			for _, done := range names[:kept] {
				if name == done || strings.HasPrefix(name, done+"/") {
					put(t, filepath.Join("record", name), data)
				}
			}
		}
		put(t, "record/.ending"+disk.Partial+"1/public/commit/mix.json", "half")
		if kept > 0 {
			for command, want := range map[string]string{
				"mix record " + other:       "record/public/commit/mix.json: an earlier mixing, draw or end of this record was interrupted",
				"draw record " + other:      "record: its mixing was interrupted, and the book is not whole",
				"draw record --abort storm": "record: its mixing was interrupted, and the book is not whole",
			} {
				code, _, stderr = evenlot(t, strings.Fields(command)...)
				assert.Equal(t, term.ExitFault, code)
				assert.Contains(t, stderr, want)
				assert.Contains(t, stderr, "hint: repeat the ")
			}
		}
		code, _, stderr = evenlot(t, "mix", "record", value)
		require.Equal(t, term.ExitDone, code, "%d files: %s", kept, stderr)
		assert.Contains(t, stderr, "was left by a run that was killed")
		require.NoError(t, os.RemoveAll("record/.ending"+disk.Partial+"1"))
		assertSame(t, after, tree(t, "record"))
	}
}

// A mixing that was killed is completed even when the value of the draw is known by now.
func TestMixKilledLate(t *testing.T) {
	t.Chdir(t.TempDir())
	announced(t, "--mix", "digits=20", "--mix-where", "library", "--mix-when", "2023-08-23T14:00:00Z", "--draw", "drand=42")
	before := tree(t, "record")
	setClock("2023-08-23T14:30:00Z")
	code, _, stderr := evenlot(t, "mix", "record", "12345678901234567890")
	require.Equal(t, term.ExitDone, code, stderr)
	after := tree(t, "record")
	setClock("2023-08-23T20:00:00Z")
	lay(t, "record", before)
	code, _, stderr = evenlot(t, "mix", "record", "12345678901234567890")
	assert.Equal(t, term.ExitFault, code)
	assert.Contains(t, stderr, "its value is known, so no book is mixed any more")
	assertSame(t, before, tree(t, "record"))
	put(t, "record/public/commit/mix.json", after[record.MixFile])
	code, _, stderr = evenlot(t, "mix", "record", "12345678901234567890")
	require.Equal(t, term.ExitDone, code, stderr)
	assertSame(t, after, tree(t, "record"))
}

// A file that stands where the mixing wants to put one is left alone.
func TestMixInTheWay(t *testing.T) {
	t.Chdir(t.TempDir())
	announced(t, "--mix", "digits=20", "--mix-where", "library", "--mix-when", "2023-08-23T17:00:00Z",
		"--draw", "digits=20", "--when", "2023-08-23T18:00:00Z")
	put(t, "record/private/slips/mine.txt", "mine")
	before := tree(t, "record")
	code, _, stderr := evenlot(t, "mix", "record", "12345678901234567890")
	assert.Equal(t, term.ExitFault, code)
	assert.Contains(t, stderr, "record/private/slips: exists already, although nothing was mixed")
	assertSame(t, before, tree(t, "record"))
}

// An interrupted draw leaves the record as it was.
func TestDrawInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	announced(t, "--draw", "digits=20", "--when", "2023-08-23T18:00:00Z")
	before := tree(t, "record")
	h, step := callingOff(t, "why")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, h.put(ctx, step), context.Canceled)
	assertSame(t, before, tree(t, "record"))
	assert.NoError(t, h.put(context.Background(), step))
	assertCalledOff(t, before)
}

// callingOff takes a step that ends the record here, and puts nothing in place.
func callingOff(t *testing.T, reason string) (*held, *ceremony.Step) {
	t.Helper()
	h, err := openCeremony("record")
	require.NoError(t, err)
	step, err := h.callOff(reason)
	require.NoError(t, err)
	return h, step
}

// Of two ends at the same moment one stands, whole, and the other one says so.
func TestDrawRaces(t *testing.T) {
	t.Chdir(t.TempDir())
	announced(t, "--draw", "digits=20", "--when", "2023-08-23T18:00:00Z")
	before := tree(t, "record")
	end := func(reason string) func() error { // what is left to do once put has looked
		h, step := callingOff(t, reason)
		for name, data := range step.Added {
			require.NoError(t, disk.WriteInside(reason, name, data))
		}
		return func() error { return h.move(reason, step, order(step)) }
	}
	one, two := end("no hall"), end("no dice")
	require.NoError(t, one())
	assert.ErrorContains(t, two(), "record/public/SHA256SUMS: was put there while this command ran, so this one changed nothing")
	h, err := openCeremony("record")
	require.NoError(t, err)
	assert.Equal(t, "no hall", h.state.Record().Aborted.Reason)

	for range 10 {
		lay(t, "record", before)
		ends := make(chan error, 2)
		for _, reason := range []string{"no hall", "no dice"} {
			h, step := callingOff(t, reason)
			go func() { ends <- h.put(context.Background(), step) }()
		}
		one, two := <-ends, <-ends
		assert.True(t, (one == nil) != (two == nil), "%v, %v", one, two)
		_, err := openCeremony("record")
		require.NoError(t, err)
		assertCalledOff(t, before)
	}
}

// assertCalledOff wants the reason and the hashes of all that is public beside the files from
// before, and the archive of public/ gone: it is packed anew once the step is done.
func assertCalledOff(t *testing.T, before map[string]string) {
	t.Helper()
	want := maps.Clone(before)
	want[record.AbortedFile], want[record.PublicSumsFile] = "", ""
	delete(want, record.PackFile)
	assert.Equal(t, slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(tree(t, "record"))))
}

// A file that stands where the draw wants to put one is left alone.
func TestDrawInTheWay(t *testing.T) {
	t.Chdir(t.TempDir())
	announced(t, "--draw", "digits=20", "--when", "2023-08-23T18:00:00Z")
	put(t, "record/private/selected.csv", "mine")
	before := tree(t, "record")
	code, _, stderr := evenlot(t, "draw", "record", "12345678901234567890")
	assert.Equal(t, term.ExitFault, code)
	assert.Contains(t, stderr, "record/private/selected.csv: exists already, although nothing was drawn")
	assertSame(t, before, tree(t, "record"))
}

// What select gives in one go, book and draw give in two, but for what they say of the
// public value.
func TestBookAndDrawAreSelect(t *testing.T) {
	pool, table := abs(t, instances+"/unseatable_4/pool.csv"), abs(t, instances+"/unseatable_4/quotas.csv")
	t.Chdir(t.TempDir())
	files := []string{"--quiet", "--pool", pool, "--quotas", table, "--seats", "4"}
	code, _, stderr := evenlot(t, append([]string{"select", "--seed", "7", "--out", "one"}, files...)...)
	require.Equal(t, term.ExitDone, code, stderr)
	code, _, stderr = evenlot(t, append([]string{"book", "--draw", "rehearsal", "--key", "one/private/record.key", "--out", "two"}, files...)...)
	require.Equal(t, term.ExitDone, code, stderr)
	code, _, stderr = evenlot(t, "draw", "two", "7")
	require.Equal(t, term.ExitDone, code, stderr)
	one, two := tree(t, "one"), tree(t, "two")
	for _, name := range []string{record.BookFile, record.ChancesFile, record.RulesFile, record.ProofFile, record.RosterFile,
		"private/ids.csv", "private/people.csv", "private/unseatable.csv"} {
		assert.Equal(t, one[name], two[name], name)
	}
	for _, name := range []string{record.SeedSourceFile, record.DrawFile, record.CommitSumsFile} {
		assert.NotEqual(t, one[name], two[name], name)
	}
	assert.Contains(t, two, "research/fairness.json")
}

func abs(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}

// tree gives every file below a folder by its slash path.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			files[filepath.ToSlash(name)] = content(t, path)
		}
		return err
	}))
	return files
}

// assertSame names the files in which two folders differ.
func assertSame(t *testing.T, want, got map[string]string) {
	t.Helper()
	names := slices.Sorted(maps.Keys(want))
	assert.Equal(t, names, slices.Sorted(maps.Keys(got)))
	for _, name := range names {
		assert.True(t, want[name] == got[name], "%s changed", name)
	}
}

// lay makes a folder hold exactly the given files.
func lay(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	require.NoError(t, os.RemoveAll(dir))
	for name, data := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), data)
	}
}

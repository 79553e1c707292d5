package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// frozenSums has, for each version of the format, the SHA-256 of the list that sha256sum
// gives of all files of its records, so that nothing changes them unseen: not a test with
// -update, nor a tool that takes care of line endings.
var frozenSums = map[string]string{
	"v1":           "3e8d416a0c2cc946998a285126b34526a26fbc2488296b6ed9668a3d40de2483",
	"v2":           "fb1efd960b55289d1372f47be4771eabfd4e79bd94d4135332c860c0c94b6046",
	"v2-evenlot-3": "604898b71f7bee3c41a4c4847e752986e5813c51eef17bc8140b220905f13056",
}

// frozen holds records, one a folder, in a folder for each version of the format and of the
// algorithm. They verify for ever. A new format or algorithm gets records of its own, beside these.
const (
	frozen  = "../../testdata/records"
	current = frozen + "/v2-evenlot-3" // as this program writes them

	frozenPages = 100
)

// Every record that was ever published must verify with every later evenlot, and what it
// says must come out again, byte for byte, where this evenlot computes by its algorithm.
func TestFrozen(t *testing.T) {
	if *update {
		freeze(t)
	}
	made, err := filepath.Glob(current + "/*")
	require.NoError(t, err)
	assert.Len(t, made, len(frozenCases()))
	for version, sum := range frozenSums {
		assert.Equal(t, sum, frozenHash(t, filepath.Join(frozen, version)), "a frozen record was changed; take it back, or, before "+
			"the first release, remove the folder %s and make it anew with -update", version)
	}
	folders, err := filepath.Glob(frozen + "/*/*")
	require.NoError(t, err)
	for _, folder := range folders {
		if runtime.GOARCH != "amd64" && runtime.GOARCH != "386" && !computed(t, folder) {
			continue // emulators take minutes for them, and nothing is computed again
		}
		t.Run(filepath.Base(filepath.Dir(folder))+"/"+filepath.Base(folder), func(t *testing.T) { verifies(t, folder) })
	}
}

// verifies checks a record with all its files, and with those of public alone.
func verifies(t *testing.T, folder string) {
	t.Helper()
	code, stdout, stderr := evenlot(t, "verify", "--all", "--recompute", folder)
	require.Equal(t, term.ExitDone, code, "%s%s", stdout, stderr)
	switch {
	case strings.Contains(stdout, "not mixed yet"):
	case !computed(t, folder):
		assert.Contains(t, stdout, "this program computes by "+draw.Algorithm)
		assert.NotContains(t, stdout, " computed again: ")
	default:
		assert.Contains(t, stdout, "pool.csv computed again: ")
		assert.Contains(t, stdout, "chances.csv computed again: ")
	}
	assert.NotContains(t, stdout, "FAILED")
	assert.NotContains(t, stdout, "announcement.txt computed again", "nothing computes it")
	seen := filepath.Join(t.TempDir(), "seen")
	require.NoError(t, os.CopyFS(filepath.Join(seen, "public"), os.DirFS(filepath.Join(folder, "public"))))
	code, stdout, _ = evenlot(t, "verify", seen)
	assert.Equal(t, term.ExitDone, code, stdout)
}

// computed reports whether this program computes by the algorithm of a record.
func computed(t *testing.T, folder string) bool {
	t.Helper()
	rules, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(record.RulesFile)))
	require.NoError(t, err)
	return strings.Contains(string(rules), `"`+draw.Algorithm+`"`)
}

// frozenHash is the hash of all files of all records of a version.
func frozenHash(t *testing.T, version string) string {
	t.Helper()
	var list strings.Builder
	folders, err := filepath.Glob(version + "/*")
	require.NoError(t, err)
	for _, folder := range folders {
		files, faults := record.Load(os.DirFS(folder))
		require.NoError(t, faults.Err())
		for _, name := range files.Names() {
			fmt.Fprintf(&list, "%x  %s/%s\n", sha256.Sum256(files[name]), filepath.Base(folder), name)
		}
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(list.String())))
}

// A frozenCase is how a record came about.
type frozenCase struct {
	instance   string // of testdata/instances
	form       record.Form
	source     draw.Source
	value      string      // empty: not drawn
	mix        draw.Source // zero: nothing mixes the book
	mixing     string      // the value that does; empty: not mixed
	rule       string      // empty: leximin
	statements []string
	then       func(t *testing.T, files record.Files)
}

func frozenCases() map[string]frozenCase {
	digits := func(time string) draw.Source {
		return draw.Source{Kind: draw.KindDigits, Statement: "twelve balls", Time: time, Digits: 12}
	}
	const noon, evening = "2026-01-14T12:00:00Z", "2026-01-14T18:00:00Z"
	lottery := draw.Source{Kind: draw.KindLottery, Statement: "the national lottery, 6 of 49 and a bonus number",
		Numbers: 6, Highest: 49, Extra: 1, ExtraHighest: 10}
	drand := draw.Quick("the first round of quicknet", draw.TimeOf(1000), 0)
	dice := draw.Quick("eight dice thrown in the town hall, then the first round of quicknet", draw.TimeOf(1000), 8)
	const numbers = "3 12 19 27 44 45"
	return map[string]frozenCase{
		"select":          {instance: "dialects_4", source: draw.Known(), value: numbers},
		"drand":           {instance: "unseatable_4", source: drand, value: recordtest.Round1000},
		"maximin":         {instance: "dialects_4", source: draw.Known(), value: numbers, rule: "maximin"},
		"nash":            {instance: "dialects_4", source: draw.Known(), value: numbers, rule: "nash"},
		"uniform":         {instance: "unseatable_4", source: draw.Known(), value: numbers, rule: "uniform"},
		"sealed-dice":     {instance: "households_15", form: record.FormSealed, source: dice, value: "62514362 " + recordtest.Round1000},
		"open-lottery":    {instance: "unseatable_4", form: record.FormOpen, source: lottery, value: numbers + " + 7"},
		"mixed":           {instance: "households_15", source: digits(evening), value: "314159265358", mix: digits(noon), mixing: "271828182845"},
		"unmixed-aborted": {instance: "dialects_4", source: digits(evening), mix: digits(noon), then: callOff},
		"turnover": {instance: "easy_20", source: digits(evening), value: "314159265358",
			statements: []string{record.NextPagesStatement(4)}, then: turnOver},
	}
}

// turnOver adds events of every kind: the alternates that the draw named, one of whom moves up when
// a member leaves; a replacement and a rotation that are drawn; and a draw of who leaves that waits
// for its value.
func turnOver(t *testing.T, files record.Files) {
	t.Helper()
	evening := func(day int) record.SeedSource {
		return record.SeedSource{Source: draw.Source{Kind: draw.KindDigits, Statement: "twelve balls", Time: fmt.Sprintf("2026-01-%dT18:00:00Z", day), Digits: 12}}
	}
	withoutCheckers(t, files)
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	panel := rec.Drawing.Panel
	add := func(turnover selection.Turnover, value string) {
		rec, faults := record.Parse(files)
		require.NoError(t, faults.Err())
		r, err := selection.Replace(t.Context(), rec, files, turnover)
		require.NoError(t, err)
		files.AddEvent(r.Number, r.Files)
		if value == "" {
			return
		}
		rec, faults = record.Parse(r.Files)
		require.NoError(t, faults.Err())
		at, err := draw.ParseTime(turnover.Source.Time)
		require.NoError(t, err)
		drawn, err := selection.Draw(at, rec, r.Files, value)
		require.NoError(t, err)
		files.AddEvent(r.Number, drawn.Added)
	}
	add(selection.Turnover{Kind: record.KindAlternates, NextPages: true, Statement: "as the rules say"}, "")
	add(selection.Turnover{Kind: record.KindSuccession, Leaving: panel[:1], Statement: "moved away"}, "")
	add(selection.Turnover{Kind: record.KindReplacement, Leaving: panel[1:3], Statement: "moved away, too", Source: evening(15)}, "271828182845")
	add(selection.Turnover{Kind: record.KindRotation, Leaving: panel[3:6], Statement: "their terms are over", Source: evening(16)}, "141421356237")
	add(selection.Turnover{Kind: record.KindOutgoing, Seats: 5, Statement: "a quarter, as the statute says", Source: evening(17)}, "")
}

// withoutCheckers takes them out of the notes: they are of one evenlot.
func withoutCheckers(t *testing.T, files record.Files) {
	t.Helper()
	var notes map[string]any
	require.NoError(t, json.Unmarshal(files[private.NotesFile], &notes))
	for _, name := range []string{record.CheckerFile, record.ScriptFile} {
		delete(notes["sums"].(map[string]any), name)
	}
	var err error
	files[private.NotesFile], err = json.Marshal(notes)
	require.NoError(t, err)
}

func callOff(t *testing.T, files record.Files) {
	t.Helper()
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	added, err := selection.Abort(rec, "the hall was closed")
	require.NoError(t, err)
	maps.Copy(files, added)
}

// freeze writes the records that are not there yet. What stands is left alone.
func freeze(t *testing.T) {
	t.Helper()
	cases := frozenCases()
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		folder := filepath.Join(current, name)
		if _, err := os.Stat(folder); err == nil {
			continue
		}
		for file, data := range makeFrozen(t, cases[name]) {
			if strings.HasPrefix(file, "public/") || strings.HasPrefix(file, "auditor/") {
				path := filepath.Join(folder, filepath.FromSlash(file))
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, data, 0o644))
			}
		}
	}
}

// makeFrozen makes a record as book, mix and draw do.
func makeFrozen(t *testing.T, c frozenCase) record.Files {
	t.Helper()
	files := committed(t, c)
	if c.value != "" {
		rec, faults := record.Parse(files)
		require.NoError(t, faults.Err())
		d, err := selection.Draw(1<<40, rec, files, c.value)
		require.NoError(t, err)
		maps.Copy(files, d.Added)
	}
	delete(files, record.CheckerFile) // they are of one evenlot, not of the format
	delete(files, record.ScriptFile)
	if files[record.PublicSumsFile] != nil {
		files.Seal()
	}
	if c.then != nil {
		c.then(t, files)
	}
	return files
}

// committed makes a record up to the commitment, or to the mixing where that is still to come.
func committed(t *testing.T, c frozenCase) record.Files {
	t.Helper()
	req := requestFor(t, c)
	if c.mix.Kind == "" {
		p, err := selection.Prepare(context.Background(), req)
		require.NoError(t, err)
		return p.Files
	}
	f, err := selection.Fix(context.Background(), req)
	require.NoError(t, err)
	if c.mixing == "" {
		return f.Files
	}
	rec, faults := record.Parse(f.Files)
	require.NoError(t, faults.Err())
	m, err := selection.Mix(context.Background(), 1<<40, rec, f.Files, c.mixing, nil)
	require.NoError(t, err)
	maps.Copy(f.Files, m.Files)
	return f.Files
}

func requestFor(t *testing.T, c frozenCase) selection.Request {
	t.Helper()
	dir := filepath.Join(instances, c.instance)
	table, faults := quotas.Read("quotas.csv", []byte(content(t, filepath.Join(dir, "quotas.csv"))))
	require.NoError(t, faults.Err())
	options := pool.Options{}
	if strings.HasPrefix(c.instance, "households") {
		options.Household = []string{"household"}
	}
	people, faults := pool.Read("pool.csv", []byte(content(t, filepath.Join(dir, "pool.csv"))), table, options)
	require.NoError(t, faults.Err())
	seats := 0
	_, err := fmt.Sscan(c.instance[strings.LastIndex(c.instance, "_")+1:], &seats)
	require.NoError(t, err)
	key := sha256.Sum256([]byte("frozen " + c.instance))
	return selection.Request{
		Pool: people, Seats: seats, Pages: frozenPages, Rule: c.rule, Household: len(options.Household), Key: &key,
		Form: c.form, Statements: c.statements, Source: record.SeedSource{Source: c.source}, Mix: c.mix,
	}
}

package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// frozenSum is the SHA-256 of the list that sha256sum gives of all files of frozen, so
// that nothing changes them unseen: not a test with -update, nor a tool that takes care
// of line endings.
const frozenSum = "3e8d416a0c2cc946998a285126b34526a26fbc2488296b6ed9668a3d40de2483"

// frozen holds records of format 1, one a folder. They verify for ever. A new format or
// algorithm gets records of its own, beside these.
const frozen = "../../testdata/records/v1"

// Every record that was ever published must verify with every later evenlot, and what it
// says must come out again, byte for byte, where its algorithm is known.
func TestFrozen(t *testing.T) {
	if *update {
		freeze(t)
	}
	assert.Equal(t, frozenSum, frozenHash(t), "a frozen record was changed; take it back, or, before the first release, "+
		"remove the folder and make it anew with -update")
	folders, err := filepath.Glob(frozen + "/*")
	require.NoError(t, err)
	assert.Len(t, folders, len(frozenCases()))
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			code, stdout, stderr := evenlot(t, "verify", "--recompute", folder)
			require.Equal(t, exitDone, code, "%s%s", stdout, stderr)
			assert.Contains(t, stdout, "pool.csv computed again: ")
			assert.Contains(t, stdout, "chances.csv computed again: ")
			assert.NotContains(t, stdout, "FAILED")
			assert.NotContains(t, stdout, "announcement.txt computed again", "nothing computes it")
			seen := filepath.Join(t.TempDir(), "seen")
			require.NoError(t, os.CopyFS(filepath.Join(seen, "public"), os.DirFS(filepath.Join(folder, "public"))))
			code, stdout, _ = evenlot(t, "verify", seen)
			assert.Equal(t, exitDone, code, stdout)
		})
	}
}

// frozenHash is the hash of all files of all records.
func frozenHash(t *testing.T) string {
	t.Helper()
	var list strings.Builder
	folders, err := filepath.Glob(frozen + "/*")
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
	instance string // of testdata/instances
	pages    int
	form     record.Form
	source   draw.Source
	value    string // empty: not drawn
	then     func(t *testing.T, files record.Files)
}

func frozenCases() map[string]frozenCase {
	named := func(kind, statement string, n int) draw.Source {
		return draw.Source{Kind: kind, Statement: statement, Digits: n}
	}
	lottery := draw.Source{Kind: draw.KindLottery, Statement: "the national lottery, 6 of 49 and a bonus number", Numbers: 6, Extra: 1}
	rehearsal := record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "among ourselves"}}
	dice := draw.Quick("eight dice thrown in the town hall, then the first round of quicknet", draw.TimeOf(1000), 8)
	return map[string]frozenCase{
		"select":         {"dialects_4", 1000, record.FormDefault, draw.Known(), "3 12 19 27 44 45", nil},
		"default-digits": {"trap_2", 100, record.FormDefault, named(draw.KindDigits, "twelve balls", 12), "314159265358", nil},
		"default-page":   {"unseatable_4", 100, record.FormDefault, named(draw.KindPageDigits, "two balls", 2), "07", nil},
		"default-drand":  {"dialects_4", 100, record.FormDefault, draw.Quick("the first round of quicknet", draw.TimeOf(1000), 0), recordtest.Round1000, nil},
		"sealed":         {"dialects_4", 100, record.FormSealed, lottery, "3 12 19 27 44 45 + 7", nil},
		"sealed-dice":    {"households_15", 100, record.FormSealed, dice, "62514362 " + recordtest.Round1000, nil},
		"open-lottery":   {"unseatable_4", 100, record.FormOpen, lottery, "3 12 19 27 44 45 + 7", nil},
		"undrawn":        {"dialects_4", 100, record.FormSealed, named(draw.KindDigits, "twelve balls", 12), "", nil},
		"aborted": {"dialects_4", 100, record.FormDefault, named(draw.KindDigits, "twelve balls", 12), "", func(t *testing.T, files record.Files) {
			rec, _ := record.Parse(files)
			added, err := selection.Abort(rec, "the hall was closed")
			require.NoError(t, err)
			maps.Copy(files, added)
		}},
		"event": {"households_15", 100, record.FormDefault, rehearsal.Source, "a rehearsal", func(t *testing.T, files record.Files) {
			d, err := draw.Open(recordtest.Leave(files, rehearsal), "another rehearsal", 2)
			require.NoError(t, err)
			files.AddEventDraw(1, d)
			recordtest.Leave(files, rehearsal)
			files.Seal()
		}},
	}
}

// freeze writes the records that are not there yet. What stands is left alone.
func freeze(t *testing.T) {
	t.Helper()
	cases := frozenCases()
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		folder := filepath.Join(frozen, name)
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

// makeFrozen makes a record as book and draw do.
func makeFrozen(t *testing.T, c frozenCase) record.Files {
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
	p, err := selection.Prepare(context.Background(), selection.Request{
		Pool: people, Seats: seats, Pages: c.pages, Household: len(options.Household), Key: &key,
		Form: c.form, Source: record.SeedSource{Source: c.source},
	})
	require.NoError(t, err)
	if c.value != "" {
		rec, faults := record.Parse(p.Files)
		require.NoError(t, faults.Err())
		d, err := selection.Draw(rec, p.Files, c.value)
		require.NoError(t, err)
		maps.Copy(p.Files, d.Added)
	}
	if c.then != nil {
		c.then(t, p.Files)
	}
	delete(p.Files, record.CheckerFile) // they are of one evenlot, not of the format
	delete(p.Files, record.ScriptFile)
	if p.Files[record.PublicSumsFile] != nil {
		p.Files.Seal()
	}
	return p.Files
}

package verify_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// What book refuses to announce, verify refuses to believe: for the record and for events.
func TestCheckSuits(t *testing.T) {
	few := draw.Source{Kind: draw.KindDigits, Statement: "four balls", Digits: 4}
	undrawn, err := record.Commit(recordtest.In(record.FormDefault, few))
	require.NoError(t, err)
	assert.Contains(t, lines(check(undrawn), verify.Failed), "announced source suits the book: expected it does, got it does not "+
		"(4 digits would reach the 10 pages unevenly, expected at least 7 (20 are usual)")
	files := variant(t, "drand")
	few.Digits = 1
	recordtest.Leave(files, record.SeedSource{Source: few})
	files.Seal()
	assert.Contains(t, lines(check(files), verify.Failed), "event 1: announced source suits the book: expected it does")
}

// A round that an event announced and did not use is spent.
func TestCheckSpentRounds(t *testing.T) {
	for round, want := range map[int64]bool{1001: false, 1002: true} {
		files := variant(t, "drand")
		commitment := recordtest.Leave(files, record.SeedSource{Source: draw.Quick("quicknet", draw.TimeOf(1001), 0)})
		end := record.Aborted{Commitment: commitment, Reason: "the hall was closed"}
		files[record.EventFolder(1)+record.Event1EndFile] = end.Bytes()
		recordtest.Leave(files, record.SeedSource{
			Source: draw.Quick("quicknet", draw.TimeOf(round), 0), Supersedes: commitment, Reason: end.Reason,
		})
		files.Seal()
		v := check(files)
		assert.Equal(t, want, v.OK(), "%d: %s", round, lines(v, verify.Failed))
	}
}

// A proof of bounds passes, and the verdict says what it does not show.
func TestCheckNote(t *testing.T) {
	in := trio().input(t)
	v := check(files(in, in.Proof))
	assert.True(t, v.OK(), lines(v, verify.Failed))
	assert.Contains(t, v.Remarks, verify.Remark{Caveat: verify.CaveatBounds, Text: "the proof gives bounds only: it does not show that no book does better: " +
		"somebody is on 1 of 4 pages, and 2 for everybody are not ruled out"})
	assert.Equal(t, verify.Amber, v.Colour())
	in = trap().input(t)
	for _, r := range check(files(in, in.Proof)).Remarks {
		assert.NotEqual(t, verify.CaveatBounds, r.Caveat)
	}
}

// A rule other than leximin proves one chance above 0.
func TestCheckStepsOfRules(t *testing.T) {
	in := degrees().input(t)
	in.Rules.Rule = "maximin"
	assert.Contains(t, lines(check(files(in, in.Proof)), verify.Failed),
		"proof: steps: expected one step above chance 0, got 2 (another rule than leximin proves the smallest chance only)")
}

// Groups that measures.json states are looked for again, and lies found; what was not
// measured is passed over.
func TestGroups(t *testing.T) {
	rec, faults := record.Parse(recordtest.Measured())
	require.NoError(t, faults.Err())
	*rec.Measures = record.Measures{}
	assert.Empty(t, verify.Groups(rec))
	// Forty pages that all hold one of two people, and everybody else by turns.
	rec.IDs, rec.Pages = rec.IDs[:4], nil
	for j := range int32(40) {
		rec.Pages = append(rec.Pages, []int32{j % 2, 2 + j/2%2})
	}
	rec.Roster.Entries = rec.Roster.Entries[:4]
	for i := range rec.Roster.Entries {
		rec.Roster.Entries[i].Household = -1
	}
	rec.Measures.Rank, rec.Measures.Groups, rec.Measures.SmallestGroup = 3, 2, 2
	assert.Equal(t, verify.OK, verify.Groups(rec)[0].Status, verify.Groups(rec))
	rec.Measures.Groups = 1
	assert.Equal(t, verify.Failed, verify.Groups(rec)[0].Status)
}

// Links are refused wherever a file of the record should stand.
func TestLoadLinks(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "auditor"), 0o755))
	for name, data := range recordtest.Make() {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, data, 0o644))
	}
	assert.True(t, verify.Check(os.DirFS(dir)).OK())
	pool := filepath.Join(dir, "auditor", "pool.csv")
	require.NoError(t, os.Rename(pool, filepath.Join(dir, "elsewhere")))
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), pool); err != nil {
		t.Skipf("this system makes no links: %v", err)
	}
	require.NoError(t, os.Rename(filepath.Join(dir, "public", "commit"), filepath.Join(dir, "commit")))
	require.NoError(t, os.Symlink(filepath.Join(dir, "commit"), filepath.Join(dir, "public", "commit")))
	failed := lines(verify.Check(os.DirFS(dir)), verify.Failed)
	assert.Contains(t, failed, "auditor/pool.csv: expected a plain file, got a link")
	assert.Contains(t, failed, "public/commit: expected a plain file, got a link")
}

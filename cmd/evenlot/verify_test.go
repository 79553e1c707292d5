package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// onDisk writes the files of a record to a folder.
func onDisk(t *testing.T, files record.Files) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "record")
	f, err := disk.NewFolder(out, false)
	require.NoError(t, err)
	require.NoError(t, f.Write(context.Background(), files, func(fs.FS) error { return nil }))
	return out
}

func TestVerify(t *testing.T) {
	code, stdout, stderr := evenlot(t, "verify", "--all", "--no-recompute", onDisk(t, recordtest.Make()))
	assert.Equal(t, term.ExitDone, code, stdout)
	assert.Empty(t, stderr)
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	assert.Regexp(t, `^verified: \d+ checks ok, \d+ not checkable here \(amber: see the reservations above\)$`, lines[len(lines)-1])
	for _, line := range lines[:len(lines)-1] {
		assert.Regexp(t, `^.+: (expected .+, got .+: ok|not checkable here: .+)$|^reservation: .+`, line)
	}
	assert.Contains(t, stdout, "pool root: expected ")
}

func TestVerifyWithoutAuditor(t *testing.T) {
	files := recordtest.Make()
	delete(files, record.RosterFile)
	code, stdout, _ := evenlot(t, "verify", "--all", "--no-recompute", onDisk(t, files))
	assert.Equal(t, term.ExitDone, code, stdout)
	assert.Regexp(t, `(?m)^pool root: not checkable here: .+$`, stdout)
}

func TestVerifyFails(t *testing.T) {
	files := recordtest.Make()
	files[record.BookFile] = bytes.Replace(files[record.BookFile], []byte("\n"), []byte("\r\n"), 1)
	dir := onDisk(t, files)
	code, stdout, stderr := evenlot(t, "verify", "--all", dir)
	assert.Equal(t, term.ExitUnverified, code)
	assert.Empty(t, stderr)
	assert.Regexp(t, `(?m)^public/commit/book\.csv.*FAILED`, stdout)
	assert.Regexp(t, `NOT VERIFIED: the files were damaged on their way here; nothing else is wrong \(red\)\n$`, stdout)

	code, stdout, _ = evenlot(t, "verify", "--all", "--json", dir)
	assert.Equal(t, term.ExitUnverified, code)
	var v struct {
		OK     bool
		Checks []struct{ Name, Status string }
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &v))
	assert.False(t, v.OK)
	assert.NotEmpty(t, v.Checks)
}

func TestVerifyNoRecord(t *testing.T) {
	dir := t.TempDir()
	check := func(code int, want string, args ...string) {
		t.Helper()
		got, _, stderr := evenlot(t, append([]string{"verify"}, args...)...)
		assert.Equal(t, code, got)
		assert.Contains(t, stderr, want)
	}
	check(term.ExitFault, "evenlot: "+dir+"/none: there is no such file or folder\n", dir+"/none")
	check(term.ExitFault, "evenlot: "+dir+": has no folder public\nevenlot: hint: name the folder that holds public\n", dir)
	check(term.ExitFault, "is neither a folder nor a .zip", put(t, dir+"/file", "text"))
	check(term.ExitUsage, "verify needs one folder or .zip, not 0")
	check(term.ExitUsage, "verify needs one folder or .zip, not 2", dir, dir)
}

// A .zip of a record says what the record says, and one from a stranger harms nobody.
func TestVerifyZip(t *testing.T) {
	files := recordtest.Make()
	_, want, _ := evenlot(t, "verify", "--all", "--no-recompute", onDisk(t, files))
	pack := func(more ...string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range append(files.Names(), more...) {
			f, err := w.Create(name)
			require.NoError(t, err)
			_, err = f.Write(files[name])
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		return put(t, filepath.Join(t.TempDir(), "record.zip"), b.String())
	}
	code, stdout, stderr := evenlot(t, "verify", "--all", "--no-recompute", pack())
	assert.Equal(t, term.ExitDone, code, stderr)
	assert.Equal(t, want, stdout)
	code, stdout, _ = evenlot(t, "verify", "--all", pack("../../evil"))
	assert.Equal(t, term.ExitUnverified, code)
	assert.Contains(t, stdout, "../../evil: expected a name inside its folder, got a name that leads elsewhere, on some system at least: FAILED")
	code, _, stderr = evenlot(t, "verify", put(t, filepath.Join(t.TempDir(), "x.zip"), "PK, but no archive"))
	assert.Equal(t, term.ExitFault, code)
	assert.Contains(t, stderr, "is neither a folder nor a .zip")
}

// What is not drawn, or was called off, is verified, and said to be so.
func TestVerifyStages(t *testing.T) {
	for _, v := range recordtest.Variants() {
		code, stdout, _ := evenlot(t, "verify", "--all", "--no-recompute", onDisk(t, v.Make()))
		assert.Equal(t, term.ExitDone, code, stdout)
		last := ""
		if stage := verify.CheckFiles(v.Make(), nil).Stage; stage != verify.Drawn {
			last = "; the record is " + stage.String()
		}
		assert.Regexp(t, `(?m)^verified: \d+ checks ok, \d+ not checkable here`+last+` \(amber: see the reservations above\)$`, stdout)
		if last != "" {
			code, _, stderr := evenlot(t, "verify", "--all", "--no-recompute", "--audit-sample", "3", onDisk(t, v.Make()))
			assert.Equal(t, term.ExitFault, code)
			assert.Contains(t, stderr, "wait for the draw")
		}
	}
}

// A record comes from strangers: what it says is printed, never obeyed.
func TestPlain(t *testing.T) {
	assert.Equal(t, `a\x1b[31mred\nÜ \u202e`, printable("a\x1b[31mred\nÜ \u202e"))
	assert.Equal(t, strings.Repeat("x", printedRunes)+"…", printable(strings.Repeat("x", printedRunes+5)))
	var w bytes.Buffer
	require.NoError(t, telling{all: true}.text(&w, &verify.Verdict{Checks: []verify.Finding{
		{Name: "n", Expected: "1", Got: "\x1b]0;evil\a", Status: verify.Failed, Why: "because"},
	}, Stage: verify.Drawn}))
	assert.Equal(t, "n: expected 1, got \\x1b]0;evil\\a: FAILED: because\nNOT VERIFIED: 1 of 1 checks failed (red)\n", w.String())
}

// A forger with the hashes made to fit passes every count, but not the computation
// done again.
func TestRecomputeFindsForgery(t *testing.T) {
	const dir = instances + "/unseatable_4/"
	sound, faults := record.Load(os.DirFS(selectInto(t, "unseatable_4", dir+"pool.csv", dir+"quotas.csv")))
	require.NoError(t, faults.Err())
	files := maps.Clone(sound)
	lines := strings.SplitAfter(string(files[record.BookFile]), "\n")
	first, second := lines[1], lines[2]
	lines[1], lines[2] = first[:3]+second[3:], second[:3]+first[3:]
	require.NotEqual(t, first, lines[1])
	files[record.BookFile] = []byte(strings.Join(lines, ""))
	recordtest.Rehash(files)
	folder := onDisk(t, files)

	code, stdout, _ := evenlot(t, "verify", "--all", "--no-recompute", folder)
	require.Equal(t, term.ExitDone, code, stdout)
	code, stdout, _ = evenlot(t, "verify", "--all", folder)
	assert.Equal(t, term.ExitUnverified, code)
	assert.Regexp(t, `(?m)^public/commit/book\.csv:\d+ computed again: expected .*, got .*: FAILED`, stdout)
}

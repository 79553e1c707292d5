package verify_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

func check(files record.Files) *verify.Verdict {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return verify.Check(fsys)
}

// lines prints the checks that failed, or that could not be made.
func lines(v *verify.Verdict, status verify.Status) string {
	var b strings.Builder
	for _, c := range v.Checks {
		if c.Status == status {
			fmt.Fprintf(&b, "%s: expected %s, got %s (%s)\n", c.Name, c.Expected, c.Got, c.Why)
		}
	}
	return b.String()
}

func names(v *verify.Verdict, status verify.Status) (names []string) {
	for _, c := range v.Checks {
		if c.Status == status {
			names = append(names, c.Name)
		}
	}
	return names
}

var beyond = []string{
	"commitment as published before the draw",
	"public value as drawn in public", "ids and salts from the record key",
}

var levelTwo = []string{
	"pool root", "ids of the pool", "totals counted again", "quotas on every page",
	"household limit on every page", "quotas and household limit on the panel",
	"proof: rows", "proof: cuts", "proof: steps", "proof: smallest chance",
	"pages of people alike", "who sits with whom",
}

func TestCheckPasses(t *testing.T) {
	v := check(recordtest.Make())
	assert.True(t, v.OK(), lines(v, verify.Failed))
	assert.Equal(t, beyond, names(v, verify.NotCheckable))
	for _, name := range append([]string{
		"files in public/", "public/draw.json as listed in public/SHA256SUMS",
		"public/commit/book.csv as listed in public/commit/SHA256SUMS",
		"files of public/commit/SHA256SUMS", "files in their one spelling", "commitment", "public value",
		"draw string", "counter", "hash", "ticket", "page", "notice", "people of the pool",
		"pages of the book", "people of each page", "pages of each person", "pages of all people together",
		"people on no page", "totals of each feature",
	}, levelTwo...) {
		assert.Contains(t, names(v, verify.OK), name)
	}
	for _, c := range v.Checks {
		if c.Name == "people on no page" {
			assert.Equal(t, "1: zzz2zz", c.Got)
		}
		if c.Status == verify.OK {
			assert.NotEmpty(t, c.Expected, c.Name)
		}
	}
}

func TestCheckWithoutAuditor(t *testing.T) {
	files := recordtest.Make()
	delete(files, record.RosterFile)
	v := check(files)
	assert.True(t, v.OK(), lines(v, verify.Failed))
	assert.Equal(t, append(slices.Clone(levelTwo), beyond...), names(v, verify.NotCheckable))
}

func TestCheckIgnoresOtherFolders(t *testing.T) {
	files := recordtest.Make()
	files["private/ids.csv"] = []byte("anything")
	files["research/fairness.json"] = []byte("1.5")
	files["auditor/notes.txt"] = []byte("seen")
	v := check(files)
	assert.True(t, v.OK(), lines(v, verify.Failed))
}

func TestCheckOptionalFiles(t *testing.T) {
	files := recordtest.Make()
	files["public/report.html"] = []byte("<p>")
	files.Seal()
	v := check(files)
	assert.True(t, v.OK(), lines(v, verify.Failed))
	assert.Contains(t, names(v, verify.OK), "public/report.html as listed in public/SHA256SUMS")
}

// Any one byte of any file changed: refused, and the file is named.
func TestCheckFlippedBytes(t *testing.T) {
	files := recordtest.Make()
	for _, name := range files.Names() {
		good := files[name]
		for at := range good {
			bit := byte(1) << (at % 8)
			files[name] = slices.Clone(good)
			files[name][at] ^= bit
			v := check(files)
			require.False(t, v.OK(), "%s: byte %d ^ %#x", name, at, bit)
			require.True(t, namesFile(v, name), "%s: byte %d ^ %#x\n%s", name, at, bit, lines(v, verify.Failed))
		}
		files[name] = good
	}
}

// namesFile reports whether a failed check tells which file is at fault.
func namesFile(v *verify.Verdict, name string) bool {
	return strings.Contains(lines(v, verify.Failed), name)
}

func TestCheckBytesAddedOrCut(t *testing.T) {
	for _, name := range recordtest.Make().Names() {
		for what, change := range map[string]func([]byte) []byte{
			"emptied":      func(b []byte) []byte { return []byte{} },
			"cut by one":   func(b []byte) []byte { return b[:len(b)-1] },
			"cut in half":  func(b []byte) []byte { return b[:len(b)/2] },
			"line feed":    func(b []byte) []byte { return append(b, '\n') },
			"byte order":   func(b []byte) []byte { return append([]byte("\ufeff"), b...) },
			"DOS endings":  func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), "\n", "\r\n")) },
			"twice":        func(b []byte) []byte { return append(b, b...) },
			"last line":    func(b []byte) []byte { return b[:1+strings.LastIndex(string(b[:len(b)-1]), "\n")] },
			"NUL appended": func(b []byte) []byte { return append(b, 0) },
		} {
			files := recordtest.Make()
			files[name] = change(files[name])
			v := check(files)
			assert.False(t, v.OK(), "%s: %s", name, what)
			assert.True(t, namesFile(v, name), "%s: %s\n%s", name, what, lines(v, verify.Failed))
		}
	}
}

func TestCheckFilesRemovedAddedSwapped(t *testing.T) {
	public := slices.DeleteFunc(recordtest.Make().Names(), func(s string) bool { return !strings.HasPrefix(s, "public/") })
	for i, name := range public {
		files := recordtest.Make()
		delete(files, name)
		v := check(files)
		assert.False(t, v.OK(), name)
		assert.Contains(t, names(v, verify.Failed), name)

		for _, other := range public[i+1:] {
			files := recordtest.Make()
			files[name], files[other] = files[other], files[name]
			v := check(files)
			assert.False(t, v.OK(), "%s and %s", name, other)
			assert.True(t, namesFile(v, name) && namesFile(v, other), "%s and %s", name, other)
		}
	}
	for _, name := range []string{
		"public/extra.txt", "public/report.html", "public/commit/extra", "public/commit/report.html",
		"public/events/1/draw.json", "public/Draw.json", "public/.hidden",
	} {
		files := recordtest.Make()
		files[name] = []byte("x")
		v := check(files)
		assert.Contains(t, names(v, verify.Failed), name)
	}
	// Listing the file does not make it part of a record.
	files := recordtest.Make()
	files["public/extra.txt"] = []byte("x")
	files.Seal()
	assert.Contains(t, names(check(files), verify.Failed), "public/extra.txt")

	v := check(record.Files{})
	assert.False(t, v.OK())
	assert.Contains(t, names(v, verify.Failed), "public")
}

func TestStatus(t *testing.T) {
	var zero verify.Finding
	assert.Equal(t, "not checkable here", zero.Status.String())
	b, err := json.Marshal(verify.Verdict{Checks: []verify.Finding{{Topic: verify.TopicDraw, Name: "a", Status: verify.Failed}}})
	require.NoError(t, err)
	assert.Equal(t, `{"stage":"not drawn yet","checks":[{"topic":"draw","name":"a","expected":"","got":"","status":"FAILED"}]}`, string(b))
	assert.Panics(t, func() { _ = verify.Status(7).String() })
}

// The checker must not lean on what it checks.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").CombinedOutput()
	if err != nil {
		t.Skipf("no go command to list imports with: %v", err)
	}
	for dep := range strings.FieldsSeq(string(out)) {
		for _, bad := range []string{"quotas/simplex", "quotas/oracle", "selection/fair", "selection/book", "gonum.org"} {
			assert.NotContains(t, dep, bad)
		}
	}
}

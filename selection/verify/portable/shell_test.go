package portable_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/verify/portable"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// shells are the shells to try verify.sh in: the smallest there are.
func shells(t *testing.T) [][]string {
	var out [][]string
	for _, shell := range [][]string{{"dash"}, {"busybox", "sh"}, {"bash", "--posix"}} {
		if _, err := exec.LookPath(shell[0]); err != nil {
			t.Logf("NOT TESTED in %s, which is not here", shell[0])
			continue
		}
		out = append(out, shell)
	}
	if !long() && len(out) > 1 {
		out = out[:1] // the long matrix tries them all
	}
	if len(out) == 0 {
		t.Skip("NOT TESTED: neither dash nor busybox nor bash is here")
	}
	return out
}

// shellCheck runs verify.sh on a folder and gives what it printed and its exit code.
func shellCheck(t *testing.T, shell []string, folder string) (string, int) {
	script := filepath.Join(t.TempDir(), "verify.sh")
	require.NoError(t, os.WriteFile(script, portable.Files()["public/verify.sh"], 0o600))
	cmd := exec.Command(shell[0], append(slices.Clone(shell[1:]), script, folder)...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestShellGood(t *testing.T) {
	all := records(t)
	for _, shell := range shells(t) {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			out, code := shellCheck(t, shell, written(t, all[name]))
			assert.Zero(t, code, "%s in %s:\n%s", name, shell[0], out)
			assert.NotContains(t, out, "FAILED")
			t.Logf("%s in %s:\n%s", name, shell[0], out)
		}
	}
}

// What the script checks, it refuses when it was changed, and names the file.
func TestShellTampered(t *testing.T) {
	all := records(t)
	rng := rand.New(rand.NewPCG(5, 6))
	list := shells(t)
	for _, name := range []string{"default", "event", "drand"} {
		files := public(all[name])
		mutants := tampered(t, files, rng)
		rng.Shuffle(len(mutants), func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
		for i, m := range mutants[:10] {
			out, code := shellCheck(t, list[i%len(list)], written(t, m.of(files)))
			assert.NotZero(t, code, "%s of %s:\n%s", m.what, name, out)
		}
	}
}

// Where every hash was made to fit again, the script still goes through the draw and
// the counts.
func TestShellForged(t *testing.T) {
	files := records(t)["default"]
	for what, change := range map[string]struct{ file, old, new, say string }{
		"a page":   {"public/draw.json", `"page": "`, `"page": "0`, "page is 0"},
		"a ticket": {"public/draw.json", `"ticket": `, `"ticket": 1`, "ticket is 1"},
		"a hash":   {"public/draw.json", `"hash": "`, `"hash": "0`, "hash is not what such a field is"},
		"a panel":  {"public/draw.json", `    "b`, `    "c`, "the panel is not the one on page"},
		"a value":  {"public/draw.json", `"public_value": "3`, `"public_value": "4`, "draw_string is "},
		"a notice": {"public/draw.json", `"notice": "value`, `"notice": "a value`, "notice is a value"},
	} {
		t.Run(what, func(t *testing.T) {
			forgery := maps.Clone(files)
			text := string(forgery[change.file])
			require.Contains(t, text, change.old)
			forgery[change.file] = []byte(strings.Replace(text, change.old, change.new, 1))
			forgery.Seal()
			for _, shell := range shells(t) {
				out, code := shellCheck(t, shell, written(t, forgery))
				assert.Equal(t, 1, code, out)
				assert.Contains(t, out, change.say)
			}
		})
	}
	t.Run("a count", func(t *testing.T) {
		forgery := maps.Clone(files)
		lines := strings.SplitAfter(string(forgery["public/commit/chances.csv"]), "\n")
		lines[1] = strings.Replace(lines[1], ",", ",1", 1)
		forgery["public/commit/chances.csv"] = []byte(strings.Join(lines, ""))
		forgery.SealCommit()
		forgery.Seal()
		out, code := shellCheck(t, shells(t)[0], written(t, forgery))
		assert.Equal(t, 1, code, out)
		assert.Contains(t, out, "does not count the pages")
	})
}

// The script says what it lacks, and where it was sent in vain.
func TestShellNowhere(t *testing.T) {
	shell := shells(t)[0]
	out, code := shellCheck(t, shell, t.TempDir())
	assert.Equal(t, 2, code)
	assert.Contains(t, out, "no commit/SHA256SUMS")
	_, code = shellCheck(t, shell, written(t, record.Files{"commit/x": nil}))
	assert.Equal(t, 2, code)
}

// What a file manager leaves in the folders of a record is named, by the script and the
// page, and no fault.
func TestLitter(t *testing.T) {
	files := maps.Clone(records(t)["event"])
	litter := []string{".DS_Store", "Thumbs.db", "commit/desktop.ini", "events/1/commit/._book.csv", "__MACOSX/x"}
	for _, name := range litter {
		files["public/"+name] = []byte("x")
	}
	for _, shell := range shells(t) {
		out, code := shellCheck(t, shell, written(t, files))
		assert.Zero(t, code, "%s:\n%s", shell[0], out)
		for _, name := range litter {
			assert.Contains(t, out, name)
		}
	}
	assert.Empty(t, goRefuses(files))
	assert.Equal(t, []string{""}, open(t).refusals(files, []mutant{{}}))
}

// A source that a careful program would not have announced: script and page refuse it,
// as package verify does, before the draw already.
func TestBadSources(t *testing.T) {
	digits := func(n int) draw.Source { return draw.Source{Kind: draw.KindDigits, Statement: "x", Digits: n} }
	var mutants []mutant
	for what, s := range map[string]draw.Source{
		"one digit":       digits(1),
		"six digits":      digits(6),
		"three numbers":   {Kind: draw.KindLottery, Statement: "x", Numbers: 2, Extra: 1},
		"two page digits": {Kind: draw.KindPageDigits, Statement: "x", Digits: 2},
	} {
		files, err := record.Commit(recordtest.In(record.FormDefault, s))
		require.NoError(t, err)
		mutants = append(mutants, mutant{what, files})
		for _, shell := range shells(t) {
			out, code := shellCheck(t, shell, written(t, files))
			assert.Equal(t, 1, code, "%s: %s", what, out)
			assert.Contains(t, out, "too few digits or numbers")
		}
	}
	hidden := digits(7)
	hidden.Statement = "x\u200by"
	late := digits(7)
	late.Time = "2027-02-30T18:00:00Z"
	for what, s := range map[string]draw.Source{"a hidden character": hidden, "no such day": late} {
		files, err := record.Commit(recordtest.In(record.FormDefault, digits(7)))
		require.NoError(t, err)
		files[record.SeedSourceFile] = record.SeedSource{Source: s}.Bytes()
		files.SealCommit()
		mutants = append(mutants, mutant{what, files})
	}
	for i, said := range open(t).refusals(record.Files{}, mutants) {
		assert.NotEmpty(t, goRefuses(mutants[i].changed), mutants[i].what)
		assert.Contains(t, said, "seedsource.json", mutants[i].what)
	}
	files, err := record.Commit(recordtest.In(record.FormDefault, digits(7)))
	require.NoError(t, err)
	assert.Empty(t, goRefuses(files))
	assert.Equal(t, []string{""}, open(t).refusals(record.Files{}, []mutant{{changed: files}}))
}

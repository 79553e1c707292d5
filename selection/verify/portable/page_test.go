package portable_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
)

// What each tier must leave open, by the checks.
var (
	always  = []string{"again"}
	noPool  = []string{"pool", "totals", "quotas", "smallest", "fairest", "due", "best", "even", "company", "far", "repeats"}
	noHome  = []string{"households"}
	noPages = []string{"book", "counts", "seals"}
	noDraw  = []string{"value", "page", "panel"}
	noList  = []string{"sums"}
	beacon  = []string{"beacon"}
	counted = []string{"measures"}
)

// Every record holds, and each tier leaves open what it must leave open: "not checkable
// here" is never "ok".
func TestTiers(t *testing.T) {
	b := open(t)
	e := engine{t: t, b: b}
	all := everything(t)
	for name, files := range all {
		var want [][]string
		drawn := files["public/draw.json"] != nil
		if files.Unmixed() {
			want = append(want, []string{"mixing"})
		} else {
			want = append(want, always)
		}
		if !drawn && !files.Unmixed() {
			want = append(want, noDraw)
		}
		if files["public/SHA256SUMS"] == nil {
			want = append(want, noList)
		}
		if strings.Contains(name, "drand") {
			want = append(want, beacon)
		}
		if files["public/measures.json"] != nil {
			want = append(want, counted)
		}
		leavesOpen(t, name, e.verdict(files, seen{}), want)
		if files.Form() == record.FormOpen {
			continue
		}
		want = append(want, noPool, noHome)
		if files.Unmixed() {
			want = append(want[:len(want)-2], []string{"pool", "totals"})
		} else if files.Form() == record.FormSealed {
			want = append(want, noPages)
		}
		leavesOpen(t, name+" public", e.verdict(public(files), seen{}), want)
	}
}

// leavesOpen checks that nothing failed, and that exactly these checks were not made.
func leavesOpen(t *testing.T, name string, v verdict, want [][]string) {
	t.Helper()
	assert.Equal(t, "amber", v.Colour, "%s: %s", name, v.failed())
	var got []string
	for _, l := range states(v.Lines, "not checkable here") {
		got = append(got, l.ID)
	}
	assert.ElementsMatch(t, slices.Concat(want...), got, name)
}

// frozen are the records of testdata that verify for ever, by name.
func frozen(t *testing.T) map[string]record.Files {
	root := os.DirFS(filepath.Join("..", "..", "..", "testdata", "records", "v1"))
	out := map[string]record.Files{}
	require.NoError(t, fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		folder, name, inside := strings.Cut(path, "/")
		if err != nil || d.IsDir() || !inside {
			return err
		}
		if out[folder] == nil {
			out[folder] = record.Files{}
		}
		out[folder][name], err = fs.ReadFile(root, path)
		return err
	}))
	require.NotEmpty(t, out)
	return out
}

func TestFrozenInBrowser(t *testing.T) {
	b := open(t)
	for name, files := range frozen(t) {
		lines := b.check(files)
		assert.Empty(t, failures(lines), name)
		assert.GreaterOrEqual(t, len(states(lines, "ok")), 9, name)
	}
}

func TestFrozenInShell(t *testing.T) {
	list := shells(t)
	for name, files := range frozen(t) {
		for _, shell := range list {
			out, code := shellCheck(t, shell, written(t, files))
			assert.Zero(t, code, "%s in %s:\n%s", name, shell[0], out)
		}
	}
}

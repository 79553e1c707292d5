package portable_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
)

// What each tier must leave open, by the first words of the titles.
var (
	always   = []string{"The whole computation"}
	noPool   = []string{"The pool is", "The people with", "Every page meets", "No page seats", "No lottery is"}
	noPages  = []string{"Every page names", "The pages of each", "Every page is as sealed"}
	noDraw   = []string{"The public value is", "The page follows", "The panel is"}
	measures = []string{"The measures"}
)

// leavesOpen tells whether exactly these checks are not checkable here.
func leavesOpen(t *testing.T, lines []line, groups ...[]string) {
	t.Helper()
	var got, want []string
	for _, l := range states(lines, "not checkable here") {
		got = append(got, l.Title)
	}
	for _, group := range append(groups, always) {
		for _, words := range group {
			i := slices.IndexFunc(lines, func(l line) bool { return strings.HasPrefix(l.Title, words) })
			require.GreaterOrEqual(t, i, 0, "no check begins with %q", words)
			want = append(want, lines[i].Title)
		}
	}
	assert.ElementsMatch(t, want, got)
}

// Every record holds, and each tier leaves open what it must leave open: "not checkable
// here" is never "ok".
func TestTiers(t *testing.T) {
	b := open(t)
	all := records(t)
	beacon := []string{"The drand network"}
	for name, c := range map[string]struct{ auditor, public [][]string }{
		"default":        {[][]string{measures}, [][]string{measures, noPool}},
		"sealed":         {nil, [][]string{noPages, noPool}},
		"open":           {[][]string{measures}, [][]string{measures}},
		"digits":         {[][]string{measures}, [][]string{measures, noPool}},
		"page digits":    {[][]string{measures}, [][]string{measures, noPool}},
		"lottery":        {[][]string{measures}, [][]string{measures, noPool}},
		"rehearsal":      {[][]string{measures}, [][]string{measures, noPool}},
		"drand":          {[][]string{measures, beacon}, [][]string{measures, beacon, noPool}},
		"dice and drand": {[][]string{measures, beacon}, [][]string{measures, beacon, noPool}},
		"event":          {[][]string{measures}, [][]string{measures, noPool}},
		"exactly":        {[][]string{measures}, [][]string{measures, noPool}},
		"undrawn":        {[][]string{noDraw, {"Every file is as published"}}, [][]string{noDraw, noPool, {"Every file is as published"}}},
		"called off":     {[][]string{noDraw}, [][]string{noDraw, noPool}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, tier := range []struct {
				files record.Files
				open  [][]string
			}{{all[name], c.auditor}, {public(all[name]), c.public}} {
				lines := b.check(tier.files)
				assert.Empty(t, failures(lines))
				leavesOpen(t, lines, tier.open...)
			}
		})
		delete(all, name)
	}
	assert.Empty(t, slices.Collect(maps.Keys(all)), "records that are not tried")
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

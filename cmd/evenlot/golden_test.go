package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/record"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

// portableFiles are the checkers that every record carries, and the list that has their
// hashes: they may get better without any change of what they check.
var portableFiles = []string{record.CheckerFile, record.ScriptFile, record.PublicSumsFile}

// sums lists every file of public and auditor with its SHA-256, as sha256sum does; all
// but portableFiles.
func sums(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	for _, tier := range []string{"auditor", "public"} {
		err := fs.WalkDir(os.DirFS(dir), tier, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || slices.Contains(portableFiles, name) {
				return err
			}
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), name)
			return err
		})
		require.NoError(t, err)
	}
	return b.String()
}

// selectInto runs select on two files for an instance and gives the folder of the
// record.
func selectInto(t *testing.T, instance, pool, table string, flags ...string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "record")
	_, seats, _ := strings.Cut(instance, "_")
	args := append([]string{"select"}, flags...)
	args = append(args, "--quiet", "--pool", pool, "--quotas", table,
		"--seats", seats, "--seed", "golden "+instance, "--out", out)
	if strings.HasPrefix(instance, "households") {
		args = append(args, "--household", "household")
	}
	code, _, stderr := evenlot(t, args...)
	require.Equal(t, term.ExitDone, code, stderr)
	return out
}

// shuffled writes a pool with its rows in another order.
func shuffled(t *testing.T, pool string) string {
	t.Helper()
	header, rest, _ := strings.Cut(content(t, pool), "\n")
	rows := strings.SplitAfter(strings.TrimSuffix(rest, "\n")+"\n", "\n")
	rows = rows[:len(rows)-1]
	rand.New(rand.NewSource(int64(len(rows)))).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	mixed := strings.Join(rows, "")
	require.NotEqual(t, rest, mixed)
	return put(t, filepath.Join(t.TempDir(), "shuffled.csv"), header+"\n"+mixed)
}

// The record of a selection is the same on every machine, whatever the order of the
// pool: .ci/run runs this on five kinds of processor. The hashes change only when the
// algorithm does, and after a release that takes a new name of the algorithm too;
// -update writes them anew.
func TestGolden(t *testing.T) {
	for _, instance := range []string{"exact_16", "households_15", "self-selected_24", "trap_2", "unique_20", "unseatable_4"} {
		t.Run(instance, func(t *testing.T) {
			pool, table := filepath.Join(instances, instance, "pool.csv"), filepath.Join(instances, instance, "quotas.csv")
			got := sums(t, selectInto(t, instance, pool, table))
			golden := filepath.Join("../../testdata/golden", instance+".sums")
			if *update {
				put(t, golden, got)
			}
			assert.Equal(t, content(t, golden), got)
			assert.Equal(t, got, sums(t, selectInto(t, instance, pool, table)), "the same again")
			assert.Equal(t, got, sums(t, selectInto(t, instance, shuffled(t, pool), table)), "shuffled")
		})
	}
}

// The book of an event, its chances and its proof are the same on every machine, too. What
// names the record that the event belongs to is left out, for that has the hashes of the
// checkers.
func TestGoldenEvent(t *testing.T) {
	const instance = "easy_20"
	pool, table := filepath.Join(instances, instance, "pool.csv"), filepath.Join(instances, instance, "quotas.csv")
	do := func(args ...string) string {
		code, stdout, stderr := evenlot(t, args...)
		require.Equal(t, term.ExitDone, code, stderr)
		return stdout
	}
	leaver := func(dir string) string { // whom most people could follow
		const id = `"public_id": "`
		stdout := do("status", dir, "--json")
		leaves, _, _ := strings.Cut(stdout[strings.LastIndex(stdout, id)+len(id):], `"`)
		return leaves
	}
	dir := selectInto(t, instance, pool, table)
	do("replace", dir, "--gone", leaver(dir), "--why", "moved away", "--seed", "golden event")
	goldenEvents(t, instance+"-event", dir)

	// A panel whose draw names its alternates; one moves up, and somebody comes who had little chance so far.
	dir = filepath.Join(t.TempDir(), "life")
	do("select", "--pool", pool, "--quotas", table, "--seats", "20", "--alternates", "8", "--seed", "golden life", "--out", dir)
	do("alternates", dir, "--drawn")
	do("replace", dir, "--gone", leaver(dir), "--why", "moved away", "--next")
	do("replace", dir, "--gone", leaver(dir), "--why", "moved away", "--fair-over-time", "--seed", "golden event")
	goldenEvents(t, instance+"-life", dir)
}

// goldenEvents compares what the events of a record have with the hashes as first computed.
func goldenEvents(t *testing.T, name, dir string) {
	t.Helper()
	named := []string{"event.json", "rules.json", "SHA256SUMS", "draw.json"}
	var got strings.Builder
	for line := range strings.Lines(sums(t, dir)) {
		if name := strings.TrimSpace(line); strings.Contains(name, "/events/") && !slices.Contains(named, filepath.Base(name)) {
			got.WriteString(line)
		}
	}
	golden := filepath.Join("../../testdata/golden", name+".sums")
	if *update {
		put(t, golden, got.String())
	}
	assert.Equal(t, content(t, golden), got.String())
}

// Dialects and the order of rows change nothing in public and auditor.
func TestSameRecordFromEveryDialect(t *testing.T) {
	const dir = instances + "/dialects_4/"
	want := sums(t, selectInto(t, "dialects_4", dir+"pool.csv", dir+"quotas.csv"))
	pools, err := filepath.Glob(dir + "pool*.csv")
	require.NoError(t, err)
	for _, pool := range pools {
		assert.Equal(t, want, sums(t, selectInto(t, "dialects_4", pool, dir+"quotas-mrs.csv")), pool)
	}
	tables, err := filepath.Glob(dir + "quotas*.csv")
	require.NoError(t, err)
	for _, table := range tables {
		if strings.HasSuffix(table, "-flex.csv") {
			continue // its quotas.csv has two more columns
		}
		assert.Equal(t, want, sums(t, selectInto(t, "dialects_4", dir+"pool-shuffled.csv", table)), table)
	}
}

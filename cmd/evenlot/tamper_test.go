package main

import (
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// smallFile is the size up to which every byte of a file is tried; of larger ones,
// tries places are.
const (
	smallFile = 4 << 10
	tries     = 2000
)

// Whatever byte of the public files is changed, verify says no and names the file.
func TestTamper(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of checks")
	}
	const dir = instances + "/households_15/"
	files, faults := record.Load(os.DirFS(selectInto(t, "households_15", dir+"pool.csv", dir+"quotas.csv", "--pages", "200")))
	require.NoError(t, faults.Err())
	require.True(t, verify.Check(folderOf(files)).OK())
	large := 0
	for _, name := range files.Names() {
		if len(files[name]) > smallFile {
			large++
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tamper(t, files, name)
		})
	}
	assert.Equal(t, 2, large, "the book and the auditor's pool are larger")
}

// folderOf shows the files of a record as a folder.
func folderOf(files record.Files) fstest.MapFS {
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	return folder
}

// tamper changes one file, one byte at a time.
func tamper(t *testing.T, files record.Files, name string) {
	random := rand.New(rand.NewSource(int64(len(files[name]))))
	places := random.Perm(len(files[name]))
	switch {
	case name == record.RosterFile: // not public
		places = places[:tries/10]
	case len(places) > smallFile:
		places = places[:tries]
	}
	folder := folderOf(files)
	for _, at := range places {
		changed := slices.Clone(files[name])
		changed[at] ^= byte(1 + random.Intn(255))
		folder[name] = &fstest.MapFile{Data: changed}
		if !blames(verify.Check(folder).Failed(), name) {
			require.Fail(t, "passes", "byte %d: %q for %q", at, changed[at], files[name][at])
		}
	}
}

// blames reports whether a failed check speaks of a file. What was changed in the
// auditor's pool, which no list of hashes covers, shows in what it is used for.
func blames(failed []verify.Finding, file string) bool {
	return slices.ContainsFunc(failed, func(c verify.Finding) bool {
		return strings.Contains(c.Name, file) || file == record.RosterFile
	})
}

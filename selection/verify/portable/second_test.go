package portable_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A second is the checker in testdata/checker.py, which was written from the specification
// alone. It runs until the test ends, and takes one record after the other.
type second struct {
	in  io.Writer
	out *bufio.Reader
}

// newSecond starts the second checker; nil where there is no Python.
func newSecond(t *testing.T) *second {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("NOT TESTED against the second checker: python3 is not here")
		return nil
	}
	cmd := exec.Command(python, "testdata/checker.py", "--lines")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var said bytes.Buffer
	cmd.Stderr = &said
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		assert.NoError(t, cmd.Wait(), said.String())
	})
	return &second{in, bufio.NewReader(out)}
}

// An opinion is what the second checker says of a record.
type opinion struct {
	Refused string   `json:"refused"` // "": not refused
	Caveats []string `json:"caveats"`
}

func (s *second) check(t *testing.T, files record.Files) (said opinion) {
	t.Helper()
	_, err := io.WriteString(s.in, inBase64(t, files)+"\n")
	require.NoError(t, err)
	line, err := s.out.ReadBytes('\n')
	require.NoError(t, err, "the second checker stopped")
	require.NoError(t, json.Unmarshal(line, &said))
	return said
}

// largeBook is how large a book the second checker reads: it is slow. EVENLOT_LONG=all lifts it.
const largeBook = 50_000

// agrees holds the second checker against package verify: both refuse a record, or both see
// the same caveats. What a reader compares is left out.
func (s *second) agrees(t *testing.T, what string, files record.Files, want *verify.Verdict) {
	t.Helper()
	if s == nil || !exhaustive() && len(files[record.BookFile]) > largeBook {
		return
	}
	said := s.check(t, files)
	why := ""
	if failed := want.Failed(); len(failed) > 0 {
		why = failed[0].Name + ": " + failed[0].Why
	}
	if !assert.Equal(t, want.OK(), said.Refused == "", "%s\nverify: %s\nsecond: %s", what, why, said.Refused) || !want.OK() {
		return
	}
	var caveats []string
	for _, r := range want.Remarks {
		if r.Caveat != verify.CaveatUnconfirmed {
			caveats = append(caveats, string(r.Caveat))
		}
	}
	assert.ElementsMatch(t, once(caveats), slices.DeleteFunc(said.Caveats, func(c string) bool { return c == "unconfirmed" }), what)
}

// The second checker agrees on every frozen record, whole and without auditor/.
func TestSecondFrozen(t *testing.T) {
	s := newSecond(t)
	folders, err := filepath.Glob("../../../testdata/records/v*/*")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		files, faults := record.Load(os.DirFS(folder))
		require.Empty(t, faults)
		for what, files := range map[string]record.Files{folder: files, folder + " public": public(files)} {
			v := goVerdict(files, seen{})
			assert.True(t, v.OK(), what)
			s.agrees(t, what, files, v)
		}
	}
}

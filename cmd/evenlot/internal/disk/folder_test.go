package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

func aRecord(mark string) map[string][]byte {
	return map[string][]byte{
		recordMark:         []byte("{}\n"),
		"public/draw.json": []byte(mark),
		"auditor/pool.csv": []byte("id\n"),
		"private/ids.csv":  []byte("name\n"),
	}
}

// put writes a file and the folders above it.
func put(t *testing.T, path, data string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

// listing names what is in a folder, hidden files and all.
func listing(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	found := []string{}
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

// unchecked takes any folder.
func unchecked(fs.FS) error { return nil }

func writeRecord(t *testing.T, path, mark string, force bool, inputs ...string) error {
	t.Helper()
	f, err := NewFolder(path, force, inputs...)
	if err != nil {
		return err
	}
	return f.Write(context.Background(), aRecord(mark), unchecked)
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	require.NoError(t, writeRecord(t, out, "one", false))
	assert.Equal(t, "one", content(t, out+"/public/draw.json"))
	assert.Equal(t, []string{"out"}, listing(t, dir))
	if runtime.GOOS != "windows" && runtime.GOOS != "js" {
		for path, want := range map[string]os.FileMode{
			"private": 0o700, "private/ids.csv": 0o600, "auditor": 0o700, "auditor/pool.csv": 0o600,
			"public": 0o755, "public/commit": 0o755, "public/draw.json": 0o644,
		} {
			info, err := os.Stat(filepath.Join(out, path))
			require.NoError(t, err)
			assert.Equal(t, want, info.Mode().Perm(), path)
		}
	}

	assert.EqualError(t, writeRecord(t, out, "two", false), out+": exists already")
	assert.Equal(t, "one", content(t, out+"/public/draw.json"))

	put(t, out+"/public/report.html", "goes away")
	require.NoError(t, writeRecord(t, out, "three", true))
	assert.Equal(t, "three", content(t, out+"/public/draw.json"))
	assert.NoFileExists(t, out+"/public/report.html")
	assert.Equal(t, []string{"out"}, listing(t, dir))
}

func TestFolderLeavesOthersAlone(t *testing.T) {
	dir := t.TempDir()
	check := func(want, path string, inputs ...string) {
		t.Helper()
		err := writeRecord(t, path, "new", true, inputs...)
		if want == "" {
			assert.NoError(t, err)
			return
		}
		assert.EqualError(t, err, want)
	}
	thesis := filepath.Join(dir, "thesis")
	put(t, thesis+"/chapter.txt", "years of work")
	check(thesis+": is not a record of evenlot, so --force leaves it alone", thesis)
	assert.Equal(t, "years of work", content(t, thesis+"/chapter.txt"))

	file := put(t, filepath.Join(dir, "file"), "text")
	check(file+": exists and is not a folder", file)
	check(file+"/out: "+file+" is not a folder", file+"/out")
	check(dir+"/no/out: the folder "+dir+"/no does not exist", dir+"/no/out")

	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.Mkdir(empty, 0o755))
	check("", empty)

	rec := filepath.Join(dir, "rec")
	require.NoError(t, writeRecord(t, rec, "old", false))
	key := put(t, rec+"/private/record.key", "key")
	check(rec+": holds the input "+key+", so --force leaves it alone", rec, file, key)
	assert.Equal(t, "old", content(t, rec+"/public/draw.json"))

	link := filepath.Join(dir, "link")
	if err := os.Symlink(rec, link); err == nil {
		check(link+": exists and is not a folder", link)
		pointed := filepath.Join(dir, "pointed.key")
		require.NoError(t, os.Symlink(key, pointed))
		check(rec+": holds the input "+pointed+", so --force leaves it alone", rec, pointed)
	}
}

// What a record does not have is somebody's work.
func TestFolderKeepsStrangers(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	require.NoError(t, writeRecord(t, out, "old", false))
	refused := func(want string) {
		t.Helper()
		assert.EqualError(t, writeRecord(t, out, "new", true), out+": holds files that evenlot did not write, so --force leaves it alone: "+want)
		assert.Equal(t, "old", content(t, out+"/public/draw.json"))
	}
	for _, name := range []string{"private/notes.txt", "private/slips/notes.txt", "public/x/book.csv", "research/chart.svg", ".hidden"} {
		path := put(t, filepath.Join(out, name), "mine")
		refused(name)
		require.NoError(t, os.Remove(path))
	}
	for i := range 9 {
		put(t, fmt.Sprintf("%s/minutes/%d", out, i), "mine")
	}
	refused("minutes/0, minutes/1, minutes/2, minutes/3, minutes/4 and 4 more")
	require.NoError(t, os.RemoveAll(out+"/minutes"))

	// Ours, or nobody's.
	for _, name := range []string{"private/slips/bcdfgh.txt", "private/slips.csv", "auditor/mixture.json", "public/events/1/draw.json", ".DS_Store",
		"." + Ending + Partial + "1/private/selected.csv", "empty/.DS_Store"} {
		put(t, filepath.Join(out, name), "goes away")
	}
	require.NoError(t, writeRecord(t, out, "new", true))
	assert.Equal(t, []string{"auditor", "private", "public", "public.zip"}, listing(t, out))
}

func TestFolderInterrupted(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	f, err := NewFolder(out, false)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, f.Write(ctx, aRecord("x"), unchecked), context.Canceled)
	assert.Empty(t, listing(t, dir))
}

// What does not hold never gets its name.
func TestFolderChecked(t *testing.T) {
	dir := t.TempDir()
	f, err := NewFolder(filepath.Join(dir, "out"), false)
	require.NoError(t, err)
	err = f.Write(context.Background(), aRecord("x"), func(made fs.FS) error {
		data, err := fs.ReadFile(made, "public/draw.json")
		require.NoError(t, err)
		return term.Fault("found %s", data)
	})
	assert.EqualError(t, err, "found x")
	assert.Empty(t, listing(t, dir))
}

// A Folder that appears while a panel is being computed is not replaced.
func TestFolderAppears(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	f, err := NewFolder(out, false)
	require.NoError(t, err)
	require.NoError(t, writeRecord(t, out, "first", false))
	assert.EqualError(t, f.Write(context.Background(), aRecord("second"), unchecked), out+": exists already")
	assert.Equal(t, "first", content(t, out+"/public/draw.json"))
	assert.Equal(t, []string{"out"}, listing(t, dir))
}

func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	stale := filepath.Join(dir, ".out"+Partial+"1")
	put(t, stale+"/private/names.csv", "half")
	put(t, filepath.Join(dir, ".other"+Partial+"1"), "another's")
	f, err := NewFolder(out, false)
	require.NoError(t, err)
	assert.Equal(t, []string{stale}, leftovers(out))
	within := filepath.Join(dir, "other", "."+Ending+Partial+"2")
	put(t, within+"/private/selected.csv", "half")
	assert.Equal(t, []string{filepath.Join(dir, ".other"+Partial+"1"), within}, leftovers(filepath.Join(dir, "other")))
	require.NoError(t, f.Write(context.Background(), aRecord("x"), unchecked))
	assert.Equal(t, "half", content(t, stale+"/private/names.csv"))
	assert.Equal(t, "name\n", content(t, out+"/private/ids.csv"))
}

func TestNewFiles(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	write := func(force bool, result error) error {
		one, err := Create(a, force)
		if err != nil {
			return err
		}
		two, err := Create(b, force)
		require.NoError(t, err)
		return WriteFiles([]*File{one, two}, func(out []io.Writer) error {
			_, _ = io.WriteString(out[0], "1")
			_, _ = io.WriteString(out[1], "2")
			return result
		})
	}
	assert.EqualError(t, write(false, errors.New("a fault half-way")), "a fault half-way")
	assert.Empty(t, listing(t, dir))
	require.NoError(t, write(false, nil))
	assert.Equal(t, []string{"a", "b"}, listing(t, dir))
	assert.EqualError(t, write(false, nil), a+": exists already")
	require.NoError(t, write(true, nil))
	assert.Equal(t, "12", content(t, a)+content(t, b))
}

// Of two that want the same name, one gets it.
func TestPutOnce(t *testing.T) {
	dir := t.TempDir()
	a, b, to := put(t, dir+"/a", "a"), put(t, dir+"/b", "b"), dir+"/to"
	require.NoError(t, PutOnce(a, to))
	assert.ErrorIs(t, PutOnce(b, to), fs.ErrExist)
	assert.Equal(t, "a", content(t, to))
	assert.Equal(t, []string{"b", "to"}, listing(t, dir))
}

func TestReadInput(t *testing.T) {
	dir := t.TempDir()
	data, err := ReadFile(put(t, filepath.Join(dir, "a"), "text"))
	require.NoError(t, err)
	assert.Equal(t, "text", string(data))
	_, err = ReadFile(dir)
	assert.EqualError(t, err, dir+": this is a folder, expected a file")
	_, err = ReadFile(dir + "/none")
	assert.ErrorIs(t, err, fs.ErrNotExist)
	big, err := os.Create(filepath.Join(dir, "big"))
	require.NoError(t, err)
	require.NoError(t, big.Truncate(maxInput+1)) // holes take no room
	require.NoError(t, big.Close())
	_, err = ReadFile(big.Name())
	assert.EqualError(t, err, big.Name()+": more than 2 GiB, expected a smaller file")
}

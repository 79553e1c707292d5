package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection"
)

// Rules of the files written:
//
//   - everything is written under a temporary name beside its place, synced to the
//     disk, and renamed: a name that stands is whole;
//   - nothing that exists is replaced without --force, an input never;
//   - --force replaces a folder only where it is a record (or empty);
//   - an interrupted program takes its temporary files away; what a killed one
//     leaves behind is hidden, named after the program, never read and never in
//     the way.

// partial is in the name of everything unfinished, .NAME.evenlot-partial-N, and
// aside in that of a folder on its way out.
const (
	partial = ".evenlot-partial-"
	aside   = ".evenlot-replaced-"
)

// beside tries names in path's folder, marked as above, until make takes one; it
// gives that name. Names that exist are left alone, whoever made them.
func beside(path, mark string, make func(name string) error) (string, error) {
	dir, base := filepath.Split(path)
	for n := 1; ; n++ {
		name := dir + "." + base + mark + strconv.Itoa(n)
		if err := make(name); !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}

func makeFolder(name string) error { return os.Mkdir(name, 0o755) }

// recordMark is the file by which a folder is known to be a record.
const recordMark = "public/commit/rules.json"

// A folder is an output folder that does not stand yet.
type folder struct {
	path   string // absolute
	shown  string // as the user gave it
	force  bool
	inputs []string // files that must not lie in a folder that is replaced
}

// newFolder checks, before any work, that a folder can be written at path.
func newFolder(path string, force bool, inputs ...string) (*folder, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	f := &folder{path: abs, shown: path, force: force, inputs: inputs}
	if err := f.check(); err != nil {
		return nil, err
	}
	probe, err := beside(f.path, partial, makeFolder) // a read-only disk shows now, not after an hour
	if err != nil {
		return nil, shownAs(err, probe, path)
	}
	return f, os.Remove(probe)
}

// check refuses to stand in anyone's way.
func (f *folder) check() error {
	parent := filepath.Dir(f.path)
	switch info, err := os.Stat(parent); {
	case errors.Is(err, fs.ErrNotExist):
		return hint(fault("%s: the folder %s does not exist", f.shown, filepath.Dir(f.shown)), "create it first")
	case err != nil:
		return err
	case !info.IsDir():
		return fault("%s: %s is not a folder", f.shown, filepath.Dir(f.shown))
	}
	info, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return hint(fault("%s: exists and is not a folder", f.shown), "name another place with --out")
	case !f.force:
		return hint(fault("%s: exists already", f.shown), "name another folder with --out, or replace this one with --force")
	}
	return f.checkReplaced()
}

// checkReplaced refuses to replace what may not be ours, and inputs.
func (f *folder) checkReplaced() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	mark, err := os.Lstat(filepath.Join(f.path, filepath.FromSlash(recordMark)))
	if len(entries) > 0 && (err != nil || !mark.Mode().IsRegular()) {
		return hint(fault("%s: is not a record of evenlot, so --force leaves it alone", f.shown), "name another folder with --out")
	}
	for _, input := range f.inputs {
		inside, err := within(f.path, input)
		if err != nil {
			return err
		}
		if inside {
			return hint(fault("%s: holds the input %s, so --force leaves it alone", f.shown, input), "name another folder with --out")
		}
	}
	return nil
}

// within tells whether a file lies somewhere below a folder, links followed.
func within(folder, file string) (bool, error) {
	outer, err := os.Stat(folder)
	if err != nil {
		return false, err
	}
	at, err := filepath.EvalSymlinks(file)
	if err == nil {
		at, err = filepath.Abs(at)
	}
	if err != nil {
		return false, err
	}
	for {
		if info, err := os.Stat(at); err == nil && os.SameFile(outer, info) {
			return true, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return false, nil
		}
		at = up
	}
}

// leftovers names what killed programs left beside the folder: unfinished records
// hold names and addresses and should not lie about.
func (f *folder) leftovers() []string {
	parent, base := filepath.Split(f.path)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return nil // only courtesy depends on it
	}
	var found []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "."+base+partial) || strings.HasPrefix(e.Name(), "."+base+aside) {
			found = append(found, filepath.Join(filepath.Dir(f.shown), e.Name()))
		}
	}
	return found
}

// write brings the files, by slash path, to the disk as one folder: all of them or
// none. What stands there under the temporary name is read once more by check,
// whose error, if any, ends it.
func (f *folder) write(ctx context.Context, files map[string][]byte, check func(fs.FS) error) (err error) {
	temp, err := beside(f.path, partial, makeFolder)
	if err != nil {
		return shownAs(err, temp, f.shown)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(temp) // the first error is the one to mend
		}
	}()
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := writeInside(temp, name, files[name]); err != nil {
			return shownAs(err, temp, f.shown)
		}
	}
	if err := syncFolders(temp); err != nil {
		return err
	}
	if err := check(os.DirFS(temp)); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return f.place(temp)
}

// shownAs makes an error about a temporary name speak of the name the user gave.
func shownAs(err error, hidden, shown string) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		if rest, ok := strings.CutPrefix(path.Path, hidden); ok {
			return &fs.PathError{Op: path.Op, Path: shown + rest, Err: path.Err}
		}
	}
	return err
}

// place renames the finished folder into its place.
func (f *folder) place(temp string) error {
	if err := f.check(); err != nil { // much may have happened since newFolder
		return err
	}
	if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(temp, f.path); err != nil {
			return err
		}
		return syncFolder(filepath.Dir(f.path))
	}
	room, err := beside(f.path, aside, makeFolder)
	if err != nil {
		return err
	}
	old := filepath.Join(room, filepath.Base(f.path))
	if err := os.Rename(f.path, old); err != nil {
		return errors.Join(err, os.Remove(room))
	}
	if err := os.Rename(temp, f.path); err != nil {
		return errors.Join(err, os.Rename(old, f.path), os.Remove(room))
	}
	if err := syncFolder(filepath.Dir(f.path)); err != nil {
		return err
	}
	return os.RemoveAll(room)
}

// writeInside writes one file of a record; what is private, only its owner reads.
func writeInside(dir, name string, data []byte) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		panic("a file of a record must lie in the record")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	folders, file := os.FileMode(0o755), os.FileMode(0o644)
	if strings.HasPrefix(name, "private/") {
		folders, file = 0o700, 0o600
	}
	if err := os.MkdirAll(filepath.Dir(path), folders); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, file)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	if strings.HasPrefix(name, selection.SlipsFolder) {
		return errors.Join(err, out.Close()) // thousands, each made again by chance: not worth waiting for the disk
	}
	return finish(out, err)
}

// finish syncs and closes a file after an error or none.
func finish(f *os.File, err error) error {
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFolder(path)
	})
}

// syncFolder makes renames in a folder last. Not every system can sync a folder;
// where it cannot, the files are still whole.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

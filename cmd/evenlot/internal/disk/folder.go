package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
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

// Marks in the names of hidden files: Partial in everything unfinished, .NAME.evenlot-partial-N,
// and Aside in a folder that is being replaced. The step that ends a ceremony is unfinished inside
// its record; there NAME is Ending.
const (
	Partial = ".evenlot-partial-"
	Aside   = ".evenlot-replaced-"
	Ending  = "ending"
)

// Beside tries names in path's folder, marked as above, until make takes one; it
// gives that name. Names that exist are left alone, whoever made them.
func Beside(path, mark string, make func(name string) error) (string, error) {
	dir, base := filepath.Split(path)
	for n := 1; ; n++ {
		name := dir + "." + base + mark + strconv.Itoa(n)
		if err := make(name); !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}

// MakeFolder makes a folder, for [Beside].
func MakeFolder(name string) error { return os.Mkdir(name, 0o755) }

// recordMark is the file by which a folder is known to be a record.
const recordMark = "public/commit/rules.json"

// A Folder is an output folder that does not stand yet.
type Folder struct {
	path   string // absolute
	shown  string // as the user gave it
	force  bool
	inputs []string // files that must not lie in a folder that is replaced
}

// NewFolder checks, before any work, that a folder can be written at path.
func NewFolder(path string, force bool, inputs ...string) (*Folder, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	f := &Folder{path: abs, shown: path, force: force, inputs: inputs}
	if err := f.check(); err != nil {
		return nil, err
	}
	probe, err := Beside(f.path, Partial, MakeFolder) // a read-only disk shows now, not after an hour
	if err != nil {
		return nil, ShownAs(err, probe, path)
	}
	return f, os.Remove(probe)
}

// check refuses to stand in anyone's way.
func (f *Folder) check() error {
	parent := filepath.Dir(f.path)
	switch info, err := os.Stat(parent); {
	case errors.Is(err, fs.ErrNotExist):
		return term.Hint(term.Fault("%s: the folder %s does not exist", f.shown, filepath.Dir(f.shown)), "create it first")
	case err != nil:
		return err
	case !info.IsDir():
		return term.Fault("%s: %s is not a folder", f.shown, filepath.Dir(f.shown))
	}
	info, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return term.Hint(term.Fault("%s: exists and is not a folder", f.shown), "name another place with --out")
	case !f.force:
		return term.Hint(term.Fault("%s: exists already", f.shown), "name another folder with --out, or replace this one with --force")
	}
	return f.checkReplaced()
}

// checkReplaced refuses to replace what may not be ours, inputs, and files of other people.
func (f *Folder) checkReplaced() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	mark, err := os.Lstat(filepath.Join(f.path, filepath.FromSlash(recordMark)))
	if len(entries) > 0 && (err != nil || !mark.Mode().IsRegular()) {
		return term.Hint(term.Fault("%s: is not a record of evenlot, so --force leaves it alone", f.shown), "name another folder with --out")
	}
	for _, input := range f.inputs {
		inside, err := within(f.path, input)
		if err != nil {
			return err
		}
		if inside {
			return term.Hint(term.Fault("%s: holds the input %s, so --force leaves it alone", f.shown, input), "name another folder with --out")
		}
	}
	if strange := strangers(f.path); len(strange) > 0 {
		return term.Hint(term.Fault("%s: holds files that evenlot did not write, so --force leaves it alone: %s", f.shown, listed(strange)),
			"move them elsewhere, or name another folder with --out")
	}
	return nil
}

// strangers are the files in a folder that no record has, by slash path. What an operating
// system or a killed run left there is nobody's.
func strangers(dir string) (found []string) {
	folder := os.DirFS(dir)
	_ = fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		top, _, _ := strings.Cut(name, "/")
		switch {
		case err != nil: // cannot be read, and so not be known
			found = append(found, name)
		case strings.HasPrefix(top, "."+Ending+Partial), entry.IsDir(), record.IsLitter(name), selection.Writes(name):
		default:
			found = append(found, name)
		}
		return nil
	})
	return found
}

// listed names some of many.
func listed(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// within reports whether a file lies somewhere below a folder, links followed.
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

// TellLeftovers tells of what killed programs left beside the folder of a record, or in it:
// unfinished records hold names and addresses and should not lie about.
func TellLeftovers(t *term.Terminal, dir string) {
	for _, stale := range leftovers(dir) {
		t.Say("%s was left by a run that was killed", stale)
		t.Advise("delete it: it may hold names and addresses")
	}
}

func leftovers(dir string) (found []string) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil // only courtesy depends on it
	}
	beside, base := filepath.Split(abs)
	for _, look := range []struct{ in, shown, mark string }{{beside, filepath.Dir(dir), "." + base}, {abs, dir, "." + Ending}} {
		entries, _ := os.ReadDir(look.in)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), look.mark+Partial) || strings.HasPrefix(e.Name(), look.mark+Aside) {
				found = append(found, filepath.Join(look.shown, e.Name()))
			}
		}
	}
	return found
}

// Unfinished lists what killed programs left in a record: folders that hold a part of a step.
func Unfinished(dir string) (folders []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), "."+Ending+Partial)
		if _, bad := strconv.Atoi(number); ok && bad == nil {
			folders = append(folders, filepath.Join(dir, e.Name()))
		}
	}
	return folders, err
}

// Write brings the files, by slash path, to the disk as one folder: all of them or
// none. What stands there under the temporary name is read once more by check,
// whose error, if any, ends it. Files that check adds are written, too.
func (f *Folder) Write(ctx context.Context, files map[string][]byte, check func(fs.FS) error) (err error) {
	temp, err := Beside(f.path, Partial, MakeFolder)
	if err != nil {
		return ShownAs(err, temp, f.shown)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(temp) // the first error is the one to mend
		}
	}()
	first := slices.Sorted(maps.Keys(files))
	if err := f.fill(ctx, temp, first, files); err != nil {
		return err
	}
	if err := check(os.DirFS(temp)); err != nil {
		return err
	}
	added := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool {
		_, there := slices.BinarySearch(first, name)
		return there
	})
	if err := f.fill(ctx, temp, added, files); err != nil {
		return err
	}
	if files[recordMark] != nil {
		if err := Pack(temp); err != nil {
			return ShownAs(err, temp, f.shown)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return f.place(temp)
}

// fill writes some of the files into the temporary folder.
func (f *Folder) fill(ctx context.Context, temp string, names []string, files map[string][]byte) error {
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := WriteInside(temp, name, files[name]); err != nil {
			return ShownAs(err, temp, f.shown)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return SyncFolders(temp)
}

// ShownAs makes an error about a temporary name speak of the name the user gave.
func ShownAs(err error, hidden, shown string) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		if rest, ok := strings.CutPrefix(path.Path, hidden); ok {
			return &fs.PathError{Op: path.Op, Path: shown + rest, Err: path.Err}
		}
	}
	return err
}

// place renames the finished folder into its place.
func (f *Folder) place(temp string) error {
	if err := f.check(); err != nil { // much may have happened since newFolder
		return err
	}
	if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(temp, f.path); err != nil {
			return err
		}
		return SyncFolder(filepath.Dir(f.path))
	}
	room, err := Beside(f.path, Aside, MakeFolder)
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
	if err := SyncFolder(filepath.Dir(f.path)); err != nil {
		return err
	}
	return os.RemoveAll(room)
}

// Modes are those of a folder and a file of a record: what shows people's features, or who
// they are, only its owner reads.
func Modes(name string) (folder, file os.FileMode) {
	if strings.HasPrefix(name, "private/") || strings.HasPrefix(name, "auditor/") {
		return 0o700, 0o600
	}
	return 0o755, 0o644
}

// WriteInside writes one file of a record.
func WriteInside(dir, name string, data []byte) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		panic("a file of a record must lie in the record")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	folders, file := Modes(name)
	if err := os.MkdirAll(filepath.Dir(path), folders); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, file)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	for _, many := range []string{private.SlipsFolder, private.LettersFolder, private.QRFolder} {
		if strings.HasPrefix(name, many) {
			return errors.Join(err, out.Close()) // thousands, each made again by chance or mail: not worth waiting for the disk
		}
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

// SyncFolders brings the names in a folder, and in all folders below it, to the disk.
func SyncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return SyncFolder(path)
	})
}

// SyncFolder makes renames in a folder last. Not every system can sync a folder;
// where it cannot, the files are still whole.
func SyncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// A File is an output file that does not stand yet.
type File struct {
	shown string
	force bool
	temp  *os.File
}

// Create opens a temporary file beside path.
func Create(path string, force bool) (*File, error) {
	n := &File{shown: path, force: force}
	if err := n.check(); err != nil {
		return nil, err
	}
	hidden, err := Beside(path, Partial, func(name string) (err error) {
		n.temp, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, term.Hint(term.Fault("%s: the folder %s does not exist", path, filepath.Dir(path)), "create it first")
	}
	return n, ShownAs(err, hidden, path)
}

// Private keeps the file from everybody but its owner.
func (n *File) Private() error { return n.temp.Chmod(0o600) }

func (n *File) check() error {
	info, err := os.Lstat(n.shown)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return term.Fault("%s: exists and is not a file", n.shown)
	case !n.force:
		return term.Hint(term.Fault("%s: exists already", n.shown), "name another file, or replace this one with --force")
	}
	return nil
}

// PutOnce moves a finished file to a name that nothing may have. A link never replaces
// what stands there, so of two programs one loses; a rename would. Where there are no
// links, a look has to do.
func PutOnce(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return &os.LinkError{Op: "link", Old: from, New: to, Err: fs.ErrExist}
	}
	return os.Rename(from, to)
}

// WriteFiles fills new files with write and renames them into place. The first
// rename happens when every file is on the disk.
func WriteFiles(files []*File, write func(out []io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			for _, n := range files {
				_ = n.temp.Close()
				_ = os.Remove(n.temp.Name())
			}
		}
	}()
	out := make([]io.Writer, len(files))
	for i, n := range files {
		out[i] = n.temp
	}
	err = write(out)
	for _, n := range files {
		err = ShownAs(finish(n.temp, err), n.temp.Name(), n.shown)
	}
	if err != nil {
		return err
	}
	for _, n := range files {
		if err := n.check(); err != nil {
			return err
		}
	}
	for _, n := range files {
		if err := os.Rename(n.temp.Name(), n.shown); err != nil {
			return err
		}
	}
	return nil
}

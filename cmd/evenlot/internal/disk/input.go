package disk

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// Rules of the files read:
//
//   - a file is a plain one, or - for what is piped into the program: others may never
//     end, or keep the program waiting for ever;
//   - no file has more than 2 GiB, and no buffer is doubled on the way;
//   - a file with holes claims gigabytes that are not on the disk: it is gone through
//     before there is memory for it.

// maxInput is the size of the largest file read: 2 GiB.
const maxInput int64 = 2 << 30

// StandardInput is the name for what is piped into the program.
const StandardInput = "-"

var errTooLarge = errors.New("more than 2 GiB, expected a smaller file")

// ReadInput reads a whole file that the user named.
func ReadInput(path string, stdin io.Reader) ([]byte, error) {
	if path != StandardInput {
		return ReadFile(path)
	}
	data, err := readPipe(&solid{r: stdin})
	if err != nil {
		return nil, term.Fault("standard input: %w", err)
	}
	return data, nil
}

// readPipe reads what says no size, in pieces, so that no buffer is doubled.
func readPipe(r io.Reader) ([]byte, error) {
	var pieces [][]byte
	for size := int64(0); size <= maxInput; {
		piece := make([]byte, 1<<20)
		n, err := io.ReadFull(r, piece)
		pieces = append(pieces, piece[:n])
		switch size += int64(n); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return slices.Concat(pieces...), nil
		case err != nil:
			return nil, err
		}
	}
	return nil, errTooLarge
}

// ReadFile reads a whole plain file.
func ReadFile(path string) ([]byte, error) {
	f, err := OpenPlain(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	if size > maxInput {
		return nil, term.Fault("%s: %w", path, errTooLarge)
	}
	if _, err := io.Copy(io.Discard, &solid{r: io.LimitReader(f, size)}); err != nil {
		return nil, term.Fault("%s: %w", path, err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, term.Fault("%s: cannot be read, or changes while it is: %w", path, err)
	}
	return data, nil
}

// maxZeros is how many zero bytes may follow each other in a file; text in UTF-16 has
// every other one.
const maxZeros = 64 << 10

var errHole = errors.New("thousands of zero bytes, expected text")

// A solid reader ends with an error in a hole.
type solid struct {
	r     io.Reader
	zeros int // bytes just read
}

func (s *solid) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	rest := len(bytes.TrimRight(b[:n], "\x00"))
	if rest > 0 {
		s.zeros = 0
	}
	if s.zeros += n - rest; s.zeros > maxZeros {
		return n, errHole
	}
	return n, err
}

// OpenPlain opens a plain file, and waits for nothing: what it is, is asked before it is
// opened, since opening a device may do something, and after, since it may have become
// another one.
func OpenPlain(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := mustBePlain(path, info); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|doNotWait, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = mustBePlain(path, info)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func mustBePlain(path string, info fs.FileInfo) error {
	what := "a device"
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return term.Fault("%s: this is a folder, expected a file", path)
	case mode&fs.ModeNamedPipe != 0:
		what = "a pipe"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	}
	return term.Hint(term.Fault("%s: this is %s, expected a plain file", path, what), "copy it into a file first")
}

// A recordFolder is the folder of a record from somebody else. Its files are opened as
// those that the user names.
type recordFolder struct {
	folderFS
	dir string
}

// folderFS is what [os.DirFS] can do.
type folderFS interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

// RecordFolder is the folder of a record from somebody else, to be read.
func RecordFolder(dir string) fs.FS { return recordFolder{os.DirFS(dir).(folderFS), dir} }

// Open opens a plain file.
func (r recordFolder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return OpenPlain(filepath.Join(r.dir, filepath.FromSlash(name)))
}

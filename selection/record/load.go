package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/evenlot/evenlot/quotas"
)

// Limits on what is read, so that a record from a stranger costs no more than its size
// lets one expect. Names and sizes are looked at before any file is opened, and nothing
// is read of a record that is too large.
//
// 100,000 pages of 1,000 people with ids of ten letters come to 1.1 GB, a million people
// with thirty features to less; weights of 10,000 pages, the most that are looked for,
// to 40 MB. JSON takes up to twenty times its size while it is read.
const (
	maxRecord = 1<<31 - 1 // bytes of all files together
	maxFiles  = 1000      // files and folders in public/

	maxBig   = maxRecord // book.csv, pool.csv
	maxList  = 256 << 20 // chances.csv, book.root
	maxProof = 64 << 20  // proof.json, mixture.json
	maxTable = 1 << 20   // quotas.csv, totals.csv, seated.csv, SHA256SUMS
	maxOther = 16 << 20
)

// limitOf is the most bytes that a file of a record may have.
func limitOf(name string) int64 {
	switch path.Base(name) {
	case "book.csv", "pool.csv":
		return maxBig
	case "chances.csv", "book.root":
		return maxList
	case "proof.json", "mixture.json":
		return maxProof
	case "quotas.csv", "totals.csv", "seated.csv", "SHA256SUMS":
		return maxTable
	}
	return maxOther
}

// A loader gathers the files of a record: first their names and sizes, then, if these can
// be those of a record, what they hold.
type loader struct {
	found  []found
	total  int64
	faults quotas.Faults
}

// found is a file that may be of a record.
type found struct {
	name string
	read func() ([]byte, error)
}

const notPlain = "a link or device"

func (l *loader) fault(name, found, expected string) {
	l.faults = append(l.faults, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedy})
}

// add takes a file by its name and size, or refuses it by them.
func (l *loader) add(name string, mode fs.FileMode, size int64, read func() ([]byte, error)) {
	switch {
	case !validName(name):
		l.fault(name, "a name that no file of a record has", nameRule)
	case mode.IsDir():
		l.fault(name, "a folder", "a plain file")
	case !mode.IsRegular():
		l.fault(name, notPlain, "a plain file")
	case !IsKnown(name):
		l.fault(name, "a file", "no such file")
	case size > limitOf(name):
		l.fault(name, fmt.Sprintf("%d bytes", size), fmt.Sprintf("at most %d", limitOf(name)))
	default:
		l.found = append(l.found, found{name, read})
		l.total += size
	}
}

// load reads what was found.
func (l *loader) load() (Files, quotas.Faults) {
	files := Files{}
	if l.total > maxRecord {
		l.fault("public", fmt.Sprintf("%d bytes in the files of the record", l.total), fmt.Sprintf("at most %d", maxRecord))
		return files, l.faults
	}
	for _, f := range l.found {
		data, err := f.read()
		if err != nil {
			l.fault(f.name, err.Error(), "a plain file")
			continue
		}
		files[f.name] = data
	}
	return files, l.faults
}

// Load reads the files of a record in a folder: those of public/, and of auditor/ the ones
// that [Auditor] names, for the record and for each of its events. It passes over litter. Files that no record has, that are not
// plain or too large are faults and left out.
func Load(fsys fs.FS) (Files, quotas.Faults) {
	l, seen := loader{}, 0
	add := func(name string, info fs.FileInfo) {
		size := info.Size()
		l.add(name, info.Mode(), size, func() ([]byte, error) { return readPlain(fsys, name, size) })
	}
	err := fs.WalkDir(fsys, "public", func(name string, entry fs.DirEntry, err error) error {
		switch seen++; {
		case seen > maxFiles:
			return fmt.Errorf("more than %d files", maxFiles)
		case err != nil:
			l.fault(name, reason(err), "a folder or file that can be read")
			return skip(entry)
		case !entry.IsDir() && IsLitter(name):
		case entry.IsDir() && entry.Name() == macFolder:
			return fs.SkipDir
		case !entry.IsDir():
			info, err := entry.Info()
			if err != nil {
				l.fault(name, reason(err), "a file that can be read")
				return nil
			}
			add(name, info)
		case !validName(name):
			l.fault(name, "a name that no folder of a record has", nameRule)
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		l.fault("public", err.Error(), "the files of a record")
		return Files{}, l.faults
	}
	for _, name := range l.auditor() {
		switch info, err := fs.Lstat(fsys, name); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			l.fault(name, reason(err), "a file that can be read")
		default:
			add(name, info)
		}
	}
	return l.load()
}

// PassedOver lists, sorted, the files below a folder of fsys for which [IsLitter] holds: whoever
// checks a record can say that they were not looked at. Folders that cannot be listed are left out,
// since [Load] and [LoadZip] report them.
func PassedOver(fsys fs.FS, from string) (names []string) {
	seen := 0
	_ = fs.WalkDir(fsys, from, func(name string, entry fs.DirEntry, err error) error {
		if seen++; seen > maxEntries {
			return fs.SkipAll
		}
		if err != nil {
			return skip(entry)
		}
		if !entry.IsDir() && IsLitter(name) {
			names = append(names, name)
		}
		return nil
	})
	return names
}

// auditor lists what auditor/ may hold for a record with the files found in public/.
func (l *loader) auditor() []string {
	all, seen := Auditor(), map[int]bool{}
	for _, f := range l.found {
		if number, _, ok := OfEvent(f.name); ok && !seen[number] {
			seen[number] = true
			for _, name := range Auditor() {
				all = append(all, EventPath(number, name))
			}
		}
	}
	return all
}

// skip leaves a folder that is at fault, and goes on after a file.
func skip(entry fs.DirEntry) error {
	if entry == nil || entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// reason gives an error of the file system without its path, which the fault
// has already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// readPlain reads a plain file of so many bytes.
//
// A file with holes can claim gigabytes and take up no room on the disk. So a file that
// has a format is gone through first, in pieces: holes read as zero bytes, which no format
// has. Only then is there memory for all of it.
func readPlain(fsys fs.FS, name string, size int64) ([]byte, error) {
	if !slices.Contains(Optional(), name) {
		if err := noHoles(fsys, name, size); err != nil {
			return nil, err
		}
	}
	f, err := openPlain(fsys, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, size)
	_, err = io.ReadFull(f, data)
	if err == nil {
		var more int64
		if more, err = io.Copy(io.Discard, io.LimitReader(f, 1)); more > 0 {
			err = io.ErrUnexpectedEOF
		}
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("a file that changes while it is read")
	case err != nil:
		return nil, errors.New(reason(err))
	}
	return data, nil
}

// openPlain opens a file that is plain when it is open, whatever it was when it was found.
func openPlain(fsys fs.FS, name string) (fs.File, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New(notPlain)
	}
	if err != nil {
		_ = f.Close()
		return nil, errors.New(reason(err))
	}
	return f, nil
}

// noHoles goes through the first bytes of a file, up to a zero byte, which is an error.
func noHoles(fsys fs.FS, name string, size int64) error {
	f, err := openPlain(fsys, name)
	if err != nil {
		return err
	}
	defer f.Close()
	piece, rest := make([]byte, 64<<10), io.LimitReader(f, size)
	for offset := 0; ; {
		n, err := rest.Read(piece)
		if zero := bytes.IndexByte(piece[:n], 0); zero >= 0 {
			return fmt.Errorf("a zero byte after %d bytes", offset+zero)
		}
		switch offset += n; {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errors.New(reason(err))
		}
	}
}

package record

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// Limits on an archive, so that a small one from a stranger cannot fill the memory.
// Books are mostly ids, which repeat: a real one shrinks to a fifth.
const (
	maxEntries = 10_000
	maxArchive = 1<<31 - 1 // bytes of all files together
	maxRatio   = 200       // bytes of a file for each byte that it takes in the archive
	smallEntry = 1 << 20   // bytes up to which the ratio does not matter
)

// LoadZip reads the same files as [Load] out of an archive that holds a record, at its
// top or in one folder. Everything is read into memory, nothing is written. Names that
// lead elsewhere, links, names that stand twice and files that are too large are faults.
func LoadZip(r io.ReaderAt, size int64) (Files, quotas.Faults) {
	z := zipLoader{files: Files{}}
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return z.files, quotas.Faults{{Found: "an archive that cannot be read: " + strings.TrimPrefix(err.Error(), "zip: "),
			Expected: "a .zip of a record", Fix: "fetch it again"}}
	}
	if len(archive.File) > maxEntries {
		return z.files, quotas.Faults{{Found: fmt.Sprintf("%d files in the archive", len(archive.File)),
			Expected: fmt.Sprintf("at most %d", maxEntries), Fix: remedy}}
	}
	tops := topFolders(archive.File)
	if len(tops) != 1 {
		return z.files, quotas.Faults{{Found: fmt.Sprintf("%d folders public in the archive", len(tops)),
			Expected: "one record: its folder public at the top, or in one folder", Fix: "unpack the archive and name the folder that holds public"}}
	}
	top := tops[0]
	seen := map[string]bool{}
	for _, entry := range archive.File {
		name, inside := strings.CutPrefix(entry.Name, top)
		switch {
		case !safePath(entry.Name):
			z.fault(entry.Name, "a name that leads out of its folder", "a name inside of it")
		case seen[strings.ToLower(entry.Name)]:
			z.fault(entry.Name, "the same name a second time", "each name once")
		case !inside || entry.Mode().IsDir() || IsLitter(name):
		default:
			z.load(name, entry)
		}
		seen[strings.ToLower(entry.Name)] = true
	}
	return z.files, z.faults
}

// topFolders are the folders, "record/", in which public/ stands; "" is the top itself.
// What else lies in the archive, such as what macOS adds, does not count.
func topFolders(entries []*zip.File) (tops []string) {
	for _, entry := range entries {
		top, rest, _ := strings.Cut(entry.Name, "/")
		if top = top + "/"; top == "public/" {
			top, rest = "", entry.Name
		}
		if safePath(entry.Name) && strings.HasPrefix(rest, "public/") && rest != "public/" && top != macFolder+"/" && !slices.Contains(tops, top) {
			tops = append(tops, top)
		}
	}
	return tops
}

// safePath tells whether a name stays below the folder it is unpacked to, on any
// system.
func safePath(name string) bool {
	return fs.ValidPath(strings.TrimSuffix(name, "/")) && !strings.ContainsAny(name, "\\:\x00")
}

// A zipLoader gathers what an archive holds.
type zipLoader struct {
	files  Files
	faults quotas.Faults
	total  uint64
	inside int // files of public/
}

func (z *zipLoader) fault(name, found, expected string) {
	z.faults = append(z.faults, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedy})
}

// load reads a file that belongs to a record, and passes over others.
func (z *zipLoader) load(name string, entry *zip.File) {
	if !strings.HasPrefix(name, "public/") && !slices.Contains(Auditor(), name) {
		return
	}
	size := entry.UncompressedSize64
	z.inside++
	switch z.total += size; {
	case !entry.Mode().IsRegular():
		z.fault(name, "a link or device", "a plain file")
	case !validName(name):
		z.fault(name, "a name that no file of a record has", "a-z 0-9 . _ -")
	case z.inside > maxFiles:
		z.fault(name, fmt.Sprintf("more than %d files", maxFiles), "the files of a record")
	case size > uint64(limitOf(name)) || z.total > maxArchive:
		z.fault(name, fmt.Sprintf("%d bytes", size), fmt.Sprintf("at most %d", limitOf(name)))
	case size > smallEntry && size/maxRatio > entry.CompressedSize64:
		z.fault(name, fmt.Sprintf("%d bytes out of %d", size, entry.CompressedSize64),
			fmt.Sprintf("at most %d times as many", maxRatio))
	default:
		data, err := unpack(entry)
		if err != nil {
			z.fault(name, "a file that cannot be unpacked: "+strings.TrimPrefix(err.Error(), "zip: "), "a whole archive")
			return
		}
		z.files[name] = data
	}
}

// unpack reads a file, and no more bytes than the archive says it has.
func unpack(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	_, err = io.Copy(&b, io.LimitReader(r, int64(entry.UncompressedSize64)+1))
	if err == nil && uint64(b.Len()) != entry.UncompressedSize64 {
		err = errors.New("another length than the archive says")
	}
	return append([]byte{}, b.Bytes()...), err
}

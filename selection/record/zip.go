package record

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// Limits on an archive, beside those on every record, so that a small one from a stranger
// cannot fill the memory. Books are mostly ids, which repeat: a real one shrinks to a fifth.
const (
	maxEntries = 10_000
	maxRatio   = 200     // bytes of a file for each byte that it takes in the archive
	smallEntry = 1 << 20 // bytes up to which the ratio does not matter
)

// LoadZip reads the same files as [Load] out of an archive that holds a record, or the inside of its
// folder public, at its top or in one folder. Everything is read into memory, nothing is written. Names that
// lead elsewhere, links, names that stand twice and files that are too large are faults.
func LoadZip(r io.ReaderAt, size int64) (Files, quotas.Faults) {
	var l loader
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return Files{}, quotas.Faults{{Found: "an archive that cannot be read: " + strings.TrimPrefix(err.Error(), "zip: "),
			Expected: "a .zip of a record", Fix: "fetch it again"}}
	}
	if len(archive.File) > maxEntries {
		return Files{}, quotas.Faults{{Found: fmt.Sprintf("%d files in the archive", len(archive.File)),
			Expected: fmt.Sprintf("at most %d", maxEntries), Fix: remedy}}
	}
	tops, within := topFolders(archive.File), ""
	if len(tops) == 0 {
		tops, within = bareFolders(archive.File), "public/"
	}
	if len(tops) != 1 {
		return Files{}, quotas.Faults{{Found: fmt.Sprintf("%d folders public in the archive", len(tops)),
			Expected: "one record: its folder public at the top, or in one folder", Fix: "unpack the archive and name the folder that holds public"}}
	}
	top, packed := tops[0], uint64(0)
	seen := map[string]bool{}
	for _, entry := range archive.File {
		folded := strings.ToLower(entry.Name) // as systems see it that do not tell A from a
		name, inside := strings.CutPrefix(entry.Name, top)
		below, _ := strings.CutPrefix(folded, strings.ToLower(top))
		if name, below = within+name, within+below; strings.HasPrefix(below, "public/private/") || strings.HasPrefix(below, "public/research/") {
			inside = inside && within == "" // beside what is public, and nobody's business
		}
		switch {
		case !safePath(entry.Name):
			l.fault(entry.Name, "a name that leads elsewhere, on some system at least", "a name inside its folder")
		case seen[folded]:
			l.fault(entry.Name, "the same name a second time", "each name once")
		case !inside || entry.Mode().IsDir() || IsLitter(name):
		case strings.HasPrefix(below, "public/") || strings.HasPrefix(below, "auditor/") && IsKnown(below):
			packed += min(entry.CompressedSize64, uint64(size)+1)
			l.addEntry(name, entry)
		}
		seen[folded] = true
	}
	if packed > uint64(size) {
		return Files{}, append(l.faults, quotas.Fault{Found: fmt.Sprintf("files that take up %d bytes in an archive of %d", packed, size),
			Expected: "files that do not overlap", Fix: remedy})
	}
	return l.load()
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

// bareFolders are the folders that hold what stands in public/, where there is no folder of that
// name: somebody packed its inside.
func bareFolders(entries []*zip.File) (tops []string) {
	for _, entry := range entries {
		if top, ok := strings.CutSuffix(entry.Name, strings.TrimPrefix(RulesFile, "public/")); ok && safePath(entry.Name) && strings.Count(top, "/") <= 1 &&
			(top == "" || strings.HasSuffix(top, "/")) {
			tops = append(tops, top)
		}
	}
	return tops
}

// safePath reports whether a name stays below the folder it is unpacked to, and is no
// other file there, on any system.
func safePath(name string) bool {
	name = strings.TrimSuffix(name, "/")
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.TrimRight(part, ". ") != part || isDevice(part) {
			return false
		}
	}
	return true
}

// addEntry takes a file of an archive, or refuses it by what the archive says of it.
func (l *loader) addEntry(name string, entry *zip.File) {
	size, packed := entry.UncompressedSize64, entry.CompressedSize64
	switch {
	case len(l.found) == maxFiles:
		l.fault(name, fmt.Sprintf("more than %d files", maxFiles), "the files of a record")
	case entry.Flags&1 != 0:
		l.fault(name, "an encrypted file", "a file that anybody can read")
	case size > smallEntry && size <= uint64(limitOf(name)) && size/maxRatio > packed:
		l.fault(name, fmt.Sprintf("%d bytes out of %d", size, packed), fmt.Sprintf("at most %d times as many", maxRatio))
	default:
		l.add(name, entry.Mode(), int64(min(size, math.MaxInt64)), func() ([]byte, error) { return unpack(entry) })
	}
}

// unpack reads a file, and no more bytes than the archive says it has.
func unpack(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, unpacked(err)
	}
	defer r.Close()
	data := make([]byte, entry.UncompressedSize64)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, unpacked(err)
	}
	more, err := io.Copy(io.Discard, io.LimitReader(r, 1)) // compares the checksum, too
	switch {
	case err != nil:
		return nil, unpacked(err)
	case more > 0:
		return nil, unpacked(errors.New("more bytes than the archive says"))
	}
	return data, nil
}

func unpacked(err error) error {
	return errors.New("a file that cannot be unpacked: " + strings.TrimPrefix(err.Error(), "zip: "))
}

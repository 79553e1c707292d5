package record

import (
	"bytes"
	"strings"
)

// A Sum is one line of a SHA256SUMS: the hash of a file, and its name as seen
// from the folder of the list.
type Sum struct {
	Hash string // 64 lower-case hexadecimal digits
	Name string
}

// sumsOf lists the given paths of f, which must be sorted, as seen from folder
// ("public/"), in the form of sha256sum.
func sumsOf(f Files, folder string, paths []string) []byte {
	var b bytes.Buffer
	for _, path := range paths {
		data, ok := f[path]
		if !ok {
			panic("record: a file to be hashed is missing")
		}
		b.WriteString(hashHex(data) + "  " + strings.TrimPrefix(path, folder) + "\n")
	}
	return b.Bytes()
}

// ReadSums reads a SHA256SUMS: lines "<64 hexadecimal digits><two spaces><name>",
// sorted by name, each ended by LF, no name twice.
func ReadSums(name string, data []byte) ([]Sum, error) {
	if len(data) == 0 {
		return nil, faultAt(name, data, 0, "the end of the file", "a line for each file")
	}
	var sums []Sum
	for at := 0; at < len(data); {
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			return nil, faultAt(name, data, len(data), "the end of the file", "a line feed")
		}
		hash, file, ok := strings.Cut(string(data[at:at+end]), "  ")
		if !ok || !isHash(hash) || !validName(file) || IsLitter(file) {
			return nil, faultAt(name, data, at, excerpt(data, at), "64 hexadecimal digits, two spaces, a file name")
		}
		if n := len(sums); n > 0 && sums[n-1].Name >= file {
			return nil, faultAt(name, data, at, file+" after "+sums[n-1].Name, "each name once, in order")
		}
		sums = append(sums, Sum{Hash: hash, Name: file})
		at += end + 1
	}
	return sums, nil
}

// Sums lists files of f in the form of sha256sum, as seen from a folder ("public/commit/"), for formats
// beside this one. The paths must be sorted, and there.
func (f Files) Sums(folder string, paths []string) []byte { return sumsOf(f, folder, paths) }

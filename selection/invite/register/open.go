package register

import (
	"bytes"
	"compress/gzip"
	"io"

	"github.com/evenlot/evenlot/quotas"
)

// Open reads a register out of a file of so many bytes: Parquet, or CSV, also compressed by gzip. What it is shows in its first
// bytes, whatever its name. name is for messages.
func Open(name string, file io.ReaderAt, size int64) (Rows, error) {
	head := make([]byte, 4)
	n, _ := file.ReadAt(head, 0)
	head = head[:n]
	in := io.Reader(io.NewSectionReader(file, 0, size))
	refuse := func(found, fix string) (Rows, error) {
		return nil, quotas.Fault{File: name, Code: "register-kind", Found: found, Expected: "CSV, CSV compressed by gzip, or Parquet", Fix: fix}
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		zip, err := gzip.NewReader(in)
		if err != nil {
			return nil, quotas.Fault{File: name, Code: "register-gzip", Found: "a gzip file that cannot be read: " + err.Error()}
		}
		in = zip
	case bytes.HasPrefix(head, []byte("PAR1")):
		return NewParquet(name, file, size)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return refuse("a workbook or a zip archive", "save the sheet as CSV in UTF-8")
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return refuse("a file compressed by zstd", "zstd -d makes it CSV again, gzip compresses that")
	case bytes.HasPrefix(head, []byte("BZh")), bytes.HasPrefix(head, []byte("\xfd7zX")):
		return refuse("a file compressed by bzip2 or xz", "make it CSV again with bunzip2 or unxz; gzip compresses that")
	}
	return NewCSV(name, in)
}

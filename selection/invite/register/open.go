package register

import (
	"bytes"
	"compress/gzip"
	"io"

	"github.com/evenlot/evenlot/quotas"
)

// Open reads a register out of a file of so many bytes: CSV, also compressed by gzip. What it is shows in its first bytes, whatever
// its name. name is for messages.
func Open(name string, file io.ReaderAt, size int64) (Rows, error) {
	head := make([]byte, 4)
	n, _ := file.ReadAt(head, 0)
	head = head[:n]
	in := io.Reader(io.NewSectionReader(file, 0, size))
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		zip, err := gzip.NewReader(in)
		if err != nil {
			return nil, quotas.Fault{File: name, Code: "register-gzip", Found: "a gzip file that cannot be read: " + err.Error()}
		}
		in = zip
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, quotas.Fault{File: name, Code: "register-kind", Found: "a workbook or a zip archive", Expected: "CSV or CSV.gz",
			Fix: "save the sheet as CSV in UTF-8"}
	}
	return NewCSV(name, in)
}

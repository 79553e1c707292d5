package record

import (
	"archive/zip"
	"io"
	"strings"
)

// PackFile is the archive of public/ beside it, by slash path: what an organiser puts on a site,
// and verify.html and evenlot verify read. It is no part of the record: nothing lists it.
const PackFile = "public.zip"

// Pack writes the public files as an archive: the same files give the same bytes, whenever
// and wherever. open gives the data of a file; names are those of [Files.Names].
func Pack(w io.Writer, names []string, open func(name string) ([]byte, error)) error {
	archive := zip.NewWriter(w)
	for _, name := range names {
		if !strings.HasPrefix(name, "public/") {
			continue
		}
		data, err := open(name)
		if err != nil {
			return err
		}
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate}) // no time, no owner
		if err != nil {
			return err
		}
		if _, err := file.Write(data); err != nil {
			return err
		}
	}
	return archive.Close()
}

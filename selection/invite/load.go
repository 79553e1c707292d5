package invite

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/record"
)

// maxFile is the largest public file: cut-offs of 20,000 strata and 20 waves take 50 MB.
const maxFile = 64 << 20

// maxEntries is how many files and folders the folder public of a stranger may have.
const maxEntries = 1000

// Load reads the public files of a lottery out of a folder with public/. What no lottery has is a fault; what an
// operating system leaves is passed over.
func Load(folder fs.FS) (record.Files, quotas.Faults) {
	files, entries := record.Files{}, 0
	var faults quotas.Faults
	fault := func(name, found, expected string) {
		faults = append(faults, quotas.Fault{File: name, Found: found, Expected: expected})
	}
	_ = fs.WalkDir(folder, "public", func(name string, entry fs.DirEntry, err error) error {
		if entries++; entries > maxEntries {
			fault("public", fmt.Sprintf("more than %d files", maxEntries), "the files of a lottery of letters")
			return fs.SkipAll
		}
		switch {
		case err != nil:
			fault(name, err.Error(), "a file that can be read")
			return nil
		case entry.IsDir() || record.IsLitter(name):
			return nil
		case !slices.Contains(Public(), name):
			fault(name, "a file", "no such file")
			return nil
		}
		info, err := entry.Info()
		switch {
		case err != nil || !info.Mode().IsRegular():
			fault(name, "a link or device", "a plain file")
			return nil
		case info.Size() > maxFile:
			fault(name, fmt.Sprintf("%d bytes", info.Size()), fmt.Sprintf("at most %d", maxFile))
			return nil
		}
		if files[name], err = fs.ReadFile(folder, name); err != nil {
			fault(name, err.Error(), "a plain file")
		}
		return nil
	})
	return files, faults
}

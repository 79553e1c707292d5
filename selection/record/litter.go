package record

import (
	"path"
	"strings"
)

// macFolder is what macOS adds to an archive, beside what was packed.
const macFolder = "__MACOSX"

// IsLitter reports whether a slash path is of a file that an operating system leaves in
// folders by itself, by its name or because it lies in a folder __MACOSX. Such files
// are no part of any record: readers pass over them, and no list of hashes names them.
// An observer who opened the folder in a file manager did not change the record.
func IsLitter(name string) bool {
	switch base := path.Base(name); base {
	case ".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	default:
		return strings.HasPrefix(base, "._") || strings.HasPrefix(name, macFolder+"/") || strings.Contains(name, "/"+macFolder+"/")
	}
}

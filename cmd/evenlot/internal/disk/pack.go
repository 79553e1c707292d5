package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/evenlot/evenlot/selection/record"
)

// DropPack takes the archive of public/ away: as soon as a step has begun, so that there is none of an
// earlier one if the program is killed.
func DropPack(dir string) error {
	err := os.Remove(filepath.Join(dir, record.PackFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Pack writes the archive of public/ beside it.
func Pack(dir string) error {
	path := filepath.Join(dir, record.PackFile)
	var names []string
	folder := RecordFolder(dir)
	err := fs.WalkDir(folder, "public", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !record.IsLitter(name) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	var out *os.File
	temp, err := Beside(filepath.Join(dir, Ending), Partial, func(name string) (err error) {
		out, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		return err
	})
	if err != nil {
		return ShownAs(err, temp, path)
	}
	err = record.Pack(out, names, func(name string) ([]byte, error) { return fs.ReadFile(folder, name) })
	if err = finish(out, err); err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		_ = os.Remove(temp) // the first error is the one to mend
		return ShownAs(err, temp, path)
	}
	return SyncFolder(dir)
}

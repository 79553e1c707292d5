package disk

import (
	"io/fs"
	"strings"
)

// A publicFolder is the folder public of a record, whatever it is called, as if it lay in one.
type publicFolder struct{ recordFolder }

// PublicFolder is a record of which there is the folder public alone, under any name.
func PublicFolder(dir string) fs.FS { return publicFolder{RecordFolder(dir).(recordFolder)} }

// at is the path inside the folder.
func (p publicFolder) at(op, name string) (string, error) {
	rest, inside := strings.CutPrefix(name, "public")
	switch {
	case inside && rest == "":
		return ".", nil
	case inside && rest[0] == '/':
		return rest[1:], nil
	}
	return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Open opens a plain file.
func (p publicFolder) Open(name string) (fs.File, error) {
	name, err := p.at("open", name)
	if err != nil {
		return nil, err
	}
	return p.recordFolder.Open(name)
}

// Stat describes a file or folder.
func (p publicFolder) Stat(name string) (fs.FileInfo, error) {
	name, err := p.at("stat", name)
	if err != nil {
		return nil, err
	}
	return p.folderFS.Stat(name)
}

// Lstat describes a file, folder or link.
func (p publicFolder) Lstat(name string) (fs.FileInfo, error) {
	name, err := p.at("lstat", name)
	if err != nil {
		return nil, err
	}
	return p.folderFS.Lstat(name)
}

// ReadLink reads where a link leads.
func (p publicFolder) ReadLink(name string) (string, error) {
	name, err := p.at("readlink", name)
	if err != nil {
		return "", err
	}
	return p.folderFS.ReadLink(name)
}

// ReadDir lists a folder.
func (p publicFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	name, err := p.at("open", name)
	if err != nil {
		return nil, err
	}
	return p.folderFS.ReadDir(name)
}

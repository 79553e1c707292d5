package verify

import (
	"io/fs"
	"maps"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/record"
)

// Check checks the record in a folder with public/ and perhaps auditor/. It always gives a verdict:
// a file that cannot be read fails its check.
func Check(fsys fs.FS) *Verdict {
	v := CheckFiles(record.Load(fsys))
	v.PassOver(record.PassedOver(fsys, "public"))
	return v
}

// CheckFiles checks files as [record.Load] and [record.LoadZip] give them, with the faults that
// these found. Files outside public/ and auditor/ are no part of a record and are ignored.
func CheckFiles(files record.Files, faults quotas.Faults) *Verdict {
	files = maps.Clone(files)
	maps.DeleteFunc(files, func(name string, _ []byte) bool {
		return !strings.HasPrefix(name, "public/") && !strings.HasPrefix(name, "auditor/")
	})
	v := checkAll(files, faults)
	if !v.OK() {
		if v.Damage = damage(files); v.Damage != nil {
			v.transport()
		}
	}
	return v
}

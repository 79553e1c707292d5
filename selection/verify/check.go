package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/record"
)

// A checker goes through one record. Parts of rec are nil where their files are
// missing or at fault, which is then a failed check of its own.
type checker struct {
	Verdict
	files record.Files
	rec   *record.Record

	together bool // chances.csv and the auditor's pool name the same people
}

// Check checks the record in a folder that holds public/ and perhaps auditor/.
// It always gives a verdict: what cannot be read has failed.
func Check(fsys fs.FS) *Verdict {
	return CheckFiles(record.Load(fsys))
}

// CheckFiles checks a record in memory, as [record.Load] gives it.
func CheckFiles(files record.Files, faults quotas.Faults) *Verdict {
	rec, more := record.Parse(files)
	c := &checker{files: files, rec: rec}
	c.present()
	c.sums(record.PublicSumsFile, rec.PublicSums)
	c.sums(record.CommitSumsFile, rec.CommitSums)
	c.spelling(append(faults, more...))
	c.draw()
	c.pages()
	c.counts()
	c.totals()
	c.pool()
	c.proof()
	c.beyond()
	return &c.Verdict
}

// present checks that public/ holds the files of a record and no other, and
// that public/SHA256SUMS lists exactly them.
func (c *checker) present() {
	listed := map[string]bool{record.PublicSumsFile: true}
	for _, sum := range c.rec.PublicSums {
		listed["public/"+sum.Name] = true
	}
	required := append(c.rec.Form().Committed(), record.CommitSumsFile, record.DrawFile, record.PublicSumsFile)
	n := 0
	for _, name := range c.files.Names() {
		if !strings.HasPrefix(name, "public/") {
			continue
		}
		n++
		if !slices.Contains(required, name) && !slices.Contains(record.Optional(), name) {
			c.fail(name, "no such file", "a file", "a record has no file of that name")
		}
		if c.rec.PublicSums != nil && !listed[name] {
			c.fail(name, "a line in "+record.PublicSumsFile, "none", "the file was added later")
		}
	}
	for _, name := range required {
		if _, ok := c.files[name]; !ok {
			c.fail(name, "a file", "no such file", "the record is not complete")
		}
	}
	if len(c.Checks) == 0 {
		c.equal("files in public/", strconv.Itoa(n), strconv.Itoa(n), "")
	}
}

// sums checks the files that a SHA256SUMS lists; commit/SHA256SUMS must list
// exactly the committed ones.
func (c *checker) sums(list string, sums []record.Sum) {
	if sums == nil {
		c.notCheckable("hashes of "+list, "", list+" is missing or at fault")
		return
	}
	folder := strings.TrimSuffix(list, "SHA256SUMS")
	for _, sum := range sums {
		name := folder + sum.Name + " as listed in " + list
		data, ok := c.files[folder+sum.Name]
		if !ok {
			c.fail(name, sum.Hash, "no such file", "the file was removed")
			continue
		}
		c.equal(name, sum.Hash, hashHex(data), "the file is not the one that was listed")
	}
	if list != record.CommitSumsFile {
		return
	}
	var want, got []string
	for _, path := range c.rec.Form().Committed() {
		want = append(want, strings.TrimPrefix(path, folder))
	}
	for _, sum := range sums {
		got = append(got, sum.Name)
	}
	c.equal("files of "+list, strings.Join(want, " "), strings.Join(got, " "), "the commitment covers other files")
}

// spelling reports what could not be read, a few faults a file.
func (c *checker) spelling(faults quotas.Faults) {
	const most = 10
	perFile := map[string]int{}
	for _, f := range faults {
		if perFile[f.File]++; perFile[f.File] > most {
			continue
		}
		place := f.File
		if f.Line > 0 {
			place += fmt.Sprintf(":%d:%d", f.Line, f.Column)
		}
		c.fail(place, f.Expected, f.Found, f.Fix)
	}
	if len(faults) == 0 {
		n := strconv.Itoa(len(c.files))
		c.equal("files in their one spelling", n, n, "")
	}
}

// beyond names what a reader must find out elsewhere.
func (c *checker) beyond() {
	commitment, public, key := "", "", ""
	if c.files[record.CommitSumsFile] != nil {
		commitment = record.Commitment(c.files)
	}
	if c.rec.Drawing != nil {
		public = c.rec.Drawing.PublicValue
	}
	if c.rec.Rules != nil {
		key = c.rec.Rules.KeyHash
	}
	c.notCheckable("commitment as published before the draw", commitment, "compare it with what was published")
	c.notCheckable("public value as drawn in public", public, "compare it with what was drawn")
	c.notCheckable("ids and salts from the record key", key, "only who holds the record key can compute them")
}

func hashHex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

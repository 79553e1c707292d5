package verify

import (
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// present checks that the record holds the files that its form and stage ask for and
// no other, and that public/SHA256SUMS lists exactly those of public/.
func (c *checker) present() {
	listed := map[string]bool{record.PublicSumsFile: true}
	for _, sum := range c.rec.PublicSums {
		listed["public/"+sum.Name] = true
	}
	if c.files[record.EventFile] != nil && !c.inner {
		c.fail(record.EventFile, "no such file", "a file", "this is an event of a record, and not checked without it")
	}
	required := c.required()
	allowed := append(slices.Clone(required), c.allowed()...)
	n := 0
	files := c.files
	if c.Stage == Drawn && !c.inner { // an event follows a draw, and none another event from inside
		files = files.WithoutEvents()
	}
	for _, name := range files.Names() {
		if !slices.Contains(allowed, name) {
			c.fail(name, "no such file", "a file", "a record of this form and stage has no file of that name")
		}
		if !strings.HasPrefix(name, "public/") {
			continue
		}
		n++
		if c.rec.PublicSums != nil && !listed[name] {
			c.fail(name, "a line in "+record.PublicSumsFile, "none", "the file was added later")
		}
	}
	for _, sum := range c.rec.PublicSums {
		name := "public/" + sum.Name
		if _, is := files[name]; !is && c.files[name] != nil {
			c.fail(name, "no line in "+record.PublicSumsFile, "a line", "an event that is a record of its own has a list of its own")
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

// required lists the files that there must be.
func (c *checker) required() []string {
	files := c.files.Committed()
	if c.inner {
		files = append(files, record.EventFile, record.SeatedFile)
	}
	if c.files.Mixes() {
		files = append(files, record.FixedSumsFile)
	}
	if !c.files.Unmixed() {
		files = append(files, record.CommitSumsFile)
	}
	switch c.Stage {
	case Drawn:
		files = append(files, record.DrawFile, record.PublicSumsFile)
	case CalledOff:
		files = append(files, record.AbortedFile, record.PublicSumsFile)
	}
	if c.rec.Form() == record.FormOpen {
		files = append(files, record.OpenRosterFile)
	}
	if c.Stage != Drawn {
		return files // events follow a draw
	}
	for n, part := range c.rec.Events {
		if part.Record != nil {
			continue // an event that is a record of its own
		}
		for _, name := range append(record.Event1Committed(), record.Event1SumsFile) {
			files = append(files, part.Folder+name)
		}
		last := n == len(c.rec.Events)-1
		switch end := part.Folder + record.Event1EndFile; {
		case c.files[end] != nil:
			files = append(files, end)
		case !last || c.files[part.Folder+record.Event1DrawFile] != nil:
			files = append(files, part.Folder+record.Event1DrawFile)
		}
	}
	return files
}

// allowed lists the files that there may be.
func (c *checker) allowed() []string {
	files := record.Optional()
	if c.inner { // the texts and programs of the record serve for all
		files = []string{record.AnnouncementFile, record.MeasuresFile}
	}
	if c.rec.Rules == nil { // of which form, nobody knows
		return append(files, record.BookRootFile, record.OpenRosterFile, record.RosterFile, record.SaltedBookFile,
			record.MixtureFile, record.OpenMixtureFile)
	}
	form := c.rec.Form()
	files = append(files, form.RosterFile())
	if c.files.Unmixed() {
		return files
	}
	return append(files, form.PagesFile(), form.MixtureFile())
}

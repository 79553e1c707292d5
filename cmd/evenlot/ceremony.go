package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A ceremony is a record on the disk, between its commitment and its end.
type ceremony struct {
	dir   string
	files record.Files // of public/ and auditor/
	rec   *record.Record
	// ending is what a draw or an abort (public/SHA256SUMS) or a mixing (mix.json) put first
	// and left when it was killed: it binds the next run to the same end. nil for most.
	ending []byte
	mixing bool // it was a mixing, and rec is what there was before
}

// openCeremony reads the record in a folder, drawn or not, and checks it.
func openCeremony(dir string) (*ceremony, error) {
	folder, err := openRecord(dir)
	if err != nil {
		return nil, err
	}
	files, faults := record.Load(folder)
	c := &ceremony{dir: dir, files: files}
	switch ended := files[record.DrawFile] != nil || files[record.AbortedFile] != nil; {
	case ended:
	case files[record.PublicSumsFile] != nil:
		c.ending = files[record.PublicSumsFile]
		delete(files, record.PublicSumsFile)
	case files[record.MixFile] != nil && files[record.CommitSumsFile] == nil:
		c.ending, c.mixing = files[record.MixFile], true
		files = selection.BeforeMixing(files)
		c.files = files
	}
	if failed := verify.CheckFiles(files, faults).Failed(); len(failed) > 0 {
		f := failed[0]
		err := &failure{code: exitUnverified, err: fmt.Errorf("%s: the record does not hold: %s: expected %s, got %s",
			dir, plain(f.Name), plain(f.Expected), plain(f.Got))}
		return nil, hint(err, "evenlot verify %s lists every check; put the files back as they were published", shellQuote(dir))
	}
	c.rec, _ = record.Parse(files)
	return c, nil
}

// live refuses what is drawn or called off already.
func (c *ceremony) live() error {
	switch {
	case c.rec.Drawing != nil:
		d := c.rec.Drawing
		return hint(fault("%s: is drawn already: page %s, by the public value %q; there is one draw only", c.dir, d.Page, plain(d.PublicValue)),
			"evenlot verify %s checks it", shellQuote(c.dir))
	case c.rec.Aborted != nil:
		return hint(fault("%s: was called off: %s", c.dir, plain(c.rec.Aborted.Reason)),
			"evenlot book --supersedes %s ... makes the record that takes its place", shellQuote(c.dir))
	}
	return nil
}

// whole refuses what a mixing left when it was killed.
func (c *ceremony) whole() error {
	if !c.mixing {
		return c.live()
	}
	return hint(fault("%s: its mixing was interrupted, and the book is not whole", c.dir),
		"repeat the evenlot mix that was interrupted, with the same public value")
}

// drawable refuses what is no book yet, or is drawn or called off.
func (c *ceremony) drawable() error {
	if err := c.whole(); err != nil || !c.files.Unmixed() {
		return err
	}
	return hint(fault("%s: the book is not mixed yet, so there is nothing to draw from", c.dir),
		"evenlot mix %s VALUE makes the book; announced for that was: %s", shellQuote(c.dir), expected(c.rec.MixSource.Source))
}

// mixable refuses what needs no mixing, or no more.
func (c *ceremony) mixable() error {
	if err := c.live(); err != nil || c.files.Unmixed() {
		return err
	}
	next := "evenlot draw %s VALUE draws from it"
	if m := c.rec.Mixing; m != nil {
		return hint(fault("%s: is mixed already, by the public value %q; there is one mixing only", c.dir, plain(m.PublicValue)), next, shellQuote(c.dir))
	}
	return hint(fault("%s: no value was announced that mixes this book", c.dir), next, shellQuote(c.dir))
}

// expected says what was announced, and when.
func expected(s draw.Source) string {
	if s.Time == "" {
		return selection.Announced(s)
	}
	return selection.Announced(s) + ", at " + s.Time
}

// private reads files of the organiser, those that there are.
func (c *ceremony) private(names ...string) (record.Files, error) {
	files := record.Files{}
	for _, name := range names {
		data, err := readFile(c.path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // package selection says so
		}
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	return files, nil
}

func (c *ceremony) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }

// end adds the files that end a step of a ceremony, last the one that says how; all of them
// or none. Whatever kills the program, the step can be ended again in the same way, and
// in no other: public/SHA256SUMS goes first, or mix.json.
func (c *ceremony) end(ctx context.Context, added record.Files, last string) (err error) {
	first, place := record.PublicSumsFile, c.place
	if last == record.CommitSumsFile {
		first, place = record.MixFile, c.placeMixed
	}
	if c.ending != nil && string(c.ending) != string(added[first]) {
		return hint(fault("%s: an earlier mixing, draw or end of this record was interrupted; this one is not the same", c.path(first)),
			"repeat the command that was interrupted, with the same public value or reason")
	}
	all := record.Files{}
	for name, data := range c.files {
		all[name] = data
	}
	for name, data := range added {
		if strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/") {
			all[name] = data
		}
	}
	if err := sound(verify.CheckFiles(all, nil)); err != nil {
		return err
	}
	temp, err := beside(c.path(ending), partial, makeFolder)
	if err != nil {
		return shownAs(err, temp, c.dir)
	}
	defer func() {
		if gone := os.RemoveAll(temp); err == nil {
			err = gone
		}
	}()
	for _, name := range added.Names() {
		if err := writeInside(temp, name, added[name]); err != nil {
			return shownAs(err, temp, c.dir)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return place(temp, added, last)
}

// place renames the finished files into the record.
func (c *ceremony) place(temp string, added record.Files, last string) error {
	order := []string{record.PublicSumsFile}
	for _, name := range added.Names() {
		if name != record.PublicSumsFile && name != last {
			order = append(order, name)
		}
	}
	order = append(order, last)
	for _, name := range order {
		if _, err := os.Lstat(c.path(name)); err == nil && c.ending == nil {
			return hint(fault("%s: exists already, although nothing was drawn", c.path(name)), "move it away, or see whether another draw is running")
		}
	}
	return c.move(temp, added, order)
}

// move renames the files in this order. The first and the last replace nothing: where
// another command has put its own since place looked, that one has won.
func (c *ceremony) move(temp string, added record.Files, order []string) error {
	for n, name := range order {
		to, from := c.path(name), filepath.Join(temp, filepath.FromSlash(name))
		folders, _ := modes(name)
		if err := os.MkdirAll(filepath.Dir(to), folders); err != nil {
			return err
		}
		move := os.Rename
		if n == 0 || n == len(order)-1 {
			move = putOnce
		}
		err := move(from, to)
		if errors.Is(err, fs.ErrExist) && c.ending != nil {
			err = sameFile(to, added[name]) // from the run that was killed, or a second one that completes it
		}
		if errors.Is(err, fs.ErrExist) {
			return hint(fault("%s: was put there while this command ran, so this one changed nothing", to), "evenlot verify %s shows what was", shellQuote(c.dir))
		}
		if err != nil {
			return err
		}
		if err := syncFolder(filepath.Dir(to)); err != nil {
			return err
		}
	}
	return nil
}

// sameFile is nil for a file that holds these bytes.
func sameFile(path string, data []byte) error {
	got, err := readFile(path)
	if err == nil && !bytes.Equal(got, data) {
		err = fs.ErrExist
	}
	return err
}

// calledOff gives the commitment of a record that was called off, and the reason.
func calledOff(dir string) (commitment, reason string, err error) {
	c, err := openCeremony(dir)
	switch {
	case err != nil:
		return "", "", err
	case c.rec.Drawing != nil:
		return "", "", fault("--supersedes %s: it is drawn (page %s), and a draw is not replaced", dir, c.rec.Drawing.Page)
	case c.rec.Aborted == nil:
		return "", "", hint(fault("--supersedes %s: its draw is still to come", dir),
			`evenlot draw %s --abort "why" calls it off`, shellQuote(dir))
	}
	return c.rec.Aborted.Commitment, c.rec.Aborted.Reason, nil
}

// keepCeremony refuses to replace the record of a public draw: it is ended, never
// erased. Records of rehearsals, and of values known in advance, may go.
func keepCeremony(dir string) error {
	path := filepath.Join(dir, filepath.FromSlash(record.SeedSourceFile))
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // no record; newFolder has its rules
	}
	if err != nil {
		return err
	}
	s, err := record.ReadSeedSource(path, data)
	if err == nil && (s.Kind == draw.KindKnown || s.Kind == draw.KindRehearsal) {
		return nil
	}
	return hint(fault("%s: is the record of a public draw, which is never replaced", dir),
		`name another folder with --out; evenlot draw %s --abort "why" ends a draw that is not to be, and --supersedes names it`, shellQuote(dir))
}

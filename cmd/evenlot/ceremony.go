package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A held record is one on the disk, at one point of its ceremony; or an event of one.
type held struct {
	dir   string
	event int // 0: the record itself
	state ceremony.State
}

// openCeremony reads the record in a folder, drawn or not, and checks it.
func openCeremony(dir string) (*held, error) { return openEvent(dir, 0) }

// openEvent reads an event of the record in a folder, and checks all of it; 0 stands for the
// record itself.
func openEvent(dir string, event int) (*held, error) {
	folder, err := openPanel(dir)
	if err != nil {
		return nil, err
	}
	files, faults := record.Load(folder)
	var state ceremony.State
	if event == 0 {
		state, err = ceremony.Open(files, faults)
	} else if state, err = ceremony.OpenEvent(files, faults, event); errors.Is(err, ceremony.ErrNoEvent) {
		return nil, term.Hint(term.Fault("%s: %w", dir, err), "evenlot replace %s makes the next one", shellQuote(dir))
	}
	var unsound *ceremony.Unsound
	if errors.As(err, &unsound) {
		f := unsound.Finding
		err := &term.Failure{Code: term.ExitUnverified, Err: fmt.Errorf("%s: the record does not hold: %s: expected %s, got %s",
			dir, printable(f.Name), printable(f.Expected), printable(f.Got))}
		return nil, term.Hint(err, "evenlot verify %s lists every check; put the files back as they were published", shellQuote(dir))
	}
	return &held{dir, event, state}, err
}

// shown names the record, or the event of it, for messages.
func (h *held) shown() string {
	if h.event == 0 {
		return h.dir
	}
	return fmt.Sprintf("%s, event %d", h.dir, h.event)
}

// words are those of a command line for this record, or event of it.
func (h *held) words() string {
	if h.event == 0 {
		return shellQuote(h.dir)
	}
	return fmt.Sprintf("%s --event %d", shellQuote(h.dir), h.event)
}

// ended is the error for what is drawn or called off already; nil for other states.
func (h *held) ended() error {
	switch s := h.state.(type) {
	case *ceremony.Drawn:
		d := s.Record().Drawing
		next := fmt.Sprintf("evenlot verify %s checks it", shellQuote(h.dir))
		if n := pending(s.Record()); n > 0 {
			next = fmt.Sprintf("event %d of it is open: evenlot %s %s VALUE --event %d", n, stepOf(s.Record(), n), shellQuote(h.dir), n)
		}
		return term.Hint(term.Fault("%s: is drawn already: page %s, by the public value %q; there is one draw only", h.shown(), d.Page, printable(d.PublicValue)), "%s", next)
	case *ceremony.CalledOff:
		next := fmt.Sprintf("evenlot book --supersedes %s ... makes the record that takes its place", shellQuote(h.dir))
		if h.event > 0 {
			next = fmt.Sprintf("evenlot replace %s ... makes the event that takes its place", shellQuote(h.dir))
		}
		return term.Hint(term.Fault("%s: was called off: %s", h.shown(), printable(s.Record().Aborted.Reason)), "%s", next)
	}
	return nil
}

// stepOf is the command that an open event waits for.
func stepOf(rec *record.Record, event int) string {
	if r := rec.Events[event-1].Record; r != nil && r.Files.Unmixed() {
		return "mix"
	}
	return "draw"
}

// errHalfMixed is for what a mixing left when it was killed.
func (h *held) errHalfMixed() error {
	return term.Hint(term.Fault("%s: its mixing was interrupted, and the book is not whole", h.shown()),
		"repeat the evenlot mix that was interrupted, with the same public value")
}

// committed is the record that waits for its draw.
func (h *held) committed() (*ceremony.Committed, error) {
	switch s := h.state.(type) {
	case *ceremony.Committed:
		return s, nil
	case *ceremony.Fixed:
		if s.Interrupted() {
			return nil, h.errHalfMixed()
		}
		return nil, term.Hint(term.Fault("%s: the book is not mixed yet, so there is nothing to draw from", h.shown()),
			"evenlot mix %s VALUE makes the book; announced for that was: %s", h.words(), expected(s.Record().MixSource.Source))
	}
	return nil, h.ended()
}

// fixed is the record whose book waits for the value that mixes it.
func (h *held) fixed() (*ceremony.Fixed, error) {
	const next = "evenlot draw %s VALUE draws from it"
	switch s := h.state.(type) {
	case *ceremony.Fixed:
		return s, nil
	case *ceremony.Committed:
		if m := s.Record().Mixing; m != nil {
			return nil, term.Hint(term.Fault("%s: is mixed already, by the public value %q; there is one mixing only", h.shown(), printable(m.PublicValue)), next, h.words())
		}
		return nil, term.Hint(term.Fault("%s: no value was announced that mixes this book", h.shown()), next, h.words())
	}
	return nil, h.ended()
}

// callOff ends the ceremony for a reason.
func (h *held) callOff(reason string) (*ceremony.Step, error) {
	switch s := h.state.(type) {
	case *ceremony.Committed:
		return s.CallOff(reason)
	case *ceremony.Fixed:
		if s.Interrupted() {
			return nil, h.errHalfMixed()
		}
		return s.CallOff(reason)
	}
	return nil, h.ended()
}

// expected says what was announced, and when.
func expected(s draw.Source) string {
	if s.Time == "" {
		return words.Source(s)
	}
	return words.Source(s) + ", at " + s.Time
}

// private reads files of the organiser, those that there are.
func (h *held) private(names ...string) (record.Files, error) {
	files := record.Files{}
	for _, name := range names {
		data, err := disk.ReadFile(h.path(name))
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

// path is where a file of the record, or of the event, lies.
func (h *held) path(name string) string {
	if h.event > 0 && name != selection.ReportFile {
		name = record.EventPath(h.event, name)
	}
	return filepath.Join(h.dir, filepath.FromSlash(name))
}

// slips is the folder of slips, which is put in place as one: there may be thousands.
var slips = strings.TrimSuffix(private.SlipsFolder, "/")

// put adds the files of a step to the record, in the step's order; all of them or none.
// Whatever kills the program, the step can be ended again in the same way.
func (h *held) put(ctx context.Context, step *ceremony.Step) (err error) {
	temp, err := disk.Beside(filepath.Join(h.dir, disk.Ending), disk.Partial, disk.MakeFolder)
	if err != nil {
		return disk.ShownAs(err, temp, h.dir)
	}
	defer func() {
		if gone := os.RemoveAll(temp); err == nil {
			err = gone
		}
	}()
	for _, name := range step.Added.Names() {
		if err := disk.WriteInside(temp, name, step.Added[name]); err != nil {
			return disk.ShownAs(err, temp, h.dir)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	order := order(step)
	for _, name := range order {
		if _, err := os.Lstat(h.path(name)); err == nil && !step.Again && name != record.AnnouncementFile && name != selection.ReportFile {
			done, doing := "drawn", "draw"
			if step.Last == record.CommitSumsFile {
				done, doing = "mixed", "mixing"
			}
			return term.Hint(term.Fault("%s: exists already, although nothing was %s", h.path(name), done), "move it away, or see whether another %s is running", doing)
		}
	}
	if step.Again && slices.Contains(order, slips) { // a folder is never renamed over another
		if err := os.RemoveAll(h.path(slips)); err != nil {
			return err
		}
	}
	return h.move(temp, step, order)
}

// packed packs public/ where a step is whole and its archive is missing, because the program was killed
// just before it.
func (h *held) packed(t *term.Terminal) {
	s, open := h.state.(interface{ Interrupted() bool })
	if open && s.Interrupted() {
		return
	}
	if _, err := os.Lstat(filepath.Join(h.dir, record.PackFile)); errors.Is(err, fs.ErrNotExist) {
		pack(t, h.dir)
	}
}

// published names the folder to publish, and the archive of it.
func published(say *catalog.Speaker, dir string) string {
	return say.Say("cli.published", filepath.Join(dir, "public"), filepath.Join(dir, record.PackFile))
}

// pack writes the archive of public/ anew. The step stands without it.
func pack(t *term.Terminal, dir string) {
	if err := disk.Pack(dir); err != nil {
		t.Say("%s was not written: %v", filepath.Join(dir, record.PackFile), err)
		t.Advise("pack the folder public yourself, as a .zip")
	}
}

// order lists the files of a step, and the folder of slips, as they are put in place.
func order(step *ceremony.Step) []string {
	names := []string{step.First}
	for _, name := range step.Added.Names() {
		if strings.HasPrefix(name, private.SlipsFolder) {
			name = slips
		}
		if name != step.First && name != step.Last && !slices.Contains(names[max(0, len(names)-1):], name) {
			names = append(names, name)
		}
	}
	return append(names, step.Last)
}

// move renames the files in this order. The first and the last replace nothing: where
// another command has put its own since put looked, that one has won.
func (h *held) move(temp string, step *ceremony.Step, order []string) error {
	for n, name := range order {
		to, from := h.path(name), filepath.Join(temp, filepath.FromSlash(name))
		folders, _ := disk.Modes(name)
		if err := os.MkdirAll(filepath.Dir(to), folders); err != nil {
			return err
		}
		move := os.Rename
		if n == 0 || n == len(order)-1 {
			move = disk.PutOnce
		}
		err := move(from, to)
		if errors.Is(err, fs.ErrExist) && step.Again {
			err = sameFile(to, step.Added[name]) // from the run that was killed, or a second one that completes it
		}
		if errors.Is(err, fs.ErrExist) {
			return term.Hint(term.Fault("%s: was put there while this command ran, so this one changed nothing", to), "evenlot verify %s shows what was", shellQuote(h.dir))
		}
		if err != nil {
			return err
		}
		if err := disk.SyncFolder(filepath.Dir(to)); err != nil {
			return err
		}
		if n == 0 { // not before: who loses a race leaves the winner's
			if err := disk.DropPack(h.dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// within words what a step refused: files by the names that the user knows, a step other than
// the one that was interrupted, a record that would not hold.
func (h *held) within(err error) error {
	var f quotas.Fault
	var unsound *ceremony.Unsound
	var spent *selection.Spent
	switch {
	case errors.As(err, &f):
		f.File = h.path(f.File)
		return term.FaultError(quotas.Faults{f})
	case errors.Is(err, ceremony.ErrOther):
		begun := record.PublicSumsFile
		if _, fixed := h.state.(*ceremony.Fixed); fixed {
			begun = record.MixFile
		}
		return term.Hint(term.Fault("%s: %w", h.path(begun), err), "repeat the command that was interrupted, with the same public value or reason")
	case errors.As(err, &unsound):
		return unsoundMade(unsound.Finding)
	case errors.As(err, &spent):
		return term.Fault("%s: %w", h.shown(), spent)
	}
	return err
}

// sameFile is nil for a file that holds these bytes.
func sameFile(path string, data []byte) error {
	got, err := disk.ReadFile(path)
	if err == nil && !bytes.Equal(got, data) {
		err = fs.ErrExist
	}
	return err
}

// calledOff gives the commitment of a record that was called off, and the reason.
func calledOff(dir string) (commitment, reason string, err error) {
	h, err := openCeremony(dir)
	if err != nil {
		return "", "", err
	}
	switch s := h.state.(type) {
	case *ceremony.CalledOff:
		return s.Record().Aborted.Commitment, s.Record().Aborted.Reason, nil
	case *ceremony.Drawn:
		return "", "", term.Fault("--supersedes %s: it is drawn (page %s), and a draw is not replaced", dir, s.Record().Drawing.Page)
	}
	return "", "", term.Hint(term.Fault("--supersedes %s: its draw is still to come", dir),
		`evenlot draw %s --abort "why" calls it off`, shellQuote(dir))
}

// keepCeremony refuses to replace the record of a public draw: it is ended, never
// erased. Records of rehearsals, and of values known in advance, may go.
func keepCeremony(dir string) error {
	path := filepath.Join(dir, filepath.FromSlash(record.SeedSourceFile))
	data, err := disk.ReadFile(path)
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
	return term.Hint(term.Fault("%s: is the record of a public draw, which is never replaced", dir),
		`name another folder with --out; evenlot draw %s --abort "why" ends a draw that is not to be, and --supersedes names it`, shellQuote(dir))
}

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/record"
)

func newForget(t *term.Terminal) *cobra.Command {
	var early, asJSON bool
	cmd := &cobra.Command{
		Use:   "forget DIR",
		Short: "Delete the personal data of a record, once their time is over",
		Long: `Delete private/ and auditor/ of a record: names, contacts, answers, the record key and the
salts, without which no public line can be led back to anybody. What is published stays
and still verifies; what can no longer be checked is listed.

It waits for the day that --keep-until announced with the record; --early deletes before
it, or where none was announced. Nothing brings the files back: backups, copies in mail
and the pool files that were read are not touched, and are yours to delete.

Where the record does not hold, nobody can tell what was announced, and --early deletes its
personal data all the same.

Of a lottery of letters the list, the codes and the key go.

In the open form the answers are published with the public ids, and stay.

Exit codes: 0 done, 1 a fault in a file or folder, or too early, 2 a command line that
makes no sense, 4 a record that is not what was committed to.`,
		Example: `  evenlot forget record
  evenlot forget record --early`,
		Args: oneFolder,
		RunE: func(_ *cobra.Command, args []string) error { return runForget(t, args[0], early, asJSON) },
	}
	cmd.Flags().BoolVar(&early, "early", false, "before the announced day, or without one")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// runForget deletes what names people.
func runForget(t *term.Terminal, dir string, early, asJSON bool) error {
	if holdsLetters(dir) {
		return runForgetLetters(t, dir, early, asJSON)
	}
	h, err := openCeremony(dir)
	switch unsound := term.ExitCode(err) == term.ExitUnverified; {
	case unsound && early:
		h = &held{dir: dir}
		err = h.linked()
	case unsound:
		err = term.Hint(err, "--early deletes the personal data of a record that does not hold, too")
	case err == nil:
		err = h.forgettable(early)
	}
	if err != nil {
		return err
	}
	return h.forget(t, dir, asJSON, h.still()+"not touched      research/, the pool files, backups and mail: delete them too\n")
}

// forget deletes what names people and says what; after, of which %s is the folder, says what that
// leaves.
func (h *held) forget(t *term.Terminal, dir string, asJSON bool, after string) error {
	deleted := []string{}
	err := disk.Locked(dir, func() error {
		gone, err := h.erase()
		deleted = append(deleted, gone...)
		return err
	})
	if err != nil {
		return err
	}
	if asJSON {
		return term.WriteJSON(t.Out, struct {
			Deleted []string `json:"deleted"`
		}{deleted})
	}
	if len(deleted) == 0 {
		deleted = []string{"nothing: there was nothing left"}
	}
	_, err = fmt.Fprintf(t.Out, "deleted          %s\n"+after, plain.List(deleted, len(deleted), ""), shellQuote(dir))
	return err
}

// still says what can be checked of a record without its personal data; %s is its folder.
func (h *held) still() string {
	switch {
	case h.state == nil:
		return "the record       does not hold, before this as after it: evenlot verify %s says why\n"
	case h.state.Record().Rules.Form == record.FormOpen:
		return `stays public     the answers of everybody by public id (public/pool.csv), as was agreed; so everything is still verified: evenlot verify %s
no longer        whose public id is whose
`
	}
	return `still verified   hashes, commitments, draws, panels, and that pages are counted right: evenlot verify %s
no longer        quotas and households of the pages, the proof, who sits with whom, the computation again, whose
                 public id is whose, and slips by the organiser; volunteers who kept their slip can still check it
`
}

// aside is where a folder waits that is being deleted.
func (h *held) aside(tier string) string {
	return filepath.Join(h.dir, "."+disk.Ending+disk.Aside+tier)
}

// forgettable says why the data cannot be deleted yet; nil where they can.
func (h *held) forgettable(early bool) error {
	switch h.state.(type) {
	case *ceremony.Drawn, *ceremony.CalledOff:
	default:
		return term.Hint(term.Fault("%s: is not drawn yet, and without private/ and auditor/ it never will be", h.dir), `evenlot draw %s --abort "why" ends it`, shellQuote(h.dir))
	}
	if n := pending(h.state.Record()); n > 0 {
		return term.Hint(term.Fault("%s: event %d is announced and not drawn yet", h.dir, n), "evenlot draw %s --event %d draws or ends it", shellQuote(h.dir), n)
	}
	if err := h.linked(); err != nil {
		return err
	}
	if early {
		return nil
	}
	if _, err := os.Stat(h.aside("private")); err == nil {
		return nil // the rest of an interrupted one
	}
	s, err := openTurn(h.dir)
	if err != nil {
		return term.Hint(err, "--early deletes without reading them")
	}
	switch until := s.roll.KeepUntil(); {
	case until == "":
		return term.Hint(term.Fault("%s: no day was announced until which personal data are kept", h.dir), "--early deletes them now; book --keep-until announces a day")
	case today() <= until:
		return term.Hint(term.Fault("%s: personal data are kept until %s, as was announced", h.dir, until), "--early deletes them now")
	}
	return nil
}

// linked refuses folders that are elsewhere.
func (h *held) linked() error {
	for _, tier := range []string{"private", "auditor"} {
		if info, err := os.Lstat(filepath.Join(h.dir, tier)); err == nil && !info.IsDir() {
			return term.Hint(term.Fault("%s: is a link, and deleting it would leave what it points to", filepath.Join(h.dir, tier)), "delete the folder that it points to, then the link")
		}
	}
	return nil
}

// erase deletes what names people, and gives the folders that there were. Both are set aside
// before anything goes, private/ goes last: while it waits there, a run was interrupted.
func (h *held) erase() (deleted []string, err error) {
	for _, tier := range []string{"private", "auditor"} {
		path := filepath.Join(h.dir, tier)
		switch err := os.Rename(path, h.aside(tier)); {
		case err == nil:
			deleted = append(deleted, path)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	left, err := disk.Unfinished(h.dir) // of runs that were killed: they may hold names
	if err != nil {
		return nil, err
	}
	for _, path := range append(left, h.aside("auditor"), h.aside("private")) {
		if err := os.RemoveAll(path); err != nil {
			return nil, err
		}
	}
	return deleted, disk.SyncFolder(h.dir)
}

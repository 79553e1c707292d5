package main

import (
	"os"
	"path/filepath"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/invite"
)

// holdsLetters reports whether a folder is a lottery of letters.
func holdsLetters(dir string) bool {
	info, err := os.Stat(filepath.Join(recordOf(dir), filepath.FromSlash(invite.RulesFile)))
	return err == nil && info.Mode().IsRegular()
}

// runForgetLetters deletes what a lottery of letters holds about people: the list, the codes and the key.
func runForgetLetters(t *term.Terminal, dir string, early, asJSON bool) error {
	dir = recordOf(dir)
	h := &held{dir: dir}
	state, err := openLetters(dir)
	_, waits := state.(*ceremony.LettersCommitted)
	switch unsound := term.ExitCode(err) == term.ExitUnverified; {
	case unsound && early:
	case unsound:
		return term.Hint(err, "--early deletes the personal data of a lottery that does not hold, too")
	case err != nil:
		return err
	case waits:
		return term.Hint(term.Fault("%s: is not drawn yet, and without private/ it never will be", dir), `evenlot invite draw %s --abort "why" ends it`, shellQuote(dir))
	case !early:
		return term.Hint(term.Fault("%s: a lottery of letters announces no day until which personal data are kept", dir), "--early deletes them now; answers are held against the list by --invited, so do that before")
	}
	if err := h.linked(); err != nil {
		return err
	}
	return h.forget(t, dir, asJSON, `still verified   hashes, letters of each stratum, the value, the seed, and whether a letter was due to a letter id: evenlot invite verify %s
no longer        the list and the codes; with the key, who of the register has which letter id
not touched      the register, the letters that were printed, backups: delete them too
`)
}

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/record"
)

// newInvite is the lottery of letters: a command of commands.
func newInvite(t *term.Terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "invite",
		Short: "Draw by lot who gets a letter, from a register of any size",
		Long: `Draw who is invited, by the same kind of ceremony as the panel: commit fixes the rules,
the letters of each stratum and a hash of the register; a public value comes later;
draw finds the letters; everybody can check at home whether a letter was due to them,
and whoever may see the register can do all of it again.

evenlot help letters is the rule in full, for whoever writes a checker.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			var known []string
			for _, sub := range cmd.Commands() {
				known = append(known, sub.Name())
			}
			return term.Hint(term.Usage("invite has no command %q%s", args[0], perhaps(args[0], known)), "evenlot invite --help lists them")
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newInviteCommit(t), newInviteDraw(t), newInviteVerify(t), newInviteCheck(t), newInviteSQL(t))
	for _, sub := range cmd.Commands() {
		sub.DisableFlagsInUseLine = true
	}
	return cmd
}

// readLottery reads the public files of a lottery of letters, and perhaps faults.
func readLottery(dir string) (record.Files, quotas.Faults, error) {
	dir = recordOf(dir)
	folder, err := openRecord(dir)
	if err != nil {
		return nil, nil, err
	}
	files, faults := invite.Load(folder)
	if files[invite.RulesFile] == nil {
		err := term.Fault("%s: has no file %s, so it is no lottery of letters", dir, invite.RulesFile)
		if _, gone := fs.Stat(folder, record.RulesFile); gone == nil {
			return nil, nil, term.Hint(err, "it is the record of a panel: evenlot verify %s checks it", shellQuote(dir))
		}
		return nil, nil, term.Hint(err, "evenlot invite commit makes one")
	}
	return files, faults, nil
}

// openLetters finds the state of the lottery in a folder.
func openLetters(dir string) (ceremony.Letters, error) {
	files, faults, err := readLottery(dir)
	if err != nil {
		return nil, err
	}
	state, err := ceremony.OpenLetters(files, faults)
	var unsound *ceremony.Unsound
	if errors.As(err, &unsound) {
		f := unsound.Finding
		err := &term.Failure{Code: term.ExitUnverified, Err: fmt.Errorf("%s: the lottery does not hold: %s: expected %s, got %s",
			dir, printable(f.Name), printable(f.Expected), printable(f.Got))}
		return nil, term.Hint(err, "evenlot invite verify %s lists every check; put the files back as they were published", shellQuote(dir))
	}
	return state, err
}

// lettersHold is nil for a lottery that was just made and passes every check.
func lettersHold(folder fs.FS) error {
	files, faults := invite.Load(folder)
	if failed := invite.Failed(invite.CheckFiles(files, faults)); len(failed) > 0 {
		return unsoundMade(failed[0])
	}
	return nil
}

// drawnLetters is the lottery of a state that is drawn.
func drawnLetters(dir string, state ceremony.Letters) (*invite.Lottery, error) {
	switch s := state.(type) {
	case *ceremony.LettersDrawn:
		return s.Lottery(), nil
	case *ceremony.LettersCalledOff:
		return nil, term.Fault("%s: was called off: %s", dir, printable(s.Lottery().Aborted.Reason))
	}
	return nil, term.Hint(term.Fault("%s: is not drawn yet", dir), "announced is: %s", expected(state.Lottery().Source.Source))
}

// lettersKey reads the key that a lottery was committed with.
func lettersKey(dir, path string, l *invite.Lottery) ([32]byte, error) {
	if path == "" {
		path = filepath.Join(dir, filepath.FromSlash(invite.KeyFile))
	}
	key, err := readKey(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = term.Hint(term.Fault("%s: there is no such file", path), "the key was made by evenlot invite commit; --key names another place")
		}
		return [32]byte{}, err
	}
	if got := draw.KeyHash(*key); got != l.Rules.KeyHash {
		return *key, term.Fault("%s: is another key than the one committed to: its hash is %s, expected %s", path, got, l.Rules.KeyHash)
	}
	return *key, nil
}

// lettersFault words the faults of a register.
func lettersFault(err error) error {
	var all quotas.Faults
	if errors.As(err, &all) {
		return term.FaultError(all)
	}
	return err
}

// shownStrata is how many strata are printed; the files have all.
const shownStrata = 40

// lettersTable is a table of strata as text: name, people, letters and one more column.
func lettersTable(l *invite.Lottery, last string, cell func(s int) string) string {
	var b strings.Builder
	width := len("stratum")
	for _, s := range l.Strata[:min(len(l.Strata), shownStrata)] {
		width = max(width, len([]rune(printable(s.Name))))
	}
	fmt.Fprintf(&b, "%-*s %11s %9s  %s\n", width, "stratum", l.Rules.Unit, "letters", last)
	for i, s := range l.Strata[:min(len(l.Strata), shownStrata)] {
		letters := 0
		for _, n := range s.Waves[:len(l.Rules.Waves)] {
			letters += n
		}
		name := printable(s.Name)
		fmt.Fprintf(&b, "%s%s %11d %9d  %s\n", name, strings.Repeat(" ", width-len([]rune(name))), s.People, letters, cell(i))
	}
	if more := len(l.Strata) - shownStrata; more > 0 {
		fmt.Fprintf(&b, "and %d more, in %s\n", more, invite.StrataFile)
	}
	return b.String()
}

// spareOf are the letters in reserve.
func spareOf(l *invite.Lottery) (spare int) {
	for _, s := range l.Strata {
		spare += s.Waves[len(s.Waves)-1]
	}
	return spare
}

// chanceOf are the strata with the smallest and the largest chance.
func chanceOf(l *invite.Lottery) (least, most [2]int) {
	for i, s := range l.Strata {
		letters := s.Letters() - s.Waves[len(s.Waves)-1]
		this := [2]int{letters, s.People}
		less := func(a, b [2]int) bool { return int64(a[0])*int64(b[1]) < int64(b[0])*int64(a[1]) }
		if i == 0 || less(this, least) {
			least = this
		}
		if i == 0 || less(most, this) {
			most = this
		}
	}
	return least, most
}

package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/record"
)

type inviteDrawOptions struct {
	valueFlags
	registerPlace
	dir    string
	key    string
	abort  string
	asJSON bool
}

func newInviteDraw(t *term.Terminal) *cobra.Command {
	var o inviteDrawOptions
	cmd := &cobra.Command{
		Use:   "draw DIR --register FILE VALUE",
		Short: "Draw the letters, by the public value that was announced",
		Long: `Draw the letters of a lottery that evenlot invite commit made, with the public value that
was announced and the register that was committed to. There is one draw only. The list,
with all columns of the register, goes to private/letters.csv; public gets the value, the seed that
follows from it, and for each stratum and wave the cut-off.

With --abort the lottery ends without a draw, and commit --supersedes makes the one that
takes its place.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw that may not be, 2 a
command line that makes no sense or another value than announced, 4 a lottery or a
register that is not what was committed to.`,
		Example: `  evenlot invite draw letters --register register.csv 31415926535897932384
  evenlot invite draw letters --register register.csv --beacon round.json
  evenlot invite draw letters --abort "the hall was closed"`,
		Args: oneValue,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.dir, err = o.words(cmd, args); err != nil {
				return err
			}
			if cmd.Flags().Changed("abort") {
				return runInviteAbort(cmd, t, o)
			}
			if err := o.need(cmd); err != nil {
				return err
			}
			return runInviteDraw(cmd, t, o)
		},
	}
	o.valueFlags.flags(cmd)
	o.registerPlace.flags(cmd)
	f := cmd.Flags()
	f.Var(text{&o.key, "FILE"}, "key", "the key of the lottery (default: the one in private)")
	f.Var(text{&o.abort, "TEXT"}, "abort", "end the lottery without a draw, for this reason")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// committedLetters is the lottery that waits for its draw.
func committedLetters(dir string) (*ceremony.LettersCommitted, error) {
	state, err := openLetters(dir)
	if err != nil {
		return nil, err
	}
	switch s := state.(type) {
	case *ceremony.LettersCommitted:
		return s, nil
	case *ceremony.LettersDrawn:
		return nil, term.Hint(term.Fault("%s: is drawn already, by the public value %q; there is one draw only", dir, printable(s.Lottery().Drawing.PublicValue)),
			"evenlot invite verify %s checks it", shellQuote(dir))
	}
	return nil, term.Hint(term.Fault("%s: was called off: %s", dir, printable(state.Lottery().Aborted.Reason)),
		"evenlot invite commit --supersedes %s ... makes the one that takes its place", shellQuote(dir))
}

// readRegisterNotes says which column of the register is what.
func readRegisterNotes(dir string) (invite.Columns, error) {
	path := filepath.Join(dir, filepath.FromSlash(registerNotesFile))
	data, err := disk.ReadFile(path)
	if err != nil {
		return invite.Columns{}, err
	}
	var n registerNotes
	if err := record.ReadSpelt(path, data, &n); err != nil {
		return invite.Columns{}, lettersFault(err)
	}
	return invite.Columns{ID: n.ID, Household: n.Household, Strata: n.Strata}, nil
}

func runInviteDraw(cmd *cobra.Command, t *term.Terminal, o inviteDrawOptions) error {
	c, err := committedLetters(o.dir)
	if err != nil {
		return err
	}
	disk.TellLeftovers(t, o.dir)
	l := c.Lottery()
	if err := c.CheckDue(now().Unix()); err != nil {
		return term.Fault("%s: %w", o.dir, err)
	}
	input, err := o.input("invite draw", l.Source.Source, leastPages, cmd.InOrStdin())
	if err != nil {
		return err
	}
	key, err := lettersKey(o.dir, o.key, l)
	if err != nil {
		return err
	}
	columns, err := readRegisterNotes(o.dir)
	if err != nil {
		return err
	}
	register, err := o.registerPlace.open(cmd.Context(), columns)
	if err != nil {
		return err
	}
	defer register.close()
	list, step, err := c.Draw(now().Unix(), input, func(seed string) (*invite.List, record.Files, error) {
		count, list, err := register.draw(cmd, t, l, key, seed)
		if err == nil {
			err = sameRegister(register, l, count, key)
		}
		if err != nil {
			return nil, nil, err
		}
		return list, record.Files{invite.LettersFile: invite.WriteLetters(l, list, key)}, nil
	})
	h := &held{dir: o.dir}
	if err != nil {
		return h.within(err)
	}
	if err := h.put(cmd.Context(), step); err != nil {
		return err
	}
	if err := o.tell(t, l, list, step); err != nil {
		return term.Hint(err, "the draw is complete: %s", o.dir)
	}
	return nil
}

// sameRegister refuses a register that is not the one committed to.
func sameRegister(register *registerFile, l *invite.Lottery, count *invite.Count, key [32]byte) error {
	failed := invite.Failed(invite.CheckRegister(l, count, nil, nil, key))
	if len(failed) == 0 {
		return nil
	}
	f := failed[0]
	return &term.Failure{Code: term.ExitUnverified, Err: fmt.Errorf("%s: is not the register that was committed to: %s: expected %s, got %s",
		register.path, f.Name, f.Expected, f.Got), Hints: []string{"draw from the file that was read by evenlot invite commit, from a copy"}}
}

// tell prints what was drawn: of people only how many.
func (o *inviteDrawOptions) tell(t *term.Terminal, l *invite.Lottery, list *invite.List, step *ceremony.Step) error {
	cut := l.Cut(list)
	each, all := list.Hashes(len(l.Strata))
	files := record.Files{}
	for _, from := range []record.Files{l.Files, step.Added} {
		for name, data := range from {
			files[name] = data
		}
	}
	drawn, _ := invite.Parse(files) // it was checked a moment ago
	short := 0
	for s := range l.Strata {
		short += l.Strata[s].Letters()
	}
	short -= len(list.Letters)
	if short > 0 {
		t.Say("%s fewer than planned: some strata have fewer households than letters", plain.Count(short, "letter", "letters"))
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Commitment  string          `json:"commitment"`
			PublicValue string          `json:"public_value"`
			Seed        string          `json:"seed"`
			Rows        int             `json:"rows"`
			Letters     int             `json:"letters"`
			Short       int             `json:"letters_fewer_than_planned"`
			Cutoffs     []invite.Cutoff `json:"cutoffs"`
			Hashes      []string        `json:"list_hash_of_each_stratum"`
			Hash        string          `json:"list_hash"`
			List        string          `json:"list"`
		}{l.Commitment(), drawn.Drawing.PublicValue, drawn.Drawing.Seed, list.Rows, len(list.Letters), short, cut, each, all,
			filepath.Join(o.dir, filepath.FromSlash(invite.LettersFile))})
	}
	waves := len(l.Rules.Waves) + 1
	table := lettersTable(l, "cut-off", func(s int) string {
		last := ""
		for _, c := range cut[s*waves : (s+1)*waves-1] {
			if c.Ticket != "" {
				last = c.Ticket
			}
		}
		return last
	})
	var b strings.Builder
	for w := range waves {
		n := 0
		for s := range l.Strata {
			n += cut[s*waves+w].Letters
		}
		if name := l.Rules.WaveName(w); name != invite.Spare {
			fmt.Fprintf(&b, "wave %-12s %s\n", name, plain.Count(n, "letter", "letters"))
		} else if n > 0 {
			fmt.Fprintf(&b, "%-17s %s\n", "in reserve", plain.Count(n, "letter", "letters"))
		}
	}
	_, err := fmt.Fprintf(t.Out, `%s%spublic value      %s
commitment        %s
seed              %s
list hash         %s
letters           %s
to publish now    %s
to verify         evenlot invite verify %s %s
`, table, b.String(), drawn.Drawing.PublicValue, l.Commitment(), drawn.Drawing.Seed, all,
		filepath.Join(o.dir, filepath.FromSlash(invite.LettersFile)), filepath.Join(o.dir, "public"), shellQuote(o.dir), o.again())
	return err
}

// runInviteAbort ends a lottery without a draw.
func runInviteAbort(cmd *cobra.Command, t *term.Terminal, o inviteDrawOptions) error {
	if o.value != "" || o.beacon != "" || o.dice != "" || o.given() {
		return term.Usage("--abort takes no public value and no register")
	}
	c, err := committedLetters(o.dir)
	if err != nil {
		return err
	}
	h := &held{dir: o.dir}
	step, err := c.CallOff(o.abort)
	switch {
	case errors.Is(err, ceremony.ErrOther):
		return h.within(err)
	case err != nil:
		return term.Usage("--abort: %w", err)
	}
	if err := h.put(cmd.Context(), step); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.Out, "called off: %s\ncommitment        %s\nto publish        %s\nfor the next one  evenlot invite commit --supersedes %s ...\n",
		o.abort, c.Lottery().Commitment(), filepath.Join(o.dir, "public"), shellQuote(o.dir))
	return err
}

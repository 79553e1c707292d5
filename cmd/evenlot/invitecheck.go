package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/invite"
)

type inviteCheckOptions struct {
	dir, id  string
	stratum  string
	register bool
	key      string
	asJSON   bool
}

func newInviteCheck(t *term.Terminal) *cobra.Command {
	var o inviteCheckOptions
	cmd := &cobra.Command{
		Use:   "check DIR ID",
		Short: "Tell whether a letter was due to one letter id",
		Long: `Compute the ticket of one letter id and hold it against the cut-offs. The letter id stands
on the letter; whoever got none is told theirs by the holder of the register. The holder,
who has the key, may give the id of the register with --from-register.

Without --stratum every stratum is shown: the ticket counts in the one where the person
lives.

Exit codes: 0 done, 1 a fault in a file or folder or no draw yet, 2 a command line that
makes no sense, 4 a lottery that does not hold.`,
		Example: `  evenlot invite check letters 0f8fad5bd9cb469fa16570867728950e --stratum "north|deprived"
  evenlot invite check letters 004676796 --from-register`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return term.Hint(term.Usage("check needs a folder and an id, not %d words", len(args)), "%s --help shows an example", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			o.dir, o.id = args[0], args[1]
			return runInviteCheck(t, o)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.stratum, "NAME"}, "stratum", "look in this stratum only")
	f.BoolVar(&o.register, "from-register", false, "the id is that of the register, and the key is at hand")
	f.Var(text{&o.key, "FILE"}, "key", "the key of the lottery (default: the one in private)")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// isLetterID reports whether a text is a keyed letter id.
func isLetterID(id string) bool { return len(id) == 32 && strings.Trim(id, "0123456789abcdef") == "" }

func isCode(text string) bool {
	_, ok := invite.ReadCode(text)
	return ok
}

// letterID is the id that has a ticket.
func (o *inviteCheckOptions) letterID(l *invite.Lottery) (string, error) {
	switch {
	case l.Rules.IDs == invite.Open:
		return o.id, nil
	case o.register:
		key, err := lettersKey(o.dir, o.key, l)
		if err != nil {
			return "", err
		}
		return invite.LetterID(key, o.id), nil
	case isCode(o.id):
		return "", term.Hint(term.Usage("%q is the code with which people answer", printable(o.id)), "the letter id has 32 hexadecimal digits, and stands on the letter too")
	case !isLetterID(strings.ToLower(strings.TrimSpace(o.id))):
		return "", term.Hint(term.Usage("%q is no letter id, expected 32 hexadecimal digits, as they stand on a letter", printable(o.id)),
			"the holder of the register may give its own id with --from-register")
	}
	return strings.ToLower(strings.TrimSpace(o.id)), nil
}

func runInviteCheck(t *term.Terminal, o inviteCheckOptions) error {
	state, err := openLetters(o.dir)
	if err != nil {
		return err
	}
	l, err := drawnLetters(o.dir, state)
	if err != nil {
		return err
	}
	id, err := o.letterID(l)
	if err != nil {
		return err
	}
	due := l.Due(id, o.stratum)
	if len(due) == 0 {
		return term.Hint(term.Usage("there is no stratum %q", o.stratum), "strata are named as in %s", invite.CutoffsFile)
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			LetterID string       `json:"letter_id"`
			Seed     string       `json:"seed"`
			Strata   []invite.Due `json:"strata"`
		}{id, l.Drawing.Seed, due})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "letter id  %s\nticket     %s\nby hand    printf '%%s' '%s:%s' | sha256sum\n", printable(id), due[0].Ticket, l.Drawing.Seed, strings.ReplaceAll(printable(id), "'", `'\''`))
	for _, d := range due[:min(len(due), shownStrata)] {
		said := "no letter was due"
		if d.Wave == invite.Spare {
			said = "in reserve: due only if a letter before came back"
		} else if d.Wave != "" {
			said = "a letter was due, in wave " + d.Wave
		}
		cutoff := d.Cutoff
		if cutoff == "" {
			cutoff = "none"
		}
		fmt.Fprintf(&b, "%s: %s (cut-off %s)\n", printable(d.Stratum), said, cutoff)
	}
	if more := len(due) - shownStrata; more > 0 {
		fmt.Fprintf(&b, "and %s more: name one with --stratum\n", plain.Count(more, "stratum", "strata"))
	}
	if l.Rules.Household > 0 {
		b.WriteString("one letter a household: where somebody of the same household has a smaller ticket, the letter went to them\n")
	}
	_, err = t.Out.Write([]byte(b.String()))
	return err
}

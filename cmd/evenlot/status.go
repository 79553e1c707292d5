package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

type statusOptions struct {
	dir    string
	set    []string
	note   string
	asJSON bool
	ledger bool
	lang   string
}

func newStatus(t *term.Terminal) *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status DIR",
		Short: "Who is in: how members stand, what is left of the quotas, who could follow",
		Long: `Show who holds a seat after the draw and the events of a record, how each member stands,
which seats and quotas are left to fill when those who are gone leave, and for which
seats there is soon nobody left who could follow.

--set notes a state, for a member invited, confirmed, declined, withdrawn or removed, and
for anybody else withdrawn (no seat any more) or available. People are named by public id
or as the pool calls them; a file has the columns id (or public_id), state and perhaps
note, as private/members.csv has. Every change stands in private/states.csv with its time;
private/members.csv, the table for a spreadsheet, is written anew each time. Nothing of it
is public: replace publishes who leaves, and why.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no sense,
4 a record that is not what was committed to.`,
		Example: `  evenlot status record
  evenlot status record --set kd83mx=confirmed --set b4n7wq=declined --note "called on Monday"
  evenlot status record --set answers.csv`,
		Args: oneFolder,
		RunE: func(_ *cobra.Command, args []string) error {
			o.dir = args[0]
			return runStatus(t, o)
		},
	}
	f := cmd.Flags()
	f.Var(texts{&o.set, "ID=STATE|FILE"}, "set", "a state to note, or a file of them; may be repeated")
	f.Var(text{&o.note, "TEXT"}, "note", "why, for every ID=STATE of --set")
	f.BoolVar(&o.ledger, "ledger", false, "print the chance that everybody had so far, as CSV for --past of a later record")
	f.BoolVar(&o.asJSON, "json", false, "print the answer as one JSON document")
	languageFlag(cmd, &o.lang)
	return cmd
}

// runStatus notes what --set says, and shows who is in.
func runStatus(t *term.Terminal, o statusOptions) error {
	if o.ledger && o.asJSON {
		return term.Usage("--ledger prints CSV, and --json has the chances, too")
	}
	if o.note != "" && !slices.ContainsFunc(o.set, func(set string) bool { return strings.Contains(set, "=") }) {
		return term.Hint(term.Usage("--note goes with --set ID=STATE"), "a file has a column note")
	}
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	h, err := openTurn(o.dir)
	if err != nil {
		return err
	}
	err = disk.Locked(o.dir, func() error { // lest of two notes at once one is lost
		if err := h.readLog(); err != nil {
			return err
		}
		return h.note(t, &o)
	})
	if err != nil {
		return err
	}
	if o.ledger {
		if !h.company.Drawn {
			return term.Fault("%s: is not drawn yet, so nobody had a chance", o.dir)
		}
		return h.ledger(t)
	}
	s, err := members.StatusOf(h.rec, h.company, h.log)
	if err != nil {
		return term.Fault("%s: %w", o.dir, err)
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			*members.Status
			Table string `json:"table"`
		}{s, h.path(private.MembersFile)})
	}
	say := catalog.In(language)
	rows := [][2]string{{say.Say("status.table"), h.path(private.MembersFile)}}
	_, err = fmt.Fprint(t.Out, s.Words(say, h.roll.Label), lined(append(rows, o.next(say, h.rec, s)...)))
	return err
}

// next says what can be done now.
func (o *statusOptions) next(say *catalog.Speaker, rec *record.Record, s *members.Status) [][2]string {
	switch {
	case s.Pending > 0:
		step := stepOf(rec, s.Pending)
		return [][2]string{{say.Say("status.to_" + step), fmt.Sprintf("evenlot %s %s VALUE --event %d", step, shellQuote(o.dir), s.Pending)}}
	case s.Vacant > 0:
		return [][2]string{{say.Say("status.to_fill"), fmt.Sprintf("evenlot replace %s --why TEXT --draw KIND --where TEXT --when TIME", shellQuote(o.dir))}}
	case s.Taken > 0:
		return [][2]string{{say.Say("status.to_fill_taken"), "evenlot book --selected FILE --why TEXT"}}
	}
	return nil
}

package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

func newAccess(t *term.Terminal) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "access DIR [ID]",
		Short: "Print all that is held about a person, in words",
		Long: `Print everything that a record and its private files hold about one person: the pool's own
columns, the public id, answers, household, pages, draws, events and notes. ID is a public
id, or what the pool calls them.

Without ID, print a record of processing activities (Article 30 GDPR), filled in as far as
the files tell, to adapt.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no sense,
4 a record that is not what was committed to.`,
		Example: `  evenlot access record p017
  evenlot access record`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return oneFolder(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := openTurn(args[0])
			if err != nil {
				return err
			}
			said, id := s.roll.Processing(), ""
			if len(args) == 2 {
				if id, err = s.roll.Find(args[1]); err != nil {
					return term.Hint(term.Fault("%s: %w", args[0], err), "%s has everybody", s.path("private/ids.csv"))
				}
				said = s.roll.Access(s.company, s.log, id)
			}
			if asJSON {
				return term.WriteJSON(t.Out, struct {
					ID   string `json:"public_id,omitempty"`
					Text string `json:"text"`
				}{id, said})
			}
			_, err = io.WriteString(t.Out, said)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

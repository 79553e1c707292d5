package main

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/invite/engine"
)

type inviteSQLOptions struct {
	registerFlags
	dir, engine, table, key, cut string
	asJSON                       bool
}

func newInviteSQL(t *term.Terminal) *cobra.Command {
	var o inviteSQLOptions
	cmd := &cobra.Command{
		Use:   "sql DIR --engine NAME",
		Short: "Print the draw as one self-testing query, for the register's own database",
		Long: `Print a query that draws the letters inside a database: the same list, bit for bit. For a
register that may not leave its holder, or is too large for one machine.

Engines whose queries run in the tests: ` + strings.Join(engine.Tested(), ", ") + `.
Not run in the tests: ` + strings.Join(engine.Untested(), ", ") + `;
these follow the documentation of their makers only.

Known rows go through the query beside the register. Where a collation, an encoding or a
type of the database would give other letters, a test is 0 and no letter comes out. The list hash
that the query prints is the one that evenlot invite draw prints.

With keyed ids the query holds the key: keep it to yourself.

Exit codes: 0 done, 1 a fault in a file or folder or no draw yet, 2 a command line that
makes no sense, 4 a lottery that does not hold.`,
		Example: `  evenlot invite sql letters --engine postgres
  evenlot invite sql letters --engine duckdb --table "read_csv('register.csv', all_varchar = true)"`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "engine"); err != nil {
				return err
			}
			o.dir = args[0]
			return runInviteSQL(t, o)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.engine, "NAME"}, "engine", "the database: see above")
	f.Var(text{&o.table, "TABLE"}, "table", "the table of the register, as it stands in a query (default register)")
	f.Var(text{&o.key, "FILE"}, "key", "the key of the lottery (default: the one in private)")
	f.Var(text{&o.cut, "none"}, "cut", "none: rank every row, where too few are below the threshold")
	f.Var(text{&o.id, "COLUMN"}, "id", "the column with the id, where private does not say it")
	f.Var(text{&o.household, "COLUMN"}, "household-column", "the column of the household, where private does not say it")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func runInviteSQL(t *term.Terminal, o inviteSQLOptions) error {
	if o.cut != "" && o.cut != "none" {
		return term.Usage("--cut is %q, expected none", o.cut)
	}
	state, err := openLetters(o.dir)
	if err != nil {
		return err
	}
	l, err := drawnLetters(o.dir, state)
	if err != nil {
		return err
	}
	q := engine.Query{Engine: o.engine, Table: o.table, Lottery: l, All: o.cut == "none"}
	if q.Table == "" {
		q.Table = "register"
	}
	if q.Columns, err = readRegisterNotes(o.dir); errors.Is(err, fs.ErrNotExist) {
		o.strata = l.Rules.Strata
		q.Columns, err = o.columns(), nil
	}
	if err != nil {
		return err
	}
	if (q.Columns.Household != "") != (l.Rules.Household > 0) {
		return term.Usage("--household-column is missing: the rules give one letter a household")
	}
	if l.Rules.IDs == invite.Keyed {
		key, err := lettersKey(o.dir, o.key, l)
		if err != nil {
			return err
		}
		q.Key = &key
	}
	query, err := q.Text()
	if err != nil {
		return term.Usage("--engine: %w", err)
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Engine string `json:"engine"`
			Query  string `json:"query"`
		}{o.engine, query})
	}
	_, err = t.Out.Write([]byte(query))
	return err
}

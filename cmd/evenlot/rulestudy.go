package main

import (
	"context"
	"io"

	"github.com/gocarina/gocsv"
	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/fair"
)

// A ruleStudy has the flags of commands that compute chances many times over: under which rules, and
// where the answer goes.
type ruleStudy struct {
	rules  []string
	budget int
	seed   string
	out    string // folder
	force  bool
	asCSV  bool
	asJSON bool
}

// studyFlags are those flags; the texts say where panels are looked for, what the seed does, and what the
// CSV table has.
func (o *ruleStudy) studyFlags(cmd *cobra.Command, each, seed, table string) {
	f := cmd.Flags()
	f.Var(ruleList{&o.rules}, "rules", "the rules to ask")
	f.Var(count{&o.budget, 1, maxBudget}, "budget", "linear programs that the search for panels that attain the chances may take "+each+" (default: none)")
	f.Var(text{&o.seed, "TEXT"}, "seed", "any text; "+seed)
	f.Var(text{&o.out, "FOLDER"}, "out", "write tables for R, pandas and spreadsheets into this folder")
	f.BoolVar(&o.force, "force", false, "replace files that stand at --out")
	f.BoolVar(&o.asCSV, "csv", false, "print the "+table+" as a CSV table")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
}

func (o *ruleStudy) checkStudy() error {
	switch {
	case o.asCSV && o.asJSON:
		return term.Usage("--csv and --json exclude each other")
	case o.force && o.out == "":
		return term.Usage("--force is for --out")
	}
	return nil
}

func (o *ruleStudy) ruled() (all []fair.Rule) {
	for _, name := range o.rules {
		all = append(all, fair.RuleNamed(name))
	}
	return all
}

// answer writes the tables where that was asked, and prints the study: as a document, as its CSV
// table, or as text.
func (o *ruleStudy) answer(ctx context.Context, t *term.Terminal, study any, files func() map[string][]byte, table any, print func(io.Writer) error) error {
	if o.out != "" {
		if err := writeTables(ctx, o.out, o.force, files()); err != nil {
			return err
		}
	}
	switch {
	case o.asJSON:
		return term.WriteJSON(t.Out, study)
	case o.asCSV:
		return gocsv.Marshal(table, t.Out)
	}
	return print(t.Out)
}

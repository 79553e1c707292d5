package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
)

func newCheck(t *term.Terminal) *cobra.Command {
	var in inputs
	var asJSON bool
	var table, repaired string
	var values bool
	choice := 1
	cmd := &cobra.Command{
		Use:   "check --pool FILE --quotas FILE --seats N",
		Short: "Find every fault of a pool and its quotas",
		Long: `Read a pool and a quota table, list every fault by file, line and column, and tell
whether the quotas can be met.

Then come doubts: entries that may be one person's, households that may be one, ids that a
spreadsheet rounded. Those to be decided stop select and book. --doubts writes them as a
table; write "same", "different", "leave out" or "right" into its column decision, and
give it back with --decisions.

Quotas that cannot be met come with the least repairs: the fewest quotas, then the fewest
seats, inside min_flex and max_flex where the table has them. --repair writes the table
of the first, or of the one that --choose names. Without --doubts and --repair nothing is
written.

Exit codes: 0 a selection can be made, 1 a file is at fault, 3 the files are sound
but the quotas cannot be met.`,
		Example: `  evenlot check --pool pool.csv --quotas quotas.csv --seats 40
  evenlot check --pool pool.csv --quotas quotas.csv --seats 40 --household address,postcode`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "seats"); err != nil {
				return err
			}
			in.doubting = true
			return runCheck(cmd, t, in, asJSON, values, table, repaired, choice)
		},
	}
	in.flags(cmd)
	in.reserving(cmd)
	cmd.Flags().Var(text{&table, "FILE"}, "doubts", "write the doubts to a table, to be filled in and given back with --decisions")
	cmd.Flags().Var(text{&repaired, "FILE"}, "repair", "write the quota table of a repair, where the quotas cannot be met")
	cmd.Flags().Var(count{&choice, 1, 0}, "choose", "the number of the repair to write (default 1)")
	cmd.Flags().BoolVar(&values, "values", false, "list every value: people of the pool, seats, how tight it is")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

func runCheck(cmd *cobra.Command, t *term.Terminal, in inputs, asJSON, values bool, table, repaired string, choice int) error {
	l, err := in.load(t)
	if err != nil {
		return err
	}
	f := examine(l, in)
	f.listed = values
	if table != "" && len(l.faults) == 0 {
		if err := writeDoubts(table, pool.DoubtsTable(l.doubts, l.pool.Comma())); err != nil {
			return err
		}
	}
	if repaired != "" && len(l.faults) == 0 {
		if err := writeRepair(repaired, f.menu, choice); err != nil {
			return err
		}
	}
	if asJSON {
		err = term.WriteJSON(t.Out, f)
	} else {
		err = f.text(t.Out)
	}
	if err != nil {
		return err
	}
	for _, way := range ways(cmd, l.faults) {
		t.Advise("%s", way)
	}
	return f.err()
}

// findings is what check has to say.
type findings struct {
	Pool      string         `json:"pool"`
	Quotas    string         `json:"quotas"`
	Seats     int            `json:"seats"`
	People    int            `json:"people"`
	Features  int            `json:"features"`
	Values    int            `json:"values"`
	ID        string         `json:"id_column"`  // empty: none
	Faults    term.FaultList `json:"faults"`     // of the files
	Clashes   term.FaultList `json:"clashes"`    // of sound files
	Homes     *households    `json:"households"` // null: no columns tell of them
	Doubts    []doubt        `json:"doubts"`
	Decided   string         `json:"decided"`   // a sentence; empty: nothing was
	Standings []standing     `json:"standings"` // of every value; empty where the files are at fault
	Letters   []string       `json:"letters"`   // who came by which, in sentences; empty where none were given

	Feasible *bool       `json:"feasible"`   // null: the files do not tell
	Alone    []string    `json:"alone"`      // the feature that cannot be met even alone
	Conflict []why.Needs `json:"conflict"`   // a smallest set of quotas that contradict each other
	Repairs  []repair    `json:"repairs"`    // least ones first
	More     []more      `json:"volunteers"` // the fewest further people who would do

	Fates   []fate `json:"fates"`         // of people whose seat is decided before any draw
	Settled *bool  `json:"fates_settled"` // false: there may be more of them; null: not looked for

	why    *why.Impossible
	menu   *why.Menu
	table  *quotas.Table
	doubts []string // as text
	listed bool     // the values, too
}

// examine gathers the findings; the quotas are tried only on sound files.
func examine(l *loaded, in inputs) *findings {
	f := &findings{Pool: in.pool, Quotas: in.quotas, Seats: in.seats, Features: len(l.table.Features),
		Faults: term.FaultList(l.faults), Clashes: term.FaultList(l.clashes), Doubts: []doubt{}, Alone: []string{}, Conflict: []why.Needs{}, Repairs: []repair{}, More: []more{}, Standings: []standing{}, Letters: []string{}, Fates: []fate{}, table: l.table}
	if l.answers != nil {
		f.Letters = l.answers.Sentences()
	}
	for _, feature := range l.table.Features {
		f.Values += len(feature.Values)
	}
	if l.pool != nil {
		f.People = len(l.pool.People)
		if l.pool.IDColumn >= 0 {
			f.ID = l.pool.Header[l.pool.IDColumn]
		}
	}
	if len(l.faults) > 0 {
		return f
	}
	f.Homes, f.Standings = householdsOf(l.pool), standings(l)
	f.Doubts, f.doubts, f.Decided = doubtList(l.doubts), doubtLines(l.pool, l.doubts), l.decided.Sentence()
	feasible := len(l.clashes) == 0
	if feasible && !why.Allowed(l.pool, in.seats, in.limit()) {
		feasible, f.why = false, why.WhyNot(l.pool, in.seats, in.limit())
		f.Alone, f.Conflict = f.why.Alone(), f.why.Rules
	}
	f.Feasible = &feasible
	if feasible {
		fates, settled := why.Fates(l.pool, in.seats, in.limit())
		f.Fates, f.Settled = fatesOf(l.pool, fates), &settled
	}
	if !feasible && len(l.pool.People) >= in.seats {
		f.menu = why.Mend(l.pool, in.seats, in.limit())
		f.Repairs, f.More = repairs(f.menu)
	}
	return f
}

func (f *findings) text(w io.Writer) error {
	var b strings.Builder
	for _, line := range term.FaultLines(slices.Concat(quotas.Faults(f.Faults), quotas.Faults(f.Clashes))) {
		fmt.Fprintln(&b, line)
	}
	if len(f.Faults) == 0 {
		ids := "no id column, people are told apart by their rows"
		if f.ID != "" {
			ids = fmt.Sprintf("ids in column %q", f.ID)
		}
		fmt.Fprintf(&b, "%s: %s, %s\n", f.Pool, plain.Count(f.People, "person", "people"), ids)
		fmt.Fprintf(&b, "%s: %s, %s\n", f.Quotas, plain.Count(f.Features, "feature", "features"), plain.Count(f.Values, "value", "values"))
	}
	if f.listed && len(f.Faults) == 0 {
		standingsText(&b, f.Standings, f.People, f.Seats)
	}
	if f.Homes != nil {
		for _, line := range f.Homes.lines() {
			fmt.Fprintln(&b, line)
		}
	}
	if f.Decided != "" {
		fmt.Fprintln(&b, f.Decided)
	}
	for _, line := range f.doubts {
		fmt.Fprintln(&b, line)
	}
	switch {
	case f.Feasible == nil:
	case *f.Feasible:
		fmt.Fprintf(&b, "the quotas can be met with %s\n", plain.Count(f.Seats, "seat", "seats"))
		for _, fate := range f.Fates {
			fmt.Fprintln(&b, fate.line())
		}
		if !*f.Settled {
			fmt.Fprintln(&b, "whether every panel holds certain people, or none can, was not looked for to the end")
		}
	case f.why != nil:
		fmt.Fprintln(&b, words.Impossible(f.why))
	default:
		fmt.Fprintf(&b, "the quotas cannot be met with %s\n", plain.Count(f.Seats, "seat", "seats"))
	}
	if f.menu != nil {
		for _, line := range words.Menu(f.menu, f.table) {
			fmt.Fprintln(&b, line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// err gives the exit code; everything has been said.
func (f *findings) err() error {
	code := term.ExitDone
	switch {
	case len(f.Faults) > 0:
		code = term.ExitFault
	case !*f.Feasible:
		code = term.ExitInfeasible
	default:
		return nil
	}
	return &term.Failure{Code: code, Err: errors.New("check found faults"), Said: true}
}

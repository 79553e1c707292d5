package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/fairness/manipulation"
	"github.com/evenlot/evenlot/selection/fairness/tables"
)

type manipulationOptions struct {
	inputs
	ruleStudy
	most int
}

// usualLies are some seconds' work on a pool of some hundred people.
const usualLies = 2000

func newManipulation(t *term.Terminal) *cobra.Command {
	o := manipulationOptions{ruleStudy: ruleStudy{rules: []string{"leximin"}, seed: "evenlot"}, most: usualLies}
	cmd := &cobra.Command{
		Use:   "manipulation --pool FILE --quotas FILE --seats N",
		Short: "Say who could gain how much by a lie about themselves",
		Long: `Let one person at a time give a false value of one feature, everybody else telling the
truth, and compute the chances anew: how much the liar's chance rises, how much the chance
of somebody else falls, and how many seats more the people expect who have the value that
the liar hides (the three questions of Flanigan, Liang, Procaccia and Wang, AAAI 2024).
People alike have the same lies, so each type is asked once. Nothing is written.

A gain is that of the best informed liar: one who knows the whole pool, is alone in lying,
and is not found out. Checking what people said about the values with the largest gains
is worth most. Under a rule with many optima (maximin, minimax, goldilocks) part of a gain
may be the choice among these.

A lie costs one computation of everybody's chances. --most says how many are made under
each rule; of more, those of people drawn by chance are looked at, all lies of a type or
none, and the first line says of how many people. Chances are those that the quotas
allow; with --budget panels are looked for.

--out writes rules.csv, moves.csv, lies.csv and datapackage.json, which says what every
column means, into a folder; --csv prints the moves: each lie, of everybody who could
tell it. lies.csv says what kinds of people are in the pool: keep it as you keep that.

Exit codes: 0 done, 1 a file is at fault, 2 a command line that makes no sense, 3 the
quotas cannot be met.`,
		Example: `  evenlot manipulation --pool pool.csv --quotas quotas.csv --seats 40
  evenlot manipulation --pool pool.csv --quotas quotas.csv --seats 40 --rules leximin,goldilocks --most 100 --out lies`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "seats"); err != nil {
				return err
			}
			return o.run(cmd.Context(), t)
		},
	}
	o.flags(cmd)
	o.studyFlags(cmd, "for each lie", "it draws whose lies are looked at", "moves")
	cmd.Flags().Var(count{&o.most, 1, 0}, "most", "lies to look at under each rule")
	return cmd
}

func (o *manipulationOptions) run(ctx context.Context, t *term.Terminal) error {
	if err := o.checkStudy(); err != nil {
		return err
	}
	l, err := o.read(t)
	if err != nil {
		return err
	}
	roster, _ := l.pool.Roster([32]byte{})
	q := manipulation.Question{Roster: roster, Seats: o.seats, Household: o.limit(), Rules: o.ruled(), Budget: o.budget, Most: o.most, Seed: o.seed, Progress: t.Progress}
	s, err := manipulation.Of(ctx, q)
	t.Clear()
	if err != nil {
		return o.explained(l.pool, err)
	}
	return o.answer(ctx, t, s, func() map[string][]byte { return tables.Manipulation(s) }, s.Moves, func(w io.Writer) error { return o.print(w, s) })
}

// movesShown is how many lies of a rule the text shows.
const movesShown = 10

// print is what the best lies are worth, and which they are.
func (o *manipulationOptions) print(w io.Writer, s *manipulation.Study) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s people, of %d of %d types, for %s\n", plain.Count(s.Lies, "lie", "lies"), thousands(s.People), s.Looked, s.Types, plain.Count(s.Seats, "seat", "seats"))
	if s.Lies < s.All {
		fmt.Fprintf(&b, "there are %s lies and %s people: --most says how many are looked at, and these people were drawn by chance\n", thousands(s.All), thousands(s.Pool))
	}
	rows := [][]string{{"", "mean gain", "largest gain", "gain > 1 point", "gain nothing", "others lose up to", "seats moved up to"}}
	for _, r := range s.Rules {
		rows = append(rows, []string{r.Rule, percent(float64(r.Mean)), percent(float64(r.Most)), plain.Percent(float64(r.Many)), plain.Percent(float64(r.None)),
			percent(float64(r.Loss)), fmt.Sprintf("%.2f", r.Seats)})
	}
	b.WriteString("\nThe best lie of everybody looked at:\n" + plain.Columns(rows, "  "))
	for _, rule := range s.Rules {
		rows, more := [][]string{{"feature", "truth", "told", "people", "largest gain", "mean change"}}, 0
		for _, m := range s.Moves {
			if m.Rule != rule.Rule || m.Most <= 0 {
				continue
			}
			if len(rows) > movesShown {
				more++
				continue
			}
			rows = append(rows, []string{m.Feature, m.Truth, m.Told, thousands(m.People), percent(float64(m.Most)), percent(float64(m.Mean))})
		}
		if len(rows) == 1 {
			fmt.Fprintf(&b, "\nNo lie gains anything under %s.\n", rule.Rule)
			continue
		}
		if more > 0 {
			rows = append(rows, []string{fmt.Sprintf("and %d more (--csv has them)", more)})
		}
		fmt.Fprintf(&b, "\nThe lies that gain most under %s:\n%s", rule.Rule, plain.Columns(rows, "  "))
		if rule.NoPanel > 0 {
			fmt.Fprintf(&b, "  %s would leave no panel that meets the quotas\n", plain.Count(rule.NoPanel, "lie", "lies"))
		}
	}
	for _, note := range s.Notes {
		fmt.Fprintf(&b, "\n%s\n", note)
	}
	if o.out != "" {
		fmt.Fprintf(&b, "\ntables            %s\n", o.out)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// percent spells a chance with two digits, as compare does.
func percent(chance float64) string { return fmt.Sprintf("%.2f %%", 100*chance) }

package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/gocarina/gocsv"
	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/lottery"
)

type compareOptions struct {
	inputs
	rules  []string
	budget int
	asCSV  bool
	asJSON bool
}

func newCompare(t *term.Terminal) *cobra.Command {
	o := compareOptions{rules: ruleNames()}
	cmd := &cobra.Command{
		Use:   "compare --pool FILE --quotas FILE --seats N",
		Short: "Put several rules side by side on one pool",
		Long: `Compute what each rule promises the people of a pool, and measure it: the smallest
and the largest chance, the Gini coefficient over the whole pool (0: all alike), the
geometric mean of the chances, and the share of people whose chance is below the
smallest that leximin gives anyone. Nothing is written.

A rule that gives no answer for this pool says so; the others are compared all the
same. Uniform counts every panel there is; where they are too many, it leaves the
quotas of some features out of the count and draws until they are met, too. Then, and
under legacy, there are no exact chances: panels are drawn, and the ranges show what
frequencies tell of the smallest and the largest chance (95 % Jeffreys intervals).

On a large pool the chances are those that the quotas allow, which panels nearly always
attain; with --budget N panels are looked for. The line of a rule says which it is.

The rules:
` + aims() + `
Exit codes: 0 done, 1 a file is at fault, 2 a command line that makes no sense, 3 the
quotas cannot be met.`,
		Example: `  evenlot compare --pool pool.csv --quotas quotas.csv --seats 40
  evenlot compare --pool pool.csv --quotas quotas.csv --seats 40 --rules leximin,legacy --csv`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "seats"); err != nil {
				return err
			}
			if o.asCSV && o.asJSON {
				return term.Usage("--csv and --json exclude each other")
			}
			return runCompare(cmd.Context(), t, o)
		},
	}
	o.flags(cmd)
	f := cmd.Flags()
	f.Var(ruleList{&o.rules}, "rules", "the rules to compare")
	f.Var(count{&o.budget, 1, maxBudget}, "budget", searchBudget)
	f.BoolVar(&o.asCSV, "csv", false, "print a CSV table")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// aims lists the rules and what they look for.
func aims() string {
	var b strings.Builder
	for _, r := range fair.Rules() {
		fmt.Fprintf(&b, "  %-11s %s\n", r.Name(), r.Aim())
	}
	return b.String()
}

func runCompare(ctx context.Context, t *term.Terminal, o compareOptions) error {
	l, err := o.read(t)
	if err != nil {
		return err
	}
	c, err := lottery.Compare(ctx, lottery.Question{Pool: l.pool, Seats: o.seats, Household: o.limit(), Budget: o.budget, Progress: t.Progress}, o.rules)
	t.Clear()
	switch {
	case err != nil:
		return o.explained(l.pool, err)
	case o.asJSON:
		return term.WriteJSON(t.Out, c)
	case o.asCSV:
		return compareCSV(t.Out, c)
	}
	return compareText(t.Out, c)
}

// A compareRow is a line of the CSV table; cells that do not apply are empty.
type compareRow struct {
	Rule          string `csv:"rule"`
	Smallest      string `csv:"smallest"`
	Largest       string `csv:"largest"`
	Gini          string `csv:"gini"`
	GeometricMean string `csv:"geometric_mean"`
	Below         string `csv:"share_below_leximin_minimum"`
	Panels        string `csv:"panels"`
	Bits          string `csv:"bits"`
	Samples       string `csv:"samples"`
	Attempts      string `csv:"attempts"`
	SmallestLow   string `csv:"smallest_low"`
	SmallestHigh  string `csv:"smallest_high"`
	LargestLow    string `csv:"largest_low"`
	LargestHigh   string `csv:"largest_high"`
	Grade         string `csv:"grade"`
	Error         string `csv:"error"`
}

func compareCSV(w io.Writer, c *lottery.Comparison) error {
	rows := []compareRow{}
	number := func(v float64) string { return fmt.Sprintf("%.9f", v) }
	for _, r := range c.Rules {
		row := compareRow{Rule: r.Rule, Grade: r.Grade, Error: r.Error, Panels: r.Panels}
		if r.Error == "" {
			row.Smallest, row.Largest, row.Gini = number(r.Smallest), number(r.Largest), number(r.Gini)
			row.GeometricMean, row.Below = number(r.GeometricMean), number(r.Below)
		}
		if r.Panels != "" {
			row.Bits = number(r.Bits)
		}
		if r.Samples > 0 {
			row.Samples, row.Attempts = fmt.Sprint(r.Samples), fmt.Sprint(r.Attempts)
			row.SmallestLow, row.SmallestHigh = number(r.SmallestRange[0]), number(r.SmallestRange[1])
			row.LargestLow, row.LargestHigh = number(r.LargestRange[0]), number(r.LargestRange[1])
		}
		rows = append(rows, row)
	}
	return gocsv.Marshal(rows, w)
}

// compareText prints a table, then a line for every rule.
func compareText(w io.Writer, c *lottery.Comparison) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n", plain.Count(c.People, "person", "people"), plain.Count(c.Seats, "seat", "seats"))
	if c.Unseatable > 0 {
		fmt.Fprintf(&b, "%s that no panel can hold left out, except from Gini\n", plain.Count(c.Unseatable, "person", "people"))
	}
	fmt.Fprintf(&b, "\n%-11s %9s %9s %7s %10s %14s\n", "rule", "smallest", "largest", "Gini", "geometric", "below leximin")
	fmt.Fprintf(&b, "%-11s %9s %9s %7s %10s %14s\n", "", "chance", "chance", "", "mean", "minimum")
	for _, r := range c.Rules {
		if r.Error != "" {
			fmt.Fprintf(&b, "%-11s no answer, see below\n", r.Rule)
			continue
		}
		fmt.Fprintf(&b, "%-11s %7.2f %% %7.2f %% %7.3f %8.2f %% %12.1f %%\n",
			r.Rule, 100*r.Smallest, 100*r.Largest, r.Gini, 100*r.GeometricMean, 100*r.Below)
	}
	b.WriteByte('\n')
	for _, r := range c.Rules {
		fmt.Fprintf(&b, "%s: %s. %s\n", r.Rule, r.Aim, remark(&r))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// remark says what else is to be known of a rule.
func remark(r *lottery.Compared) string {
	switch {
	case r.Error != "":
		return "No answer: " + r.Error + "."
	case len(r.Uncounted) > 0:
		return fmt.Sprintf("There are about %.2e panels. Each page is one of them, each as likely; the chances are frequencies among %d panels, "+
			"from %d trials that meet all quotas but perhaps those of %s: %.2g %% succeed. The smallest chance lies between %.2f %% and %.2f %%, the largest between %.2f %% and %.2f %%.",
			r.PanelsAbout, r.Samples, r.Attempts, plain.List(r.Uncounted, len(r.Uncounted), "features"), 100*float64(r.Samples)/float64(r.Attempts),
			100*r.SmallestRange[0], 100*r.SmallestRange[1], 100*r.LargestRange[0], 100*r.LargestRange[1])
	case r.Panels != "":
		return fmt.Sprintf("There are %s panels (%.1f bits).", plain.Number(r.Panels), r.Bits)
	case r.Samples > 0:
		return fmt.Sprintf("Frequencies among %d panels from %d attempts; the smallest chance lies between %.2f %% and %.2f %%, the largest between %.2f %% and %.2f %%.",
			r.Samples, r.Attempts, 100*r.SmallestRange[0], 100*r.SmallestRange[1], 100*r.LargestRange[0], 100*r.LargestRange[1])
	}
	text := strings.ToUpper(r.Grade[:1]) + r.Grade[1:] + "."
	if r.Even {
		text += " Of all such chances these have the least sum of squares."
	}
	return text
}

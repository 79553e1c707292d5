package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/why"
	"github.com/evenlot/evenlot/selection/words"
)

type explainOptions struct {
	inputs
	budget int
	asJSON bool
	relax  string
	choice int
}

func newExplain(t *term.Terminal) *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:   "explain --pool FILE --quotas FILE --seats N",
		Short: "Say which quotas bound the chances, and what each costs",
		Long: `Say what bounds the smallest chance that anyone can be promised, go through the
chances from the smallest up, and price every quota: how much the smallest chance
would rise if the value could take one seat more, or one less, and the other values
of its feature could give or take it. The first price is of the change that gives those
worst off most; --relax writes the quota table with it, or with the one that --choose
names. Nothing else is written.

The chances and prices are those that the quotas allow, which panels nearly always
attain. For a small pool panels are looked for, for a large one with --budget N; where
they attain less, because seats are whole, that is said too.

Exit codes: 0 done, 1 a file is at fault, 2 a command line that makes no sense, 3 the
quotas cannot be met.`,
		Example: `  evenlot explain --pool pool.csv --quotas quotas.csv --seats 40
  evenlot explain --pool narrow.csv --quotas narrow-quotas.csv --seats 3 --relax relaxed.csv
  evenlot explain --pool pool.csv --quotas quotas.csv --seats 40 --household address,postcode --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "seats"); err != nil {
				return err
			}
			return runExplain(cmd.Context(), t, o)
		},
	}
	o.flags(cmd)
	cmd.Flags().Var(count{&o.budget, 1, maxBudget}, "budget", searchBudget)
	cmd.Flags().Var(text{&o.relax, "FILE"}, "relax", "write the quota table with the change of a price")
	cmd.Flags().Var(count{&o.choice, 1, 0}, "choose", "the number of the price whose change to write (default 1)")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func runExplain(ctx context.Context, t *term.Terminal, o explainOptions) error {
	l, err := o.read(t)
	if err != nil {
		return err
	}
	e, err := why.Explain(ctx, lottery.Question{Pool: l.pool, Seats: o.seats, Household: o.limit(), Budget: o.budget, Progress: t.Progress})
	t.Clear()
	if err == nil && o.relax != "" {
		if err := o.writeRelaxed(l.table, e.Prices); err != nil {
			return err
		}
	}
	switch {
	case err != nil:
		return o.explained(l.pool, err)
	case o.asJSON:
		return term.WriteJSON(t.Out, e)
	}
	return explainText(t.Out, e)
}

// writeRelaxed writes the table with the change of a price that is worth something.
func (o *explainOptions) writeRelaxed(table *quotas.Table, prices []why.Worth) error {
	worth := slices.IndexFunc(prices, func(w why.Worth) bool { return w.GainBy == 0 })
	if worth < 0 {
		worth = len(prices)
	}
	choice := max(o.choice, 1)
	switch {
	case worth == 0:
		return term.Fault("%s: no single seat of any quota raises the smallest chance: nothing was written", o.relax)
	case choice > worth:
		return term.Usage("--choose is %d, and %s", choice, plain.Count(worth, "change raises the smallest chance", "changes raise the smallest chance"))
	}
	file, err := disk.Create(o.relax, false)
	if err != nil {
		return err
	}
	return disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error { return prices[choice-1].Relaxed(table).WriteCSV(out[0]) })
}

// mostLevels and mostPrices are how many of them are printed; --json has all.
const mostLevels, mostPrices = 12, 12

func explainText(w io.Writer, e *why.Explanation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n\n%s\n", plain.Count(e.People, "person", "people"), plain.Count(e.Seats, "seat", "seats"), words.Binding(e.Binding))
	switch {
	case e.Whole != "":
		fmt.Fprintf(&b, "Because seats are whole it is less than that, %s: %s\n", e.Whole, words.Binding(*e.WholeBinding))
	case e.Looked:
		b.WriteString("Panels attain these chances.\n")
	}
	if e.Unseatable > 0 {
		fmt.Fprintf(&b, "No panel can hold %s: they are left out here.\n", plain.Count(e.Unseatable, "person", "people"))
	}
	b.WriteString("\nchances, from the smallest up\n")
	width := 0
	for _, s := range e.Levels[:min(len(e.Levels), mostLevels)] {
		width = max(width, len(s.Chance))
	}
	for i, s := range e.Levels {
		if i == mostLevels {
			fmt.Fprintf(&b, "  and %s more (--json lists them)\n", plain.Count(len(e.Levels)-i, "level", "levels"))
			break
		}
		fmt.Fprintf(&b, "  %-*s  %s\n", width, s.Chance, words.Level(s))
	}
	priceList(&b, e)
	_, err := io.WriteString(w, b.String())
	return err
}

// priceList lists the quotas whose price is not 0.
func priceList(b *strings.Builder, e *why.Explanation) {
	b.WriteString("\none seat more or less, the rest of the feature giving or taking it\n")
	for i, p := range e.Prices {
		switch {
		case p.GainBy == 0 && i == 0:
			b.WriteString("  no single seat of any quota raises the smallest chance\n")
			return
		case p.GainBy == 0:
			b.WriteString("  no other quota raises the smallest chance by one seat\n")
			return
		case i == mostPrices:
			b.WriteString("  and more (--json lists them)\n")
			return
		}
		most := "at most"
		if p.End == "min" {
			most = "at least"
		}
		fmt.Fprintf(b, "  %s %s %d instead of %d: %s, %.2f %% (%+.2f points)\n",
			p.Quota, most, p.To, p.From, p.Smallest, 100*p.Value, 100*p.GainBy)
	}
}

package main

import (
	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/record"
)

type alternatesOptions struct {
	turning
	count int
	drawn bool
	rates string
	leave int
}

// usualLeave is how many of a hundred members leave where nobody says: about what organisers
// are told to expect between the draw and the first day.
const usualLeave = 10

func newAlternates(t *term.Terminal) *cobra.Command {
	var o alternatesOptions
	cmd := &cobra.Command{
		Use:   "alternates DIR (--count N --why TEXT --draw KIND --where TEXT --when TIME | --drawn)",
		Short: "Draw who is next in line, before anybody leaves",
		Long: `Make an event that draws alternates: people who are next in line when a member leaves.
They are chosen so that the panel still meets its quotas under likely departures. Who may
leave is drawn in 300 scenarios that follow from the record, by the rates of --rates, a
table with the columns feature, value and stay (the share of such members who stay), or
by --leave, for all alike (default 10 %). Numbers of alternates for each value are found
in which sets are nearly as good as the best one that was found, and a set is drawn within
them like a panel: with fair chances, a proof and a public value. The rates and how many
alternates there are stay the organiser's choice, and are published.

With --drawn nothing is drawn any more: book --alternates N announced that the value which
draws the panel names alternates, too. They are the first of those on the next pages of the
book that it leads to, in an order by lot, and this puts them down as the first event.

What the usual ways of choosing would lose stands beside it. When somebody leaves,
replace --next lets the alternate move up who keeps the quotas best, without a draw.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense, 3 no set of alternates can be drawn, 4 a record that is not what
was committed to.`,
		Example: `  evenlot alternates record --count 6 --why "ten percent may leave" --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-02-01T18:00:00Z
  evenlot alternates record --drawn
  evenlot alternates record --count 6 --rates rates.csv --why "as the rules of the assembly say" --seed "5 9 23"`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir = args[0]
			if o.drawn {
				return o.runDrawn(cmd, t)
			}
			if err := need(cmd, "count", "why"); err != nil {
				return err
			}
			if o.rates != "" && o.leave > 0 {
				return term.Usage("--rates and --leave exclude each other")
			}
			event := selection.Turnover{Kind: record.KindAlternates, Seats: o.count}
			return o.run(cmd.Context(), t, event, func(s *turn, event *selection.Turnover) error { return o.plan(t, s, event) })
		},
	}
	o.turning.flags(cmd)
	o.ledger(cmd)
	f := cmd.Flags()
	f.Var(count{&o.count, 1, 0}, "count", "how many alternates")
	f.BoolVar(&o.drawn, "drawn", false, "the alternates whom the draw of the panel named")
	f.Var(text{&o.rates, "FILE"}, "rates", "how many members of each value stay")
	f.Var(count{&o.leave, 1, 99}, "leave", "how many of a hundred members leave (default 10)")
	return cmd
}

// runDrawn puts down the alternates whom the draw of the panel named.
func (o *alternatesOptions) runDrawn(cmd *cobra.Command, t *term.Terminal) error {
	for _, name := range []string{"count", "rates", "leave", "draw", "where", "when", "mix", "mix-where", "mix-when", "seed", "pages", "exclude", "only"} {
		if cmd.Flags().Changed(name) {
			return term.Usage("--%s does not go with --drawn: the draw of the panel named the alternates", name)
		}
	}
	if o.why == "" {
		o.why = "drawn with the panel"
	}
	return o.run(cmd.Context(), t, selection.Turnover{Kind: record.KindAlternates, NextPages: true}, func(*turn, *selection.Turnover) error { return nil })
}

// plan finds the windows of the alternates, and says what they come to.
func (o *alternatesOptions) plan(t *term.Terminal, s *turn, event *selection.Turnover) error {
	if err := s.gone(event, &o.turning, nil); err != nil {
		return err
	}
	if n := len(event.Leaving); n > 0 {
		return term.Hint(term.Fault("%s: %s already, as evenlot status knows", o.dir, plain.Count(n, "member is gone", "members are gone")), "evenlot replace %s fills the seats first", shellQuote(o.dir))
	}
	rates, err := o.read(s)
	if err != nil {
		return err
	}
	t.Progress("looking for good alternates", 0, 1)
	plan, out, err := selection.PlanAlternates(s.rec, o.count, event.Unavailable, rates)
	t.Clear()
	if err != nil {
		return &term.Failure{Code: term.ExitInfeasible, Err: err}
	}
	event.Windows, event.Unavailable, event.Statements = plan.Windows, union(out, nil), []string{selection.AlternatesStatement(plan)}
	t.Say("quotas missed on average, each by its share: %.3f with such alternates (at worst %.3f), %.3f with the best set, %.3f in proportion to the quotas, "+
		"%.3f with the twins of likely leavers, %.3f by lot, %.3f without", plan.Mean.Float(), plan.Worst.Float(), plan.Best.Float(),
		plan.ByQuotas.Float(), plan.ByTwins.Float(), plan.ByLot.Float(), plan.None.Float())
	t.Say("%s part in the draw; in sets like the best one %d could", plain.Count(len(plan.People), "person takes", "people take"), plan.Before)
	return nil
}

// read gives the rates at which members leave.
func (o *alternatesOptions) read(s *turn) (*members.Rates, error) {
	if o.rates == "" {
		leave := o.leave
		if leave == 0 {
			leave = usualLeave
		}
		return members.EvenRates(s.rec.Table, leave*members.Million/100), nil
	}
	data, err := disk.ReadFile(o.rates)
	if err != nil {
		return nil, err
	}
	rates, faults := members.ReadRates(o.rates, data, s.rec.Table)
	if len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	return rates, nil
}

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/why"
)

type replaceOptions struct {
	turning
	gone []string
	next bool
}

func newReplace(t *term.Terminal) *cobra.Command {
	var o replaceOptions
	cmd := &cobra.Command{
		Use:   "replace DIR --why TEXT (--draw KIND --where TEXT --when TIME | --next)",
		Short: "Fill the seats of members who left, by a draw of its own",
		Long: `Make an event of a drawn record: those who left are named, those who stay count towards
the quotas, and the vacant seats are drawn among everybody who can take one, with a book,
a proof, a commitment and a public value of its own. Print the text to publish; the draw
comes later, with draw --event.

Who leaves: the members that status knows as declined, withdrawn or removed, and those of
--gone, by public id or as the pool calls them. Nobody comes in who was a member before,
who withdrew, or who lives with a member who stays where the record limits households.

With --next alternates move up, whom alternates drew before, and nothing is drawn: for each
seat the one with whom the panel keeps nearest to its quotas, the first public id of several
alike. The event stands at once, and whoever verifies it applies the rule again. Seats stay
empty rather than take the panel further from its quotas.

With --fair-over-time those with the least chance so far come first, by the draws of this
record and by a ledger of others (--past): whoever is below the level to which the vacant
seats could lift everybody takes part, more where the quotas need them, and the others wait.
The proof is about those who take part; who waits is published.

--draw, --where, --when and --mix announce the public value as for book. It is a fresh
one each time: an earlier value would let everybody compute who comes next. For a record
that select made, --seed gives the value at once and draws.

Where the quotas that are left cannot be met, small deviations are listed, the first one
proved the least; --accept takes one by name, in public.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense, 3 the quotas that are left cannot be met, 4 a record that is
not what was committed to.`,
		Example: `  evenlot replace record --gone kd83mx,b4n7wq --why "two members declined" --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-02-01T18:00:00Z
  evenlot replace record --why "as status knows" --draw drand=2099-02-01T18:00:00Z --where "drand, as published at api.drand.sh"
  evenlot replace record --gone kd83mx --why "moved away" --next
  evenlot replace record --gone kd83mx --why "moved away" --seed "5 9 23"
  evenlot replace record --gone kd83mx --why "moved away" --seed 5 --accept "age,75+,0,1"`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir = args[0]
			if err := need(cmd, "why"); err != nil {
				return err
			}
			event := selection.Turnover{Kind: record.KindReplacement}
			if o.next {
				if err := o.settled(); err != nil {
					return err
				}
				event.Kind = record.KindSuccession
			}
			return o.run(cmd.Context(), t, event, func(s *turn, event *selection.Turnover) error {
				leave, err := s.members("--gone", o.gone)
				if err != nil {
					return err
				}
				if err := s.gone(event, &o.turning, leave); err != nil || !o.next {
					return err
				}
				return s.nextInLine(event)
			})
		},
	}
	o.turning.flags(cmd)
	o.ledger(cmd)
	o.filling(cmd)
	f := cmd.Flags()
	f.Var(people{&o.gone}, "gone", "members who leave, or a file with one in each line")
	f.BoolVar(&o.next, "next", false, "alternates move up, by the rule and without a draw")
	return cmd
}

// settled refuses what would leave something to choose where a rule says who moves up.
func (o *replaceOptions) settled() error {
	for _, f := range []struct {
		name  string
		given bool
	}{
		{"--draw", o.draw != sourceFlags{}}, {"--mix", o.mix != sourceFlags{mixes: true}}, {"--seed", o.seed != ""}, {"--pages", o.pages > 0},
		{"--seats", o.seats > 0}, {"--accept", len(o.accept) > 0}, {"--only", o.only != nil}, {"--fair-over-time", o.fair || o.past != ""},
	} {
		if f.given {
			return term.Usage("%s does not go with --next: a rule says who moves up, and nothing is drawn", f.name)
		}
	}
	return nil
}

// oneFolder refuses other words than a folder.
func oneFolder(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return term.Hint(term.Usage("%s needs the folder of a record", cmd.Name()), "%s --help shows an example", cmd.CommandPath())
	case len(args) > 1:
		return term.Usage("%s takes one folder, not %q too", cmd.Name(), args[1])
	}
	return nil
}

// windows reads --accept.
func windows(all []string) (out []quotas.Wider, err error) {
	for _, text := range all {
		parts := strings.Split(text, ",")
		if len(parts) < 4 {
			return nil, term.Usage("--accept %s: expected FEATURE,VALUE,MIN,MAX", text)
		}
		n := len(parts)
		low, err1 := strconv.Atoi(strings.TrimSpace(parts[n-2]))
		high, err2 := strconv.Atoi(strings.TrimSpace(parts[n-1]))
		if err1 != nil || err2 != nil || low < 0 || high < low {
			return nil, term.Usage("--accept %s: expected FEATURE,VALUE,MIN,MAX, where MIN and MAX are seats", text)
		}
		out = append(out, quotas.Wider{Feature: strings.TrimSpace(parts[0]), Value: strings.TrimSpace(strings.Join(parts[1:n-2], ",")), Min: low, Max: high})
	}
	return out, nil
}

// unfilled is the error of seats that cannot be filled: which quotas clash, and the least
// deviations from what is left of them.
func unfilled(u *selection.Unfillable, rules *record.Rules, given bool) error {
	p := u.Roster.Unnamed()
	err := error(impossible(why.WhyNot(p, u.Seats, rules.Household)))
	menu := why.Mend(p, u.Seats, rules.Household)
	for n, r := range menu.Repairs {
		least := ""
		if n == 0 && r.Least {
			least = " (proved: no other changes fewer quotas, or as many by fewer seats)"
		}
		var flags []string
		for _, ch := range r.Changes {
			flags = append(flags, "--accept "+shellQuote(fmt.Sprintf("%s,%s,%d,%d", ch.Feature, ch.Value, ch.Min, ch.Max)))
		}
		err = term.Hint(err, "%s%s", strings.Join(flags, " "), least)
	}
	if u.Seats > 1 && !given {
		err = term.Hint(err, "--seats N leaves seats empty")
	}
	return err
}

package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/fairness/simulate"
	"github.com/evenlot/evenlot/selection/fairness/study"
	"github.com/evenlot/evenlot/selection/fairness/tables"
	"github.com/evenlot/evenlot/selection/plan"
)

type simulateOptions struct {
	inputs // the frame stands where other commands have the pool
	ruleStudy
	rate     float64
	relative string
	letters  int
	sampled  bool
	runs     int
}

func newSimulate(t *term.Terminal) *cobra.Command {
	o := simulateOptions{ruleStudy: ruleStudy{rules: []string{"leximin"}, seed: "evenlot"}, runs: 200}
	cmd := &cobra.Command{
		Use:   "simulate --frame FILE --quotas FILE --seats N --rate SHARE",
		Short: "Draw many pools from a frame, and say what rules would give each",
		Long: `Draw many pools from a frame, everyone answering a letter with a chance that depends on
their values, and say how often the quotas can be met, how the smallest chance, the Gini
coefficient and other measures are distributed, and for each value how many of the frame,
of the pool and of the seats have it. All of it is modelled; the same seed gives the same
numbers.

The frame is everyone who may get a letter: CSV or XLSX, one person a row, with the
features of the quotas and any other columns. --letters says how many get one, drawn by
chance; without it everyone does. A survey that stands for a population is a --sample:
letters are then drawn with replacement, and a row may answer more than once.

--rate is the share of letters answered. --relative says who answers more often or more
rarely: a table with the columns feature, value and rate, where 0.5 is half as often as
others. The rates of several values of a person multiply. Columns without a quota may have
rates too: what quotas on other features repair of them is in the last column, end to
end, where 1.00 is a chance of a seat like everybody's. "Too few" is how often a value
alone keeps the quotas from being met.

Chances are those that the quotas allow, which panels nearly always attain; with --budget
panels are looked for. Measures are over the pools that have a panel.

--out writes runs.csv, measures.csv, values.csv and datapackage.json, which says what
every column means, into a folder; --csv prints the runs.

Exit codes: 0 done, 1 a file is at fault, 2 a command line that makes no sense, 3 not even
the whole frame can meet the quotas.`,
		Example: `  evenlot simulate --frame frame.csv --quotas quotas.csv --seats 40 --rate 20%
  evenlot simulate --frame frame.csv --quotas quotas.csv --seats 40 --rate 20% --relative relative.csv --rules leximin,goldilocks
  evenlot simulate --frame survey.csv --quotas quotas.csv --seats 40 --rate 4% --sample --letters 10000 --out simulated`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("rate") && o.rate == 0 {
				return term.Usage("--rate is 0: nobody would answer")
			}
			if err := need(cmd, "frame", "quotas", "seats", "rate"); err != nil {
				return err
			}
			o.stdin = cmd.InOrStdin
			return o.run(cmd.Context(), t)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.pool, "FILE"}, "frame", "everyone who may get a letter: CSV or XLSX, one person a row")
	f.Var(text{&o.quotas, "FILE"}, "quotas", "the quota table: CSV or XLSX, one value a row")
	f.Var(count{&o.seats, 1, 0}, "seats", "size of the panel")
	f.Var(text{&o.id, "COLUMN"}, "id", "the column that tells people apart (default: one called id or the like, where there is one)")
	f.Var(names{&o.household}, "household", "columns that together tell who lives together; a panel has one of each household at most")
	f.Var(portion{&o.rate, 0, 1, true}, "rate", "share of letters answered with yes, such as 3%")
	f.Var(text{&o.relative, "FILE"}, "relative", "how often people of a value answer, relative to others: feature, value, rate")
	f.Var(count{&o.letters, 1, mostDrawn}, "letters", "letters of each run (default: one for each row of the frame)")
	f.BoolVar(&o.sampled, "sample", false, "the frame is a sample: letters are drawn with replacement")
	f.Var(count{&o.runs, 2, mostRuns}, "runs", "pools to draw")
	o.studyFlags(cmd, "in each pool", "the same text gives the same answer", "runs")
	return cmd
}

// More letters or runs than this are a slip.
const (
	mostDrawn = 10_000_000
	mostRuns  = 100_000
)

func (o *simulateOptions) check() error {
	switch {
	case o.sampled && len(o.household) > 0:
		return term.Usage("--household needs a frame in which everyone stands once, and --sample says that each stands for many")
	case o.sampled && o.letters == 0:
		return term.Usage("--sample needs --letters: how many are drawn from the population that the frame stands for")
	}
	return o.checkStudy()
}

func (o *simulateOptions) run(ctx context.Context, t *term.Terminal) error {
	if err := o.check(); err != nil {
		return err
	}
	l, err := o.people(t)
	if err != nil {
		return err
	}
	frame, err := o.frame(t, l)
	if err != nil {
		return err
	}
	if !o.sampled && o.letters > frame.People() {
		return term.Hint(term.Usage("--letters is %d, but the frame has %s", o.letters, plain.Count(frame.People(), "person", "people")), "where the frame is a sample of a population, say --sample")
	}
	q := simulate.Question{Frame: frame, Seats: o.seats, Household: o.limit(), Letters: o.letters, Sampled: o.sampled,
		Rules: o.ruled(), Budget: o.budget, Runs: o.runs, Seed: o.seed, Progress: t.Progress}
	s, err := simulate.Of(ctx, q)
	t.Clear()
	if err != nil {
		return o.explained(l.pool, err)
	}
	return o.answer(ctx, t, s, func() map[string][]byte { return tables.Simulation(s) }, s.All, func(w io.Writer) error { return o.print(w, s) })
}

// people reads the rows of the frame. Those of a sample stand for many, so few of a value are enough.
func (o *simulateOptions) people(t *term.Terminal) (*loaded, error) {
	l, err := o.load(t)
	if err != nil {
		return nil, err
	}
	if o.sampled {
		l.clashes = l.table.Check(o.seats)
	}
	return l, l.err()
}

// frame says who of the frame answers.
func (o *simulateOptions) frame(t *term.Terminal, l *loaded) (*simulate.Frame, error) {
	frame := simulate.NewFrame(l.pool)
	var relatives []plan.Relative
	if o.relative != "" {
		data, err := disk.ReadInput(o.relative, o.stdin())
		if err != nil {
			return nil, err
		}
		read, faults := plan.ReadRelative(o.relative, data)
		if len(faults) > 0 {
			return nil, term.FaultError(faults)
		}
		relatives = read
	}
	if faults := frame.Answer(o.rate, o.relative, relatives); len(faults) > 0 {
		return nil, term.FaultError(faults)
	}
	for _, left := range frame.Left {
		t.Say("left out: %s", left)
	}
	return frame, nil
}

// print is the simulation as text: what no rule decides, then each rule.
func (o *simulateOptions) print(w io.Writer, s *simulate.Simulation) error {
	var b strings.Builder
	letters := "everyone gets a letter"
	if o.letters > 0 {
		letters = plain.Count(s.Letters, "letter", "letters") + " each"
	}
	people, possible := s.Measures[0], s.Measures[1]
	fmt.Fprintf(&b, "%s pools from a frame of %s, %s, %s answered, %s\n", thousands(s.Runs), plain.Count(s.Frame, "person", "people"), letters,
		plain.Percent(s.Rate), plain.Count(s.Seats, "seat", "seats"))
	fmt.Fprintf(&b, "people who answered: %.0f on average, %.0f to %.0f in the middle 90 %%\n", people.Mean, people.P5, people.P95)
	fmt.Fprintf(&b, "the quotas can be met in %s of the pools (95 %% interval %s to %s)\n",
		plain.Percent(float64(possible.Mean)), plain.Percent(float64(possible.Low)), plain.Percent(float64(possible.High)))
	for _, name := range o.rules {
		fmt.Fprintf(&b, "\n%s: over the pools that have a panel\n", name)
		b.WriteString(plain.Columns(measureRows(s, name), "  "))
		b.WriteString(plain.Columns(valueRows(s, name), "  "))
		for _, g := range s.Grades {
			if g.Rule == name {
				fmt.Fprintf(&b, "  %s: %s\n", plain.Count(g.Runs, "pool", "pools"), g.Grade)
			}
		}
		if silent := noAnswer(s, name); silent > 0 {
			fmt.Fprintf(&b, "  %s: no answer (--csv says why)\n", plain.Count(silent, "pool", "pools"))
		}
	}
	if o.out != "" {
		fmt.Fprintf(&b, "\ntables            %s\n", o.out)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// noAnswer counts the pools that have a panel, and to which a rule gave no answer.
func noAnswer(s *simulate.Simulation, rule string) (n int) {
	for _, r := range s.All {
		if r.Rule == rule && r.Fault != "" {
			n++
		}
	}
	return n
}

func measureRows(s *simulate.Simulation, rule string) [][]string {
	rows := [][]string{{"", "mean", "95 % interval", "5 %", "median", "95 %"}}
	for _, m := range s.Measures {
		if m.Rule != rule {
			continue
		}
		name, spell := strings.ReplaceAll(m.Measure, "_", " "), func(x study.Number) string { return percent(float64(x)) }
		switch m.Measure {
		case "smallest", "largest":
			name += " chance"
		case "gini":
			name, spell = "Gini", func(x study.Number) string { return fmt.Sprintf("%.3f", x) }
		case "unseatable", "levels":
			spell = func(x study.Number) string { return fmt.Sprintf("%.1f", x) }
		}
		if m.Runs == 0 {
			return [][]string{{"no pool has chances"}}
		}
		interval := ""
		if m.Runs > 1 { // no measure is below 0, as Student's interval may be
			interval = spell(max(0, m.Low)) + " to " + spell(m.High)
		}
		rows = append(rows, []string{name, spell(m.Mean), interval, spell(m.P5), spell(m.Median), spell(m.P95)})
	}
	return rows
}

func valueRows(s *simulate.Simulation, rule string) [][]string {
	rows := [][]string{{"value", "frame", "answer", "too few", "pool", "seats", "seat once in pool", "end to end"}}
	share := func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
	free := false
	for _, v := range s.Values {
		if v.Rule != rule || v.People == 0 {
			continue
		}
		name := v.Feature + ": " + v.Value
		if !v.Quota {
			name, free = name+" *", true
		}
		short := ""
		if v.Quota {
			short = share(float64(v.Short))
		}
		row := []string{name, share(v.Share), share(v.Answer), short}
		if len(s.Grades) > 0 && v.Relative == v.Relative { // not missing
			row = append(row, share(float64(v.Pool)), share(float64(v.Seats)), share(float64(v.Seat)), fmt.Sprintf("%.2f", v.Relative))
		}
		rows = append(rows, row)
	}
	if free {
		rows = append(rows, []string{"* without a quota"})
	}
	return rows
}

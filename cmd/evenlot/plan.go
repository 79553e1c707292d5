package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/selection/plan"
	"github.com/evenlot/evenlot/selection/response"
)

type planOptions struct {
	quotas, population, relative string
	responses                    []string
	seats                        int
	rate, cv, probability        float64
	givenCV                      bool
	strata, where                []string
	extra, spread, cost          float64
	design                       string
	waves, first, wave           int
	runs                         int
	seed                         string
	asJSON                       bool
	stdin                        func() io.Reader
}

func newPlan(t *term.Terminal) *cobra.Command {
	o := planOptions{probability: 0.95, spread: 4, waves: 4, runs: 2000, seed: "evenlot", cv: plan.CVNew}
	cmd := &cobra.Command{
		Use:   "plan --quotas FILE --seats N --population FILE --rate SHARE",
		Short: "Say how many letters are needed so that the quotas can be met",
		Long:  planLong,
		Example: `  evenlot plan --quotas quotas.csv --seats 40 --population population.csv --rate 3%
  evenlot plan --quotas quotas.csv --seats 40 --population population.csv --rate 3% --cv 0.3 --relative relative.csv --cost 1.10
  evenlot plan --quotas quotas.csv --seats 40 --population population.csv --responses response.csv --strata region --extra 20% --where region=north`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.stdin, o.givenCV = cmd.InOrStdin, cmd.Flags().Changed("cv")
			wanted := []string{"quotas", "seats", "population"}
			if len(o.responses) == 0 {
				wanted = append(wanted, "rate")
			}
			if err := need(cmd, wanted...); err != nil {
				return err
			}
			if err := o.check(); err != nil {
				return err
			}
			return o.run(cmd.Context(), t)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.quotas, "FILE"}, "quotas", "the quota table: CSV or XLSX, one value a row")
	f.Var(count{&o.seats, 1, 0}, "seats", "size of the panel")
	f.Var(text{&o.population, "FILE"}, "population", "shares of the population, or counts, as quotas --shares reads them")
	f.Var(portion{&o.rate, 0, 1, true}, "rate", "share of letters answered with yes, such as 3%")
	f.Var(portion{&o.cv, 0, 3, false}, "cv", "uncertainty of the rate, relative to it (coefficient of variation)")
	f.Var(text{&o.relative, "FILE"}, "relative", "how often people of a value answer, relative to the average: feature, value, rate")
	f.Var(texts{&o.responses, "FILE"}, "responses", "response.csv of an earlier drive, in the place of --rate and --relative; may be given again")
	f.Var(portion{&o.probability, 0.5, 0.999, true}, "probability", "with which the quotas are to be met")
	f.Var(names{&o.strata}, "strata", "features that the register knows, by which letters are shared out")
	f.Var(portion{&o.extra, 0, 1, true}, "extra", "part of all letters that goes to the strata of --where only")
	f.Var(texts{&o.where, "FEATURE=VALUE"}, "where", "the strata of the extra letters; may be given again")
	f.Var(portion{&o.spread, 1, 100, false}, "spread", "how many times as likely a letter may be for one person as for another, in the targeted design")
	f.Var(text{&o.design, "NAME"}, "design", "the design to describe: proportional, extra or targeted (default proportional)")
	f.Var(portion{&o.cost, 0, 1e6, false}, "cost", "price of a letter, in any currency")
	f.Var(count{&o.waves, 1, 1000}, "waves", "waves of letters at most")
	f.Var(count{&o.first, 1, 0}, "first", "letters of the first wave (default: enough in half of all cases)")
	f.Var(count{&o.wave, 1, 0}, "wave", "letters of each later wave")
	f.Var(count{&o.runs, 100, 1_000_000}, "runs", "simulated mailings")
	f.Var(text{&o.seed, "TEXT"}, "seed", "any text; the same text gives the same answer")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

const planLong = `Say how many letters have to be sent so that, with a probability of 95 %, the people who
answer can fill all the seats within the quotas; which value decides; what waves come to;
and what other ways of sharing out the letters would need.

The population is what the quotas are made of: a line for each group with feature, value
and share, or counts by several features at once (evenlot quotas --help). Features that
are counted together hang together here as they do there; others are taken as independent.

Not every letter is answered. --rate is the share that says yes: published drives had
1.2 to 11.5 %, addresses 1 to 6 %, persons from a register 3 to 11 %. What it will be is
not known beforehand: --cv 0.5 means that it may well be half of that, or half as much
again, and fits a place that never wrote letters; 0.3 one that did. --relative says who
answers more often or more rarely than the average. Earlier drives say all of that by
themselves: --responses reads the response.csv that they wrote. With three or more the
uncertainty is estimated too.

The closed form is a bound: with fewer letters some value alone is missed too often. The
simulation lets letters go out one after the other, run after run, until a panel exists.
The bounds and the simulation are of the same model: Poisson answers, a gamma-distributed
rate. Households are not part of it, nor that letters run out: if there are fewer people
than letters, that is said.

Waves go down one order that was drawn once, until evenlot check says that the quotas can
be met. Publish beforehand how many letters a wave has, and how many waves there may be.

With --strata letters are shared out over parts of the population that the register knows.
Three designs are compared: proportional; with --extra 20% --where FEATURE=VALUE, a part of
all letters for some people only; and targeted, the one likeliest to bring enough people of
every value, where nobody's chance of a letter is more than --spread times another's.

Exit codes: 0 the answer was printed, 1 a file is at fault, 3 no number of letters is
enough, or the quotas contradict each other.`

// portion is a flag for a number: a share, with or without a per cent sign, or a multiple.
type portion struct {
	to       *float64
	min, max float64
	share    bool
}

func (p portion) String() string {
	if p.to == nil || *p.to == 0 {
		return ""
	}
	if p.share {
		return strconv.FormatFloat(100**p.to, 'g', -1, 64) + "%"
	}
	return strconv.FormatFloat(*p.to, 'g', -1, 64)
}

func (p portion) Type() string {
	if p.share {
		return "SHARE"
	}
	return "NUMBER"
}

// rounding is what a per cent may be off as a share: 99.9 / 100 is a hair above 0.999.
const rounding = 1e-12

func (p portion) Set(s string) error {
	number, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	if err != nil || percent && !p.share || !(x >= p.min-rounding && x <= p.max+rounding) {
		if p.share {
			return fmt.Errorf("expected a share of %g %% to %g %%, such as 5%% or 0.05", 100*p.min, 100*p.max)
		}
		return fmt.Errorf("expected a number from %g to %g", p.min, p.max)
	}
	*p.to = x
	return nil
}

// check refuses flags that contradict each other.
func (o *planOptions) check() error {
	switch {
	case len(o.responses) > 0 && (o.rate > 0 || o.relative != ""):
		return term.Usage("--responses says what --rate and --relative say, expected one or the other")
	case len(o.responses) == 0 && o.rate == 0:
		return term.Usage("--rate is 0: nobody would answer")
	case (o.extra > 0) != (len(o.where) > 0):
		return term.Usage("--extra and --where go together, such as --extra 20%% --where area=deprived")
	case o.extra > 0 && len(o.strata) == 0:
		return term.Usage("--extra needs --strata, the features that the register knows")
	case (o.first > 0) != (o.wave > 0):
		return term.Usage("--first and --wave go together")
	}
	switch o.design {
	case "", "proportional":
	case "extra", "targeted":
		if o.design == "extra" && o.extra == 0 || len(o.strata) == 0 {
			return term.Usage("--design %s needs %s", o.design, map[string]string{"extra": "--extra, --where and --strata", "targeted": "--strata"}[o.design])
		}
	default:
		return term.Usage("--design is %q, expected proportional, extra or targeted", o.design)
	}
	return nil
}

func (o *planOptions) run(ctx context.Context, t *term.Terminal) error {
	town, said, err := o.town()
	if err != nil {
		return err
	}
	designs, err := o.designs(town)
	if err != nil {
		return err
	}
	q := plan.Question{Options: plan.Options{CV: o.cv, Runs: o.runs, Seed: o.seed, Progress: t.Progress},
		Probability: o.probability, Waves: o.waves, First: o.first, Wave: o.wave}
	var all []*plan.Advice
	for _, d := range designs {
		a, err := town.Advise(ctx, d, q)
		if err != nil {
			return err
		}
		all = append(all, a)
	}
	t.Clear()
	chosen := all[0]
	for _, a := range all {
		if a.Design.Kind == o.design {
			chosen = a
		}
	}
	if chosen.Letters == 0 {
		return o.never(chosen)
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, o.document(town, said, all, chosen))
	}
	for _, line := range said {
		t.Say("%s", line)
	}
	return o.print(t.Out, town, all, chosen)
}

// never says why no number of letters is enough.
func (o *planOptions) never(a *plan.Advice) error {
	b := a.Bounds[0]
	text := fmt.Sprintf("people of all values answer, but no panel of %d meets the quotas of %s in more than %.0f %% of the runs, however many letters go out", o.seats, o.quotas, 100*(1-o.probability))
	if math.IsInf(b.Letters, 1) {
		text = fmt.Sprintf("nobody in %s has the value %q of %q, and %s asks for %d", o.population, b.Value, b.Feature, o.quotas, b.Least)
	}
	return term.Hint(&term.Failure{Code: term.ExitInfeasible, Err: fmt.Errorf("%s", text)}, "letters cannot mend that: change the quotas, or find these people in another way")
}

// town reads the files; said is what was learnt or changed on the way.
func (o *planOptions) town() (*plan.Town, []string, error) {
	tableData, tableErr := disk.ReadInput(o.quotas, o.stdin())
	data, err := disk.ReadInput(o.population, o.stdin())
	if err := errors.Join(tableErr, err); err != nil {
		return nil, nil, err
	}
	table, faults := quotas.ReadFor(o.quotas, tableData, quotas.Options{Seats: o.seats})
	if len(faults) > 0 {
		return nil, nil, term.FaultError(faults)
	}
	if clashes := table.Check(o.seats); len(clashes) > 0 {
		return nil, nil, &term.Failure{Code: term.ExitInfeasible, Err: term.FaultError(clashes), Faults: clashes}
	}
	population, faults := shares.Read(o.population, data, shares.Options{})
	if len(faults) > 0 {
		return nil, nil, term.FaultError(faults)
	}
	town, faults := plan.NewTown(o.population, population, table, o.seats, o.strata)
	if len(faults) > 0 {
		return nil, nil, term.FaultError(faults)
	}
	town.Rate = o.rate
	said := population.Said
	more, err := o.willing(town)
	if err != nil {
		return nil, nil, err
	}
	if most := town.MostWilling(); most > 1 {
		return nil, nil, term.Hint(term.Usage("the most willing people would answer %.1f letters for each that they get", most), "lower --rate or the relative rates")
	}
	town.Rates()
	return town, append(said, more...), nil
}

// willing reads who answers how often.
func (o *planOptions) willing(town *plan.Town) ([]string, error) {
	if o.relative != "" {
		data, err := disk.ReadInput(o.relative, o.stdin())
		if err != nil {
			return nil, err
		}
		relatives, faults := plan.ReadRelative(o.relative, data)
		if len(faults) == 0 {
			faults = town.Relate(o.relative, relatives)
		}
		if len(faults) > 0 {
			return nil, term.FaultError(faults)
		}
	}
	var drives []*response.Table
	for _, path := range o.responses {
		data, err := disk.ReadInput(path, o.stdin())
		if err != nil {
			return nil, err
		}
		drive, faults := response.Read(path, data)
		if len(faults) > 0 {
			return nil, term.FaultError(faults)
		}
		drives = append(drives, drive)
	}
	if len(drives) == 0 {
		return nil, nil
	}
	cv, said := town.Learn(drives)
	if town.Rate == 0 {
		return nil, term.Fault("nobody answered a letter of %s: give --rate and --relative", strings.Join(o.responses, ", "))
	}
	if !o.givenCV {
		o.cv = cv
	}
	return said, nil
}

// designs are those to be compared.
func (o *planOptions) designs(town *plan.Town) ([]plan.Design, error) {
	all := []plan.Design{town.Proportional()}
	if o.extra > 0 {
		d, err := town.Extra(o.extra, o.where)
		if err != nil {
			return nil, term.Hint(term.Usage("--where: %v", err), "the strata are %s", strataNames(town))
		}
		all = append(all, d)
	}
	if len(o.strata) > 0 {
		all = append(all, town.Targeted(o.spread, o.probability))
	}
	return all, nil
}

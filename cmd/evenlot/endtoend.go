package main

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/endtoend"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/invite/answers"
	"github.com/evenlot/evenlot/selection/report"
)

type endToEndOptions struct {
	dir     string
	letters []string // perhaps with a name before: electors=DIR
	waves   int
	asJSON  bool
}

func newEndToEnd(t *term.Terminal) *cobra.Command {
	var o endToEndOptions
	cmd := &cobra.Command{
		Use:   "endtoend RECORD --letters DIR",
		Short: "Say what chance of a seat everybody had, from the letters to the panel",
		Long: `Add up the two lotteries of an assembly: that of letters (evenlot invite) and that of seats.
Both are checked first, and that the record names these letters: its pool was held against
them by --invited of evenlot book or select. What is proved and what is a model is said with each number.

Of several registers give each, with its name:
--letters electors=DIR --letters young=DIR. The record says how many letters went out; where it does not, --waves does. Letters in
reserve are not counted.

Exit codes: 0 done, 1 a fault in a folder, 4 a record or a lottery that does not hold.`,
		Example: `  evenlot endtoend record --letters letters
  evenlot endtoend record --letters letters --waves 1 --json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return term.Hint(term.Usage("endtoend takes one folder, the record of the panel"), "evenlot endtoend --help shows an example")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := need(cmd, "letters"); err != nil {
				return err
			}
			o.dir = args[0]
			return o.run(t)
		},
	}
	f := cmd.Flags()
	f.Var(texts{&o.letters, "[FRAME=]DIR"}, "letters", "the lottery of letters; of several registers one each, named")
	f.Var(count{&o.waves, 1, 0}, "waves", "waves that went out (default: as the record says, else all)")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// A drawnDrive is a lottery of letters whose letters went out.
type drawnDrive struct {
	frame, dir string
	lottery    *invite.Lottery
	waves      int // that went out; 0: all
}

// drives opens the lotteries.
func (o *endToEndOptions) drives() (all []drawnDrive, err error) {
	for _, given := range o.letters {
		d := drawnDrive{waves: o.waves}
		d.frame, d.dir = framedDir(given)
		state, err := openLetters(d.dir)
		if err != nil {
			return nil, err
		}
		if d.lottery, err = drawnLetters(d.dir, state); err != nil {
			return nil, err
		}
		if o.waves > len(d.lottery.Rules.Waves) {
			return nil, term.Usage("--waves is %d, but the lottery has %s", o.waves, plain.Count(len(d.lottery.Rules.Waves), "wave", "waves"))
		}
		if len(all) > 0 && (d.lottery.Rules.Unit != all[0].lottery.Rules.Unit || d.lottery.Rules.Household != all[0].lottery.Rules.Household) {
			return nil, term.Hint(term.Usage("--letters %s: a lottery by other rules than the first", given), "ask for each alone: chances of people and of addresses do not add up")
		}
		all = append(all, d)
	}
	return all, nil
}

func (o *endToEndOptions) run(t *term.Terminal) error {
	drives, err := o.drives()
	if err != nil {
		return err
	}
	r, err := makeReport(t, o.dir, nil)
	if err != nil {
		return err
	}
	if r.Chances == nil || r.Chances.Smallest == 0 {
		return term.Hint(term.Fault("%s: has no chances yet", o.dir), "the book comes first: evenlot book, or evenlot mix")
	}
	chain, err := chained(t, o.dir, r, drives)
	if err != nil {
		return err
	}
	in := endtoend.Input{Pool: r.People, Seats: r.Seats,
		Least: big.NewRat(int64(r.Chances.Smallest), int64(r.Chances.Pages)), Most: big.NewRat(int64(r.Chances.Largest), int64(r.Chances.Pages))}
	for _, d := range drives {
		in.Strata = append(in.Strata, d.sentLetters()...)
	}
	c := endtoend.Of(in)
	if c.Letters == 0 {
		return term.Fault("%s: no letter went out", strings.Join(o.letters, ", "))
	}
	if c.Letters < r.People {
		t.Say("%d people are in the pool, but only %d letters went out: some came without one, and had another chance", r.People, c.Letters)
	}
	l := drives[0].lottery
	if o.asJSON {
		return term.WriteJSON(t.Out, endToEndDocument(in, c, l, r, chain))
	}
	if err := printEndToEnd(t.Out, in, c, l, r); err != nil {
		return err
	}
	for _, said := range chain {
		if _, err := fmt.Fprint(t.Out, "\n"+plain.Wrap("The chain: "+said, 92)); err != nil {
			return err
		}
	}
	return nil
}

// chained holds the lotteries against those that the record names, and gives its sentences. A record that names others is an error;
// one that names none says less, and that is said.
func chained(t *term.Terminal, dir string, r *report.Report, drives []drawnDrive) (said []string, err error) {
	unsound := func(format string, args ...any) ([]string, error) {
		return nil, &term.Failure{Code: term.ExitUnverified, Err: fmt.Errorf(dir+": "+format, args...)}
	}
	named := answers.Commitments(r.Statements)
	if len(named) == 0 {
		t.Say("%s does not say by which letters its pool came: book and select say it where --invited is given", dir)
		return nil, nil
	}
	if len(named) != len(drives) {
		return unsound("its pool came by letters of %s, expected each with --letters", plain.Count(len(named), "lottery", "lotteries"))
	}
	for _, n := range named {
		i := slices.IndexFunc(drives, func(d drawnDrive) bool { return d.lottery.Commitment() == n.Commitment })
		if i < 0 {
			return unsound("its pool came by letters of another lottery, with the commitment %s", n.Commitment)
		}
		if sent := drives[i].wavesOf(n.Letters); sent == 0 || drives[i].waves != 0 && drives[i].waves != sent {
			return unsound("%d letters went out, it says, and those of %s are not so many", n.Letters, drives[i].dir)
		} else {
			drives[i].waves = sent
		}
		said = append(said, n.Sentence+".")
	}
	return said, nil
}

// wavesOf says in how many waves so many letters went out; 0: in no number of them.
func (d *drawnDrive) wavesOf(letters int) int {
	each := len(d.lottery.Rules.Waves) + 1
	for waves := 1; waves < each; waves++ {
		sent := 0
		for i, c := range d.lottery.Cutoffs {
			if i%each < waves {
				sent += c.Letters
			}
		}
		if sent == letters {
			return waves
		}
	}
	return 0
}

// sentLetters are the letters that went out, of each stratum.
func (d *drawnDrive) sentLetters() (all []endtoend.Stratum) {
	l, waves := d.lottery, d.waves
	if waves == 0 {
		waves = len(l.Rules.Waves)
	}
	each := len(l.Rules.Waves) + 1
	for i, s := range l.Strata {
		n := 0
		for _, c := range l.Cutoffs[i*each:][:waves] {
			n += c.Letters
		}
		name := s.Name
		if d.frame != "" {
			name = d.frame + ": " + name
		}
		all = append(all, endtoend.Stratum{Name: name, People: s.People, Letters: n})
	}
	return all
}

// oneIn spells a chance: "1/100, about 1 in 100".
func oneIn(p *big.Rat) string {
	n := endtoend.OneIn(p)
	if p.Sign() == 0 || !n.IsInt64() {
		return p.RatString()
	}
	return fmt.Sprintf("%s, about 1 in %s", p.RatString(), thousands(int(n.Int64())))
}

func printEndToEnd(w io.Writer, in endtoend.Input, c *endtoend.Chances, l *invite.Lottery, r *report.Report) error {
	var b strings.Builder
	paragraph := func(text string, args ...any) { b.WriteString(plain.Wrap(fmt.Sprintf(text, args...), 92) + "\n") }
	who, of := "person", "people"
	if l.Rules.Unit == invite.Addresses {
		who, of = "address", "addresses"
	}
	paragraph("From the population to a seat: %s %s in the register, %s letters, %s in the pool, %s.", thousands(c.People), of, thousands(c.Letters),
		plain.Count(in.Pool, "person", "people"), plain.Count(in.Seats, "seat", "seats"))
	paragraph("1. A letter (proved by the lottery of letters). Every %s of a stratum had the same chance%s:", who, household(l))
	rows := [][]string{{"stratum", of, "letters", "chance"}}
	for i, s := range in.Strata {
		if i == mostNamed {
			rows = append(rows, []string{fmt.Sprintf("and %d more (--json has them)", len(in.Strata)-i)})
			break
		}
		rows = append(rows, []string{s.Name, thousands(s.People), thousands(s.Letters), oneIn(s.Chance())})
	}
	b.WriteString(plain.Columns(rows, "   ") + "\n")
	if l.Rules.Household > 0 {
		paragraph("One letter went to a household at most. Where s people live together and a share f of all tickets is below the cut-off, the chance of each is (1-(1-f)^s)/s, slightly below f; the table gives the average of a stratum.")
	}
	if l.Rules.Unit == invite.Addresses {
		paragraph("The register does not know how many people live at an address: where more do, each had a smaller chance.")
	}
	paragraph("2. A seat, once in the pool (from the record, which was checked). The smallest chance is %s; the largest %s; the average %s.", oneIn(in.Least), oneIn(in.Most), oneIn(c.Once))
	if r.Chances.Unseated > 0 {
		paragraph("%s of the pool could be on no panel that meets the quotas, and had no chance.", plain.Count(r.Chances.Unseated, "person", "people"))
	}
	if l.Rules.Unit == invite.People {
		paragraph("3. A seat, before the letters (proved, whoever answers). If only people with a letter may answer, the chances of all in the register add up to the %s, so the average is %s.", plain.Count(in.Seats, "seat", "seats"), oneIn(c.Mean))
	} else {
		paragraph("3. A seat, before the letters (proved, whoever answers). If only people with a letter may answer, there are %s for all addresses together: %s for each, on average.", plain.Count(in.Seats, "seat", "seats"), oneIn(c.Mean))
	}
	paragraph("4. What nobody knows is who answers: here %s came for each 100 letters. Somebody sure to answer, had the pool been like this one, would have had a chance between %s and %s. That is a model, no proof: other pools come about by chance, and their chances differ.",
		new(big.Rat).Mul(c.Answered, big.NewRat(100, 1)).FloatString(1), oneIn(c.Willing[0]), oneIn(c.Willing[1]))
	_, err := io.WriteString(w, strings.TrimSuffix(b.String(), "\n"))
	return err
}

// household says that a chance is that of a stratum on average.
func household(l *invite.Lottery) string {
	if l.Rules.Household > 0 {
		return ", but for households"
	}
	return ""
}

type endToEndSaid struct {
	Unit      string            `json:"unit"` // of the register
	Household int               `json:"household_limit"`
	People    int               `json:"register"`
	Letters   int               `json:"letters"`
	Pool      int               `json:"pool"`
	Unseated  int               `json:"unseatable"`
	Seats     int               `json:"seats"`
	Strata    []endToEndStratum `json:"strata"`
	Least     string            `json:"seat_once_in_pool_least"`
	Most      string            `json:"seat_once_in_pool_most"`
	Mean      string            `json:"seat_mean"`
	Willing   [2]string         `json:"modelled_if_sure_to_answer"`
	Chain     []string          `json:"record_names_letters"` // sentences of the record; none: it does not
}

type endToEndStratum struct {
	Name    string `json:"stratum"`
	People  int    `json:"people"`
	Letters int    `json:"letters"`
	Chance  string `json:"chance_of_letter"`
}

func endToEndDocument(in endtoend.Input, c *endtoend.Chances, l *invite.Lottery, r *report.Report, chain []string) endToEndSaid {
	out := endToEndSaid{Unit: l.Rules.Unit, Household: l.Rules.Household, People: c.People, Letters: c.Letters, Pool: in.Pool, Unseated: r.Chances.Unseated, Seats: in.Seats,
		Strata: []endToEndStratum{}, Chain: append([]string{}, chain...), Least: in.Least.RatString(), Most: in.Most.RatString(), Mean: c.Mean.RatString(),
		Willing: [2]string{c.Willing[0].RatString(), c.Willing[1].RatString()}}
	for _, s := range in.Strata {
		out.Strata = append(out.Strata, endToEndStratum{s.Name, s.People, s.Letters, s.Chance().RatString()})
	}
	return out
}

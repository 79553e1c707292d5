package main

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/endtoend"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/report"
)

type endToEndOptions struct {
	dir, letters string
	waves        int
	asJSON       bool
}

func newEndToEnd(t *term.Terminal) *cobra.Command {
	var o endToEndOptions
	cmd := &cobra.Command{
		Use:   "endtoend RECORD --letters DIR",
		Short: "Say what chance of a seat everybody had, from the letters to the panel",
		Long: `Add up the two lotteries of an assembly: that of letters (evenlot invite) and that of seats.
Both are checked first. What is proved and what is a model is said with each number.

Letters of all waves count as sent; --waves says how many waves went out. Letters in
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
	f.Var(text{&o.letters, "DIR"}, "letters", "the lottery of letters")
	f.Var(count{&o.waves, 1, 0}, "waves", "waves that went out (default: all)")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func (o *endToEndOptions) run(t *term.Terminal) error {
	state, err := openLetters(o.letters)
	if err != nil {
		return err
	}
	l, err := drawnLetters(o.letters, state)
	if err != nil {
		return err
	}
	if o.waves > len(l.Rules.Waves) {
		return term.Usage("--waves is %d, but the lottery has %s", o.waves, plain.Count(len(l.Rules.Waves), "wave", "waves"))
	}
	r, err := makeReport(t, o.dir, nil)
	if err != nil {
		return err
	}
	if r.Chances == nil || r.Chances.Smallest == 0 {
		return term.Hint(term.Fault("%s: has no chances yet", o.dir), "the book comes first: evenlot book, or evenlot mix")
	}
	in := endtoend.Input{Strata: sentLetters(l, o.waves), Pool: r.People, Seats: r.Seats,
		Least: big.NewRat(int64(r.Chances.Smallest), int64(r.Chances.Pages)), Most: big.NewRat(int64(r.Chances.Largest), int64(r.Chances.Pages))}
	c := endtoend.Of(in)
	if c.Letters == 0 {
		return term.Fault("%s: no letter went out", o.letters)
	}
	if c.Letters < r.People {
		t.Say("%d people are in the pool, but only %d letters went out: some came without one, and had another chance", r.People, c.Letters)
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, endToEndDocument(in, c, l, r))
	}
	return printEndToEnd(t.Out, in, c, l, r)
}

// sentLetters are the letters of the first waves, of each stratum; 0: of all.
func sentLetters(l *invite.Lottery, waves int) []endtoend.Stratum {
	if waves == 0 {
		waves = len(l.Rules.Waves)
	}
	var all []endtoend.Stratum
	for _, s := range l.Strata {
		n := 0
		for _, w := range s.Waves[:waves] {
			n += w
		}
		all = append(all, endtoend.Stratum{Name: s.Name, People: s.People, Letters: n})
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
}

type endToEndStratum struct {
	Name    string `json:"stratum"`
	People  int    `json:"people"`
	Letters int    `json:"letters"`
	Chance  string `json:"chance_of_letter"`
}

func endToEndDocument(in endtoend.Input, c *endtoend.Chances, l *invite.Lottery, r *report.Report) endToEndSaid {
	out := endToEndSaid{Unit: l.Rules.Unit, Household: l.Rules.Household, People: c.People, Letters: c.Letters, Pool: in.Pool, Unseated: r.Chances.Unseated, Seats: in.Seats,
		Strata: []endToEndStratum{}, Least: in.Least.RatString(), Most: in.Most.RatString(), Mean: c.Mean.RatString(),
		Willing: [2]string{c.Willing[0].RatString(), c.Willing[1].RatString()}}
	for _, s := range in.Strata {
		out.Strata = append(out.Strata, endToEndStratum{s.Name, s.People, s.Letters, s.Chance().RatString()})
	}
	return out
}

package main

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"
	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/shares"
	"github.com/evenlot/evenlot/selection/places"
	"github.com/evenlot/evenlot/selection/places/fewest"
)

type placesFewestOptions struct {
	placesCommitOptions
	letters, cap int
	part         float64
	force        bool
}

func newPlacesFewest(t *term.Terminal) *cobra.Command {
	o := placesFewestOptions{part: 1}
	o.columns = places.Columns{ID: "id", People: "people"}
	cmd := &cobra.Command{
		Use:   "fewest --list FILE --letters N --cap N",
		Short: "Find with how few places a fair lottery can do, where places have caps",
		Long: `Find, for each group of places, the least number of places with which some lottery gives
everybody of the group the same chance of a letter, exactly, where no place gets more
letters than --cap, nor more than --part of its people. The answer is a lottery, outcomes
with their chances as fractions, and the proof that one place less cannot do it.

Letters are shared among the groups in proportion to their people (Sainte-Laguë), in whole
numbers: between groups chances differ by less than that. A group has 200 places at most.

Exit codes: 0 done, 1 a fault in a file, 3 no number of places is enough.`,
		Example: `  evenlot places fewest --list towns.csv --letters 300 --cap 50 --sizes 20000,50000 --out lottery.csv`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "list", "letters", "cap"); err != nil {
				return err
			}
			return o.find(cmd, t)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.list, "FILE"}, "list", "the places: CSV or XLSX, one a row")
	f.Var(text{&o.columns.ID, "COLUMN"}, "id", "the column with the id of a place")
	f.Var(text{&o.columns.People, "COLUMN"}, "people", "the column with the number of people")
	f.Var(names{&o.columns.Groups}, "group", "columns whose values make groups")
	f.Var(names{&o.sizes}, "sizes", "numbers of people from which a place is of another class, and so of another group")
	f.Var(count{&o.letters, 1, 1_000_000}, "letters", "letters in all")
	f.Var(count{&o.cap, 1, 0}, "cap", "letters that a place may get at most")
	f.Var(portion{&o.part, 0, 1, true}, "part", "part of its people that a place may have letters for at most")
	f.Var(text{&o.out, "FILE"}, "out", "a CSV file with the lotteries")
	f.BoolVar(&o.force, "force", false, "replace a file that stands at --out")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// A fewestGroup is a group with its answer.
type fewestGroup struct {
	Group    string   `json:"group"`
	Places   int      `json:"places"`
	People   int      `json:"people"`
	Letters  int      `json:"letters"`
	Needed   int      `json:"places_needed"` // 0: no letters
	Weights  []int64  `json:"proof_weights"` // in the order of the ids; null: one place is the least there can be
	Bound    int64    `json:"proof_bound"`
	Due      string   `json:"proof_due"`
	IDs      []string `json:"ids"`
	Outcomes int      `json:"outcomes"`

	lottery *fewest.Lottery
}

func (o *placesFewestOptions) find(cmd *cobra.Command, t *term.Terminal) error {
	if err := o.classes(); err != nil {
		return err
	}
	data, err := disk.ReadInput(o.list, cmd.InOrStdin())
	if err != nil {
		return err
	}
	all, faults := places.ReadList(o.list, data, o.columns)
	if len(faults) > 0 {
		return term.FaultError(faults)
	}
	groups, problems := o.problems(all)
	var answers []*fewestGroup
	for i, g := range groups {
		t.Progress("looking for lotteries", i, len(groups))
		a := g
		if p := problems[i]; p.Letters > 0 {
			if err := o.possible(p, a.IDs); err != nil {
				t.Clear()
				return err
			}
			var proof *fewest.Proof
			if a.Needed, a.lottery, proof, err = fewest.Fewest(cmd.Context(), p); err != nil {
				t.Clear()
				return term.Fault("%s: group %q: %w", o.list, a.Group, err)
			}
			a.Outcomes = len(a.lottery.Outcomes)
			if proof != nil {
				a.Weights, a.Bound, a.Due = proof.Weights, proof.Bound, proof.Due.RatString()
			}
		}
		answers = append(answers, a)
	}
	t.Clear()
	if err := o.write(answers); err != nil {
		return err
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Groups []*fewestGroup `json:"groups"`
		}{answers})
	}
	return printFewest(t.Out, answers)
}

// possible refuses caps below what a place is due.
func (o *placesFewestOptions) possible(p *fewest.Problem, ids []string) error {
	for i := range p.People {
		if p.Due(i).Cmp(big.NewRat(int64(p.Caps[i]), 1)) > 0 {
			return term.Hint(&term.Failure{Code: term.ExitInfeasible, Err: fmt.Errorf("%s: place %s is due %s letters on average and may have %d at most: no number of places mends that",
				o.list, ids[i], p.Due(i).FloatString(1), p.Caps[i])}, "raise --cap or --part, or send fewer letters")
		}
	}
	return nil
}

// problems parts the list into groups, and shares out the letters.
func (o *placesFewestOptions) problems(all []places.Place) ([]*fewestGroup, []*fewest.Problem) {
	var groups []*fewestGroup
	var problems []*fewest.Problem
	var weights []*big.Rat
	for _, p := range all {
		if p.People == 0 {
			continue
		}
		name := p.Group
		if name == "" {
			name = "all"
		}
		at := slices.IndexFunc(groups, func(g *fewestGroup) bool { return g.Group == name })
		if at < 0 {
			at = len(groups)
			groups, problems = append(groups, &fewestGroup{Group: name}), append(problems, &fewest.Problem{})
		}
		g, q := groups[at], problems[at]
		g.Places, g.People, g.IDs = g.Places+1, g.People+p.People, append(g.IDs, p.ID)
		q.People, q.Caps = append(q.People, p.People), append(q.Caps, min(o.cap, int(o.part*float64(p.People))))
	}
	for _, g := range groups {
		weights = append(weights, big.NewRat(int64(g.People), 1))
	}
	if len(groups) == 0 {
		return nil, nil
	}
	for i, n := range shares.Apportion(weights, o.letters, shares.SainteLaguë) {
		groups[i].Letters, problems[i].Letters = n, n
	}
	return groups, problems
}

// A lotteryRow is one place's letters of one outcome.
type lotteryRow struct {
	Group   string `csv:"group"`
	Outcome int    `csv:"outcome"`
	Chance  string `csv:"chance"` // a fraction, that of the outcome
	ID      string `csv:"id"`
	Letters int    `csv:"letters"`
}

func (o *placesFewestOptions) write(answers []*fewestGroup) error {
	if o.out == "" {
		return nil
	}
	rows := []lotteryRow{}
	for _, a := range answers {
		if a.lottery == nil {
			continue
		}
		for j, outcome := range a.lottery.Outcomes {
			for i, n := range outcome {
				if n > 0 {
					rows = append(rows, lotteryRow{a.Group, j + 1, a.lottery.Chances[j].RatString(), a.IDs[i], n})
				}
			}
		}
	}
	out, err := disk.Create(o.out, o.force)
	if err != nil {
		return err
	}
	return disk.WriteFiles([]*disk.File{out}, func(w []io.Writer) error { return gocsv.Marshal(rows, w[0]) })
}

func printFewest(w io.Writer, answers []*fewestGroup) error {
	rows := [][]string{{"group", "places", "people", "letters", "fewest", "one less", "outcomes"}}
	sum := 0
	for _, a := range answers {
		less := "proved"
		if a.Needed < 2 {
			less = "-"
		}
		sum += a.Needed
		rows = append(rows, []string{a.Group, fmt.Sprint(a.Places), thousands(a.People), thousands(a.Letters), fmt.Sprint(a.Needed), less, strconv.Itoa(a.Outcomes)})
	}
	var b strings.Builder
	b.WriteString(plain.Columns(rows, ""))
	b.WriteString("\n" + plain.Wrap(fmt.Sprintf("%s can do, with everybody's chance the same in each group, exactly. \"Proved\": that one place less cannot (--json has the proofs).", plain.Count(sum, "place", "places")), 92))
	_, err := io.WriteString(w, b.String())
	return err
}

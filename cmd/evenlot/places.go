package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/places"
)

// newPlaces is the lottery of places: a command of commands.
func newPlaces(t *term.Terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "places",
		Short: "Draw the places whose registers get letters, for an assembly of many places",
		Long: `Draw places first and people in them afterwards, so that everyone has the same chance of a
letter, exactly: large places are drawn more often, and every drawn point has the same
number of letters. commit fixes the list and the rules by one hash; a public value comes
later; draw finds the places, and an ordered reserve list for those that refuse. The
letters of each place are then drawn by evenlot invite.

` + plain.Wrap(`Every group of places (of a state, of a size) gets its exact share of the points, rounded down or up. A place with fewer people than a point has letters is linked with others, and drawn with them as one.`, 92) + `
evenlot help places-rule is the rule in full, for whoever writes a checker.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return term.Hint(term.Usage("places has no command %q, expected commit, draw or fewest", args[0]), "evenlot places --help lists them")
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPlacesCommit(t), newPlacesDraw(t), newPlacesFewest(t))
	for _, sub := range cmd.Commands() {
		sub.DisableFlagsInUseLine = true
	}
	return cmd
}

type placesCommitOptions struct {
	list, out string
	columns   places.Columns
	sizes     []string
	rules     places.Rules
	draw      sourceFlags
	asJSON    bool
}

func newPlacesCommit(t *term.Terminal) *cobra.Command {
	o := placesCommitOptions{rules: places.Rules{Reserve: 5}, columns: places.Columns{ID: "id", People: "people"}}
	cmd := &cobra.Command{
		Use:   "commit --list FILE --letters N --points N --draw KIND --where TEXT --when TIME --out FILE",
		Short: "Fix the list of places and the rules, before a public draw",
		Long: `Read the list of all places, and write it with the rules to one file, whose SHA-256 is the
commitment. Publish the file and the commitment before the public value comes.

Letters go out in so many points of equal size. A point falls on a place in proportion to
its people; a large place may get several. With --cap no place gets more points than
that: a place that is due more gets as many for certain, and its people have a smaller
chance, which is printed.

Exit codes: 0 done, 1 a fault in a file, or a draw too soon, 2 a command line that makes
no sense.`,
		Example: `  evenlot places commit --list towns.csv --letters 20000 --points 80 --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-01-15T18:00:00Z --out places.json
  evenlot places commit --list towns.csv --id ags --people population --group state --sizes 20000,100000 --letters 20000 --points 80 --cap 4 --draw rehearsal --out places.json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "list", "letters", "points", "draw", "out"); err != nil {
				return err
			}
			return o.run(cmd, t)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.list, "FILE"}, "list", "the places: CSV or XLSX, one a row")
	f.Var(text{&o.columns.ID, "COLUMN"}, "id", "the column with the id of a place")
	f.Var(text{&o.columns.Name, "COLUMN"}, "name", "the column with the name of a place, for people to read")
	f.Var(text{&o.columns.People, "COLUMN"}, "people", "the column with the number of people")
	f.Var(names{&o.columns.Groups}, "group", "columns whose values make groups, each of which gets its exact share")
	f.Var(names{&o.sizes}, "sizes", "numbers of people from which a place is of another class, and so of another group")
	f.Var(count{&o.rules.Letters, 1, 0}, "letters", "letters in all")
	f.Var(count{&o.rules.Points, 1, 100_000}, "points", "points in all; each has the same number of letters")
	f.Var(count{&o.rules.Cap, 1, 0}, "cap", "points that a place may have at most")
	f.Var(count{&o.rules.Reserve, 0, 1000}, "reserve", "places in reserve, for each group and for all together")
	f.Var(text{&o.draw.kind, "KIND"}, "draw", "where the public value comes from")
	f.Var(text{&o.draw.where, "TEXT"}, "where", "where, by whom and how it is drawn, for everyone to read")
	f.Var(text{&o.draw.when, "TIME"}, "when", "when it is drawn")
	f.Var(text{&o.out, "FILE"}, "out", "the file to write")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func (o *placesCommitOptions) run(cmd *cobra.Command, t *term.Terminal) error {
	if err := o.classes(); err != nil {
		return err
	}
	source, err := o.draw.source(0)
	if err != nil {
		return err
	}
	if err := places.CheckSource(source); err != nil {
		return term.Usage("--draw %s: %w", o.draw.kind, err)
	}
	data, err := disk.ReadInput(o.list, cmd.InOrStdin())
	if err != nil {
		return err
	}
	all, faults := places.ReadList(o.list, data, o.columns)
	if len(faults) > 0 {
		return term.FaultError(faults)
	}
	if err := o.rules.Check(all); err != nil {
		return term.Fault("%s: %w", o.list, err)
	}
	out, err := disk.Create(o.out, false) // what was committed to is never replaced
	if err != nil {
		return err
	}
	file := &places.File{Format: places.Format, Rules: o.rules, Source: source, Places: all}
	written := file.Write()
	if err := disk.WriteFiles([]*disk.File{out}, func(w []io.Writer) error { _, err := w[0].Write(written); return err }); err != nil {
		return err
	}
	people := 0
	for _, p := range all {
		people += p.People
	}
	commitment := places.Commitment(written)
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Out        string `json:"out"`
			Commitment string `json:"commitment"`
			Places     int    `json:"places"`
			People     int    `json:"people"`
			Letters    int    `json:"letters"`
			Points     int    `json:"points"`
		}{o.out, commitment, len(all), people, o.rules.Letters, o.rules.Points})
	}
	_, err = fmt.Fprintf(t.Out, "%s: %s with %s people, %s letters in %s of %d\ncommitment: %s\n",
		o.out, plain.Count(len(all), "place", "places"), thousands(people), thousands(o.rules.Letters), plain.Count(o.rules.Points, "point", "points"), o.rules.PerPoint(), commitment)
	t.Advise("publish %s and the commitment before the value is drawn; then: evenlot places draw %s VALUE", o.out, shellQuote(o.out))
	return err
}

// classes reads --sizes.
func (o *placesCommitOptions) classes() error {
	for _, s := range o.sizes {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return term.Usage("--sizes: %q is no number of people, expected such as 20000,100000", s)
		}
		o.columns.Sizes = append(o.columns.Sizes, n)
	}
	slices.Sort(o.columns.Sizes)
	return nil
}

type placesDrawOptions struct {
	valueFlags
	refused []string
	out     string
	force   bool
	asJSON  bool
}

func newPlacesDraw(t *term.Terminal) *cobra.Command {
	var o placesDrawOptions
	cmd := &cobra.Command{
		Use:   "draw FILE [VALUE]",
		Short: "Find the places by the public value that was announced",
		Long: `Find the places that a public value draws, out of the file that evenlot places commit
wrote. There is one draw only: the value is noted beside that file, in places.drawn.json,
to be published with it. Without a value the draw that was made is checked and shown again.
Anybody who has the file can do the same, and gets the same places: that is how a draw is
checked.

--refused names places that do not take part: their points go to the reserve lists, which
the same value has drawn, in their order.

Exit codes: 0 done, 1 a fault in a file, or a draw too soon, 2 a command line that makes
no sense or another value than announced, 4 files that are not what was committed to.`,
		Example: `  evenlot places draw places.json 31415926535897932384 --out drawn.csv
  evenlot places draw places.json 31415926535897932384 --refused aachen --out drawn.csv`,
		Args: oneValue,
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := o.words(cmd, args)
			if err != nil {
				return err
			}
			return o.run(cmd, t, path)
		},
	}
	o.valueFlags.flags(cmd)
	f := cmd.Flags()
	f.Var(people{&o.refused}, "refused", "places that do not take part, in any order, or a file with one in each line")
	f.Var(text{&o.out, "FILE"}, "out", "a CSV file with all places that were drawn or are in reserve")
	f.BoolVar(&o.force, "force", false, "replace a file that stands at --out")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// openPlaces finds the state of a lottery of places.
func openPlaces(path string) (ceremony.Places, error) {
	if path == disk.StandardInput {
		return nil, term.Usage("places are drawn from a file, not from standard input: the draw is noted beside it")
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return nil, err
	}
	noted := places.DrawingName(path)
	drawing, err := disk.ReadFile(noted)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	state, err := ceremony.OpenPlaces(path, data, noted, drawing)
	switch {
	case err != nil && drawing != nil:
		return nil, &term.Failure{Code: term.ExitUnverified, Err: err, Hints: []string{"put back both files as they were published"}}
	case err != nil:
		return nil, term.Fault("%w", err)
	}
	return state, nil
}

// drawn draws the places of a file, or takes the draw that was made.
func (o *placesDrawOptions) drawn(cmd *cobra.Command, path string, state ceremony.Places) (*ceremony.PlacesDrawn, error) {
	file := state.File()
	given := o.value != "" || o.beacon != "" || o.dice != ""
	d, done := state.(*ceremony.PlacesDrawn)
	if done && !given {
		return d, nil
	}
	c, waits := state.(*ceremony.PlacesCommitted)
	if waits {
		if err := c.CheckDue(now().Unix()); err != nil {
			return nil, term.Fault("%s: %w", path, err)
		}
	}
	input, err := o.input("places draw", file.Source, leastPages, cmd.InOrStdin())
	if err != nil {
		return nil, err
	}
	if done {
		if _, err := file.Value(input); err != nil {
			return nil, term.Usage("%w", err)
		}
		if err := d.Same(input); err != nil {
			return nil, term.Hint(term.Fault("%s: %w", path, err), "evenlot places draw %s without a value shows what it drew", shellQuote(path))
		}
		return d, nil
	}
	if d, err = c.Draw(now().Unix(), input); err != nil {
		return nil, term.Usage("%w", err)
	}
	out, err := disk.Create(places.DrawingName(path), false)
	if err != nil {
		return nil, err
	}
	return d, disk.WriteFiles([]*disk.File{out}, func(w []io.Writer) error { _, err := w[0].Write(d.Drawing().Write()); return err })
}

func (o *placesDrawOptions) run(cmd *cobra.Command, t *term.Terminal, path string) error {
	state, err := openPlaces(path)
	if err != nil {
		return err
	}
	drawn, err := o.drawn(cmd, path, state)
	if err != nil {
		return err
	}
	file, commitment, value := drawn.File(), drawn.Commitment(), drawn.Drawing().PublicValue
	refused, err := namedPlaces(o.refused)
	if err != nil {
		return err
	}
	d := drawn.Drawing().Of(file)
	r, err := d.Replace(refused)
	if err != nil {
		return term.Usage("--refused: %w", err)
	}
	rows := drawnPlaces(d, r)
	if o.out != "" {
		out, err := disk.Create(o.out, o.force)
		if err != nil {
			return err
		}
		if err := disk.WriteFiles([]*disk.File{out}, func(w []io.Writer) error { return writePlaces(w[0], rows) }); err != nil {
			return err
		}
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, placesDocument(file, d, r, commitment, value, rows))
	}
	return printPlaces(t.Out, d, r, commitment, value, rows, refused)
}

// namedPlaces takes ids, or the file that has them.
func namedPlaces(given []string) ([]string, error) {
	if len(given) != 1 || !isFile(given[0]) {
		return given, nil
	}
	data, err := disk.ReadFile(given[0])
	if err != nil {
		return nil, err
	}
	var ids []string
	for line := range strings.Lines(string(data)) {
		if id := strings.TrimSpace(line); id != "" {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

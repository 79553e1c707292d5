package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/record"
)

// maxEvents is how many events a record has at most.
const maxEvents = 999

type replaceOptions struct {
	draw, mix sourceFlags
	dir       string
	gone      []string
	why       string
	seed      string
	accept    []string
	seats     int
	pages     int
	asJSON    bool
}

func newReplace(t *terminal) *cobra.Command {
	o := replaceOptions{mix: sourceFlags{mixes: true}}
	cmd := &cobra.Command{
		Use:   "replace DIR --why TEXT --draw KIND --where TEXT --when TIME",
		Short: "Fill the seats of members who left, by a draw of its own",
		Long: `Make an event of a drawn record: those who left are named, those who stay count towards
the quotas, and the vacant seats are drawn among everybody who can take one, with a book,
a proof, a commitment and a public value of its own. Print the text to publish; the draw
comes later, with draw --event.

Who leaves: the members that status knows as declined, withdrawn or removed, and those of
--gone, by public id or as the pool calls them. Nobody comes in who was a member before,
who withdrew, or who lives with a member who stays where the record limits households.

--draw, --where, --when and --mix announce the public value as for book. It is a fresh
one each time: an earlier value would let everybody compute who comes next. For a record
that select made, --seed gives the value at once and draws.

Where the quotas that are left cannot be met, the least deviations are listed, proved the
least; --accept takes one by name, in public.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense, 3 the quotas that are left cannot be met, 4 a record that is
not what was committed to.`,
		Example: `  evenlot replace record --gone kd83mx,b4n7wq --why "two members declined" --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-02-01T18:00:00Z
  evenlot replace record --why "as status knows" --draw drand=2099-02-01T18:00:00Z --where "drand, as published at api.drand.sh"
  evenlot replace record --gone kd83mx --why "moved away" --seed "5 9 23"
  evenlot replace record --gone kd83mx --why "moved away" --seed 5 --accept "age,75+,0,1"`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir = args[0]
			if err := need(cmd, "why"); err != nil {
				return err
			}
			return runReplace(cmd.Context(), t, o)
		},
	}
	f := cmd.Flags()
	f.Var(names{&o.gone}, "gone", "members who leave, or a file with one in each line")
	f.Var(text{&o.why, "TEXT"}, "why", "why they leave, for everyone to read")
	f.Var(text{&o.draw.kind, "KIND"}, "draw", "where the public value comes from: see evenlot book --help")
	f.Var(text{&o.draw.where, "TEXT"}, "where", "where, by whom and how it is drawn, for everyone to read")
	f.Var(text{&o.draw.when, "TIME"}, "when", "when it is drawn")
	f.Var(text{&o.mix.kind, "KIND"}, "mix", "where the value comes from that mixes the book first")
	f.Var(text{&o.mix.where, "TEXT"}, "mix-where", "where, by whom and how that is drawn")
	f.Var(text{&o.mix.when, "TIME"}, "mix-when", "when that is drawn")
	f.Var(text{&o.seed, "TEXT"}, "seed", "for a record that select made: the public value, already known")
	f.StringArrayVar(&o.accept, "accept", nil, "a window wider than what is left of a quota: FEATURE,VALUE,MIN,MAX; may be repeated")
	f.Var(count{&o.seats, 1, 0}, "seats", "seats to fill, where some are to stay empty (default: all that are vacant)")
	f.Var(count{&o.pages, 1, maxPages}, "pages", "pages of the book (default: as for book)")
	f.BoolVar(&o.asJSON, "json", false, "print the summary as one JSON document")
	return cmd
}

// oneFolder refuses other words than a folder.
func oneFolder(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return hint(usage("%s needs the folder of a record", cmd.Name()), "%s --help shows an example", cmd.CommandPath())
	case len(args) > 1:
		return usage("%s takes one folder, not %q too", cmd.Name(), args[1])
	}
	return nil
}

// runReplace makes an event. Nothing is written before everything is known and verified.
func runReplace(ctx context.Context, t *terminal, o replaceOptions) error {
	turnover, err := o.announce()
	if err != nil {
		return err
	}
	h, drawn, err := openDrawn(o.dir)
	if err != nil {
		return err
	}
	tellLeftovers(t, o.dir)
	if err := o.suits(drawn.Record(), turnover); err != nil {
		return err
	}
	private, err := h.private(selection.PeopleFile, selection.NotesFile, selection.KeyFile, selection.StatesFile)
	if err != nil {
		return err
	}
	if err := h.leaving(&turnover, private, o.gone); err != nil {
		return err
	}
	turnover.Progress = t.progress
	made, err := drawn.Replace(ctx, private, turnover)
	t.clear()
	var unfillable *selection.Unfillable
	if errors.As(err, &unfillable) {
		return unfilled(unfillable, drawn.Record().Rules)
	}
	if err != nil {
		return h.within(err)
	}
	event := &held{dir: o.dir, event: made.Number}
	if err := event.create(ctx, made.Files); err != nil {
		return err
	}
	if err := o.tell(t, event, made); err != nil {
		return hint(err, "the event is complete: %s", event.shown())
	}
	return nil
}

// openDrawn opens a record whose panel is drawn.
func openDrawn(dir string) (*held, *ceremony.Drawn, error) {
	h, err := openCeremony(dir)
	if err != nil {
		return nil, nil, err
	}
	switch s := h.state.(type) {
	case *ceremony.Drawn:
		return h, s, nil
	case *ceremony.CalledOff:
		return nil, nil, h.ended()
	}
	return nil, nil, hint(fault("%s: is not drawn yet, so nobody holds a seat", dir), "evenlot draw %s VALUE draws", shellQuote(dir))
}

// pending is the number of an event that has not ended; 0: there is none.
func pending(rec *record.Record) int {
	company, err := members.Of(rec)
	if err != nil {
		return 0
	}
	return company.Pending
}

// announce reads where the public value of the event comes from.
func (o *replaceOptions) announce() (t selection.Turnover, err error) {
	t = selection.Turnover{Kind: record.KindReplacement, Statement: o.why, Seats: o.seats, Pages: o.pages}
	if t.Accept, err = windows(o.accept); err != nil {
		return t, err
	}
	switch {
	case o.seed != "" && (o.draw != sourceFlags{} || o.mix != sourceFlags{mixes: true}):
		return t, usage("--seed gives the public value now, and --draw or --mix announces one: give one of them")
	case o.seed != "":
		if t.PublicValue, err = draw.ParsePublic(o.seed); err != nil {
			return t, usage("--seed: %w", err)
		}
		t.Source = record.KnownSource()
		return t, nil
	case o.draw.kind == "":
		return t, hint(usage("replace needs --draw, which announces the public value, or --seed"), "evenlot replace --help shows examples")
	}
	if t.Source.Source, err = o.draw.source(o.pages); err != nil {
		return t, err
	}
	if o.mix.kind == "" {
		if o.mix.where != "" || o.mix.when != "" {
			return t, usage("--mix-where and --mix-when go with --mix")
		}
		return t, nil
	}
	if t.Mix, err = o.mix.source(o.pages); err != nil {
		return t, err
	}
	if err := selection.CheckMix(t.Mix, t.Source.Source); err != nil {
		return t, usage("%w", err)
	}
	return t, nil
}

// suits refuses a value that is known already for a record whose draw was public, and names
// what an event that was called off just before has to be replaced by.
func (o *replaceOptions) suits(rec *record.Record, t selection.Turnover) error {
	kind := rec.Source.Kind
	if t.PublicValue != "" && kind != draw.KindKnown && kind != draw.KindRehearsal {
		return hint(usage("--seed is for records that select made, and the draw of this one was public (%s): a value that is known already could have been tried first", kind),
			"announce a value with --draw, --where and --when")
	}
	return nil
}

// windows reads --accept.
func windows(all []string) (out []selection.Window, err error) {
	for _, text := range all {
		parts := strings.Split(text, ",")
		if len(parts) < 4 {
			return nil, usage("--accept %s: expected FEATURE,VALUE,MIN,MAX", text)
		}
		n := len(parts)
		low, err1 := strconv.Atoi(strings.TrimSpace(parts[n-2]))
		high, err2 := strconv.Atoi(strings.TrimSpace(parts[n-1]))
		if err1 != nil || err2 != nil || low < 0 || high < low {
			return nil, usage("--accept %s: expected FEATURE,VALUE,MIN,MAX, where MIN and MAX are seats", text)
		}
		out = append(out, selection.Window{Feature: strings.TrimSpace(parts[0]), Value: strings.TrimSpace(strings.Join(parts[1:n-2], ",")), Min: low, Max: high})
	}
	return out, nil
}

// leaving finds who leaves and who is unavailable: as status knows, and whom --gone names.
func (h *held) leaving(t *selection.Turnover, private record.Files, gone []string) error {
	rec := h.state.Record()
	roll, err := selection.ReadRoll(rec, private)
	if err != nil {
		return h.within(err)
	}
	company, err := members.Of(rec)
	if err != nil {
		return fault("%s: %w", h.dir, err)
	}
	log, err := h.log(private)
	if err != nil {
		return err
	}
	t.Leaving, t.Unavailable = log.Leaving(company)
	if len(gone) == 1 {
		if listed, err := readNames(gone[0]); err != nil {
			return err
		} else if listed != nil {
			gone = listed
		}
	}
	for _, name := range gone {
		id, err := roll.Find(name)
		if err == nil && !company.Has(id) {
			err = fmt.Errorf("%q is no member now", name)
		}
		if err != nil {
			return hint(fault("--gone: %w", err), "evenlot status %s lists the members", shellQuote(h.dir))
		}
		if !slices.Contains(t.Leaving, id) {
			t.Leaving = append(t.Leaving, id)
		}
	}
	if last := len(rec.Events); last > 0 && rec.Events[last-1].Record != nil && rec.Events[last-1].Record.Aborted != nil {
		end := rec.Events[last-1].Record.Aborted
		t.Source.Supersedes, t.Source.Reason = end.Commitment, end.Reason
	}
	return nil
}

// readNames reads a file with a name in each line; nil where there is no such file.
func readNames(path string) ([]string, error) {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return nil, nil //nolint:nilerr // it is a name then
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	all := []string{}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); line != "" {
			all = append(all, line)
		}
	}
	return all, nil
}

// log reads the states that status noted; none where it noted nothing.
func (h *held) log(private record.Files) (members.Log, error) {
	data, ok := private[selection.StatesFile]
	if !ok {
		return nil, nil
	}
	log, err := members.ReadLog(selection.StatesFile, data)
	if err != nil {
		return nil, h.within(err)
	}
	return log, nil
}

// unfilled is the error of seats that cannot be filled: which quotas clash, and the least
// deviations from what is left of them.
func unfilled(u *selection.Unfillable, rules *record.Rules) error {
	p := u.Roster.Unnamed()
	c := findConflict(p, u.Seats, rules.Household)
	err := error(&failure{code: exitInfeasible, err: errors.New(c.String())})
	menu := selection.Mend(p, u.Seats, rules.Household)
	for n, r := range menu.Repairs {
		least := ""
		if n == 0 && r.Least {
			least = " (proved: no other changes fewer quotas, or as many by fewer seats)"
		}
		var flags []string
		for _, ch := range r.Changes {
			flags = append(flags, "--accept "+shellQuote(fmt.Sprintf("%s,%s,%d,%d", ch.Feature, ch.Value, ch.Min, ch.Max)))
		}
		err = hint(err, "%s%s", strings.Join(flags, " "), least)
	}
	if u.Seats > 1 {
		err = hint(err, "--seats N leaves seats empty")
	}
	return err
}

// create puts the files of a new event in place. The folder in public/ comes last and as a
// whole: without it there is no event, and what a killed run left in the others is replaced.
func (h *held) create(ctx context.Context, files record.Files) (err error) {
	temp, err := beside(filepath.Join(h.dir, ending), partial, makeFolder)
	if err != nil {
		return shownAs(err, temp, h.dir)
	}
	defer func() {
		if gone := os.RemoveAll(temp); err == nil {
			err = gone
		}
	}()
	for _, name := range files.Names() {
		if err := writeInside(temp, name, files[name]); err != nil {
			return shownAs(err, temp, h.dir)
		}
	}
	if err := syncFolders(temp); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var back []func() error // brings back what another run, which was faster, put there
	for _, tier := range []string{"private", "research", "auditor", "public"} {
		from, to := filepath.Join(temp, tier), filepath.Clean(h.path(tier+"/"))
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if tier != "public" {
			old := from + "-before"
			if err := os.Rename(to, old); err == nil {
				back = append(back, func() error { return errors.Join(os.Rename(to, from), os.Rename(old, to)) })
			}
		}
		folders, _ := modes(tier + "/")
		err := os.MkdirAll(filepath.Dir(to), folders)
		if err == nil {
			err = os.Rename(from, to)
		}
		if err != nil {
			for _, undo := range back {
				err = errors.Join(err, undo())
			}
			return hint(fault("%s: could not be put there: %w", to, err), "evenlot status %s shows what is", shellQuote(h.dir))
		}
		if err := syncFolder(filepath.Dir(to)); err != nil {
			return err
		}
	}
	return nil
}

// tell prints what to publish, or who joins.
func (o *replaceOptions) tell(t *terminal, h *held, made *selection.Replacement) error {
	switch {
	case made.Fixed != nil:
		return tellFixed(t, made.Fixed, h, o.asJSON)
	case made.Drawn != nil:
		return tellJoined(t, h, made.Drawn, o.asJSON)
	}
	return tellBook(t, made.Prepared, h, o.asJSON)
}

// tellJoined prints who joins by an event.
func tellJoined(t *terminal, h *held, d *selection.Drawn, asJSON bool) error {
	if asJSON {
		return writeJSON(t.out, struct {
			*selection.Summary
			Event   int      `json:"event"`
			Joining []string `json:"joining"` // public ids
			Out     string   `json:"out"`
		}{d.Summary, h.event, d.Panel, h.dir})
	}
	_, err := fmt.Fprintf(t.out, `%s
joining           %s
who they are      %s
everyone else     %s
public value      %s
commitment        %s
to publish        %s
for an auditor    %s
keep to yourself  %s
who is in         evenlot status %s
to verify         evenlot verify %s
`, d.Summary, strings.Join(d.Panel, " "), h.path(selection.SelectedFile), h.path(selection.RemainingFile), d.Summary.PublicValue,
		d.Summary.Commitment, filepath.Join(h.dir, "public"), filepath.Join(h.dir, "auditor"), filepath.Join(h.dir, "private"),
		shellQuote(h.dir), shellQuote(h.dir))
	return err
}

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/disclosure"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

type bookOptions struct {
	making
	sourceFlags
	sealed, open, consent bool
	supersedes            string
}

func newBook(t *terminal) *cobra.Command {
	var o bookOptions
	cmd := &cobra.Command{
		Use:   "book --pool FILE --quotas FILE --seats N --draw KIND --where TEXT --when TIME --out DIR",
		Short: "Make the book and commit to it, before a public draw",
		Long: `Check the files, make the book, and write the record up to its commitment: one hash
that fixes everything. Print the text to publish. The draw comes later, with draw.

--draw says where the public value will come from:
  digits=20           so many digits, drawn in public: balls, dice, bowls with slips
  page                digits drawn in public that are the number of the page
  lottery=6+1         numbers of a lottery: main numbers + bonus numbers
  drand=TIME          the public random numbers of drand (quicknet) at that time
  dice=10+drand=TIME  digits drawn in public before that time, then those numbers
  rehearsal           any text; the draw binds nobody
A time is 2027-01-15T18:00:00Z (UTC) or 2027-01-15T19:00:00+01:00, at least one hour
from now; the more, the better. A round of drand can also be given by its number.

What is published: by default the pages by public ids, but nobody's features; with
--sealed no pages, only their seals; with --open the features too.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense, 3 the quotas cannot be met.`,
		Example: `  evenlot book --pool pool.csv --quotas quotas.csv --seats 40 --draw digits=20 --where "town hall, ten-sided dice, rolled by the mayor" --when 2099-01-15T18:00:00Z --out record
  evenlot book --pool pool.csv --quotas quotas.csv --seats 40 --draw drand=2099-01-15T18:00:00Z --where "drand, as published at api.drand.sh" --sealed --out record
  evenlot book --pool pool.csv --quotas quotas.csv --seats 40 --draw rehearsal --out record`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := need(cmd, "pool", "seats", "draw", "out"); err != nil {
				return err
			}
			return runBook(cmd.Context(), t, o)
		},
	}
	o.making.flags(cmd, "32 random bytes")
	f := cmd.Flags()
	f.Var(text{&o.draw, "KIND"}, "draw", "where the public value comes from: see above")
	f.Var(text{&o.where, "TEXT"}, "where", "where, by whom and how it is drawn, for everyone to read")
	f.Var(text{&o.when, "TIME"}, "when", "when it is drawn")
	f.BoolVar(&o.sealed, "sealed", false, "publish seals in place of the pages")
	f.BoolVar(&o.open, "open", false, "publish the features of everyone, by public id")
	f.BoolVar(&o.consent, "consent", false, "with --open: the volunteers agreed to it, or are made up")
	f.Var(text{&o.supersedes, "DIR"}, "supersedes", "the record of a draw that was called off and that this one replaces")
	return cmd
}

// runBook prepares a record and prints what to publish.
func runBook(ctx context.Context, t *terminal, o bookOptions) error {
	source, err := o.source(o.pages)
	if err != nil {
		return err
	}
	announced := record.SeedSource{Source: source}
	if o.supersedes != "" {
		if announced.Supersedes, announced.Reason, err = calledOff(o.supersedes); err != nil {
			return err
		}
	}
	form, err := o.form()
	if err != nil {
		return err
	}
	request, out, err := o.prepare(t)
	if err != nil {
		return err
	}
	request.Source, request.Form = announced, form
	if o.open {
		if err := o.checkOpen(t, request.Pool); err != nil {
			return err
		}
	}
	if request.Key == nil {
		request.Key = new([32]byte)
		if _, err := rand.Read(request.Key[:]); err != nil {
			return err
		}
	}
	prepared, err := selection.Prepare(ctx, request)
	t.clear()
	if err != nil {
		return o.explained(request.Pool, err)
	}
	prepared.AddSlips(request.Pool, *request.Key)
	if err := o.write(ctx, t, out, prepared.Files); err != nil {
		return err
	}
	if err := o.tell(t, prepared); err != nil {
		return hint(err, "the record is complete: %s", o.out)
	}
	return nil
}

func (o *bookOptions) form() (record.Form, error) {
	switch {
	case o.sealed && o.open:
		return 0, usage("--sealed and --open exclude each other")
	case o.consent && !o.open:
		return 0, usage("--consent goes with --open")
	case o.sealed:
		return record.FormSealed, nil
	case o.open:
		return record.FormOpen, nil
	}
	return record.FormDefault, nil
}

// fewestAlike is the size of a group in which a person may hide when features are
// published.
const fewestAlike = 5

// checkOpen refuses to publish features that single people out, unless they agreed.
func (o *bookOptions) checkOpen(t *terminal, p *pool.Pool) error {
	values := make([][]int, len(p.People))
	for i, person := range p.People {
		values[i] = person.Values
	}
	smallest, alone := disclosure.Alike(values)
	found := fmt.Sprintf("the smallest group of people who share all features has %s; %s alone of their kind",
		plural(smallest, "person", "people"), plural(alone, "person is", "people are"))
	if smallest < fewestAlike && !o.consent {
		return hint(fault("--open publishes everyone's features, and %s, expected groups of at least %d", found, fewestAlike),
			"leave --open out, ask for fewer or coarser features, or add --consent if the volunteers agreed or are made up")
	}
	t.say("%s", found)
	return nil
}

// tell prints the text to publish, and what is where.
func (o *bookOptions) tell(t *terminal, p *selection.Prepared) error {
	summary := p.Summary()
	if o.asJSON {
		return writeJSON(t.out, struct {
			*selection.Summary
			Source       record.SeedSource `json:"source"`
			Announcement string            `json:"announcement"`
			Measures     record.Measures   `json:"measures"`
			Disclosure   string            `json:"disclosure"`
			Out          string            `json:"out"`
		}{summary, p.Source, p.Announcement(), p.Measures, p.Disclosure(), o.out})
	}
	in := func(name string) string { return filepath.Join(o.out, filepath.FromSlash(name)) }
	auditor := in("auditor")
	if p.Rules.Form == record.FormOpen {
		auditor = "all is public"
	}
	rule := strings.Repeat("=", 76)
	_, err := fmt.Fprintf(t.out, `%s
%s%s
this text         %s
to publish now    %s
for an auditor    %s
keep to yourself  %s
for volunteers    %s
gives away        %s
commitment        %s
to draw           evenlot draw %s VALUE
`, rule, p.Announcement(), rule, in(record.AnnouncementFile), in("public"), auditor, in("private"), in(selection.SlipsFile),
		p.Disclosure(), summary.Commitment, shellQuote(o.out))
	return err
}

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/disclosure"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

type bookOptions struct {
	making
	draw, mix             sourceFlags
	sealed, open, consent bool
	supersedes            string
	lang                  string
}

func bookLong() string {
	return `Check the files, make the book, and write the record up to its commitment: one hash
that fixes everything. Print the text to publish. The draw comes later, with draw.

--draw says where the public value will come from:
  digits=20           so many digits, drawn in public: balls, dice, bowls with slips
  page                digits drawn in public that are the number of the page
  lottery=6of49+1of10 numbers of a lottery: main numbers + bonus numbers, and how high
                      each may be
  drand=TIME          the public random numbers of drand (quicknet) at that time
  dice=10+drand=TIME  digits drawn in public before that time, then those numbers
  rehearsal           any text; the draw binds nobody
A time is 2027-01-15T18:00:00Z (UTC) or 2027-01-15T19:00:00+01:00, at least one hour
from now; the more, the better. A round of drand can also be given by its number.

In a hall, show all digits at the same moment, or have several people draw one each,
covered, and open them together. Whoever throws the last die alone, with a telephone
at hand, picks one of ten pages: a friend on 13 % of the pages then comes in with 76 %.
Where a selection is contested take dice and drand. Rehearsals apart, the smallest
chance gives at least 5 pages, or book asks for more of them.

Without --mix every text and verdict has a reservation:
` + reservation(verify.CaveatUnmixed) + `
--mix takes that away, in two steps. It says, like --draw, where a first public value
will come from (not page, and before the draw). book then fixes the pool, the rules and
the quotas, and mix makes the book when that value is known. Everything that can be
known before is checked now.

What is published: by default the pages by public ids, but nobody's features; with
--sealed no pages, only their seals; with --open the features too.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense, 3 the quotas cannot be met.`
}

func newBook(t *term.Terminal) *cobra.Command {
	var o bookOptions
	o.mix.mixes = true
	cmd := &cobra.Command{
		Use:   "book --pool FILE --quotas FILE --seats N --draw KIND --where TEXT --when TIME --out DIR",
		Short: "Make the book and commit to it, before a public draw",
		Long:  bookLong(),
		Example: `  evenlot book --pool pool.csv --quotas quotas.csv --seats 40 --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-01-15T18:00:00Z --out record
  evenlot book --pool pool.csv --quotas quotas.csv --seats 40 --mix drand=2099-01-15T12:00:00Z --mix-where "drand, as published at api.drand.sh" --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-01-15T18:00:00Z --out record
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
	f.Var(text{&o.draw.kind, "KIND"}, "draw", "where the public value comes from: see above")
	f.Var(text{&o.draw.where, "TEXT"}, "where", "where, by whom and how it is drawn, for everyone to read")
	f.Var(text{&o.draw.when, "TIME"}, "when", "when it is drawn")
	f.Var(text{&o.mix.kind, "KIND"}, "mix", "where the value comes from that mixes the book first: see above")
	f.Var(text{&o.mix.where, "TEXT"}, "mix-where", "where, by whom and how that is drawn")
	f.Var(text{&o.mix.when, "TIME"}, "mix-when", "when that is drawn")
	f.BoolVar(&o.sealed, "sealed", false, "publish seals in place of the pages")
	f.BoolVar(&o.open, "open", false, "publish the features of everyone, by public id")
	f.BoolVar(&o.consent, "consent", false, "with --open: the volunteers agreed to it, or are made up")
	f.Var(text{&o.supersedes, "DIR"}, "supersedes", "the record of a draw that was called off and that this one replaces")
	languageFlag(cmd, &o.lang)
	return cmd
}

// announce reads where the public values come from.
func (o *bookOptions) announce(request *selection.Request) (err error) {
	if request.Source.Source, err = o.draw.source(o.pages); err != nil {
		return err
	}
	if o.mix.kind != "" {
		if request.Mix, err = o.mix.source(o.pages); err != nil {
			return err
		}
		if err := selection.CheckMix(request.Mix, request.Source.Source); err != nil {
			return term.Usage("%w", err)
		}
	} else if o.mix.where != "" || o.mix.when != "" {
		return term.Usage("--mix-where and --mix-when go with --mix")
	}
	if o.supersedes != "" {
		request.Source.Supersedes, request.Source.Reason, err = calledOff(o.supersedes)
	}
	return err
}

// runBook prepares a record and prints what to publish.
func runBook(ctx context.Context, t *term.Terminal, o bookOptions) error {
	var told selection.Request
	if err := o.announce(&told); err != nil {
		return err
	}
	form, err := o.form()
	if err != nil {
		return err
	}
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	request, out, err := o.prepare(t)
	if err != nil {
		return err
	}
	request.Source, request.Mix, request.Form = told.Source, told.Mix, form
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
	files, tell, err := o.make(ctx, t, request, language)
	t.Clear()
	if err != nil {
		return o.explained(request.Pool, err)
	}
	if err := o.write(ctx, t, out, files, nil); err != nil {
		return err
	}
	if err := tell((&held{dir: o.out}).announceIn(t, language)); err != nil {
		return term.Hint(err, "the record is complete: %s", o.out)
	}
	return nil
}

// make makes the book or, where a value will mix it, what comes before. tell prints it, with the
// announcement in another language if there is one.
func (o *bookOptions) make(ctx context.Context, t *term.Terminal, request selection.Request, l catalog.Language) (files record.Files, tell func(text string) error, err error) {
	if o.mix.kind != "" {
		fixed, err := selection.Fix(ctx, request)
		if err != nil {
			return nil, nil, err
		}
		return fixed.Files, func(text string) error { return tellFixed(t, fixed, told{&held{dir: o.out}, l, text}, o.asJSON) }, nil
	}
	prepared, err := selection.Prepare(ctx, request)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(prepared.Files, prepared.SlipsIn(l))
	return prepared.Files, func(text string) error { return tellBook(t, prepared, told{&held{dir: o.out}, l, text}, o.asJSON) }, nil
}

func (o *bookOptions) form() (record.Form, error) {
	switch {
	case o.sealed && o.open:
		return 0, term.Usage("--sealed and --open exclude each other")
	case o.consent && !o.open:
		return 0, term.Usage("--consent goes with --open")
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
func (o *bookOptions) checkOpen(t *term.Terminal, p *pool.Pool) error {
	values := make([][]int, len(p.People))
	for i, person := range p.People {
		values[i] = person.Values
	}
	smallest, alone := disclosure.Alike(values)
	found := fmt.Sprintf("the smallest group of people who share all features has %s; %s alone of their kind",
		plain.Count(smallest, "person", "people"), plain.Count(alone, "person is", "people are"))
	if smallest < fewestAlike && !o.consent {
		return term.Hint(term.Fault("--open publishes everyone's features, and %s, expected groups of at least %d", found, fewestAlike),
			"leave --open out, ask for fewer or coarser features, or add --consent if the volunteers agreed or are made up")
	}
	t.Say("%s", found)
	return nil
}

// frame stands above and below a text to publish.
var frame = strings.Repeat("=", 76)

// A told text is an announcement as its organiser reads it.
type told struct {
	*held
	lang catalog.Language
	text string // in that language; empty: as it is published, in English
}

// framed is the text to publish, and says where it stands.
func (o told) framed(english string) (text string, rows [][2]string) {
	say := catalog.In(o.lang)
	rows = [][2]string{{say.Say("cli.text"), o.path(record.AnnouncementFile)}}
	if o.text != "" {
		rows = [][2]string{{say.Say("cli.text"), filepath.Join(o.dir, selection.Announcement(string(o.lang), o.event))}, {say.Say("cli.text_english"), o.path(record.AnnouncementFile)}}
		english = o.text + "\n"
	}
	return frame + "\n" + english + frame + "\n", rows
}

// tellBook prints the text to publish, and what is where.
func tellBook(t *term.Terminal, p *selection.Prepared, o told, asJSON bool) error {
	dir, say := o.dir, catalog.In(o.lang)
	summary := p.Summary()
	if asJSON {
		return term.WriteJSON(t.Out, struct {
			*words.Summary
			Source       record.SeedSource  `json:"source"`
			MixSource    *record.SeedSource `json:"mix_source,omitempty"`
			Mixing       *record.Mixing     `json:"mixing,omitempty"`
			Announcement string             `json:"announcement"`
			Measures     record.Measures    `json:"measures"`
			Disclosure   string             `json:"disclosure"`
			Out          string             `json:"out"`
		}{summary, p.Source, p.MixSource, p.Mixing, p.Announcement(), p.Measures, p.Disclosure().String(), dir})
	}
	auditor := filepath.Join(dir, "auditor")
	if p.Rules.Form == record.FormOpen {
		auditor = say.Say("cli.all_public")
	}
	text, rows := o.framed(p.Announcement())
	rows = append(rows, [][2]string{
		{say.Say("cli.publish_now"), published(say, dir)}, {say.Say("cli.auditor"), auditor},
		{say.Say("cli.keep"), filepath.Join(dir, "private")}, {say.Say("cli.slips"), o.path(private.SlipsFile)},
	}...)
	rows = append(rows, reserved(say, summary.Reserved)...)
	rows = append(rows, [2]string{say.Say("cli.commitment"), summary.Commitment})
	if p.Mixing != nil {
		rows = append(rows, [2]string{say.Say("cli.pool_commitment"), p.Mixing.Commitment})
	}
	rows = append(rows, [2]string{say.Say("cli.to_draw"), "evenlot draw " + o.words() + " VALUE"})
	gives := lined([][2]string{{say.Say("cli.gives"), p.Disclosure().In(o.lang)}})
	_, err := fmt.Fprint(t.Out, gives, text, lined(rows))
	return err
}

// tellFixed prints the text to publish before a book is mixed, and what is where.
func tellFixed(t *term.Terminal, f *selection.Fixed, o told, asJSON bool) error {
	dir, say := o.dir, catalog.In(o.lang)
	if asJSON {
		return term.WriteJSON(t.Out, struct {
			Commitment   string            `json:"commitment"` // to the pool
			Rules        record.Rules      `json:"rules"`
			Source       record.SeedSource `json:"source"`
			MixSource    record.SeedSource `json:"mix_source"`
			Reserved     []verify.Caveat   `json:"reservations"`
			Announcement string            `json:"announcement"`
			Disclosure   string            `json:"disclosure"`
			Out          string            `json:"out"`
		}{f.Commitment(), f.Rules, f.Source, f.MixSource, f.Reservations(), f.Announcement(), f.Disclosure().String(), dir})
	}
	text, rows := o.framed(f.Announcement())
	rows = append(rows, [2]string{say.Say("cli.publish_now"), published(say, dir)}, [2]string{say.Say("cli.keep"), filepath.Join(dir, "private")})
	rows = append(rows, reserved(say, f.Reservations())...)
	rows = append(rows, [2]string{say.Say("cli.pool_commitment"), f.Commitment()}, [2]string{say.Say("cli.to_mix"), "evenlot mix " + o.words() + " VALUE"})
	gives := lined([][2]string{{say.Say("cli.would_give"), f.Disclosure().In(o.lang)}})
	_, err := fmt.Fprint(t.Out, gives, text, lined(rows))
	return err
}

// reservation is a caveat as a paragraph of help.
func reservation(c verify.Caveat) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(plain.Wrap(c.Sentence()+".", 80)), "\n", "\n  ")
}

// reserved gives a line for each reservation.
func reserved(say *catalog.Speaker, all []verify.Caveat) (rows [][2]string) {
	for _, c := range all {
		sentence := c.Sentence()
		if say.Language != catalog.English {
			sentence = say.Say("caveat." + string(c))
		}
		rows = append(rows, [2]string{say.Say("cli.reservation"), sentence})
	}
	return rows
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// turning are the flags of the commands that make an event.
type turning struct {
	overTime
	draw, mix sourceFlags
	dir       string
	why       string
	seed      string
	exclude   []string
	only      []string
	accept    []string
	seats     int
	pages     int
	lang      string
	asJSON    bool
}

func (o *turning) flags(cmd *cobra.Command) {
	o.mix.mixes = true
	f := cmd.Flags()
	f.Var(text{&o.why, "TEXT"}, "why", "why, for everyone to read")
	f.Var(text{&o.draw.kind, "KIND"}, "draw", "where the public value comes from: see evenlot book --help")
	f.Var(text{&o.draw.where, "TEXT"}, "where", "where, by whom and how it is drawn, for everyone to read")
	f.Var(text{&o.draw.when, "TIME"}, "when", "when it is drawn")
	f.Var(text{&o.mix.kind, "KIND"}, "mix", "where the value comes from that mixes the book first")
	f.Var(text{&o.mix.where, "TEXT"}, "mix-where", "where, by whom and how that is drawn")
	f.Var(text{&o.mix.when, "TIME"}, "mix-when", "when that is drawn")
	f.Var(text{&o.seed, "TEXT"}, "seed", "for a record that select made: the public value, already known")
	f.Var(count{&o.pages, 1, maxPages}, "pages", "pages of the book (default: as for book)")
	f.BoolVar(&o.asJSON, "json", false, "print the summary as one JSON document")
	languageFlag(cmd, &o.lang)
}

// filling are the flags of the commands that fill seats.
func (o *turning) filling(cmd *cobra.Command) {
	o.overTime.flags(cmd)
	f := cmd.Flags()
	f.Var(texts{&o.accept, "FEATURE,VALUE,MIN,MAX"}, "accept", "a window wider than what is left of a quota; may be repeated")
	f.Var(count{&o.seats, 1, 0}, "seats", "seats to fill, where some are to stay empty (default: all that are vacant)")
}

// ledger are the flags that say who of the pool takes part.
func (o *turning) ledger(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(people{&o.exclude}, "exclude", "people of the pool who take no part, or a file with one in each line")
	f.Var(people{&o.only}, "only", "people of the pool who alone take part, or a file with one in each line")
}

// A turn is what an event starts from.
type turn struct {
	*held
	rec     *record.Record
	private record.Files
	roll    *private.Roll
	company *members.Company
	log     members.Log
	table   []byte // private/members.csv; nil: there is none yet
}

// openTurn reads a record, and who is in.
func openTurn(dir string) (*turn, error) {
	h, err := openCeremony(dir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "private")); errors.Is(err, fs.ErrNotExist) {
		return nil, term.Fault("%s: has no folder private: its personal data were deleted, or this is a copy of what others were given", dir)
	}
	s := &turn{held: h, rec: h.state.Record()}
	if s.private, err = h.private(private.PeopleFile, private.NotesFile, private.FixedNotesFile, private.KeyFile); err != nil {
		return nil, err
	}
	if s.roll, err = private.ReadRoll(s.rec, s.private); err != nil {
		return nil, h.within(err)
	}
	s.company = members.Of(s.rec)
	return s, s.readLog()
}

// readLog reads what was noted, and the table of members, as they stand now.
func (s *turn) readLog() (err error) {
	now, err := s.held.private(private.StatesFile, private.MembersFile)
	if err != nil {
		return err
	}
	s.log, s.table = nil, now[private.MembersFile]
	if data, ok := now[private.StatesFile]; ok {
		if s.log, err = members.ReadLog(private.StatesFile, data); err != nil {
			return s.within(err)
		}
	}
	return nil
}

// drawn is the record whose panel is drawn.
func (h *held) drawn() (*ceremony.Drawn, error) {
	switch s := h.state.(type) {
	case *ceremony.Drawn:
		return s, nil
	case *ceremony.CalledOff:
		return nil, h.ended()
	}
	return nil, term.Hint(term.Fault("%s: is not drawn yet, so nobody holds a seat", h.dir), "evenlot draw %s VALUE draws", shellQuote(h.dir))
}

// pending is the number of an event that has not ended; 0: there is none.
func pending(rec *record.Record) int {
	return members.Of(rec).Pending
}

// run makes an event; who says who leaves. Nothing is written before everything is known and
// verified.
func (o *turning) run(ctx context.Context, t *term.Terminal, event selection.Turnover, who func(*turn, *selection.Turnover) error) error {
	event.Progress = t.Progress
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	if err := o.ask(&event); err != nil {
		return err
	}
	s, drawn, err := o.begin(t)
	if err != nil {
		return err
	}
	if err := event.Follow(s.rec); err != nil {
		return o.refused(s, &event, err)
	}
	if err := who(s, &event); err != nil {
		return err
	}
	if err := o.apply(t, s, &event); err != nil {
		return err
	}
	made, err := drawn.Replace(ctx, s.private, event)
	t.Clear()
	if err != nil {
		return o.refused(s, &event, err)
	}
	h := &held{dir: o.dir, event: made.Number}
	if made.Prepared != nil && language != catalog.English {
		maps.Copy(made.Files, made.Prepared.SlipsIn(language))
	}
	if err := h.create(ctx, made.Files); err != nil {
		return err
	}
	pack(t, h.dir)
	h.refreshReport(t, language)
	if err := o.tell(t, h, made, language); err != nil {
		return term.Hint(err, "the event is complete: %s", h.shown())
	}
	return nil
}

// ask puts what the flags say into an event.
func (o *turning) ask(event *selection.Turnover) (err error) {
	event.Statement, event.Pages = o.why, o.pages
	if event.Kind == record.KindReplacement || event.Kind == record.KindRotation {
		event.Seats = o.seats
	}
	if event.Accept, err = windows(o.accept); err != nil {
		return err
	}
	return o.announce(event)
}

// begin opens the record, whose panel must be drawn and no event open.
func (o *turning) begin(t *term.Terminal) (*turn, *ceremony.Drawn, error) {
	s, err := openTurn(o.dir)
	if err != nil {
		return nil, nil, err
	}
	disk.TellLeftovers(t, o.dir)
	drawn, err := s.drawn()
	if err != nil {
		return nil, nil, err
	}
	if n := s.company.Pending; n > 0 {
		s.packed(t)
		return nil, nil, term.Hint(term.Fault("%s: event %d is announced and not drawn yet: it comes first", o.dir, n), "evenlot %s %s VALUE --event %d goes on with it, and draw --abort ends it", stepOf(s.rec, n), shellQuote(o.dir), n)
	}
	return s, drawn, nil
}

// refused words why no event was made.
func (o *turning) refused(s *turn, event *selection.Turnover, err error) error {
	var unfillable *selection.Unfillable
	var few *selection.TooFewLeft
	var known *selection.KnownValue
	switch {
	case errors.As(err, &known):
		return term.Hint(term.Usage("--seed is for records that select made: %w", known), "announce a value with --draw, --where and --when")
	case errors.As(err, &unfillable):
		return unfilled(unfillable, s.rec.Rules, event.Seats > 0)
	case errors.As(err, &few):
		return term.Hint(&term.Failure{Code: term.ExitInfeasible, Err: few}, "--seats %d fills as many as it can", few.People)
	case errors.As(err, new(*selection.TooShort)):
		return term.Fault("%w", err)
	}
	return s.within(term.Fault("%s: %w", o.dir, err))
}

// announce reads where the public value of the event comes from.
func (o *turning) announce(t *selection.Turnover) (err error) {
	switch {
	case t.Kind == record.KindSuccession || t.NextPages:
		return nil
	case o.seed != "" && (o.draw != sourceFlags{} || o.mix != sourceFlags{mixes: true}):
		return term.Usage("--seed gives the public value now, and --draw or --mix announces one: give one of them")
	case o.seed != "":
		if t.PublicValue, err = draw.ParsePublic(o.seed); err != nil {
			return term.Usage("--seed: %w", err)
		}
		t.Source = record.KnownSource()
		return nil
	case o.draw.kind == "":
		return term.Hint(term.Usage("--draw is missing, which announces the public value; for a record that select made, --seed gives it"),
			"evenlot replace --help shows examples")
	}
	if t.Source.Source, err = o.draw.source(o.pages); err != nil {
		return err
	}
	if o.mix.kind == "" {
		if o.mix.where != "" || o.mix.when != "" {
			return term.Usage("--mix-where and --mix-when go with --mix")
		}
		return nil
	}
	if t.Mix, err = o.mix.source(o.pages); err != nil {
		return err
	}
	if err := selection.CheckMix(t.Mix, t.Source.Source); err != nil {
		return term.Usage("%w", err)
	}
	return nil
}

// tell prints what to publish, or who joins.
func (o *turning) tell(t *term.Terminal, h *held, made *selection.Replacement, l catalog.Language) error {
	switch {
	case made.Fixed != nil:
		return tellFixed(t, made.Fixed, told{h, l, h.announceIn(t, l)}, o.asJSON)
	case made.Drawn != nil && made.Prepared.Source.Kind == draw.KindNothing && !o.asJSON:
		return tellSettled(t, h, made.Drawn, l)
	case made.Drawn != nil:
		return tellJoined(t, h, made.Drawn, l, o.asJSON)
	}
	return tellBook(t, made.Prepared, told{h, l, h.announceIn(t, l)}, o.asJSON)
}

// tellSettled prints who moves up or is next in line where nothing was drawn.
func tellSettled(t *term.Terminal, h *held, d *selection.Drawn, l catalog.Language) error {
	say := catalog.In(l)
	who, what := say.Say("cli.moving_up"), say.Say("cli.moved", h.shown(), len(d.Panel))
	if d.Event.Kind == record.KindAlternates {
		who, what = say.Say("cli.next_in_line"), say.Say("cli.named", h.shown(), len(d.Panel))
	}
	_, err := fmt.Fprint(t.Out, what, "\n\n", lined([][2]string{
		{who, strings.Join(d.Panel, " ")}, {say.Say("cli.who"), h.path(private.SelectedFile)}, {say.Say("cli.commitment"), d.Summary.Commitment},
		{say.Say("cli.publish"), published(say, h.dir)}, {say.Say("cli.who_in"), "evenlot status " + shellQuote(h.dir)},
		{say.Say("cli.verify"), "evenlot verify " + shellQuote(h.dir)},
	}))
	return err
}

// tellJoined prints who joins by an event.
func tellJoined(t *term.Terminal, h *held, d *selection.Drawn, l catalog.Language, asJSON bool) error {
	say := catalog.In(l)
	joining, leaving := d.Panel, []string{}
	who, next := say.Say("cli.joining"), [2]string{say.Say("cli.who_in"), "evenlot status "}
	switch d.Event.Kind {
	case record.KindOutgoing:
		joining, leaving = leaving, joining
		who, next = say.Say("cli.leaving"), [2]string{say.Say("cli.fill"), "evenlot replace --why TEXT --draw KIND "}
	case record.KindAlternates:
		joining = []string{}
		who, next = say.Say("cli.next_in_line"), [2]string{say.Say("cli.one_leaves"), "evenlot replace --next --why TEXT "}
	}
	if asJSON {
		return term.WriteJSON(t.Out, struct {
			*words.Summary
			Event   int      `json:"event"`
			Drawn   []string `json:"drawn"`   // public ids
			Leaving []string `json:"leaving"` // those of them who leave by the draw
			Joining []string `json:"joining"` // those of them who join
			Out     string   `json:"out"`
		}{d.Summary, h.event, d.Panel, leaving, joining, h.dir})
	}
	brief := *d.Summary
	brief.Fairness = nil // statistics of so few people say little; they are in research/
	next[1] += shellQuote(h.dir)
	rows := [][2]string{
		{say.Say("cli.page"), say.Say("cli.page_of", brief.Page, brief.Pages)}, {who, strings.Join(d.Panel, " ")}, {say.Say("cli.who"), h.path(private.SelectedFile)},
		{say.Say("cli.others"), h.path(private.RemainingFile)}, {say.Say("cli.value"), brief.PublicValue}, {say.Say("cli.commitment"), brief.Commitment},
		{say.Say("cli.publish"), published(say, h.dir)}, {say.Say("cli.auditor"), filepath.Join(h.dir, "auditor")},
		{say.Say("cli.keep"), filepath.Join(h.dir, "private")}, next, {say.Say("cli.verify"), "evenlot verify " + shellQuote(h.dir)},
	}
	head := brief.String() + "\n"
	if l != catalog.English {
		head, rows = "", append(reserved(say, brief.Reserved), rows...)
	}
	_, err := fmt.Fprint(t.Out, head, lined(rows))
	return err
}

package selection

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
)

// FairnessFile is where the statistics of a drawn record go.
const FairnessFile = "research/fairness.json"

// A Drawn selection is what a draw adds to a prepared one.
type Drawn struct {
	Draw     draw.Draw
	Event    *record.Event // which change of a panel was drawn; nil for a record that is no event
	Panel    []string      // public ids of the people drawn, sorted
	Fairness *fairness.Report
	Added    record.Files // to be written beside what is there
	Summary  *words.Summary
}

// Draw opens a record at the page that a public value leads to, as a person types it. now is in
// seconds since 1970. The record must hold (package verify) and have what an auditor sees; kept
// holds [private.PeopleFile] and [private.NotesFile]. Package ceremony makes sure of that, and that
// nobody draws twice.
//
// Errors: a record that cannot be drawn, or not yet; another value than was announced;
// *[quotas.Fault] of a file.
func Draw(now int64, rec *record.Record, kept record.Files, input string) (*Drawn, error) {
	if err := drawable(rec); err != nil {
		return nil, err
	}
	if err := rec.Source.CheckDue("draw", now); err != nil {
		return nil, err
	}
	value, err := rec.Source.Value(input, rec.Rules.Pages)
	if err != nil {
		return nil, err
	}
	if m := rec.Mixing; m != nil && m.PublicValue == value.Value && rec.Source.Kind != draw.KindPageDigits {
		return nil, &Spent{value.Value}
	}
	all := private.With(rec.Files, kept)
	needed := []string{rec.Rules.Form.PagesFile(), rec.Rules.Form.RosterFile()}
	if rec.Proof.Grade == record.GradeExactly {
		needed = append(needed, rec.Rules.Form.MixtureFile())
	}
	for _, name := range needed {
		if all[name] == nil {
			return nil, private.Missing(name)
		}
	}
	people, err := private.ReadRegister(all, private.NotesFile, rec.IDs)
	if err != nil {
		return nil, err
	}
	d := &Drawn{Added: record.Files{}, Event: rec.Event}
	files := maps.Clone(rec.Files)
	if d.Draw, err = open(files, rec.Rules.Pages, value); err != nil {
		return nil, err
	}
	for _, name := range []string{record.DrawFile, record.PublicSumsFile} {
		d.Added[name] = files[name]
	}
	for _, i := range rec.Pages[d.Draw.Page] {
		d.Panel = append(d.Panel, rec.IDs[i])
	}
	lists, err := people.Lists(rec, rec.Pages[d.Draw.Page])
	if err != nil {
		return nil, err
	}
	maps.Copy(d.Added, lists)
	if d.Fairness, err = describe(rec, people, d.Draw.Page); err != nil {
		return nil, err
	}
	d.Added[FairnessFile] = d.Fairness.JSON()
	d.Summary = people.Facts
	if people.Earlier != nil {
		d.Summary.Reserved = Reservations(rec.MixSource, d.Summary.Possible)
	}
	d.Summary.Page = record.PageName(d.Draw.Page, rec.Rules.Pages)
	d.Summary.PublicValue = d.Draw.PublicValue
	d.Summary.Fairness = d.Fairness
	return d, nil
}

// drawable says why a record is not to be drawn; nil where it is.
func drawable(rec *record.Record) error {
	switch {
	case rec.Aborted != nil:
		return errors.New("the ceremony was called off: " + rec.Aborted.Reason)
	case rec.Drawing != nil:
		return fmt.Errorf("page %s is drawn already, by the public value %q: there is one draw only", rec.Drawing.Page, rec.Drawing.PublicValue)
	case rec.Files.Unmixed():
		return errors.New("the book is not mixed yet: there is nothing to draw from")
	}
	return nil
}

// open draws, and adds to files what a draw adds to public/.
func open(files record.Files, pages int, value draw.Public) (draw.Draw, error) {
	d, err := value.Open(record.Commitment(files), pages)
	if err != nil {
		return d, err
	}
	files.AddDraw(d)
	files.Seal()
	return d, nil
}

// Abort ends a ceremony without a draw: it gives the files to be added. The record
// must hold and must not be drawn; the reason is a sentence on one line.
func Abort(rec *record.Record, reason string) (record.Files, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return nil, errors.New("the reason is empty: say why there is no draw")
	}
	if _, err := draw.ParsePublic(reason); err != nil {
		return nil, errors.New(strings.Replace(err.Error(), "public value", "the reason", 1))
	}
	files := maps.Clone(rec.Files)
	files[record.AbortedFile] = record.Aborted{Commitment: record.Commitment(files), Reason: reason}.Bytes()
	files.Seal()
	return record.Files{record.AbortedFile: files[record.AbortedFile], record.PublicSumsFile: files[record.PublicSumsFile]}, nil
}

// describe measures the panel of a page against the pool and the book.
func describe(rec *record.Record, people *private.Register, page int) (*fairness.Report, error) {
	in := fairness.Input{
		Table: people.AsWritten(rec.Table), Book: &book.Book{People: len(rec.IDs), Pages: rec.Pages},
		Values: rec.Roster.Values(), Seats: rec.Rules.Seats, Page: page, Extra: people.Extra(),
	}
	for _, id := range people.Unseatable {
		i, known := slices.BinarySearch(rec.IDs, id)
		if !known || rec.Counts[i] > 0 {
			return nil, private.Fault(private.NotesFile, id+" as unseatable", "people on no page")
		}
		in.Unseatable = append(in.Unseatable, i)
	}
	return fairness.Describe(in), nil
}

// pageSalts are the salts of a sealed book; other forms have none.
func pageSalts(rules record.Rules, key [32]byte) []record.Salt {
	if rules.Form != record.FormSealed {
		return nil
	}
	return record.PageSalts(key, rules.Pages)
}

// quickWork is how many types, times rows and pages, take seconds to compute again, mostly.
const quickWork = 10_000_000

// Quick reports whether [Recompute] takes seconds, by the size of the record. Quotas that are
// hard to meet may still take longer.
func Quick(r *record.Record) bool {
	in := r.Roster.Group(r.Rules.Seats, r.Rules.Household).Instance
	return len(in.Count) <= quickWork/max(len(in.Rows), 1)/r.Rules.Pages
}

// Recompute does everything again that follows from the files of an auditor. It returns the files of
// public/ and auditor/ as they should be, without events.
func Recompute(ctx context.Context, r *record.Record, tell lottery.Progress) (record.Files, error) {
	if r.Roster == nil {
		return nil, errors.New("recomputing needs " + record.RosterFile)
	}
	mix := ""
	if r.Mixing != nil {
		mix = r.Mixing.MixString
	}
	l, err := lottery.New(ctx, r.Roster, *r.Rules, mix, tell)
	if err != nil {
		return nil, err
	}
	files, err := l.Commit(record.CommitInput{Source: *r.Source, Salts: r.Salts, MixSource: r.MixSource, Mixing: r.Mixing,
		Event: r.Event, Seated: r.Seated})
	if err != nil {
		return nil, err
	}
	if r.Mixture == nil { // not given to this reader
		delete(files, r.Form().MixtureFile())
	}
	switch {
	case r.Aborted != nil:
		files[record.AbortedFile] = r.Aborted.Bytes()
		files.Seal()
	case r.Drawing != nil:
		again := *r
		again.Files = files
		d, err := again.Draw()
		if err != nil {
			return nil, err
		}
		files.AddDraw(d)
		files.Seal()
	}
	return files, nil
}

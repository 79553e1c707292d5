package selection

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify/portable"
	"github.com/evenlot/evenlot/selection/why"
)

// A Fixed selection is announced, and waits for the public value that mixes its book.
type Fixed struct {
	Rules     record.Rules // with the number of pages
	Source    record.SeedSource
	MixSource record.SeedSource
	Files     record.Files // everything to be written: public/, auditor/, private/

	// trial has the chances of this selection, but the company of a book that nothing mixes.
	trial *Prepared
}

// Fix does everything that can be done before a public value mixes the book. It fixes the pool, the
// rules and the quotas, and computes the chances, so that an obstacle shows now. [Mix] makes the
// book.
//
// Under rules that draw pages one by one (uniform, legacy) only the number of pages is known of the
// book.
//
// Errors are those of [Prepare] and [CheckMix].
func Fix(ctx context.Context, req Request) (*Fixed, error) {
	if err := CheckMix(req.Mix, req.Source.Source); err != nil {
		return nil, err
	}
	p, key, err := compute(ctx, req)
	if err != nil {
		return nil, err
	}
	p.addKeys(req.Pool, key)
	maps.Copy(p.Files, portable.Files())
	return p.fix(req.Mix, private.OriginOf(req.Pool, req.KeepUntil))
}

// fix fixes everything but the book, which a public value will mix.
func (p *Prepared) fix(mix draw.Source, o private.Origin) (f *Fixed, err error) {
	f = &Fixed{Rules: p.Rules, Source: p.Source, Files: p.Files, trial: p}
	if f.MixSource.Source, err = SourceFor(mix, f.Rules.Pages); err != nil {
		return nil, fmt.Errorf("the mixing: %w", err)
	}
	p.MixSource = &f.MixSource
	files, err := record.Fix(record.CommitInput{Rules: p.Rules, Roster: p.Roster, Source: f.Source, MixSource: &f.MixSource,
		Event: p.Event, Seated: p.Seated})
	if err != nil {
		return nil, err
	}
	maps.Copy(f.Files, files)
	p.Measures = p.measure()
	p.Binding, p.Reasons = why.BoundOf(p.Lottery), why.Reasons(p.Lottery)
	f.Files[private.FixedNotesFile] = o.Note(f.Files).Bytes()
	f.Files[record.AnnouncementFile] = []byte(f.Announcement()) // Mix writes another, so no note of it
	return f, nil
}

// CheckMix refuses a value that cannot mix the book of a draw: its time must come before that of the
// draw, and it must bind as much.
func CheckMix(mix, source draw.Source) error {
	rehearsal := source.Kind == draw.KindRehearsal
	switch {
	case slices.Contains([]string{draw.KindKnown, draw.KindPageDigits, draw.KindNothing}, mix.Kind):
		return fmt.Errorf("the mixing: a value of kind %q mixes no book: take another kind", mix.Kind)
	case source.Kind == draw.KindKnown:
		return fmt.Errorf("the mixing: a value that was %s opens no mixed book: it could have been tried first", source.Kind)
	case mix.Kind == draw.KindRehearsal && !rehearsal:
		return errors.New("the mixing: a rehearsal goes with the rehearsal of a draw only, for it mixes nothing that counts")
	case mix.Kind == draw.KindRehearsal || rehearsal:
		return nil
	case mix.Time == "" || source.Time == "":
		return errors.New("the mixing and the draw are each announced with a time")
	case mix.Time >= source.Time || mix.Round > 0 && source.Round > 0 && mix.Round >= source.Round:
		return fmt.Errorf("the mixing is announced for %s and the draw for %s: announce a mixing that comes before the draw, "+
			"with time to publish the book in between", mix.Time, source.Time)
	}
	return nil
}

// ErrLate is the error of a mixing that comes when the value of the draw is known.
var ErrLate = errors.New("so no book is mixed any more")

// CheckLate refuses to mix once the value of the draw is known, as seen from now (seconds since
// 1970). Whoever gives the value that mixes could then choose the page it leads to. Digits are drawn
// by hand, and wait.
func CheckLate(rec *record.Record, now int64) error {
	switch rec.Source.Kind {
	case draw.KindLottery, draw.KindDrand, draw.KindDiceDrand:
		if rec.Source.CheckDue("draw", now) == nil {
			return fmt.Errorf("the draw was announced for %s, and it is %s now: its value is known, %w", rec.Source.Time, draw.FormatTime(now), ErrLate)
		}
	}
	return nil
}

// A Mixed selection is a prepared one whose book a public value mixed.
type Mixed struct {
	*Prepared
	Added record.Files // to be written beside what is there, or in its place
}

// Mix makes the book of a record that [Fix] wrote, mixed by a public value as a person types
// it. now is in seconds since 1970. The record must hold (package verify) and have what an auditor
// sees; kept holds [private.PeopleFile], [private.FixedNotesFile] and, in the sealed form,
// [private.KeyFile]. The same record and value give the same bytes.
//
// Errors: a record that is not to be mixed, or not yet, a value other than the one announced,
// *[quotas.Fault] of a file, those of [lottery.New].
func Mix(ctx context.Context, now int64, rec *record.Record, kept record.Files, input string, tell lottery.Progress) (*Mixed, error) {
	if err := mixable(rec); err != nil {
		return nil, err
	}
	if err := rec.MixSource.CheckDue("mixing", now); err != nil {
		return nil, err
	}
	value, err := rec.MixSource.Value(input, rec.Rules.Pages)
	if err != nil {
		return nil, err
	}
	before := private.With(rec.Files, kept)
	if rec.Roster == nil {
		return nil, private.Missing(rec.Rules.Form.RosterFile())
	}
	people, err := private.ReadRegister(before, private.FixedNotesFile, rec.Roster.IDs())
	if err != nil {
		return nil, err
	}
	mixing := record.Mix(record.Commitment(rec.Files), value)
	p := &Prepared{Source: *rec.Source, MixSource: rec.MixSource, Mixing: &mixing, Person: people.RowOf(),
		Files: maps.Clone(before), Event: rec.Event, Seated: rec.Seated}
	if rec.Rules.Form == record.FormSealed {
		if p.salts, err = sealedSalts(rec.Rules, before[private.KeyFile]); err != nil {
			return nil, err
		}
	}
	roster := *rec.Roster
	roster.Table = people.AsWritten(rec.Table)
	if p.Lottery, err = lottery.New(ctx, &roster, *rec.Rules, mixing.MixString, tell); err != nil {
		return nil, err
	}
	if err := p.make(people.Origin, people.Labels()); err != nil {
		return nil, err
	}
	p.AddSlips()
	m := &Mixed{p, record.Files{}}
	for name, data := range p.Files {
		if old, ok := before[name]; !ok || !bytes.Equal(old, data) {
			m.Added[name] = data
		}
	}
	return m, nil
}

// mixable says why a record is not to be mixed; nil where it is.
func mixable(rec *record.Record) error {
	switch {
	case rec.Aborted != nil:
		return errors.New("the ceremony was called off: " + rec.Aborted.Reason)
	case !rec.Files.Mixes():
		return errors.New("no value was announced that mixes this book")
	case rec.Mixing != nil:
		return fmt.Errorf("the book was mixed already, by the public value %q: there is one mixing only", rec.Mixing.PublicValue)
	case !rec.Files.Unmixed():
		return private.Missing(record.MixFile)
	}
	return nil
}

// sealedSalts are the salts of a sealed book, from the record key as private/record.key has it.
func sealedSalts(rules *record.Rules, data []byte) ([]record.Salt, error) {
	key, err := private.ReadKey(rules, data)
	if err != nil {
		return nil, err
	}
	return pageSalts(*rules, key), nil
}

// BeforeMixing gives the files that a record had before its book was mixed, for a mixing that was
// interrupted. An announcement is not among them, since it may be of either step.
func BeforeMixing(files record.Files) record.Files {
	kept := record.Files{}
	names := append(files.Fixed(),
		record.FixedSumsFile, files.Form().RosterFile(), record.CheckerFile, record.ScriptFile, record.ReportFile)
	for name, data := range files {
		if slices.Contains(names, name) {
			kept[name] = data
		}
	}
	return kept
}

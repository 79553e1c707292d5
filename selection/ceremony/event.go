package ceremony

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// whole gives the files of the record in which these stand: of the record itself or, for the
// files of an event, of the record that it belongs to.
func (s *standing) whole(files record.Files) record.Files {
	if s.number == 0 {
		return files
	}
	return withEvent(s.outer, s.number, files)
}

// withEvent gives the files of a record with other files for one of its events.
func withEvent(outer record.Files, number int, files record.Files) record.Files {
	whole := maps.Clone(outer)
	for name := range outer.Event(number) {
		delete(whole, record.EventPath(number, name))
	}
	whole.AddEvent(number, files)
	return whole
}

// beforeBegun gives the files of a record as they were before a step of its last event that was
// interrupted: that event waits for the step.
func beforeBegun(files record.Files) record.Files {
	number := files.Events()
	if number == 0 || !files.IsWhole(number) {
		return files
	}
	inner := files.Event(number)
	switch {
	case inner[record.DrawFile] != nil || inner[record.AbortedFile] != nil:
		return files
	case inner[record.PublicSumsFile] != nil:
		delete(inner, record.PublicSumsFile)
	case inner[record.MixFile] != nil && inner[record.CommitSumsFile] == nil:
		inner = selection.BeforeMixing(inner)
	default:
		return files
	}
	return withEvent(files, number, inner)
}

// fresh refuses a public value, as a person types it, that drew or mixed before in the record of
// an event. Whether it is a value at all the step says.
func (s *standing) fresh(source *record.SeedSource, input string) error {
	if s.number == 0 || source.Kind == draw.KindPageDigits {
		return nil
	}
	value, err := source.Value(input, s.rec.Rules.Pages)
	if err != nil {
		return nil //nolint:nilerr // the step says it
	}
	outer := maps.Clone(s.outer)
	for name := range s.outer.Event(s.number) {
		delete(outer, record.EventPath(s.number, name))
	}
	if rec, _ := record.Parse(outer); slices.Contains(selection.SpentValues(rec), value.Value) {
		return &selection.Spent{Value: value.Value}
	}
	if m := s.rec.Mixing; m != nil && m.PublicValue == value.Value {
		return &selection.Spent{Value: value.Value}
	}
	return nil
}

// Replace prepares the next event of a drawn record; see [selection.Replace] for the private
// files. The record with the event holds, or the error is *[Unsound]. An event is a state of
// its own, which [OpenEvent] reads.
func (d *Drawn) Replace(ctx context.Context, private record.Files, t selection.Turnover) (*selection.Replacement, error) {
	if d.number > 0 {
		return nil, errors.New("an event has no events: they are of the record")
	}
	if err := t.CheckAccepted(d.rec); err != nil {
		return nil, err
	}
	r, err := selection.Replace(ctx, d.rec, private, t)
	if err != nil {
		return nil, err
	}
	if failed := verify.CheckFiles(withEvent(d.rec.Files, r.Number, r.Files), nil).Failed(); len(failed) > 0 {
		return nil, &Unsound{failed[0]}
	}
	return r, nil
}

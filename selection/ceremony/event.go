package ceremony

import (
	"context"
	"errors"
	"maps"

	"github.com/evenlot/evenlot/selection"
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

// Replace prepares the next event of a drawn record; see [selection.Replace] for the private
// files. The record with the event holds, or the error is *[Unsound]. An event is a state of
// its own, which [OpenEvent] reads.
func (d *Drawn) Replace(ctx context.Context, private record.Files, t selection.Turnover) (*selection.Replacement, error) {
	if d.number > 0 {
		return nil, errors.New("an event has no events: they are of the record")
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

package ceremony

import (
	"errors"
	"fmt"
	"maps"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A State is a record that holds, at one point of its life: *[Fixed], *[Committed], *[Drawn] or
// *[CalledOff].
type State interface {
	// Record is the record as it stands.
	Record() *record.Record
	// Interrupted reports whether a step was begun and not ended: then the same step, and no
	// other, ends it.
	Interrupted() bool
}

// standing is what all states have.
type standing struct {
	rec *record.Record
	// Of an event: the files of its record, and its number there; 0 for a record.
	outer  record.Files
	number int
	once
}

func (s *standing) Record() *record.Record { return s.rec }

// once is what every state obeys, of records and of lotteries of letters: one step, and the one that was begun.
type once struct {
	// begun is the file that an interrupted step put first, public/SHA256SUMS or mix.json: it
	// binds the next run to the same end. nil for most.
	begun []byte
	taken bool // a step was taken
}

func (o *once) Interrupted() bool { return o.begun != nil }

// Fixed is a record whose pool, rules and quotas are fixed. Its book waits for the value that mixes
// it.
type Fixed struct{ standing }

// Committed is a record whose book is fixed and waits for its draw.
type Committed struct{ standing }

// Drawn is a record whose page is known.
type Drawn struct{ standing }

// CalledOff is a record that ended without a draw.
type CalledOff struct{ standing }

// Unsound is the error of a record that does not hold: Finding is the first check that failed.
type Unsound struct{ Finding verify.Finding }

func (u *Unsound) Error() string {
	f := u.Finding
	return fmt.Sprintf("the record does not hold: %s: expected %s, got %s", f.Name, f.Expected, f.Got)
}

// ErrTaken is the error of a second step from one state.
var ErrTaken = errors.New("a step was taken from this state already: open the record again")

// ErrOther is the error of a step that is not the one that was interrupted.
var ErrOther = errors.New("an earlier mixing, draw or end of this record was interrupted; this one is not the same")

// ErrNoEvent is the error of an event that a record does not have, or not as a record of its own.
var ErrNoEvent = errors.New("the record has no such event that could be drawn")

// Open finds the state of a record from its files, with the faults that reading them
// found ([record.Load]). It checks the record first: the error is *[Unsound] where it does not
// hold.
func Open(files record.Files, faults quotas.Faults) (State, error) {
	return open(files, faults, nil, 0)
}

// OpenEvent finds the state of an event, numbered from 1, that is a record of its own in a
// record with these files. Everything is checked, as by [Open].
func OpenEvent(files record.Files, faults quotas.Faults, number int) (State, error) {
	if !files.IsWhole(number) {
		return nil, fmt.Errorf("event %d: %w", number, ErrNoEvent)
	}
	return open(files.Event(number), faults, files, number)
}

func open(files record.Files, faults quotas.Faults, outer record.Files, number int) (State, error) {
	s := standing{outer: outer, number: number}
	switch ended := files[record.DrawFile] != nil || files[record.AbortedFile] != nil; {
	case ended:
	case files[record.PublicSumsFile] != nil:
		s.begun = files[record.PublicSumsFile]
		files = maps.Clone(files)
		delete(files, record.PublicSumsFile)
	case files[record.MixFile] != nil && files[record.CommitSumsFile] == nil:
		s.begun = files[record.MixFile]
		files = selection.BeforeMixing(files)
	}
	if number == 0 {
		files = beforeBegun(files)
	}
	if failed := verify.CheckFiles(s.whole(files), faults).Failed(); len(failed) > 0 {
		return nil, &Unsound{failed[0]}
	}
	s.rec, _ = record.Parse(files)
	switch {
	case s.rec.Drawing != nil:
		return &Drawn{s}, nil
	case s.rec.Aborted != nil:
		return &CalledOff{s}, nil
	case files.Unmixed():
		return &Fixed{s}, nil
	}
	return &Committed{s}, nil
}

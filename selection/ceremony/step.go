package ceremony

import (
	"context"
	"maps"
	"strings"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A Step leads from one state to the next.
type Step struct {
	// Added are the files to put in place.
	Added record.Files
	// First goes first and binds: from then on this step can be ended in the same way, and in
	// no other. Last goes last: with it the step is done. Neither replaces a file.
	First, Last string
	// Again reports whether this ends an interrupted step, so that files may be there already.
	Again bool
}

// Mix makes the book, mixed by a public value as a person types it. [selection.Mix] says which
// private files it needs. It refuses before the announced time. It also refuses once the value of
// the draw is known, except to finish a mixing that was interrupted.
func (f *Fixed) Mix(ctx context.Context, now int64, private record.Files, input string, tell lottery.Progress) (*selection.Mixed, *Step, error) {
	if err := f.CheckDue(now); err != nil {
		return nil, nil, err
	}
	if err := f.fresh(f.rec.MixSource, input); err != nil {
		return nil, nil, err
	}
	mixed, err := selection.Mix(ctx, now, f.rec, private, input, tell)
	if err != nil {
		return nil, nil, err
	}
	step, err := f.step(Step{Added: mixed.Added, First: record.MixFile, Last: record.CommitSumsFile})
	return mixed, step, err
}

// CheckDue says why the book may not be mixed now; nil where it may.
func (f *Fixed) CheckDue(now int64) error {
	if err := f.rec.MixSource.CheckDue("mixing", now); err != nil {
		return err
	}
	if f.begun != nil {
		return nil
	}
	return selection.CheckLate(f.rec, now)
}

// CallOff ends a ceremony before its book is mixed, for a reason. A mixing that was interrupted is
// finished first.
func (f *Fixed) CallOff(reason string) (*Step, error) {
	if f.begun != nil {
		return nil, ErrOther
	}
	return f.callOff(reason)
}

// Draw opens the book by a public value as a person types it; see [selection.Draw] for the
// private files. It refuses to come before the announced time.
func (c *Committed) Draw(now int64, private record.Files, input string) (*selection.Drawn, *Step, error) {
	if err := c.fresh(c.rec.Source, input); err != nil {
		return nil, nil, err
	}
	drawn, err := selection.Draw(now, c.rec, private, input)
	if err != nil {
		return nil, nil, err
	}
	step, err := c.step(Step{Added: drawn.Added, First: record.PublicSumsFile, Last: record.DrawFile})
	return drawn, step, err
}

// CheckDue says why the book may not be opened now; nil where it may.
func (c *Committed) CheckDue(now int64) error { return c.rec.Source.CheckDue("draw", now) }

// CallOff ends a ceremony without a draw, for a reason.
func (c *Committed) CallOff(reason string) (*Step, error) { return c.callOff(reason) }

func (s *standing) callOff(reason string) (*Step, error) {
	added, err := selection.Abort(s.rec, reason)
	if err != nil {
		return nil, err
	}
	return s.step(Step{Added: added, First: record.PublicSumsFile, Last: record.AbortedFile})
}

// step takes a step, once, if it is the one that was begun and leaves a record that holds.
func (s *standing) step(step Step) (*Step, error) {
	return s.take(step, s.rec.Files, func(after record.Files) []verify.Finding {
		return verify.CheckFiles(s.whole(after), nil).Failed()
	})
}

// take takes a step from files to others that hold.
func (o *once) take(step Step, files record.Files, failed func(after record.Files) []verify.Finding) (*Step, error) {
	if o.taken {
		return nil, ErrTaken
	}
	if o.begun != nil && string(o.begun) != string(step.Added[step.First]) {
		return nil, ErrOther
	}
	after := maps.Clone(files)
	for name, data := range step.Added {
		if strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/") {
			after[name] = data
		}
	}
	if failed := failed(after); len(failed) > 0 {
		return nil, &Unsound{failed[0]}
	}
	o.taken, step.Again = true, o.begun != nil
	return &step, nil
}

package ceremony

import (
	"maps"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// Letters is a lottery of letters that holds, at one point of its life: *[LettersCommitted],
// *[LettersDrawn] or *[LettersCalledOff]. It goes the way of a record whose book is made, by the same rules.
type Letters interface {
	Lottery() *invite.Lottery
	Interrupted() bool
}

type lettersStanding struct {
	lottery *invite.Lottery
	once
}

func (s *lettersStanding) Lottery() *invite.Lottery { return s.lottery }

// LettersCommitted waits for its draw.
type LettersCommitted struct{ lettersStanding }

// LettersDrawn is drawn.
type LettersDrawn struct{ lettersStanding }

// LettersCalledOff ended without a draw.
type LettersCalledOff struct{ lettersStanding }

// OpenLetters finds the state of a lottery of letters from its public files, with the faults that reading them found. It checks them first:
// the error is *[Unsound] where they do not hold.
func OpenLetters(files record.Files, faults quotas.Faults) (Letters, error) {
	var s lettersStanding
	if files[record.DrawFile] == nil && files[record.AbortedFile] == nil && files[record.PublicSumsFile] != nil {
		s.begun = files[record.PublicSumsFile]
		files = maps.Clone(files)
		delete(files, record.PublicSumsFile)
		delete(files, invite.CutoffsFile)
		delete(files, invite.PageFile)
	}
	if failed := invite.Failed(invite.CheckFiles(files, faults)); len(failed) > 0 {
		return nil, &Unsound{failed[0]}
	}
	s.lottery, _ = invite.Parse(files)
	switch {
	case s.lottery.Drawing != nil:
		return &LettersDrawn{s}, nil
	case s.lottery.Aborted != nil:
		return &LettersCalledOff{s}, nil
	}
	return &LettersCommitted{s}, nil
}

// CheckDue says why the letters may not be drawn now; nil where they may.
func (c *LettersCommitted) CheckDue(now int64) error { return c.lottery.Source.CheckDue("draw", now) }

// Draw draws the letters by a public value as a person types it, and not before the announced time. pick gives the list for the seed
// that follows from the value, and private is what the organiser keeps of it.
func (c *LettersCommitted) Draw(now int64, input string, pick func(seed string) (*invite.List, record.Files, error)) (*invite.List, *Step, error) {
	if err := c.CheckDue(now); err != nil {
		return nil, nil, err
	}
	value, err := c.lottery.Value(input)
	if err != nil {
		return nil, nil, err
	}
	list, private, err := pick(invite.Seed(c.lottery.Commitment(), value.Value))
	if err != nil {
		return nil, nil, err
	}
	added := c.lottery.Drawn(value, list)
	maps.Copy(added, private)
	step, err := c.step(Step{Added: added, First: record.PublicSumsFile, Last: record.DrawFile})
	return list, step, err
}

// CallOff ends a lottery without a draw, for a reason.
func (c *LettersCommitted) CallOff(reason string) (*Step, error) {
	added, err := c.lottery.Abort(reason)
	if err != nil {
		return nil, err
	}
	return c.step(Step{Added: added, First: record.PublicSumsFile, Last: record.AbortedFile})
}

func (c *LettersCommitted) step(step Step) (*Step, error) {
	return c.take(step, c.lottery.Files, func(after record.Files) []verify.Finding {
		return invite.Failed(invite.CheckFiles(after, nil))
	})
}

package selection

import (
	"context"
	"errors"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// commit writes the committed part of the record. In the sealed form pages have salts.
func (l *Lottery) commit(source record.SeedSource, salts []record.Salt) (record.Files, error) {
	return record.Commit(record.CommitInput{
		Rules:  l.Rules,
		Roster: l.Roster,
		Pages:  l.Book.Pages,
		Salts:  salts,
		Proof:  l.proof(),
		Source: source,
	})
}

// finish draws with a public value and writes the rest of public/.
func (l *Lottery) finish(files record.Files, public string) (draw.Draw, error) {
	d, err := draw.Open(record.Commitment(files), public, l.Rules.Pages)
	if err != nil {
		return d, err
	}
	files.AddDraw(d)
	files.Seal()
	return d, nil
}

// Recompute does everything again that follows from an auditor's roster: it returns
// the files of public/ and auditor/ as they should be, up to the draw if there was one.
func Recompute(ctx context.Context, r *record.Record, tell Progress) (record.Files, error) {
	if r.Roster == nil {
		return nil, errors.New("recomputing needs auditor/pool.csv")
	}
	l, err := NewLottery(ctx, r.Roster, *r.Rules, tell)
	if err != nil {
		return nil, err
	}
	files, err := l.commit(*r.Source, r.Salts)
	if err != nil || r.Drawing == nil {
		return files, err
	}
	again := *r
	again.Files = files
	d, err := again.Draw()
	if err != nil {
		return nil, err
	}
	files.AddDraw(d)
	files.Seal()
	return files, nil
}

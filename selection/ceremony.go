package selection

import (
	"context"
	"errors"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// commit writes the committed part of the record.
func (l *Lottery) commit(source record.SeedSource) (record.Files, error) {
	return record.Commit(record.CommitInput{
		Rules:  l.Rules,
		Roster: l.Roster,
		Pages:  l.Book.Pages,
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
	var panel []string
	for _, i := range l.Book.Pages[d.Page] {
		panel = append(panel, l.Roster.Entries[i].ID)
	}
	files.AddDraw(d, panel, record.KnownInAdvanceStatement)
	files.Seal()
	return d, nil
}

// Recompute does everything again that follows from an auditor's roster: it returns
// the files of public/ and auditor/ as they should be.
func Recompute(ctx context.Context, r *record.Record, tell Progress) (record.Files, error) {
	if r.Roster == nil {
		return nil, errors.New("recomputing needs auditor/pool.csv")
	}
	l, err := NewLottery(ctx, r.Roster, *r.Rules, tell)
	if err != nil {
		return nil, err
	}
	files, err := l.commit(*r.Source)
	if err != nil {
		return nil, err
	}
	_, err = l.finish(files, r.Drawing.PublicValue)
	return files, err
}

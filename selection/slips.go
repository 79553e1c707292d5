package selection

import (
	"slices"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
	"github.com/evenlot/evenlot/selection/verify"
)

// mostSlips is how many volunteers get a file each: more would fill a folder that
// nobody can look through. The table for mail merge has everyone.
const mostSlips = 20_000

// AddSlips adds to the files one slip for each volunteer, named by public id, and all of
// them as a table for mail merge, behind the pool's own columns.
func (p *Prepared) AddSlips() {
	w := slip.New(slip.Input{
		Commitment: record.Commitment(p.Files), Roster: p.Roster, Pages: p.Book.Pages, Salts: p.salts,
		Notice: notice(p.reservations()),
	})
	rows, err := private.ReadRows(p.Files[private.PeopleFile], p.origin.Comma())
	if err != nil {
		panic("selection: internal error: " + private.PeopleFile + " does not read")
	}
	order, header := p.inPoolOrder(), rows[0][1:] // the slip has the public id
	rows[0] = slices.Concat(header, private.Fresh(slip.Header(), header))
	for person, i := range order {
		rows[1+person] = append(rows[1+person][1:], w.Row(i)...)
		if len(p.Person) <= mostSlips {
			p.Files[private.SlipsFolder+p.Roster.Entries[i].ID+".txt"] = w.Text(i)
		}
	}
	p.Files[private.SlipsFile] = private.Table(p.origin.Comma(), rows)
}

// letterWidth is the length of lines that fits a letter.
const letterWidth = 76

// notice tells volunteers how the book could have been chosen.
func notice(reservations []verify.Caveat) string {
	text := ""
	for _, reserved := range reservations {
		text += plain.Wrap("Please note: "+reserved.Sentence()+".", letterWidth) + "\n"
	}
	return text
}

// Slips prepares the slips of a record, as [Prepared.AddSlips] writes them. The record must
// have the pool and the pages.
func Slips(r *record.Record) *slip.Writer {
	return slip.New(slip.Input{
		Commitment: record.Commitment(r.Files), Roster: r.Roster, Pages: r.Pages, Salts: r.Salts, Notice: SlipNotice(r),
	})
}

// SlipNotice is what every slip of a record says of how the book could have been chosen.
func SlipNotice(r *record.Record) string {
	possible := 0
	for _, step := range r.Proof.Steps {
		if step.Chance.Sign() > 0 {
			possible = record.PagesOf(step.Chance, r.Rules.Pages)
			break
		}
	}
	return notice(Reservations(r.MixSource, possible))
}

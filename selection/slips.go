package selection

import (
	"maps"
	"slices"

	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// mostSlips is how many volunteers get a file each: more would fill a folder that
// nobody can look through. The table for mail merge has everyone.
const mostSlips = 20_000

// AddSlips adds to the files what [Prepared.SlipsIn] writes in English.
func (p *Prepared) AddSlips() { maps.Copy(p.Files, p.SlipsIn(catalog.English)) }

// SlipsIn writes in a language one slip for each volunteer, named by public id, with the proof of their
// sealed pages beside it, and all of them as a table for mail merge, behind the pool's own columns.
func (p *Prepared) SlipsIn(l catalog.Language) record.Files {
	in := slip.Input{Commitment: record.Commitment(p.Files), Roster: p.Roster, Pages: p.Book.Pages, Salts: p.salts, Notes: notes(p.reservations()), Language: l}
	w, files := slip.New(in), record.Files{}
	rows, err := private.ReadRows(p.Files[private.PeopleFile], p.origin.Comma())
	if err != nil {
		panic("selection: internal error: " + private.PeopleFile + " does not read")
	}
	order, header := p.inPoolOrder(), rows[0][1:] // the slip has the public id
	rows[0] = slices.Concat(header, private.Fresh(slip.Header(), header))
	for person, i := range order {
		rows[1+person] = append(rows[1+person][1:], w.Row(i)...)
		if len(p.Person) <= mostSlips {
			for name, text := range w.Files(i) {
				files[private.SlipsFolder+name] = text
			}
		}
	}
	files[private.SlipsFile] = private.Table(p.origin.Comma(), rows)
	return files
}

// notes name what volunteers are told of how the book could have been chosen.
func notes(reservations []verify.Caveat) (names []string) {
	for _, reserved := range reservations {
		names = append(names, string(reserved))
	}
	return names
}

// Slips prepares the slips of a record, as [Prepared.SlipsIn] writes them. The record must
// have the pool and the pages.
func Slips(r *record.Record, l catalog.Language) *slip.Writer {
	return slip.New(slip.Input{
		Commitment: record.Commitment(r.Files), Roster: r.Roster, Pages: r.Pages, Salts: r.Salts, Notes: SlipNotes(r), Language: l,
	})
}

// SlipNotes are what every slip of a record says of how the book could have been chosen.
func SlipNotes(r *record.Record) []string {
	possible := 0
	for _, step := range r.Proof.Steps {
		if step.Chance.Sign() > 0 {
			possible = record.PagesOf(step.Chance, r.Rules.Pages)
			break
		}
	}
	return notes(Reservations(r.MixSource, possible))
}

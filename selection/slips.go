package selection

import (
	"slices"

	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/slip"
)

// Where slips go.
const (
	SlipsFolder = "private/slips/"
	SlipsFile   = "private/slips.csv"
)

// mostSlips is how many volunteers get a file each: more would fill a folder that
// nobody can look through. The table for mail merge has everyone.
const mostSlips = 20_000

// AddSlips adds to the files one slip for each volunteer, named by public id, and all of
// them as a table for mail merge, behind the pool's own columns.
func (p *Prepared) AddSlips(from *pool.Pool, key [32]byte) {
	w := slip.New(slip.Input{
		Commitment: record.Commitment(p.Files), Roster: p.Roster,
		Pages: p.Book.Pages, Salts: pageSalts(p.Rules, key),
	})
	rows := [][]string{slices.Concat(from.Header, fresh(slip.Header(), from.Header))}
	for person, i := range p.inPoolOrder() {
		rows = append(rows, append(from.Row(person), w.Row(i)...))
		if len(p.Person) <= mostSlips {
			p.Files[SlipsFolder+p.Roster.Entries[i].ID+".txt"] = w.Text(i)
		}
	}
	p.Files[SlipsFile] = table(from.Comma(), rows)
}

// fresh gives columns names that are not taken: a mail merge finds them by name.
func fresh(names, taken []string) []string {
	var all []string
	for _, name := range names {
		for slices.ContainsFunc(taken, func(t string) bool { return sheet.Fold(t) == sheet.Fold(name) }) {
			name += "_"
		}
		all = append(all, name)
	}
	return all
}

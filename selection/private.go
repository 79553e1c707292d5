package selection

import (
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/pool"
)

// Names of the files that stay with the organiser.
const (
	SelectedFile   = "private/selected.csv"
	RemainingFile  = "private/remaining.csv"
	IDsFile        = "private/ids.csv"
	UnseatableFile = "private/unseatable.csv"
	KeyFile        = "private/record.key"
	PeopleFile     = "private/people.csv"
	NotesFile      = "private/book.json"

	// Beside the lists, where the pool is a workbook.
	SelectedBook  = "private/selected.xlsx"
	RemainingBook = "private/remaining.xlsx"
)

// LivesWith is the column of [RemainingFile] that marks who lives with somebody selected.
const LivesWith = "lives_with_selected"

// addPrivate writes the files that name people and are known before the draw: who is
// behind each public id, with the pool's own columns in the pool's own order; who
// cannot be seated and why; the record key; and what a draw has to know of all this.
func (r *Prepared) addPrivate(p *pool.Pool, key [32]byte) {
	r.Files[PeopleFile] = r.people(p)
	r.Files[IDsFile] = r.ids(p)
	r.Files[UnseatableFile] = r.unseatable(p)
	r.Files[KeyFile] = []byte(hex.EncodeToString(key[:]) + "\n")
	r.Files[NotesFile] = r.notes(p).bytes()
}

// inPoolOrder lists roster indices in the order of the pool's rows.
func (r *Prepared) inPoolOrder() []int {
	order := make([]int, len(r.Person))
	for i, person := range r.Person {
		order[person] = i
	}
	return order
}

// people is private/people.csv: the rows of the pool behind their public ids.
func (r *Prepared) people(p *pool.Pool) []byte {
	rows := [][]string{append([]string{"public_id"}, p.Header...)}
	for person, i := range r.inPoolOrder() {
		rows = append(rows, append([]string{r.Roster.Entries[i].ID}, p.Row(person)...))
	}
	return table(p.Comma(), rows)
}

func (r *Prepared) ids(p *pool.Pool) []byte {
	rows := [][]string{{"id", "public_id", "pages"}}
	for person, i := range r.inPoolOrder() {
		rows = append(rows, []string{p.Label(person), r.Roster.Entries[i].ID, strconv.Itoa(r.Counts[i])})
	}
	return table(p.Comma(), rows)
}

func (r *Prepared) unseatable(p *pool.Pool) []byte {
	rows := [][]string{{"id", "public_id", "reason"}}
	types := r.types()
	for person, i := range r.inPoolOrder() {
		if !r.Chances.Unseatable[types[i]] {
			continue
		}
		at := slices.IndexFunc(r.Reasons, func(reason Reason) bool { return reason.Type == types[i] })
		rows = append(rows, []string{p.Label(person), r.Roster.Entries[i].ID, "no panel can hold this person " + r.Reasons[at].Text})
	}
	return table(p.Comma(), rows)
}

package selection

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
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
)

// Writes reports whether a program of ours writes a file of this slash path into the folder
// of a record.
func Writes(name string) bool {
	if rest, ok := strings.CutPrefix(name, SlipsFolder); ok {
		id, text := strings.CutSuffix(rest, ".txt")
		return text && record.IsID(id)
	}
	return record.IsKnown(name) || slices.Contains([]string{
		SelectedFile, RemainingFile, IDsFile, UnseatableFile, KeyFile, PeopleFile, NotesFile, SlipsFile, FairnessFile,
	}, name)
}

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
	var out bytes.Buffer
	pool.WriteRow(&out, append([]string{"public_id"}, p.Header...)...)
	for person, i := range r.inPoolOrder() {
		pool.WriteRow(&out, append([]string{r.Roster.Entries[i].ID}, p.Row(person)...)...)
	}
	return out.Bytes()
}

func (r *Prepared) ids(p *pool.Pool) []byte {
	var out bytes.Buffer
	out.WriteString("id,public_id,pages\n")
	for person, i := range r.inPoolOrder() {
		pool.WriteRow(&out, p.Label(person), r.Roster.Entries[i].ID, strconv.Itoa(r.Counts[i]))
	}
	return out.Bytes()
}

func (r *Prepared) unseatable(p *pool.Pool) []byte {
	var out bytes.Buffer
	out.WriteString("id,public_id,reason\n")
	types := r.types()
	for person, i := range r.inPoolOrder() {
		if !r.Chances.Unseatable[types[i]] {
			continue
		}
		at := slices.IndexFunc(r.Reasons, func(reason Reason) bool { return reason.Type == types[i] })
		pool.WriteRow(&out, p.Label(person), r.Roster.Entries[i].ID, "no panel can hold this person "+r.Reasons[at].Text)
	}
	return out.Bytes()
}

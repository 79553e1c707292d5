package selection

import (
	"bytes"
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
)

// addPrivate writes the files that name people: who was selected and who was not,
// with the pool's own columns in the pool's own order, who is behind each public id,
// who cannot be seated and why, and the record key.
func (r *Result) addPrivate(p *pool.Pool, key [32]byte) error {
	on := make([]bool, len(p.People))
	for _, i := range r.Book.Pages[r.Draw.Page] {
		on[r.Person[i]] = true
	}
	var selected, remaining []int
	for person := range on {
		if on[person] {
			selected = append(selected, person)
		} else {
			remaining = append(remaining, person)
		}
	}
	var out [2]bytes.Buffer
	for i, people := range [][]int{selected, remaining} {
		if err := p.WriteRows(&out[i], people); err != nil {
			return err
		}
	}
	r.Files[SelectedFile], r.Files[RemainingFile] = out[0].Bytes(), out[1].Bytes()
	r.Files[IDsFile] = r.ids(p)
	r.Files[UnseatableFile] = r.unseatable(p)
	r.Files[KeyFile] = []byte(hex.EncodeToString(key[:]) + "\n")
	return nil
}

// inPoolOrder lists roster indices in the order of the pool's rows.
func (r *Result) inPoolOrder() []int {
	order := make([]int, len(r.Person))
	for i, person := range r.Person {
		order[person] = i
	}
	return order
}

func (r *Result) ids(p *pool.Pool) []byte {
	var out bytes.Buffer
	out.WriteString("id,public_id,pages\n")
	for person, i := range r.inPoolOrder() {
		pool.WriteRow(&out, p.Label(person), r.Roster.Entries[i].ID, strconv.Itoa(r.Counts[i]))
	}
	return out.Bytes()
}

func (r *Result) unseatable(p *pool.Pool) []byte {
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

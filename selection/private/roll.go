package private

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// A Roll is who is behind the public ids of a record, for the organiser.
type Roll struct {
	*Register
	rec *record.Record
	ids []string // public, sorted
	row []int    // of the register, by roster index
}

// ReadRoll reads who is who from the private files of a record that holds: [PeopleFile] and
// [NotesFile].
func ReadRoll(rec *record.Record, kept record.Files) (*Roll, error) {
	notes, ids := NotesFile, rec.IDs
	if rec.Files.Unmixed() {
		if rec.Roster == nil {
			return nil, Missing(rec.Rules.Form.RosterFile())
		}
		notes, ids = FixedNotesFile, rec.Roster.IDs()
	}
	people, err := ReadRegister(With(rec.Files, kept), notes, ids)
	if err != nil {
		return nil, err
	}
	return &Roll{people, rec, ids, people.RowOf()}, nil
}

// Label is what the organiser calls a person, by public id; empty where nothing in the pool
// names people.
func (r *Roll) Label(id string) string {
	i, ok := slices.BinarySearch(r.ids, id)
	if !ok {
		return ""
	}
	return r.Labels()[r.row[i]]
}

// Unknown is the error for a name that nobody of the pool has.
type Unknown struct {
	Name  string
	Taken int // seats that were taken before the draw, by people who are not of this record
}

func (u *Unknown) Error() string {
	taken := ""
	if u.Taken > 0 {
		taken = fmt.Sprintf("; whoever held one of the %s before the draw is not of this record", plain.Count(u.Taken, "seat", "seats"))
	}
	return fmt.Sprintf("nobody of the pool is called %s, neither by public id nor by the pool's own%s", sheet.Quote(u.Name), taken)
}

// Find gives the public id of a person, by that id or by what the organiser calls them. The error
// is *[Unknown], or that the name stands for two people.
func (r *Roll) Find(name string) (string, error) {
	name = sheet.Clean(name)
	_, public := slices.BinarySearch(r.ids, name)
	labels := r.Labels()
	row := slices.Index(labels, name)
	switch {
	case r.ID < 0 && public, row < 0 && public:
		return name, nil
	case row < 0 || r.ID < 0:
		return "", &Unknown{name, pool.TakenBefore(r.rec.Rules.Statements)}
	case public && r.ids[r.person[row]] != name:
		return "", fmt.Errorf("%q is the public id of one person and the pool's own of another one: give the public id of the other", name)
	}
	return r.ids[r.person[row]], nil
}

// LeftState is what the table of members says of who left without a state that says why.
const LeftState members.State = "left"

// Columns are the names of our columns in the table of members: public id, state, since when,
// note, and what seated them. Where the pool has such a name, ours is longer.
func (r *Roll) Columns() []string {
	return Fresh([]string{"public_id", "state", "since", "note", "seated_by"}, r.header)
}

// Members is private/members.csv: how every member stands, and those who left, with the
// columns of the pool.
func (r *Roll) Members(c *members.Company, log members.Log) []byte {
	rows := [][]string{append(r.Columns(), r.header...)}
	add := func(id string, state members.State) {
		i, _ := slices.BinarySearch(r.ids, id)
		last, by := log.Last(id), "draw"
		if last.State != state {
			last = members.Note{}
		}
		if n := c.Joined[id]; n > 0 {
			by = "event " + strconv.Itoa(n)
		}
		if !c.Has(id) {
			by = ""
		}
		rows = append(rows, append([]string{id, string(state), last.Time, last.Text, by}, r.rows[r.row[i]]...))
	}
	for _, id := range c.Members {
		add(id, log.State(c, id))
	}
	for _, id := range c.Left {
		state := log.Last(id).State
		if !state.Gone() {
			state = LeftState
		}
		add(id, state)
	}
	return Table(r.Comma(), rows)
}

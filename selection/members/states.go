package members

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
)

// A State is how a person stands.
type State string

// The states. A member is invited until something else is noted; everybody else of the pool is
// available.
const (
	Invited   State = "invited"
	Confirmed State = "confirmed"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
	Removed   State = "removed"
	Available State = "available" // of people who are no members: takes Withdrawn back
)

// States are all states.
func States() []State { return []State{Invited, Confirmed, Declined, Withdrawn, Removed, Available} }

// Gone reports whether a member in this state gives up the seat.
func (s State) Gone() bool { return s == Declined || s == Withdrawn || s == Removed }

// Check says why a person cannot have this state; nil where they can.
func (s State) Check(member bool) error {
	switch {
	case !slices.Contains(States(), s):
		return fmt.Errorf("%q is no state, expected one of %s", string(s), joined(States()))
	case member && s == Available:
		return fmt.Errorf("a member is %s, never %s", joined(States()[:5]), s)
	case !member && s != Withdrawn && s != Available:
		return fmt.Errorf("%s is a state of members; everybody else is %s or %s", s, Available, Withdrawn)
	}
	return nil
}

func joined(states []State) string {
	var all []string
	for _, s := range states {
		all = append(all, string(s))
	}
	return strings.Join(all, ", ")
}

// A Note is one line of a [Log]: from this time on, a person has this state.
type Note struct {
	Time  string // in UTC: 2027-01-15T18:00:00Z
	ID    string // public id
	State State
	Text  string // why, in the organiser's words; may be empty
}

// A Log is every change of a state, in order. The last note about a person counts.
type Log []Note

var logHeader = []string{"time", "public_id", "state", "note"}

// Bytes is the log as a file: CSV with the columns time, public_id, state and note.
func (l Log) Bytes() []byte {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	rows := [][]string{logHeader}
	for _, n := range l {
		rows = append(rows, []string{n.Time, n.ID, string(n.State), n.Text})
	}
	if err := out.WriteAll(rows); err != nil {
		panic("members: internal error: " + err.Error())
	}
	return b.Bytes()
}

// ReadLog reads what [Log.Bytes] writes. The error is a [quotas.Fault].
func ReadLog(name string, data []byte) (Log, error) {
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = len(logHeader)
	rows, err := in.ReadAll()
	fault := func(line int, found, expected string) (Log, error) {
		return nil, quotas.Fault{File: name, Line: line, Found: found, Expected: expected, Fix: "put back the file as evenlot status wrote it, from a copy"}
	}
	switch {
	case err != nil:
		return fault(0, err.Error(), "four columns a line")
	case len(rows) == 0 || !slices.Equal(rows[0], logHeader):
		return fault(1, "other columns", strings.Join(logHeader, ","))
	}
	var l Log
	for i, row := range rows[1:] {
		n := Note{row[0], row[1], State(row[2]), row[3]}
		if _, err := draw.ParseTime(n.Time); err != nil || !slices.Contains(States(), n.State) {
			return fault(i+2, strings.Join(row, ","), "a time, a public id, a state and a note")
		}
		l = append(l, n)
	}
	return l, nil
}

// Last is the last note about a person; one without a state where there is none.
func (l Log) Last(id string) Note {
	for _, n := range slices.Backward(l) {
		if n.ID == id {
			return n
		}
	}
	return Note{ID: id}
}

// State is how a person stands in a company.
func (l Log) State(c *Company, id string) State {
	last := l.Last(id).State
	switch {
	case last.Check(c.Has(id)) == nil:
		return last
	case c.Has(id):
		return Invited // newly, whatever was noted before
	}
	return Available
}

// Leaving are the members who are gone and whose seats are still theirs, and unavailable the
// others who withdrew; both sorted.
func (l Log) Leaving(c *Company) (leaving, unavailable []string) {
	gone := map[string]bool{}
	for _, n := range l {
		if !c.Has(n.ID) {
			gone[n.ID] = n.State == Withdrawn || n.State != Available && gone[n.ID]
		}
	}
	for _, id := range c.Members {
		if l.State(c, id).Gone() {
			leaving = append(leaving, id)
		}
	}
	for id, g := range gone {
		if g && !c.Has(id) && !slices.Contains(c.Left, id) {
			unavailable = append(unavailable, id)
		}
	}
	slices.Sort(unavailable)
	return leaving, unavailable
}

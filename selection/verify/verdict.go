package verify

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// A Verdict is the outcome of all checks of a record, in reading order.
type Verdict struct {
	Stage   Stage     `json:"stage"`
	Remarks []Remark  `json:"remarks,omitempty"`    // what the record does not show
	Stated  []string  `json:"stated,omitempty"`     // what the record states for everyone to read
	Again   bool      `json:"recomputed,omitempty"` // the whole computation was done again, with the same bytes
	Damage  *Damage   `json:"damage,omitempty"`     // what was done to the files on their way; nil: nothing
	Checks  []Finding `json:"checks"`

	topic Topic // of the checks that come next
	// For [Verdict.Confirm]: the record, then its events.
	draws []drawn
}

// A drawn thing is the record or an event: where its public values come from, nil where that
// cannot be read, and the pages of its book.
type drawn struct {
	prefix            string // "event 1: "; or empty
	stage             Stage
	source, mixSource *record.SeedSource
	pages             int
}

// A Finding is the outcome of one check.
type Finding struct {
	Topic    Topic  `json:"topic"`
	Name     string `json:"name"`     // a file, or what was checked
	Expected string `json:"expected"` // empty where not checkable
	Got      string `json:"got"`
	Status   Status `json:"status"`
	Why      string `json:"why,omitempty"` // why it failed or cannot be checked
}

// Status is the answer of a check.
type Status int

const (
	// NotCheckable: the files at hand do not suffice. It is the zero value, so
	// that a check nobody answered never passes for ok.
	NotCheckable Status = iota
	// OK: what was found is what was expected.
	OK
	// Failed: it is not.
	Failed
)

// String gives the word a report prints.
func (s Status) String() string {
	switch s {
	case NotCheckable:
		return "not checkable here"
	case OK:
		return "ok"
	case Failed:
		return "FAILED"
	}
	panic("verify: no such status")
}

// MarshalText gives [Status.String], for JSON.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// OK reports whether nothing failed.
func (v *Verdict) OK() bool { return len(v.Failed()) == 0 }

// Failed gives the checks that failed.
func (v *Verdict) Failed() []Finding {
	var failed []Finding
	for _, c := range v.Checks {
		if c.Status == Failed {
			failed = append(failed, c)
		}
	}
	return failed
}

// PassOver notes files that were not looked at: operating systems leave files of these names in
// folders, see [record.IsLitter]. Without names it notes nothing.
func (v *Verdict) PassOver(names []string) {
	const most = 5
	if len(names) == 0 {
		return
	}
	v.topic = TopicFiles
	text := strings.Join(names[:min(most, len(names))], " ")
	if more := len(names) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	v.notCheckable("files passed over", text, text+": the operating system puts files of this name there, they are no part of a record")
}

// equal adds a check that two texts are the same.
func (v *Verdict) equal(name, expected, got, why string) {
	c := Finding{Name: name, Expected: expected, Got: got, Status: OK}
	if expected != got {
		c.Status, c.Why = Failed, why
	}
	v.Add(v.topic, c)
}

func (v *Verdict) fail(name, expected, got, why string) {
	v.Add(v.topic, Finding{Name: name, Expected: expected, Got: got, Status: Failed, Why: why})
}

func (v *Verdict) notCheckable(name, got, why string) {
	v.Add(v.topic, Finding{Name: name, Got: got, Why: why})
}

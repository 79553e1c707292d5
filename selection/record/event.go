package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// KindReplacement is the kind of an event that fills seats of people who left.
const KindReplacement = "replacement"

// An Event is the contents of event.json: what a later draw is about.
type Event struct {
	Event     int      `json:"event"`    // number, from 1
	Kind      string   `json:"kind"`     // [KindReplacement]
	Previous  string   `json:"previous"` // SHA-256 of the draw.json or aborted.json before
	Seats     int      `json:"seats"`    // people who join
	Pages     int      `json:"pages"`    // of the book of the event
	Leaving   []string `json:"leaving"`  // ids, sorted
	Statement string   `json:"statement"`
}

// Bytes is event.json.
func (e Event) Bytes() []byte {
	if e.Leaving == nil {
		e.Leaving = []string{}
	}
	return writeJSON(e)
}

// ReadEvent reads event.json, in the spelling of [Event.Bytes]. Whether it fits the
// record is for package verify to say.
func ReadEvent(name string, data []byte) (Event, error) {
	var e Event
	if err := readJSON(name, data, &e); err != nil {
		return Event{}, err
	}
	wrong := func(found, expected string) (Event, error) {
		return Event{}, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedy}
	}
	switch {
	case e.Leaving == nil:
		return wrong("leaving is null", "a list")
	case e.Event < 1:
		return wrong(fmt.Sprintf("event is %d", e.Event), "at least 1")
	case e.Kind != KindReplacement:
		return wrong("kind is "+strconv.Quote(e.Kind), KindReplacement)
	case !isHash(e.Previous):
		return wrong("previous is "+strconv.Quote(e.Previous), "64 hexadecimal digits")
	case e.Seats < 1 || e.Seats > maxWhole:
		return wrong(fmt.Sprintf("seats is %d", e.Seats), fmt.Sprintf("1 to %d", maxWhole))
	case e.Pages < 1 || e.Pages > maxWhole:
		return wrong(fmt.Sprintf("pages is %d", e.Pages), fmt.Sprintf("1 to %d", maxWhole))
	case !isSentence(e.Statement):
		return wrong("statement is "+strconv.Quote(e.Statement), sentence)
	}
	for i, id := range e.Leaving {
		if !isID([]byte(id)) || i > 0 && e.Leaving[i-1] >= id {
			return wrong(strconv.Quote(id)+" among those who leave", "public ids, sorted, each once")
		}
	}
	return e, nil
}

// EventFolder is the folder of an event, numbered from 1: public/events/1/.
func EventFolder(number int) string { return fmt.Sprintf("%s%d/", EventsFolder, number) }

// EventsFolder holds the folders of all events.
const EventsFolder = "public/events/"

// Names of the files of an event, as seen from its folder.
const (
	EventFile       = "commit/event.json"
	EventBookFile   = "commit/book.csv"
	EventSourceFile = "commit/seedsource.json"
	EventSumsFile   = "commit/SHA256SUMS"
	EventDrawFile   = "draw.json"
	EventEndFile    = "aborted.json"
)

// EventCommitted lists the files that the commitment of an event covers, as seen from
// its folder, sorted.
func EventCommitted() []string { return []string{EventBookFile, EventFile, EventSourceFile} }

// Events is the number of events of the files: the highest number of a folder in
// public/events.
func (f Files) Events() int {
	most := 0
	for name := range f {
		rest, ok := strings.CutPrefix(name, EventsFolder)
		number, _, inside := strings.Cut(rest, "/")
		if n, valid := readCount(number); ok && inside && valid && n <= maxFiles {
			most = max(most, n)
		}
	}
	return most
}

// EventInput is everything of an event that is fixed before its draw.
type EventInput struct {
	Event  Event
	IDs    []string  // of the whole pool, sorted, as chances.csv has them
	Pages  [][]int32 // people of each page: indices into IDs, ascending
	Source SeedSource
}

// AddEvent adds the committed files of an event, its SHA256SUMS included, and gives
// the commitment. The event must be the next one; its number, the hash of what came
// before, seats and pages are filled in. Files that were not drawn yet, or an event
// that is neither drawn nor called off, are the caller's bug and panic.
func (f Files) AddEvent(in EventInput) (commitment string) {
	e := in.Event
	e.Event = f.Events() + 1
	e.Previous = hashHex(f.lastEnd(e.Event - 1))
	e.Seats, e.Pages = len(in.Pages[0]), len(in.Pages)
	e.Leaving = slices.Sorted(slices.Values(e.Leaving))
	folder := EventFolder(e.Event)
	f[folder+EventFile] = e.Bytes()
	f[folder+EventBookFile] = writeBook(in.IDs, in.Pages, nil)
	f[folder+EventSourceFile] = in.Source.Bytes()
	var paths []string
	for _, name := range EventCommitted() {
		paths = append(paths, folder+name)
	}
	f[folder+EventSumsFile] = sumsOf(f, folder+"commit/", paths)
	return hashHex(f[folder+EventSumsFile])
}

// lastEnd is what ended an event, or the record itself where the number is 0.
func (f Files) lastEnd(number int) []byte {
	if number == 0 {
		if f[DrawFile] == nil {
			panic("record: events follow a draw")
		}
		return f[DrawFile]
	}
	folder := EventFolder(number)
	for _, name := range []string{EventDrawFile, EventEndFile} {
		if data := f[folder+name]; data != nil {
			return data
		}
	}
	panic("record: an event follows one that has ended")
}

package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// An Event1 is the contents of event.json in the plain form: what a later draw is about, of which
// nothing is proved. See [Event] for the other form.
type Event1 struct {
	Event     int      `json:"event"`    // number, from 1
	Kind      string   `json:"kind"`     // [KindReplacement]
	Previous  string   `json:"previous"` // SHA-256 of the draw.json or aborted.json before
	Seats     int      `json:"seats"`    // people who join
	Pages     int      `json:"pages"`    // of the book of the event
	Leaving   []string `json:"leaving"`  // ids, sorted
	Statement string   `json:"statement"`
}

// Bytes is event.json.
func (e Event1) Bytes() []byte {
	if e.Leaving == nil {
		e.Leaving = []string{}
	}
	return writeJSON(e)
}

// ReadEvent1 reads event.json, in the spelling of [Event1.Bytes]. Whether it fits the
// record is for package verify to say.
func ReadEvent1(name string, data []byte) (Event1, error) {
	var e Event1
	if err := readJSON(name, data, &e); err != nil {
		return Event1{}, err
	}
	wrong := func(found, expected string) (Event1, error) {
		return Event1{}, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedy}
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
	Event1File       = "commit/event.json"
	Event1BookFile   = "commit/book.csv"
	Event1SourceFile = "commit/seedsource.json"
	Event1SumsFile   = "commit/SHA256SUMS"
	Event1DrawFile   = "draw.json"
	Event1EndFile    = "aborted.json"
)

// Event1Committed lists the files that the commitment of an event covers, as seen from
// its folder, sorted.
func Event1Committed() []string { return []string{Event1BookFile, Event1File, Event1SourceFile} }

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

// EventInput1 is everything of an event that is fixed before its draw.
type EventInput1 struct {
	Event  Event1
	IDs    []string  // of the whole pool, sorted, as chances.csv has them
	Pages  [][]int32 // people of each page: indices into IDs, ascending
	Source SeedSource
}

// AddEvent1 adds the committed files of an event, its SHA256SUMS included, and gives
// the commitment. The event must be the next one; its number, the hash of what came
// before, seats and pages are filled in. Files that were not drawn yet, or an event
// that is neither drawn nor called off, are the caller's bug and panic.
func (f Files) AddEvent1(in EventInput1) (commitment string) {
	e := in.Event
	e.Event = f.Events() + 1
	e.Previous = hashHex(f.lastEnd(e.Event - 1))
	e.Seats, e.Pages = len(in.Pages[0]), len(in.Pages)
	e.Leaving = slices.Sorted(slices.Values(e.Leaving))
	folder := EventFolder(e.Event)
	f[folder+Event1File] = e.Bytes()
	f[folder+Event1BookFile] = writeBook(in.IDs, in.Pages, nil)
	f[folder+Event1SourceFile] = in.Source.Bytes()
	var paths []string
	for _, name := range Event1Committed() {
		paths = append(paths, folder+name)
	}
	f[folder+Event1SumsFile] = sumsOf(f, folder+"commit/", paths)
	return hashHex(f[folder+Event1SumsFile])
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
	for _, name := range []string{Event1DrawFile, Event1EndFile} {
		if data := f[folder+name]; data != nil {
			return data
		}
	}
	panic("record: an event follows one that has ended")
}

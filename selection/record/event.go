package record

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// EventFormat names the layout of event.json in an event that is a record of its own.
const EventFormat = "evenlot-event/2"

// Names of the two files that a record of an event has beside those of every record, as
// [Files.Event] names them.
const (
	EventFile  = "public/commit/event.json"
	SeatedFile = "public/commit/seated.csv"
)

// MaxEvents is how many events a record has at most: with them it stays below the files that a
// record may have.
const MaxEvents = 40

// Kinds of events.
const (
	KindReplacement = "replacement" // seats of people who left are filled
	KindRotation    = "rotation"    // seats of people whose term has ended are filled
	KindOutgoing    = "outgoing"    // the draw is about who leaves
	KindAlternates  = "alternates"  // the draw is about who is next in line
	KindSuccession  = "succession"  // alternates take the seats of people who left, as a rule says; nothing is drawn
)

// An Event is the contents of event.json: which change of the panel a record of its own is
// about.
type Event struct {
	Format      string   `json:"format"`      // [EventFormat]
	Event       int      `json:"event"`       // number, from 1
	Kind        string   `json:"kind"`        // [KindReplacement], [KindRotation], [KindOutgoing], [KindAlternates] or [KindSuccession]
	Previous    string   `json:"previous"`    // SHA-256 of the list of hashes that ended what was before
	Leaving     []string `json:"leaving"`     // ids of members who leave, sorted
	Unavailable []string `json:"unavailable"` // ids of people who take no part in the draw, sorted
	Statement   string   `json:"statement"`   // why: a sentence
}

// Bytes is event.json.
func (e Event) Bytes() []byte {
	e.Format = EventFormat
	e.Leaving, e.Unavailable = append([]string{}, e.Leaving...), append([]string{}, e.Unavailable...)
	return writeJSON(e)
}

// ReadEvent reads event.json, in the spelling of [Event.Bytes]. Whether it fits the record is
// for package verify to say.
func ReadEvent(name string, data []byte) (Event, error) {
	var e Event
	if err := readJSON(name, data, &e); err != nil {
		return Event{}, err
	}
	wrong := func(found, expected string) (Event, error) {
		return Event{}, quotas.Fault{File: name, Found: found, Expected: expected, Fix: remedy}
	}
	switch {
	case e.Format != EventFormat:
		return wrong("format is "+strconv.Quote(e.Format), EventFormat)
	case e.Leaving == nil || e.Unavailable == nil:
		return wrong("leaving or unavailable is null", "a list")
	case e.Event < 1 || e.Event > MaxEvents:
		return wrong(fmt.Sprintf("event is %d", e.Event), fmt.Sprintf("1 to %d", MaxEvents))
	case !slices.Contains([]string{KindReplacement, KindRotation, KindOutgoing, KindAlternates, KindSuccession}, e.Kind):
		return wrong("kind is "+strconv.Quote(e.Kind), KindReplacement+", "+KindRotation+", "+KindOutgoing+", "+KindAlternates+" or "+KindSuccession)
	case (e.Kind == KindOutgoing || e.Kind == KindAlternates) && len(e.Leaving) > 0:
		return wrong("somebody leaves before the draw", "nobody, with the kind "+e.Kind)
	case !isHash(e.Previous):
		return wrong("previous is "+strconv.Quote(e.Previous), "64 hexadecimal digits")
	case !isSentence(e.Statement):
		return wrong("statement is "+strconv.Quote(e.Statement), sentence)
	}
	for _, list := range [][]string{e.Leaving, e.Unavailable} {
		for i, id := range list {
			if !isID([]byte(id)) || i > 0 && list[i-1] >= id {
				return wrong(strconv.Quote(id)+" in a list of people", "public ids, sorted, each once")
			}
		}
	}
	return e, nil
}

// tiers are the folders of a record in which an event has a folder of its own.
var tiers = []string{"public/", "auditor/", "private/", "research/"}

// EventPath is the path in the record of a file of an event, which the event itself calls as
// every record does: public/draw.json of event 1 is public/events/1/draw.json.
func EventPath(number int, name string) string {
	tier, rest, _ := strings.Cut(name, "/")
	return fmt.Sprintf("%s/events/%d/%s", tier, number, rest)
}

// OfEvent gives the number of the event that a path belongs to, and the name of the file as
// the event calls it.
func OfEvent(path string) (number int, name string, ok bool) {
	for _, tier := range tiers {
		rest, inside := strings.CutPrefix(path, tier+"events/")
		if !inside {
			continue
		}
		text, file, _ := strings.Cut(rest, "/")
		n, valid := readCount(text)
		return n, tier + file, valid && n > 0 && n <= maxFiles && file != ""
	}
	return 0, "", false
}

// Event gives the files of an event that is a record of its own, by the names that they have
// there.
func (f Files) Event(number int) Files {
	files := Files{}
	for path, data := range f {
		if n, name, ok := OfEvent(path); ok && n == number {
			files[name] = data
		}
	}
	return files
}

// AddEvent adds the files of an event, by the names that they have there.
func (f Files) AddEvent(number int, files Files) {
	for name, data := range files {
		f[EventPath(number, name)] = data
	}
}

// WithoutEvents gives the files but for those of events that are records of their own.
func (f Files) WithoutEvents() Files {
	files := maps.Clone(f)
	maps.DeleteFunc(files, func(path string, _ []byte) bool { return f.inWhole(path) })
	return files
}

// inWhole reports whether a path is of an event that is a record of its own.
func (f Files) inWhole(path string) bool {
	number, _, ok := OfEvent(path)
	return ok && f.IsWhole(number)
}

// IsKnown reports whether some record has a file of this name in public/ or auditor/. Package verify
// says whether this record may.
func IsKnown(name string) bool {
	if _, file, ok := OfEvent(name); ok {
		_, _, nested := OfEvent(file)
		return !nested && isEventFile(file)
	}
	known := slices.Concat(Optional(), Auditor(), []string{MixSourceFile, CommitSumsFile, FixedSumsFile, MixFile, DrawFile, AbortedFile, PublicSumsFile,
		EventFile, SeatedFile})
	for _, form := range []Form{FormDefault, FormSealed, FormOpen} {
		known = append(known, form.Committed()...)
		known = append(known, form.RosterFile(), form.MixtureFile())
	}
	return slices.Contains(known, name)
}

// IsWhole reports whether an event is a record of its own, and not of the plain form: it has
// rules.
func (f Files) IsWhole(number int) bool { return f[EventPath(number, RulesFile)] != nil }

// isEventFile reports whether an event may have a file of this name. It has no events itself,
// nor the texts and programs that the record has for all.
func isEventFile(name string) bool {
	return !slices.Contains([]string{ReportFile, CheckerFile, ScriptFile}, name) && IsKnown(name)
}

// LastSums is the list of hashes that ended what was before an event: of the record, or of the
// event before it. nil where that has not ended, or is of the plain form.
func (f Files) LastSums(number int) []byte {
	if number == 1 {
		return f[PublicSumsFile]
	}
	return f[EventPath(number-1, PublicSumsFile)]
}

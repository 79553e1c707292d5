package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// A Caveat is something that even a record which holds does not show. Package record lists them, and
// all checkers use these words.
type Caveat string

// The caveats.
const (
	CaveatKnown       Caveat = "known"
	CaveatRehearsal   Caveat = "rehearsal"
	CaveatPublic      Caveat = "public"
	CaveatCompany     Caveat = "company"
	CaveatBounds      Caveat = "bounds"
	CaveatSmallest    Caveat = "smallest"
	CaveatDealing     Caveat = "dealing"
	CaveatEvents      Caveat = "events"
	CaveatDeviation   Caveat = "deviation"
	CaveatNarrowed    Caveat = "narrowed"
	CaveatUnmixed     Caveat = "unmixed"
	CaveatShort       Caveat = "short"
	CaveatRange       Caveat = "range"
	CaveatRule        Caveat = "rule"
	CaveatUnconfirmed Caveat = "unconfirmed"
)

// sentences say what was not shown.
var sentences = map[Caveat]string{
	CaveatKnown:       "the public value was known in advance: whoever ran the selection could have tried several values, or several books",
	CaveatRehearsal:   "it is a rehearsal: the draw binds nobody",
	CaveatPublic:      "not everything was at hand: quotas, households, the proof, or who sits with whom, were not looked at",
	CaveatCompany:     "who sits with whom was not looked at: the book is too large",
	CaveatBounds:      "the proof gives bounds only: it does not show that no book does better",
	CaveatSmallest:    "the proof shows that nobody can raise the smallest chance; of all other chances it shows only how far they can go beside this book's own pages",
	CaveatDealing:     "the book does not give everybody their chance to the page",
	CaveatEvents:      "no proof stands behind the draws after the panel: their pages may name whom their maker liked",
	CaveatDeviation:   "the quotas as first published cannot be met any more: the windows are wider, or seats stay empty",
	CaveatNarrowed:    "some people take no part in the draw because the organiser says so: event.json names them",
	CaveatUnmixed:     "no public value mixed the book: whoever made it could have made many, and kept the one in which certain people sit together, or on certain pages, more often",
	CaveatShort:       "the book has too few pages: the smallest chance gives fewer than 5",
	CaveatRange:       "the range of the lottery was not announced: how many outcomes it has is not known",
	CaveatRule:        "that the chances are those of its rule was not shown: only the computation again shows it",
	CaveatUnconfirmed: "the commitment and the public value were not compared with what was published and drawn",
}

// Sentence says what was not shown, without a full stop.
func (c Caveat) Sentence() string { return sentences[c] }

// A Remark is a caveat with its sentence, and with what it is about in this record.
type Remark struct {
	Caveat Caveat `json:"caveat"`
	Text   string `json:"text"`
}

// caveat adds a caveat once; detail, if any, goes before the sentence.
func (v *Verdict) caveat(c Caveat, detail ...string) {
	if slices.ContainsFunc(v.Remarks, func(r Remark) bool { return r.Caveat == c }) {
		return
	}
	text := sentences[c]
	for _, d := range detail {
		text += ": " + d
	}
	v.Remarks = append(v.Remarks, Remark{c, text})
}

// drop takes a caveat back.
func (v *Verdict) drop(c Caveat) {
	v.Remarks = slices.DeleteFunc(v.Remarks, func(r Remark) bool { return r.Caveat == c })
}

// A Colour is the verdict in one word.
type Colour string

// Red: something failed. Amber: a record that holds may still prove less than a reader
// thinks, and the remarks say what. Green: neither.
const (
	Red   Colour = "red"
	Amber Colour = "amber"
	Green Colour = "green"
)

// Colour sums up the checks and the remarks.
func (v *Verdict) Colour() Colour {
	switch {
	case !v.OK():
		return Red
	case len(v.Remarks) > 0:
		return Amber
	}
	return Green
}

// leastPages is what the smallest chance gives in a book that is not for rehearsals.
const leastPages = 5

// settled reports whether nothing is left to chance: no value and no order of pages matters.
func (c *checker) settled() bool {
	return c.rec.Source != nil && c.rec.Source.Kind == draw.KindNothing
}

// Names of what a reader confirms.
const (
	checkPublished = "commitment as published before the draw"
	checkDrawn     = "public value as drawn in public"
	checkPoolSeen  = "commitment to the pool as published before the mixing"
	checkMixing    = "value that mixed the book as drawn in public"
)

// Seen is what a reader saw published and drawn. What is empty was not seen.
type Seen struct {
	Commitment string // as published before the draw
	Pool       string // commitment to the pool, as published before the mixing
	Mixing     string // value that mixed the book, as a person types it
	Value      string // public value, as a person types it
}

// Confirm compares what a reader saw with the record and then with each of its events. Once
// that is done for everything that a drawn record has, nothing of it is left to the reader.
func (v *Verdict) Confirm(saw ...Seen) {
	hex := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }
	seen, all := map[string]string{}, true
	for n, d := range v.draws {
		of := Seen{}
		if n < len(saw) {
			of = saw[n]
		}
		seen[d.prefix+checkPublished] = hex(of.Commitment)
		seen[d.prefix+checkPoolSeen] = hex(of.Pool)
		seen[d.prefix+checkMixing] = d.typed(d.mixSource, of.Mixing)
		seen[d.prefix+checkDrawn] = d.typed(d.source, of.Value)
		all = all && (d.stage == Drawn || d.stage == CalledOff && n > 0)
	}
	v.surplus(saw, seen)
	for i := range v.Checks {
		c := &v.Checks[i]
		want, asked := seen[c.Name]
		switch {
		case !asked:
		case want == "":
			all = false
		case want == c.Got:
			c.Expected, c.Status, c.Why = want, OK, ""
		default:
			c.Expected, c.Status, c.Why = want, Failed, "this record is not the one that was published, or not the draw that was seen"
		}
	}
	if all {
		v.drop(CaveatUnconfirmed)
	}
}

// surplus fails what a reader saw published or drawn and the record does not have: an event may
// have been taken away.
func (v *Verdict) surplus(saw []Seen, seen map[string]string) {
	const name, why = "what was published and drawn is all in the record", "something that was published or drawn is not in the record, such as an event"
	found := ""
	if n := len(v.draws); len(saw) > n && slices.ContainsFunc(saw[n:], func(s Seen) bool { return s != Seen{} }) {
		found = fmt.Sprintf("%d draws, where the record has %d", len(saw), n)
	}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		if seen[name] != "" && !slices.ContainsFunc(v.Checks, func(c Finding) bool { return c.Name == name }) {
			found = cmp.Or(found, name)
		}
	}
	if found != "" {
		v.topic = TopicOutside
		v.fail(name, "nothing else", found, why)
	}
}

// typed spells a public value as a record does, or leaves it as it is.
func (d drawn) typed(source *record.SeedSource, text string) string {
	text = strings.TrimSpace(text)
	if source == nil || text == "" {
		return text
	}
	value, err := source.Value(text, d.pages)
	if err != nil {
		return text
	}
	return value.Value
}

// Recomputed notes that the whole computation was done again, with the same bytes.
func (v *Verdict) Recomputed() {
	v.Again = true
	v.drop(CaveatRule)
}

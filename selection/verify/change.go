package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// A change is an event that is a record of its own, seen from the record that it belongs to.
type change struct {
	*checker                // of the event itself
	outer    *checker       // of the record
	name     string         // "event 1: "
	now      *company       // who is in before it
	stay     []string       // who is in and does not leave, sorted
	at       map[string]int // place of each id in the record
}

// change checks an event that is a record of its own: by itself, as every record is, and that
// it follows from what was before. It is false where nothing can follow.
func (c *checker) change(n int, part record.Part, now *company) bool {
	inner := &checker{files: c.files.Event(n + 1), rec: part.Record, inner: true}
	inner.all(nil)
	name := eventName(n)
	for _, f := range inner.Checks {
		f.Name = name + f.Name
		c.Add(c.topic, f)
	}
	for _, r := range inner.Remarks {
		if r.Caveat != CaveatUnconfirmed {
			c.ofEvent(n+1, r)
		}
	}
	for _, said := range inner.Stated {
		if c.rec.Rules == nil || !slices.Contains(c.rec.Rules.Statements, said) {
			c.Stated = append(c.Stated, name+said)
		}
	}
	inner.draws[0].prefix = name
	c.draws = append(c.draws, inner.draws[0])
	rec := inner.rec
	if rec.Event == nil || rec.Rules == nil || rec.Source == nil || rec.Table == nil || rec.Seated == nil ||
		c.rec.Rules == nil || c.rec.Table == nil {
		c.notCheckable(name+"what follows from the panel before", "", "a file that says so is missing or at fault")
		return false
	}
	x := change{checker: inner, outer: c, name: name, now: now, at: map[string]int{}}
	for i, id := range c.rec.IDs {
		x.at[id] = i
	}
	if len(rec.Event.Unavailable) > 0 {
		c.ofEvent(n+1, Remark{CaveatNarrowed, sentences[CaveatNarrowed]})
	}
	x.follows(n + 1)
	x.fresh()
	x.leaving()
	x.pool()
	x.needed()
	x.succeeds()
	return x.ended(n + 1)
}

// outgoing reports whether the draw is about who leaves.
func (x *change) outgoing() bool { return x.rec.Event.Kind == record.KindOutgoing }

// follows checks that the event is the next one, under the rules of the record, and announced
// after all that was before.
func (x *change) follows(number int) {
	c, e := x.outer, x.rec.Event
	c.equal(x.name+"number", strconv.Itoa(number), strconv.Itoa(e.Event), "event.json stands in the folder of another event")
	if c.rec.Version() == 1 {
		c.fail(x.name+"version of the record", "2 or later", "1", "records of version 1 have events of the plain form only")
	}
	if last := c.files.LastSums(number); last == nil {
		c.fail(x.name+"what was before", "a list of hashes that ended it", "none", "an event follows what has ended, and in the same form")
	} else {
		c.equal(x.name+"hash of what was before", hashHex(last), e.Previous, "it follows another draw")
	}
	rules := func(r *record.Rules) string {
		return fmt.Sprintf("%s, %s, %s form, %d of a household", r.Format, r.Rule, r.Form, r.Household)
	}
	c.equal(x.name+"rules", rules(c.rec.Rules), rules(x.rec.Rules), "an event goes by the rules of its record")
	none := func(text string) string { return cmp.Or(text, "none") }
	s := x.rec.Source
	c.equal(x.name+"commitment it replaces", none(x.now.supersedes), none(s.Supersedes), "it replaces the event just before, if that was called off")
	c.equal(x.name+"why that was called off", none(x.now.reason), none(s.Reason), "seedsource.json and aborted.json disagree")
	for _, source := range []*record.SeedSource{x.rec.MixSource, s} {
		if source != nil {
			x.later(&source.Source)
		}
	}
}

// later checks that a public value was announced for a time after every one before it.
func (x *change) later(s *draw.Source) {
	c := x.outer
	if s.Round > 0 && s.Round <= x.now.round {
		c.fail(x.name+"drand round", fmt.Sprintf("later than %d", x.now.round), strconv.FormatInt(s.Round, 10), "its value was known before")
	}
	if s.Time != "" && s.Time <= x.now.time {
		c.fail(x.name+"time", "later than "+x.now.time, s.Time, "it is announced for a time that was over")
	}
	x.now.round, x.now.time = max(x.now.round, s.Round), max(x.now.time, s.Time)
}

// leaving checks that members leave, and others are unavailable.
func (x *change) leaving() {
	c, e := x.outer, x.rec.Event
	isMember := func(id string) bool { return slices.Contains(x.now.panel, id) }
	for _, id := range e.Leaving {
		if !isMember(id) {
			c.fail(x.name+"who leaves", "people of the panel", id, "only people of the panel can leave it")
			return
		}
	}
	want := "people of the pool who are not on the panel"
	if x.outgoing() {
		want = "people of the panel"
	}
	for _, id := range e.Unavailable {
		if _, known := x.at[id]; !known || isMember(id) != x.outgoing() {
			c.fail(x.name+"who is unavailable", want, id, "others take no part in the draw in any case")
			return
		}
	}
	x.stay = slices.DeleteFunc(slices.Clone(x.now.panel), func(id string) bool { return slices.Contains(e.Leaving, id) })
	n := fmt.Sprintf("%d leave, %d of the others are unavailable", len(e.Leaving), len(e.Unavailable))
	c.equal(x.name+"who leaves", n, n, "")
}

// pool checks that the pool of the event is everybody who can take a seat, with the answers of
// the record.
func (x *change) pool() {
	const name, pages = "who can be drawn", "nobody of the panel, nobody who left it, nobody who lives with those who stay"
	c := x.outer
	gone := map[string]bool{}
	for _, id := range slices.Concat(x.now.panel, x.now.left, x.rec.Event.Unavailable) {
		gone[id] = true
	}
	if x.outgoing() {
		gone = map[string]bool{}
		for _, id := range c.rec.IDs {
			gone[id] = !slices.Contains(x.now.panel, id) || slices.Contains(x.rec.Event.Unavailable, id)
		}
		maps.DeleteFunc(gone, func(_ string, is bool) bool { return !is })
	}
	limited, roster := c.rec.Rules.Household > 0 && !x.outgoing(), c.rec.Roster
	if !c.together {
		roster = nil // a part of the pool, or another one
	}
	if limited && roster != nil {
		taken := map[string]bool{"": false}
		for _, id := range x.stay {
			if home := roster.Home(x.at[id]); home != "" {
				taken[home] = true
			}
		}
		for i, id := range c.rec.IDs {
			if taken[roster.Home(i)] {
				gone[id] = true
			}
		}
	}
	got := x.people()
	if got == nil {
		c.notCheckable(x.name+name, "", "there is no book yet, and it needs "+record.EventPath(x.rec.Event.Event, x.rec.Form().RosterFile()))
		return
	}
	for _, id := range got {
		if _, known := x.at[id]; !known || gone[id] {
			c.fail(x.name+name, pages, id, "this person cannot be drawn")
			return
		}
	}
	if x.settled() {
		x.answers()
		return // succeeds says who is in it
	}
	want := len(c.rec.IDs) - len(gone)
	if limited && roster == nil {
		c.notCheckable(x.name+name, "", "whether anybody was left out needs "+c.rec.Form().RosterFile())
		return
	}
	c.equal(x.name+name, fmt.Sprintf("%d people", want), fmt.Sprintf("%d people", len(got)), "people were left out who can be drawn")
	x.answers()
}

// answers checks that the people of the event are recorded as in the record.
func (x *change) answers() {
	const name = "answers are those of the record"
	c := x.outer
	outer, inner := c.rec.Roster, x.rec.Roster
	if outer == nil || inner == nil || c.noRoster() != "" || !c.together {
		c.notCheckable(x.name+name, "", "needs "+record.EventPath(1, c.rec.Form().RosterFile())+" and that of the record")
		return
	}
	if !sameNames(c.rec, x.rec) {
		return // needed says so
	}
	homes := map[string]int{}
	for _, e := range inner.Entries {
		homes[outer.Home(x.at[e.ID])]++
	}
	for i, e := range inner.Entries {
		was := outer.Entries[x.at[e.ID]]
		home := outer.Home(x.at[e.ID])
		if homes[home] < 2 {
			home = "" // alone, of those who can be drawn
		}
		if e.Salt != was.Salt || !slices.Equal(e.Values, was.Values) || inner.Home(i) != home {
			c.fail(x.name+name, "the line of the record", e.ID, "this person was given other answers, another salt or household")
			return
		}
	}
	n := fmt.Sprintf("%d people", len(inner.Entries))
	c.equal(x.name+name, n, n, "")
}

// sameNames reports whether two records ask for the same values of the same features.
func sameNames(a, b *record.Record) bool {
	names := func(r *record.Record) string {
		var all strings.Builder
		for _, f := range r.Table.Features {
			for _, v := range f.Values {
				fmt.Fprintf(&all, "%q %q\n", f.Name, v.Name)
			}
		}
		return all.String()
	}
	return names(a) == names(b)
}

// needed checks the quotas of the event: what those who stay leave of the quotas of the record.
// Windows that are wider are a deviation, which the verdict names; narrower ones are refused.
func (x *change) needed() {
	const name = "quotas that are left"
	c := x.outer
	if !sameNames(c.rec, x.rec) || x.rec.Table.Flex {
		c.fail(x.name+name, "the features and values of the record, without flex columns", "others", "the quotas of an event follow from those of the record")
		return
	}
	switch x.rec.Event.Kind {
	case record.KindOutgoing:
		x.unbound()
		return
	case record.KindAlternates:
		x.nobodySeated()
		return
	}
	x.counted()
	wider := 0
	for f, feature := range c.rec.Table.Features {
		for v, quota := range feature.Values {
			seated, window := x.rec.Seated[f][v], x.rec.Table.Features[f].Values[v]
			low, high := max(0, quota.Min-seated), max(0, quota.Max-seated)
			if window.Min > low || window.Max < high {
				c.fail(x.name+name, fmt.Sprintf("%s, %s: %d to %d", feature.Name, quota.Name, low, high),
					fmt.Sprintf("%d to %d", window.Min, window.Max), "those who stay leave more room than that")
				return
			}
			if window.Min < low || window.Max > high {
				wider++
			}
		}
	}
	vacant := c.rec.Rules.Seats - len(x.stay)
	if x.rec.Rules.Seats > vacant {
		c.fail(x.name+"seats", fmt.Sprintf("at most %d", vacant), strconv.Itoa(x.rec.Rules.Seats), "more people than seats are vacant")
		return
	}
	text := fmt.Sprintf("%d of %d seats, %d windows wider than what is left", x.rec.Rules.Seats, vacant, wider)
	c.equal(x.name+name, text, text, "")
	if wider > 0 || x.rec.Rules.Seats < vacant {
		c.ofEvent(x.rec.Event.Event, Remark{CaveatDeviation, sentences[CaveatDeviation]})
	}
}

// nobodySeated checks that seated.csv says nothing where nobody joins.
func (x *change) nobodySeated() {
	got := 0
	for _, values := range x.rec.Seated {
		for _, n := range values {
			got += n
		}
	}
	x.outer.equal(x.name+"those who stay, by value", "0", strconv.Itoa(got), "where nobody joins, nobody is counted")
}

// unbound checks that no quota bears on who leaves.
func (x *change) unbound() {
	seats := x.rec.Rules.Seats
	found := ""
	for f, feature := range x.rec.Table.Features {
		for v, value := range feature.Values {
			if value.Min != 0 || value.Max != seats || x.rec.Seated[f][v] != 0 {
				found = fmt.Sprintf("%s, %s: %d to %d, %d seated", feature.Name, value.Name, value.Min, value.Max, x.rec.Seated[f][v])
			}
		}
	}
	want := fmt.Sprintf("0 to %d on every line, nobody seated, fewer than %d seats", seats, len(x.now.panel))
	if seats >= len(x.now.panel) {
		found = cmp.Or(found, fmt.Sprintf("%d seats", seats))
	}
	x.outer.equal(x.name+"nothing bears on who leaves", want, cmp.Or(found, want), "who leaves is left to the draw")
}

// counted checks how many of those who stay have each value.
func (x *change) counted() {
	const name = "those who stay, by value"
	c := x.outer
	for f, feature := range c.rec.Table.Features {
		sum := 0
		for _, n := range x.rec.Seated[f] {
			sum += n
		}
		if sum != len(x.stay) {
			c.fail(x.name+name, fmt.Sprintf("%d people for %s", len(x.stay), feature.Name), strconv.Itoa(sum), "seated.csv counts other people")
			return
		}
	}
	if why := c.noRoster(); why != "" || !c.together {
		c.notCheckable(x.name+name, "", cmp.Or(why, "pages and pool do not belong together"))
		return
	}
	for f, feature := range c.rec.Table.Features {
		seated := make([]int, len(feature.Values))
		for _, id := range x.stay {
			seated[c.rec.Roster.Entries[x.at[id]].Values[f]]++
		}
		for v, value := range feature.Values {
			if seated[v] != x.rec.Seated[f][v] {
				c.fail(x.name+name, fmt.Sprintf("%s, %s: %d", feature.Name, value.Name, seated[v]), strconv.Itoa(x.rec.Seated[f][v]), "seated.csv counts them wrong")
				return
			}
		}
	}
	n := fmt.Sprintf("%d people", len(x.stay))
	c.equal(x.name+name, n, n, "")
}

// ended checks how the event ended, and who is in then. It is false where nothing can follow.
func (x *change) ended(number int) bool {
	c, now := x.outer, x.now
	now.supersedes, now.reason = "", ""
	switch {
	case x.Stage == CalledOff && x.rec.Aborted != nil:
		now.supersedes, now.reason = x.rec.Aborted.Commitment, x.rec.Aborted.Reason
		return true
	case x.Stage != Drawn || x.rec.Drawing == nil:
		return false
	}
	if x.rec.Event.Kind == record.KindAlternates {
		now.next = x.rec.Drawing.Panel
		return true
	}
	if x.outgoing() {
		now.left = append(now.left, x.rec.Drawing.Panel...)
		now.panel = slices.DeleteFunc(x.stay, func(id string) bool { return slices.Contains(x.rec.Drawing.Panel, id) })
	} else {
		now.left = append(now.left, x.rec.Event.Leaving...)
		now.panel = slices.Sorted(slices.Values(append(x.stay, x.rec.Drawing.Panel...)))
	}
	n := fmt.Sprintf("%d people", len(now.panel))
	c.equal(x.name+"panel then", n, n, "")
	if !x.outgoing() { // seats are empty until a replacement
		c.stillWithin(x.name+checkPanel, now.panel)
	}
	return true
}

// fresh checks that no value of the event opened or mixed a book of this record before: also
// not one of an event that was called off.
func (x *change) fresh() {
	for i, value := range spentBy(x.rec) {
		name := x.name + []string{"value that mixed the book is new", "public value is new"}[i]
		switch {
		case value == "":
		case slices.Contains(x.now.values, value):
			x.outer.fail(name, "a value of its own", strconv.Quote(value), "it was known when the event was prepared")
		default:
			x.now.values = append(x.now.values, value)
			x.outer.equal(name, "it is", "it is", "")
		}
	}
}

// spentBy are the values that mixed and opened the book of a record; "": none yet, or digits
// that name a page, which are few and may come again.
func spentBy(r *record.Record) (values [2]string) {
	if r.Mixing != nil {
		values[0] = r.Mixing.PublicValue
	}
	if r.Drawing != nil && (r.Source == nil || r.Source.Kind != draw.KindPageDigits) {
		values[1] = r.Drawing.PublicValue
	}
	return values
}

package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/evenlot/evenlot/selection/record"
)

// events checks the later draws, one after the other.
func (c *checker) events() {
	if len(c.rec.Events) == 0 || c.inner {
		return
	}
	if c.rec.Drawing == nil || c.rec.IDs == nil {
		c.notCheckable("events", "", "draw.json or chances.csv is missing or at fault")
		return
	}
	now := company{panel: slices.Sorted(slices.Values(c.rec.Drawing.Panel)), ended: c.files[record.DrawFile]}
	spent := spentBy(c.rec)
	now.values = slices.DeleteFunc(spent[:], func(value string) bool { return value == "" })
	for _, s := range []*record.SeedSource{c.rec.MixSource, c.rec.Source} {
		if s != nil {
			now.round, now.time = max(now.round, s.Round), max(now.time, s.Time)
		}
	}
	for n, part := range c.rec.Events {
		if part.Record != nil {
			if c.change(n, part, &now) {
				continue
			}
			if n+1 < len(c.rec.Events) {
				c.fail(eventName(n+1)+"what was before", "a draw, or its end", "neither", "an event follows one that has ended")
			}
			return
		}
		name := eventName(n)
		if n > 0 && c.rec.Events[n-1].Record != nil {
			c.fail(name+"form", "a record of its own, as the event before", "the plain form", "events of one record have one form")
			return
		}
		c.covers(part.Folder+record.Event1SumsFile, part.Sums, eventPaths(part.Folder))
		c.sums(part.Folder+record.Event1SumsFile, part.Sums)
		if part.Event == nil || part.Source == nil || part.Pages == nil || part.Sums == nil {
			c.notCheckable(name+"draw", "", "a file of "+part.Folder+" is missing or at fault")
			return
		}
		c.chain(name, n, part, &now)
		c.joining(name, part, now)
		if !c.end(name, part, &now) {
			return
		}
	}
}

func eventPaths(folder string) []string {
	var paths []string
	for _, name := range record.Event1Committed() {
		paths = append(paths, folder+name)
	}
	return paths
}

// chain checks that an event is the next one after what was before, and its book as
// large as it says.
func (c *checker) chain(name string, n int, part record.Part, now *company) {
	e := part.Event
	c.equal(name+"number", strconv.Itoa(n+1), strconv.Itoa(e.Event), "event.json stands in the folder of another event")
	c.equal(name+"hash of what was before", hashHex(now.ended), e.Previous, "it follows another draw")
	c.equal(name+"pages of the book", strconv.Itoa(e.Pages), strconv.Itoa(len(part.Pages)), "event.json and book.csv disagree")
	c.equal(name+"people of each page", strconv.Itoa(e.Seats), strconv.Itoa(len(part.Pages[0])), "event.json and book.csv disagree")
	s := part.Source
	c.suits(name, s, e.Pages)
	none := func(text string) string { return cmp.Or(text, "none") }
	c.equal(name+"commitment it replaces", none(now.supersedes), none(s.Supersedes), "it replaces the event just before, if that was called off")
	c.equal(name+"why that was called off", none(now.reason), none(s.Reason), "seedsource.json and aborted.json disagree")
	if s.Round > 0 && s.Round <= now.round {
		c.fail(name+"drand round", fmt.Sprintf("later than %d", now.round), strconv.FormatInt(s.Round, 10), "its value was known before")
	}
	now.round = max(now.round, s.Round) // of an event that was called off, too
}

// joining checks that people of the panel leave, and that nobody is on a page of the
// event who is on the panel or left it.
func (c *checker) joining(name string, part record.Part, now company) {
	for _, id := range part.Event.Leaving {
		if !slices.Contains(now.panel, id) {
			c.fail(name+"who leaves", "people of the panel", id, "only people of the panel can leave it")
			return
		}
	}
	n := fmt.Sprintf("%d people of the panel", len(part.Event.Leaving))
	c.equal(name+"who leaves", n, n, "")
	barred := map[string]bool{}
	for _, id := range slices.Concat(now.panel, now.left) {
		barred[id] = true
	}
	const want = "people who are not on the panel and did not leave it"
	for j, page := range part.Pages {
		for _, i := range page {
			if id := c.rec.IDs[i]; barred[id] {
				c.fail(name+"who may join", want, fmt.Sprintf("%s on page %s", id, record.PageName(j, len(part.Pages))), "they cannot join again")
				return
			}
		}
	}
	c.equal(name+"who may join", want, want, "")
}

// end checks how an event ended, and what the panel is then. It is false where nothing
// can follow.
func (c *checker) end(name string, part record.Part, now *company) bool {
	sums := c.files[part.Folder+record.Event1SumsFile]
	end, drawn := part.Folder+record.Event1EndFile, part.Folder+record.Event1DrawFile
	switch {
	case c.files[end] != nil:
		c.notCheckable(name+"draw", "", c.calledOff(name, sums, part.Aborted))
		if part.Aborted == nil {
			return false
		}
		now.ended, now.supersedes, now.reason = c.files[end], hashHex(sums), part.Aborted.Reason
		return true
	case c.files[drawn] == nil:
		c.notCheckable(name+"draw", "", "not drawn yet")
		return false
	case part.Drawing == nil:
		c.notCheckable(name+"draw", "", drawn+" is at fault")
		return false
	}
	c.opening(opening{
		prefix: name, drawing: part.Drawing, source: part.Source, commitment: hashHex(sums),
		count: part.Event.Pages, pages: part.Pages,
	})
	leaves := func(id string) bool { return slices.Contains(part.Event.Leaving, id) }
	now.panel = slices.DeleteFunc(now.panel, leaves)
	now.panel = slices.Sorted(slices.Values(append(now.panel, part.Drawing.Panel...)))
	now.ended, now.supersedes, now.reason = c.files[drawn], "", ""
	now.left = append(now.left, part.Event.Leaving...)
	n := fmt.Sprintf("%d people", len(now.panel))
	c.equal(name+"panel then", n, n, "")
	c.stillWithin(name+checkPanel, now.panel)
	return true
}

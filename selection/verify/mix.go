package verify

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
)

// mix checks what was fixed before a public value mixed the book, and the value.
func (c *checker) mix() {
	if !c.files.Mixes() {
		return
	}
	if c.rec.Version() == 1 {
		c.fail(record.MixSourceFile, "no such file", "a file", "books of version 1 are not mixed")
	}
	c.sums(record.FixedSumsFile, c.rec.FixedSums)
	c.covers(record.FixedSumsFile, c.rec.FixedSums, c.files.Fixed())
	mixing, source, rules := c.rec.Mixing, c.rec.MixSource, c.rec.Rules
	sums := c.files[record.FixedSumsFile]
	if source == nil || rules == nil || sums == nil {
		c.notCheckable("value that mixes the book", "", "mixsource.json, fixed.sha256 or rules.json is missing or at fault")
		return
	}
	c.suits("mixing: ", source, rules.Pages)
	c.equal("mixing comes before the draw", "it does", cmp.Or(c.mixedLate(), "it does"), "the value that mixes the book is announced first")
	if mixing == nil {
		c.notCheckable("value that mixes the book", "", "not mixed yet")
		return
	}
	if d := c.rec.Drawing; d != nil && c.rec.Source != nil && c.rec.Source.Kind != draw.KindPageDigits && !c.inner {
		c.equal("mixing: value is another one than that of the draw", "it is", same(d.PublicValue == mixing.PublicValue), "the value of the draw was known when the book was mixed")
	}
	commitment := hashHex(sums)
	c.equal("mixing: commitment to the pool", commitment, mixing.Commitment, "mix.json belongs to another pool")
	c.value(opening{prefix: "mixing: ", source: source, commitment: commitment,
		drawing: &record.Drawing{PublicValue: mixing.PublicValue, Signature: mixing.Signature}})
	c.equal("mixing: mix string", commitment+"."+mixing.PublicValue, mixing.MixString, "it is not commitment, full stop, public value")
}

// same says of two values whether they differ.
func same(are bool) string {
	if are {
		return "the same value"
	}
	return "it is"
}

// mixedLate says what is wrong with the announcements of mixing and draw; "" if nothing is.
func (c *checker) mixedLate() string {
	m, s := c.rec.MixSource, c.rec.Source
	switch {
	case slices.Contains([]string{draw.KindKnown, draw.KindPageDigits, draw.KindNothing}, m.Kind):
		return m.Kind + ", which mixes no book"
	case m.Supersedes != "":
		return "it supersedes a record, which is for seedsource.json to say"
	case m.Kind == draw.KindRehearsal || s == nil || s.Kind == draw.KindRehearsal:
		return ""
	case m.Time == "" || s.Time == "":
		return "no time is announced"
	case m.Time >= s.Time || m.Round > 0 && s.Round > 0 && m.Round >= s.Round:
		return m.Time + ", and the draw is at " + s.Time
	}
	return ""
}

// sorted checks that features and values stand in the one order that version 2 has.
func (c *checker) sorted() {
	if c.rec.Table == nil || c.rec.Version() == 1 {
		return
	}
	found, features := "", c.rec.Table.Features
	for f, feature := range features {
		if f > 0 && features[f-1].Name >= feature.Name {
			found = cmp.Or(found, strconv.Quote(feature.Name)+" after "+strconv.Quote(features[f-1].Name))
		}
		for v := 1; v < len(feature.Values); v++ {
			if a, b := feature.Values[v-1].Name, feature.Values[v].Name; strings.Compare(a, b) >= 0 {
				found = cmp.Or(found, strconv.Quote(b)+" after "+strconv.Quote(a))
			}
		}
	}
	c.equal("order of quotas.csv", "by the bytes of the names", cmp.Or(found, "by the bytes of the names"), "nobody chooses an order")
}

package verify

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/record"
)

// checkAll makes all checks of files that are part of a record.
func checkAll(files record.Files, faults quotas.Faults) *Verdict {
	rec, more := record.Parse(files)
	c := &checker{files: files, rec: rec}
	c.all(append(faults, more...))
	return &c.Verdict
}

// all makes all checks, with the faults of what could not be read.
func (c *checker) all(faults quotas.Faults) {
	files, rec := c.files, c.rec
	c.Stage = stageOf(files)
	c.topic = TopicFiles
	c.present()
	if c.Stage == Drawn || c.Stage == CalledOff {
		c.sums(record.PublicSumsFile, rec.PublicSums)
	}
	c.topic = TopicMixing
	c.mix()
	c.topic = TopicFiles
	if !files.Unmixed() {
		c.sums(record.CommitSumsFile, rec.CommitSums)
		c.covers(record.CommitSumsFile, rec.CommitSums, files.Committed())
	}
	c.spelling(faults)
	c.announcement()
	c.sorted()
	if files.Unmixed() {
		c.fixed()
	} else {
		c.made()
	}
	c.topic = TopicOutside
	c.beyond()
	c.remarks()
}

// made checks what is there once there is a book.
func (c *checker) made() {
	for _, about := range []struct {
		topic  Topic
		checks []func()
	}{
		{TopicDraw, []func(){c.draw}},
		{TopicBook, []func(){c.pages, c.counts}},
		{TopicPool, []func(){c.totals, c.pool}},
		{TopicProof, []func(){c.short, c.proof}},
		{TopicAlike, []func(){c.dealing}},
		{TopicEvents, []func(){c.events}},
		{TopicMeasures, []func(){c.measures}},
	} {
		c.topic = about.topic
		for _, check := range about.checks {
			check()
		}
	}
}

// fixed checks what is there before a value mixes the book.
func (c *checker) fixed() {
	if c.Stage == CalledOff {
		c.topic = TopicDraw
		c.notCheckable("draw", "", c.calledOff("", c.files[record.FixedSumsFile], c.rec.Aborted))
	}
	c.topic = TopicPool
	c.totals()
	if why := c.noRoster(); why != "" {
		c.notCheckable(checkRoot, "", why)
		return
	}
	c.root()
	c.recount()
}

// stageOf tells how far the ceremony went. A list of hashes without a draw is what is
// left of a record that was drawn.
func stageOf(files record.Files) Stage {
	switch {
	case files.Unmixed() && files[record.AbortedFile] == nil && files[record.PublicSumsFile] == nil:
		return Unmixed
	case files[record.DrawFile] != nil:
		return Drawn
	case files[record.AbortedFile] != nil:
		return CalledOff
	case files[record.PublicSumsFile] != nil:
		return Drawn
	}
	return Undrawn
}

// announcement checks that the text published before the draw is of this commitment, and
// of no other; what its words say is for readers to compare. A second commitment would catch
// the eye in capitals, too, over two lines, or in groups: so case, and what is no ASCII letter
// or digit, do not count. What the text may name besides is taken out first, lest a word such as "deed" beside it make it
// another number.
func (c *checker) announcement() {
	text, ok := c.files[record.AnnouncementFile]
	if !ok || c.files[record.CommitSumsFile] == nil && c.files[record.FixedSumsFile] == nil {
		return
	}
	const name, why = "commitment in announcement.txt", "the text announces something else than this record"
	commitment := record.Commitment(c.files)
	left := joined(text)
	if !strings.Contains(left, commitment) {
		c.fail(name, commitment, "none", why)
		return
	}
	source := string(c.files[record.SeedSourceFile]) + string(c.files[record.MixSourceFile]) + string(c.files[record.MixFile])
	for _, known := range append([]string{commitment}, hexRuns(source)...) {
		left = strings.ReplaceAll(left, known, ".")
	}
	if others := hexRuns(left); len(others) > 0 {
		c.fail(name, commitment, others[0], why)
		return
	}
	c.equal(name, commitment, commitment, "")
}

// joined is a text without what is no ASCII letter or digit, with a to f for A to F.
func joined(text []byte) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'F':
			return r - 'A' + 'a'
		case '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'G' <= r && r <= 'Z':
			return r
		}
		return -1
	}, string(text))
}

// hexRuns are the places of a text with at least as many hexadecimal digits in a row as a
// hash has.
func hexRuns(text string) []string {
	runs := strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) })
	return slices.DeleteFunc(runs, func(run string) bool { return len(run) < 2*sha256.Size })
}

// spelling reports what could not be read, a few faults a file.
func (c *checker) spelling(faults quotas.Faults) {
	const most = 10
	perFile := map[string]int{}
	for _, f := range faults {
		if perFile[f.File]++; perFile[f.File] > most {
			continue
		}
		place := f.File
		if f.Line > 0 {
			place += fmt.Sprintf(":%d:%d", f.Line, f.Column)
		}
		c.fail(place, f.Expected, f.Found, f.Fix)
	}
	if len(faults) == 0 {
		n := strconv.Itoa(len(c.files))
		c.equal("files in their one spelling", n, n, "")
	}
}

// beyond names what a reader must find out elsewhere.
func (c *checker) beyond() {
	commitment, key, pages := "", "", 0
	if c.files[record.CommitSumsFile] != nil || c.files[record.FixedSumsFile] != nil {
		commitment = record.Commitment(c.files)
	}
	if c.rec.Rules != nil {
		key, pages = c.rec.Rules.KeyHash, c.rec.Rules.Pages
		c.Stated = append(append([]string{}, c.rec.Rules.Statements...), c.Stated...) // those of events come after
	}
	c.draws = append([]drawn{{stage: c.Stage, source: c.rec.Source, mixSource: c.rec.MixSource, pages: pages}}, c.draws...)
	const published, drawn = checkPublished, checkDrawn
	const compare, compareValue = "compare it with what was published", "compare it with what was drawn"
	c.notCheckable(published, commitment, compare)
	if m := c.rec.Mixing; m != nil {
		c.notCheckable(checkPoolSeen, m.Commitment, compare)
		c.notCheckable(checkMixing, m.PublicValue, compareValue)
	}
	if c.rec.Drawing != nil && !c.settled() {
		c.notCheckable(drawn, c.rec.Drawing.PublicValue, compareValue)
	}
	if s := c.rec.Source; s != nil && s.Supersedes != "" {
		c.notCheckable("record that this one replaces", s.Supersedes, "ask for that record; it was called off: "+s.Reason)
	}
	for n, part := range c.rec.Events {
		if part.Record != nil {
			continue // says it itself
		}
		event := eventName(n)
		if sums, ok := c.files[part.Folder+record.Event1SumsFile]; ok {
			c.notCheckable(event+published, hashHex(sums), compare)
		}
		if part.Drawing != nil {
			c.notCheckable(event+drawn, part.Drawing.PublicValue, compareValue)
		}
	}
	if rules := c.rec.Rules; rules != nil && rules.Rule != "leximin" {
		c.notCheckable("chances as the rule makes them", rules.Rule, "only the computation again shows that this rule was followed")
	}
	c.notCheckable("ids and salts from the record key", key, "only who holds the record key can compute them")
}

package portable_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/record"
)

// lookalikes gives for each member somebody else with the same answers, all of them different.
func lookalikes(t *testing.T, b *body) (friends []string) {
	t.Helper()
	rec, faults := record.Parse(b.files)
	require.Empty(t, faults)
	answers := func(id string) []int { return rec.Roster.Entries[slices.Index(rec.IDs, id)].Values }
	for _, member := range b.members(t) {
		for _, id := range b.others(t) {
			if !slices.Contains(friends, id) && slices.Equal(answers(id), answers(member)) {
				friends = append(friends, id)
				break
			}
		}
	}
	return friends
}

// Whoever calls all rivals of a friend unavailable seats the friend, and lets an enemy leave, by a
// draw that has nothing to choose from, with a value that nobody knew. No checker is green then.
func TestNobodyToChooseFrom(t *testing.T) {
	b := newBody(t, basis{mixed: true})
	m, o, friends := b.members(t), b.others(t), lookalikes(t, b)
	require.Len(t, friends, len(m))
	e := newEngine(t)
	for i, c := range []struct {
		what     string
		of       selection.Turnover
		narrowed bool
	}{
		{"nobody is unavailable", selection.Turnover{Leaving: m[:1]}, false},
		{"all but a friend", selection.Turnover{Leaving: m[:1], Unavailable: without(o, friends[:1])}, true},
		{"all but eight friends", selection.Turnover{Kind: record.KindRotation, Leaving: m, Unavailable: without(o, friends)}, true},
		{"all members but an enemy", selection.Turnover{Kind: record.KindOutgoing, Seats: 1, Unavailable: m[1:]}, true},
	} {
		event := change{turnover: c.of, by: fmt.Sprintf("50000000000%d", i), mix: fmt.Sprintf("60000000000%d", i)}.on(9)
		files := b.do(t, event).files
		given := confirmation(files)
		v := e.sameVerdict(t, c.what, files, given, e.verdict(files, given))
		assert.Equal(t, map[bool]string{true: "amber", false: "green"}[c.narrowed], string(v.Colour()), c.what)
		for _, shell := range shells(t) {
			out, code := shellCheck(t, shell, written(t, public(files)))
			assert.Zero(t, code, "%s: %s", c.what, out)
			assert.Equal(t, c.narrowed, strings.Contains(out, "because the organiser says so"), "%s: %s", c.what, out)
		}
	}
}

// A record has 40 events at most: all refuse one more, however well it follows.
func TestFortyEvents(t *testing.T) {
	b := newBody(t, basis{})
	c := leave("", b.members(t)[0])
	c.off = "the camera failed"
	b = b.do(t, c)
	for n := 2; n <= 41; n++ { // each replaces the one before, which was called off
		before := b.files.Event(n - 1)
		inner := b.files.Event(n - 1)
		event, err := record.ReadEvent("event.json", inner[record.EventFile])
		require.NoError(t, err)
		event.Event, event.Previous = n, hexSum(before[record.PublicSumsFile])
		source, err := record.ReadSeedSource("seedsource.json", inner[record.SeedSourceFile])
		require.NoError(t, err)
		source.Supersedes, source.Reason = record.Commitment(before), c.off
		inner[record.EventFile], inner[record.SeedSourceFile] = event.Bytes(), source.Bytes()
		delete(inner, record.AnnouncementFile)
		delete(inner, record.PublicSumsFile)
		inner.SealCommit()
		inner[record.AbortedFile] = record.Aborted{Commitment: record.Commitment(inner), Reason: c.off}.Bytes()
		inner.Seal()
		b.files.AddEvent(n, inner)
		if n < 40 {
			continue
		}
		e := newEngine(t)
		v := e.sameVerdict(t, fmt.Sprint(n, " events"), b.files, seen{}, e.verdict(b.files, seen{}))
		assert.Equal(t, n == 40, v.OK(), "%d events: %s", n, goRefuses(b.files))
		out, code := shellCheck(t, shells(t)[0], written(t, public(b.files)))
		assert.Equal(t, n == 40, code == 0, "%d events: %s", n, out)
	}
}

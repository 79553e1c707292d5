package portable_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
)

// A body is a panel of eight out of forty people, with all that the events of its record need.
type body struct {
	files   record.Files // public/ and auditor/, events included
	private record.Files
}

// A basis is the record that events follow.
type basis struct {
	form      record.Form
	household int
	rule      string
	mixed     bool
	source    draw.Source // of no kind: [ballsOn] no day
	next      int         // alternates that the draw names
}

// later is after every time that these tests announce.
const later = int64(1) << 40

// ballsOn are digits drawn on a day of January 2027; 0: no day is announced.
func ballsOn(day int) draw.Source {
	s := draw.Source{Kind: draw.KindDigits, Statement: "balls in the town hall", Digits: 12}
	if day > 0 {
		s.Time = fmt.Sprintf("2027-01-%02dT18:00:00Z", day)
	}
	return s
}

// drandAt is a round of drand, whose signature nobody here checks but by its hash.
func drandAt(round int64) draw.Source {
	return draw.Quick("quicknet", draw.TimeOf(round), 0)
}

// newBody makes a record and draws it.
func newBody(t *testing.T, of basis) *body {
	t.Helper()
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nage,old,3,6\nage,young,2,5\ngender,man,3,5\ngender,woman,3,5\n"))
	require.Empty(t, faults)
	var people strings.Builder
	people.WriteString("id,gender,age,home\n")
	for i := range 40 {
		home := fmt.Sprintf("house %d", i)
		if i < 16 { // eight couples
			home = fmt.Sprintf("house %d", i/2)
		}
		fmt.Fprintf(&people, "p%02d,%s,%s,%s\n", i, []string{"woman", "man"}[i%2], []string{"old", "young", "old"}[i%3], home)
	}
	opt := pool.Options{ID: "id"}
	if of.household > 0 {
		opt.Household = []string{"home"}
	}
	candidates, faults := pool.Read("pool.csv", []byte(people.String()), table, opt)
	require.Empty(t, faults)
	if of.source.Kind == "" {
		of.source = ballsOn(0)
	}
	req := selection.Request{Pool: candidates, Seats: 8, Pages: 200, Household: of.household, Rule: of.rule, Form: of.form,
		Key: &[32]byte{1, 2, 3}, Source: record.SeedSource{Source: of.source}}
	if of.next > 0 {
		req.Statements = []string{"an earlier one", record.NextPagesStatement(of.next)}
	}
	b := &body{files: record.Files{}, private: record.Files{}}
	if of.mixed {
		req.Mix, req.Source.Source = ballsOn(1), ballsOn(2)
		fixed, err := selection.Fix(context.Background(), req)
		require.NoError(t, err)
		b.take(fixed.Files)
		b.take(mixedBy(t, b.files, b.private, "100000000001"))
	} else {
		p, err := selection.Prepare(context.Background(), req)
		require.NoError(t, err)
		b.take(p.Files)
	}
	// The checkers would travel to the page again with every record.
	for _, name := range []string{record.CheckerFile, record.ScriptFile} {
		delete(b.files, name)
	}
	b.private[private.NotesFile] = ofCheckers.ReplaceAll(b.private[private.NotesFile], nil)
	openBy(t, b.files, "100000000002")
	return b
}

var ofCheckers = regexp.MustCompile(`,\s*"public/verify\.(html|sh)": "[0-9a-f]*"`)

// take sorts files into what an auditor has and what is private.
func (b *body) take(files record.Files) {
	for name, data := range files {
		switch tier, _, _ := strings.Cut(name, "/"); tier {
		case "public", "auditor":
			b.files[name] = data
		case "private":
			b.private[name] = data
		}
	}
}

func (b *body) clone() *body {
	return &body{maps.Clone(b.files), maps.Clone(b.private)}
}

// mixedBy gives the files of a record, or of an event, after a value mixed its book.
func mixedBy(t *testing.T, files, private record.Files, value string) record.Files {
	t.Helper()
	rec, faults := record.Parse(files)
	require.Empty(t, faults)
	m, err := selection.Mix(context.Background(), later, rec, private, value, nil)
	require.NoError(t, err)
	out := maps.Clone(files)
	maps.Copy(out, m.Added)
	return out
}

// openBy draws a record, or an event, by what was drawn for it.
func openBy(t *testing.T, files record.Files, value string) {
	t.Helper()
	source, err := record.ReadSeedSource("seedsource.json", files[record.SeedSourceFile])
	require.NoError(t, err)
	rules, err := record.ReadRules("rules.json", files[record.RulesFile])
	require.NoError(t, err)
	public, err := source.Value(value, rules.Pages)
	require.NoError(t, err)
	d, err := public.Open(record.Commitment(files), rules.Pages)
	require.NoError(t, err)
	files.AddDraw(d)
	files.Seal()
}

// members are those who are in, after the events.
func (b *body) members(t *testing.T) []string {
	t.Helper()
	rec, faults := record.Parse(b.files)
	require.Empty(t, faults)
	members := rec.Drawing.Panel
	for _, e := range rec.Events {
		if d := e.Record.Drawing; d == nil {
			continue
		} else if e.Record.Event.Kind == record.KindOutgoing {
			members = without(members, d.Panel)
		} else if e.Record.Event.Kind != record.KindAlternates {
			members = append(without(members, e.Record.Event.Leaving), d.Panel...)
		}
	}
	return slices.Sorted(slices.Values(members))
}

func without(list, out []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(out, id) })
}

// others are people of the pool who were never on the panel, and are not available to events.
func (b *body) others(t *testing.T) []string {
	t.Helper()
	rec, faults := record.Parse(b.files)
	require.Empty(t, faults)
	return without(rec.IDs, b.members(t))
}

// A change is an event to be made: an honest one, or one that somebody tampered with.
type change struct {
	turnover selection.Turnover
	mix, by  string                        // what was drawn; "": not yet
	off      string                        // why it was called off
	doctor   func(rec *record.Record)      // what its maker takes for the record
	edit     func(inner record.Files)      // before the commitment
	event    func(e *record.Event)         // of event.json, before the commitment
	pages    func(rec *record.Record)      // of the book
	after    func(all, inner record.Files) // when all is done
}

// do adds an event to the record. Hashes are made to fit whatever was changed.
func (b *body) do(t *testing.T, c change) *body {
	t.Helper()
	rec, faults := record.Parse(b.files)
	require.Empty(t, faults)
	if c.doctor != nil {
		c.doctor(rec)
	}
	if c.turnover.Kind == "" {
		c.turnover.Kind = record.KindReplacement
	}
	if c.turnover.Statement == "" {
		c.turnover.Statement = "moved away"
	}
	if c.turnover.Source.Kind == "" {
		c.turnover.Source.Source = ballsOn(0)
	}
	if c.turnover.Pages == 0 {
		c.turnover.Pages = 200
	}
	r, err := selection.Replace(context.Background(), rec, b.private, c.turnover)
	require.NoError(t, err)
	made := &body{record.Files{}, record.Files{}}
	made.take(r.Files)
	inner := made.files
	if c.event != nil {
		e, err := record.ReadEvent("event.json", inner[record.EventFile])
		require.NoError(t, err)
		c.event(&e)
		inner[record.EventFile] = e.Bytes()
	}
	if c.edit != nil {
		c.edit(inner)
	}
	if c.pages != nil {
		inner = repaged(t, inner, c.pages)
	}
	if c.event != nil || c.edit != nil || c.pages != nil {
		delete(inner, record.AnnouncementFile)
		delete(inner, record.MeasuresFile)
	}
	if c.turnover.Mix.Kind != "" {
		inner.SealFixed()
		if c.mix != "" {
			inner = mixedBy(t, inner, made.private, c.mix)
		}
	} else {
		inner.SealCommit()
	}
	b = b.clone()
	switch {
	case c.off != "":
		inner[record.AbortedFile] = record.Aborted{Commitment: record.Commitment(inner), Reason: c.off}.Bytes()
		inner.Seal()
	case c.by != "":
		openBy(t, inner, c.by)
	}
	if c.after != nil {
		c.after(b.files, inner)
	}
	for name := range inner {
		if tier, _, _ := strings.Cut(name, "/"); tier != "public" && tier != "auditor" {
			delete(inner, name)
		}
	}
	b.files.AddEvent(r.Number, inner)
	for name, data := range made.private {
		b.private[record.EventPath(r.Number, name)] = data
	}
	return b
}

// repaged is an event with another book: chances and measures follow, the proof stays.
func repaged(t *testing.T, inner record.Files, change func(rec *record.Record)) record.Files {
	t.Helper()
	rec, faults := record.Parse(inner)
	require.Empty(t, faults)
	change(rec)
	for _, page := range rec.Pages {
		slices.Sort(page)
	}
	out, err := record.Commit(record.CommitInput{Rules: *rec.Rules, Roster: rec.Roster, Pages: rec.Pages, Salts: rec.Salts,
		Proof: inner[record.ProofFile], Source: *rec.Source, Event: rec.Event, Seated: rec.Seated})
	require.NoError(t, err)
	for _, name := range []string{record.MixtureFile, record.OpenMixtureFile} {
		if data := inner[name]; data != nil {
			out[name] = data
		}
	}
	return out
}

package portable_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// signature is that of round 1000 of quicknet, whose SHA-256 is its randomness.
const signature = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"

// eventValue is what was drawn for the event.
const eventValue = "90700001"

// records are small records of every form, every kind of public value and every stage.
func records(t *testing.T) map[string]record.Files {
	out := map[string]record.Files{"default": recordtest.Make()}
	for name, form := range map[string]record.Form{"sealed": record.FormSealed, "open": record.FormOpen} {
		in := recordtest.Input()
		in.Rules.Form = form
		if form == record.FormSealed {
			in.Salts = record.PageSalts([32]byte{7}, in.Rules.Pages)
		}
		out[name] = recordtest.Draw(in, recordtest.PublicValue)
	}
	drand := draw.Source{Statement: "round 1000", Time: "2023-08-23T15:59:24Z", Chain: draw.Quicknet, Round: 1000}
	for name, kind := range map[string]struct {
		source draw.Source
		drawn  string
	}{
		"rehearsal":      {draw.Source{Kind: draw.KindRehearsal, Statement: "in the office"}, "grüne Äpfel"},
		"digits":         {draw.Source{Kind: draw.KindDigits, Statement: "town hall", Digits: 8}, "01234567"},
		"page digits":    {draw.Source{Kind: draw.KindPageDigits, Statement: "town hall", Digits: 1}, "0"},
		"lottery":        {draw.Source{Kind: draw.KindLottery, Statement: "lotto", Numbers: 6, Extra: 1}, "3 12 19 27 44 45 + 7"},
		"drand":          {with(drand, draw.KindDrand, 0), signature},
		"dice and drand": {with(drand, draw.KindDiceDrand, 10), "3162315224 " + signature},
	} {
		out[name] = drawn(t, record.SeedSource{Source: kind.source}, kind.drawn)
	}
	in := recordtest.Input()
	in.Proof = bytes.Replace(in.Proof, []byte(record.GradeBook), []byte(record.GradeExactly), 1)
	out["exactly"] = recordtest.Draw(in, recordtest.PublicValue)
	out["exactly"]["auditor/mixture.json"] = recordtest.Spell(`{"format": "evenlot-mixture/1",
		"pages": [[0, 6], [1, 5], [3, 1], [9, 3]]}`)
	in = recordtest.Input()
	undrawn, err := record.Commit(in)
	require.NoError(t, err)
	out["undrawn"] = undrawn
	out["called off"] = maps.Clone(undrawn)
	out["called off"]["public/aborted.json"] = record.Aborted{
		Commitment: record.Commitment(undrawn), Reason: "The \"balls\" were lost."}.Bytes()
	out["called off"].Seal()
	out["event"] = event(t, recordtest.Make())
	for _, files := range out {
		measure(t, files)
	}
	return out
}

func with(s draw.Source, kind string, digits int) draw.Source {
	s.Kind, s.Digits = kind, digits
	return s
}

// drawn is the small record with another source, opened by what was drawn.
func drawn(t *testing.T, source record.SeedSource, value string) record.Files {
	in := recordtest.Input()
	in.Source = source
	files, err := record.Commit(in)
	require.NoError(t, err)
	public, err := source.Value(value, in.Rules.Pages)
	require.NoError(t, err)
	d, err := public.Open(record.Commitment(files), in.Rules.Pages)
	require.NoError(t, err)
	files.AddDraw(d)
	files.Seal()
	return files
}

// event adds a replacement: the first person of the panel leaves, one of the others
// joins; ten pages, each with one of the three people there are first.
func event(t *testing.T, files record.Files) record.Files {
	panel := record.Drawing{}
	panel, err := record.ReadDrawing("draw.json", files["public/draw.json"])
	require.NoError(t, err)
	ids, _, err := record.ReadChances("chances.csv", files["public/commit/chances.csv"])
	require.NoError(t, err)
	var free []int32
	for i, id := range ids {
		if !contains(panel.Panel, id) {
			free = append(free, int32(i))
		}
	}
	source := record.SeedSource{Source: draw.Source{Kind: draw.KindDigits, Statement: "town hall", Digits: 8}}
	in := record.EventInput1{IDs: ids, Source: source, Event: record.Event1{
		Kind: record.KindReplacement, Leaving: panel.Panel[:1], Statement: "fell ill"}}
	for page := range 10 {
		in.Pages = append(in.Pages, []int32{free[page%3]})
	}
	commitment := files.AddEvent1(in)
	public, err := source.Value(eventValue, 10)
	require.NoError(t, err)
	d, err := public.Open(commitment, 10)
	require.NoError(t, err)
	files.AddEventDraw1(1, d)
	files.Seal()
	return files
}

// measure adds measures.json, where the pages are there to be measured.
func measure(t *testing.T, files record.Files) {
	if files["public/draw.json"] == nil || files.Form() == record.FormSealed {
		return
	}
	ids, _, err := record.ReadChances("chances.csv", files["public/commit/chances.csv"])
	require.NoError(t, err)
	pages, err := record.ReadBook("book.csv", files["public/commit/book.csv"], ids)
	require.NoError(t, err)
	m := record.Measures{Rank: 9}
	if files.Form() == record.FormOpen {
		m.Alike = 1
	}
	m.MeasureDigits(ids, pages)
	files["public/measures.json"] = m.Bytes()
	files.Seal()
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}

// public is what everybody has of a record.
func public(files record.Files) record.Files {
	out := record.Files{}
	for name, data := range files {
		if len(name) > 7 && name[:7] == "public/" {
			out[name] = data
		}
	}
	return out
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// remade is a record made anew of what another one holds, after change had its way.
func remade(t *testing.T, files record.Files, value string, change func(in *record.CommitInput)) record.Files {
	t.Helper()
	rec, faults := record.Parse(files)
	require.Empty(t, faults)
	in := record.CommitInput{Rules: *rec.Rules, Roster: rec.Roster, Pages: rec.Pages, Salts: rec.Salts,
		Proof: files[record.ProofFile], Source: *rec.Source, MixSource: rec.MixSource, Mixing: rec.Mixing}
	change(&in)
	out := recordtest.Draw(in, value)
	for _, name := range []string{record.MixtureFile, record.OpenMixtureFile} {
		if data := files[name]; data != nil {
			out[name] = data
		}
	}
	if out[record.OpenMixtureFile] != nil {
		out.Seal()
	}
	return out
}

// balls are what was drawn for the records of [mixed].
const balls = "314159265358"

// mixed is a record as if a public value had mixed its book, and another one opened it. (That
// the book follows from the value is for the program to say.)
func mixed(t *testing.T, files record.Files) record.Files {
	return mixedAndDrawn(t, files, balls)
}

// mixingBalls are what mixed them.
const mixingBalls = "271828182845"

// mixedAndDrawn is such a record with another value of the draw.
func mixedAndDrawn(t *testing.T, files record.Files, drawn string) record.Files {
	return remade(t, files, drawn, func(in *record.CommitInput) {
		in.Source = record.SeedSource{Source: draw.Source{Kind: draw.KindDigits, Statement: "twelve balls in the town hall", Time: "2027-01-15T18:00:00Z", Digits: 12}}
		in.MixSource = &record.SeedSource{Source: recordtest.MixDigits()}
		fixed, err := record.Fix(*in)
		require.NoError(t, err)
		public, err := in.MixSource.Value(mixingBalls, in.Rules.Pages)
		require.NoError(t, err)
		in.Mixing = new(record.Mix(record.Commitment(fixed), public))
	})
}

// confirmation is what a reader who saw everything would give.
func confirmation(files record.Files) (given seen) {
	for n := range given.Events {
		if inner := files.Event(n + 1); inner[record.RulesFile] != nil {
			of := confirmation(inner)
			given.Events[n] = seenOfEvent{Commitment: of.Commitment, Pool: of.Pool, Mixing: of.Mixing, Value: of.Value}
		}
	}
	given.Commitment = record.Commitment(files)
	if sums := files[record.FixedSumsFile]; sums != nil && files[record.MixFile] != nil {
		given.Pool = hexSum(sums)
	}
	if m, err := record.ReadMixing("mix.json", files[record.MixFile]); err == nil {
		given.Mixing = m.PublicValue
	}
	if d, err := record.ReadDrawing("draw.json", files[record.DrawFile]); err == nil && d.Notice != draw.NothingStatement {
		given.Value = d.PublicValue
	}
	return given
}

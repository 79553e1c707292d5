package verify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// A record of every form, kind and stage passes, with what the auditor has and without.
func TestCheckVariants(t *testing.T) {
	stages := map[string]verify.Stage{"undrawn": verify.Undrawn, "called off": verify.CalledOff, "2 undrawn": verify.Undrawn,
		"2 called off": verify.CalledOff, "2 unmixed": verify.Unmixed, "2 unmixed open": verify.Unmixed,
		"2 unmixed called off": verify.CalledOff, "2 mixed undrawn": verify.Undrawn}
	for _, variant := range recordtest.Variants() {
		t.Run(variant.Name, func(t *testing.T) {
			files := variant.Make()
			v := check(files)
			assert.True(t, v.OK(), lines(v, verify.Failed))
			stage, other := stages[variant.Name]
			if !other {
				stage = verify.Drawn
			}
			assert.Equal(t, stage, v.Stage)
			assert.Equal(t, !other, slices.Contains(names(v, verify.OK), "commitment"))
			for _, name := range []string{record.RosterFile, record.SaltedBookFile} {
				delete(files, name)
			}
			public := check(files)
			assert.True(t, public.OK(), lines(public, verify.Failed))
			if !strings.HasSuffix(variant.Name, "open") {
				assert.Greater(t, len(names(public, verify.NotCheckable)), len(names(v, verify.NotCheckable)))
			}
		})
	}
}

// What the sealed form shows without the auditor's files, and with them.
func TestCheckSealed(t *testing.T) {
	files := variant(t, "sealed")
	v := check(files)
	drawing, err := record.ReadDrawing(record.DrawFile, files[record.DrawFile])
	require.NoError(t, err)
	seal, panel := "seal of page "+drawing.Page, "panel is page "+drawing.Page
	for _, name := range []string{seal, panel, "people of the page drawn", "seals of the book", "seals of all pages",
		"pages of each person", "quotas on every page", "proof: steps"} {
		assert.Contains(t, names(v, verify.OK), name)
	}
	delete(files, record.SaltedBookFile)
	v = check(files)
	for _, name := range []string{panel, "pages of the book", "pages of each person", "quotas on every page"} {
		assert.Contains(t, names(v, verify.NotCheckable), name)
	}
	for _, name := range []string{seal, "people of the page drawn", "pages of all people together", "pool root",
		"quotas and household limit on the panel"} {
		assert.Contains(t, names(v, verify.OK), name)
	}
}

func variant(t *testing.T, name string) record.Files {
	t.Helper()
	all := recordtest.Variants()
	at := slices.IndexFunc(all, func(v recordtest.Variant) bool { return v.Name == name })
	require.GreaterOrEqual(t, at, 0, name)
	return all[at].Make()
}

// A forger changes a file of a variant, and makes all hashes of public/ fit again.
func TestCheckForgedVariants(t *testing.T) {
	forge := func(name, want string, change func(files record.Files)) {
		t.Helper()
		files := variant(t, name)
		change(files)
		files.Seal()
		assert.Contains(t, lines(check(files), verify.Failed), want)
	}
	drawing := func(path string, change func(d *record.Drawing)) func(files record.Files) {
		return func(files record.Files) {
			d, err := record.ReadDrawing(path, files[path])
			require.NoError(t, err)
			change(&d)
			files[path] = d.Bytes()
		}
	}
	swap := func(path, old, new string) func(files record.Files) {
		return func(files record.Files) { edit(t, files, path, old, new) }
	}
	const own, first = record.DrawFile, "public/events/1/draw.json"
	other := strings.Replace(recordtest.Round1000, "b4", "b5", 1)

	forge("drand", "round 1000, with its signature: expected drand", drawing(own, func(d *record.Drawing) { d.Signature = "" }))
	forge("drand", "round 1000, with its signature: expected drand", drawing(own, func(d *record.Drawing) { d.Signature = other }))
	forge("drand", "draw string: ", drawing(own, func(d *record.Drawing) { d.PublicValue = strings.Repeat("0", 64) }))
	forge("dice and drand", "draw string: ", drawing(own, func(d *record.Drawing) { d.PublicValue = "7" + d.PublicValue[1:] }))
	forge("lottery", "kind announced", drawing(own, func(d *record.Drawing) { d.PublicValue = "3.12.19.27.45.44./7./" }))
	forge("digits", "kind announced", drawing(own, func(d *record.Drawing) { d.PublicValue += "0" }))
	forge("page digits", "kind announced", drawing(own, func(d *record.Drawing) { d.PublicValue = "10" }))
	forge("page digits", "page: expected 8, got 7", drawing(own, func(d *record.Drawing) { d.PublicValue = "8" }))
	forge("page digits", "counter and hash", drawing(own, func(d *record.Drawing) { d.Counter = 1 }))
	forge("page digits", "counter and hash", drawing(own, func(d *record.Drawing) { d.DrawString = d.Commitment + ".7" }))
	forge("digits", "salt of the page", drawing(own, func(d *record.Drawing) { d.PageSalt = strings.Repeat("0", 32) }))
	forge("sealed", "salt of the page", drawing(own, func(d *record.Drawing) { d.PageSalt = "" }))
	forge("sealed", "seal of page ", drawing(own, func(d *record.Drawing) { d.PageSalt = strings.Repeat("0", 32) }))
	forge("sealed", "seal of page ", drawing(own, func(d *record.Drawing) { d.Panel[0] = "bdf9xz" }))
	forge("sealed", "people of the page drawn", drawing(own, func(d *record.Drawing) { d.Panel[0] = "zzz2zz" }))
	forge("sealed", "people of the page drawn", drawing(own, func(d *record.Drawing) { d.Panel = d.Panel[:3] }))
	forge("sealed", "seals of all pages: expected page 0", swap(record.SaltedBookFile, "cgh4mn,cxx222\n", "cgh4mn,dfghjk\n"))
	forge("sealed", "auditor/book.csv:2:3", swap(record.SaltedBookFile, "\n0,", "\n0,0"))
	forge("called off", "commitment that was called off", swap(record.AbortedFile, `"commitment": "`, `"commitment": "0`))
	forge("default", "public/aborted.json: expected no such file", func(files record.Files) {
		files[record.AbortedFile] = record.Aborted{Commitment: record.Commitment(files), Reason: "afterwards"}.Bytes()
	})
	forge("default", "auditor/book.csv: expected no such file", func(files record.Files) { files[record.SaltedBookFile] = []byte("x\n") })
	forge("open", "auditor/pool.csv: expected no such file", func(files record.Files) { files[record.RosterFile] = files[record.OpenRosterFile] })
	forge("open", "public/pool.csv: expected a file", func(files record.Files) { delete(files, record.OpenRosterFile) })
	forge("measures", "least even first digit", swap(record.MeasuresFile, `"digit_pages": `, `"digit_pages": 1`))
	forge("measures", "fewest people alike: expected 0, got 9", swap(record.MeasuresFile, `"alike": 0`, `"alike": 9`))

	forge("event", "event 1: panel is page", drawing(first, func(d *record.Drawing) { d.Panel[0] = "zzz2zz" }))
	forge("event", "event 1: ticket", drawing(first, func(d *record.Drawing) { d.Ticket++ }))
	forge("event", "event 1: notice", drawing(first, func(d *record.Drawing) { d.Notice = "" }))
	forge("event", "event 1: salt of the page", drawing(first, func(d *record.Drawing) { d.PageSalt = strings.Repeat("0", 32) }))
	forge("event", "event 1: hash of what was before", drawing(own, func(d *record.Drawing) { d.Notice += " " }))
	forge("events", "public/events/1/draw.json: expected a file", func(files record.Files) { delete(files, first) })
	forge("event", "public/events/2/commit/book.csv: expected a file", func(files record.Files) { files["public/events/3/draw.json"] = files[first] })

	files := variant(t, "undrawn")
	files["public/events/1/commit/event.json"] = variant(t, "event")["public/events/1/commit/event.json"]
	assert.Contains(t, lines(check(files), verify.Failed), "public/events/1/commit/event.json: expected no such file")
}

// Events that break a rule, with every hash as it should be.
func TestCheckForgedEvents(t *testing.T) {
	known := record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "x"}}
	rec, faults := record.Parse(variant(t, "event"))
	require.NoError(t, faults.Err())
	gone, there := rec.Events[0].Event.Leaving[0], rec.Drawing.Panel[1]
	joined := rec.Events[0].Drawing.Panel[0]
	number := func(id string) int32 { return int32(slices.Index(rec.IDs, id)) }
	free := int32(slices.IndexFunc(rec.IDs, func(id string) bool {
		return !slices.Contains(rec.Drawing.Panel, id) && id != joined
	}))
	forge := func(want string, leaving string, page int32, s record.SeedSource) {
		t.Helper()
		files := variant(t, "event")
		files.AddEvent1(record.EventInput1{
			Event: record.Event1{Kind: record.KindReplacement, Leaving: []string{leaving}, Statement: "gone"},
			IDs:   rec.IDs, Pages: [][]int32{{free}, {page}}, Source: s,
		})
		files.Seal()
		v := check(files)
		assert.Equal(t, want == "", v.OK(), lines(v, verify.Failed))
		assert.Contains(t, lines(v, verify.Failed), want)
	}
	forge("", there, free, known)
	forge("", joined, free, known)
	const leaves = "event 2: who leaves: expected people of the panel, got "
	forge(leaves+rec.IDs[free], rec.IDs[free], free, known)
	forge(leaves+gone, gone, free, known)
	for _, id := range []string{there, joined, gone, rec.Drawing.Panel[2]} {
		forge(id+" on page 1", there, number(id), known)
	}
	replaces := known
	replaces.Supersedes, replaces.Reason = strings.Repeat("0", 64), "for fun"
	forge("event 2: commitment it replaces: expected none", there, free, replaces)
}

// An event takes a round of drand that comes after every round before.
func TestCheckEventRounds(t *testing.T) {
	for round, want := range map[int64]bool{999: false, 1000: false, 1001: true} {
		files := variant(t, "drand")
		recordtest.Leave(files, record.SeedSource{Source: draw.Quick("quicknet", draw.TimeOf(round), 0)})
		files.Seal()
		assert.Equal(t, want, check(files).OK(), "round %d", round)
	}
}

// A round that was announced for an event and called off is over: its value may be known.
func TestCheckEventRoundsCalledOff(t *testing.T) {
	for round, want := range map[int64]bool{1500: false, 2000: false, 2001: true} {
		files := variant(t, "drand")
		end := record.Aborted{Reason: "the hall was closed"}
		end.Commitment = recordtest.Leave(files, record.SeedSource{Source: draw.Quick("quicknet", draw.TimeOf(2000), 0)})
		files[record.EventFolder(1)+record.Event1EndFile] = end.Bytes()
		recordtest.Leave(files, record.SeedSource{
			Source: draw.Quick("quicknet", draw.TimeOf(round), 0), Supersedes: end.Commitment, Reason: end.Reason,
		})
		files.Seal()
		v := check(files)
		assert.Equal(t, want, v.OK(), "round %d: %s", round, lines(v, verify.Failed))
	}
}

// What a file manager leaves in the folders of a record is named, and no fault.
func TestCheckLitter(t *testing.T) {
	files := recordtest.Make()
	files["public/.DS_Store"], files["public/commit/Thumbs.db"] = []byte("x"), nil
	v := check(files)
	assert.True(t, v.OK(), lines(v, verify.Failed))
	assert.Contains(t, lines(v, verify.NotCheckable), "public/.DS_Store public/commit/Thumbs.db")
	assert.NotContains(t, names(check(recordtest.Make()), verify.NotCheckable), "files passed over")
}

// A source of few outcomes lets whoever makes the book choose among them, so that a
// record with one is refused before its draw and after.
func TestCheckOutcomes(t *testing.T) {
	const few = "announced source suits the book"
	s := draw.Source{Kind: draw.KindDigits, Statement: "x"}
	for digits, want := range map[int]bool{1: false, 6: false, 7: true, 100: true} { // 6^7 > 10,000 * 10 pages
		s.Digits = digits
		files, err := record.Commit(recordtest.In(record.FormDefault, s))
		require.NoError(t, err)
		v := check(files)
		assert.Equal(t, want, v.OK(), "%d digits: %s", digits, lines(v, verify.Failed))
		assert.Equal(t, want, slices.Contains(names(v, verify.OK), few), digits)
	}
	s = draw.Source{Kind: draw.KindLottery, Statement: "x"}
	for numbers, want := range map[int]bool{1: false, 3: false, 4: true} {
		s.Numbers, s.Extra = numbers, 1
		files, err := record.Commit(recordtest.In(record.FormDefault, s))
		require.NoError(t, err)
		assert.Equal(t, want, check(files).OK(), "%d numbers", numbers)
	}
	s = draw.Source{Kind: draw.KindPageDigits, Statement: "x", Digits: 2}
	files, err := record.Commit(recordtest.In(record.FormDefault, s))
	require.NoError(t, err)
	assert.Contains(t, lines(check(files), verify.Failed), "announced source suits the book")
	files = variant(t, "drand")
	recordtest.Leave(files, record.SeedSource{Source: draw.Source{Kind: draw.KindDigits, Statement: "x", Digits: 1}})
	files.Seal()
	assert.Contains(t, lines(check(files), verify.Failed), "event 1: "+few)
}

// The text that was published before the draw is of this record.
func TestCheckAnnouncement(t *testing.T) {
	const name = "commitment in announcement.txt"
	files := variant(t, "measures")
	commitment := record.Commitment(files)
	other := strings.Repeat("0e", 32)
	chain := "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971" // seedsource.json has none
	grouped := strings.Repeat("0e0e 0e0e\t", 8)
	lines := func(text string, at int) string { return text[:at] + "\r\n    " + text[at:] }
	for text, want := range map[string]bool{
		commitment: true, commitment + " twice " + commitment: true, strings.ToUpper(commitment): true, lines(commitment, 40): true,
		"the deed\n" + commitment + "\nfaced a decade": true, "dead" + commitment + "beef": true, other[1:] + " " + commitment + other[1:]: true,
		commitment + "\n" + strings.Repeat("a bad cafe, ", 7): true, commitment + "\n" + strings.Repeat("a bad cafe, ", 8): false,
		commitment + "\n" + strings.Join(strings.Split(other, ""), "-"): false, commitment + "\n> " + other[:32] + "\n> " + other[32:]: false,
		"": false, "no commitment": false, other: false, commitment[1:]: false, commitment + " or " + other: false,
		commitment + "\n" + strings.ToUpper(other): false, commitment + "\n" + lines(other, 32): false, commitment + other: false,
		commitment + " fee" + other + "0": false, commitment + "\n" + grouped: false,
		other[:60] + commitment + other[60:]: true, commitment + " " + chain: false,
	} {
		files[record.AnnouncementFile] = []byte(text)
		files.Seal()
		v := check(files)
		assert.Equal(t, want, v.OK(), "%q: %s", text, names(v, verify.Failed))
		assert.Equal(t, want, slices.Contains(names(v, verify.OK), name), text)
	}
}

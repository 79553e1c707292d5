package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

// edit changes the first place of a file where old stands.
func edit(t *testing.T, files record.Files, name, old, new string) {
	t.Helper()
	require.Contains(t, string(files[name]), old)
	files[name] = []byte(strings.Replace(string(files[name]), old, new, 1))
}

// A forger who hashes everything again, and does the draw again, is left with
// what the files say of each other.
func TestCheckForgedFiles(t *testing.T) {
	forge := func(want string, edits ...string) {
		t.Helper()
		files := recordtest.Make()
		for i := 0; i < len(edits); i += 3 {
			edit(t, files, edits[i], edits[i+1], edits[i+2])
		}
		recordtest.Rehash(files)
		v := check(files)
		assert.Contains(t, lines(v, verify.Failed), want)
	}
	const book, chances, totals, rules = record.BookFile, record.ChancesFile, record.TotalsFile, record.RulesFile

	forge("pages of each person: expected bdf9xz on 3 pages, got 4",
		book, "0,bcd23k,bdf9xz,", "0,bcd23k,cgh4mn,", book, ",cgh4mn,cxx222\n", ",cxx222,hkq3vw\n")
	forge("pages of each person: expected bcd23k on 4 pages, got 5", chances, "bcd23k,4", "bcd23k,5")
	forge("pages of all people together: expected 40, got 41", chances, "bcd23k,4", "bcd23k,5")
	forge("pages of each person: expected bcd23k on 4 pages, got 5",
		chances, "bcd23k,4", "bcd23k,5", chances, "bdf9xz,4", "bdf9xz,3")
	// Man bdf9xz gives his place on page 0 to the woman on no page.
	forge("quotas on every page: expected within, got page 0: age, ungültig: 1, quota 0 to 0",
		book, "0,bcd23k,bdf9xz,cgh4mn,cxx222", "0,bcd23k,cgh4mn,cxx222,zzz2zz",
		chances, "bdf9xz,4", "bdf9xz,3", chances, "zzz2zz,0", "zzz2zz,1")
	// Two of one household on page 0: 0 and 5, in the place of a young man.
	forge("household limit on every page: expected within, got page 0: household of bcd23k: more than 1",
		book, "0,bcd23k,bdf9xz,cgh4mn,cxx222", "0,bcd23k,cgh4mn,cxx222,fgh777",
		chances, "bdf9xz,4", "bdf9xz,3", chances, "fgh777,3", "fgh777,4")
	forge("quotas on every page", record.QuotasFile, "gender,man,2,2", "gender,man,3,3")
	forge("totals counted again: expected gender, man: 6 people, got 5",
		totals, "man,6", "man,5", totals, "woman,6", "woman,7")
	forge("totals of each feature: expected 12 people, got gender: 13", totals, "man,6", "man,7")
	forge("pool root", record.PoolRootFile, string(recordtest.Make()[record.PoolRootFile][:4]), "0000")
	forge("pool root", record.RosterFile, "30 and older,man", "30 and older,woman")
	forge("pool root", record.RosterFile, ",bcd23k,", ",,", record.RosterFile, ",bcd23k,", ",,")
	forge("people of the pool: expected 13, got 12", rules, `"people": 12`, `"people": 13`)
	forge("people of each page: expected 3, all different, all of the pool, got page 0: 4 on 4 seats",
		rules, `"seats": 4`, `"seats": 3`)
	forge("pages of the book: expected 11, got 10", rules, `"pages": 10`, `"pages": 11`)
	forge("pages of the book: expected 10, got 9", book, "\n9,bdf9xz,cxx222,ghj8kk,kmn5pq\n", "\n")
	forge("book.csv:3:1", book, "\n1,", "\n2,")
	forge("book.csv:2:10: expected different people", book, "0,bcd23k,bdf9xz", "0,bcd23k,bcd23k")
	forge(`book.csv:2:10: expected a person of chances.csv, got "bdf9xx" on page 0`, book, "0,bcd23k,bdf9xz", "0,bcd23k,bdf9xx")
	forge("chances.csv:2:1", chances, "bcd23k,4\n", "bcd23k,04\n")
	forge("seedsource.json", record.SeedSourceFile, "a rehearsal, or ", "")
	forge("ids of the pool: expected bcd23k, got bcd23j", record.RosterFile, "bcd23k", "bcd23j",
		record.RosterFile, ",bcd23k,", ",bcd23j,", record.RosterFile, ",bcd23k,", ",bcd23j,")
	forge("ids of the pool: expected 13 people, got 12 people", chances, "zzz2zz,0\n", "zzz2zz,0\nzzz3zz,0\n")
}

// Hash lists made to fit, but the draw left alone: the commitment gives it away.
func TestCheckForgedBookOldDraw(t *testing.T) {
	files := recordtest.Make()
	edit(t, files, record.BookFile, "0,bcd23k,bdf9xz,cgh4mn,cxx222\n1,dfghjk,fgh777,ghj8kk,hkq3vw\n",
		"0,dfghjk,fgh777,ghj8kk,hkq3vw\n1,bcd23k,bdf9xz,cgh4mn,cxx222\n")
	files.SealCommit()
	files.Seal()
	failed := names(check(files), verify.Failed)
	assert.Contains(t, failed, "commitment")
	assert.Contains(t, failed, "draw string")
}

func TestCheckForgedDraw(t *testing.T) {
	rec, faults := record.Parse(recordtest.Make())
	require.NoError(t, faults.Err())
	forge := func(change func(d *record.Drawing), want string) {
		t.Helper()
		files := recordtest.Make()
		d := *rec.Drawing
		d.Panel = append([]string(nil), d.Panel...)
		change(&d)
		files[record.DrawFile] = d.Bytes()
		files.Seal()
		assert.Contains(t, lines(check(files), verify.Failed), want)
	}
	forge(func(d *record.Drawing) { d.PublicValue = "188" }, "draw string: ")
	forge(func(d *record.Drawing) { d.PublicValue = "188"; d.DrawString = d.Commitment + ".188" }, "hash: ")
	forge(func(d *record.Drawing) { d.PublicValue += "\n" }, "no escapes")
	forge(func(d *record.Drawing) { d.PublicValue = "a\u200bb" }, "a character that cannot be seen")
	forge(func(d *record.Drawing) { d.PublicValue = "" }, "public value is empty")
	forge(func(d *record.Drawing) { d.Commitment = strings.Repeat("0", 64) }, "commitment: ")
	forge(func(d *record.Drawing) { d.Counter = 2 }, "counter: expected 1, got 2")
	forge(func(d *record.Drawing) { d.Hash = strings.Repeat("0", 64) }, "hash: ")
	forge(func(d *record.Drawing) { d.Ticket++ }, "ticket: ")
	forge(func(d *record.Drawing) { d.Page = "10" }, "page: ")
	forge(func(d *record.Drawing) { d.Page = "0" + d.Page }, "page: ")
	forge(func(d *record.Drawing) { d.Notice = "" }, "notice: ")
	forge(func(d *record.Drawing) { d.Panel[3] = "zzz2zz" }, "seat 4: ")
	forge(func(d *record.Drawing) { d.Panel[3] = "zzz2zz" }, "quotas and household limit on the panel: expected within, got age, ")
	forge(func(d *record.Drawing) { d.Panel[0] = "nobody" }, `"nobody" is not of the pool`)
	forge(func(d *record.Drawing) { d.Panel[0] = d.Panel[1] }, "3 different people on 4 seats")
	forge(func(d *record.Drawing) { d.Panel = d.Panel[:3] }, "got nobody")
	forge(func(d *record.Drawing) { d.Panel = append(d.Panel, "zzz2zz") }, "expected 4 people, got 5 people")
	forge(func(d *record.Drawing) { d.Panel[0], d.Panel[1] = d.Panel[1], d.Panel[0] }, "seat 1: ")
}

// A household limit of 0 is none, and one of 2 lets two sit together.
func TestCheckHouseholdLimits(t *testing.T) {
	in := recordtest.Input()
	in.Pages[0] = []int32{0, 2, 3, 5}
	for limit, status := range map[int]verify.Status{0: verify.OK, 1: verify.Failed, 2: verify.OK} {
		in.Rules.Household = limit
		v := check(recordtest.Draw(in, recordtest.PublicValue))
		assert.Contains(t, names(v, status), "household limit on every page", "limit %d", limit)
	}
}

func TestCompare(t *testing.T) {
	want := recordtest.Make()
	for _, c := range verify.Compare(recordtest.Make(), want) {
		assert.Equal(t, verify.OK, c.Status, c.Name)
	}
	got := recordtest.Make()
	edit(t, got, record.BookFile, "3,bdf9xz,cgh4mn,cxx222,dfghjk", "3,bdf9xz,cgh4mn,cxx222,fghjkm")
	got[record.RulesFile] = append(got[record.RulesFile], 'x')
	delete(got, record.ProofFile)
	got["public/extra"] = nil
	v := verify.Verdict{Checks: verify.Compare(got, want)}
	assert.Len(t, v.Checks, len(want)+1)
	assert.Equal(t, []string{
		"public/commit/book.csv:5", "public/commit/proof.json", "public/commit/rules.json:13", "public/extra",
	}, names(&v, verify.Failed))
	text := lines(&v, verify.Failed)
	assert.Contains(t, text, `expected "3,bdf9xz,cgh4mn,cxx222,dfghjk\n", got "3,bdf9xz,cgh4mn,cxx222,fghjkm\n"`)
	assert.Contains(t, text, `expected the end of the file, got "x"`)
}

// Whatever the files hold, there is a verdict, and never that all is well with
// files that nobody wrote.
func FuzzCheck(f *testing.F) {
	good := recordtest.Make()
	for i, name := range good.Names() {
		f.Add(uint8(i), good[name])
		f.Add(uint8(i), []byte{})
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		files := recordtest.Make()
		name := good.Names()[int(which)%len(good)]
		changed := string(files[name]) != string(data)
		files[name] = data
		assert.Equal(t, changed, !check(files).OK(), name)

		if name != record.DrawFile && name != record.RulesFile && name != record.CommitSumsFile {
			recordtest.Rehash(files)
			check(files)
		}
	})
}

package selection

import (
	"bytes"
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
)

// whenever is after any time that these tests announce, in seconds since 1970.
const whenever = 1 << 40

const (
	signature42 = "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a"
	hall        = "town hall"
	evening     = "2027-01-15T18:00:00Z"
)

// sources are one of each kind, with a value that fits.
var sources = map[string]draw.Source{
	"31415926535897932384":      {Kind: draw.KindDigits, Statement: hall, Time: evening, Digits: 20},
	"042":                       {Kind: draw.KindPageDigits, Statement: hall, Time: evening},
	"3 12 19 27 44 45 + 7":      {Kind: draw.KindLottery, Statement: hall, Time: evening, Numbers: 6, Extra: 1, Highest: 49, ExtraHighest: 10},
	signature42:                 draw.Quick(hall, draw.TimeOf(42), 0),
	"3141592653 " + signature42: draw.Quick(hall, draw.TimeOf(42), 10),
	"whatever":                  {Kind: draw.KindRehearsal, Statement: hall},
}

// prepare makes a record of four people for two seats, one of each gender.
func prepare(t *testing.T, source record.SeedSource, form record.Form) *Prepared {
	t.Helper()
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\nage,young,0,1\nage,old,1,2\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("pool.csv", []byte("id,gender,age,note\na,woman,old,=1\nb,woman,young,\"x,\ny\"\nc,man,old,\nd,man,young,z\n"), table, pool.Options{})
	require.Empty(t, faults)
	made, err := Prepare(context.Background(), Request{Pool: p, Seats: 2, Pages: 1000, Key: new([32]byte), Source: source, Form: form})
	require.NoError(t, err)
	return made
}

// committed reads what was prepared, as a draw finds it on the disk.
func committed(t *testing.T, p *Prepared) *record.Record {
	t.Helper()
	rec, faults := record.Parse(public(p.Files))
	require.Empty(t, faults)
	return rec
}

// public are the files that are part of the format.
func public(files record.Files) record.Files {
	part := record.Files{}
	for name, data := range files {
		if strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/") {
			part[name] = data
		}
	}
	return part
}

// Book, draw and recompute, for every kind and every form: the panel is on the page that
// the public value names, and everything comes out again.
func TestDrawEveryKind(t *testing.T) {
	for input, source := range sources {
		for _, form := range []record.Form{record.FormDefault, record.FormSealed, record.FormOpen} {
			t.Run(source.Kind+" "+form.String(), func(t *testing.T) {
				p := prepare(t, record.SeedSource{Source: source}, form)
				rec := committed(t, p)
				d, err := Draw(whenever, rec, p.Files, input)
				require.NoError(t, err)
				assert.Nil(t, rec.Files[record.DrawFile], "the record itself stays as it is")
				assert.Equal(t, []string{"private/remaining.csv", "private/selected.csv", "public/SHA256SUMS", "public/draw.json", "research/fairness.json"}, d.Added.Names())
				on := map[string]bool{}
				for _, i := range p.Book.Pages[d.Draw.Page] {
					on[p.Roster.Entries[i].ID] = true
				}
				for person, i := range p.inPoolOrder() {
					id := string("abcd"[person])
					assert.Equal(t, on[p.Roster.Entries[i].ID], bytes.Contains(d.Added[private.SelectedFile], []byte("\n"+id+",")), id)
					assert.Equal(t, !on[p.Roster.Entries[i].ID], bytes.Contains(d.Added[private.RemainingFile], []byte("\n"+id+",")), id)
				}
				files := public(p.Files)
				maps.Copy(files, public(d.Added))
				drawn, faults := record.Parse(files)
				require.Empty(t, faults)
				assertRecomputed(t, drawn)
				_, err = Draw(whenever, rec, p.Files, input+" 0")
				if source.Kind != draw.KindRehearsal {
					assert.Error(t, err)
				}
			})
		}
	}
}

// assertRecomputed holds a record against the computation, without what only goes with it.
func assertRecomputed(t *testing.T, rec *record.Record) {
	t.Helper()
	again, err := Recompute(context.Background(), rec, nil)
	require.NoError(t, err)
	for _, name := range record.Optional() {
		if data, ok := rec.Files[name]; ok {
			again[name] = data
		}
	}
	if rec.PublicSums != nil {
		again.Seal()
	}
	assert.Equal(t, rec.Files.Names(), again.Names())
	for name := range rec.Files {
		assert.Equal(t, string(rec.Files[name]), string(again[name]), name)
	}
}

func TestRecomputeBeforeTheDraw(t *testing.T) {
	p := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormSealed)
	rec := committed(t, p)
	assertRecomputed(t, rec)
	added, err := Abort(rec, " a bowl broke ")
	require.NoError(t, err)
	maps.Copy(rec.Files, added)
	ended, faults := record.Parse(rec.Files)
	require.Empty(t, faults)
	assert.Equal(t, "a bowl broke", ended.Aborted.Reason)
	assert.Equal(t, record.Commitment(rec.Files), ended.Aborted.Commitment)
	assertRecomputed(t, ended)
	for reason, want := range map[string]string{
		" ":                       "the reason is empty: say why there is no draw",
		"one\ntwo":                "the reason has a line break (U+000A) at character 4: leave it out",
		"a\u00a0b":                "the reason has a blank that is not the plain space (U+00A0) at character 2: leave it out",
		strings.Repeat("x", 1001): "the reason has 1001 bytes, expected at most 1000",
	} {
		_, err := Abort(rec, reason)
		assert.EqualError(t, err, want)
	}
}

// The key decides ids and salts; nothing else of a draw is in what is committed.
func TestPrepareRepeats(t *testing.T) {
	source := record.SeedSource{Source: sources["042"]}
	assert.Equal(t, prepare(t, source, record.FormDefault).Files, prepare(t, source, record.FormDefault).Files)
}

func TestSourceFor(t *testing.T) {
	for pages, want := range map[int]int{10: 1, 100: 2, 1000: 3, 100_000: 5} {
		got, err := SourceFor(sources["042"], pages)
		require.NoError(t, err)
		assert.Equal(t, want, got.Digits)
	}
	for _, pages := range []int{1, 2, 50, 120, 999, 1001} {
		_, err := SourceFor(sources["042"], pages)
		assert.ErrorContains(t, err, "digits that name the page need a book of 10, 100, 1000, ... pages")
	}
	three := sources["042"]
	three.Digits = 3
	_, err := SourceFor(three, 100)
	assert.ErrorContains(t, err, "3 digits name 1000 pages, but the book has 100")
	_, err = SourceFor(draw.Source{Kind: "coin"}, 100)
	assert.ErrorContains(t, err, `kind is "coin"`)
}

// What a draw takes from private/ is as book wrote it, or the file at fault is named.
func TestDrawNamesTheFile(t *testing.T) {
	p := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormDefault)
	rec := committed(t, p)
	faulty := func(file, want string, change func(files record.Files)) {
		t.Helper()
		files := maps.Clone(p.Files)
		change(files)
		bare := *rec
		bare.Files = public(files)
		_, err := Draw(whenever, &bare, files, "042")
		var f quotas.Fault
		require.ErrorAs(t, err, &f)
		assert.Equal(t, file, f.File)
		assert.Contains(t, f.Found, want)
		assert.NotEmpty(t, f.Expected)
		assert.NotEmpty(t, f.Fix)
	}
	for _, name := range []string{private.PeopleFile, private.NotesFile, record.AnnouncementFile, record.RosterFile, record.BookFile} {
		faulty(name, "no such file", func(files record.Files) { delete(files, name) })
	}
	for _, name := range []string{private.PeopleFile, record.AnnouncementFile} {
		faulty(name, "SHA-256 ", func(files record.Files) { files[name] = append(bytes.Clone(files[name]), '\n') })
	}
	for _, text := range []string{"", "{}", "null", "[]", "{", `{"summary":{}}`} {
		faulty(private.NotesFile, "something else", func(files record.Files) { files[private.NotesFile] = []byte(text) })
	}
	// Notes that agree with a wrong list of people do not get past the record.
	relist := func(people string) func(files record.Files) {
		return func(files record.Files) {
			files[private.PeopleFile] = []byte(people)
			files[private.NotesFile] = bytes.Replace(files[private.NotesFile], []byte(sum(p.Files[private.PeopleFile])), []byte(sum([]byte(people))), 1)
		}
	}
	list := string(p.Files[private.PeopleFile])
	rows := strings.SplitAfter(list, "\n")
	faulty(private.PeopleFile, "public id "+p.publicID(0), relist(list+rows[1]))
	faulty(private.PeopleFile, "other rows", relist(strings.Replace(list, rows[1], "", 1)))
	faulty(private.PeopleFile, "public id zzzzzz", relist(strings.Replace(list, p.publicID(0), "zzzzzz", 1)))
	faulty(private.NotesFile, p.publicID(0)+" as unseatable", func(files record.Files) {
		files[private.NotesFile] = bytes.Replace(files[private.NotesFile], []byte(`"unseatable": []`), []byte(`"unseatable": ["`+p.publicID(0)+`"]`), 1)
	})
}

// publicID is that of a person, by row of the pool.
func (r *Prepared) publicID(person int) string { return r.Roster.Entries[r.inPoolOrder()[person]].ID }

// The text to publish says what is fixed and what is open, in lines that fit a letter.
func TestAnnouncement(t *testing.T) {
	says := map[string][]string{
		draw.KindDigits:     {"    what   20 digits, drawn in public\n", "    when   2027-01-15 18:00:00 (UTC)\n"},
		draw.KindPageDigits: {"    what   3 digits, drawn in public: the number of the page\n", "The digits are the number of the page"},
		draw.KindLottery:    {"    what   6 lottery numbers out of 1 to 49 and 1 bonus number out of 1 to 10\n", "3.7.12./"},
		draw.KindDrand:      {"    what   round 42 of the public random numbers of drand (quicknet)\n", "    when   2023-08-23 15:11:30 (UTC)\n", draw.RoundURL(42)},
		draw.KindDiceDrand:  {"    what   10 digits, drawn in public, then round 42 of the public random numbers of drand (quicknet)\n", draw.RoundURL(42)},
		draw.KindRehearsal:  {"REHEARSAL. This draw binds nobody.\n", "    what   any text\n"},
	}
	for _, source := range sources {
		p := prepare(t, record.SeedSource{Source: source}, record.FormDefault)
		text := string(p.Files[record.AnnouncementFile])
		for _, want := range append(says[source.Kind],
			"4 people volunteered for 2 seats.", "numbered 000 to 999", "    gender: woman (1), man (1)\n", "    age: young (0 to 1), old (1 to 2)\n",
			"    "+record.Commitment(p.Files)+"\n", "    where  town hall\n", "There is one draw.") {
			assert.Contains(t, strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(want), " "))
			if strings.HasPrefix(want, "    ") {
				assert.Contains(t, text, want)
			}
		}
		assert.Equal(t, source.Kind != draw.KindPageDigits, strings.Contains(text, "sha256sum | cut"), "nothing is hashed for a page that is named")
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "    ") {
				assert.LessOrEqual(t, len(line), 76+1, line)
			}
		}
	}
	sealed := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormSealed)
	assert.Contains(t, sealed.Announcement(), "seals of the pages")
	old := strings.Repeat("ab", 32)
	next := prepare(t, record.SeedSource{Source: sources["042"], Supersedes: old, Reason: "a bowl broke"}, record.FormDefault)
	assert.Contains(t, next.Announcement(), "called off (a bowl broke)")
	assert.Contains(t, next.Announcement(), "    "+old+"\n")
}

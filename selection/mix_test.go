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
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
	"github.com/evenlot/evenlot/selection/verify"
)

const noon = "2027-01-15T12:00:00Z"

// mixes are one of each kind that may mix a book, with a value that fits.
var mixes = map[string]draw.Source{
	"27182818284590452353":        {Kind: draw.KindDigits, Statement: hall, Time: noon, Digits: 20},
	"3 12 19 27 44 45 + 7":        {Kind: draw.KindLottery, Statement: hall, Time: noon, Numbers: 6, Extra: 1, Highest: 49, ExtraHighest: 10},
	recordtest.Round1000:          draw.Quick(hall, draw.TimeOf(1000), 0),
	"123456789 " + signature42:    draw.Quick(hall, draw.TimeOf(42), 9),
	"whatever is said on the day": {Kind: draw.KindRehearsal, Statement: hall},
}

// twins is a pool whose people are alike in pairs, so that a book can be mixed at all, with
// ids, names and households that try the private files.
func twins(t *testing.T, csv string) *pool.Pool {
	t.Helper()
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\nage,young,0,1\nage,old,1,2\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("pool.csv", []byte(csv), table, pool.Options{})
	require.Empty(t, faults)
	return p
}

const (
	twinsWithIDs = "note,gender,id,age\n=1,woman,=a,old\n\"x,\ny\",woman, b ,young\n,man,c,old\nz,man,d,young\n,woman,e,old\n,man,f,old\n"
	twinsWithout = "note,gender,age\n=1,woman,old\n\"x,\ny\",woman,young\n,man,old\nz,man,young\n,woman,old\n,man,old\n"
)

func mixRequest(t *testing.T, csv string, mix draw.Source, form record.Form) Request {
	source := draw.Source{Kind: draw.KindDigits, Statement: hall, Time: evening, Digits: 20}
	if mix.Kind == draw.KindRehearsal {
		source = draw.Source{Kind: draw.KindRehearsal, Statement: hall}
	}
	return Request{Pool: twins(t, csv), Seats: 2, Pages: 1000, Key: &[32]byte{7}, Form: form,
		Mix: mix, Source: record.SeedSource{Source: source}}
}

func fix(t *testing.T, req Request) *Fixed {
	t.Helper()
	f, err := Fix(context.Background(), req)
	require.NoError(t, err)
	return f
}

// held reads files as the next step finds them on the disk; they must hold.
func held(t *testing.T, files record.Files, stage verify.Stage) *record.Record {
	t.Helper()
	v := verify.CheckFiles(public(files), nil)
	require.Empty(t, v.Failed())
	assert.Equal(t, stage, v.Stage)
	rec, faults := record.Parse(public(files))
	require.Empty(t, faults)
	return rec
}

func mixed(t *testing.T, f *Fixed, input string) *Mixed {
	t.Helper()
	m, err := Mix(context.Background(), whenever, held(t, f.Files, verify.Unmixed), f.Files, input, nil)
	require.NoError(t, err)
	return m
}

// Fix, mix, draw, for every kind and form: each step holds, nothing that was fixed changes,
// and the book is the one that pool, rules and value give.
func TestMixEveryKind(t *testing.T) {
	for input, source := range mixes {
		for _, form := range []record.Form{record.FormDefault, record.FormSealed, record.FormOpen} {
			t.Run(source.Kind+" "+form.String(), func(t *testing.T) {
				req := mixRequest(t, twinsWithIDs, source, form)
				f := fix(t, req)
				assert.NotContains(t, f.Files, record.BookFile)
				assert.NotContains(t, f.Files, record.ChancesFile)
				m := mixed(t, f, input)
				for name, data := range f.Files {
					if name != record.AnnouncementFile {
						assert.NotContains(t, m.Added, name)
						assert.Equal(t, string(data), string(m.Files[name]), name)
					}
				}
				assert.Equal(t, f.Commitment(), m.Mixing.Commitment)
				assertFromScratch(t, req, m)

				rec := held(t, m.Files, verify.Undrawn)
				value := "31415926535897932384"
				d, err := Draw(whenever, rec, m.Files, value)
				require.NoError(t, err)
				all := maps.Clone(m.Files)
				maps.Copy(all, d.Added)
				assertRecomputed(t, held(t, all, verify.Drawn))
			})
		}
	}
}

// assertFromScratch holds a mixed book against the lottery over the original pool.
func assertFromScratch(t *testing.T, req Request, m *Mixed) {
	t.Helper()
	roster, _ := req.Pool.Roster(*req.Key)
	l, err := lottery.New(context.Background(), roster, m.Rules, m.Mixing.MixString, nil)
	require.NoError(t, err)
	assert.Equal(t, l.Book, m.Book)
	other, err := lottery.New(context.Background(), roster, m.Rules, m.Mixing.MixString+"0", nil)
	require.NoError(t, err)
	assert.NotEqual(t, other.Book, m.Book, "another value mixes otherwise")
}

// The files that name people are those of a book made in one step: nothing of the pool is
// lost between the steps.
func TestMixKeepsThePool(t *testing.T) {
	mix := mixes["27182818284590452353"]
	for _, csv := range []string{twinsWithIDs, twinsWithout} {
		req := mixRequest(t, csv, mix, record.FormDefault)
		m := mixed(t, fix(t, req), "27182818284590452353")
		at, err := Prepare(context.Background(), req)
		require.NoError(t, err)
		at.AddSlips()
		plain := func(files record.Files, name string) string { // without numbers of pages
			var b strings.Builder
			for line := range strings.Lines(string(files[name])) {
				b.WriteString(line[:strings.LastIndex(line, ",")] + "\n")
			}
			return b.String()
		}
		assert.Equal(t, plain(at.Files, private.IDsFile), plain(m.Files, private.IDsFile))
		for _, name := range []string{private.PeopleFile, private.UnseatableFile, private.KeyFile} {
			assert.Equal(t, string(at.Files[name]), string(m.Files[name]), name)
		}
		assert.Equal(t, at.Person, m.Person)
		rows, err := private.ReadRows(m.Files[private.SlipsFile], ',')
		require.NoError(t, err)
		require.Len(t, rows, 7)
		for person, i := range m.inPoolOrder() {
			id := m.Roster.Entries[i].ID
			assert.Contains(t, rows[1+person], id)
			assert.Contains(t, string(m.Files[private.SlipsFolder+id+".txt"]), record.Commitment(m.Files))
		}
	}
	with := fix(t, mixRequest(t, twinsWithIDs, mix, record.FormDefault))
	assert.Contains(t, string(mixed(t, with, "27182818284590452353").Files[private.IDsFile]), "'=a,")
	without := fix(t, mixRequest(t, twinsWithout, mix, record.FormDefault))
	assert.Contains(t, string(mixed(t, without, "27182818284590452353").Files[private.IDsFile]), "\n6,")
}

// A record that holds people whom no panel can seat tells them why after the mixing too.
func TestMixKeepsReasons(t *testing.T) {
	req := mixRequest(t, twinsWithIDs, mixes["27182818284590452353"], record.FormDefault)
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\nage,young,0,0\nage,old,1,2\n"))
	require.Empty(t, faults)
	req.Pool, faults = pool.Read("pool.csv", []byte(twinsWithIDs), table, pool.Options{})
	require.Empty(t, faults)
	f := fix(t, req)
	assert.Contains(t, f.Announcement(), "2 people of the pool cannot be seated")
	m := mixed(t, f, "27182818284590452353")
	assert.Contains(t, string(m.Files[private.UnseatableFile]), "no panel can hold this person because age: young allows no seat")
	assert.Equal(t, 3, bytes.Count(m.Files[private.UnseatableFile], []byte("\n")))
}

// Wrong orders are refused with a sentence, whoever calls.
func TestMixOrder(t *testing.T) {
	const value = "27182818284590452353"
	f := fix(t, mixRequest(t, twinsWithIDs, mixes[value], record.FormDefault))
	unmixed := held(t, f.Files, verify.Unmixed)
	mix := func(rec *record.Record, input string) error {
		_, err := Mix(context.Background(), whenever, rec, f.Files, input, nil)
		return err
	}
	_, err := Draw(whenever, unmixed, f.Files, "31415926535897932384")
	assert.EqualError(t, err, "the book is not mixed yet: there is nothing to draw from")
	assert.ErrorContains(t, mix(unmixed, "271"), "public value has 3 digits, announced were 20")
	assert.ErrorContains(t, mix(unmixed, strings.Repeat("x", 20)), "expected the digits 0 to 9 only")

	m := mixed(t, f, value)
	rec := held(t, m.Files, verify.Undrawn)
	assert.EqualError(t, mix(rec, value), `the book was mixed already, by the public value "27182818284590452353": there is one mixing only`)
	d, err := Draw(whenever, rec, m.Files, "31415926535897932384")
	require.NoError(t, err)
	all := maps.Clone(m.Files)
	maps.Copy(all, d.Added)
	assert.ErrorContains(t, mix(held(t, all, verify.Drawn), value), "mixed already")
	_, err = Draw(whenever, held(t, all, verify.Drawn), all, "31415926535897932384")
	assert.ErrorContains(t, err, "there is one draw only")

	added, err := Abort(unmixed, "nobody came")
	require.NoError(t, err)
	off := maps.Clone(f.Files)
	maps.Copy(off, added)
	ended := held(t, off, verify.CalledOff)
	assert.Equal(t, f.Commitment(), ended.Aborted.Commitment)
	assert.EqualError(t, mix(ended, value), "the ceremony was called off: nobody came")
	_, err = Draw(whenever, ended, off, "31415926535897932384")
	assert.ErrorContains(t, err, "called off")

	plain := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormDefault)
	assert.EqualError(t, mix(committed(t, plain), value), "no value was announced that mixes this book")
}

// What the mixing takes from private/ and auditor/ is as book wrote it, or the file at fault
// is named.
func TestMixNamesTheFile(t *testing.T) {
	const value = "27182818284590452353"
	for _, form := range []record.Form{record.FormDefault, record.FormSealed} {
		f := fix(t, mixRequest(t, twinsWithIDs, mixes[value], form))
		faulty := func(file, found string, change func(files record.Files)) {
			t.Helper()
			files := maps.Clone(f.Files)
			change(files)
			rec, faults := record.Parse(public(files))
			require.Empty(t, faults)
			_, err := Mix(context.Background(), whenever, rec, files, value, nil)
			var fault quotas.Fault
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, file, fault.File)
			assert.Contains(t, fault.Found, found)
		}
		gone := []string{private.PeopleFile, private.FixedNotesFile, record.RosterFile, record.CheckerFile}
		if form == record.FormSealed {
			gone = append(gone, private.KeyFile)
			faulty(private.KeyFile, "another key", func(files record.Files) { files[private.KeyFile] = bytes.Repeat([]byte("00"), 32) })
			faulty(private.KeyFile, "another key", func(files record.Files) { files[private.KeyFile] = []byte("none") })
		}
		for _, name := range gone {
			faulty(name, "no such file", func(files record.Files) { delete(files, name) })
		}
		faulty(private.PeopleFile, "SHA-256 ", func(files record.Files) {
			files[private.PeopleFile] = append(bytes.Clone(files[private.PeopleFile]), '\n')
		})
		for _, text := range []string{"", "{}", "null", "[]", "{", `{"sums":{}}`} {
			faulty(private.FixedNotesFile, "something else", func(files record.Files) { files[private.FixedNotesFile] = []byte(text) })
		}
		faulty(private.PeopleFile, "5 columns", func(files record.Files) {
			files[private.FixedNotesFile] = bytes.Replace(files[private.FixedNotesFile], []byte(`"id_column": 2`), []byte(`"id_column": 4`), 1)
		})
	}
}

// A value that could be known, chosen or tried before the draw mixes no book.
func TestCheckMix(t *testing.T) {
	digits := func(time string) draw.Source {
		return draw.Source{Kind: draw.KindDigits, Statement: hall, Time: time, Digits: 20}
	}
	rehearsal := draw.Source{Kind: draw.KindRehearsal, Statement: hall}
	for _, c := range []struct {
		mix, source draw.Source
		want        string
	}{
		{digits(noon), digits(evening), ""},
		{draw.Quick(hall, draw.TimeOf(42), 0), draw.Quick(hall, draw.TimeOf(43), 0), ""},
		{rehearsal, rehearsal, ""},
		{digits(evening), rehearsal, ""},
		{draw.Known(), digits(evening), `a value of kind "known in advance" mixes no book`},
		{draw.Source{Kind: draw.KindPageDigits, Statement: hall, Time: noon}, digits(evening), `a value of kind "page digits" mixes no book`},
		{digits(noon), draw.Known(), "was known in advance"},
		{rehearsal, digits(evening), "a rehearsal goes with the rehearsal of a draw only"},
		{digits(evening), digits(evening), "announce a mixing that comes before the draw"},
		{digits(evening), digits(noon), "announce a mixing that comes before the draw"},
		{draw.Quick(hall, draw.TimeOf(42), 0), draw.Quick(hall, draw.TimeOf(42), 0), "announce a mixing that comes before the draw"},
		{digits(""), digits(evening), "each announced with a time"},
		{digits(noon), digits(""), "each announced with a time"},
	} {
		err := CheckMix(c.mix, c.source)
		if c.want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, c.want)
		req := mixRequest(t, twinsWithIDs, c.mix, record.FormDefault)
		req.Source = record.SeedSource{Source: c.source}
		_, err = Fix(context.Background(), req)
		assert.ErrorContains(t, err, c.want)
	}
	few := mixRequest(t, twinsWithIDs, draw.Source{Kind: draw.KindDigits, Statement: hall, Time: noon, Digits: 3}, record.FormDefault)
	_, err := Fix(context.Background(), few)
	assert.ErrorContains(t, err, "the mixing: 3 digits would reach the 1000 pages unevenly")
}

// An interrupted mixing is seen as the record was before it.
func TestBeforeMixing(t *testing.T) {
	for _, form := range []record.Form{record.FormDefault, record.FormSealed, record.FormOpen} {
		f := fix(t, mixRequest(t, twinsWithIDs, mixes["27182818284590452353"], form))
		before := public(f.Files)
		delete(before, record.AnnouncementFile)
		assert.Equal(t, before, BeforeMixing(mixed(t, f, "27182818284590452353").Files))
	}
}

// What a council publishes before the mixing names both values and promises nothing of the
// book; afterwards it names both commitments.
func TestMixAnnouncements(t *testing.T) {
	req := mixRequest(t, twinsWithIDs, mixes["27182818284590452353"], record.FormDefault)
	req.Source.Supersedes, req.Source.Reason = strings.Repeat("ab", 32), "a bowl broke"
	f := fix(t, req)
	before := f.Announcement()
	for _, want := range []string{"    when   2027-01-15 12:00:00 (UTC)\n", "    when   2027-01-15 18:00:00 (UTC)\n", "    " + f.Commitment() + "\n",
		"It will have 1000 pages", "    gender: woman (1), man (1)\n", "called off (a bowl broke)"} {
		assert.Contains(t, before, want)
	}
	assert.NotContains(t, before, "Everyone who can be seated is on")
	m := mixed(t, f, "27182818284590452353")
	after := string(m.Files[record.AnnouncementFile])
	for _, want := range []string{"    " + f.Commitment() + "\n", "    " + record.Commitment(m.Files) + "\n", "    27182818284590452353\n",
		"    when   2027-01-15 12:00:00 (UTC)\n", "Everyone who can be seated is on", "called off (a bowl broke)"} {
		assert.Contains(t, after, want)
	}
	one := prepare(t, record.SeedSource{Source: sources["042"]}, record.FormDefault)
	told := strings.Join(strings.Fields(one.Announcement()), " ")
	assert.Contains(t, told, "Reservation: "+verify.CaveatUnmixed.Sentence()+".")
	assert.NotContains(t, before+after, "Reservation")
	practice := fix(t, mixRequest(t, twinsWithIDs, mixes["whatever is said on the day"], record.FormDefault))
	assert.Contains(t, practice.Announcement(), "REHEARSAL")
	assert.Contains(t, strings.Join(strings.Fields(practice.Announcement()), " "), verify.CaveatUnmixed.Sentence())
	for line := range strings.Lines(before + after) {
		if !strings.HasPrefix(line, "    ") {
			assert.LessOrEqual(t, len(line), 76+1, line)
		}
	}
}

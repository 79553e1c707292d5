package record_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

func folder(files record.Files) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// The bytes of a record, written out: whoever changes one of them makes another
// format.
func TestFiles(t *testing.T) {
	files := recordtest.Make()
	check := func(name string, want ...string) {
		t.Helper()
		assert.Equal(t, strings.Join(want, "\n")+"\n", string(files[name]))
	}
	check(record.RulesFile, `{`,
		`  "format": "evenlot-record/1",`,
		`  "algorithm": "evenlot/1",`,
		`  "rule": "leximin",`,
		`  "people": 12,`,
		`  "seats": 4,`,
		`  "pages": 10,`,
		`  "household_limit": 1,`,
		`  "budget": 100,`,
		`  "form": "default",`,
		`  "key_hash": "`+draw.KeyHash([32]byte{1, 2, 3})+`"`,
		`}`)
	check(record.SeedSourceFile, `{`,
		`  "kind": "known in advance",`,
		`  "statement": "value known in advance: a rehearsal, or a trusted operator",`,
		`  "time": "",`,
		`  "digits": 0,`,
		`  "numbers": 0,`,
		`  "extra": 0,`,
		`  "chain": "",`,
		`  "round": 0,`,
		`  "supersedes": "",`,
		`  "reason": ""`,
		`}`)
	check(record.TotalsFile, `feature,value,people`,
		`age,"16 to 29, ""young""",5`, `age,30 and older,6`, `age,ungültig,1`,
		`gender,man,6`, `gender,woman,6`)
	check(record.ChancesFile, `id,pages`,
		`bcd23k,4`, `bdf9xz,4`, `cgh4mn,4`, `cxx222,4`, `dfghjk,4`, `fgh777,3`,
		`ghj8kk,4`, `hkq3vw,3`, `kmn5pq,4`, `qrs6tv,3`, `wxz999,3`, `zzz2zz,0`)
	check(record.BookFile, `page,seat1,seat2,seat3,seat4`,
		`0,bcd23k,bdf9xz,cgh4mn,cxx222`,
		`1,dfghjk,fgh777,ghj8kk,hkq3vw`,
		`2,bcd23k,kmn5pq,qrs6tv,wxz999`,
		`3,bdf9xz,cgh4mn,cxx222,dfghjk`,
		`4,fgh777,ghj8kk,hkq3vw,kmn5pq`,
		`5,bcd23k,cgh4mn,qrs6tv,wxz999`,
		`6,bdf9xz,cxx222,dfghjk,ghj8kk`,
		`7,bcd23k,hkq3vw,kmn5pq,wxz999`,
		`8,cgh4mn,dfghjk,fgh777,qrs6tv`,
		`9,bdf9xz,cxx222,ghj8kk,kmn5pq`)

	sum := func(name string) string { return fmt.Sprintf("%x", sha256.Sum256(files[name])) }
	check(record.CommitSumsFile,
		sum(record.BookFile)+"  book.csv",
		sum(record.ChancesFile)+"  chances.csv",
		sum(record.PoolRootFile)+"  pool.root",
		sum(record.ProofFile)+"  proof.json",
		sum(record.QuotasFile)+"  quotas.csv",
		sum(record.RulesFile)+"  rules.json",
		sum(record.SeedSourceFile)+"  seedsource.json",
		sum(record.TotalsFile)+"  totals.csv")
	assert.Equal(t, sum(record.CommitSumsFile), record.Commitment(files))

	lines := strings.Split(string(files[record.PublicSumsFile]), "\n")
	require.Len(t, lines, 11)
	assert.Equal(t, sum(record.CommitSumsFile)+"  commit/SHA256SUMS", lines[0])
	assert.Equal(t, sum(record.DrawFile)+"  draw.json", lines[9])
	assert.Equal(t, []string{
		"auditor/pool.csv", "public/SHA256SUMS", "public/commit/SHA256SUMS", "public/commit/book.csv",
		"public/commit/chances.csv", "public/commit/pool.root", "public/commit/proof.json",
		"public/commit/quotas.csv", "public/commit/rules.json", "public/commit/seedsource.json",
		"public/commit/totals.csv", "public/draw.json",
	}, files.Names())
}

func TestOpen(t *testing.T) {
	in := recordtest.Input()
	files := recordtest.Make()
	rec, faults := record.Open(folder(files))
	require.NoError(t, faults.Err())
	assert.Equal(t, in.Rules, *rec.Rules)
	assert.Equal(t, in.Source, *rec.Source)
	assert.Equal(t, in.Pages, rec.Pages)
	assert.Equal(t, []int{4, 4, 4, 4, 4, 3, 4, 3, 4, 3, 3, 0}, rec.Counts)
	assert.Equal(t, [][]int{{5, 6, 1}, {6, 6}}, rec.Totals)
	assert.Equal(t, record.PoolRoot(in.Roster), *rec.Root)
	assert.Equal(t, in.Roster.Entries, rec.Roster.Entries)
	assert.Equal(t, recordtest.PublicValue, rec.Drawing.PublicValue)
	assert.Len(t, rec.CommitSums, 8)
	assert.Len(t, rec.PublicSums, 10)

	// Written again from what was read, it is the same record.
	in.Roster, in.Pages, in.Rules = rec.Roster, rec.Pages, *rec.Rules
	assert.Equal(t, files, recordtest.Draw(in, rec.Drawing.PublicValue))
}

func TestOpenParts(t *testing.T) {
	files := recordtest.Make()
	for _, name := range []string{record.DrawFile, record.PublicSumsFile, record.RosterFile} {
		delete(files, name)
	}
	rec, faults := record.Open(folder(files))
	require.NoError(t, faults.Err(), "a record before the draw, without the auditor's folder")
	assert.Nil(t, rec.Drawing)
	assert.Nil(t, rec.PublicSums)
	assert.Nil(t, rec.Roster)
}

func TestOpenReportsEveryFile(t *testing.T) {
	files := recordtest.Make()
	delete(files, record.ProofFile)
	files[record.RulesFile] = []byte("{}\n")
	files[record.ChancesFile] = bytes.Replace(files[record.ChancesFile], []byte(",4"), []byte(",04"), 1)
	files["public/x y"] = nil
	fsys := folder(files)
	fsys["public/link"] = &fstest.MapFile{Data: []byte("a"), Mode: fs.ModeSymlink}
	_, faults := record.Open(fsys)
	text := faults.Error()
	for _, want := range []string{
		"public/commit/proof.json: no such file",
		"public/commit/rules.json:1:2: ",
		`public/commit/chances.csv:2:1: "bcd23k,04\n", expected a public id`,
		"public/x y: a name that no file of a record has",
		"public/link: a link or device",
	} {
		assert.Contains(t, text, want)
	}
	_, faults = record.Open(fstest.MapFS{})
	assert.Contains(t, faults.Error(), "public: ")
}

// holey claims so many bytes and has none: what it reads is zero.
type holey struct {
	fstest.MapFS
	sizes map[string]int64
	read  *int64 // bytes in all
}

func (h holey) Open(name string) (fs.File, error) {
	f, err := h.MapFS.Open(name)
	if size, ok := h.sizes[name]; ok && err == nil {
		return &hole{f, size, h.read}, nil
	}
	return f, err
}

func (h holey) Lstat(name string) (fs.FileInfo, error) {
	info, err := h.MapFS.Lstat(name)
	if size, ok := h.sizes[name]; ok && err == nil {
		return sized{info, size}, nil
	}
	return info, err
}

func (h holey) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := h.MapFS.ReadDir(name)
	for i, e := range entries {
		if info, err := h.Lstat(name + "/" + e.Name()); err == nil {
			entries[i] = fs.FileInfoToDirEntry(info)
		}
	}
	return entries, err
}

type hole struct {
	fs.File
	size int64
	read *int64
}

func (h *hole) Stat() (fs.FileInfo, error) {
	info, err := h.File.Stat()
	return sized{info, h.size}, err
}

func (h *hole) Read(b []byte) (int, error) {
	clear(b)
	*h.read += int64(len(b))
	return len(b), nil
}

type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

// A record is refused by names and sizes before any of it is read, and a file with holes
// before there is memory for it.
func TestLoadLimits(t *testing.T) {
	load := func(sizes map[string]int64, wants ...string) (read int64) {
		t.Helper()
		fsys := folder(recordtest.Make())
		for name := range sizes {
			fsys[name] = &fstest.MapFile{}
		}
		files, faults := record.Load(holey{fsys, sizes, &read})
		for _, want := range wants {
			assert.ErrorContains(t, faults.Err(), want)
		}
		for name := range sizes {
			assert.NotContains(t, files, name)
		}
		return read
	}
	const gib = 1 << 30
	assert.Zero(t, load(map[string]int64{
		record.RulesFile: 16<<20 + 1, record.QuotasFile: 1<<20 + 1, record.ChancesFile: 256<<20 + 1, record.ProofFile: 64<<20 + 1,
		"public/x/book.csv": gib, "public/events/1/verify.sh": 1, "public/events/0/draw.json": 1,
	},
		"rules.json: 16777217 bytes, expected at most 16777216",
		"quotas.csv: 1048577 bytes, expected at most 1048576",
		"chances.csv: 268435457 bytes, expected at most 268435456",
		"proof.json: 67108865 bytes, expected at most 67108864",
		"public/x/book.csv: a file, expected no such file",
		"public/events/1/verify.sh: a file, expected no such file",
		"public/events/0/draw.json: a file, expected no such file"))
	assert.Zero(t, load(map[string]int64{record.BookFile: gib, record.RosterFile: gib},
		"bytes in the files of the record, expected at most 2147483647"))
	many := map[string]int64{}
	for i := range 1000 {
		many[fmt.Sprintf("public/events/%d/draw.json", i+1)] = 16 << 20
	}
	assert.Zero(t, load(many, "more than 1000 files"))
	assert.Equal(t, int64(2*64<<10), load(map[string]int64{record.BookFile: gib, record.ProofFile: 64 << 20},
		"public/commit/book.csv: a zero byte after 0 bytes, expected a plain file",
		"public/commit/proof.json: a zero byte after 0 bytes, expected a plain file"))
}

// A file that is another one when it is opened is not read.
func TestLoadChanges(t *testing.T) {
	load := func(want string, change func(fsys fstest.MapFS)) {
		t.Helper()
		fsys := folder(recordtest.Make())
		_, faults := record.Load(changing{fsys, change})
		assert.ErrorContains(t, faults.Err(), record.DrawFile+want)
	}
	load(": a file that changes while it is read", func(fsys fstest.MapFS) { fsys[record.DrawFile].Data = []byte("x") })
	load(": a file that changes while it is read", func(fsys fstest.MapFS) {
		fsys[record.DrawFile].Data = append(fsys[record.DrawFile].Data, "x"...)
	})
	load(": a link or device, expected a plain file", func(fsys fstest.MapFS) { fsys[record.DrawFile].Mode = fs.ModeNamedPipe })
	load(": ", func(fsys fstest.MapFS) { delete(fsys, record.DrawFile) })
}

// changing changes before its first file is opened.
type changing struct {
	fstest.MapFS
	change func(fstest.MapFS)
}

func (c changing) Open(name string) (fs.File, error) {
	c.change(c.MapFS)
	return c.MapFS.Open(name)
}

// One rule says which names a record has, on every system.
func TestLoadNames(t *testing.T) {
	for _, name := range []string{"X", "a b", "a:b", `a\b`, "a.", "a ", "con", "nul.json", "aux.a.b", "com0", "lpt9.csv", "é", strings.Repeat("a", 101)} {
		fsys := folder(recordtest.Make())
		fsys["public/"+name] = &fstest.MapFile{}
		_, faults := record.Load(fsys)
		assert.ErrorContains(t, faults.Err(), "public/"+name+": a name that no file of a record has", name)
		_, err := record.ReadSums("s", []byte(strings.Repeat("0", 64)+"  "+name+"\n"))
		assert.Error(t, err, name)
	}
	for _, name := range []string{"com", "com10", "console", "null", "aux1", "a.con", "..."} {
		fsys := folder(recordtest.Make())
		fsys["public/"+name] = &fstest.MapFile{}
		_, faults := record.Load(fsys)
		assert.Equal(t, name != "...", strings.Contains(faults.Error(), "public/"+name+": a file, expected no such file"), name)
	}
}

func TestCommitRefuses(t *testing.T) {
	in := recordtest.Input()
	in.Roster.Table.Features[0].Values[1].Name = "a\nb"
	_, err := record.Commit(in)
	assert.ErrorContains(t, err, `a control character in "a\nb"`)

	for _, bad := range []string{"a\u2028b", "a\u2029b", "a\u0085b", "a\x7fb"} {
		in.Roster.Table.Features[0].Values[1].Name = bad
		_, err = record.Commit(in)
		assert.ErrorContains(t, err, "a control character in", "%q", bad)
	}

	panics := func(change func(in *record.CommitInput)) {
		t.Helper()
		in := recordtest.Input()
		change(&in)
		assert.Panics(t, func() { _, _ = record.Commit(in) })
	}
	panics(func(in *record.CommitInput) { in.Rules.Seats++ })
	panics(func(in *record.CommitInput) { in.Rules.Pages++ })
	panics(func(in *record.CommitInput) { in.Rules.People++ })
	panics(func(in *record.CommitInput) { in.Pages = nil })
	panics(func(in *record.CommitInput) { in.Pages[3] = in.Pages[3][1:] })
	panics(func(in *record.CommitInput) { in.Pages[3][0] = 12 })
	panics(func(in *record.CommitInput) { slices.Reverse(in.Pages[3]) })
	panics(func(in *record.CommitInput) { in.Pages[3][1] = in.Pages[3][0] })
	panics(func(in *record.CommitInput) { slices.Reverse(in.Roster.Entries) })
	panics(func(in *record.CommitInput) { in.Roster.Entries[0].ID = "=cmd" })
	assert.Panics(t, func() { record.Commitment(record.Files{}) })
	assert.Panics(t, func() { record.Files{"public/A": nil}.Seal() })
}

func TestPageName(t *testing.T) {
	check := func(page, pages int, want string) {
		t.Helper()
		assert.Equal(t, want, record.PageName(page, pages))
	}
	check(0, 1, "0")
	check(9, 10, "9")
	check(9, 11, "09")
	check(7, 1000, "007")
	check(7, 1001, "0007")
	check(99999, 100000, "99999")
}

func TestOnePageOneSeat(t *testing.T) {
	in := recordtest.Input()
	in.Pages = [][]int32{{11}}
	in.Rules.Pages, in.Rules.Seats = 1, 1
	files, err := record.Commit(in)
	require.NoError(t, err)
	assert.Equal(t, "page,seat1\n0,zzz2zz\n", string(files[record.BookFile]))
	rec, faults := record.Parse(files)
	require.NoError(t, faults.Err())
	assert.Equal(t, in.Pages, rec.Pages)
}

func ExampleCommit() {
	in := recordtest.Input()
	files, err := record.Commit(in)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("publish:", record.Commitment(files)[:8]+"…")

	d, err := draw.Open(record.Commitment(files), "187", len(in.Pages))
	if err != nil {
		fmt.Println(err)
		return
	}
	files.AddDraw(d)
	files.Seal()
	drawing, err := record.ReadDrawing(record.DrawFile, files[record.DrawFile])
	fmt.Println("page", drawing.Page, drawing.Panel, err)
	// Output:
	// publish: ea822309…
	// page 4 [fgh777 ghj8kk hkq3vw kmn5pq] <nil>
}

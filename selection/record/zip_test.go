package record_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// archive packs entries, and then files in order of their names.
func archive(t testing.TB, files record.Files, top string, more ...func(w *zip.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, add := range more {
		add(w)
	}
	for _, name := range files.Names() {
		entry(top+name, string(files[name]))(w)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func entry(name, text string) func(w *zip.Writer) {
	return func(w *zip.Writer) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			panic(err)
		}
	}
}

func TestLoadZip(t *testing.T) {
	files := recordtest.Make()
	for _, top := range []string{"", "record/", "record 2027/"} {
		packed := archive(t, files, top, entry("read me.txt", "x"), entry(top+"private/ids.csv", "x"), entry("__MACOSX/._record", "x"), entry(top+"public/", ""))
		got, faults := record.LoadZip(bytes.NewReader(packed), int64(len(packed)))
		require.NoError(t, faults.Err(), top)
		assert.Equal(t, files, got, top)
	}
	for _, name := range []string{"sealed", "open", "events"} {
		for _, v := range recordtest.Variants() {
			if v.Name == name {
				packed := archive(t, v.Make(), "")
				got, faults := record.LoadZip(bytes.NewReader(packed), int64(len(packed)))
				require.NoError(t, faults.Err(), name)
				assert.Equal(t, v.Make(), got, name)
			}
		}
	}
}

// What a file manager leaves in a folder or an archive changes nothing.
func TestLitter(t *testing.T) {
	files := recordtest.Make()
	litter := []string{"public/.DS_Store", "public/commit/Thumbs.db", "public/desktop.ini", "public/._draw.json", "public/__MACOSX/x"}
	fsys := folder(files)
	for _, name := range litter {
		fsys[name] = &fstest.MapFile{Data: []byte("x")}
	}
	got, faults := record.Load(fsys)
	require.NoError(t, faults.Err())
	assert.Equal(t, files, got)
	assert.ElementsMatch(t, litter, record.PassedOver(fsys, "public"))

	for _, top := range []string{"", "record/"} {
		more := []func(*zip.Writer){entry("._record", "x"), entry("__MACOSX/._record", "x"), entry("__MACOSX/"+top+"public/._draw.json", "x")}
		for _, name := range litter {
			more = append(more, entry(top+name, "x"))
		}
		packed := archive(t, files, top, more...)
		got, faults := record.LoadZip(bytes.NewReader(packed), int64(len(packed)))
		require.NoError(t, faults.Err(), top)
		assert.Equal(t, files, got, top)
		unpacked, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
		require.NoError(t, err)
		assert.Len(t, record.PassedOver(unpacked, "."), len(litter)+3, top)
	}

	for _, name := range []string{"DS_Store", "thumbs.dbx", "draw.json", "a._b", "__MACOSX"} {
		assert.False(t, record.IsLitter("public/"+name), name)
	}
	_, err := record.ReadSums("SHA256SUMS", []byte(strings.Repeat("0", 64)+"  ._x\n"))
	assert.ErrorContains(t, err, "a file name")
}

func TestLoadZipRefuses(t *testing.T) {
	refuse := func(want string, more ...func(w *zip.Writer)) {
		t.Helper()
		packed := archive(t, recordtest.Make(), "", more...)
		_, faults := record.LoadZip(bytes.NewReader(packed), int64(len(packed)))
		assert.ErrorContains(t, faults.Err(), want)
	}
	const leads = "a name that leads out of its folder"
	for _, name := range []string{"../evil", "/evil", "public/../../evil", `public\draw.json`, `..\evil`, "C:evil", "public//x", "./public/x", "a\x00b", "\xff"} {
		refuse(leads, entry(name, "x"))
	}
	refuse("public/draw.json: the same name a second time", entry("public/draw.json", "x"))
	refuse("public/draw.json: the same name a second time", entry("public/DRAW.json", "x"))
	refuse("public/X: a name that no file of a record has", entry("public/X", "x"))
	refuse("2 folders public in the archive", entry("other/public/draw.json", "x"))
	packed := archive(t, record.Files{"record/private/ids.csv": nil}, "")
	none, faults := record.LoadZip(bytes.NewReader(packed), int64(len(packed)))
	assert.Empty(t, none)
	assert.ErrorContains(t, faults.Err(), "0 folders public in the archive")
	refuse("public/link: a link or device", func(w *zip.Writer) {
		h := &zip.FileHeader{Name: "public/link"}
		h.SetMode(fs.ModeSymlink | 0o777)
		_, err := w.CreateHeader(h)
		require.NoError(t, err)
	})
	refuse("public/report.html: 16777217 bytes, expected at most 16777216", entry("public/report.html", strings.Repeat("x", 16<<20+1)))
	refuse("public/report.html: 2000000 bytes out of", entry("public/report.html", strings.Repeat("x", 2_000_000)))
	refuse("more than 1000 files", func(w *zip.Writer) {
		for i := range 1000 {
			entry("public/x"+strings.Repeat("y", i/10)+string(rune('0'+i%10)), "")(w)
		}
	})
}

// An archive that says something else than it holds.
func TestLoadZipLies(t *testing.T) {
	packed := archive(t, recordtest.Make(), "")
	_, faults := record.LoadZip(bytes.NewReader(packed[:len(packed)/2]), int64(len(packed)/2))
	assert.ErrorContains(t, faults.Err(), "an archive that cannot be read")

	at := bytes.Index(packed, []byte(record.RulesFile)) + len(record.RulesFile)
	changed := bytes.Clone(packed)
	changed[at+9] ^= 0x10
	_, faults = record.LoadZip(bytes.NewReader(changed), int64(len(changed)))
	assert.ErrorContains(t, faults.Err(), record.RulesFile+": a file that cannot be unpacked")
}

func FuzzLoadZip(f *testing.F) {
	packed := archive(f, recordtest.Make(), "")
	f.Add(packed)
	f.Add(packed[:len(packed)-10])
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, _ := record.LoadZip(bytes.NewReader(data), int64(len(data)))
		for name := range files {
			assert.True(t, strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/"), name)
			assert.True(t, fs.ValidPath(name), name)
		}
	})
}

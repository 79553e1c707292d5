package record_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
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
	const leads = "a name that leads elsewhere, on some system at least"
	for _, name := range []string{"../evil", "/evil", "public/../../evil", `public\draw.json`, `..\evil`, "C:evil", "public//x", "./public/x", "a\x00b", "\xff",
		"C:", `C:\x`, "private/a:b", "private/notes.", "public./draw.json", "public /draw.json", "private/con", "private/NUL.txt", "a/com1", "a/LPT\u00b9.x", "aux ./x"} {
		refuse(leads, entry(name, "x"))
	}
	for _, name := range []string{"Public/aborted.json", "PUBLIC/x", "Auditor/book.csv"} { // one folder on some systems
		refuse(name+": a name that no file of a record has", entry(name, "x"))
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
			entry(fmt.Sprintf("public/events/%d/draw.json", i+1), "")(w)
		}
	})
	refuse("public/x/book.csv: a file, expected no such file", entry("public/x/book.csv", "x"))
	refuse("public/commit/proof.json/x: a file, expected no such file", entry("public/commit/proof.json/x", "x"))
	refuse("public/events/01/draw.json: a file, expected no such file", entry("public/events/01/draw.json", "x"))
	refuse("public/mixture.json: 67108865 bytes, expected at most 67108864", func(w *zip.Writer) {
		claim(w, "public/mixture.json", 64<<20+1, 1<<20)
	})
	refuse("files that take up", func(w *zip.Writer) { claim(w, "public/mixture.json", 64<<20, 2<<20) })
	refuse("2147483648 bytes in the files of the record, expected at most 2147483647", func(w *zip.Writer) {
		noise := make([]byte, 11<<20)
		_, _ = rand.NewChaCha8([32]byte{}).Read(noise)
		entry("noise", string(noise))(w)
		size := uint64(1<<31) - total(recordtest.Make())
		claim(w, "auditor/book.csv", size, 11<<20)
	})
}

// claim adds a file that is not as long, packed or not, as the archive says.
func claim(w *zip.Writer, name string, size, packed uint64) {
	f, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: size, CompressedSize64: packed})
	if err != nil {
		panic(err)
	}
	_, _ = f.Write([]byte("x"))
}

func total(files record.Files) (size uint64) {
	for _, data := range files {
		size += uint64(len(data))
	}
	return size
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

package portable_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// A packer writes one entry of an archive in place of, or beside, the files of a record.
type packer func(h *zip.FileHeader, data []byte) []byte

// packed is a record as an archive; odd, if any, changes the entry of its name.
func packed(t *testing.T, files record.Files, name string, odd packer) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	all := map[string][]byte{}
	for n, data := range files {
		all[n] = data
	}
	if all[name] == nil {
		all[name] = []byte("x")
	}
	for n, data := range all {
		h := &zip.FileHeader{Name: n, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
			CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data))}
		h.SetMode(0o644)
		if n == name && odd != nil {
			data = odd(h, data)
		}
		f, err := w.CreateRaw(h)
		require.NoError(t, err)
		_, err = f.Write(data)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// The page takes the archives that LoadZip takes, and no others.
func TestZipsAlike(t *testing.T) {
	e := newEngine(t)
	mode := func(m fs.FileMode) packer {
		return func(h *zip.FileHeader, data []byte) []byte { h.SetMode(m | 0o644); return data }
	}
	files := recordtest.Make()
	for _, c := range []struct {
		name  string
		odd   packer
		holds bool
	}{
		{record.DrawFile, nil, true}, {"readme.txt", nil, true}, {"private/ids.csv", nil, true}, {"console", nil, true}, {"com10", nil, true},
		{record.DrawFile, func(h *zip.FileHeader, data []byte) []byte { h.CRC32++; return data }, false},
		{record.DrawFile, func(h *zip.FileHeader, data []byte) []byte { h.Flags |= 1; return data }, false},
		{record.DrawFile, func(h *zip.FileHeader, data []byte) []byte { h.UncompressedSize64--; return data }, false},
		{record.DrawFile, mode(fs.ModeSymlink), false}, {record.DrawFile, mode(fs.ModeDevice), false}, {record.DrawFile, mode(fs.ModeNamedPipe), false},
		{"con.txt", nil, false}, {"a/LPT1", nil, false}, {"NUL .x", nil, false}, {"com\u00b9", nil, false}, {"x.", nil, false}, {"x /y", nil, false},
		{"\xff", nil, false}, {"C:x", nil, false}, {"a\x00b", nil, false}, {"a\\b", nil, false}, {"PUBLIC/draw.json", nil, false}, {"a//b", nil, false}, {"../x", nil, false},
	} {
		archive := packed(t, files, c.name, c.odd)
		got, faults := record.LoadZip(bytes.NewReader(archive), int64(len(archive)))
		assert.Equal(t, c.holds, faults.Err() == nil && goRefuses(got) == "", "%q: %v", c.name, faults.Err())
		said := pageUnzips(t, e, archive)
		assert.Equal(t, c.holds, !strings.HasPrefix(said, "!"), "%q: %s", c.name, said)
	}
	archive := packed(t, files, record.DrawFile, nil)
	assert.True(t, strings.HasPrefix(pageUnzips(t, e, append([]byte("before"), archive...)), "!"), "something before the archive")
}

// pageUnzips gives how many files the page finds, or "!" and why it refuses the archive.
func pageUnzips(t *testing.T, e engine, archive []byte) string {
	t.Helper()
	return run[string](e, fmt.Sprintf(`(async () => {
		const bytes = Uint8Array.from(atob(%s.zip), (c) => c.charCodeAt(0));
		try {
			const lines = await checkRecord(new RecordFiles(await unzip(bytes, wanted)));
			const failed = lines.filter(({ state }) => state === "failed");
			return failed.length ? "!" + failed[0].found : String(lines.length);
		} catch (error) { return "!" + error.message; }
	})()`, inBase64(t, record.Files{"zip": archive})))
}

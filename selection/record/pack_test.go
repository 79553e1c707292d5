package record_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// An archive holds public/ and nothing else, reads as the same files, and has the same bytes each time.
func TestPack(t *testing.T) {
	files := recordtest.Make()
	files["private/ids.csv"] = []byte("secret\n")
	pack := func() []byte {
		var out bytes.Buffer
		require.NoError(t, record.Pack(&out, files.Names(), func(name string) ([]byte, error) { return files[name], nil }))
		return out.Bytes()
	}
	first := pack()
	assert.Equal(t, first, pack())
	got, faults := record.LoadZip(bytes.NewReader(first), int64(len(first)))
	require.NoError(t, faults.Err())
	for _, top := range []string{"", "record/"} { // the inside of public/, packed by somebody
		var bare bytes.Buffer
		w := zip.NewWriter(&bare)
		for name, data := range files {
			if strings.HasPrefix(name, "auditor/") {
				continue
			}
			f, err := w.Create(top + strings.TrimPrefix(name, "public/"))
			require.NoError(t, err)
			_, err = f.Write(data)
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		inside, faults := record.LoadZip(bytes.NewReader(bare.Bytes()), int64(bare.Len()))
		require.NoError(t, faults.Err())
		for name, data := range got {
			assert.Equal(t, data, inside[name], name)
		}
		assert.NotContains(t, inside, "public/private/ids.csv")
	}
	for name, data := range files {
		if strings.HasPrefix(name, "public/") {
			assert.Equal(t, data, got[name], name)
		} else {
			assert.NotContains(t, got, name)
		}
	}
}

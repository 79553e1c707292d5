package register

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// all reads a register to its end.
func all(t require.TestingT, rows Rows) (cells [][]string) {
	for {
		row, _, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return cells
		}
		require.NoError(t, err)
		var copied []string
		for _, c := range row {
			copied = append(copied, string(c))
		}
		cells = append(cells, copied)
	}
}

// Rows are parted as encoding/csv does it, whatever stands in their cells, with and without quotation marks.
func TestAsEncodingCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(2, 6).Draw(t, "columns")
		cell := rapid.StringOfN(rapid.SampledFrom([]rune("ab,;ä\"\n\x80\xac\x2d東 ")), 0, 12, -1)
		want := rapid.SliceOfN(rapid.SliceOfN(cell, columns, columns), 1, 20).Draw(t, "rows")
		var b strings.Builder
		b.WriteString("h0" + strings.Join([]string{",h1", ",h2", ",h3", ",h4", ",h5"}[:columns-1], "") + "\n")
		w := csv.NewWriter(&b)
		require.NoError(t, w.WriteAll(want))
		rows, err := Open("r.csv", strings.NewReader(b.String()), int64(b.Len()))
		require.NoError(t, err)
		r := csv.NewReader(strings.NewReader(b.String()))
		expected, err := r.ReadAll()
		require.NoError(t, err)
		assert.Equal(t, expected[1:], all(t, rows))
	})
}

// The same rows come out of a compressed file.
func TestGzip(t *testing.T) {
	const text = "id;home\n1;a\n2;\"b;c\"\n"
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	rows, err := Open("r.csv.gz", bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	assert.Equal(t, []string{"id", "home"}, rows.Header())
	assert.Equal(t, [][]string{{"1", "a"}, {"2", "b;c"}}, all(t, rows))
	cut, err := Open("r.csv.gz", bytes.NewReader(b.Bytes()[:b.Len()-9]), int64(b.Len()-9))
	require.NoError(t, err)
	for err == nil {
		_, _, err = cut.Next()
	}
	assert.ErrorContains(t, err, "unexpected EOF", "a file that was cut off is no shorter register")
}

package register

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
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
	assert.ErrorContains(t, err, "damaged or ends too soon", "a file that was cut off is no shorter register")
}

// A person is a row of a Parquet file: an id, a household that may be null, and a number.
type person struct {
	ID   string  `parquet:"id,zstd"`
	Home *string `parquet:"home,snappy,dict"`
	Age  int32   `parquet:"age"`
}

// The same rows come out of Parquet, in several groups and many pages; a number is known for one; damage is an error.
func TestParquet(t *testing.T) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[person](&b, parquet.PageBufferSize(1000), parquet.MaxRowsPerRowGroup(3000))
	var want [][]string
	for i := range 10_000 {
		p := person{ID: fmt.Sprintf("%09dä", i), Age: int32(i % 90)}
		home := ""
		if i%7 != 0 {
			home = fmt.Sprint("h", i/3)
			p.Home = &home
		}
		want = append(want, []string{p.ID, home, fmt.Sprint(p.Age)})
		_, err := w.Write([]person{p})
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	rows, err := Open("r.parquet", bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	assert.Equal(t, []string{"id", "home", "age"}, rows.Header())
	assert.Equal(t, []string{"", "", "INT(32,true)"}, rows.(Typed).Kinds())
	assert.Equal(t, want, all(t, rows))
	for _, size := range []int{4, b.Len() / 2, b.Len() - 1} {
		_, err := Open("r.parquet", bytes.NewReader(b.Bytes()[:size]), int64(size))
		assert.ErrorContains(t, err, "a Parquet file that cannot be read")
	}
	damaged := bytes.Clone(b.Bytes())
	for i := range 3000 {
		damaged[100+i] ^= 0x55
	}
	rows, err = Open("r.parquet", bytes.NewReader(damaged), int64(len(damaged)))
	for err == nil {
		_, _, err = rows.Next()
	}
	assert.ErrorContains(t, err, "a Parquet file that cannot be read")
}

// What is no register is refused with what to do.
func TestOtherFiles(t *testing.T) {
	for begins, says := range map[string]string{"PK\x03\x04": "a workbook", "\x28\xb5\x2f\xfd": "zstd -d", "BZh9": "bunzip2", "\xff\xfei\x00": "UTF-16", "": "an empty file"} {
		_, err := Open("r", strings.NewReader(begins), int64(len(begins)))
		assert.ErrorContains(t, err, says)
	}
}

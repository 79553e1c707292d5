package invite

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"slices"
)

// A Scratch is where a count puts what it has to sort: 52 bytes a row, hashes and line numbers, no
// personal data. A temporary file does; for tests and small registers [Memory].
type Scratch interface {
	io.ReaderAt
	io.WriterAt
}

// Memory is a [Scratch] without a disk.
type Memory struct{ data []byte }

// WriteAt writes at the end or before.
func (m *Memory) WriteAt(p []byte, off int64) (int, error) {
	if need := int(off) + len(p); need > len(m.data) {
		m.data = append(m.data, make([]byte, need-len(m.data))...)
	}
	return copy(m.data[off:], p), nil
}

// ReadAt reads what was written.
func (m *Memory) ReadAt(p []byte, off int64) (int, error) {
	n := copy(p, m.data[off:])
	if n < len(p) {
		return n, io.ErrUnexpectedEOF
	}
	return n, nil
}

const (
	buckets   = 1 << 12                     // by the first three digits of the mark
	leafSize  = idBytes + sha256.Size + 4   // mark, leaf, line
	chunkSize = 64 * leafSize               // of a bucket; all of them at once take 14 MB
	entryHex  = 2 * (idBytes + sha256.Size) // mark and leaf as the bucket's text has them
)

// A root makes the root of a register from its rows in any order, in little memory.
type root struct {
	scratch Scratch
	open    [buckets][]byte  // the chunk of each bucket that is not full
	at      [buckets][]int64 // where its full chunks stand
	end     int64
	line    []byte
}

// add notes a row: its letter id and mark, its household and its stratum.
func (r *root) add(letterID []byte, mark [idBytes]byte, household, stratum []byte, line int) error {
	r.line = append(append(r.line[:0], letterID...), stratumBar...)
	r.line = append(append(r.line, stratum...), stratumBar...)
	r.line = append(r.line, household...)
	leaf := sha256.Sum256(r.line)
	b := int(mark[0])<<4 | int(mark[1])>>4
	if r.open[b] == nil {
		r.open[b] = make([]byte, 0, chunkSize)
	}
	r.open[b] = append(append(r.open[b], mark[:]...), leaf[:]...)
	r.open[b] = binary.BigEndian.AppendUint32(r.open[b], uint32(line))
	if len(r.open[b]) < chunkSize {
		return nil
	}
	if _, err := r.scratch.WriteAt(r.open[b], r.end); err != nil {
		return err
	}
	r.at[b] = append(r.at[b], r.end)
	r.end += chunkSize
	r.open[b] = r.open[b][:0]
	return nil
}

// sum gives the root. twice is told of every two rows that have one mark, by their lines.
func (r *root) sum(twice func(first, second int)) (string, error) {
	all, bucket := sha256.New(), sha256.New()
	for b := range buckets {
		rows, err := r.bucket(b)
		if err != nil {
			return "", err
		}
		if len(rows) == 0 {
			continue
		}
		bucket.Reset()
		var text [entryHex]byte
		for i, row := range rows {
			if i > 0 && bytes.Equal(row[:idBytes], rows[i-1][:idBytes]) {
				x, y := lineOf(rows[i-1]), lineOf(row)
				twice(min(x, y), max(x, y))
			}
			hex.Encode(text[:], row[:idBytes+sha256.Size])
			bucket.Write(text[:])
		}
		all.Write(hex.AppendEncode(nil, bucket.Sum(nil)))
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

func lineOf(row []byte) int { return int(binary.BigEndian.Uint32(row[leafSize-4:])) }

// bucket gives the rows of a bucket in order.
func (r *root) bucket(b int) ([][]byte, error) {
	data := make([]byte, len(r.at[b])*chunkSize, len(r.at[b])*chunkSize+len(r.open[b]))
	for i, at := range r.at[b] {
		if _, err := r.scratch.ReadAt(data[i*chunkSize:(i+1)*chunkSize], at); err != nil {
			return nil, err
		}
	}
	data = append(data, r.open[b]...)
	rows := make([][]byte, 0, len(data)/leafSize)
	for row := range slices.Chunk(data, leafSize) {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(x, y []byte) int {
		return cmp.Or(bytes.Compare(x[:leafSize-4], y[:leafSize-4]), cmp.Compare(lineOf(x), lineOf(y)))
	})
	return rows, nil
}

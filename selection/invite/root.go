package invite

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"math/bits"
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
	parts     = 1 << 8                    // by the first byte of the mark: few, so that what is written to stays near the processor
	leafSize  = idBytes + sha256.Size + 4 // mark, leaf, line
	hashed    = idBytes + sha256.Size     // of it
	chunkSize = 512 * leafSize            // of a part; all of them at once take 7 MB
	textSize  = 1 << 13                   // of the text of a bucket that is hashed at once
)

// A root makes the root of a register from its rows in any order, in little memory: rows are parted by their marks while they come,
// and each part is sorted at the end.
type root struct {
	scratch Scratch
	open    [parts][]byte  // the chunk of each part that is not full
	at      [parts][]int64 // where its full chunks stand
	end     int64
	line    []byte
}

// add notes a row: its letter id and mark, its household and its stratum.
func (r *root) add(letterID []byte, mark [idBytes]byte, household, stratum []byte, line int) error {
	r.line = append(append(r.line[:0], letterID...), stratumBar...)
	r.line = append(append(r.line, stratum...), stratumBar...)
	r.line = append(r.line, household...)
	leaf := sha256.Sum256(r.line)
	part := r.open[mark[0]]
	if part == nil {
		part = make([]byte, 0, chunkSize)
	}
	part = append(append(part, mark[:]...), leaf[:]...)
	part = binary.BigEndian.AppendUint32(part, uint32(line))
	r.open[mark[0]] = part
	if len(part) < chunkSize {
		return nil
	}
	if _, err := r.scratch.WriteAt(part, r.end); err != nil {
		return err
	}
	r.at[mark[0]] = append(r.at[mark[0]], r.end)
	r.end += chunkSize
	r.open[mark[0]] = part[:0]
	return nil
}

// sum gives the root. twice is told of every two rows that have one mark, by their lines.
func (r *root) sum(twice func(first, second int)) (string, error) {
	all, bucket := sha256.New(), sha256.New()
	var rows sorter
	text := make([]byte, 0, textSize)
	for part := range parts {
		if err := r.read(part, &rows); err != nil {
			return "", err
		}
		rows.sort()
		for i := range rows.order {
			row := rows.row(i)
			if i > 0 && bytes.Equal(row[:idBytes], rows.row(i - 1)[:idBytes]) {
				x, y := lineOf(rows.row(i-1)), lineOf(row)
				twice(min(x, y), max(x, y))
			}
			text = text[:len(text)+2*hashed]
			hexInto(text[len(text)-2*hashed:], row[:hashed])
			ends := i+1 == len(rows.order) || rows.row(i + 1)[1]>>4 != row[1]>>4
			if ends || len(text)+2*hashed > textSize {
				bucket.Write(text)
				text = text[:0]
			}
			if ends {
				all.Write(hex.AppendEncode(nil, bucket.Sum(nil)))
				bucket.Reset()
			}
		}
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

func lineOf(row []byte) int { return int(binary.BigEndian.Uint32(row[hashed:])) }

// read gets the rows of a part.
func (r *root) read(part int, into *sorter) error {
	into.data = into.data[:0]
	for _, at := range r.at[part] {
		into.data = append(into.data, r.open[part][:cap(r.open[part])]...) // room
		if _, err := r.scratch.ReadAt(into.data[len(into.data)-chunkSize:], at); err != nil {
			return err
		}
	}
	into.data = append(into.data, r.open[part]...)
	return nil
}

// A sorter sorts rows whose marks begin with the same byte: by their next two bytes, counted, then where those are alike one by one. Marks are
// hashes, so that few are.
type sorter struct {
	data   []byte // rows
	order  []int32
	starts []int32
}

func (s *sorter) row(i int) []byte {
	at := int(s.order[i]) * leafSize
	return s.data[at : at+leafSize : at+leafSize]
}

func (s *sorter) sort() {
	n := len(s.data) / leafSize
	shift := 16 - min(bits.Len(uint(n)), 16) // about a cell a row
	cell := func(i int) int { return int(binary.BigEndian.Uint16(s.data[i*leafSize+1:])) >> shift }
	s.starts = append(s.starts[:0], make([]int32, 1<<16>>shift+1)...)
	for i := range n {
		s.starts[cell(i)+1]++
	}
	for c := range len(s.starts) - 1 {
		s.starts[c+1] += s.starts[c]
	}
	s.order = append(s.order[:0], make([]int32, n)...)
	for i := range n {
		c := cell(i)
		s.order[s.starts[c]] = int32(i)
		s.starts[c]++
	}
	for i := 1; i < n; i++ {
		for j := i; j > 0 && compareRows(s.row(j-1), s.row(j)) > 0; j-- {
			s.order[j-1], s.order[j] = s.order[j], s.order[j-1]
		}
	}
}

func compareRows(x, y []byte) int {
	return cmp.Or(cmp.Compare(binary.BigEndian.Uint64(x), binary.BigEndian.Uint64(y)), bytes.Compare(x[:hashed], y[:hashed]),
		cmp.Compare(lineOf(x), lineOf(y)))
}

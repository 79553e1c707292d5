package pool

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// Separators of joined cells; no file with them is accepted.
const (
	cellEnd   = "\x1f"
	rowEnd    = "\x1e"
	recordEnd = "\x1d"
)

// Canonical gives the identity of a person: see the package documentation.
func (p *Pool) Canonical(person int) string {
	if p.IDColumn >= 0 {
		return p.Label(person)
	}
	return p.cells(person) + rowEnd + strconv.Itoa(p.People[person].copy)
}

// cells joins all cells of a row.
func (p *Pool) cells(person int) string {
	var b strings.Builder
	for j := range p.Header {
		if j > 0 {
			b.WriteString(cellEnd)
		}
		b.WriteString(sheet.Clean(p.Cell(person, j)))
	}
	return b.String()
}

// numberCopies tells equal rows of a pool without ids apart.
func (p *Pool) numberCopies() {
	if p.IDColumn >= 0 {
		return
	}
	type hashed struct {
		sum    [32]byte
		person int32
	}
	rows := make([]hashed, len(p.People))
	for i := range rows {
		rows[i] = hashed{sha256.Sum256([]byte(p.cells(i))), int32(i)}
	}
	slices.SortFunc(rows, func(a, b hashed) int {
		if c := bytes.Compare(a.sum[:], b.sum[:]); c != 0 {
			return c
		}
		return int(a.person) - int(b.person)
	})
	for i := 1; i < len(rows); i++ {
		if rows[i].sum == rows[i-1].sum {
			p.People[rows[i].person].copy = p.People[rows[i-1].person].copy + 1
		}
	}
}

// Digest is a SHA-256 of who is in the pool, whatever the order of the rows. It covers the feature
// names and, sorted, the SHA-256 of each person: identity, names of the values, and the household of
// people who share one.
func (p *Pool) Digest() [32]byte {
	sums := make([][32]byte, len(p.People))
	var record []byte
	for i := range p.People {
		record = append(record[:0], p.Canonical(i)...)
		for f, v := range p.People[i].Values {
			record = append(append(record, recordEnd...), p.Table.Features[f].Values[v].Name...)
		}
		record = append(record, recordEnd...)
		if p.People[i].Household >= 0 {
			record = append(record, p.homes.name[p.People[i].Household]...)
		}
		sums[i] = sha256.Sum256(record)
	}
	slices.SortFunc(sums, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	h := sha256.New()
	h.Write([]byte("evenlot/1 pool"))
	for _, f := range p.Table.Features {
		h.Write([]byte(cellEnd + f.Name))
	}
	h.Write([]byte(recordEnd))
	for i := range sums {
		h.Write(sums[i][:])
	}
	return [32]byte(h.Sum(nil))
}

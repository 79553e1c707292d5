package pool

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Doubts finds everything about a pool that a person should look at before a draw for
// that many seats: strong doubts first, then by kind and row.
func (p *Pool) Doubts(seats int) []Doubt {
	var all []Doubt
	twice := p.twice()
	all = append(all, twice.doubts()...)
	all = append(all, p.homeDoubts()...)
	all = append(all, p.fileDoubts()...)
	all = append(all, p.quotaDoubts(seats)...)
	for i := range all {
		all[i].Key = all[i].Code + "-" + p.doubtHash(&all[i])
	}
	slices.SortStableFunc(all, func(a, b Doubt) int {
		if a.Strong != b.Strong {
			return cmp.Compare(boolInt(b.Strong), boolInt(a.Strong))
		}
		return cmp.Or(strings.Compare(a.Code, b.Code), slices.CompareFunc(a.Rows, b.Rows, func(a, b Row) int { return a.row - b.row }))
	})
	return all
}

// NewDoubt makes a doubt about people that arises outside of the file.
func (p *Pool) NewDoubt(code string, strong bool, people []int, text, ask string) Doubt {
	d := Doubt{Code: code, Strong: strong, Rows: p.rows(people), Text: text, Ask: ask}
	d.Key = d.Code + "-" + p.doubtHash(&d)
	return d
}

// doubtHash is a short hash of who a doubt is about, or of its text where it is about
// nobody.
func (p *Pool) doubtHash(d *Doubt) string {
	h := sha256.New()
	h.Write([]byte(d.Code))
	if len(d.Rows) == 0 {
		h.Write([]byte(d.Text))
	}
	for _, sum := range p.identities(d.Rows) {
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:5])
}

// identities are the hashes of the people of some rows, sorted.
func (p *Pool) identities(rows []Row) [][32]byte {
	sums := make([][32]byte, len(rows))
	for i, r := range rows {
		sums[i] = sha256.Sum256([]byte(p.Canonical(r.person)))
	}
	slices.SortFunc(sums, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	return sums
}

// doubts words what was found.
func (t *twice) doubts() []Doubt {
	var all []Doubt
	for _, group := range t.strong.groups() {
		all = append(all, Doubt{Code: PersonTwice, Strong: true, Rows: t.pool.rows(group), Text: t.text(group), Ask: askTwice})
	}
	for _, group := range t.weak.groups() {
		if !t.together(group) {
			all = append(all, Doubt{Code: PersonTwice, Rows: t.pool.rows(group), Text: t.text(group), Ask: askTwice})
		}
	}
	all = append(all, t.rowsTwice()...)
	all = append(all, t.idsTwice()...)
	all = append(all, t.contactsShared()...)
	return all
}

package invite

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
)

// A Letter is one that was drawn.
type Letter struct {
	Stratum  int
	Wave     int // from 0; len(Rules.Waves): spare
	Rank     int // in its stratum, from 1
	Ticket   Ticket
	LetterID string
	ID       string   // in the register
	Cells    []string // the whole row of the register

	household string
}

// A List is everybody who gets a letter: by stratum, then by ticket.
type List struct {
	Header  []string // of the register
	Letters []Letter
	Rows    int
}

// Pick draws the letters of all strata from a register: of each stratum the smallest tickets, and of
// each household, where the rules say so, the smallest one. It keeps little more than the letters: of every stratum the rows below a threshold,
// which is raised, with another pass, where it was too low. Where a stratum has fewer households than
// letters, its list ends early.
func Pick(ctx context.Context, reg Register, r *Rules, strata []Stratum, key *[32]byte, seed string, tell Progress) (*List, error) {
	p := newPicker(reg, r, strata, key, seed, tell)
	if err := p.pass(ctx, nil); err != nil {
		return nil, err
	}
	return p.finish(ctx)
}

// Draw counts a register and draws its letters, in the same pass where that is possible. The list is nil where the register is not the one
// that the lottery committed to: [CheckRegister] says why.
func Draw(ctx context.Context, reg Register, l *Lottery, key *[32]byte, seed string, scratch Scratch, tell Progress) (*Count, *List, error) {
	p := newPicker(reg, l.Rules, l.Strata, key, seed, tell)
	c := newCounter(scratch)
	if err := p.pass(ctx, c); err != nil {
		return nil, nil, err
	}
	count, err := c.count(p.last)
	if err != nil || count.Root != l.Root || count.Rows != l.Rules.People || p.strange {
		return count, nil, err
	}
	list, err := p.finish(ctx)
	return count, list, err
}

func newPicker(reg Register, r *Rules, strata []Stratum, key *[32]byte, seed string, tell Progress) *picker {
	p := &picker{reg: reg, strata: strata, names: newNamer(key), draw: newDrawer(seed), tell: tell, household: r.Household > 0,
		index: map[string]int{}}
	for i, s := range strata {
		p.index[s.Name] = i
	}
	p.thresholds()
	return p
}

// finish makes further passes until no stratum is short of rows.
func (p *picker) finish(ctx context.Context) (*List, error) {
	for {
		if p.household && !p.even() {
			if err := p.mates(ctx); err != nil {
				return nil, err
			}
		}
		list, short := p.list()
		if short = slices.DeleteFunc(short, func(s int) bool { return p.below[s] == everything }); len(short) == 0 {
			return list, nil
		}
		for _, s := range short {
			p.below[s] = times(p.below[s], 4)
		}
		if err := p.pass(ctx, nil); err != nil {
			return nil, err
		}
	}
}

// everything is the threshold that keeps every row.
const everything = math.MaxUint64

type picker struct {
	reg       Register
	strata    []Stratum
	names     *namer
	draw      *drawer
	tell      Progress
	household bool
	index     map[string]int

	below   []uint64 // of each stratum: rows whose ticket begins lower are kept
	kept    []Letter
	best    map[string]Ticket // of the households of those kept
	last    *reader
	strange bool // some row has a stratum that was not there when the letters were committed to
}

// thresholds sets them so that, most of the time, every stratum has as many rows below as it has letters. Where that
// keeps few rows more, all strata have the highest of them: then whoever shares a household
// with a kept row and has a smaller ticket is kept too.
func (p *picker) thresholds() {
	p.below = make([]uint64, len(p.strata))
	highest, want, rows := uint64(0), 0, 0
	for i, s := range p.strata {
		n := s.Letters()
		// Half as many again for households, six standard deviations, and some for the small ones.
		need := n + n/2 + 6*root2(n) + 8
		p.below[i] = fraction(need, s.People)
		highest = max(highest, p.below[i])
		want += min(need, s.People)
		rows += s.People
	}
	const few = 150_000 // rows, some 60 MB
	if p.household && rowsBelow(rows, highest) <= uint64(max(few, 3*want)) {
		for i := range p.below {
			p.below[i] = highest
		}
	}
}

// root2 is the square root of n, rounded up.
func root2(n int) int {
	r := 0
	for r*r < n {
		r++
	}
	return r
}

// fraction is need / people of all tickets.
func fraction(need, people int) uint64 {
	if need >= people {
		return everything
	}
	return everything / uint64(people) * uint64(need)
}

func times(x uint64, n uint64) uint64 {
	if x > everything/n {
		return everything
	}
	return x * n
}

func rowsBelow(rows int, threshold uint64) uint64 {
	if threshold == everything {
		return uint64(rows)
	}
	return uint64(rows) / (everything / max(threshold, 1))
}

func (p *picker) even() bool {
	for _, t := range p.below {
		if t != p.below[0] {
			return false
		}
	}
	return true
}

// pass keeps the rows below the thresholds. Where there is a counter it counts all rows too, and a stratum that is
// unknown is no error.
func (p *picker) pass(ctx context.Context, c *counter) (err error) {
	p.kept, p.best = nil, map[string]Ticket{}
	var own []int // the stratum of the reader's, or -1
	p.last, err = each(ctx, p.reg, p.tell, func(r *reader) error {
		for r.at >= len(own) {
			s, known := p.index[r.names[len(own)]]
			if !known {
				if s, p.strange = -1, true; c == nil {
					return fmt.Errorf("%s: line %d: the stratum %q, which was not there when the letters were committed to", p.reg.Name, r.line, r.stratum)
				}
			}
			own = append(own, s)
		}
		id := p.names.bytes(r.ID)
		if c != nil {
			if err := c.add(r, id, p.names.mark); err != nil {
				return err
			}
		}
		if s := own[r.at]; s >= 0 {
			p.keep(r, s, id, p.draw.ticket(id))
		}
		return nil
	})
	if err == nil && c == nil {
		err = p.last.faults.err()
	}
	return err
}

// keep keeps a row of a stratum if its ticket is below the threshold.
func (p *picker) keep(r *reader, s int, id []byte, ticket Ticket) {
	if p.below[s] != everything && ticket.prefix() >= p.below[s] {
		return
	}
	l := Letter{Stratum: s, Ticket: ticket, LetterID: string(id), ID: string(r.ID), household: string(r.Home)}
	for _, cell := range r.cells {
		l.Cells = append(l.Cells, string(cell))
	}
	p.kept = append(p.kept, l)
	if p.household && len(r.Home) > 0 {
		p.better(l.household, ticket)
	}
}

func (p *picker) better(household string, t Ticket) {
	if known, ok := p.best[household]; !ok || bytes.Compare(t[:], known[:]) < 0 {
		p.best[household] = t
	}
}

// mates finds the best ticket of every household of which a row was kept.
func (p *picker) mates(ctx context.Context) error {
	r, err := each(ctx, p.reg, p.tell, func(r *reader) error {
		if _, asked := p.best[string(r.Home)]; asked && len(r.Home) > 0 {
			p.better(string(r.Home), p.draw.ticket(p.names.bytes(r.ID)))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.faults.err()
}

// list orders what was kept, and names the strata that ended before they had all their letters.
func (p *picker) list() (l *List, short []int) {
	slices.SortFunc(p.kept, func(a, b Letter) int {
		return cmp.Or(cmp.Compare(a.Stratum, b.Stratum), bytes.Compare(a.Ticket[:], b.Ticket[:]), cmp.Compare(a.LetterID, b.LetterID))
	})
	l = &List{Header: p.last.rows.Header(), Rows: p.last.row}
	next := 0
	for s := range p.strata {
		rank := 0
		for ; next < len(p.kept) && p.kept[next].Stratum == s; next++ {
			k := p.kept[next]
			if rank == p.strata[s].Letters() || p.household && k.household != "" && p.best[k.household] != k.Ticket {
				continue
			}
			rank++
			k.Rank, k.Wave = rank, waveOf(p.strata[s].Waves, rank)
			l.Letters = append(l.Letters, k)
		}
		if rank < p.strata[s].Letters() {
			short = append(short, s)
		}
	}
	return l, short
}

// waveOf is the wave of a rank.
func waveOf(waves []int, rank int) int {
	for w, n := range waves {
		if rank <= n {
			return w
		}
		rank -= n
	}
	panic("invite: a rank beyond the last letter")
}

// Hashes say what a list is without naming anybody: for each of so many strata the SHA-256 of its lines, "ticket:letter
// id" and a line feed, in the order of the draw; and one of those hashes after another. Queries
// of other engines print them too.
func (l *List) Hashes(strata int) (each []string, all string) {
	each = make([]string, strata)
	total, next := sha256.New(), 0
	for s := range each {
		one := sha256.New()
		for ; next < len(l.Letters) && l.Letters[next].Stratum == s; next++ {
			fmt.Fprintf(one, "%s:%s\n", l.Letters[next].Ticket, l.Letters[next].LetterID)
		}
		each[s] = hex.EncodeToString(one.Sum(nil))
		total.Write([]byte(each[s]))
	}
	return each, hex.EncodeToString(total.Sum(nil))
}

// Threshold is the beginning, of 16 digits, of a ticket below which every stratum most likely has as many rows as letters, whatever
// the households; empty where that is all of them. Queries pass over the rows above it.
func Threshold(strata []Stratum) string {
	p := &picker{strata: strata}
	p.thresholds()
	highest := uint64(0)
	for _, t := range p.below {
		highest = max(highest, t)
	}
	if highest == everything {
		return ""
	}
	return fmt.Sprintf("%016x", highest)
}

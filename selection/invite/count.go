package invite

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/evenlot/evenlot/selection/invite/register"
)

// A Count is what a lottery commits to of a register.
type Count struct {
	Rows   int
	Strata []Stratum // in the order of their names, as bytes
	Root   string    // 64 hexadecimal digits
	// Decomposed are the first lines whose ids are not in the composed form of Unicode (NFC), and how many there are:
	// the same letters can be written in another way, and that is another id.
	Decomposed      []int
	DecomposedCount int
}

// A Register is one that can be read several times, from its beginning.
type Register struct {
	Name    string // for messages
	Columns Columns
	Open    func() (register.Rows, error)
}

// NewCount goes through a register once. Its error lists the rows that are at fault, with the
// quotas.Faults of them: empty, doubled, overlong or invisible ids, rows without a stratum. key is nil where ids are open.
func NewCount(ctx context.Context, reg Register, key *[32]byte, scratch Scratch, tell Progress) (*Count, error) {
	ids, c := newNamer(key), newCounter(scratch)
	r, err := each(ctx, reg, tell, func(r *reader) error { return c.add(r, ids.bytes(r.ID), ids.mark) })
	if err != nil {
		return nil, err
	}
	return c.count(r)
}

// A counter counts the rows of a reader.
type counter struct {
	Count
	people []int // of each stratum, as the reader numbers them
	root   root
}

func newCounter(scratch Scratch) *counter { return &counter{root: root{scratch: scratch}} }

// add counts a row, which has a letter id and a mark.
func (c *counter) add(r *reader, letterID []byte, mark [idBytes]byte) error {
	c.Rows++
	for r.at >= len(c.people) {
		c.people = append(c.people, 0)
	}
	c.people[r.at]++
	if !r.ascii && !norm.NFC.IsNormal(r.ID) {
		c.DecomposedCount++
		if len(c.Decomposed) < shownDecomposed {
			c.Decomposed = append(c.Decomposed, r.line)
		}
	}
	return c.root.add(letterID, mark, r.Home, r.stratum, r.line)
}

// shownDecomposed is how many lines with such ids are kept.
const shownDecomposed = 5

// count is what came of all rows, or their faults.
func (c *counter) count(r *reader) (_ *Count, err error) {
	if c.Rows == 0 && len(r.faults.kinds) == 0 {
		r.faults.add("register-empty", 0, "no rows", "a row for each person or address", "")
	}
	c.Root, err = c.root.sum(func(first, second int) {
		r.faults.add("id-twice", second, fmt.Sprintf("the id of %s %d again", r.faults.unit(), first), "each id once", "")
	})
	if err != nil {
		return nil, err
	}
	for at, n := range c.people {
		c.Strata = append(c.Strata, newStratum(r.names[at], n, r.columns.Strata))
	}
	slices.SortFunc(c.Strata, func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	return &c.Count, r.faults.err()
}

func newStratum(name string, people int, columns []string) Stratum {
	s := Stratum{Name: name, People: people}
	if len(columns) > 0 {
		s.Values = strings.Split(name, stratumBar)
	}
	return s
}

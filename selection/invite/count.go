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
	rows, err := reg.Open()
	if err != nil {
		return nil, err
	}
	r, err := newReader(reg.Name, rows, reg.Columns)
	if err != nil {
		return nil, err
	}
	c := &Count{}
	people := map[string]int{}
	ids, sum := newNamer(key), &root{scratch: scratch}
	for {
		ok, err := r.next(ctx, tell)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		id := ids.bytes(r.ID)
		if err := sum.add(id, ids.mark, r.Home, r.stratum, r.line); err != nil {
			return nil, err
		}
		if n, known := people[string(r.stratum)]; known || len(people) < maxStrata {
			people[string(r.stratum)] = n + 1
		} else {
			r.faults.add("strata-many", 0, fmt.Sprintf("more than %d strata", maxStrata), "fewer", "is one of "+strings.Join(reg.Columns.Strata, ", ")+" a column of ids?")
			return nil, r.faults.err()
		}
		c.note(r)
	}
	if c.Rows == 0 && len(r.faults.kinds) == 0 {
		r.faults.add("register-empty", 0, "no rows", "a row for each person or address", "")
	}
	c.Root, err = sum.sum(func(first, second int) {
		r.faults.add("id-twice", second, fmt.Sprintf("the id of line %d again", first), "each id once", "")
	})
	if err != nil {
		return nil, err
	}
	for name, n := range people {
		c.Strata = append(c.Strata, newStratum(name, n, reg.Columns.Strata))
	}
	slices.SortFunc(c.Strata, func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	return c, r.faults.err()
}

func (c *Count) note(r *reader) {
	c.Rows++
	if norm.NFC.IsNormal(r.ID) {
		return
	}
	c.DecomposedCount++
	if len(c.Decomposed) < 5 {
		c.Decomposed = append(c.Decomposed, r.line)
	}
}

func newStratum(name string, people int, columns []string) Stratum {
	s := Stratum{Name: name, People: people}
	if len(columns) > 0 {
		s.Values = strings.Split(name, stratumBar)
	}
	return s
}

package book

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
)

// tiny is a pool of a few types under one or two rows, and all its panels.
func tiny(s *draw.Stream) (g *pool.Grouping, panels [][]int) {
	in := &quotas.Instance{Seats: 1 + s.IntN(3)}
	g = &pool.Grouping{Instance: in}
	people := 0
	for range 3 + s.IntN(3) {
		members := make([]int, 1+s.IntN(2))
		for i := range members {
			members[i] = people
			people++
		}
		g.Types, in.Count = append(g.Types, members), append(in.Count, len(members))
	}
	for range 1 + s.IntN(2) {
		row := quotas.Row{Min: s.IntN(2), Max: 1 + s.IntN(2)}
		for t := range in.Count {
			if s.IntN(2) == 0 {
				row.Types = append(row.Types, t)
			}
		}
		in.Rows = append(in.Rows, row)
	}
	x := make([]int, len(in.Count))
	var each func(t int)
	each = func(t int) {
		if t == len(x) {
			if in.Allows(x) {
				panels = append(panels, append([]int(nil), x...))
			}
			return
		}
		for x[t] = 0; x[t] <= in.Count[t]; x[t]++ {
			each(t + 1)
		}
		x[t] = 0
	}
	each(0)
	return g, panels
}

// nearestOf tries all books of so many pages.
func nearestOf(g *pool.Grouping, panels [][]int, dues []due, pages int) float64 {
	total, best := make([]int, len(dues)), math.Inf(1)
	var each func(first, left int)
	each = func(first, left int) {
		if left == 0 {
			far := 0.0
			for t, d := range dues {
				n := g.Instance.Count[t]
				far = max(far, d.off(total[t]/n-d.low), d.off((total[t]+n-1)/n-d.low))
			}
			best = min(best, far)
			return
		}
		for j := first; j < len(panels); j++ {
			for t, x := range panels[j] {
				total[t] += x
			}
			each(j, left-1)
			for t, x := range panels[j] {
				total[t] -= x
			}
		}
	}
	each(0, pages)
	return best
}

// TestNearest: against all books of a few pages for tiny pools, no book is nearer than is said, and
// the book that is made is nearly always the nearest there is. (Others have pages off the face of
// the chances, which are not looked at.)
func TestNearest(t *testing.T) {
	const most = 20_000 // books
	tried, nearest, said := 0, 0, 0
	for seed := range 400 {
		s := stream(seed)
		g, panels := tiny(s)
		pages := 1 + s.IntN(7)
		books := 1
		for i := range pages {
			books = books * (len(panels) + i) / (i + 1)
		}
		if len(panels) == 0 || books > most {
			continue
		}
		c, err := fair.New(g.Instance).Close(context.Background(), 1<<20)
		require.NoError(t, err)
		b, err := Make(context.Background(), g, Target{c.Instance, c.Chance, c.Seats}, Options{Pages: pages, Random: stream(seed), Known: panels})
		require.NoError(t, err)
		best := nearestOf(g, panels, dues(c.Chance, nil, pages), pages)
		name := fmt.Sprintf("seed %d: %d pages of %v", seed, pages, g.Instance)
		assert.LessOrEqual(t, b.Nearness.Least, best+wholeTolerance, name)
		assert.LessOrEqual(t, best, b.Nearness.Worst+wholeTolerance, name)
		tried++
		if b.Nearness.Worst <= best+wholeTolerance {
			nearest++
		}
		if b.Nearness.Worst <= b.Nearness.Least+wholeTolerance {
			said++
		}
	}
	t.Logf("%d books, %d the nearest there are, which was proved of %d", tried, nearest, said)
	assert.Greater(t, nearest, tried*95/100)
	assert.Greater(t, said, tried*90/100)
}

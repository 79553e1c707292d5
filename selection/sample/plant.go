package sample

import (
	"fmt"
	"slices"
)

// The people a panel is planted from: enough that the rarest value of the
// catalogue (eight in a thousand) is among them, and some to choose from.
const (
	candidatesMin     = 4096
	candidatesPerSeat = 8
)

// plantSteps bounds the swaps tried for a panel; plantStepsPerSeat adds to it.
const (
	plantSteps        = 20_000
	plantStepsPerSeat = 100
)

// Candidates are an even choice of the pool's people (algorithm R: the i-th person
// takes the place of a random earlier one with chance size/i).
type candidates struct {
	features []feature
	size     int
	seen     int
	rows     []int
	homes    []int
	values   []uint8 // len(features) a person
}

func newCandidates(features []feature, size int) *candidates {
	return &candidates{features: features, size: size}
}

func (c *candidates) of(i int) []uint8 {
	return c.values[i*len(c.features) : (i+1)*len(c.features)]
}

func (c *candidates) offer(row int, p person, choice *stream) {
	c.seen++
	at := len(c.rows)
	if at < c.size {
		c.rows = append(c.rows, 0)
		c.homes = append(c.homes, 0)
		c.values = append(c.values, make([]uint8, len(c.features))...)
	} else if at = choice.below(c.seen); at >= c.size {
		return
	}
	c.rows[at], c.homes[at] = row, p.household
	for f, v := range p.values {
		c.of(at)[f] = uint8(v)
	}
}

// plant chooses a panel among the candidates, sets s.panel and stretches the
// windows to hold it.
func (s *Sample) plant(c *candidates) error {
	g := &garden{candidates: c, aim: s.aim(), random: newStream("panel", s.options.Seed)}
	if err := g.begin(s.options.Seats); err != nil {
		return err
	}
	steps := plantSteps + plantStepsPerSeat*s.options.Seats
	for range steps {
		if g.missing == 0 || len(g.panel) == len(c.rows) {
			break
		}
		g.step()
	}
	for _, i := range g.panel {
		s.panel = append(s.panel, c.rows[i])
	}
	slices.Sort(s.panel)
	s.stretch(g.aim, g.counts)
	return nil
}

// aim gives the windows before a panel is planted: the population's share of the
// seats, and for Loose some room around it.
func (s *Sample) aim() [][]window {
	seats := s.options.Seats
	room := 0
	if s.options.Window == Loose {
		room = max(2, seats/10)
	}
	all := make([][]window, len(s.features))
	for f := range s.features {
		for _, share := range s.features[f].shares {
			all[f] = append(all[f], window{
				min: max(0, seats*share/1000-room),
				max: min(seats, (seats*share+999)/1000+room),
			})
		}
	}
	return all
}

// stretch makes the windows hold the planted panel, given its seats per value.
func (s *Sample) stretch(aim [][]window, planted [][]int) {
	for f := range aim {
		for v, n := range planted[f] {
			w := &aim[f][v]
			if s.options.Window == Exact {
				*w = window{n, n}
			}
			w.min, w.max = min(w.min, n), max(w.max, n)
		}
	}
	s.windows = aim
}

// A garden is a panel being planted: swaps that never take it further from the
// windows aimed at.
type garden struct {
	*candidates
	aim     [][]window
	random  *stream
	panel   []int        // candidates on it
	on      []bool       // by candidate
	taken   map[int]bool // households on it
	counts  [][]int      // seats per feature and value
	missing int          // seats outside the windows, summed over all values
	having  [][][]int    // candidates per feature and value
}

func (g *garden) begin(seats int) error {
	n := len(g.rows)
	g.on, g.taken = make([]bool, n), map[int]bool{}
	for f := range g.features {
		g.counts = append(g.counts, make([]int, len(g.features[f].values)))
		g.having = append(g.having, make([][]int, len(g.features[f].values)))
		for i := range n {
			v := g.of(i)[f]
			g.having[f][v] = append(g.having[f][v], i)
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := g.random.below(i + 1)
		order[i], order[j] = order[j], order[i]
	}
	for _, i := range order {
		if len(g.panel) < seats && !g.taken[g.homes[i]] {
			g.panel = append(g.panel, i)
			g.put(i, +1)
		}
	}
	if len(g.panel) < seats {
		return fmt.Errorf("%d seats, but only %d households, expected at most one seat a household", seats, len(g.panel))
	}
	g.missing = g.outside()
	return nil
}

// put adds or takes away candidate i.
func (g *garden) put(i, by int) {
	g.on[i] = by > 0
	g.taken[g.homes[i]] = by > 0
	for f, v := range g.of(i) {
		g.counts[f][v] += by
	}
}

// outside counts the seats by which the panel misses its windows.
func (g *garden) outside() int {
	sum := 0
	for f := range g.counts {
		for v, n := range g.counts[f] {
			w := g.aim[f][v]
			sum += max(0, w.min-n, n-w.max)
		}
	}
	return sum
}

// step tries one swap: a newcomer, mostly one with a value that is short, against
// a random member.
func (g *garden) step() {
	newcomer := g.random.below(len(g.rows))
	if g.random.below(4) > 0 {
		if short := g.short(); short != nil {
			newcomer = short[g.random.below(len(short))]
		}
	}
	at := g.random.below(len(g.panel))
	leaver := g.panel[at]
	home := g.homes[newcomer]
	if g.on[newcomer] || g.taken[home] && g.homes[leaver] != home {
		return
	}
	g.put(leaver, -1)
	g.put(newcomer, +1)
	if now := g.outside(); now <= g.missing {
		g.panel[at], g.missing = newcomer, now
		return
	}
	g.put(newcomer, -1)
	g.put(leaver, +1)
}

// short gives the candidates with one random value below its window; nil where
// there is none.
func (g *garden) short() []int {
	var found []int
	values := 0
	for f := range g.counts {
		for v, n := range g.counts[f] {
			if n >= g.aim[f][v].min || len(g.having[f][v]) == 0 {
				continue
			}
			values++
			if g.random.below(values) == 0 {
				found = g.having[f][v]
			}
		}
	}
	return found
}

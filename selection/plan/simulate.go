package plan

import (
	"context"
	"crypto/sha256"
	"math"
	"slices"
	"sort"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/draw"
)

// Options say how a town is simulated.
type Options struct {
	CV       float64 // of the rate
	Runs     int
	Seed     string
	Progress func(phase string, done, total int) // may be nil
}

// Runs are the simulated mailings of one design.
type Runs struct {
	Letters []int // after which a panel exists, ascending; never: [math.MaxInt]
	Last    []int // how often each ask of Closed was the last to be met alone, in the order of the table; then how often all were met and no panel existed yet
	Doubt   int   // runs in which the search for a panel was given up somewhere, and took it for none
}

// mostAnswers bounds a run: a pool so large that has no panel will have none. panelNodes bounds the
// search for a panel: a thousand times what pools need that were made like real ones.
const (
	answersPerSeat = 400
	panelNodes     = 20_000
)

// Simulate lets letters of a design go out, run after run.
func (t *Town) Simulate(ctx context.Context, d Design, o Options) (*Runs, error) {
	s := &simulation{Town: t, asks: t.asks(), sources: t.sources(d)}
	s.rate = t.answers(d, ask{feature: -1})
	r := &Runs{Last: make([]int, len(s.asks)+1)}
	if s.hopeless() {
		for range o.Runs {
			r.Letters = append(r.Letters, math.MaxInt)
		}
		r.Last[len(s.asks)] = o.Runs
		return r, nil
	}
	for i := range o.Runs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if o.Progress != nil {
			o.Progress("letters, "+d.Name, i, o.Runs)
		}
		// The same stream for every design: what differs is then the design.
		s.stream = draw.NewStream("evenlot-plan/1", "run "+strconv.Itoa(i), sha256.Sum256([]byte(o.Seed)), [32]byte{})
		n, last, doubt := s.run(o.CV)
		r.Letters = append(r.Letters, n)
		r.Last[last]++
		if doubt {
			r.Doubt++
		}
	}
	slices.Sort(r.Letters)
	return r, nil
}

// mostKinds is how many kinds of people are looked at all together; of more, runs tell.
const mostKinds = 20_000

// hopeless reports whether not even a pool with enough people of every kind there is holds a panel.
func (s *simulation) hopeless() bool {
	if s.Table.Plain() {
		return false
	}
	blank := make([]int, len(s.Table.Features))
	for i := range blank {
		blank[i] = -1
	}
	kinds := [][]int{blank}
	for b := range s.sources {
		var more [][]int
		for _, kind := range kinds {
			for _, c := range s.sources[b].cells {
				own := slices.Clone(kind)
				s.mark(own, &s.sources[b], &c)
				more = append(more, own)
			}
		}
		slices.SortFunc(more, slices.Compare[[]int])
		if kinds = slices.CompactFunc(more, slices.Equal[[]int]); len(kinds) > mostKinds {
			return false
		}
	}
	in := s.instance(kinds)
	for t := range in.Count {
		in.Count[t] = s.Seats
	}
	return oracle.New(in).Best(oracle.Query{Weights: make([]int64, len(in.Count)), Budget: panelNodes}).Status == oracle.Infeasible
}

// mark notes the values of the table that the people of a cell have.
func (s *simulation) mark(values []int, from *source, c *cell) {
	for i, f := range from.features {
		if q := s.quotaOf[f]; q >= 0 {
			values[q] = s.features[f].ask[c.values[i]]
		}
	}
}

// A source gives people who answer the values of one block.
type source struct {
	*block
	up []float64 // sums of weights, up to each cell
}

// sources weigh the cells of each block by who answers a design.
func (t *Town) sources(d Design) []source {
	var all []source
	for b := range t.blocks {
		s := source{block: &t.blocks[b]}
		sum := 0.0
		for _, c := range s.cells {
			weight := c.share * c.willing
			if b == 0 {
				weight *= d.Parts[c.stratum] / t.Strata[c.stratum].Share
			}
			sum += weight
			s.up = append(s.up, sum)
		}
		all = append(all, s)
	}
	return all
}

// pick gives a cell by chance; x is in [0, 1).
func (s *source) pick(x float64) *cell {
	x *= s.up[len(s.up)-1]
	at := sort.Search(len(s.up), func(i int) bool { return s.up[i] > x })
	return &s.cells[min(at, len(s.cells)-1)]
}

// simulation is one run after the other.
type simulation struct {
	*Town
	asks    []ask
	sources []source
	rate    float64 // answers to a letter of the design
	stream  *draw.Stream

	when  []float64 // of each answer: letters sent when it came
	who   [][]int   // its value of each feature of the table, -1: none asked for
	clock float64
	pace  float64
}

// unit gives a number in [0, 1): the 53 bits that a float holds.
func (s *simulation) unit() float64 { return float64(s.stream.Uint64()>>11) / (1 << 53) }

// run gives the letters after which a panel exists, and which ask was met last.
func (s *simulation) run(cv float64) (letters, last int, doubt bool) {
	s.when, s.who, s.clock, s.pace = nil, nil, 0, s.rate
	if cv > 0 {
		shape := 1 / (cv * cv)
		s.pace *= distuv.Gamma{Alpha: shape, Beta: shape, Src: s.stream}.Rand()
	}
	most := answersPerSeat * s.Seats
	from, last := s.untilEach(most)
	if from > most {
		return math.MaxInt, last, false
	}
	meets := func(n int) bool {
		s.answer(n)
		ok, unsure := s.panel(n)
		doubt = doubt || unsure
		return ok
	}
	if meets(from) {
		return s.lettersFor(from), last, doubt
	}
	last = len(s.asks)
	low, step := from, 1 // low answers are too few
	for !meets(min(low+step, most)) {
		if low+step >= most {
			return math.MaxInt, last, doubt
		}
		low, step = low+step, 2*step
	}
	high := min(low+step, most)
	for high-low > 1 {
		if mid := (low + high) / 2; meets(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return s.lettersFor(high), last, doubt
}

func (s *simulation) lettersFor(answers int) int { return max(1, ceil(s.when[answers-1])) }

// answer lets so many people answer.
func (s *simulation) answer(n int) {
	for len(s.when) < n {
		s.clock -= math.Log(1-s.unit()) / s.pace
		values := make([]int, len(s.Table.Features))
		for i := range values {
			values[i] = -1
		}
		for b := range s.sources {
			s.mark(values, &s.sources[b], s.sources[b].pick(s.unit()))
		}
		s.when, s.who = append(s.when, s.clock), append(s.who, values)
	}
}

// untilEach gives how many answers it takes until each ask is met by itself, and which was met
// last; more than most: they are not.
func (s *simulation) untilEach(most int) (n, last int) {
	left := make([]int, len(s.asks))
	open := 0
	for i, a := range s.asks {
		if left[i] = a.least; a.least > 0 {
			open++
		}
	}
	for n = 0; open > 0; {
		if n++; n > most {
			return n, slices.IndexFunc(left, func(l int) bool { return l > 0 })
		}
		s.answer(n)
		for i, a := range s.asks {
			if a.feature < 0 || s.who[n-1][a.feature] == a.value {
				if left[i]--; left[i] == 0 {
					open--
					last = i
				}
			}
		}
	}
	return n, last
}

// panel reports whether the first n people who answered hold a panel; unsure: the search for it was
// given up.
func (s *simulation) panel(n int) (ok, unsure bool) {
	if s.Table.Plain() {
		return n >= s.Seats, false
	}
	in := s.instance(s.who[:n])
	if len(in.Count) == 0 {
		return false, false
	}
	a := oracle.New(in).Best(oracle.Query{Weights: make([]int64, len(in.Count)), Budget: panelNodes})
	return a.Panel != nil, a.Panel == nil && a.Status == oracle.Stopped
}

// instance is the question whether these people hold a panel. A type is one vector of values.
func (s *simulation) instance(people [][]int) *quotas.Instance {
	in := &quotas.Instance{Seats: s.Seats}
	sorted := slices.SortedFunc(slices.Values(people), slices.Compare[[]int])
	for f, feature := range s.Table.Features {
		for v, value := range feature.Values {
			in.Rows = append(in.Rows, quotas.Row{Kind: quotas.QuotaRow, Feature: f, Value: v, Min: value.Min, Max: min(value.Max, s.Seats)})
		}
	}
	for i, p := range sorted {
		if i > 0 && slices.Equal(p, sorted[i-1]) {
			in.Count[len(in.Count)-1]++
			continue
		}
		t := len(in.Count)
		in.Count = append(in.Count, 1)
		row := 0
		for f, feature := range s.Table.Features {
			if p[f] >= 0 {
				in.Rows[row+p[f]].Types = append(in.Rows[row+p[f]].Types, t)
			}
			row += len(feature.Values)
		}
	}
	return in
}

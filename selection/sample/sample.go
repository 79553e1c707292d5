package sample

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// MaxPeople is the largest pool made.
const MaxPeople = 5_000_000

// MaxSeats is the largest panel made.
const MaxSeats = 5_000

// Options say what to make. People, Seats, Features and Seed are needed; see
// [Preset] for ready-made ones.
type Options struct {
	People     int      // rows of the pool
	Seats      int      // size of a panel
	Features   []string // names from [Features], in the order of the columns
	Seed       string   // any text; other seeds give other pools
	Tilt       int      // how far volunteers differ from the population, in per cent of the usual, 0 to 500
	Window     Window   // how wide the quotas are
	Households bool     // some people live together; the planted panel has one of each household at most
	Contacts   bool     // columns first_name, last_name, email, address, postcode
	NoID       bool     // no id column
}

// A Window is how wide the quotas are before they are stretched to hold the
// planted panel.
type Window int

const (
	// Loose windows reach a tenth of the seats, at least two, to either side of
	// the population's share.
	Loose Window = iota
	// Tight windows are the population's share rounded down and up.
	Tight
	// Exact windows leave one number only: that of the planted panel.
	Exact
)

// A Sample is a made pool with its quotas, ready to be written.
type Sample struct {
	options  Options
	features []feature
	maker    *maker
	counts   [][]int // people of the pool per feature and value
	panel    []int   // the planted panel: data rows from 1, ascending
	windows  [][]window
}

type window struct{ min, max int }

// New makes a sample; what it takes in memory does not grow with the pool. It
// stops with ctx's error when ctx ends. Options out of range are errors.
func New(ctx context.Context, o Options) (*Sample, error) {
	features, err := pick(o.Features)
	if err != nil {
		return nil, err
	}
	switch {
	case o.People < 1 || o.People > MaxPeople:
		return nil, fmt.Errorf("%d people, expected 1 to %d", o.People, MaxPeople)
	case o.Seats < 1 || o.Seats > MaxSeats:
		return nil, fmt.Errorf("%d seats, expected 1 to %d", o.Seats, MaxSeats)
	case o.Seats > o.People:
		return nil, fmt.Errorf("%d seats for %d people, expected at most as many seats as people", o.Seats, o.People)
	case o.Tilt < 0 || o.Tilt > 500:
		return nil, fmt.Errorf("a tilt of %d per cent, expected 0 to 500", o.Tilt)
	case o.Seed == "":
		return nil, fmt.Errorf("an empty seed, expected any text")
	}
	s := &Sample{options: o, features: features, maker: newMaker(o, features)}
	for _, f := range features {
		s.counts = append(s.counts, make([]int, len(f.values)))
	}
	some, err := s.survey(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.plant(some); err != nil {
		return nil, err
	}
	return s, nil
}

// survey makes everyone once, to count them and to keep an even choice of people
// for the planted panel.
func (s *Sample) survey(ctx context.Context) (*candidates, error) {
	c := newCandidates(s.features, candidatesPerSeat*s.options.Seats+candidatesMin)
	choice := newStream("candidates", s.options.Seed)
	for row := 1; row <= s.options.People; row++ {
		if row%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p := s.maker.next()
		for f, v := range p.values {
			s.counts[f][v]++
		}
		c.offer(row, p, choice)
	}
	return c, nil
}

// Features gives the names of the features in the order of the columns.
func (s *Sample) Features() []string {
	names := make([]string, len(s.features))
	for f := range s.features {
		names[f] = s.features[f].name
	}
	return names
}

// Table gives the quotas in the canonical order of [quotas.Table].
func (s *Sample) Table() *quotas.Table {
	t := &quotas.Table{}
	for _, f := range order(s.Features()) {
		feature := quotas.Feature{Name: s.features[f].name}
		for _, v := range order(s.features[f].values) {
			w := s.windows[f][v]
			feature.Values = append(feature.Values, quotas.Value{
				Name: s.features[f].values[v], Min: w.min, Max: w.max, MaxFlex: -1,
			})
		}
		t.Features = append(t.Features, feature)
	}
	return t
}

// order sorts names by their matching key and gives their places.
func order(names []string) []int {
	at := make([]int, len(names))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(a, b int) int {
		return strings.Compare(quotas.Fold(names[a]), quotas.Fold(names[b]))
	})
	return at
}

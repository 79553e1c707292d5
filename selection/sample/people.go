package sample

import (
	"slices"
	"sort"
)

// populationSize is how many people the cuts are read off: enough that a share of
// eight in a thousand stands on more than a hundred of them.
const populationSize = 1 << 14

// joinPercent is how often, in a hundred, the next person lives with the one before.
const joinPercent = 12

// A maker makes the people of a pool one after the other.
type maker struct {
	features []feature
	own      []int64   // weight of a feature's own score, in hundredths
	shift    []int64   // added to a volunteer's score, tilt included
	cuts     [][]int64 // scores that part the values of a feature
	homes    bool

	people *stream
	joins  *stream
	last   person
}

// A person is a value index per feature and the number of a household, from 0.
type person struct {
	values    []int
	household int
	place     int64
}

func newMaker(o Options, features []feature) *maker {
	m := &maker{features: features, homes: o.Households}
	for _, f := range features {
		rest := int64(100 * 100)
		for _, l := range f.load {
			rest -= int64(l * l)
		}
		m.own = append(m.own, root(rest))
		m.shift = append(m.shift, int64(f.shift)*int64(o.Tilt)*sigma/100)
	}
	m.cuts = m.population()
	m.restart(o.Seed)
	return m
}

// restart begins the same people again.
func (m *maker) restart(seed string) {
	m.people = newStream("people", seed)
	m.joins = newStream("households", seed)
	m.last = person{values: make([]int, len(m.features)), household: -1}
}

// population reads the cuts off people without the volunteers' shift. It is the
// same for every seed: seeds change who volunteers, not who lives there.
func (m *maker) population() [][]int64 {
	s := newStream("population", "")
	scores := make([][]int64, len(m.features))
	for range populationSize {
		hidden := [3]int64{s.score(), s.score(), s.score()}
		for f := range m.features {
			scores[f] = append(scores[f], m.mix(f, hidden, s.score()))
		}
	}
	cuts := make([][]int64, len(m.features))
	for f := range m.features {
		slices.Sort(scores[f])
		sum := 0
		for _, share := range m.features[f].shares[:len(m.features[f].shares)-1] {
			sum += share
			cuts[f] = append(cuts[f], scores[f][sum*populationSize/1000])
		}
	}
	return cuts
}

func (m *maker) mix(f int, hidden [3]int64, own int64) int64 {
	sum := m.own[f] * own
	for j, l := range m.features[f].load {
		sum += int64(l) * hidden[j]
	}
	return sum
}

// next makes the next person. The slice is the maker's own and changes with the
// following call.
func (m *maker) next() person {
	p := &m.last
	joins := m.homes && p.household >= 0 && m.joins.below(100) < joinPercent
	hidden := [3]int64{m.people.score(), m.people.score(), m.people.score()}
	if joins {
		hidden[2] = p.place
	} else {
		p.household++
		p.place = hidden[2]
	}
	for f := range m.features {
		own := m.people.score()
		if joins && m.features[f].shared {
			continue
		}
		at := m.mix(f, hidden, own) + m.shift[f]
		cuts := m.cuts[f]
		p.values[f] = sort.Search(len(cuts), func(i int) bool { return at < cuts[i] })
	}
	return *p
}

// root gives the integer square root of a number up to 10000.
func root(n int64) int64 {
	r := int64(0)
	for (r+1)*(r+1) <= n {
		r++
	}
	return r
}

package book

import "math"

const (
	// manyPages: a book of as many is made of panels met before where one of them is good enough.
	// That is quicker than looking for a new one, from about enoughMet different panels on.
	manyPages = 10_000
	enoughMet = 500
	// mostMet is how many are kept.
	mostMet = 1000
)

// met are different panels, those first met.
type met struct {
	panels [][]int
	seats  [][]seat        // of each: what is not 0
	seen   map[string]bool // only looked up, never ranged over
}

// A seat is a type of a panel with its seats.
type seat struct{ typ, seats int32 }

func newMet() *met { return &met{seen: map[string]bool{}} }

func (m *met) add(panel []int) {
	if len(m.panels) == mostMet {
		return
	}
	var seats []seat
	var key []byte
	for t, x := range panel {
		if x > 0 {
			seats = append(seats, seat{int32(t), int32(x)})
			key = append(key, byte(t), byte(t>>8), byte(t>>16), byte(x), byte(x>>8), byte(x>>16))
		}
	}
	if m.seen[string(key)] {
		return
	}
	m.seen[string(key)] = true
	m.panels, m.seats = append(m.panels, panel), append(m.seats, seats)
}

// heaviest is the panel that weighs most, as long as there are enough to choose from.
func (m *met) heaviest(weights []int64) (panel []int, value int64) {
	value = math.MinInt64
	if len(m.panels) < enoughMet {
		return nil, value
	}
	for j, seats := range m.seats {
		sum := int64(0)
		for _, s := range seats {
			sum += weights[s.typ] * int64(s.seats)
		}
		if sum > value {
			panel, value = m.panels[j], sum
		}
	}
	return panel, value
}

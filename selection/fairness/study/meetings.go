package study

import "math/bits"

// Meetings are the pairs of seatable people: how many sit together, and how often. The chance of a
// pair is the share of the pages that name both, exactly.
type Meetings struct {
	Pairs     int `json:"pairs"`      // of seatable people
	NeverMeet int `json:"never_meet"` // on no page together
	// Of those who never meet: Could could sit together, since a page seats two people of their
	// types, who may be exchanged for them; Cannot are of one household, or share a value of which
	// one may sit, or have values whose quotas leave no room for both. Of the rest it is not known.
	Could    int     `json:"could_meet"`
	Cannot   int     `json:"cannot_meet"`
	Smallest float64 `json:"smallest_pair_chance"` // of pairs that meet; 0 where none does
	Largest  float64 `json:"largest_pair_chance"`
	Mean     float64 `json:"mean_pair_chance"` // over all pairs
}

// Bounds on the work for pairs; the words are those of 64 pages that all pairs look at: some
// seconds.
const (
	maxPairPeople = 5000
	maxPairWords  = 1_000_000_000
)

// meetings counts all pairs; nil beyond the bounds, and for a single person.
func (w *work) meetings() *Meetings {
	n, words := len(w.IDs), (len(w.Pages)+63)/64
	if n > maxPairPeople || n*(n-1)/2*words > maxPairWords {
		return nil
	}
	on := make([][]uint64, n)
	for i := range on {
		on[i] = make([]uint64, words)
	}
	for j, page := range w.Pages {
		for _, i := range page {
			on[i][j/64] |= 1 << (j % 64)
		}
	}
	kinds, kindOf := w.kinds()
	met := make([]bool, kinds*kinds)
	m, least, most, all := &Meetings{}, len(w.Pages)+1, 0, 0
	var apart [][2]int32
	for i := range n {
		for j := range i {
			if w.unseatable[i] || w.unseatable[j] {
				continue
			}
			m.Pairs++
			together := 0
			for k, x := range on[i] {
				together += bits.OnesCount64(x & on[j][k])
			}
			all += together
			if together == 0 {
				m.NeverMeet++
				apart = append(apart, [2]int32{int32(i), int32(j)})
				continue
			}
			a, b := kindOf[i], kindOf[j]
			met[a*kinds+b], met[b*kinds+a] = true, true
			least, most = min(least, together), max(most, together)
		}
	}
	if m.Pairs == 0 {
		return nil
	}
	for _, p := range apart {
		switch {
		case w.cannotMeet(int(p[0]), int(p[1])):
			m.Cannot++
		case met[kindOf[p[0]]*kinds+kindOf[p[1]]]:
			m.Could++
		}
	}
	pages := float64(len(w.Pages))
	m.Mean = float64(all) / float64(m.Pairs) / pages
	if most > 0 {
		m.Smallest, m.Largest = float64(least)/pages, float64(most)/pages
	}
	return m
}

// kinds numbers the people alike in every feature and living alone, so that one may be exchanged for
// another; whoever shares a home is a kind of their own.
func (w *work) kinds() (kinds int, of []int) {
	known := map[string]int{}
	for i, values := range w.Input.Values {
		key := make([]byte, 0, 2*len(values))
		for _, v := range values {
			key = append(key, byte(v), byte(v>>8))
		}
		if w.Homes != nil && w.Homes[i] != "" {
			key = append(key, w.IDs[i]...)
		}
		k, met := known[string(key)]
		if !met {
			k = len(known)
			known[string(key)] = k
		}
		of = append(of, k)
	}
	return len(known), of
}

// cannotMeet shows by a single quota, or a household, that no panel holds both people.
func (w *work) cannotMeet(i, j int) bool {
	if w.HomeLimit == 1 && w.Homes != nil && w.Homes[i] != "" && w.Homes[i] == w.Homes[j] {
		return true
	}
	for f, v := range w.Input.Values[i] {
		values, u := w.Table.Features[f].Values, w.Input.Values[j][f]
		if v == u && values[v].Max < 2 {
			return true
		}
		if v == u {
			continue
		}
		least := 0 // seats that the others must have
		for x, value := range values {
			if x != v && x != u {
				least += value.Min
			}
		}
		if least+max(1, values[v].Min)+max(1, values[u].Min) > w.Seats {
			return true
		}
	}
	return false
}

package fairness

// Pairs tells how many pairs of seatable people never meet: no page holds both.
// Some cannot (a household, two people whose values shut each other out); many
// are merely too rare for the book. All pairs are counted, none is sampled.
type Pairs struct {
	Pairs      int     `json:"pairs"`       // pairs of seatable people
	NeverMeet  int     `json:"never_meet"`  // of these, on no page together
	ShareNever float64 `json:"share_never"` // NeverMeet / Pairs
}

// Work beyond these bounds (9 million bits, about half a second) is not worth the
// number; pairs are then left out.
const (
	maxPairPeople = 3000
	maxPairVisits = 200_000_000
)

// describePairs counts the pairs that never meet, or gives nil for a book beyond
// the bounds and for a pool with a single seatable person.
func describePairs(pages [][]int32, seatable []bool) *Pairs {
	n, k := len(seatable), len(pages[0])
	people := 0
	for _, ok := range seatable {
		if ok {
			people++
		}
	}
	if n > maxPairPeople || int64(len(pages))*int64(k)*int64(k-1)/2 > maxPairVisits || people < 2 {
		return nil
	}
	met := make([]uint64, (n*n+63)/64)
	count := 0
	for _, page := range pages {
		for a, i := range page {
			for _, j := range page[a+1:] {
				bit := int(min(i, j))*n + int(max(i, j))
				if met[bit/64]&(1<<(bit%64)) == 0 {
					met[bit/64] |= 1 << (bit % 64)
					count++
				}
			}
		}
	}
	p := &Pairs{Pairs: people * (people - 1) / 2}
	p.NeverMeet = p.Pairs - count
	p.ShareNever = float64(p.NeverMeet) / float64(p.Pairs)
	return p
}

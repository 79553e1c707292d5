package fairness

// Pairs counts pairs of seatable people who never meet: no page holds both. Some pairs cannot meet
// (a household, two people whose values exclude each other); many are too rare for the book. Every
// pair is counted, none is sampled.
type Pairs struct {
	Pairs      int     `json:"pairs"`       // pairs of seatable people
	NeverMeet  int     `json:"never_meet"`  // of these, on no page together
	ShareNever float64 `json:"share_never"` // NeverMeet / Pairs
}

// Work beyond these bounds is not worth the number; pairs are then left out. The words
// are those of 64 pages that all pairs have to look at if they never meet: half a second.
const (
	maxPairPeople = 3000
	maxPairWords  = 500_000_000
)

// describePairs counts the pairs that never meet, or gives nil for a book beyond
// the bounds and for a pool with a single seatable person.
func describePairs(pages [][]int32, seatable []bool) *Pairs {
	n, words := len(seatable), (len(pages)+63)/64
	if n > maxPairPeople || n*(n-1)/2*words > maxPairWords {
		return nil
	}
	on := pagesOf(pages, n, words)
	p := &Pairs{}
	for i := range n {
		for j := range i {
			if !seatable[i] || !seatable[j] {
				continue
			}
			p.Pairs++
			if !meet(on[i], on[j]) {
				p.NeverMeet++
			}
		}
	}
	if p.Pairs == 0 {
		return nil
	}
	p.ShareNever = float64(p.NeverMeet) / float64(p.Pairs)
	return p
}

// pagesOf gives each person's pages as bits.
func pagesOf(pages [][]int32, n, words int) [][]uint64 {
	on, all := make([][]uint64, n), make([]uint64, n*words)
	for i := range on {
		on[i] = all[i*words : (i+1)*words]
	}
	for j, page := range pages {
		for _, i := range page {
			on[i][j/64] |= 1 << (j % 64)
		}
	}
	return on
}

// meet reports whether two people share a page; most pairs show it in the first words.
func meet(a, b []uint64) bool {
	for w, x := range a {
		if x&b[w] != 0 {
			return true
		}
	}
	return false
}

package book

// A Book is a numbered list of equally likely panels. Page j names the people
// of panel j as indices into the roster, in ascending order.
type Book struct {
	People int
	Pages  [][]int32
	// Nearness says how near the pages come to the chances they were made for; nil: to none.
	Nearness *Nearness
}

// A Nearness is counted in pages.
type Nearness struct {
	Worst float64 `json:"worst"` // how far from M times their chance the person furthest off is
	Least float64 `json:"least"` // no book of as many pages for these chances has less
}

// Counts tells on how many pages each person stands.
func (b *Book) Counts() []int {
	counts := make([]int, b.People)
	for _, page := range b.Pages {
		for _, i := range page {
			counts[i]++
		}
	}
	return counts
}

// A source of randomness for decks and the order of pages; *draw.Stream is one.
type source interface {
	Shuffle(n int, swap func(i, j int))
}

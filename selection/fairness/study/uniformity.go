package study

import (
	"math"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// DefaultDraws is how many public values are tried where nothing else is asked for.
const DefaultDraws = 100_000

// Uniformity says how evenly public values reach the pages: the numbers 1, 2, ... are taken as public
// values of the record, one after the other. The p-values are those of chi-square; a record made for
// one value could not be made for all of these.
type Uniformity struct {
	Draws int    `json:"draws"`
	P     Number `json:"p_pages"` // over the pages; null where they are too few draws each
	// Digits has, for each place of a page number from the left, the draws with each digit.
	Digits []Digit `json:"digits"`
	// LargestGap is the largest distance of a person's draws from their exact chance, in standard
	// deviations; PLargest bounds the chance of one so large among all people (Bonferroni).
	LargestGap float64 `json:"largest_gap"`
	PLargest   float64 `json:"p_largest_gap"`
}

// A Digit is one digit of page numbers.
type Digit struct {
	Place    int     `csv:"place" json:"place" about:"place in the page number, 1 the first"`
	Digit    int     `csv:"digit" json:"digit" about:"the digit"`
	Draws    int     `csv:"draws" json:"draws" about:"draws whose page has it there"`
	Expected float64 `csv:"expected" json:"expected" unit:"draws" about:"draws expected: the share of such pages"`
	P        Number  `csv:"p_place" json:"p_place" about:"p-value of the whole place (chi-square)"`
}

func (w *work) uniformity() *Uniformity {
	pages, draws := len(w.Pages), w.Draws
	if draws == 0 {
		draws = DefaultDraws
	}
	counts := make([]int, pages)
	for value := 1; value <= draws; value++ {
		text := w.Commitment + "." + strconv.Itoa(value)
		for i := 1; ; i++ {
			if ticket, _, ok := draw.Ticket(text, i, pages); ok {
				counts[ticket-1]++
				break
			}
		}
	}
	u := &Uniformity{Draws: draws, Digits: []Digit{}, P: missing}
	if pages > 1 {
		observed, expected := make([]float64, pages), make([]float64, pages)
		for j, n := range counts {
			observed[j], expected[j] = float64(n), float64(draws)/float64(pages)
		}
		_, p, _ := exact.ChiSquare(observed, expected)
		u.P = Number(p)
		u.digits(counts)
	}
	w.gaps(u, counts)
	return u
}

// digits counts the draws by the digits of their pages.
func (u *Uniformity) digits(counts []int) {
	places := len(strconv.Itoa(len(counts) - 1))
	for place, unit := 1, int(math.Pow10(places-1)); unit > 0; place, unit = place+1, unit/10 {
		var drawn, named [10]int
		for j, n := range counts {
			drawn[j/unit%10] += n
			named[j/unit%10]++
		}
		first := len(u.Digits)
		var observed, expected []float64
		for digit, n := range named {
			if n == 0 {
				continue
			}
			share := float64(u.Draws) * float64(n) / float64(len(counts))
			observed, expected = append(observed, float64(drawn[digit])), append(expected, share)
			u.Digits = append(u.Digits, Digit{Place: place, Digit: digit, Draws: drawn[digit], Expected: share, P: missing})
		}
		if len(observed) < 2 {
			continue
		}
		_, p, _ := exact.ChiSquare(observed, expected)
		for at := first; at < len(u.Digits); at++ {
			u.Digits[at].P = Number(p)
		}
	}
}

// gaps holds the draws of every person against their chance.
func (w *work) gaps(u *Uniformity, counts []int) {
	drawn := make([]int, len(w.IDs))
	for j, page := range w.Pages {
		for _, i := range page {
			drawn[i] += counts[j]
		}
	}
	people := 0
	for i, n := range drawn {
		p := w.chance(i)
		if p == 0 || p == 1 {
			continue
		}
		people++
		gap := math.Abs(float64(n)-float64(u.Draws)*p) / math.Sqrt(float64(u.Draws)*p*(1-p))
		u.LargestGap = max(u.LargestGap, gap)
	}
	u.PLargest = min(1, 2*float64(people)*distuv.UnitNormal.Survival(u.LargestGap))
}

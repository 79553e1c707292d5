package words

import (
	"fmt"
	"math"

	"github.com/evenlot/evenlot/selection/book"
)

// nearness says how near a book of so many pages comes to everybody's chance, and whether another
// could come nearer.
func nearness(n *book.Nearness, pages int) string {
	if n.Worst == 0 {
		return fmt.Sprintf("Everybody's pages are exactly %d times their chance.", pages)
	}
	text := fmt.Sprintf("Nobody's pages are further than %s from %d times their chance", hundredths(math.Ceil, n.Worst), pages)
	switch {
	case n.Worst <= n.Least:
		return text + ", and no book of as many pages comes nearer."
	case n.Least == 0:
		return text + "; it is not known whether a book of as many pages comes nearer."
	}
	return text + fmt.Sprintf("; no book of as many pages comes nearer than %s.", hundredths(math.Floor, n.Least))
}

// hundredths rounds up or down to what people read; floats that were fractions stay where they are.
func hundredths(round func(float64) float64, x float64) string {
	const rounding = 1e-9
	nearest := math.Round(x * 100)
	if math.Abs(float64(x*100)-nearest) > rounding {
		nearest = round(x * 100)
	}
	return fmt.Sprintf("%.2f", nearest/100)
}

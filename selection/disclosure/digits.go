package disclosure

// A Digit is the share of one first digit in the pages of one person.
type Digit struct {
	Digit  int // 0..9
	Person int
	Pages  int // pages of the person that begin with the digit
	Of     int // pages of the person
}

// WorstDigit finds the person and the first digit whose share of the person's pages is
// furthest from a tenth, counted in pages; of several the first person, then the first
// digit. ok is false if the number of pages is no power of ten from 10 on: the first
// digits of such page numbers are not equally frequent. Each page lists its people,
// numbered from 0.
func WorstDigit(pages [][]int32, people int) (worst Digit, ok bool) {
	each := len(pages) / 10
	if each == 0 || !powerOfTen(len(pages)) {
		return worst, false
	}
	counts := make([][10]int, people)
	for p, page := range pages {
		for _, i := range page {
			counts[i][p/each]++
		}
	}
	off := -1
	for i := range counts {
		of := 0
		for _, c := range counts[i] {
			of += c
		}
		for digit, c := range counts[i] {
			if d := max(10*c-of, of-10*c); d > off {
				off, worst = d, Digit{Digit: digit, Person: i, Pages: c, Of: of}
			}
		}
	}
	return worst, people > 0
}

func powerOfTen(n int) bool {
	for n%10 == 0 && n > 0 {
		n /= 10
	}
	return n == 1
}

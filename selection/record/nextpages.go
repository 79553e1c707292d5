package record

import (
	"fmt"
	"regexp"
	"strconv"
)

// nextPages is the sentence in rules.json by which the public value of the draw also names
// alternates: see "Events".
const nextPages = "the public value that draws the panel also names %s alternates, who are on the next pages that it leads to"

var readNextPages = regexp.MustCompile("^" + fmt.Sprintf(nextPages, "([1-9][0-9]{0,8})") + "$")

// NextPagesStatement is that sentence, for so many alternates.
func NextPagesStatement(alternates int) string {
	return fmt.Sprintf(nextPages, strconv.Itoa(alternates))
}

// Alternates is how many alternates the public value of the draw names; 0: none.
func (r Rules) Alternates() (most int) {
	for _, said := range r.Statements {
		if m := readNextPages.FindStringSubmatch(said); m != nil {
			n, _ := strconv.Atoi(m[1]) // at most nine digits
			most = max(most, n)
		}
	}
	return most
}

package slip

import (
	"slices"
	"strconv"
	"strings"
)

// Facts are what a record says of the person of a slip.
type Facts struct {
	Pages      []string // names of the pages they are on
	Of         int      // pages of the book
	Notice     string   // what everyone should know besides, see [Input]
	Commitment string
	Root       [32]byte
}

// Differs gives the first line that the slip should have by the facts and has not, or beside which it
// has another; "": it has all. The slip is written anew and compared word by word, since a program that reads only
// the lines for programs would miss a slip that tells a person another chance. Line breaks do not matter, nor does
// what a letter says before and after.
func (c *Claim) Differs(f Facts) string {
	if !slices.Contains(c.lines, heading) {
		return heading
	}
	said := " " + strings.Join(strings.Fields(strings.Join(c.lines, " ")), " ") + " "
	want, all := (&sheet{c, f}).text(), ""
	for line := range strings.Lines(want) {
		words := strings.Join(strings.Fields(line), " ")
		if words == "" {
			continue
		}
		all = strings.TrimSpace(all + " " + words)
		if !strings.Contains(said, " "+all+" ") {
			return words
		}
	}
	for _, fact := range slices.Concat(c.Answers(), []string{"commitment: " + f.Commitment, "pages: " + strconv.Itoa(len(f.Pages)) + " of " + strconv.Itoa(f.Of)}) {
		fact = strings.Join(strings.Fields(fact), " ")
		if slices.ContainsFunc(c.lines, func(line string) bool { return contradicts(line, fact) }) {
			return fact
		}
	}
	return ""
}

// forPrograms are the names of lines that are read one by one, whatever a feature is called.
var forPrograms = []string{"id", "salt", "place", "path", "page", "pool root"}

// contradicts reports whether a line begins as another does, "name: ", and goes on differently.
// One of them may be cut short, or joined to what follows it.
func contradicts(line, fact string) bool {
	name, _, named := strings.Cut(fact, ": ")
	if !named || slices.Contains(forPrograms, name) || !strings.HasPrefix(line, name+": ") {
		return false
	}
	return !strings.HasPrefix(line+" ", fact+" ") && !strings.HasPrefix(fact+" ", line+" ")
}

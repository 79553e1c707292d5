package slip

import (
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/selection/words/catalog"
)

// Facts are what a record says of the person of a slip.
type Facts struct {
	Pages      []string // names of the pages they are on
	Of         int      // pages of the book
	Sealed     bool     // the pages are sealed
	Notes      []string // see [Input]
	Commitment string
	Root       [32]byte
}

// Differs gives the first line that the slip should have by the facts and has not, or beside which it
// has another; "": it has all. The slip is written anew, in the language of its heading, and compared word by word,
// since a program that reads only the lines for programs would miss a slip that tells a person another chance. Line
// breaks do not matter, nor does what a letter says before and after.
func (c *Claim) Differs(f Facts) string {
	found := false
	for _, l := range catalog.Languages() {
		if !slices.Contains(c.lines, heading(l)) {
			continue
		}
		found = true
		s := &sheet{Claim: c, Facts: f, say: catalog.In(l)}
		line := c.lacks(s.text())
		if line == "" && len(c.Seats) > 0 {
			line = c.lacks(s.proof())
			if top := s.say.Say("slip.proof_heading"); !slices.Contains(c.lines, top) {
				line = top
			}
		}
		if line != "" {
			s.within = true
			if len(c.Seats) == 0 || c.lacks(s.text()) != "" {
				return line
			}
		}
	}
	if !found {
		return heading(catalog.English)
	}
	for _, fact := range slices.Concat(c.Answers(), []string{"commitment: " + f.Commitment, "pages: " + strconv.Itoa(len(f.Pages)) + " of " + strconv.Itoa(f.Of)}) {
		fact = strings.Join(strings.Fields(fact), " ")
		if slices.ContainsFunc(c.lines, func(line string) bool { return contradicts(line, fact) }) {
			return fact
		}
	}
	return ""
}

// lacks gives the first line of a text that does not stand in the slip, behind the lines before it.
func (c *Claim) lacks(text string) string {
	said := " " + c.words() + " "
	all := ""
	for line := range strings.Lines(text) {
		words := strings.Join(strings.Fields(line), " ")
		if words == "" {
			continue
		}
		all = strings.TrimSpace(all + " " + words)
		if !strings.Contains(said, " "+all+" ") {
			return words
		}
	}
	return ""
}

// words is the whole slip in one line.
func (c *Claim) words() string { return strings.Join(strings.Fields(strings.Join(c.lines, " ")), " ") }

// Listed are the pages that the slip names for people, of a book of so many digits. Nothing in it
// is to be believed yet: the proof of sealed pages stands elsewhere.
func (c *Claim) Listed(digits int) (pages []string) {
	for _, l := range catalog.Languages() {
		_, after, found := strings.Cut(c.words(), catalog.In(l).Say("slip.if_drawn"))
		if !found {
			continue
		}
		for _, word := range strings.Fields(after) {
			if len(word) != digits || strings.Trim(word, "0123456789") != "" {
				return pages
			}
			pages = append(pages, word)
		}
	}
	return pages
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

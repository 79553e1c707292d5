package slip

import (
	"fmt"
	"slices"
	"strings"
)

// Facts are what a slip tells people about themselves.
type Facts struct {
	Pages      []string // names of the pages they are on
	Of         int      // pages of the book
	Answers    []string // "feature: value"
	Commitment string
}

// lines are the facts as a slip writes them, but for blanks and line ends.
func (f Facts) lines() []string {
	all := []string{fmt.Sprintf("pages: %d of %d", len(f.Pages), f.Of), "commitment: " + f.Commitment}
	all = append(all, f.Answers...)
	if len(f.Pages) > 0 {
		all = append(all, chance(len(f.Pages), f.Of), strings.Join(f.Pages, " "))
	}
	return all
}

// chance is the sentence that says on how many pages a person is.
func chance(on, all int) string {
	return fmt.Sprintf("You are on %s, so your chance is %d in %d%s.", count(on, "of them"), on, all, about(on, all))
}

// Differs gives the first line for people that, by the facts, a slip should have and has not, or
// beside which it has another; "": it has all. A program that reads only the lines for programs would
// miss a slip that tells a person another chance. Line breaks do not matter.
func (c *Claim) Differs(f Facts) string {
	words := " " + strings.Join(strings.Fields(strings.Join(c.lines, " ")), " ") + " "
	for _, line := range f.lines() {
		line = strings.Join(strings.Fields(line), " ")
		if !strings.Contains(words, " "+line+" ") || slices.ContainsFunc(c.lines, func(other string) bool { return contradicts(other, line) }) {
			return line
		}
	}
	if list := strings.Join(f.Pages, " "); list != "" && goesOn(words, list, len(f.Pages[0])) {
		return list
	}
	return ""
}

// goesOn reports whether a list of pages has more names of so many digits before or behind it.
func goesOn(words, list string, digits int) bool {
	isName := func(word string) bool { return len(word) == digits && strings.Trim(word, "0123456789") == "" }
	for {
		before, after, found := strings.Cut(words, " "+list+" ")
		if !found {
			return false
		}
		last, next := strings.LastIndex(before, " ")+1, strings.Index(after+" ", " ")
		if isName(before[last:]) || isName((after + " ")[:next]) {
			return true
		}
		words = " " + after
	}
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

// unquoted takes away what mail programs put before and behind the lines of a text: the marks
// of a quotation, blanks at the end, carriage returns.
func unquoted(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
	}
	for _, line := range lines {
		mark, found := strings.CutSuffix(line, "begin record")
		if !found || strings.Trim(mark, "> ") != "" {
			continue
		}
		for i := range lines {
			lines[i] = strings.TrimPrefix(lines[i], mark)
			if lines[i] == strings.TrimRight(mark, " ") { // an empty line
				lines[i] = ""
			}
		}
		break
	}
	return lines
}

package slip

import (
	"fmt"
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

// Differs gives the first line for people that, by the facts, a slip should have and has not; "": it
// has all. A program that reads only the lines for programs would miss a slip that tells a person
// another chance. Line breaks do not matter.
func (c *Claim) Differs(f Facts) string {
	for _, line := range f.lines() {
		if !strings.Contains(" "+c.words+" ", " "+strings.Join(strings.Fields(line), " ")+" ") {
			return line
		}
	}
	return ""
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

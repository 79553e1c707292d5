package selection

import (
	"fmt"

	"github.com/evenlot/evenlot/selection/fair"
)

// standing says in a sentence or two how near the book comes to what the rule looks for;
// for leximin it is empty, the smallest count says it.
func (l *Lottery) standing() string {
	out := l.Outcome
	var text string
	switch {
	case l.is(fair.Leximin{}) || l.is(fair.Maximin{}):
	case l.is(fair.Nash{}):
		text = "No lottery has a larger geometric mean of all chances"
		if gap := (out.Value - out.Bound) / out.Bound; gap > 0 {
			text += fmt.Sprintf(", but for less than one part in %.0e", 0.5/gap)
		}
		text += "."
	case l.is(fair.Minimax{}):
		most := 0
		for _, n := range l.Counts {
			most = max(most, n)
		}
		text = fmt.Sprintf("Nobody is on more than %d of %d pages; no lottery keeps everybody's chance below %s.",
			most, l.Rules.Pages, percent(out.Bound))
	case l.is(fair.Goldilocks{}):
		text = fmt.Sprintf("The largest chance over the mean, and the mean over the smallest, add up to %.6f; no lottery has less than %.6f.",
			out.Value, out.Bound)
	case l.is(fair.Uniform{}):
		c := out.Drawer.(*fair.Count)
		text = fmt.Sprintf("There are %s panels (%.1f bits); each page is one of them, drawn by itself.", Readable(c.Panels().String()), c.Bits())
	case l.is(fair.Legacy{}):
		text = "Each page was drawn by itself."
	}
	if l.Open && !l.is(fair.Leximin{}) {
		text += " The budget ended the search for panels, so the chances are those of the quotas, and the book comes as near to them as it can."
	}
	return text
}

// Readable prints a whole number, given in decimal, so that it can be read: a long one
// as "about 1.23e45".
func Readable(digits string) string {
	const most = 15
	if len(digits) <= most {
		return digits
	}
	return fmt.Sprintf("about %s.%se%d", digits[:1], digits[1:3], len(digits)-1)
}

// unsettled says what is open where the budget ended the search: the first level whose
// chance the book does not reach, as an interval. Nothing is claimed above it. It is
// empty where nothing is open.
func (l *Lottery) unsettled() string {
	if !l.Open || !l.is(fair.Leximin{}) {
		return ""
	}
	people := 0
	for i, level := range l.Bounds.Levels {
		s := l.step(level)
		if people += s.People; s.Fewest >= s.Pages {
			continue
		}
		fewest := l.step(l.upTo(i)).Fewest
		who := "the least chance"
		if i > 0 {
			who = fmt.Sprintf("the least chance after the first %s", count(people-s.People, "person", "people"))
		}
		return fmt.Sprintf("The budget ended the search for panels: %s lies between %d/%d and %s, and above it nothing is claimed.",
			who, fewest, l.Rules.Pages, level.Exact.RatString())
	}
	return fmt.Sprintf("The budget ended the search for panels, but the book of %d pages gives everybody what the quotas promise, rounded down.", l.Rules.Pages)
}

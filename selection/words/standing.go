package words

import (
	"fmt"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/lottery"
)

// standing says in a sentence or two how near the book comes to what its rule looks for.
func standing(s *lottery.Standing) string {
	var text string
	switch s.Rule {
	case "nash":
		text = "No lottery has a larger geometric mean of all chances"
		if gap := (s.Value - s.Bound) / s.Bound; gap > 0 {
			text += fmt.Sprintf(", but for less than one part in %.0e", 0.5/gap)
		}
		text += "."
	case "minimax":
		text = fmt.Sprintf("Nobody is on more than %d of %d pages; no lottery keeps everybody's chance below %s.",
			s.Most, s.Pages, plain.AtLeast(s.Bound))
	case "goldilocks":
		text = fmt.Sprintf("The largest chance over the mean, and the mean over the smallest, add up to %.6f; no lottery has less than %.6f.",
			s.Value, s.Bound)
	case "uniform":
		if s.Panels == "" {
			text = fmt.Sprintf("Each page is one of all panels, each as likely, drawn by itself: %d of %d panels that meet the quotas of some features met them all.",
				s.Succeeded, s.Trials)
			break
		}
		text = fmt.Sprintf("There are %s panels (%.1f bits); each page is one of them, drawn by itself.", plain.Number(s.Panels), s.Bits)
	case "legacy":
		text = "Each page was drawn by itself."
	}
	if s.Open {
		text += " The budget ended the search for panels, so the chances are those of the quotas, and the book comes as near to them as it can."
	}
	return text
}

// unsettled says what is open where the budget ended the search.
func unsettled(u *lottery.Unsettled) string {
	if u.Reached {
		return fmt.Sprintf("The budget ended the search for panels, but the book of %d pages gives everybody what the quotas promise, rounded down.", u.Pages)
	}
	who := "the least chance"
	if u.Before > 0 {
		who = fmt.Sprintf("the least chance after the first %s", plain.Count(u.Before, "person", "people"))
	}
	return fmt.Sprintf("The budget ended the search for panels: %s lies between %d/%d and %s, and above it nothing is claimed.",
		who, u.Fewest, u.Pages, u.Chance)
}

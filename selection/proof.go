package selection

import (
	"encoding/json"

	"github.com/evenlot/evenlot/selection/book"
)

// proofFormat names what proof.json holds so far: what the levels of leximin allow
// and what the book gives, in whole pages. It states the bounds; it does not yet hold
// the multipliers that let a stranger check them.
const proofFormat = "evenlot-levels/1"

// proofLevel is one level of leximin, in pages.
type proofLevel struct {
	People   int `json:"people"`         // fixed at this level
	Possible int `json:"pages_possible"` // floor(M z): no fairer lottery of M pages gives all of them more
	Fewest   int `json:"fewest_pages"`   // what the book gives
	Most     int `json:"most_pages"`
}

// proof is proof.json.
func (l *Lottery) proof() []byte {
	status := "attained by the book"
	if l.Open {
		status = "open"
	}
	levels := make([]proofLevel, len(l.Chances.Levels))
	for r, level := range l.Chances.Levels {
		p := &levels[r]
		p.Possible, p.Fewest = book.Floor(level.Chance, l.Rules.Pages), l.Rules.Pages
		for _, t := range level.Types {
			for _, i := range l.Grouping.Types[t] {
				p.People++
				p.Fewest, p.Most = min(p.Fewest, l.Counts[i]), max(p.Most, l.Counts[i])
			}
		}
		if p.Fewest < p.Possible && status != "open" {
			status = "not attained at every level"
		}
	}
	out, err := json.MarshalIndent(map[string]any{
		"format": proofFormat, "levels": levels, "status": status, "unseatable": len(l.Unseatable()),
	}, "", "  ")
	if err != nil {
		panic("selection: internal error: a proof of integers does not marshal")
	}
	return append(out, '\n')
}

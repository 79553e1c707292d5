package words

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/why"
)

// A Summary is what a person is told of a selection, as facts. Before the draw it has no page,
// no public value and no fairness.
type Summary struct {
	Notice      string             `json:"notice"`       // what the organiser says of the public value
	Reserved    []verify.Caveat    `json:"reservations"` // how the book could have been chosen among many
	Rule        string             `json:"rule"`
	Standing    *lottery.Standing  `json:"standing"`  // null for leximin
	Unsettled   *lottery.Unsettled `json:"unsettled"` // what the budget left open; null: nothing
	People      int                `json:"people"`
	Seats       int                `json:"seats"`
	Pages       int                `json:"pages"`
	Page        string             `json:"page"`
	PublicValue string             `json:"public_value"`
	Commitment  string             `json:"commitment"`
	Fewest      int                `json:"fewest_pages"`
	Possible    int                `json:"fewest_pages_possible"`
	Open        bool               `json:"open"`
	Nearness    *book.Nearness     `json:"nearness"` // null: the book was made for no chances
	Binding     *why.Bound         `json:"binding"`
	Unseatable  int                `json:"unseatable"`
	Reasons     []why.Unseatable   `json:"unseatable_reasons"`
	Fairness    *fairness.Report   `json:"fairness"`
}

// JSON is the summary for programs.
func (s *Summary) JSON() []byte {
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic("words: internal error: a summary does not marshal")
	}
	return append(out, '\n')
}

// mostReasons is how many reasons the summary prints; private/unseatable.csv has all.
const mostReasons = 5

// String is the summary for people, in plain words.
func (s *Summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Notice)
	for _, reserved := range s.Reserved {
		b.WriteString("reservation: " + reserved.Sentence() + "\n")
	}
	b.WriteByte('\n')
	if s.Fairness != nil {
		fmt.Fprintf(&b, "page %s of %d was drawn\n\n%s\n", s.Page, s.Pages, Fairness(s.Fairness))
	}
	if ruling := s.Ruling(); ruling != "" {
		b.WriteString(ruling + "\n")
	}
	b.WriteString(s.Fairest() + "\n")
	if s.Nearness != nil && !s.Open {
		b.WriteString(nearness(s.Nearness, s.Pages) + "\n")
	}
	if s.Binding != nil {
		b.WriteString(Binding(*s.Binding) + "\n")
	}
	for i, reason := range s.Reasons {
		if i == mostReasons {
			fmt.Fprintf(&b, "(and %d more reasons: private/unseatable.csv)\n", len(s.Reasons)-i)
			break
		}
		b.WriteString(Unseatable(reason) + "\n")
	}
	return b.String()
}

// Ruling says which rule it is and how near the book comes to it; empty for leximin.
func (s *Summary) Ruling() string {
	if s.Rule == "leximin" {
		return ""
	}
	text := ruleAndAim(s.Rule) + "\n"
	if s.Standing != nil {
		text += standing(s.Standing)
	}
	return strings.TrimSpace(text)
}

// ruleAndAim names a rule and what it looks for: "The rule is maximin: ...".
func ruleAndAim(name string) string {
	aim := ""
	if rule := fair.RuleNamed(name); rule != nil {
		aim = ": " + rule.Aim()
	}
	return "The rule is " + name + aim + "."
}

// Fairest compares the smallest count with what is possible.
func (s *Summary) Fairest() string {
	switch {
	case s.Unsettled != nil:
		return unsettled(s.Unsettled)
	case s.Possible == 0:
		return fmt.Sprintf("The smallest chance is less than one of %d pages: ask for more pages.", s.Pages)
	case s.Fewest == s.Possible:
		return fmt.Sprintf("Everyone who can be seated is on at least %d of %d pages, and no book of %d pages gives everybody more.",
			s.Fewest, s.Pages, s.Pages)
	}
	return fmt.Sprintf("Everyone who can be seated is on at least %d of %d pages; no book gives everybody more than %d.",
		s.Fewest, s.Pages, s.Possible)
}

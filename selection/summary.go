package selection

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A Summary is what a person is told of a selection. Before the draw it has no page, no
// public value and no fairness.
type Summary struct {
	Notice      string           `json:"notice"`
	Reserved    []string         `json:"reservations"` // how the book could have been chosen among many
	Rule        string           `json:"rule"`
	Aim         string           `json:"aim"`       // what the rule looks for
	Standing    string           `json:"standing"`  // how near the book comes to it; empty for leximin
	Unsettled   string           `json:"unsettled"` // what the budget left open; else empty
	People      int              `json:"people"`
	Seats       int              `json:"seats"`
	Pages       int              `json:"pages"`
	Page        string           `json:"page"`
	PublicValue string           `json:"public_value"`
	Commitment  string           `json:"commitment"`
	Fewest      int              `json:"fewest_pages"`
	Possible    int              `json:"fewest_pages_possible"`
	Open        bool             `json:"open"`
	Binding     string           `json:"binding"`
	Unseatable  int              `json:"unseatable"`
	Reasons     []string         `json:"unseatable_reasons"`
	Fairness    *fairness.Report `json:"fairness"`
}

// Summary gives the summary of a finished selection.
func (r *Result) Summary() *Summary { return r.Drawn.Summary }

// Summary gives the summary of a prepared selection.
func (r *Prepared) Summary() *Summary {
	s := &Summary{
		Rule: r.Rules.Rule, Aim: r.rule.Aim(), Standing: r.standing(), Unsettled: r.unsettled(),
		Notice: r.Source.Statement, Reserved: r.reservations(), People: r.Rules.People, Seats: r.Rules.Seats, Pages: r.Rules.Pages,
		Commitment: record.Commitment(r.Files),
		Fewest:     r.SmallestCount(), Possible: r.PossibleCount(), Open: r.Open,
		Binding: r.Binding, Unseatable: len(r.Unseatable()), Reasons: []string{},
	}
	people := map[string]int{}
	var texts []string
	for _, reason := range r.Reasons {
		if people[reason.Text] == 0 {
			texts = append(texts, reason.Text)
		}
		people[reason.Text] += len(r.Grouping.Types[reason.Type])
	}
	for _, text := range texts {
		s.Reasons = append(s.Reasons, fmt.Sprintf("no panel can hold %s %s", count(people[text], "person", "people"), text))
	}
	return s
}

// Reservations say how a book could have been chosen among many, in the words of the verdict:
// where mix (nil: no value was announced) mixes nothing that counts, and where the smallest
// chance gives fewer than 5 pages, possible ones.
func Reservations(mix *record.SeedSource, possible int) []string {
	all := []string{}
	if mix == nil || mix.Kind == draw.KindRehearsal {
		all = append(all, verify.CaveatUnmixed.Sentence())
	}
	if possible < leastPossible {
		all = append(all, verify.CaveatShort.Sentence())
	}
	return all
}

func (r *Prepared) reservations() []string { return Reservations(r.MixSource, r.PossibleCount()) }

// JSON is the summary for programs.
func (s *Summary) JSON() []byte {
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic("selection: internal error: a summary does not marshal")
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
		b.WriteString("reservation: " + reserved + "\n")
	}
	b.WriteByte('\n')
	if s.Fairness != nil {
		fmt.Fprintf(&b, "page %s of %d was drawn\n\n%s\n", s.Page, s.Pages, s.Fairness.Words())
	}
	for _, line := range []string{s.Ruling(), s.Fairest(), s.Binding} {
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	for i, reason := range s.Reasons {
		if i == mostReasons {
			fmt.Fprintf(&b, "(and %d more reasons: private/unseatable.csv)\n", len(s.Reasons)-i)
			break
		}
		b.WriteString(reason + "\n")
	}
	return b.String()
}

// Ruling says which rule it is and how near the book comes to it; empty for leximin.
func (s *Summary) Ruling() string {
	if s.Rule == "leximin" {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("The rule is %s: %s.\n%s", s.Rule, s.Aim, s.Standing))
}

// Fairest compares the smallest count with what is possible.
func (s *Summary) Fairest() string {
	switch {
	case s.Unsettled != "":
		return s.Unsettled
	case s.Possible == 0:
		return fmt.Sprintf("The smallest chance is less than one of %d pages: ask for more with --pages.", s.Pages)
	case s.Fewest == s.Possible:
		return fmt.Sprintf("Everyone who can be seated is on at least %d of %d pages, and no book of %d pages gives everybody more.",
			s.Fewest, s.Pages, s.Pages)
	}
	return fmt.Sprintf("Everyone who can be seated is on at least %d of %d pages; no book gives everybody more than %d.",
		s.Fewest, s.Pages, s.Possible)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

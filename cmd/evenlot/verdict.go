package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/verify"
)

// A telling is how a verdict is told.
type telling struct {
	asJSON bool
	all    bool // a line for every check, not for every topic
	quiet  bool // the verdict alone
	sample []string
}

// tell prints a verdict, and the people to contact, and turns it into an exit code.
func (o telling) tell(w io.Writer, v *verify.Verdict) error {
	print := o.text
	if o.asJSON {
		print = o.json
	}
	if err := print(w, v); err != nil {
		return err
	}
	if !v.OK() {
		return &term.Failure{Code: term.ExitUnverified, Err: errors.New("a check failed"), Said: true}
	}
	return nil
}

func (o telling) json(w io.Writer, v *verify.Verdict) error {
	return term.WriteJSON(w, struct {
		OK      bool             `json:"ok"`
		Stage   verify.Stage     `json:"stage"`
		Colour  verify.Colour    `json:"colour"`
		Stated  []string         `json:"stated"`
		Remarks []verify.Remark  `json:"remarks"`
		Again   bool             `json:"recomputed"`
		Checks  []verify.Finding `json:"checks"`
		Sample  []string         `json:"audit_sample,omitempty"`
	}{v.OK(), v.Stage, v.Colour(), append([]string{}, v.Stated...), v.Remarks, v.Again, v.Checks, o.sample})
}

// text prints what was checked, whom to contact, what failed, and the verdict last.
func (o telling) text(w io.Writer, v *verify.Verdict) error {
	var b strings.Builder
	switch {
	case o.quiet, !o.all && v.Damage != nil && v.Damage.Only: // what fails follows from the damage
	case o.all:
		for _, c := range v.Checks {
			b.WriteString(checkLine(c))
		}
	default:
		for _, q := range verify.Questions() {
			b.WriteString(answerLine(q, v.Checks))
		}
		for _, c := range v.Checks {
			if isCompared(c) {
				fmt.Fprintf(&b, "compare: %s: %s\n", printable(c.Name), printable(c.Got))
			}
		}
	}
	for i, id := range o.sample {
		fmt.Fprintf(&b, "contact %d of %d: %s\n", i+1, len(o.sample), id)
	}
	if !o.quiet && !o.all {
		b.WriteString(failed(v))
	}
	o.verdict(&b, v)
	_, err := io.WriteString(w, b.String())
	return err
}

// answerLine says in a line how the checks of some topics went. Checks that failed come at the end
// of all; what a reader has to compare, in lines of its own.
func answerLine(q verify.Question, checks []verify.Finding) string {
	ok, failed, open := 0, 0, 0
	var why []string
	for _, c := range checks {
		switch {
		case !slices.Contains(q.Topics, c.Topic) || isCompared(c):
		case c.Status == verify.OK:
			ok++
		case c.Status == verify.Failed:
			failed++
		default:
			open++
			if !slices.Contains(why, printable(c.Why)) {
				why = append(why, printable(c.Why))
			}
		}
	}
	not := "not checkable here: " + strings.Join(why, "; ")
	switch {
	case failed > 0:
		return fmt.Sprintf("%s: %s FAILED, see below\n", q.Name, plain.Count(failed, "check", "checks"))
	case open > 0 && ok > 0:
		return fmt.Sprintf("%s: %d ok, %d %s\n", q.Name, ok, open, not)
	case open > 0:
		return fmt.Sprintf("%s: %s\n", q.Name, not)
	case ok > 0:
		return fmt.Sprintf("%s: ok: %s\n", q.Name, q.Answer)
	}
	return ""
}

// isCompared tells what a reader has to compare with what was published and drawn.
func isCompared(c verify.Finding) bool {
	return c.Status == verify.NotCheckable && strings.HasPrefix(c.Why, "compare it")
}

// failed lists the checks that failed. Where files were only damaged on their way, what else fails
// follows from that.
func failed(v *verify.Verdict) string {
	var b strings.Builder
	for _, c := range v.Failed() {
		if v.Damage == nil || !v.Damage.Only || c.Name == verify.CheckTransport {
			b.WriteString("FAILED: " + strings.Replace(checkLine(c), ": FAILED", "", 1))
		}
	}
	return b.String()
}

// checkLine is all that a check says.
func checkLine(c verify.Finding) string {
	if c.Status == verify.NotCheckable {
		return fmt.Sprintf("%s: %s: %s\n", printable(c.Name), c.Status, printable(c.Why))
	}
	line := fmt.Sprintf("%s: expected %s, got %s: %s", printable(c.Name), printable(c.Expected), printable(c.Got), c.Status)
	if c.Why != "" {
		line += ": " + printable(c.Why)
	}
	return line + "\n"
}

// verdict prints the reservations and the last line.
func (o telling) verdict(b *strings.Builder, v *verify.Verdict) {
	rest := ""
	if v.Stage != verify.Drawn {
		rest = "; the record is " + v.Stage.String()
	}
	if v.Damage != nil && v.Damage.Only {
		fmt.Fprintf(b, "NOT VERIFIED: the files were damaged on their way here; nothing else is wrong%s (red)\n", rest)
		return
	}
	if failed := len(v.Failed()); failed > 0 {
		fmt.Fprintf(b, "NOT VERIFIED: %d of %d checks failed%s (red)\n", failed, len(v.Checks), rest)
		return
	}
	colour, open := string(v.Colour()), 0
	for _, c := range v.Checks {
		if c.Status == verify.NotCheckable {
			open++
		}
	}
	if !o.quiet {
		for _, said := range v.Stated {
			fmt.Fprintf(b, "stated: %s\n", printable(said))
		}
		for _, r := range v.Remarks {
			fmt.Fprintf(b, "reservation: %s\n", printable(r.Text))
		}
		if !v.Again {
			b.WriteString("reservation: the computation was not done again: the book could have been written by hand\n")
		}
		if len(v.Remarks) > 0 {
			colour += ": see the reservations above"
		}
	}
	fmt.Fprintf(b, "verified: %d checks ok, %d not checkable here%s (%s)\n", len(v.Checks)-open, open, rest, colour)
}

// printedRunes is how much of a text from a record is printed.
const printedRunes = 200

// printable makes a text from a record safe to print: one line, nothing a terminal
// would obey, not endless.
func printable(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > printedRunes {
			b.WriteString("…")
			break
		}
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
	}
	return b.String()
}

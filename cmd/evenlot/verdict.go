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
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// A telling is how a verdict is told.
type telling struct {
	asJSON bool
	all    bool // a line for every check, not for every topic
	quiet  bool // the verdict alone
	sample []string
	lang   catalog.Language
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

// text prints what was checked, whom to contact, what failed, and the verdict last. What a check found
// exactly is in English, as in every checker.
func (o telling) text(w io.Writer, v *verify.Verdict) error {
	var b strings.Builder
	say := catalog.In(o.lang)
	switch {
	case o.quiet, !o.all && v.Damage != nil && v.Damage.Only: // what fails follows from the damage
	case o.all:
		for _, c := range v.Checks {
			b.WriteString(checkLine(c))
		}
	default:
		for _, q := range verify.Questions() {
			b.WriteString(answerLine(say, q, v.Checks))
		}
		for _, c := range v.Checks {
			if isCompared(c) {
				tell(&b, say, "verify.compare", printable(c.Name), printable(c.Got))
			}
		}
	}
	for i, id := range o.sample {
		tell(&b, say, "verify.contact", i+1, len(o.sample), id)
	}
	if !o.quiet && !o.all {
		failed(&b, say, v)
	}
	o.verdict(&b, say, v)
	_, err := io.WriteString(w, b.String())
	return err
}

// tell writes a sentence of the catalog as a line.
func tell(b *strings.Builder, say *catalog.Speaker, key string, args ...any) {
	fmt.Fprintln(b, say.Say(key, args...))
}

// answerLine says in a line how the checks of some topics went. Checks that failed come at the end
// of all; what a reader has to compare, in lines of its own.
func answerLine(say *catalog.Speaker, q verify.Question, checks []verify.Finding) string {
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
	var b strings.Builder
	name := say.Say("verify.q_" + q.Key)
	switch {
	case failed > 0:
		tell(&b, say, "verify.line_failed", name, failed)
	case open > 0 && ok > 0 && say.Language != catalog.English: // the reasons are in English
		tell(&b, say, "verify.line_some_short", name, ok, open)
	case open > 0 && say.Language != catalog.English:
		tell(&b, say, "verify.line_open_short", name)
	case open > 0 && ok > 0:
		tell(&b, say, "verify.line_some", name, ok, open, strings.Join(why, "; "))
	case open > 0:
		tell(&b, say, "verify.line_open", name, strings.Join(why, "; "))
	case ok > 0:
		answer := say.Say("verify.a_" + q.Key)
		tell(&b, say, "verify.line_ok", name, answer)
	}
	return b.String()
}

// isCompared tells what a reader has to compare with what was published and drawn.
func isCompared(c verify.Finding) bool {
	return c.Status == verify.NotCheckable && strings.HasPrefix(c.Why, "compare it")
}

// failed lists the checks that failed. Where files were only damaged on their way, what else fails
// follows from that.
func failed(b *strings.Builder, say *catalog.Speaker, v *verify.Verdict) {
	for _, c := range v.Failed() {
		if v.Damage != nil && v.Damage.Only && c.Name != verify.CheckTransport {
			continue
		}
		key := "verify.failed"
		if c.Why != "" {
			key = "verify.failed_why"
		}
		tell(b, say, key, printable(c.Name), printable(c.Expected), printable(c.Got), printable(c.Why))
	}
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

// stageKey is how the catalog calls a stage of a record.
func stageKey(s verify.Stage) string {
	return map[verify.Stage]string{verify.Drawn: "drawn", verify.Undrawn: "undrawn", verify.Unmixed: "unmixed", verify.CalledOff: "off"}[s]
}

// verdict prints the reservations and the last line.
func (o telling) verdict(b *strings.Builder, say *catalog.Speaker, v *verify.Verdict) {
	stage := stageKey(v.Stage)
	if v.Damage != nil && v.Damage.Only {
		tell(b, say, "verify.damaged_"+stage)
		return
	}
	if failed := len(v.Failed()); failed > 0 {
		tell(b, say, "verify.bad_"+stage, failed, len(v.Checks))
		return
	}
	open := 0
	for _, c := range v.Checks {
		if c.Status == verify.NotCheckable {
			open++
		}
	}
	colour := "verify." + string(v.Colour())
	if !o.quiet {
		for _, said := range v.Stated {
			tell(b, say, "verify.stated", printable(said))
		}
		for _, text := range remarks(say, v.Remarks) {
			tell(b, say, "verify.reservation", text)
		}
		if !v.Again {
			tell(b, say, "verify.not_again")
		}
		if len(v.Remarks) > 0 {
			colour = "verify.amber_above"
		}
	}
	colour = say.Say(colour)
	tell(b, say, "verify.ok_"+stage, len(v.Checks)-open, open, colour)
}

// remarks are the reservations, each once: in English with what they are about in this record.
func remarks(say *catalog.Speaker, all []verify.Remark) (texts []string) {
	for _, r := range all {
		text := printable(r.Text)
		if say.Language != catalog.English {
			text = say.Say("caveat." + string(r.Caveat))
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
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

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Rules of the output:
//
//   - results go to standard output, everything else to standard error;
//   - lines on standard error begin with "evenlot: ", without capital letter or
//     final full stop;
//   - advice stands on lines of its own, "evenlot: hint: ...";
//   - progress shows only where standard error is a terminal, and never stays;
//   - no colours;
//   - --quiet leaves results and errors;
//   - --json gives one JSON document on standard output instead of the text.

// A terminal is where a command talks.
type terminal struct {
	out   io.Writer // results
	err   io.Writer // everything else
	live  bool      // err is a terminal that can redraw a line
	quiet bool
	bar   *progressbar.ProgressBar
	phase string
}

func newTerminal(out, err io.Writer) *terminal {
	return &terminal{out: out, err: err, live: isTerminal(err)}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// say prints a remark.
func (t *terminal) say(format string, args ...any) {
	if t.quiet {
		return
	}
	t.clear()
	fmt.Fprintf(t.err, "evenlot: "+format+"\n", args...)
}

// advise prints advice.
func (t *terminal) advise(format string, args ...any) {
	t.say("hint: "+format, args...)
}

// redraw is how often the progress bar changes at most.
const redraw = 100 * time.Millisecond

// progress shows how far a phase has come; where there is one thing to do, only what
// it is. It may be called as often as one likes, from one goroutine at a time.
func (t *terminal) progress(phase string, done, total int) {
	if t.quiet || !t.live || total <= 0 {
		return
	}
	if t.phase != phase {
		t.clear()
		t.phase = phase
		if total == 1 {
			fmt.Fprint(t.err, phase+" …")
			return
		}
		t.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(t.err),
			progressbar.OptionSetDescription(phase),
			progressbar.OptionSetWidth(24),
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionThrottle(redraw),
			progressbar.OptionClearOnFinish(),
		)
	}
	if t.bar == nil {
		return
	}
	if t.bar.GetMax() != total {
		t.bar.ChangeMax(total)
	}
	_ = t.bar.Set(min(done, total)) // a bar that cannot be drawn is no fault
}

// clear takes the progress away.
func (t *terminal) clear() {
	switch {
	case t.phase == "":
	case t.bar == nil:
		blank := utf8.RuneCountInString(t.phase) + len(" …")
		fmt.Fprint(t.err, "\r"+strings.Repeat(" ", blank)+"\r")
	default:
		_ = t.bar.Clear()
	}
	t.bar, t.phase = nil, ""
}

// writeJSON prints one document.
func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

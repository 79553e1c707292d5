package term

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	xterm "golang.org/x/term"
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

// A Terminal is where a command talks.
type Terminal struct {
	Out   io.Writer // results
	Err   io.Writer // everything else
	Quiet bool

	live  bool // Err is a terminal that can redraw a line
	bar   *progressbar.ProgressBar
	phase string
}

// New is a terminal for results and for everything else.
func New(out, err io.Writer) *Terminal {
	return &Terminal{Out: out, Err: err, live: isTerminal(err)}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && xterm.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// Say prints a remark.
func (t *Terminal) Say(format string, args ...any) {
	if t.Quiet {
		return
	}
	t.Clear()
	fmt.Fprintf(t.Err, "evenlot: "+format+"\n", args...)
}

// Advise prints advice.
func (t *Terminal) Advise(format string, args ...any) {
	t.Say("hint: "+format, args...)
}

// redraw is how often the progress bar changes at most.
const redraw = 100 * time.Millisecond

// Progress shows how far a phase has come; where there is one thing to do, only what
// it is. It may be called as often as one likes, from one goroutine at a time.
func (t *Terminal) Progress(phase string, done, total int) {
	if t.Quiet || !t.live || total <= 0 {
		return
	}
	if t.phase != phase {
		t.Clear()
		t.phase = phase
		if total == 1 {
			fmt.Fprint(t.Err, phase+" …")
			return
		}
		t.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(t.Err),
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

// Clear takes the progress away.
func (t *Terminal) Clear() {
	switch {
	case t.phase == "":
	case t.bar == nil:
		blank := utf8.RuneCountInString(t.phase) + len(" …")
		fmt.Fprint(t.Err, "\r"+strings.Repeat(" ", blank)+"\r")
	default:
		_ = t.bar.Clear()
	}
	t.bar, t.phase = nil, ""
}

// WriteJSON prints one document.
func WriteJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"github.com/evenlot/evenlot/quotas"
)

// Exit codes.
const (
	ExitDone       = 0 // done
	ExitFault      = 1 // something is wrong with a file, a folder or the machine
	ExitUsage      = 2 // the command line makes no sense
	ExitInfeasible = 3 // no panel meets the quotas
	ExitUnverified = 4 // a record does not hold what it claims
)

// A Failure ends a command: what went wrong, what to do about it, and the exit
// code.
type Failure struct {
	Code  int
	Err   error
	Hints []string
	Said  bool // the command has printed its answer itself

	// What is behind it, for --json. Doubts and Conflict are lists; nil: there are none.
	Faults           quotas.Faults
	Doubts, Conflict any
}

func (f *Failure) Error() string { return f.Err.Error() }
func (f *Failure) Unwrap() error { return f.Err }

// Usage is the failure of a command line that makes no sense.
func Usage(format string, args ...any) error {
	return &Failure{Code: ExitUsage, Err: fmt.Errorf(format, args...)}
}

// Fault is the failure of a file, a folder or the machine.
func Fault(format string, args ...any) error {
	return &Failure{Code: ExitFault, Err: fmt.Errorf(format, args...)}
}

// Hint adds a line of advice to err.
func Hint(err error, format string, args ...any) error {
	var f *Failure
	if !errors.As(err, &f) {
		f = &Failure{Code: ExitFault, Err: err}
	}
	f.Hints = append(f.Hints, fmt.Sprintf(format, args...))
	return f
}

// ExitCode says how the program ends after err.
func ExitCode(err error) int {
	var f *Failure
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &f):
		return f.Code
	}
	return ExitFault
}

// Report prints err for the person who started the program.
func Report(w io.Writer, err error) {
	var f *Failure
	if errors.As(err, &f) && f.Said {
		return
	}
	for line := range strings.Lines(sentence(err)) {
		fmt.Fprintf(w, "evenlot: %s\n", strings.TrimSuffix(line, "\n"))
	}
	if f == nil {
		return
	}
	for _, h := range f.Hints {
		fmt.Fprintf(w, "evenlot: hint: %s\n", h)
	}
}

// ReportJSON prints err as one JSON document, with what is behind it as data.
func ReportJSON(w io.Writer, err error) error {
	var f *Failure
	if !errors.As(err, &f) {
		f = &Failure{Code: ExitFault}
	}
	if f.Said {
		return nil
	}
	return WriteJSON(w, struct {
		Code     int       `json:"exit_code"`
		Error    []string  `json:"error"` // as standard error has it, a line each
		Hints    []string  `json:"hints"`
		Faults   FaultList `json:"faults"`
		Doubts   any       `json:"doubts"`
		Conflict any       `json:"conflict"`
	}{ExitCode(err), strings.Split(sentence(err), "\n"), append([]string{}, f.Hints...), FaultList(f.Faults), list(f.Doubts), list(f.Conflict)})
}

// list is an empty list for none.
func list(v any) any {
	if v == nil || reflect.ValueOf(v).Len() == 0 {
		return []any{}
	}
	return v
}

// WantsJSON reports whether a command line asks for JSON, also one that makes no sense otherwise.
func WantsJSON(args []string) bool {
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

// sentence says err in words, without the names of system calls.
func sentence(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var lines []string
		for _, one := range several.Unwrap() {
			lines = append(lines, sentence(one))
		}
		return strings.Join(lines, "\n")
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "interrupted; nothing was written"
	case errors.As(err, &link):
		return link.New + ": " + because(link.Err)
	case errors.As(err, &path):
		return path.Path + ": " + because(path.Err)
	}
	return err.Error()
}

// because names the usual reasons why a file or folder cannot be used.
func because(err error) string {
	for _, known := range []struct {
		err  error
		text string
	}{
		{syscall.ENOSPC, "the disk is full"},
		{syscall.EDQUOT, "the disk space you may use is full"},
		{syscall.EFBIG, "the file is too large for this disk"},
		{syscall.EROFS, "the disk is read-only"},
		{syscall.ENOTDIR, "a part of this path is not a folder"},
		{syscall.EISDIR, "this is a folder, expected a file"},
		{syscall.ENAMETOOLONG, "the name is too long"},
		{fs.ErrPermission, "permission denied"},
		{fs.ErrNotExist, "there is no such file or folder"},
		{fs.ErrExist, "exists already"},
	} {
		if errors.Is(err, known.err) {
			return known.text
		}
	}
	return err.Error()
}

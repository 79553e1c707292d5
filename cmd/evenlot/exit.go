package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/evenlot/evenlot/quotas"
)

// Exit codes.
const (
	exitDone       = 0 // done
	exitFault      = 1 // something is wrong with a file, a folder or the machine
	exitUsage      = 2 // the command line makes no sense
	exitInfeasible = 3 // no panel meets the quotas
	exitUnverified = 4 // a record does not hold what it claims
)

// A failure ends a command: what went wrong, what to do about it, and the exit
// code.
type failure struct {
	code  int
	err   error
	hints []string
	said  bool // the command has printed its answer itself

	// What is behind it, for --json.
	faults   quotas.Faults
	doubts   []doubt
	conflict []rule
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func usage(format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...)}
}

func fault(format string, args ...any) error {
	return &failure{code: exitFault, err: fmt.Errorf(format, args...)}
}

// hint adds a line of advice to err.
func hint(err error, format string, args ...any) error {
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{code: exitFault, err: err}
	}
	f.hints = append(f.hints, fmt.Sprintf(format, args...))
	return f
}

// exitCode tells how the program ends after err.
func exitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &f):
		return f.code
	}
	return exitFault
}

// report prints err for the person who started the program.
func report(w io.Writer, err error) {
	var f *failure
	if errors.As(err, &f) && f.said {
		return
	}
	for line := range strings.Lines(sentence(err)) {
		fmt.Fprintf(w, "evenlot: %s\n", strings.TrimSuffix(line, "\n"))
	}
	if f == nil {
		return
	}
	for _, h := range f.hints {
		fmt.Fprintf(w, "evenlot: hint: %s\n", h)
	}
}

// reportJSON prints err as one JSON document, with what is behind it as data.
func reportJSON(w io.Writer, err error) error {
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{code: exitFault}
	}
	if f.said {
		return nil
	}
	return writeJSON(w, struct {
		Code     int       `json:"exit_code"`
		Error    []string  `json:"error"` // as standard error has it, a line each
		Hints    []string  `json:"hints"`
		Faults   faultList `json:"faults"`
		Doubts   []doubt   `json:"doubts"`
		Conflict []rule    `json:"conflict"`
	}{exitCode(err), strings.Split(sentence(err), "\n"), append([]string{}, f.hints...), faultList(f.faults),
		append([]doubt{}, f.doubts...), append([]rule{}, f.conflict...)})
}

// wantsJSON reports whether a command line asks for JSON, also one that makes no sense otherwise.
func wantsJSON(args []string) bool {
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

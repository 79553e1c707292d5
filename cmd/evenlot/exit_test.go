package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExitCodes(t *testing.T) {
	check := func(want int, err error) {
		t.Helper()
		assert.Equal(t, want, exitCode(err), "%v", err)
	}
	check(0, nil)
	check(1, errors.New("any"))
	check(1, fault("a file"))
	check(2, usage("a flag"))
	check(2, hint(usage("a flag"), "advice"))
	check(1, hint(errors.New("any"), "advice"))
	check(3, fmt.Errorf("wrapped: %w", &failure{code: exitInfeasible, err: errors.New("no panel")}))
}

func TestReport(t *testing.T) {
	check := func(want string, err error) {
		t.Helper()
		var w bytes.Buffer
		report(&w, err)
		assert.Equal(t, want, w.String())
	}
	check("evenlot: one\nevenlot: two\n", errors.New("one\ntwo"))
	check("evenlot: bad\nevenlot: hint: mend it\nevenlot: hint: or not\n", hint(hint(fault("bad"), "mend it"), "or not"))
	check("evenlot: interrupted; nothing was written\n", fmt.Errorf("phase: %w", context.Canceled))
	check("evenlot: out/a: the disk is full\n", &fs.PathError{Op: "write", Path: "out/a", Err: syscall.ENOSPC})
	check("evenlot: out: the disk is read-only\n", fmt.Errorf("x: %w", &fs.PathError{Op: "mkdir", Path: "out", Err: syscall.EROFS}))
	check("evenlot: b: permission denied\n", &os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EACCES})
	check("", &failure{code: exitUnverified, err: errors.New("said"), said: true})
}

func TestPanicIsOneSentence(t *testing.T) {
	broken := func() error {
		var none []int
		_ = none[len(os.Args)+7]
		return nil
	}
	t.Setenv("EVENLOT_DEBUG", "")
	var w bytes.Buffer
	err := guard(broken)
	report(&w, err)
	assert.Equal(t, exitFault, exitCode(err))
	assert.Regexp(t, `^evenlot: internal error: runtime error: index out of range \[\d+\] with length 0; please report it with the command line
evenlot: hint: EVENLOT_DEBUG=1 shows where it happened
$`, w.String())

	t.Setenv("EVENLOT_DEBUG", "1")
	assert.ErrorContains(t, guard(broken), "exit_test.go")
}

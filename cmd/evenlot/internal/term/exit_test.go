package term

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
		assert.Equal(t, want, ExitCode(err), "%v", err)
	}
	check(0, nil)
	check(1, errors.New("any"))
	check(1, Fault("a file"))
	check(2, Usage("a flag"))
	check(2, Hint(Usage("a flag"), "advice"))
	check(1, Hint(errors.New("any"), "advice"))
	check(3, fmt.Errorf("wrapped: %w", &Failure{Code: ExitInfeasible, Err: errors.New("no panel")}))
}

func TestReport(t *testing.T) {
	check := func(want string, err error) {
		t.Helper()
		var w bytes.Buffer
		Report(&w, err)
		assert.Equal(t, want, w.String())
	}
	check("evenlot: one\nevenlot: two\n", errors.New("one\ntwo"))
	check("evenlot: bad\nevenlot: hint: mend it\nevenlot: hint: or not\n", Hint(Hint(Fault("bad"), "mend it"), "or not"))
	check("evenlot: interrupted; nothing was written\n", fmt.Errorf("phase: %w", context.Canceled))
	check("evenlot: out/a: the disk is full\n", &fs.PathError{Op: "write", Path: "out/a", Err: syscall.ENOSPC})
	check("evenlot: out: the disk is read-only\n", fmt.Errorf("x: %w", &fs.PathError{Op: "mkdir", Path: "out", Err: syscall.EROFS}))
	check("evenlot: b: permission denied\n", &os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EACCES})
	check("", &Failure{Code: ExitUnverified, Err: errors.New("said"), Said: true})
}

// A list that is empty is written as one, whatever its type.
func TestReportJSON(t *testing.T) {
	for _, f := range []*Failure{
		{Code: ExitInfeasible, Err: errors.New("no panel"), Hints: []string{"mend it"}},
		{Code: ExitInfeasible, Err: errors.New("no panel"), Hints: []string{"mend it"}, Doubts: []int(nil), Conflict: []string{}},
	} {
		var w bytes.Buffer
		assert.NoError(t, ReportJSON(&w, f))
		assert.JSONEq(t, `{"exit_code": 3, "error": ["no panel"], "hints": ["mend it"], "faults": [], "doubts": [], "conflict": []}`, w.String())
	}
}

package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

func TestPanicIsOneSentence(t *testing.T) {
	broken := func() error {
		var none []int
		_ = none[len(os.Args)+7]
		return nil
	}
	t.Setenv("EVENLOT_DEBUG", "")
	var w bytes.Buffer
	err := guard(broken)
	term.Report(&w, err)
	assert.Equal(t, term.ExitFault, term.ExitCode(err))
	assert.Regexp(t, `^evenlot: internal error: runtime error: index out of range \[\d+\] with length 0; please report it with the command line
evenlot: hint: EVENLOT_DEBUG=1 shows where it happened
$`, w.String())

	t.Setenv("EVENLOT_DEBUG", "1")
	assert.ErrorContains(t, guard(broken), "guard_test.go")
}

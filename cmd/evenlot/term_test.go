package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestProgressIsSilentInAPipe(t *testing.T) {
	var out, err bytes.Buffer
	term := newTerminal(&out, &err)
	for i := range 100 {
		term.progress("filling pages", i, 100)
	}
	assert.Empty(t, out.String()+err.String())
}

func TestProgressOnATerminal(t *testing.T) {
	var out, err bytes.Buffer
	term := newTerminal(&out, &err)
	term.live = true
	term.progress("filling pages", 1, 100)
	time.Sleep(2 * redraw)
	term.progress("filling pages", 50, 100)
	assert.Empty(t, out.String())
	assert.Contains(t, err.String(), "filling pages")
	assert.Contains(t, err.String(), "50/100")
	term.say("a remark")
	assert.Regexp(t, `\r(\s*\r)?(\x1b\[K)?evenlot: a remark\n$`, err.String(), "a remark stands on a clean line")
	err.Reset()
	term.progress("computing chances", 0, 1)
	term.progress("computing chances", 0, 1)
	term.say("another")
	assert.Regexp(t, `^computing chances …\r +\revenlot: another\n$`, err.String())
	err.Reset()
	term.quiet = true
	term.say("nothing")
	term.progress("filling pages", 60, 100)
	assert.Empty(t, err.String())
}

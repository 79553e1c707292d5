package term

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestProgressIsSilentInAPipe(t *testing.T) {
	var out, err bytes.Buffer
	terminal := New(&out, &err)
	for i := range 100 {
		terminal.Progress("filling pages", i, 100)
	}
	assert.Empty(t, out.String()+err.String())
}

func TestProgressOnATerminal(t *testing.T) {
	var out, err bytes.Buffer
	terminal := New(&out, &err)
	terminal.live = true
	terminal.Progress("filling pages", 1, 100)
	time.Sleep(2 * redraw)
	terminal.Progress("filling pages", 50, 100)
	assert.Empty(t, out.String())
	assert.Contains(t, err.String(), "filling pages")
	assert.Contains(t, err.String(), "50/100")
	terminal.Say("a remark")
	assert.Regexp(t, `\r(\s*\r)?(\x1b\[K)?evenlot: a remark\n$`, err.String(), "a remark stands on a clean line")
	err.Reset()
	terminal.Progress("computing chances", 0, 1)
	terminal.Progress("computing chances", 0, 1)
	terminal.Say("another")
	assert.Regexp(t, `^computing chances …\r +\revenlot: another\n$`, err.String())
	err.Reset()
	terminal.Quiet = true
	terminal.Say("nothing")
	terminal.Progress("filling pages", 60, 100)
	assert.Empty(t, err.String())
}

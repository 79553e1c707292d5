package portable_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// A value that mixed the book does not open it, too: it was known when the book was made. All
// four checkers refuse.
func TestMixingValueAgain(t *testing.T) {
	engine := newEngine(t)
	files := mixedAndDrawn(t, selected(t, "easy_20", 20, 0, "leximin", record.FormDefault), mixingBalls)
	want := engine.sameVerdict(t, "the mixing value again", files, seen{}, engine.verdict(files, seen{}))
	assert.Equal(t, verify.Red, want.Colour())
	assert.Equal(t, "mixing: value is another one than that of the draw", want.Failed()[0].Name)
	folder := written(t, files)
	for _, shell := range shells(t) {
		said, code := shellCheck(t, shell, folder)
		assert.Equal(t, 1, code, said)
		assert.Contains(t, said, "the public value is the one that mixed the book")
	}
}

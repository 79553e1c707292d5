package plain

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestCountAndList(t *testing.T) {
	assert.Equal(t, []string{"0 seats", "1 seat", "2 seats"}, []string{Count(0, "seat", "seats"), Count(1, "seat", "seats"), Count(2, "seat", "seats")})
	assert.Equal(t, "", List(nil, 3, "limits"))
	assert.Equal(t, "a", List([]string{"a"}, 3, "limits"))
	assert.Equal(t, "a, b and c", List([]string{"a", "b", "c"}, 3, "limits"))
	names := []string{"a", "b", "c", "d"}
	assert.Equal(t, "a, b and 2 more limits", List(names, 3, "limits"))
	assert.Equal(t, []string{"a", "b", "c", "d"}, names)
}

// A bound is rounded to its own side; what is exact to a tenth stays.
func TestBounds(t *testing.T) {
	assert.Equal(t, []string{"9.0 %", "9.1 %"}, []string{AtLeast(1. / 11), AtMost(1. / 11)})
	for tenths := range 1001 {
		share := float64(tenths) / 1000
		assert.Equal(t, AtLeast(share), AtMost(share), share)
	}
	assert.Equal(t, []string{"0.0 %", "0.012 %", "9.1 %"}, []string{Percent(0), Percent(0.00012), Percent(1. / 11)})
	assert.Equal(t, []string{"6.5 %", "0.1 %", "0.04 %", "0.001 %"}, []string{Percent(13. / 199), Percent(0.0005), Percent(0.0004), Percent(0.00001)})
}

func TestNumber(t *testing.T) {
	assert.Equal(t, "123456789012345", Number("123456789012345"))
	assert.Equal(t, "about 1.23e15", Number("1234567890123456"))
}

// Wrapped lines hold the same words, and none is too long but a word that is.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.StringMatching(`[a-zäö]{1,12}`)).Draw(t, "words")
		most := rapid.IntRange(1, 30).Draw(t, "most")
		out := Wrap(strings.Join(words, " "), most)
		assert.Equal(t, strings.Join(words, " "), strings.Join(strings.Fields(out), " "))
		for _, line := range strings.Split(out, "\n") {
			assert.True(t, utf8.RuneCountInString(line) <= most || !strings.Contains(line, " "), line)
		}
	})
}

func TestColumns(t *testing.T) {
	assert.Equal(t, []string{"2", "2 to 3"}, []string{Span(2, 2), Span(2, 3)})
	assert.Equal(t, "> a\n>   b  10\n>   ä   9\n", Columns([][]string{{"a", ""}, {"  b", "10"}, {"  ä", "9"}}, "> "))
	assert.Equal(t, "a          b\na heading of any width\n  Zürich   7\n  Bern    12\n",
		Columns([][]string{{"a", "b"}, {"a heading of any width"}, {"  Zürich", "7"}, {"  Bern", "12"}}, ""))
}

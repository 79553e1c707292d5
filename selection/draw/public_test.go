package draw

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestParsePublic(t *testing.T) {
	ok := func(text, want string) {
		t.Helper()
		got, err := ParsePublic(text)
		assert.NoError(t, err)
		assert.Equal(t, want, got)
	}
	ok("187", "187")
	ok(" 007\r\n", "007")
	ok("3 12 19 27 44 45, bonus 7", "3 12 19 27 44 45, bonus 7")
	ok("snowman: \u2603", "snowman: \u2603")
	ok(strings.Repeat("1", MaxPublic), strings.Repeat("1", MaxPublic))

	refused := func(text, want string) {
		t.Helper()
		_, err := ParsePublic(text)
		assert.ErrorContains(t, err, want)
	}
	refused("", "empty")
	refused(" \n", "empty")
	refused("1\n2", "a line break (U+000A) at character 2")
	refused("é\u2028x", "a line break (U+2028) at character 2")
	refused("1\t2", "a control character (U+0009)")
	refused("1\x002", "a control character (U+0000)")
	refused("1\u00852", "a control character (U+0085)")
	refused("1\u00a02", "a blank that is not the plain space (U+00A0)")
	refused("1\u200b2", "a character that cannot be seen (U+200B)")
	refused("\u202e12", "a character that cannot be seen (U+202E)")
	refused("\ufeff12", "a character that cannot be seen (U+FEFF)")
	refused("12\ufffd", "a character that cannot be seen (U+FFFD)")
	refused("a\xffb", "not valid UTF-8")
	refused(strings.Repeat("1", MaxPublic+1), "1001 bytes")
}

func FuzzParsePublic(f *testing.F) {
	for _, s := range []string{"187", " 1 2 ", "", "a\nb", "\u202e1", "\xff", "\u2603"} {
		f.Add(s)
	}
	commitment := strings.Repeat("00", 32)
	f.Fuzz(func(t *testing.T, text string) {
		value, err := ParsePublic(text)
		if err != nil {
			return
		}
		again, err := ParsePublic(value)
		assert.NoError(t, err)
		assert.Equal(t, value, again)
		assert.True(t, utf8.ValidString(value))
		assert.NotContains(t, value, "\n")
		_, err = Open(commitment, value, 1000)
		assert.NoError(t, err)
	})
}

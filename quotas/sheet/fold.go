package sheet

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Clean gives the spelling of a name as it is kept and printed: Unicode NFC,
// white space trimmed at both ends and single inside.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// Fold gives the key under which names and values match: [Clean], then case
// folded. "Level 1 " and "level 1" are one value.
func Fold(s string) string {
	s = Clean(s)
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return cases.Fold().String(s)
		}
	}
	return strings.ToLower(s)
}

// isClean reports that s is ASCII and that Clean would leave it alone. A pool has
// millions of such cells.
func isClean(s string) bool {
	blank := true // a space may not stand here
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf, c < ' ':
			return false
		case c == ' ' && blank:
			return false
		default:
			blank = c == ' '
		}
	}
	return len(s) == 0 || !blank
}

// Invisible finds the first character of s that nobody can see and that would make two equal-looking
// names differ: zero-width and bidirectional controls, soft hyphens, byte order marks, C1 controls.
// It lets the two joiners through after a letter that is not Latin, since Persian and the Indic
// scripts need them.
func Invisible(s string) (r rune, found bool) {
	var before rune
	for _, r := range s {
		switch {
		case r == '\u200c' || r == '\u200d':
			if !(unicode.IsLetter(before) || unicode.IsMark(before)) || unicode.Is(unicode.Latin, before) {
				return r, true
			}
		case r >= 0x7f && r <= 0x9f, r == '\u00ad', r == '\u061c', r == '\u180e', r == '\ufeff',
			r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f':
			return r, true
		}
		before = r
	}
	return 0, false
}

// Quote puts a cell into a message: in quotation marks, everything that does not
// print escaped, clipped after 60 characters.
func Quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return strconv.Quote(s)
}

package draw

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxPublic is the most bytes a public value may have. Twenty digits are plenty;
// the limit is there so that nobody hides a long list to choose from.
const MaxPublic = 1000

// ParsePublic gives a public value as it enters the draw string: text without
// the blanks at its ends.
//
// The text must be valid UTF-8, not empty, at most [MaxPublic] bytes, on one
// line, and show everything it holds: control characters, blanks other than the
// plain space, and characters that cannot be seen are refused, since two values
// that look alike would open different pages. Nothing is normalised: letters that look
// alike and are not remain so.
func ParsePublic(text string) (string, error) {
	value, err := parseLine("public value", text, MaxPublic)
	if err == nil && value == "" {
		err = errors.New("public value is empty: give the digits or the text that was drawn in public")
	}
	return value, err
}

// parseLine trims a text, by its name in messages, and wants it visible and short.
func parseLine(name, text string, most int) (string, error) {
	if !utf8.ValidString(text) {
		return "", fmt.Errorf("%s is not valid UTF-8 text: type it, or save it as UTF-8", name)
	}
	value := strings.Trim(text, " \t\r\n")
	if len(value) > most {
		return "", fmt.Errorf("%s has %d bytes, expected at most %d", name, len(value), most)
	}
	place := 0
	for _, r := range value {
		place++
		if what := hidden(r); what != "" {
			return "", fmt.Errorf("%s has %s (U+%04X) at character %d: leave it out", name, what, r, place)
		}
	}
	return value, nil
}

// hidden says why a character may not stand in a public value; "" if it may. The
// list is written out, not taken from the Unicode tables of one Go release, so
// that a value is never allowed by one checker and refused by another.
func hidden(r rune) string {
	switch {
	case r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029:
		return "a line break"
	case r < 0x20 || r >= 0x7f && r <= 0x9f:
		return "a control character"
	case r == 0xa0 || r == 0x1680 || r >= 0x2000 && r <= 0x200a || r == 0x202f || r == 0x205f || r == 0x3000:
		return "a blank that is not the plain space"
	case r == 0xad || r == 0x34f || r == 0x61c || r == 0x180e || r >= 0x200b && r <= 0x200f ||
		r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff ||
		r >= 0xfff9 && r <= 0xfffd || r >= 0xe0000 && r <= 0xe0fff:
		return "a character that cannot be seen"
	}
	return ""
}

// excerpt quotes the beginning of a text that may be long.
func excerpt(text string) string {
	const most = 60
	if len(text) <= most {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprintf("%q... (%d bytes)", text[:most], len(text))
}

// count spells a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

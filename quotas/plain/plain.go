// Package plain writes numbers, lists and paragraphs the way people read them, for all packages
// but draw. That one can be checked by hand, and so imports no other package of evenlot.
//
// Files in reading order: columns.go, plain.go.
package plain

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Count is a number with the word that goes with it: "1 person", "3 people".
func Count(n int, one, many string) string {
	return strconv.Itoa(n) + " " + Verb(n, one, many)
}

// Verb is the word that goes with a number: "row ends", "rows end".
func Verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// List joins names: "a, b and c". Where there are more than most, the last one says how many
// more things are left out: "a, b and 3 more limits".
func List(names []string, most int, things string) string {
	if len(names) > most {
		names = append(slices.Clone(names[:most-1]), fmt.Sprintf("%d more %s", len(names)-most+1, things))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// AtLeast prints a share that is a bound from below, in per cent, never higher than it is.
func AtLeast(share float64) string {
	return fmt.Sprintf("%.1f %%", math.Floor(float64(share*1000)+1e-6)/10)
}

// AtMost prints a share that is a bound from above, in per cent, never lower than it is.
func AtMost(share float64) string {
	return fmt.Sprintf("%.1f %%", max(0, math.Ceil(float64(share*1000)-1e-6)/10))
}

// Percent prints a share that was measured, to one digit after the point, as published tables
// do, and to two significant ones where that would read 0.0.
func Percent(share float64) string {
	if share > 0 && share < 0.0005 {
		return fmt.Sprintf("%.2g %%", 100*share)
	}
	return fmt.Sprintf("%.1f %%", 100*share)
}

// Number prints a whole number, given in decimal, so that it can be read: a long one as
// "about 1.23e45".
func Number(digits string) string {
	const most = 15
	if len(digits) <= most {
		return digits
	}
	return fmt.Sprintf("about %s.%se%d", digits[:1], digits[1:3], len(digits)-1)
}

// Wrap breaks a paragraph into lines of so many characters.
func Wrap(text string, most int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i > 0 && at+1+utf8.RuneCountInString(word) > most:
			b.WriteByte('\n')
			at = 0
		case i > 0:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += utf8.RuneCountInString(word)
	}
	b.WriteByte('\n')
	return b.String()
}

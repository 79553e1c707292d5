package sheet

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Nearest gives the option that differs from name in spelling alone: in case, blanks, dashes,
// quotation marks or accents, or in one letter inside a long word. It gives "" where there is no
// such option, or more than one. Names that differ in a number never match, nor do names with
// another first or last letter of a word: these may be two bands, two levels, two genders. The
// caller must know that the option is not in use beside name.
func Nearest(name string, options []string) string {
	want := skeletonOf(name)
	if len(want.words) == 0 || len(name) > 1000 {
		return ""
	}
	var same, near []string
	for _, o := range options {
		switch have := skeletonOf(o); {
		case !slices.Equal(have.numbers, want.numbers):
		case have.text == want.text:
			same = append(same, o)
		case misspelt(want.words, have.words):
			near = append(near, o)
		}
	}
	switch {
	case len(same) == 1:
		return same[0]
	case len(same) == 0 && len(near) == 1:
		return near[0]
	}
	return ""
}

// A skeleton is what two spellings of one name have in common.
type skeleton struct {
	words   []string // as Fold sees them, without accents; dashes part them
	text    string   // the words as one, quotation marks left out
	numbers []string // runs of digits
}

func skeletonOf(name string) (s skeleton) {
	folded := Fold(name)
	minus := strings.HasPrefix(strings.Map(plainSign, folded), "-") // before a number it is more than spelling
	text := strings.Map(func(r rune) rune {
		switch r {
		case 'ø':
			return 'o'
		case 'ł':
			return 'l'
		case 'đ':
			return 'd'
		}
		switch {
		case unicode.Is(unicode.Mn, r), isQuote(r):
			return -1
		case isDash(r), r == '_':
			return ' '
		}
		return r
	}, norm.NFD.String(folded))
	s.words = strings.Fields(text)
	s.text = strings.Join(s.words, "")
	if minus {
		s.text = "-" + s.text
	}
	s.numbers = strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
	return s
}

// Plain is a name as [Fold] sees it, with the dashes and quotation marks of a keyboard in
// place of those that programs put in by themselves, and no blanks around a dash.
func Plain(s string) string {
	s = Fold(strings.Map(plainSign, s))
	return strings.ReplaceAll(strings.ReplaceAll(s, " -", "-"), "- ", "-")
}

func plainSign(r rune) rune {
	switch {
	case isDash(r):
		return '-'
	case strings.ContainsRune("“”„«»", r):
		return '"'
	case isQuote(r) && r != '"':
		return '\''
	}
	return r
}

func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '\u2212' }

func isQuote(r rune) bool { return strings.ContainsRune("\"'`´‘’‚‛“”„«»′ʼ", r) }

// misspelt reports whether two names differ in one long word, and there by one slip of the
// pen: a letter missing, added or wrong, neither at its beginning nor at its end, or two
// swapped.
func misspelt(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	different := 0
	for i := range a {
		if a[i] != b[i] {
			if different++; different > 1 || !slipped([]rune(a[i]), []rune(b[i])) {
				return false
			}
		}
	}
	return different == 1
}

func slipped(x, y []rune) bool {
	const long = 5 // letters; many shorter words are one letter apart
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < long || len(y)-len(x) > 1 {
		return false
	}
	from := 0
	for from < len(x) && x[from] == y[from] {
		from++
	}
	behind := 0
	for behind < len(x)-from && x[len(x)-1-behind] == y[len(y)-1-behind] {
		behind++
	}
	p, q := x[from:len(x)-behind], y[from:len(y)-behind]
	swapped := len(p) == 2 && len(q) == 2 && p[0] == q[1] && p[1] == q[0]
	inside := from > 0 && behind > 0 && len(q) == 1
	return (swapped || inside) && letters(p) && letters(q)
}

func letters(s []rune) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

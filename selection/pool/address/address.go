// Package address says when two spellings are one address, and which cells are no address at all.
// Where people live together is for package pool to say.
package address

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// Key gives the key under which two spellings of one address match: folded,
// without accents and punctuation, usual abbreviations written out, "Flat 2" at the end.
// A number keeps its letter and its stroke: 5a, 12/3 and 12-14 are other houses than 5,
// 123 and 12.
func Key(cell string) string { return KeyOf(Words(cell)) }

// KeyOf is the key of an address that is split into tokens already; see [Key].
func KeyOf(tokens []string) string {
	return strings.Join(unitLast(writtenOut(joinLetters(tokens))), " ")
}

// Plain takes the accents off Latin letters; s is folded already. Marks of other
// scripts stay, where they are vowels.
func Plain(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	latin := false
	for _, r := range norm.NFD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			if !latin {
				b.WriteRune(r)
			}
			continue
		}
		latin = unicode.Is(unicode.Latin, r)
		if plain := strings.IndexRune("ł ø đ æ œ", r); latin && plain >= 0 {
			b.WriteString([]string{"l", "o", "d", "ae", "oe"}[plain/3])
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Words are the words and numbers of a cell, folded and without accents.
func Words(cell string) []string { return Tokens(Plain(sheet.Fold(cell))) }

// Tokens splits a folded address into words and numbers. A hyphen or stroke
// between two digits stays, an apostrophe goes without a trace, a # is a word.
func Tokens(s string) []string {
	var tokens []string
	start, apostrophe := -1, false
	end := func(i int) {
		if start >= 0 {
			word := s[start:i]
			if apostrophe {
				word = strings.NewReplacer("'", "", "’", "").Replace(word)
			}
			tokens = append(tokens, strings.ReplaceAll(word, "–", "-"))
		}
		start, apostrophe = -1, false
	}
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', isDigit(r), r >= 0x80 && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)):
			if start < 0 {
				start = i
			}
		case r == '\'' || r == '’':
			apostrophe = true
		case (r == '-' || r == '/' || r == '–') && digitsAround(s, i, utf8.RuneLen(r)):
		default:
			end(i)
			if r == '#' {
				tokens = append(tokens, "#")
			}
		}
	}
	end(len(s))
	return tokens
}

// digitsAround reports whether what stands at i, so many bytes long, is between digits.
func digitsAround(s string, i, size int) bool {
	return i > 0 && i+size < len(s) && isDigit(rune(s[i-1])) && isDigit(rune(s[i+size]))
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isNumber reports whether a word begins with a digit: 5, 5a, 12/3.
func isNumber(word string) bool { return word != "" && isDigit(rune(word[0])) }

// joinLetters makes "5 a" and "5a" one word.
func joinLetters(tokens []string) []string {
	joined := tokens[:0]
	for _, t := range tokens {
		last := len(joined) - 1
		if len(t) == 1 && t[0] >= 'a' && t[0] <= 'z' && last >= 0 && isNumber(joined[last]) && isDigit(rune(joined[last][len(joined[last])-1])) {
			joined[last] += t
			continue
		}
		joined = append(joined, t)
	}
	return joined
}

// writtenOut writes out the abbreviations of addresses. What stands for several words is
// taken for the one that its place suggests: "St" before a name is Saint.
func writtenOut(tokens []string) (out []string) {
	out = make([]string, 0, len(tokens)+2)
	for i, t := range tokens {
		next := ""
		if i+1 < len(tokens) {
			next = tokens[i+1]
		}
		switch full := longForm(t); {
		case t == "st" && next != "" && !isNumber(next) && (i == 0 || isNumber(tokens[i-1])):
			out = append(out, "saint")
		case full == "number" && isNumber(next) && len(out) < 2:
		case full == "unit" && next == "":
			out = append(out, t)
		case full != "":
			out = append(out, strings.Fields(full)...)
		default:
			out = append(out, splitStreet(t)...)
		}
	}
	return out
}

// longForm is the word that an abbreviation stands for; "" if it is none. Words of one
// meaning in two languages have one form, which harms nobody: no two addresses differ in
// the language alone.
func longForm(word string) string {
	switch word {
	case "st", "str", "street", "strasse", "straat":
		return "street"
	case "rd", "road":
		return "road"
	case "ave", "av", "avenue", "avda", "avenida":
		return "avenue"
	case "dr":
		return "drive"
	case "ln":
		return "lane"
	case "pl", "platz", "plac":
		return "place"
	case "sq":
		return "square"
	case "ct":
		return "court"
	case "cl":
		return "close"
	case "cres":
		return "crescent"
	case "terr", "ter":
		return "terrace"
	case "gdns":
		return "gardens"
	case "gr", "gro", "grv":
		return "grove"
	case "blvd", "bd", "boul":
		return "boulevard"
	case "hwy":
		return "highway"
	case "pde":
		return "parade"
	case "hse":
		return "house"
	case "bldg":
		return "building"
	case "imp":
		return "impasse"
	case "rte":
		return "route"
	case "sankt", "skt":
		return "saint"
	case "no", "nr", "nro", "num", "numero", "number", "nº", "n°", "№":
		return "number"
	case "flat", "flt", "apartment", "apt", "appt", "appartement", "unit", "suite", "wohnung", "whg", "#":
		return "unit"
	}
	return ""
}

// splitStreet splits what German and Dutch write as one word, "hauptstr", so that it matches
// "haupt strasse".
func splitStreet(word string) []string {
	for _, end := range []string{"strasse", "straat", "str"} {
		if stem, ok := strings.CutSuffix(word, end); ok && len(stem) > 2 {
			return []string{stem, "street"}
		}
	}
	return []string{word}
}

// unitLast puts "unit 2" behind the house it belongs to.
func unitLast(tokens []string) []string {
	at := slices.Index(tokens, "unit")
	if at < 0 || at+2 >= len(tokens) {
		return tokens
	}
	unit := []string{tokens[at], tokens[at+1]}
	return append(slices.Concat(tokens[:at], tokens[at+2:]), unit...)
}

// PostcodeKey gives the key of a cell in a column of postcodes: no blanks, no country.
func PostcodeKey(cell string) string {
	key := strings.Join(Words(cell), "")
	for _, country := range []string{"d", "a", "ch", "f", "b", "nl", "pl", "l"} {
		if rest, ok := strings.CutPrefix(key, country); ok && len(rest) >= 4 && strings.Trim(rest, "0123456789-") == "" {
			return rest
		}
	}
	return key
}

// SaysNothing reports whether a cell only fills the place of an answer: 0, -, n/a,
// unknown, "same as above", #N/A.
func SaysNothing(cell string) bool {
	if strings.ContainsAny(cell, "123456789") && !strings.HasPrefix(strings.TrimSpace(cell), "-") || len(cell) > 60 {
		return false // most cells of most addresses
	}
	s := sheet.Fold(cell)
	if strings.HasPrefix(s, "-") && strings.Trim(s, "-0123456789") == "" {
		return true // a code for a missing answer: -1, -99
	}
	words := strings.Join(Tokens(Plain(strings.Trim(s, "#!?"))), " ")
	if strings.Trim(words, "0 ") == "" || strings.Trim(words, "x ") == "" {
		return true
	}
	switch words {
	case "na", "n a", "n v t", "none", "nil", "null", "nan", "no", "not applicable", "not given", "not provided", "not stated",
		"not known", "not available", "no answer", "unknown", "missing", "blank", "empty", "test", "tbc", "tbd", "tba", "ref", "value", "name", "div 0",
		"same", "same as above", "as above", "see above", "ditto", "same address", "idem", "siehe oben", "s o", "wie oben", "dito",
		"no fixed abode", "of no fixed abode", "no fixed address", "nfa", "homeless", "no address", "sans domicile fixe", "sdf",
		"ohne festen wohnsitz", "ofw", "wohnungslos", "obdachlos", "sin domicilio", "senza fissa dimora",
		"prefer not to say", "prefer not to answer", "rather not say", "withheld", "refused", "confidential", "private", "anonymous",
		"unbekannt", "keine", "keine angabe", "k a", "ohne", "inconnu", "inconnue", "aucun", "aucune", "non renseigne", "desconocido", "brak", "nieznany", "onbekend", "ukjent", "okand":
		return true
	}
	return false
}

// IsBox reports whether the words of an address name a place where mail is fetched and
// nobody lives.
func IsBox(tokens []string) bool {
	if len(tokens) == 0 || strings.IndexByte("pgbacs", tokens[0][0]) < 0 {
		return false
	}
	key := strings.Join(tokens, " ") + " "
	for _, box := range []string{"po box ", "p o box ", "pobox ", "gpo box ", "post office box ", "postfach ", "boite postale ", "bp ", "b p ",
		"apartado ", "casella postale ", "postbus ", "skr poczt ", "skrytka pocztowa ", "poste restante ", "postlagernd ", "care of ", "general delivery "} {
		if strings.HasPrefix(key, box) {
			return true
		}
	}
	return false
}

// IsPostcode reports whether a cell of an address is a postcode and nothing else: those
// of Britain, the Netherlands and Canada show by themselves; a bare number may be
// anything.
func IsPostcode(cell string) bool {
	shape := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r >= 'a' && r <= 'z':
			return 'a'
		case r == ' ':
			return -1
		}
		return r
	}, sheet.Fold(cell))
	switch shape {
	case "a99aa", "a999aa", "aa99aa", "aa999aa", "a9a9aa", "aa9a9aa", "9999aa", "a9a9a9":
		return true
	}
	return false
}

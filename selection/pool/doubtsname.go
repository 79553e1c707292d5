package pool

import (
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"

	"github.com/evenlot/evenlot/selection/pool/address"
)

// A personName is a name in the form that matches: words without accents and titles, in
// alphabetical order, because forms ask for them in any.
type personName struct {
	words []string
	all   string // joined
}

func nameOf(cell string) personName {
	var words []string
	for _, w := range address.Words(cell) {
		switch w {
		case "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "mme", "mlle", "sr", "sra":
			continue
		}
		// Müller, Mueller and Muller are one name.
		words = append(words, strings.NewReplacer("ae", "a", "oe", "o", "ue", "u").Replace(w))
	}
	slices.Sort(words)
	return personName{words, strings.Join(words, " ")}
}

// known reports whether a name may tell people apart: two words at least.
func (n personName) known() bool { return len(n.words) > 1 }

// likeness says how much two names are alike.
type likeness int

const (
	unlike likeness = iota
	near            // but for a slip of the pen, a middle name, an initial
	equal
)

// compare holds two names against each other.
func (n personName) compare(m personName) likeness {
	switch {
	case !n.known() || !m.known():
		return unlike
	case n.all == m.all:
		return equal
	case strings.Join(n.words, "") == strings.Join(m.words, ""):
		return equal
	}
	a, b := without(n.words, m.words), without(m.words, n.words)
	shared := len(n.words) - len(a)
	switch {
	case len(a) == 0 || len(b) == 0: // Ada Nowak, Ada Maria Nowak
		return boolLikeness(shared >= 2)
	case len(a) == 1 && len(b) == 1 && shared >= 1:
		return boolLikeness(slipped(a[0], b[0]) || initial(a[0], b[0]))
	case len(a) == len(b) && len(a) == 2 && shared+2 == len(n.words):
		return boolLikeness(slipped(a[0], b[0]) && slipped(a[1], b[1]) || slipped(a[0], b[1]) && slipped(a[1], b[0]))
	}
	return gluedAlike(a, b, shared)
}

func boolLikeness(alike bool) likeness {
	if alike {
		return near
	}
	return unlike
}

// gluedAlike finds a word that the other name writes as two.
func gluedAlike(a, b []string, shared int) likeness {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) != 1 || len(b) != 2 {
		return unlike
	}
	return boolLikeness(shared >= 1 && (a[0] == b[0]+b[1] || a[0] == b[1]+b[0]))
}

// without gives the words of a that b has not, both sorted.
func without(a, b []string) []string {
	var rest []string
	j := 0
	for _, w := range a {
		for j < len(b) && b[j] < w {
			j++
		}
		if j < len(b) && b[j] == w {
			j++
			continue
		}
		rest = append(rest, w)
	}
	return rest
}

// slipped reports whether two words differ by a slip of the pen: one letter in a word of
// four, two in one of eight.
func slipped(a, b string) bool {
	if a == b {
		return true
	}
	most := min(len(a), len(b)) / 4
	if most == 0 || len(a)-len(b) > 2*most || len(b)-len(a) > 2*most {
		return false
	}
	return edlib.OSADamerauLevenshteinDistance(a, b) <= min(most, 2)
}

// initial reports whether one word is the first letter of the other.
func initial(a, b string) bool {
	return len(a) == 1 && strings.HasPrefix(b, a) || len(b) == 1 && strings.HasPrefix(a, b)
}

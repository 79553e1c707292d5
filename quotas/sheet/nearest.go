package sheet

import "strings"

// Nearest gives the option a person most likely meant by name, or "" if none is
// near: the one with the fewest slips of the pen (a letter missing, added, wrong,
// or two swapped), at most one and one more for every four letters; failing that
// the first that begins with name or that name begins with. Options are compared
// as [Fold] sees them; of equals the first wins.
func Nearest(name string, options []string) string {
	const longest = 200 // nobody means a longer name by a slip of the pen
	want := []rune(Fold(name))
	if len(want) == 0 || len(want) > longest {
		return ""
	}
	best, least := "", 1+len(want)/4+1
	for _, o := range options {
		have := []rune(Fold(o))
		if len(have) == 0 || len(have)-len(want) >= least || len(want)-len(have) >= least {
			continue
		}
		if d := slips(want, have); d < least {
			best, least = o, d
		}
	}
	if best != "" || len(want) < 3 {
		return best
	}
	for _, o := range options {
		have := Fold(o)
		if len(have) >= 3 && (strings.HasPrefix(have, string(want)) || strings.HasPrefix(string(want), have)) {
			return o
		}
	}
	return ""
}

// slips is the restricted Damerau-Levenshtein distance of a and b.
func slips(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			row[j] = min(last[j-1]+wrong, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

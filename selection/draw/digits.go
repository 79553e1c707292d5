package draw

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxPageDigits keeps page numbers within 32 bits.
const maxPageDigits = 9

// parseDigits reads so many decimal digits. What people put between digits to
// group them does not count; everything else that is not a digit is refused.
func parseDigits(input string, want int) (string, error) {
	var digits []byte
	place := 0
	for _, r := range input {
		place++
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case strings.ContainsRune(" \t\r\n,-", r):
		default:
			return "", fmt.Errorf("public value has %q at character %d, expected the digits 0 to 9 only", r, place)
		}
	}
	if len(digits) != want {
		return "", fmt.Errorf("public value has %s, announced were %d: give all that were drawn, in their order, zeros too",
			count(len(digits), "digit"), want)
	}
	return string(digits), nil
}

// number reads at most maxPageDigits digits.
func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = 10*n + int(c-'0')
	}
	return n
}

// parseLottery reads the numbers of a lottery and writes them as RFC 3797 section 4
// does: each group in ascending order, every number followed by ".", every group by
// "/". It reads that spelling too.
func parseLottery(input string, numbers, extra int) (string, error) {
	text := strings.TrimSuffix(strings.TrimSpace(input), "/")
	groups := strings.Split(strings.ReplaceAll(text, "/", "+"), "+")
	switch {
	case len(groups) > 2 || extra == 0 && len(groups) > 1:
		return "", fmt.Errorf("public value has %d groups of numbers, announced was %s",
			len(groups), lotteryForm(numbers, extra))
	case extra > 0 && len(groups) == 1:
		return "", fmt.Errorf("public value has no bonus numbers, announced was %s: write + before the bonus numbers",
			lotteryForm(numbers, extra))
	}
	value, err := parseGroup(groups[0], "main", numbers)
	if err != nil || extra == 0 {
		return value, err
	}
	bonus, err := parseGroup(groups[1], "bonus", extra)
	if err != nil {
		return "", err
	}
	return value + bonus, nil
}

// lottery reads the numbers of the lottery announced.
func (s Source) lottery(input string) (string, error) {
	value, err := parseLottery(input, s.Numbers, s.Extra)
	if err != nil || s.Highest == 0 {
		return value, err
	}
	group, highest := 0, []int{s.Highest, s.ExtraHighest}
	for part := range strings.SplitSeq(strings.TrimSuffix(value, "/"), "/") {
		for field := range strings.SplitSeq(strings.TrimSuffix(part, "."), ".") {
			if n := number(field); n < 1 || n > highest[group] {
				return "", fmt.Errorf("public value has the number %d, expected 1 to %d as announced", n, highest[group])
			}
		}
		group++
	}
	return value, nil
}

// lotteryForm spells what a lottery draws.
func lotteryForm(numbers, extra int) string {
	if extra == 0 {
		return count(numbers, "main number") + " without bonus numbers"
	}
	return count(numbers, "main number") + ", then " + count(extra, "bonus number")
}

// parseGroup reads different numbers. A leading zero says nothing where newspapers
// print 07 for 7, so it is dropped.
func parseGroup(text, name string, want int) (string, error) {
	var group []int
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;.", r) }) {
		n, err := lotteryNumber(field)
		if err != nil {
			return "", err
		}
		if slices.Contains(group, n) {
			return "", fmt.Errorf("public value has the %s number %d twice: a lottery draws different numbers, check them", name, n)
		}
		group = append(group, n)
	}
	if len(group) != want {
		return "", fmt.Errorf("public value has %s, announced were %d", count(len(group), name+" number"), want)
	}
	slices.Sort(group)
	var b strings.Builder
	for _, n := range group {
		b.WriteString(strconv.Itoa(n) + ".")
	}
	return b.String() + "/", nil
}

var errLotteryNumber = errors.New("expected whole numbers from 0 to 9999, with blanks between them")

func lotteryNumber(field string) (int, error) {
	for _, c := range []byte(field) {
		if c < '0' || c > '9' || len(field) > 4 {
			return 0, fmt.Errorf("public value has %s: %w", excerpt(field), errLotteryNumber)
		}
	}
	return number(field), nil
}

package quotas

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// A number is what stands in a cell for seats: a whole number, a percentage, nothing, or
// the word for no limit. One that cannot be read is no error here: gocsv would stop at the
// first.
type number struct {
	Count
	text    string
	ok      bool     // a whole number, in Count
	percent *big.Rat // a percentage, in percent
	blank   bool
	none    bool // "-", "none", "no limit"
}

func (n *number) UnmarshalCSV(s string) error {
	n.parse(s)
	return nil
}

var (
	percentage = regexp.MustCompile(`^(\d{1,3}(?:[.,]\d{1,6})?) ?%$`)
	decimal    = regexp.MustCompile(`^\d{1,9}[.,]\d{1,9}$`)
	zeroes     = regexp.MustCompile(`^(\d+)[.,](?:0{1,2}|0{4,})$`)                 // as programs write whole numbers
	spaced     = regexp.MustCompile(`^\d{1,3}(?:[ '’]\d{3})+$`)                    // thousands
	grouped    = regexp.MustCompile(`^\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})$`) // millions: no fraction looks like that
	ambiguous  = regexp.MustCompile(`^\d{1,3}[.,]\d{3}$`)
)

func (n *number) parse(s string) {
	n.text = sheet.Clean(s)
	n.blank = n.text == ""
	n.none = slices.Contains([]string{"-", "none", "no limit", "no maximum", "no max", "unlimited", "∞", "n/a", "na"}, sheet.Plain(n.text))
	digits := n.text
	switch {
	case percentage.MatchString(n.text):
		n.percent = rational(percentage.FindStringSubmatch(n.text)[1])
		return
	case zeroes.MatchString(n.text):
		digits = zeroes.FindStringSubmatch(n.text)[1]
	case spaced.MatchString(n.text), grouped.MatchString(n.text):
		digits = strings.NewReplacer(" ", "", "'", "", "’", "", ",", "", ".", "").Replace(n.text)
	}
	n.ok = n.Count.UnmarshalCSV(digits) == nil
}

// asPercent reads a cell of a column of percentages, where the sign may be left out, or of
// shares of one.
func (n *number) asPercent(shares bool) {
	switch {
	case n.percent != nil:
		return
	case n.ok:
		n.percent = big.NewRat(int64(n.Count), 1)
	case decimal.MatchString(n.text):
		n.percent = rational(n.text)
	default:
		return
	}
	if shares {
		n.percent.Mul(n.percent, big.NewRat(100, 1))
	}
}

func rational(digits string) *big.Rat {
	r, ok := new(big.Rat).SetString(strings.Replace(digits, ",", ".", 1))
	if !ok {
		panic("quotas: internal error: a checked number does not parse")
	}
	return r
}

// of gives the whole numbers of seats below and above a percentage.
func (n *number) of(seats int) (floor, ceil int) {
	exact := new(big.Rat).Mul(n.percent, big.NewRat(int64(seats), 100))
	down := new(big.Int).Quo(exact.Num(), exact.Denom())
	floor = int(down.Int64())
	if exact.IsInt() {
		return floor, floor
	}
	return floor, floor + 1
}

// wrong words a cell that is no number.
func (n *number) wrong(b bound) (code string, w sheet.Words) {
	quoted := sheet.Quote(n.text)
	switch {
	case n.blank && b == lower:
		return "count-empty", sheet.Words{Found: "an empty cell", Expected: "a whole number", Fix: "write the number, or 0 for no minimum"}
	case n.blank:
		return "count-empty", sheet.Words{Found: "an empty cell", Expected: "a whole number", Fix: "write the number"}
	case strings.HasPrefix(n.text, "-") && len(n.text) > 1:
		return "count-negative", sheet.Words{Found: "the negative number " + quoted, Expected: "a whole number, 0 or more"}
	case strings.Trim(n.text, "0123456789") == "":
		return "count-too-large", sheet.Words{Found: "the number " + quoted, Expected: fmt.Sprintf("at most %d", maxCount)}
	case ambiguous.MatchString(n.text):
		whole, rest := n.text[:len(n.text)-4], n.text[len(n.text)-3:]
		return "count-unclear", sheet.Words{Found: fmt.Sprintf("%s, which may be %s%s or a fraction", quoted, whole, rest), Expected: "a whole number in the digits 0 to 9",
			Fix: "write it without the sign inside"}
	case decimal.MatchString(n.text):
		return "count-fraction", sheet.Words{Found: "the fraction " + quoted, Expected: "a whole number of seats", Fix: "round it"}
	}
	return "count-unknown", sheet.Words{Found: quoted, Expected: "a whole number in the digits 0 to 9"}
}

package catalog

import (
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/text/number"
)

// Shares are written in per cent with one digit after the point, as published tables are, and
// with more, up to mostDigits, where there would be zeros only.
const mostDigits = 6

// AtLeast writes a share that is a bound from below, in per cent: never higher than it is.
func (s *Speaker) AtLeast(share *big.Rat) string {
	return s.percent(share, func(n, d *big.Int) *big.Int { return new(big.Int).Div(n, d) })
}

// AtMost writes a share that is a bound from above, in per cent: never lower than it is. So 1/11
// is 9.1 %, not 9.0 %.
func (s *Speaker) AtMost(share *big.Rat) string {
	return s.percent(share, func(n, d *big.Int) *big.Int {
		up := new(big.Int).Sub(d, big.NewInt(1))
		return up.Add(up, n).Div(up, d)
	})
}

// Share writes a share that was counted, in per cent, rounded to the nearest.
func (s *Speaker) Share(share *big.Rat) string {
	return s.percent(share, func(n, d *big.Int) *big.Int {
		twice := new(big.Int).Lsh(n, 1)
		return twice.Add(twice, d).Div(twice, new(big.Int).Lsh(d, 1))
	})
}

// percent writes a share from 0 to 1, rounded by the given division.
func (s *Speaker) percent(share *big.Rat, divide func(n, d *big.Int) *big.Int) string {
	if share.IsInt() {
		return s.Say("number.percent", s.decimal(new(big.Int).Mul(share.Num(), big.NewInt(100)), 0))
	}
	for digits := 1; ; digits++ {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(2+digits)), nil)
		tenths := divide(scale.Mul(scale, share.Num()), share.Denom())
		if tenths.Sign() > 0 || digits == mostDigits {
			return s.Say("number.percent", s.decimal(tenths, digits))
		}
	}
}

// decimal writes a number with so many digits after the point; n is the number without it. A
// float has all the digits that a share in per cent can have here.
func (s *Speaker) decimal(n *big.Int, digits int) string {
	value, _ := strconv.ParseFloat(n.String()+"e-"+strconv.Itoa(digits), 64)
	return s.printer.Sprint(number.Decimal(value, number.Scale(digits)))
}

// Tenths writes a number with one digit after the point, rounded to the nearest.
func (s *Speaker) Tenths(value *big.Rat) string {
	f, _ := value.Float64()
	return s.printer.Sprint(number.Decimal(f, number.Scale(1)))
}

// Time writes a time of a record, 2027-01-15T18:00:00Z, as the language does; another text as
// it stands.
func (s *Speaker) Time(utc string) string {
	day, clock, ok := strings.Cut(strings.TrimSuffix(utc, "Z"), "T")
	parts := strings.Split(day, "-")
	if !ok || len(parts) != 3 || len(clock) < 5 || !s.Has("month."+parts[1]) {
		return utc
	}
	return s.Say("number.time", strings.TrimPrefix(parts[2], "0"), s.Say("month."+parts[1]), parts[0], clock[:5])
}

// Number writes a whole number.
func (s *Speaker) Number(n int) string { return s.printer.Sprint(n) }

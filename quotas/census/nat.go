package census

import (
	"math/big"
	"math/bits"
)

// A nat is a whole number, least word first.
type nat []uint64

const wordBits = 64

// natOf writes a number that is not negative into as many words as it takes.
func natOf(v *big.Int) nat {
	n := make(nat, (v.BitLen()+wordBits-1)/wordBits)
	word, mask := new(big.Int), new(big.Int).SetUint64(^uint64(0))
	rest := new(big.Int).Set(v)
	for i := range n {
		n[i] = word.And(rest, mask).Uint64()
		rest.Rsh(rest, wordBits)
	}
	return n
}

// big is the number itself.
func (n nat) big() *big.Int {
	v, word := new(big.Int), new(big.Int)
	for i := len(n) - 1; i >= 0; i-- {
		v.Lsh(v, wordBits)
		v.Or(v, word.SetUint64(n[i]))
	}
	return v
}

// addProduct adds a*b. The sum must fit, and with it everything on the way.
func (n nat) addProduct(a, b nat) {
	for i, x := range a {
		if x == 0 {
			continue
		}
		carry := uint64(0)
		for j := 0; i+j < len(n) && (j < len(b) || carry != 0); j++ {
			y := uint64(0)
			if j < len(b) {
				y = b[j]
			}
			high, low := bits.Mul64(x, y)
			low, c := bits.Add64(low, carry, 0)
			high += c
			n[i+j], c = bits.Add64(n[i+j], low, 0)
			carry = high + c
		}
	}
}

// less compares numbers of the same width.
func (n nat) less(m nat) bool {
	for i := len(n) - 1; i >= 0; i-- {
		if n[i] != m[i] {
			return n[i] < m[i]
		}
	}
	return false
}

// subtract takes m, of the same width and no larger, away.
func (n nat) subtract(m nat) {
	borrow := uint64(0)
	for i := range n {
		n[i], borrow = bits.Sub64(n[i], m[i], borrow)
	}
}

// divide divides by a word and forgets what is left.
func (n nat) divide(by uint64) {
	rest := uint64(0)
	for i := len(n) - 1; i >= 0; i-- {
		n[i], rest = bits.Div64(rest, n[i], by)
	}
}

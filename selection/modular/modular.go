// Package modular is arithmetic with whole numbers modulo the prime 2^31 - 1, in which
// sums of products need no division. Residues lie in 0..Prime-1.
package modular

// Prime is the modulus.
const Prime = 1<<31 - 1

// Mul is a*b: 2^31 is 1 modulo the prime, so the high bits are added to the low.
func Mul(a, b uint32) uint32 {
	x := uint64(a) * uint64(b)
	if x = x>>31 + x&Prime; x >= Prime {
		x -= Prime
	}
	return uint32(x)
}

// Sub is a - b.
func Sub(a, b uint32) uint32 {
	if a >= b {
		return a - b
	}
	return a + Prime - b
}

// Inverse is 1/a by Fermat: a^(Prime-2). The inverse of 0 is 0.
func Inverse(a uint32) uint32 {
	result := uint32(1)
	for e := uint32(Prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = Mul(result, a)
		}
		a = Mul(a, a)
	}
	return result
}

// Scale multiplies v by f.
func Scale(v []uint32, f uint32) {
	for i, x := range v {
		v[i] = Mul(x, f)
	}
}

// Subtract subtracts f times other from v. Both have the same length.
func Subtract(v, other []uint32, f uint32) {
	if f == 0 {
		return
	}
	for i, x := range other {
		if x != 0 {
			v[i] = Sub(v[i], Mul(f, x))
		}
	}
}

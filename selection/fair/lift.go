package fair

import (
	"math/big"
	"math/bits"

	"github.com/evenlot/evenlot/selection/modular"
)

// A basis is a set of linearly independent columns that span a target, found by
// elimination modulo a prime. Independent there is independent; whether the target is
// really spanned shows when the solution is multiplied out.
type basis struct {
	columns []int      // of the caller's, in order of acceptance
	rows    []int      // pivot row of each
	lower   [][]uint32 // of each: multipliers of the rows, 1 at its pivot
	upper   [][]uint32 // of each: what elimination took off it, then its pivot
	rest    []uint32   // of the target after elimination
}

func newBasis(rows int, target []*big.Int) *basis {
	return &basis{rest: residues(target, make([]uint32, rows))}
}

// residues are whole numbers modulo the prime.
func residues(v []*big.Int, into []uint32) []uint32 {
	var x big.Int
	p := big.NewInt(modular.Prime)
	for i := range v {
		into[i] = uint32(x.Mod(v[i], p).Uint64())
	}
	return into
}

// done tells that the target is spanned.
func (b *basis) done() bool {
	for _, x := range b.rest {
		if x != 0 {
			return false
		}
	}
	return true
}

// offer takes a column in if it is independent of those before.
func (b *basis) offer(name int, column []cell) {
	v := make([]uint32, len(b.rest))
	for _, c := range column {
		v[c.t] = uint32(c.seats)
	}
	taken := make([]uint32, 0, len(b.rows)+1)
	for i, row := range b.rows {
		f := v[row]
		taken = append(taken, f)
		modular.Subtract(v, b.lower[i], f)
	}
	pivot := 0
	for pivot < len(v) && v[pivot] == 0 {
		pivot++
	}
	if pivot == len(v) {
		return
	}
	taken = append(taken, v[pivot])
	modular.Scale(v, modular.Inverse(v[pivot]))
	b.columns, b.rows = append(b.columns, name), append(b.rows, pivot)
	b.lower, b.upper = append(b.lower, v), append(b.upper, taken)
	modular.Subtract(b.rest, v, b.rest[pivot])
}

// solve gives the exact solution of columns*x = target as whole numbers over a common
// denominator, by lifting (Dixon, Numerische Mathematik 40, 1982). over is nil if the
// solution has no fractions of the size that Cramer's rule allows.
func (b *basis) solve(columns [][]cell, target []*big.Int) (x []*big.Int, over *big.Int) {
	n := len(b.columns)
	place := make([]int, len(b.rest)) // 1 + number of the pivot row
	for i, row := range b.rows {
		place[row] = i + 1
	}
	rest := make([]*big.Int, n)
	for i, row := range b.rows {
		rest[i] = new(big.Int).Set(target[row])
	}
	size := b.sizes(columns)
	top := size + largestBits(rest) + bits.Len(uint(n))
	digits := make([][]uint32, 0, (size+top)/30+2)
	product, d := make([]int64, n), make([]uint32, n)
	var sum big.Int
	p := big.NewInt(modular.Prime)
	for len(digits)*30 < size+top+2 {
		c := b.solveMod(residues(rest, d))
		digits = append(digits, c)
		clear(product)
		for k, j := range b.columns {
			for _, e := range columns[j] {
				if i := place[e.t]; i > 0 {
					product[i-1] += int64(e.seats) * int64(c[k])
				}
			}
		}
		for i, r := range rest {
			r.Quo(r.Sub(r, sum.SetInt64(product[i])), p)
		}
	}
	return fractions(digits, n, size, top)
}

// sizes bounds the determinant of the basis, in bits (Hadamard).
func (b *basis) sizes(columns [][]cell) int {
	sum := 0
	for _, j := range b.columns {
		squares := uint(0)
		for _, c := range columns[j] {
			squares += uint(c.seats) * uint(c.seats)
		}
		sum += bits.Len(squares)
	}
	return sum/2 + 1
}

func largestBits(v []*big.Int) int {
	most := 0
	for _, x := range v {
		most = max(most, x.BitLen())
	}
	return most
}

// solveMod solves basis*c = d on the pivot rows, modulo the prime. It overwrites d.
func (b *basis) solveMod(d []uint32) []uint32 {
	for i := range b.rows {
		f := d[i]
		for k := i + 1; k < len(d); k++ {
			d[k] = modular.Sub(d[k], modular.Mul(f, b.lower[i][b.rows[k]]))
		}
	}
	c := make([]uint32, len(d))
	for i := len(d) - 1; i >= 0; i-- {
		u := b.upper[i]
		c[i] = modular.Mul(d[i], modular.Inverse(u[i]))
		for k := range i {
			d[k] = modular.Sub(d[k], modular.Mul(c[i], u[k]))
		}
	}
	return c
}

// fractions makes numbers given by their digits to the base of the prime into fractions
// with denominators of at most den bits and numerators of at most num bits, over their
// common denominator.
func fractions(digits [][]uint32, n, den, num int) (x []*big.Int, over *big.Int) {
	p, modulus := big.NewInt(modular.Prime), big.NewInt(1)
	for range digits {
		modulus.Mul(modulus, p)
	}
	over = big.NewInt(1)
	overs := make([]*big.Int, n)
	for i := range n {
		v, digit := new(big.Int), new(big.Int)
		for k := len(digits) - 1; k >= 0; k-- {
			v.Add(v.Mul(v, p), digit.SetUint64(uint64(digits[k][i])))
		}
		v.Mod(v.Mul(v, over), modulus)
		top, bottom := fraction(v, modulus, num)
		if bottom.BitLen() > den {
			return nil, nil
		}
		over = new(big.Int).Mul(over, bottom)
		x, overs[i] = append(x, top), over
	}
	for i, v := range x {
		v.Mul(v, new(big.Int).Quo(over, overs[i]))
	}
	return x, over
}

// fraction is the fraction that is v modulo modulus and whose numerator has at most num
// bits, by the extended Euclidean algorithm (Wang 1981).
func fraction(v, modulus *big.Int, num int) (top, bottom *big.Int) {
	a, b := new(big.Int).Set(modulus), new(big.Int).Set(v)
	s, t := new(big.Int), big.NewInt(1)
	if b.BitLen() > num { // a negative whole number is near the modulus
		if c := new(big.Int).Sub(v, modulus); c.BitLen() <= num {
			return c, t
		}
	}
	q, r, x := new(big.Int), new(big.Int), new(big.Int)
	for b.BitLen() > num {
		q.QuoRem(a, b, r)
		a, b, r = b, r, a
		s, t = t, s.Sub(s, x.Mul(q, t))
	}
	if t.Sign() < 0 {
		b.Neg(b)
		t.Neg(t)
	}
	return b, t
}

package modular

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func residue() *rapid.Generator[uint32] {
	return rapid.OneOf(rapid.Uint32Range(0, Prime-1), rapid.SampledFrom([]uint32{0, 1, 2, 1 << 30, Prime - 2, Prime - 1}))
}

// Every operation is that of whole numbers, reduced.
func TestAgreesWithBig(t *testing.T) {
	p := big.NewInt(Prime)
	assert.True(t, p.ProbablyPrime(20))
	reduced := func(x *big.Int) uint32 { return uint32(x.Mod(x, p).Uint64()) }
	rapid.Check(t, func(t *rapid.T) {
		a, b, f := residue().Draw(t, "a"), residue().Draw(t, "b"), residue().Draw(t, "f")
		x, y, z := big.NewInt(int64(a)), big.NewInt(int64(b)), big.NewInt(int64(f))
		assert.Equal(t, reduced(new(big.Int).Mul(x, y)), Mul(a, b))
		assert.Equal(t, reduced(new(big.Int).Sub(x, y)), Sub(a, b))
		if a > 0 {
			assert.Equal(t, uint32(1), Mul(a, Inverse(a)))
		}
		v := []uint32{a, 0}
		Subtract(v, []uint32{b, b}, f)
		fy := new(big.Int).Mul(z, y)
		assert.Equal(t, []uint32{reduced(new(big.Int).Sub(x, fy)), reduced(new(big.Int).Neg(fy))}, v)
		v = []uint32{a, b}
		Scale(v, f)
		assert.Equal(t, []uint32{Mul(a, f), Mul(b, f)}, v)
	})
	assert.Zero(t, Inverse(0))
}

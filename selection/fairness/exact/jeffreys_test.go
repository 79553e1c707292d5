package exact

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The interval holds the middle 95 % of the beta law, by Simpson's rule over its density.
func TestJeffreys(t *testing.T) {
	for _, c := range []struct {
		p float64
		n int
	}{{0.1, 100}, {0.5, 10_000}, {0.017075, 10_000}} {
		a, b := c.p*float64(c.n)+0.5, (1-c.p)*float64(c.n)+0.5
		top := (a - 1) / (a + b - 2)
		density := func(x float64) float64 {
			return math.Exp((a-1)*math.Log(x/top) + (b-1)*math.Log((1-x)/(1-top)))
		}
		area := func(from, to float64) float64 {
			const steps = 20_000
			sum, h := density(from)+density(to), (to-from)/steps
			for i := 1; i < steps; i++ {
				sum += density(from+float64(i)*h) * float64(2+2*(i%2))
			}
			return sum * h / 3
		}
		got := Jeffreys(c.p, c.n)
		all := area(1e-9, 1-1e-9)
		assert.InDelta(t, 0.025, area(1e-9, got[0])/all, 1e-5)
		assert.InDelta(t, 0.025, area(got[1], 1-1e-9)/all, 1e-5)
	}
	assert.Zero(t, Jeffreys(0, 1000)[0])
	assert.Equal(t, 1.0, Jeffreys(1, 1000)[1])
}

package plan

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// How many members of a value a pool needs on average, so that at least q join with 95 %: to the
// digit as computed independently of this code (with SciPy's poisson and nbinom).
func TestNeedTable(t *testing.T) {
	asked := []int{1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30}
	for cv, want := range map[float64]string{
		0:   "[3.0 4.7 6.3 7.8 9.2 10.5 13.1 15.7 21.9 27.9 39.5]",
		0.3: "[3.4 5.6 7.6 9.6 11.5 13.3 17.0 20.7 29.7 38.6 56.5]",
		0.5: "[4.5 7.7 10.7 13.8 16.7 19.7 25.6 31.5 46.2 60.9 90.2]",
	} {
		var got []string
		for _, q := range asked {
			got = append(got, fmt.Sprintf("%.1f", Need(q, cv, 0.95)))
		}
		assert.Equal(t, want, fmt.Sprint(got), "cv %v", cv)
	}
}

// The tails are sums of the laws' terms.
func TestAtLeast(t *testing.T) {
	for _, mean := range []float64{0.5, 3, 17.5} {
		for _, cv := range []float64{0, 0.3, 1} {
			left := 1.0
			term := math.Exp(-mean)
			shape := math.Inf(1)
			if cv > 0 {
				shape = 1 / (cv * cv)
				term = math.Pow(shape/(shape+mean), shape)
			}
			for q := range 30 {
				assert.InDelta(t, left, AtLeast(q, mean, cv), 1e-12, "q %d mean %v cv %v", q, mean, cv)
				left -= term
				term *= mean / float64(q+1)
				if cv > 0 {
					term *= (shape + float64(q)) / shape * shape / (shape + mean)
				}
			}
		}
	}
}

// The interval of Clopper and Pearson, against the sums that define it.
func TestClopperPearson(t *testing.T) {
	tail := func(n, from int, p float64) float64 {
		sum := 0.0
		for k := from; k <= n; k++ {
			lc, _ := math.Lgamma(float64(n + 1))
			la, _ := math.Lgamma(float64(k + 1))
			lb, _ := math.Lgamma(float64(n - k + 1))
			sum += math.Exp(lc - la - lb + float64(k)*math.Log(p) + float64(n-k)*math.Log(1-p))
		}
		return sum
	}
	for _, times := range []int{1, 20, 57, 60} {
		ends := clopperPearson(times, 60)
		assert.InDelta(t, 0.025, tail(60, times, ends[0]), 1e-9)
		if times < 60 {
			assert.InDelta(t, 0.025, 1-tail(60, times+1, ends[1]), 1e-9)
		} else {
			assert.Equal(t, 1.0, ends[1])
		}
	}
	assert.Equal(t, 0.0, clopperPearson(0, 60)[0])
}

// Between the order statistics lies the quantile with 95 % at least, and with no narrower pair on
// the same side.
func TestOrderStatistics(t *testing.T) {
	for _, n := range []int{5, 60, 400, 1000} {
		low, high := orderStatistics(n, 0.95)
		below := func(k int) (sum float64) { // P(at most k of n below the quantile)
			for i := 0; i <= k; i++ {
				lc, _ := math.Lgamma(float64(n + 1))
				la, _ := math.Lgamma(float64(i + 1))
				lb, _ := math.Lgamma(float64(n - i + 1))
				sum += math.Exp(lc - la - lb + float64(i)*math.Log(0.95) + float64(n-i)*math.Log(0.05))
			}
			return sum
		}
		// The number at place low is below the quantile: at least low+1 numbers are below it.
		assert.LessOrEqual(t, below(low), 0.025+1e-12, "n %d", n)
		assert.Greater(t, below(low+1), 0.025, "n %d", n)
		// The number at place high is not below it: at most high numbers are.
		if high < n {
			assert.LessOrEqual(t, 1-below(high), 0.025+1e-12, "n %d", n)
		}
		assert.Greater(t, 1-below(high-1), 0.025, "n %d", n)
	}
}

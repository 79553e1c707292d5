package exact

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Criminal convictions of like-sex twins, Fisher (1970), section 21.02, as in the manual of R's
// fisher.test, which prints p-value = 0.0005367.
func TestFisherTwins(t *testing.T) {
	assert.InDelta(t, 0.0005367, Fisher(2, 15, 10, 3), 5e-8)
	assert.InDelta(t, 34.0/70, Fisher(3, 1, 1, 3), 1e-15) // tea, one cup wrong
	// Whales and sharks in two oceans: the example of the SciPy reference manual (fisher_exact), 0.0350.
	assert.InDelta(t, 0.0350, Fisher(8, 2, 1, 5), 5e-5)
	assert.Panics(t, func() { Fisher(0, 0, 0, 0) })
	assert.Panics(t, func() { Fisher(1, -1, 2, 2) })
}

// Mendel's peas against 9:3:3:1: chi-square is 0.470 with 3 degrees of freedom (Fisher, Annals of
// Science 1:115, 1936), p = 0.925.
func TestChiSquareOfMendel(t *testing.T) {
	observed, expected := []float64{315, 108, 101, 32}, []float64{312.75, 104.25, 104.25, 34.75}
	x, p, why := ChiSquare(observed, expected)
	assert.Empty(t, why)
	assert.InDelta(t, 0.470, x, 5e-4)
	assert.InDelta(t, 0.925, p, 5e-4)
	g, p, why := GTest(observed, expected)
	assert.Empty(t, why)
	assert.InDelta(t, 0.475, g, 5e-4)
	assert.InDelta(t, 0.924, p, 5e-4)
}

func TestChiSquareRefusesSmallCells(t *testing.T) {
	_, p, why := ChiSquare([]float64{0, 2, 18}, []float64{0.5, 5.5, 14})
	assert.True(t, math.IsNaN(p))
	assert.Equal(t, "a cell has an expected count of 0.50, below 1", why)
	_, p, why = GTest([]float64{4, 4, 12}, []float64{4, 4, 12})
	assert.True(t, math.IsNaN(p))
	assert.Equal(t, "2 of 3 cells have an expected count below 5", why)
	assert.Panics(t, func() { ChiSquare([]float64{1}, []float64{1}) })
}

// every gives all ways to write n as counts of so many values.
func every(n, values int, f func(counts []int)) {
	counts := make([]int, values)
	var walk func(v, left int)
	walk = func(v, left int) {
		if v == values-1 {
			counts[v] = left
			f(counts)
			return
		}
		for counts[v] = 0; counts[v] <= left; counts[v]++ {
			walk(v+1, left-counts[v])
		}
	}
	walk(0, n)
}

// sequences goes through every way to give each of n seats one of the values.
func sequences(n, values int, f func(seats []int)) {
	seats := make([]int, n)
	for {
		f(seats)
		i := 0
		for ; i < n; i++ {
			if seats[i]++; seats[i] < values {
				break
			}
			seats[i] = 0
		}
		if i == n {
			return
		}
	}
}

func TestMultinomialAgainstEverySequence(t *testing.T) {
	shares := []float64{0.5, 0.3, 0.2}
	const n = 6
	chance := map[[3]int]float64{}
	sequences(n, 3, func(seats []int) {
		var counts [3]int
		p := 1.0
		for _, v := range seats {
			counts[v]++
			p *= shares[v]
		}
		chance[counts] += p
	})
	every(n, 3, func(counts []int) {
		want := 0.0
		for _, p := range chance {
			if p <= chance[[3]int(counts)]*(1+1e-9) {
				want += p
			}
		}
		got := Multinomial(counts, shares, nil)
		assert.InDelta(t, want, got.Value, 1e-12, "%v", counts)
		assert.Zero(t, got.Drawn)
	})
	assert.Zero(t, Multinomial([]int{1, 1}, []float64{1, 0}, nil).Value, "an impossible count")
}

// With two values it is the hypergeometric test; with three, every panel of a small pool.
func TestDrawAgainstEveryPanel(t *testing.T) {
	for with := range 9 {
		for got := max(0, 5-(9-with)); got <= min(5, with); got++ {
			assert.InDelta(t, Hypergeometric(9, with, 5, got), Draw([]int{got, 5 - got}, []int{with, 9 - with}, nil).Value, 1e-12)
		}
	}
	people := []int{0, 0, 0, 1, 1, 2, 2, 2, 2}
	chance := map[[3]int]float64{}
	for panel := range 1 << len(people) {
		var counts [3]int
		n := 0
		for i, v := range people {
			if panel>>i&1 == 1 {
				counts[v]++
				n++
			}
		}
		if n == 4 {
			chance[counts] += 1.0 / 126
		}
	}
	for counts, seen := range chance {
		want := 0.0
		for _, p := range chance {
			if p <= seen*(1+1e-9) {
				want += p
			}
		}
		assert.InDelta(t, want, Draw(counts[:], []int{3, 2, 4}, nil).Value, 1e-12, "%v", counts)
	}
	assert.Panics(t, func() { Draw([]int{3, 0}, []int{2, 2}, nil) })
}

// Where outcomes are drawn, the p-value is near the counted one.
func TestDrawnNearCounted(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	pool := []int{40, 30, 20, 30, 25, 15, 20, 20}
	seats := []int{9, 3, 5, 4, 3, 6, 5, 5}
	p := Draw(seats, pool, rng)
	assert.Equal(t, Draws, p.Drawn)
	again := Draw(seats, pool, rng)
	assert.NotEqual(t, p.Value, again.Value)
	assert.InDelta(t, p.Value, again.Value, 6*math.Sqrt(.25/Draws))
	// Merged to two values the outcomes can be counted; drawing them gives about the same.
	law := law{seats: 9, constant: logFactorial(9), logOf: make([][]float64, 2)}
	for x := range 10 {
		law.logOf[0] = append(law.logOf[0], float64(x)*math.Log(.3)-logFactorial(x))
		law.logOf[1] = append(law.logOf[1], float64(x)*math.Log(.7)-logFactorial(x))
	}
	counted := Multinomial([]int{5, 4}, []float64{.3, .7}, nil).Value
	extreme := 0
	for range Draws {
		got := 0
		for range 9 {
			if rng.Float64() < .3 {
				got++
			}
		}
		if law.log([]int{got, 9 - got}) <= law.log([]int{5, 4})+1e-9 {
			extreme++
		}
	}
	assert.InDelta(t, counted, float64(extreme)/Draws, 5*math.Sqrt(counted*(1-counted)/Draws))
}

// Under the null hypothesis P(p <= a) <= a for every a. Draws are random, so their empirical law may
// be above by what Dvoretzky, Kiefer and Wolfowitz allow (Massart 1990): 10,000 draws pass by more
// than this once in a million times.
func TestNullCalibration(t *testing.T) {
	const trials = 10_000
	slack := math.Sqrt(math.Log(1e6) / (2 * trials))
	rng := rand.New(rand.NewPCG(5, 6))
	extreme := make([]float64, 1000) // of the pages of a book
	for j := range extreme {
		extreme[j] = math.Floor(10 * math.Abs(rng.NormFloat64()))
	}
	deck := slices.Concat(slices.Repeat([]int{0}, 40), slices.Repeat([]int{1}, 25), slices.Repeat([]int{2}, 15))
	seats := func() []int {
		counts := make([]int, 3)
		for _, i := range rng.Perm(len(deck))[:12] {
			counts[deck[i]]++
		}
		return counts
	}
	for name, p := range map[string]func() float64{
		"pages":          func() float64 { return Pages(extreme, rng.IntN(len(extreme))) },
		"hypergeometric": func() float64 { return Hypergeometric(80, 25, 12, seats()[1]) },
		"draw":           func() float64 { return Draw(seats(), []int{40, 25, 15}, rng).Value },
		"multinomial": func() float64 {
			counts := make([]int, 3)
			for range 12 {
				counts[deck[rng.IntN(len(deck))]]++
			}
			return Multinomial(counts, []float64{40, 25, 15}, rng).Value
		},
	} {
		all := make([]float64, trials)
		for i := range all {
			all[i] = p()
		}
		slices.Sort(all)
		for i, a := range all {
			if i+1 < trials && all[i+1] == a {
				continue
			}
			if share := float64(i+1) / trials; share > a+slack {
				t.Fatalf("%s: P(p <= %.4f) is %.4f", name, a, share)
			}
		}
	}
}

// Over all pages of a book nothing is left to chance: at most a share a of them has p <= a.
func TestPagesCalibratedExactly(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 50 {
		extreme := make([]float64, 1+rng.IntN(60))
		for j := range extreme {
			extreme[j] = float64(rng.IntN(8))
		}
		for drawn := range extreme {
			a, within := Pages(extreme, drawn), 0
			for j := range extreme {
				if Pages(extreme, j) <= a {
					within++
				}
			}
			assert.LessOrEqual(t, float64(within)/float64(len(extreme)), a)
		}
	}
	assert.Equal(t, 1.0, Pages([]float64{0.1 + 0.2, 0.3}, 0), "a tie but for rounding")
}

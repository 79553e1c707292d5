package exact

import (
	"math"
	"slices"
)

// MostOutcomes is how many outcomes are listed for one p-value; beyond it outcomes are drawn. It
// takes half a second.
const MostOutcomes = 2_000_000

// Draws is how many outcomes are drawn where they are too many to list: a p-value of 0.05 then
// has a standard error of 0.0015.
const Draws = 20_000

// A Source gives whole numbers below n, each as likely as the others: a draw.Stream, or a
// rand.Rand in tests.
type Source interface{ IntN(n int) int }

// A P is a p-value with how it came about.
type P struct {
	Value float64
	// Drawn is 0 where all outcomes were counted, else the number of outcomes drawn.
	Drawn int
}

// Multinomial is the exact p-value of counts against shares: the chance of an outcome no likelier
// than the one seen, where so many people were drawn independently, each having value v with chance
// shares[v]. Shares are at least 0 and add up to 1 (they are divided by their sum). A count above 0
// with a share of 0 gives p = 0. It panics on negative counts and without shares.
//
// Outcomes are C(n + values - 1, values - 1); beyond [MostOutcomes] they are drawn from random.
//
// Source: Read and Cressie, Goodness-of-Fit Statistics for Discrete Multivariate Data (1988),
// section 5; ordering by probability.
func Multinomial(counts []int, shares []float64, random Source) P {
	n, sum := total(counts), 0.0
	for _, s := range shares {
		sum += s
	}
	law := law{seats: n, logOf: make([][]float64, len(counts))}
	for v := range counts {
		law.logOf[v] = make([]float64, n+1)
		for x := range n + 1 {
			law.logOf[v][x] = -logFactorial(x)
			if x > 0 {
				law.logOf[v][x] += float64(x) * math.Log(shares[v]/sum)
			}
		}
	}
	law.constant = logFactorial(n)
	return law.p(counts, func() []int {
		got := make([]int, len(counts))
		for range n {
			at := uniform(random) * sum
			v := 0
			for v < len(shares)-1 && at >= shares[v] {
				at -= shares[v]
				v++
			}
			got[v]++
		}
		return got
	})
}

// Draw is the exact p-value of the seats of all values of a feature, against a draw of that many
// people from a pool with so many of each value, everyone equally likely, no quotas: the chance of
// an outcome no likelier than the one seen (multivariate hypergeometric; for two values it is
// [Hypergeometric]). Beyond [MostOutcomes] outcomes are drawn from random. It panics where the pool
// has not so many people.
func Draw(seats, pool []int, random Source) P {
	n, people := total(seats), total(pool)
	law := law{seats: n, logOf: make([][]float64, len(seats))}
	for v, with := range pool {
		if seats[v] > with {
			panic("exact: more seats of a value than people")
		}
		for x := range min(n, with) + 1 {
			law.logOf[v] = append(law.logOf[v], logChoose(with, x))
		}
	}
	law.constant = -logChoose(people, n)
	deck := make([]int, 0, people)
	for v, with := range pool {
		deck = append(deck, slices.Repeat([]int{v}, with)...)
	}
	return law.p(seats, func() []int {
		got := make([]int, len(seats))
		for i := range n {
			j := i + random.IntN(people-i)
			deck[i], deck[j] = deck[j], deck[i]
			got[deck[i]]++
		}
		return got
	})
}

// A law is one of counts that add up to seats: the logarithm of an outcome's chance is constant plus
// the sum of logOf[v][count of v].
type law struct {
	seats    int
	logOf    [][]float64
	constant float64
}

// p is the chance of an outcome no likelier than the one seen; draw draws one.
func (l *law) p(seen []int, draw func() []int) P {
	limit := l.log(seen)
	if math.IsInf(limit, -1) {
		return P{}
	}
	limit += TieTolerance * math.Max(1, math.Abs(limit)) // equally likely outcomes differ by rounding
	if !l.tooMany() {
		return P{Value: min(1, l.tail(0, l.seats, l.constant, limit))}
	}
	extreme := 0
	for range Draws {
		if l.log(draw()) <= limit {
			extreme++
		}
	}
	return P{Value: float64(1+extreme) / float64(1+Draws), Drawn: Draws}
}

func (l *law) log(counts []int) float64 {
	sum := l.constant
	for v, x := range counts {
		sum += l.logOf[v][x]
	}
	return sum
}

// tooMany reports whether there are more than [MostOutcomes] outcomes.
func (l *law) tooMany() bool {
	ways := make([]int, l.seats+1)
	ways[0] = 1
	for _, values := range l.logOf {
		next := make([]int, l.seats+1)
		for s, w := range ways {
			for x := 0; w > 0 && x < len(values) && s+x <= l.seats; x++ {
				next[s+x] = min(next[s+x]+w, MostOutcomes+1)
			}
		}
		ways = next
	}
	return ways[l.seats] > MostOutcomes
}

// tail adds up the chances of the outcomes that begin as chosen so far, with so many seats left for
// the values from v on, and are no likelier than limit.
func (l *law) tail(v, left int, sum, limit float64) float64 {
	if v == len(l.logOf)-1 {
		if left >= len(l.logOf[v]) {
			return 0
		}
		if sum += l.logOf[v][left]; sum > limit {
			return 0
		}
		return math.Exp(sum)
	}
	p := 0.0
	for x := 0; x <= left && x < len(l.logOf[v]); x++ {
		p += l.tail(v+1, left-x, sum+l.logOf[v][x], limit)
	}
	return p
}

func total(counts []int) int {
	sum := 0
	for _, n := range counts {
		if n < 0 {
			panic("exact: a negative count")
		}
		sum += n
	}
	return sum
}

func logFactorial(n int) float64 {
	l, _ := math.Lgamma(float64(n) + 1)
	return l
}

func logChoose(n, k int) float64 { return logFactorial(n) - logFactorial(k) - logFactorial(n-k) }

// uniform is a number from 0 to 1.
func uniform(random Source) float64 {
	const steps = 1 << 30
	return (float64(random.IntN(steps)) + 0.5) / steps
}

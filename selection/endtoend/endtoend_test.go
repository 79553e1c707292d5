package endtoend

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func Example() {
	c := Of(Input{Strata: []Stratum{{"north", 200_000, 2_000}, {"south", 136_000, 2_000}}, Pool: 160, Seats: 40, Least: big.NewRat(1, 8), Most: big.NewRat(1, 2)})
	fmt.Println("a letter:", c.LetterLeast.RatString(), "to", c.LetterMost.RatString())
	fmt.Println("a seat, on average: 1 in", OneIn(c.Mean))
	// Output:
	// a letter: 1/100 to 1/68
	// a seat, on average: 1 in 8400
}

// A town in which everybody's two lotteries are played many times: the chances of a letter come out as
// said, and all chances of a seat add up to the seats whoever answers.
func TestTown(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	strata := []Stratum{{"a", 60, 12}, {"b", 40, 4}}
	const seats, rounds = 2, 20_000
	letters, sat := make([]int, 100), make([]int, 100)
	played := 0
	for range rounds {
		var pool []int
		first := 0
		for _, s := range strata {
			for _, i := range random.Perm(s.People)[:s.Letters] {
				letters[first+i]++
				if (first+i)%3 > 0 { // who answers: most people, always
					pool = append(pool, first+i)
				}
			}
			first += s.People
		}
		if len(pool) < seats {
			continue // no assembly
		}
		played++
		for _, i := range random.Perm(len(pool))[:seats] {
			sat[pool[i]]++
		}
	}
	all := 0
	for i, n := range letters {
		s := strata[0]
		if i >= 60 {
			s = strata[1]
		}
		want, _ := s.Chance().Float64()
		assert.InDelta(t, want, float64(n)/rounds, 0.015) // five deviations: sqrt(.2*.8/20000) = .0028
		all += sat[i]
	}
	assert.Equal(t, seats*played, all)
	c := Of(Input{Strata: strata, Pool: 10, Seats: seats, Least: big.NewRat(1, 5), Most: big.NewRat(1, 5)})
	assert.Equal(t, "1/50", c.Mean.RatString())
	assert.Equal(t, "1/10", c.LetterLeast.RatString())
	assert.Equal(t, "1/50", c.Willing[0].RatString())
	assert.Equal(t, "1/25", c.Willing[1].RatString())
}

func TestOneIn(t *testing.T) {
	for text, want := range map[string]string{"1/3": "3", "2/5": "3", "3/7": "2", "0": "0", "1": "1"} {
		p, _ := new(big.Rat).SetString(text)
		assert.Equal(t, want, OneIn(p).String(), text)
	}
}

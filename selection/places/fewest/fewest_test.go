package fewest

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The example of Gölz and others: 60 letters, eight cities. Their greedy rule needs four cities.
func Example() {
	p := &Problem{People: []int{10, 10, 40, 40, 40, 50, 70, 100}, Caps: []int{5, 5, 20, 20, 20, 25, 35, 50}, Letters: 60}
	places, lottery, proof, err := Fewest(context.Background(), p)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d places; with %d there is a proof against: %v\n", places, proof.Places, proof.Due.Cmp(big.NewRat(proof.Bound, 1)) > 0)
	mean := new(big.Rat)
	for j, o := range lottery.Outcomes {
		mean.Add(mean, new(big.Rat).Mul(lottery.Chances[j], big.NewRat(int64(o[7]), 1)))
	}
	fmt.Printf("the largest city gets %s letters on average, and is due %s\n", mean.RatString(), p.Due(7).RatString())
	// Output:
	// 3 places; with 2 there is a proof against: true
	// the largest city gets 50/3 letters on average, and is due 50/3
}

// enumerate gives every allowed outcome.
func (p *Problem) enumerate(places int) (all [][]int) {
	a := make([]int, len(p.People))
	var try func(i, left, used int)
	try = func(i, left, used int) {
		if i == len(a) {
			if left == 0 {
				all = append(all, append([]int(nil), a...))
			}
			return
		}
		for x := 0; x <= min(left, p.Caps[i]); x++ {
			if x > 0 && used == places {
				break
			}
			a[i] = x
			more := used
			if x > 0 {
				more++
			}
			try(i+1, left-x, more)
		}
		a[i] = 0
	}
	try(0, p.Letters, 0)
	return all
}

// A lottery is one: chances of allowed outcomes that give everybody what is due.
func (l *Lottery) check(t require.TestingT, p *Problem, places int) {
	sum := new(big.Rat)
	means := make([]*big.Rat, len(p.People))
	for i := range means {
		means[i] = new(big.Rat)
	}
	for j, o := range l.Outcomes {
		require.True(t, l.Chances[j].Sign() >= 0)
		sum.Add(sum, l.Chances[j])
		letters, used := 0, 0
		for i, a := range o {
			require.True(t, a >= 0 && a <= p.Caps[i])
			letters += a
			if a > 0 {
				used++
			}
			means[i].Add(means[i], new(big.Rat).Mul(l.Chances[j], big.NewRat(int64(a), 1)))
		}
		require.Equal(t, p.Letters, letters)
		require.LessOrEqual(t, used, places)
	}
	require.Equal(t, "1", sum.RatString())
	for i := range means {
		require.Equal(t, p.Due(i).RatString(), means[i].RatString(), "place %d", i)
	}
}

// check holds a proof against all allowed outcomes.
func (f *Proof) check(t require.TestingT, p *Problem) {
	for _, o := range p.enumerate(f.Places) {
		weight := int64(0)
		for i, a := range o {
			weight += f.Weights[i] * int64(a)
		}
		require.LessOrEqual(t, weight, f.Bound)
	}
	require.Equal(t, p.weigh(f.Weights).RatString(), f.Due.RatString())
	require.Positive(t, f.Due.Cmp(big.NewRat(f.Bound, 1)))
}

// Small problems: a lottery that holds for the least number, a proof that holds for one less.
func TestFewest(t *testing.T) {
	beyond := 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "places")
		p := &Problem{Letters: rapid.IntRange(1, 9).Draw(t, "letters")}
		for range n {
			p.People = append(p.People, rapid.IntRange(1, 9).Draw(t, "people"))
			p.Caps = append(p.Caps, rapid.IntRange(1, 9).Draw(t, "cap"))
		}
		places, l, proof, err := Fewest(context.Background(), p)
		if err != nil {
			require.Error(t, p.check(), "%v", err)
			return
		}
		l.check(t, p, places)
		if places > 1 {
			require.Equal(t, places-1, proof.Places)
			proof.check(t, p)
		}
		if places > p.Width() {
			beyond++
		}
	})
	assert.Positive(t, beyond, "some problems need more places than their widths allow")
}

// The heaviest outcome, against all of them.
func TestHeaviest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "places")
		p := &Problem{Letters: rapid.IntRange(1, 9).Draw(t, "letters")}
		var w []int64
		for range n {
			p.People = append(p.People, 1)
			p.Caps = append(p.Caps, rapid.IntRange(0, 6).Draw(t, "cap"))
			w = append(w, rapid.Int64Range(-9, 9).Draw(t, "weight"))
		}
		most := rapid.IntRange(1, n).Draw(t, "most")
		weigh := func(o []int) (sum int64) {
			for i, a := range o {
				sum += w[i] * int64(a)
			}
			return sum
		}
		got, value := p.heaviest(w, most)
		all := p.enumerate(most)
		if len(all) == 0 {
			require.Nil(t, got)
			return
		}
		require.NotNil(t, got)
		require.Contains(t, all, got)
		require.Equal(t, weigh(got), value)
		for _, o := range all {
			require.LessOrEqual(t, weigh(o), value)
		}
	})
}

// Groups of German municipalities, with 20,000 letters in all and at most 1 letter for 50 people, but
// no more than 300 letters, a place.
func TestGermany(t *testing.T) {
	shared := os.Getenv("EVENLOT_SHARED")
	if shared == "" {
		t.Skip("NOT TESTED: EVENLOT_SHARED does not name the folder of shared data")
	}
	data, err := os.ReadFile(filepath.Join(shared, "data", "municipalities_de_2023", "municipalities.csv"))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	groups := map[string]*Problem{}
	all := 0
	for _, row := range rows[1:] {
		people, err := strconv.Atoi(row[3])
		require.NoError(t, err)
		all += people
		if people < 20_000 {
			continue
		}
		name := row[2] + map[bool]string{true: " from 100000", false: " from 20000"}[people >= 100_000]
		if groups[name] == nil {
			groups[name] = &Problem{}
		}
		groups[name].People = append(groups[name].People, people)
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		p := groups[name]
		people := 0
		for _, n := range p.People {
			people += n
		}
		p.Letters = 20_000 * people / all
		for i := range p.People {
			due, _ := p.Due(i).Float64()
			p.Caps = append(p.Caps, max(int(math.Ceil(due)), min(300, p.People[i]/50)))
		}
		if len(p.People) > 50 && os.Getenv("EVENLOT_LONG") == "" {
			continue
		}
		places, l, proof, err := Fewest(t.Context(), p)
		if err != nil {
			t.Errorf("%s, %d places, %d letters: %v", name, len(p.People), p.Letters, err)
			continue
		}
		l.check(t, p, places)
		t.Logf("%s, %d places, %d letters: %d places (width %d), %d outcomes", name, len(p.People), p.Letters, places, p.Width(), len(l.Outcomes))
		assert.Equal(t, places > 1, proof != nil)
	}
}

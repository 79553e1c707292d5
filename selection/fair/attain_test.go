package fair

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// requireAttained multiplies out: the weights give every type exactly its seats.
func requireAttained(t require.TestingT, people []int, chance []*big.Rat, panels [][]int, weights []*big.Int) {
	require.Len(t, weights, len(panels))
	total := new(big.Rat)
	for _, w := range weights {
		require.GreaterOrEqual(t, w.Sign(), 0)
		total.Add(total, new(big.Rat).SetInt(w))
	}
	require.Positive(t, total.Sign())
	for ty, n := range people {
		got := new(big.Rat)
		for j, p := range panels {
			got.Add(got, new(big.Rat).Mul(new(big.Rat).SetInt(weights[j]), big.NewRat(int64(p[ty]), int64(n))))
		}
		require.Zero(t, got.Quo(got, total).Cmp(chance[ty]), "type %d: %s", ty, got)
	}
}

// mixed draws panels, and the chances of a mixture with weights from low to high.
func mixed(t *rapid.T, low, high int) (people []int, chance []*big.Rat, panels [][]int) {
	types, seats := rapid.IntRange(1, 8).Draw(t, "types"), rapid.IntRange(1, 6).Draw(t, "seats")
	people, chance = make([]int, types), make([]*big.Rat, types)
	for ty := range people {
		people[ty], chance[ty] = seats+rapid.IntRange(0, 3).Draw(t, "more people"), new(big.Rat)
	}
	total := int64(0)
	for range rapid.IntRange(1, 40).Draw(t, "panels") {
		p := make([]int, types)
		for range seats {
			p[rapid.IntRange(0, types-1).Draw(t, "type")]++
		}
		w := int64(rapid.IntRange(low, high).Draw(t, "weight"))
		for ty, x := range p {
			chance[ty].Add(chance[ty], big.NewRat(w*int64(x), int64(people[ty])))
		}
		panels, total = append(panels, p), total+w
	}
	for _, q := range chance {
		q.Quo(q, big.NewRat(total, 1))
	}
	return people, chance, panels
}

// A mixture whose weights are nearly even is always found: the smallest change of even
// weights that gives it is no larger than this one, and 40 changes of a tenth make less
// than 1 in squares.
func TestAttainNearlyEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people, chance, panels := mixed(t, 100, 110)
		requireAttained(t, people, chance, panels, Attain(people, chance, panels))
	})
}

// Other mixtures are found mostly, and what is found is right.
func TestAttainAny(t *testing.T) {
	found, tried := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		people, chance, panels := mixed(t, 1, 100)
		tried++
		if weights := Attain(people, chance, panels); weights != nil {
			requireAttained(t, people, chance, panels, weights)
			found++
		}
	})
	assert.Greater(t, 2*found, tried)
}

func TestAttainNothing(t *testing.T) {
	half := big.NewRat(1, 2)
	panels := [][]int{{1, 0, 1}, {1, 1, 0}}
	require.NotNil(t, Attain([]int{2, 1, 1}, []*big.Rat{half, half, half}, panels))
	assert.Nil(t, Attain([]int{2, 1, 1}, []*big.Rat{half, half, big.NewRat(2, 3)}, panels), "other seats in all")
	assert.Nil(t, Attain([]int{2, 1, 1}, []*big.Rat{big.NewRat(3, 4), half, new(big.Rat)}, panels), "not in the plane of the panels")
	assert.Nil(t, Attain([]int{2, 1, 1}, []*big.Rat{half, big.NewRat(3, 2), big.NewRat(-1, 2)}, panels), "beyond the panels")
}

// Systems are solved exactly, whatever the size of the right-hand side.
func TestLift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "columns")
		rows := n + rapid.IntRange(0, 3).Draw(t, "more rows")
		columns, target := make([][]cell, n), make([]*big.Int, rows)
		for i := range target {
			target[i] = new(big.Int)
		}
		for j := range columns {
			x := big.NewInt(rapid.Int64().Draw(t, "x"))
			x.Mul(x, big.NewInt(rapid.Int64().Draw(t, "times")))
			for i := range rows {
				if seats := int32(rapid.IntRange(0, 5).Draw(t, "seats")); seats > 0 {
					columns[j] = append(columns[j], cell{int32(i), seats})
					target[i].Add(target[i], new(big.Int).Mul(x, big.NewInt(int64(seats))))
				}
			}
		}
		b := newBasis(rows, target)
		for j, c := range columns {
			b.offer(j, c)
		}
		require.True(t, b.done())
		x, over := b.solve(columns, target)
		require.NotNil(t, over)
		for i := range target {
			target[i].Mul(target[i], over)
		}
		for k, j := range b.columns {
			for _, c := range columns[j] {
				target[c.t].Sub(target[c.t], new(big.Int).Mul(x[k], big.NewInt(int64(c.seats))))
			}
		}
		for i := range target {
			require.Zero(t, target[i].Sign(), "row %d", i)
		}
	})
}

// By hand: 3a + c = 1, a + 5b = -10 and 2b + 7c = 1000 give 107a = -4985, and b and c
// from it.
func TestLiftFractions(t *testing.T) {
	columns := [][]cell{{{0, 3}, {1, 1}}, {{1, 5}, {2, 2}}, {{0, 1}, {2, 7}}}
	target := []*big.Int{big.NewInt(1), big.NewInt(-10), big.NewInt(1000)}
	b := newBasis(3, target)
	for j, c := range columns {
		b.offer(j, c)
	}
	x, over := b.solve(columns, target)
	assert.Equal(t, "107", over.String())
	assert.Equal(t, "[-4985 783 15062]", "["+x[0].String()+" "+x[1].String()+" "+x[2].String()+"]")
}

package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// bookOf writes pages that hold exactly seats[g] people of each group g, any of them.
func bookOf(rng *rand.Rand, sizes, seats []int, pages int) [][]int32 {
	book := make([][]int32, pages)
	for p := range book {
		first := 0
		for g, size := range sizes {
			for _, i := range rng.Perm(size)[:seats[g]] {
				book[p] = append(book[p], int32(first+i))
			}
			first += size
		}
		slices.Sort(book[p])
	}
	return book
}

// The groups whose seats never change are exactly what the pages tell apart.
func TestAttackFindsExactGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.IntRange(1, 6).Draw(t, "groups")
		sizes, seats := make([]int, groups), make([]int, groups)
		people := 0
		for g := range groups {
			sizes[g] = rapid.IntRange(2, 9).Draw(t, "size")
			seats[g] = rapid.IntRange(1, sizes[g]-1).Draw(t, "seats")
			people += sizes[g]
		}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		found := Attack(bookOf(rng, sizes, seats, 300), people, groups)
		// Every group has one constant sum: as many vectors in the null space.
		assert.Equal(t, Groups{Rank: people + 1 - groups, Groups: groups, Smallest: slices.Min(sizes)}, found)
	})
}

func TestAttackOnShortBook(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	sizes, seats := []int{30, 30}, []int{5, 5}
	assert.Equal(t, Groups{}, Attack(bookOf(rng, sizes, seats, 60), 60, 2), "not looked at")
	few := Attack(bookOf(rng, sizes, seats, 62), 60, 20)
	assert.Equal(t, 59, few.Rank)
	assert.Zero(t, few.Groups, "the last pages still added to the rank")
	assert.Equal(t, 2, Attack(bookOf(rng, sizes, seats, 90), 60, 2).Groups)
}

func TestAttackOnPeopleOfNoPage(t *testing.T) {
	pages := make([][]int32, 40)
	for p := range pages {
		pages[p] = []int32{int32(p % 3)}
	}
	assert.Equal(t, Groups{Rank: 3, Groups: 3, Smallest: 1}, Attack(pages, 5, 2))
}

func TestAlike(t *testing.T) {
	smallest, alone := Alike([][]int{{0, 1}, {1, 1}, {0, 1}, {2, 0}, {1, 1}, {1, 1}})
	assert.Equal(t, 1, smallest)
	assert.Equal(t, 1, alone)
	smallest, alone = Alike([][]int{{0}, {1}, {0}, {1}})
	assert.Equal(t, 2, smallest)
	assert.Zero(t, alone)
}

func ExampleAttack() {
	// Persons 0 to 2 take turns on one seat, persons 3 to 5 on another.
	var pages [][]int32
	for p := range 60 {
		pages = append(pages, []int32{int32(p % 3), int32(3 + p/3%3)})
	}
	fmt.Printf("%+v\n", Attack(pages, 6, 2))
	// Output: {Rank:5 Groups:2 Smallest:3}
}

package fair

import (
	"fmt"
	rand2 "math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

// Three homes of two people of type 0 and one of type 1: every way to choose people is
// as likely as the others, counted by listing all sets of people. Tolerance: 5 standard
// deviations of 20,000 draws, fixed seed.
func TestSpread(t *testing.T) {
	const homes, draws = 3, 20_000
	for _, limit := range []int{1, 2} {
		in := &quotas.Instance{Seats: 3, Count: []int{2 * homes, homes},
			Rows: []quotas.Row{{Kind: quotas.HouseholdRow, Types: []int{0, 1}, Max: limit * homes}}}
		spreads, err := NewSpreads(in, limit)
		require.NoError(t, err)
		require.Len(t, spreads, 1)
		seats := []int{2, 1}
		want, all := map[string]int{}, 0
		for set := range 1 << (3 * homes) {
			found, fits, sum := make([][]int, homes), true, []int{0, 0}
			for h := range homes {
				bits := set >> (3 * h) & 7
				found[h] = []int{bits&1 + bits>>1&1, bits >> 2}
				fits = fits && found[h][0]+found[h][1] <= limit
				sum[0], sum[1] = sum[0]+found[h][0], sum[1]+found[h][1]
			}
			if fits && sum[0] == seats[0] && sum[1] == seats[1] {
				want[fmt.Sprint(found)]++
				all++
			}
		}
		random := rand2.New(rand2.NewPCG(1, uint64(limit)))
		got := map[string]int{}
		for range draws {
			got[fmt.Sprint(spreads[0].Draw(seats, random))]++
		}
		assert.Len(t, got, len(want))
		for key, ways := range want {
			p := float64(ways) / float64(all)
			dev := draws * p * (1 - p)
			assert.Less(t, (float64(got[key])-draws*p)*(float64(got[key])-draws*p), 25*dev, "limit %d: %s", limit, key)
		}
	}
}

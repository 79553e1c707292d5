package selection

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/fairness/exact"
	"github.com/evenlot/evenlot/selection/fairness/measure"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// TestScotland is the test pool of the usual open-source library (150 people, 22 seats).
// Its leximin levels were computed elsewhere, the first five as fractions, the others to
// six digits, each with the number of its types; and the Gini coefficient and geometric
// mean over the people. The fewest pages of a book of 1000 are floor(1000/11).
func TestScotland(t *testing.T) {
	p, seats := pooltest.ReadDev(t, quotastest.Shared(t, "sf_scotland_22", "respondents.csv"))
	r, err := Run(context.Background(), Request{Pool: p, Seats: seats, Pages: 1000, PublicValue: "3 12 19 27 44 45"})
	require.NoError(t, err)
	levels := []struct {
		chance float64
		types  int
	}{
		{1. / 11, 17}, {3. / 26, 18}, {1. / 8, 11}, {3. / 19, 16}, {1. / 6, 17}, {.168606, 35},
		{.174627, 2}, {.186805, 2}, {.235451, 1}, {.295536, 2}, {.470903, 1},
	}
	require.Len(t, r.Chances.Levels, len(levels))
	for i, l := range levels {
		assert.InDelta(t, l.chance, r.Chances.Levels[i].Chance, 5e-7)
		assert.Len(t, r.Chances.Levels[i].Types, l.types)
	}
	for i, exact := range []string{"1/11", "3/26", "1/8", "3/19", "1/6"} {
		assert.Equal(t, exact, r.Chances.Levels[i].Exact.String())
	}
	var chances []float64
	for _, ty := range r.TypeOf() {
		chances = append(chances, r.Chances.Chance[ty])
	}
	assert.InDelta(t, .140351, measure.Gini(chances, seats), 5e-7)
	assert.InDelta(t, .141206, stat.GeometricMean(chances, nil), 5e-7)
	assert.Equal(t, 90, r.SmallestCount())
}

// TestLegacyExamples draws 10 000 panels with the historic rule from the two examples of
// the Nature paper, as was done for it. But for one person all chances are nearly the same,
// so both the published Gini coefficients (2.1 %, 1.8 %) and shares of people below 1/10
// (48.0 %, 49.9 %) measure the noise of that sample and of this one: the share is allowed
// four standard deviations of a difference between two samples of n people, 4 sqrt(2/4n).
func TestLegacyExamples(t *testing.T) {
	for _, c := range []struct {
		folder      string
		gini, below float64
	}{{"example_small_20", .021, .480}, {"example_large_200", .018, .499}} {
		p, seats := pooltest.ReadDev(t, quotastest.Shared(t, c.folder, "respondents.csv"))
		roster, _ := p.Roster([32]byte{})
		g := roster.Group(seats, 0)
		random := rand.New(rand.NewPCG(7, 7))
		greedy, err := fair.NewGreedy(g.Instance, 0)
		require.NoError(t, err)
		n, drawn := len(p.People), make([]float64, len(p.People))
		const samples = 10_000
		for range samples {
			panel, err := greedy.Draw(context.Background(), random)
			require.NoError(t, err)
			for ty, x := range panel {
				members := g.Types[ty]
				for _, i := range random.Perm(len(members))[:x] {
					drawn[members[i]] += 1. / samples
				}
			}
		}
		below := 0
		for _, chance := range drawn {
			if chance < .1-1e-9 {
				below++
			}
		}
		assert.InDelta(t, c.gini, measure.Gini(drawn, seats), .003, c.folder)
		assert.InDelta(t, c.below, float64(below)/float64(n), 4*math.Sqrt(1/(2*float64(n))), c.folder)
		t.Logf("%s: Gini %.4f, below 1/10 %.3f", c.folder, measure.Gini(drawn, seats), float64(below)/float64(n))
	}
}

// TestPublishedBounds are the upper confidence bounds (99 %, Jeffreys) printed with the
// Nature paper for the person whom the historic rule drew least, of 10 000 panels.
func TestPublishedBounds(t *testing.T) {
	for drawn, bound := range map[int]string{
		0: "0.0332", 3: "0.0923", 4: "0.1083", 7: "0.1528", 8: "0.1670", 14: "0.2478", 20: "0.3245",
		96: "1.2066", 103: "1.2846", 190: "2.2368", 1412: "14.9442",
	} {
		const panels = 10_000
		have := 100 * exact.JeffreysQuantile(float64(drawn)/panels, panels, .99)
		assert.Equal(t, bound, fmt.Sprintf("%.4f", have), "%d of 10000", drawn)
	}
}

package why

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// Fates are those that trying every panel shows.
func TestFatesAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2026))
	met, certain, never := 0, 0, 0
	for met < 300 {
		n, seats := 4+rng.IntN(5), 1+rng.IntN(3)
		table, people := "feature,value,min,max\n", "id,f,g\n"
		for _, f := range []string{"f", "g"} {
			for _, v := range []string{"a", "b", "c"} {
				low := rng.IntN(2)
				table += fmt.Sprintf("%s,%s,%d,%d\n", f, v, low, low+rng.IntN(2))
			}
		}
		for i := range n {
			people += fmt.Sprintf("p%d,%c,%c\n", i, 'a'+rune(rng.IntN(3)), 'a'+rune(rng.IntN(3)))
		}
		q, faults := quotas.Read("q.csv", []byte(table))
		require.Empty(t, faults)
		p, faults := pool.Read("p.csv", []byte(people), q, pool.Options{})
		require.Empty(t, faults)
		on, panels := make([]int, n), 0
		for group := range quotastest.Groups(n, seats) {
			var count [2][3]int
			for _, i := range group {
				for f, v := range p.People[i].Values {
					count[f][v]++
				}
			}
			ok := true
			for f := range q.Features {
				for v, value := range q.Features[f].Values {
					ok = ok && value.Min <= count[f][v] && count[f][v] <= value.Max
				}
			}
			if !ok {
				continue
			}
			panels++
			for _, i := range group {
				on[i]++
			}
		}
		if panels == 0 {
			continue
		}
		met++
		var want, got [2][]int
		for i := range n {
			if on[i] == 0 {
				want[0] = append(want[0], i)
			}
			if on[i] == panels {
				want[1] = append(want[1], i)
			}
		}
		fates, settled := Fates(p, seats, 0)
		require.True(t, settled)
		for _, f := range fates {
			k := map[bool]int{true: 1}[f.Certain]
			got[k] = append(got[k], f.People...)
		}
		for k := range got {
			slices.Sort(got[k])
		}
		require.Equal(t, want, got, "%s\n%s", table, people)
		certain, never = certain+len(got[1]), never+len(got[0])
	}
	t.Logf("%d pools, %d people certain, %d on no panel", met, certain, never)
	assert.Positive(t, certain)
	assert.Positive(t, never)
}

func TestFateReasons(t *testing.T) {
	p := pooltest.Parse(t, "gender,woman,1,1\ngender,man,1,2\ngender,other,0,0\n", "id,gender", "a,woman", "b,man", "c,man", "d,other")
	fates, settled := Fates(p, 2, 0)
	require.True(t, settled)
	assert.Equal(t, []Fate{
		{[]int{0}, true, &Reason{Kind: Needed, Rules: []Rule{{Quota, "gender", "woman"}}, Seats: 1, People: 1}},
		{[]int{3}, false, &Reason{Kind: NoSeat, Rules: []Rule{{Quota, "gender", "other"}}}},
	}, fates)
}

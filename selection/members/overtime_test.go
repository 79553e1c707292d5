package members_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/pool"
)

// On 300 small cases whoever takes part had no more than whoever waits; they fill the seats within the
// quotas where anybody can; and they are as few as that and the level allow, found by trying all
// levels from below.
func TestLeastFirst(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 1))
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,woman,1,2\ngender,man,1,2\n"))
	require.Empty(t, faults)
	byQuota, waits := 0, 0
	for c := range 300 {
		v := &members.Vacancy{Seats: 2 + rng.IntN(2), Table: table, Roster: &pool.Roster{Table: table}}
		chances := map[string]float64{}
		for i := range 10 + rng.IntN(8) {
			id := fmt.Sprintf("p%d", i)
			gender := 0
			if rng.IntN(8) == 0 {
				gender = 1
			}
			v.Roster.Entries = append(v.Roster.Entries, pool.Entry{ID: id, Values: []int{gender}, Household: -1})
			chances[id] = float64(rng.IntN(9)) / 10
		}
		l := v.LeastFirst(chances, 0)
		require.Equal(t, len(v.Roster.Entries), l.People+len(l.Out))
		var levels []float64
		for _, p := range chances {
			levels = append(levels, p)
		}
		slices.Sort(levels)
		levels = slices.Compact(levels)
		want := len(v.Roster.Entries)
		byLevel := want
		for n, level := range levels {
			var in []int
			need := 0.0
			for i, e := range v.Roster.Entries {
				if p := chances[e.ID]; p <= level {
					in = append(in, i)
					if n+1 < len(levels) {
						need += (levels[n+1] - p) / (1 - p)
					}
				}
			}
			enough := n+1 == len(levels) || need >= float64(v.Seats)
			if enough {
				byLevel = min(byLevel, len(in))
			}
			sub := v.Roster.Subset(in)
			sub.Table = table
			if enough && len(in) >= v.Seats && len(quotastest.Panels(sub.Group(v.Seats, 0).Instance)) > 0 {
				want = len(in)
				break
			}
		}
		require.Equal(t, want, l.People, c)
		for _, id := range l.Out {
			assert.Greater(t, chances[id], l.Chance)
		}
		if want > byLevel {
			byQuota++
		}
		if len(l.Out) > 0 {
			waits++
		}
	}
	t.Logf("somebody waits in %d cases; in %d the quotas let more people take part", waits, byQuota)
	assert.Greater(t, waits, 100)
	assert.Greater(t, byQuota, 20)
	assert.Equal(t, members.Level{}, (&members.Vacancy{Roster: &pool.Roster{Table: table}}).LeastFirst(nil, 0))
}

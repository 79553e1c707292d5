package fair

import (
	"context"
	"errors"
	"math"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/pool"
)

// legacyLaw is the exact law of the greedy sampler: the chance of everyone among panels,
// and the chance that a run ends in one. After some seats all that matters is who sits,
// so the chances of sets of people are handed on from size to size.
func legacyLaw(r *pool.Roster, seats int) (chance []float64, success float64) {
	now := []set{{0, 1}}
	for range seats {
		at, next := map[uint]int{}, []set(nil)
		for _, s := range now {
			among := needed(r, s.people)
			for _, i := range among {
				more := s.people | 1<<i
				if _, met := at[more]; !met {
					at[more] = len(next)
					next = append(next, set{people: more})
				}
				next[at[more]].chance += s.chance / float64(len(among))
			}
		}
		now = next
	}
	chance = make([]float64, len(r.Entries))
	for _, s := range now {
		if !allows(r, s.people, seats, 1) {
			continue
		}
		success += s.chance
		for i := range chance {
			if s.people>>i&1 == 1 {
				chance[i] += s.chance
			}
		}
	}
	for i := range chance {
		chance[i] /= success
	}
	return chance, success
}

// A set is some people who sit, and the chance that a run comes by.
type set struct {
	people uint
	chance float64
}

// needed lists the people among whom the next seat is drawn: those left who have the
// value with the largest (min - seated) / left, the first of equals. Nobody, where the run
// has failed.
func needed(r *pool.Roster, sitting uint) (among []int) {
	left := leftOver(r, sitting)
	best := math.Inf(-1)
	for f, feature := range r.Table.Features {
		for v, w := range feature.Values {
			var have []int
			for _, i := range left {
				if r.Entries[i].Values[f] == v {
					have = append(have, i)
				}
			}
			need := w.Min - seated(r, sitting, f, v)
			if need > len(have) {
				return nil
			}
			if ratio := float64(need) / float64(len(have)); len(have) > 0 && ratio > best {
				best, among = ratio, have
			}
		}
	}
	return among
}

// leftOver are the people who may still be seated: not seated, no housemate seated, no
// value of theirs full.
func leftOver(r *pool.Roster, sitting uint) (left []int) {
	for i, e := range r.Entries {
		free := sitting>>i&1 == 0
		for j, other := range r.Entries {
			if sitting>>j&1 == 1 && e.Household >= 0 && e.Household == other.Household {
				free = false
			}
		}
		for f, v := range e.Values {
			free = free && seated(r, sitting, f, v) < r.Table.Features[f].Values[v].Max
		}
		if free {
			left = append(left, i)
		}
	}
	return left
}

// seated counts the seats of a value.
func seated(r *pool.Roster, sitting uint, f, v int) (n int) {
	for i, e := range r.Entries {
		if sitting>>i&1 == 1 && e.Values[f] == v {
			n++
		}
	}
	return n
}

// TestLegacyAgreesWithItsLaw draws 2000 panels from each of 300 random small pools with
// households and compares with the exact law: everyone within 5 standard deviations, and
// 3 panels for the rare ones; the share of runs that end well too.
func TestLegacyAgreesWithItsLaw(t *testing.T) {
	pools := 300
	if testing.Short() {
		pools = 60
	}
	const samples = 2000
	rng := rand.New(rand.NewSource(61))
	hopeless, failing := 0, 0
	for trial := range pools {
		some := randomRoster
		if trial%2 == 0 {
			some = denseRoster
		}
		r, seats := some(rng, 1)
		g := r.Group(seats, 1)
		law, success := legacyLaw(r, seats)
		out, err := Legacy{}.Chances(context.Background(), New(g.Instance), RuleOptions{Random: source(uint64(trial)), Samples: samples})
		var unlucky *NoLuck
		if errors.As(err, &unlucky) {
			require.Less(t, success, 1e-4, "trial %d", trial)
			hopeless++
			continue
		}
		require.NoError(t, err)
		if success < .999 {
			failing++
		}
		n := float64(out.Samples)
		for ty, members := range g.Types {
			for _, i := range members {
				p := law[i]
				require.InDelta(t, p, out.Chance[ty], 5*math.Sqrt(p*(1-p)/n)+3/n, "trial %d, person %d", trial, i)
			}
		}
		require.InDelta(t, success, n/float64(out.Attempts), 5*math.Sqrt((1-success)/n)*success+1e-12, "trial %d", trial)
	}
	t.Logf("%d pools: %d where runs may fail, %d where all do", pools, failing, hopeless)
	assert.Greater(t, failing, pools/10)
}

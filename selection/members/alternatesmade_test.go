package members

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/sample"
)

// madeQuestion asks for ten alternates of a made pool: 40 members, 300 others.
func madeQuestion(t testing.TB, window sample.Window) AlternatesQuestion {
	o, ok := sample.Preset("example")
	require.True(t, ok)
	o.Seed, o.Window, o.People = "alternates", window, 340
	s, err := sample.New(context.Background(), o)
	require.NoError(t, err)
	var p, q bytes.Buffer
	require.NoError(t, s.WritePool(context.Background(), &p, nil))
	require.NoError(t, s.WriteQuotas(&q))
	table, faults := quotas.Read("quotas.csv", q.Bytes())
	require.Empty(t, faults)
	read, faults := pool.Read("pool.csv", p.Bytes(), table, pool.Options{})
	require.Empty(t, faults)
	var people [][]int
	for _, person := range read.People {
		people = append(people, person.Values)
	}
	return question(table, people, somePanel(t, table, people, o.Seats), 10, EvenRates(table, DefaultLeave))
}

// The plan is the same on every machine: its numbers as first computed.
func TestPlanEverywhere(t *testing.T) {
	plan, err := PlanAlternates(madeQuestion(t, sample.Exact), stream())
	require.NoError(t, err)
	assert.Equal(t, []Loss{678_679, 702_055, 722_041, 806_619, 869_960, 1_062_201, 1_895_756},
		[]Loss{plan.Best, plan.Mean, plan.Worst, plan.ByQuotas, plan.ByTwins, plan.ByLot, plan.None})
	assert.Equal(t, 17, plan.Before)
	assert.Len(t, plan.People, 46)
}

func BenchmarkPlanAlternates(b *testing.B) {
	q := madeQuestion(b, sample.Exact)
	for b.Loop() {
		_, err := PlanAlternates(q, stream())
		require.NoError(b, err)
	}
}

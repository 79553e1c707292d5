package fair

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

// Rules that draw or count look at the context while they do: legacy went on for 18 seconds
// after its deadline on a pool of 8,000 people.
func TestDrawersAreCancelled(t *testing.T) {
	in := &quotas.Instance{Seats: 3, Count: []int{5, 5}, Rows: []quotas.Row{
		{Kind: quotas.QuotaRow, Types: []int{0}, Min: 1, Max: 2}, {Kind: quotas.QuotaRow, Types: []int{1}, Min: 1, Max: 2}}}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := NewCount(ctx, in, 0)
	assert.ErrorIs(t, err, context.Canceled)
	g, err := NewGreedy(in, 1)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	_, err = g.Draw(context.Background(), random)
	require.NoError(t, err)
	_, err = g.Draw(ctx, random)
	assert.ErrorIs(t, err, context.Canceled)
	for _, rule := range []Rule{Uniform{}, Legacy{}} {
		_, err := rule.Chances(ctx, New(in), RuleOptions{Random: random})
		assert.ErrorIs(t, err, context.Canceled, rule.Name())
	}
}

package fair

import (
	"context"
	rand1 "math/rand"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

// A looked context ends when it is looked at for the left-th time, and then calls ended.
type looked struct {
	context.Context
	cancel func()
	left   int
	ended  func()
}

func (l *looked) look() {
	if l.left--; l.left == 0 {
		l.cancel()
		l.ended()
	}
}

func (l *looked) Err() error {
	l.look()
	return l.Context.Err()
}

func (l *looked) Done() <-chan struct{} {
	l.look()
	return l.Context.Done()
}

// TestCancelledSoon: whenever a search is called off, it does little more work: none of its phases
// forgets to look. A few passes over a linear program of thousands of people take some milliseconds.
func TestCancelledSoon(t *testing.T) {
	in := cityPool(rand1.New(rand1.NewSource(1)))
	passes := 30 * int64(len(in.Rows)*len(in.Rows)+len(in.Count)*len(in.Rows))
	seats := make([]float64, len(in.Count))
	for _, c := range []struct {
		name string
		call func(ctx context.Context, s *Solver) error
	}{
		{"close", func(ctx context.Context, s *Solver) error { _, err := s.Close(ctx, ample); return err }},
		{"outer", func(ctx context.Context, s *Solver) error { _, err := s.Outer(ctx); return err }},
		{"leximin", func(ctx context.Context, s *Solver) error { _, err := s.Leximin(ctx); return err }},
		{"attain", func(ctx context.Context, s *Solver) error { _, err := s.Attain(ctx, seats, ample); return err }},
		{"nash", func(ctx context.Context, s *Solver) error {
			_, err := Nash{}.Chances(ctx, s, RuleOptions{Budget: ample})
			return err
		}},
		{"maximin", func(ctx context.Context, s *Solver) error {
			_, err := Maximin{}.Chances(ctx, s, RuleOptions{Budget: ample})
			return err
		}},
	} {
		whole, err := New(in).Outer(context.Background())
		require.NoError(t, err)
		copy(seats, whole.Seats)
		step := 1
		for n := 1; ; n += step {
			s := New(in)
			at := int64(-1)
			ctx, cancel := context.WithCancel(context.Background())
			l := &looked{Context: ctx, cancel: cancel, left: n}
			l.ended = func() { at = s.work }
			err := c.call(l, s)
			cancel()
			if at < 0 {
				require.NoError(t, err, c.name)
				break
			}
			require.ErrorIs(t, err, context.Canceled, "%s, looked at %d times", c.name, n)
			require.Less(t, s.work-at, passes, "%s, looked at %d times", c.name, n)
			step = 1 + n/2
		}
	}
}

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

package simulate

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/plan"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// three women and two men; of each one has a seat. Two of the women and one man are for it.
func five(t *testing.T) *pool.Pool {
	return pooltest.Parse(t, "gender,woman,1,1\ngender,man,1,1\n", "id,gender,view",
		"a,woman,for", "b,woman,for", "c,woman,against", "d,man,for", "e,man,against")
}

func find(t *testing.T, s *Simulation, rule, measure string) Measure {
	i := slices.IndexFunc(s.Measures, func(m Measure) bool { return m.Rule == rule && m.Measure == measure })
	require.GreaterOrEqual(t, i, 0, measure)
	return s.Measures[i]
}

func value(t *testing.T, s *Simulation, name string) Value {
	i := slices.IndexFunc(s.Values, func(v Value) bool { return v.Value == name })
	require.GreaterOrEqual(t, i, 0, name)
	return s.Values[i]
}

// Every one of the 32 pools that five people may make, with its chance: a woman of w has a seat with
// chance 1/w, a man of m with 1/m. The simulation agrees to five standard deviations.
func TestAgainstEveryPool(t *testing.T) {
	frame := NewFrame(five(t))
	require.Empty(t, frame.Answer(0.5, "relative.csv", []plan.Relative{{Feature: "View", Value: "against", Times: 0.4}}))
	// The mean weight is (3 + 2 x .4)/5 = .76.
	yes, no := 0.5/0.76, 0.5*0.4/0.76
	assert.InDelta(t, 0.5, total(frame.answer)/5, 1e-15)
	answers := []float64{yes, yes, no, yes, no}
	possible, smallest, against, people := 0.0, 0.0, 0.0, 0.0
	for who := range 32 {
		p, women, men, of := 1.0, 0, 0, [2]int{}
		for i, q := range answers {
			if who>>i&1 == 0 {
				p *= 1 - q
				continue
			}
			p *= q
			if i < 3 {
				women++
			} else {
				men++
			}
			if i == 2 || i == 4 {
				of[i/4]++
			}
		}
		people += p * float64(women+men)
		if women > 0 && men > 0 {
			possible += p
			smallest += p / float64(max(women, men))
			against += p * (float64(of[0])/float64(women) + float64(of[1])/float64(men)) / 2
		}
	}
	const runs = 4_000
	s, err := Of(context.Background(), Question{Frame: frame, Seats: 2, Runs: runs, Seed: "x"})
	require.NoError(t, err)
	near := func(want, got, spread float64) {
		t.Helper()
		assert.InDelta(t, want, got, 5*spread/math.Sqrt(runs))
	}
	near(people, float64(find(t, s, "", "people").Mean), 1.2)
	m := find(t, s, "", "panel_possible")
	near(possible, float64(m.Mean), .5)
	assert.Less(t, float64(m.Low), possible)
	assert.Greater(t, float64(m.High), possible)
	near(smallest/possible, float64(find(t, s, "leximin", "smallest").Mean), .3)
	v := value(t, s, "against")
	near(against/possible, float64(v.Seats), .5)
	assert.InDelta(t, float64(v.Seats)*2/2, float64(v.EndToEnd), 1e-12, "two people, two seats")
	assert.InDelta(t, float64(v.Seats)/.4, float64(v.Relative), 1e-12)
	assert.InDelta(t, no, v.Answer, 1e-15)
	assert.False(t, v.Quota)
	woman := value(t, s, "woman")
	assert.InDelta(t, .5, float64(woman.Seats), 1e-9, "the quota says so")
	near((1-yes)*(1-yes)*(1-no), float64(woman.Short), .5)
	assert.True(t, woman.Quota)
}

// The same seed draws the same pools whatever the order of the rows, the rules and the number of runs.
func TestPoolsFollowFromTheSeed(t *testing.T) {
	backwards := pooltest.Parse(t, "gender,woman,1,1\ngender,man,1,1\n", "id,gender,view",
		"e,man,against", "d,man,for", "c,woman,against", "b,woman,for", "a,woman,for")
	ask := func(p *pool.Pool, runs int, rules ...fair.Rule) *Simulation {
		frame := NewFrame(p)
		require.Empty(t, frame.Answer(0.6, "", nil))
		s, err := Of(context.Background(), Question{Frame: frame, Seats: 2, Runs: runs, Seed: "y", Rules: rules})
		require.NoError(t, err)
		return s
	}
	one := ask(five(t), 30)
	assert.Equal(t, fmt.Sprint(one), fmt.Sprint(ask(backwards, 30)), "as text: missing numbers are not equal to themselves")
	more := ask(five(t), 40, fair.Maximin{}, fair.Leximin{})
	assert.Equal(t, fmt.Sprint(one.All), fmt.Sprint(more.All[40:70]))
}

// With 3 letters 3 people may answer, each once; of a sample one row may answer more than once.
func TestLetters(t *testing.T) {
	q := Question{Frame: NewFrame(five(t)), Seats: 2, Letters: 3, Runs: 1}
	twice := false
	for _, q.Sampled = range []bool{false, true} {
		seen := map[string]bool{}
		for i := range 200 {
			people := q.pool(draw.NewStream("test", fmt.Sprint(i), [32]byte{}, [32]byte{}))
			assert.Len(t, people, 3)
			assert.True(t, slices.IsSorted(people))
			seen[fmt.Sprint(people)] = true
			alike := len(slices.Compact(people)) < 3
			assert.False(t, alike && !q.Sampled)
			twice = twice || alike
		}
		assert.GreaterOrEqual(t, len(seen), 10, "all choices of three come about")
	}
	assert.True(t, twice)
	s, err := Of(context.Background(), Question{Frame: q.Frame, Seats: 2, Letters: 50, Sampled: true, Runs: 20})
	require.NoError(t, err)
	assert.EqualValues(t, 50, find(t, s, "", "people").Least)
	assert.NotEqual(t, value(t, s, "for").EndToEnd, value(t, s, "for").EndToEnd, "nobody knows how many a row stands for")
	assert.InDelta(t, 1, float64(value(t, s, "for").Relative), .2)
}

func TestAnswerFaults(t *testing.T) {
	frame := NewFrame(five(t))
	faults := frame.Answer(0.5, "relative.csv", []plan.Relative{{Feature: "gender", Value: "women", Times: 2, Line: 2}, {Feature: "age", Value: "old", Times: 2, Line: 3}, {Feature: "view", Value: "for", Times: 2, Line: 4}, {Feature: "View", Value: "FOR", Times: 2, Line: 5}})
	var lines []string
	for _, f := range faults {
		lines = append(lines, f.Error())
	}
	text := strings.Join(lines, "\n")
	assert.Contains(t, text, `relative.csv:2: "women" of "gender", expected a value that somebody of the frame has`)
	assert.Contains(t, text, `relative.csv:3: the feature "age"`)
	assert.Contains(t, text, `relative.csv:5: "FOR" a second time`)
	assert.Len(t, lines, 3)
	faults = frame.Answer(0.9, "relative.csv", []plan.Relative{{Feature: "view", Value: "for", Times: 3, Line: 2}})
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0].Error(), "would answer 1.23 letters")
}

// Nobody answers: there is no panel, and no number in its place.
func TestNoPanel(t *testing.T) {
	frame := NewFrame(five(t))
	require.Empty(t, frame.Answer(0, "", nil))
	s, err := Of(context.Background(), Question{Frame: frame, Seats: 2, Runs: 3, Rules: []fair.Rule{fair.Leximin{}, fair.Uniform{}}})
	require.NoError(t, err)
	assert.Zero(t, float64(find(t, s, "", "panel_possible").Mean))
	assert.Zero(t, find(t, s, "uniform", "gini").Runs)
	assert.Len(t, s.All, 6)
	assert.False(t, s.All[0].Possible)
	for _, x := range []float64{float64(find(t, s, "leximin", "smallest").Median), float64(value(t, s, "man").Seat), float64(value(t, s, "man").Relative)} {
		assert.True(t, math.IsNaN(x))
	}
	_, err = Of(context.Background(), Question{Frame: frame, Seats: 4, Runs: 3})
	var infeasible *fair.Infeasible
	assert.ErrorAs(t, err, &infeasible, "the whole frame has no panel of 4")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Of(ctx, Question{Frame: frame, Seats: 2, Runs: 3})
	assert.ErrorIs(t, err, context.Canceled)
}

package manipulation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

func roster(p *pool.Pool) *pool.Roster {
	r, _ := p.Roster([32]byte{})
	return r
}

// Four women and a man, a seat for each gender: a woman has 1/4, as a man she has 1/2. The man then
// has 1/2 and not 1, and the women expect half a seat more. Without a man there is no panel.
func TestByHand(t *testing.T) {
	p := pooltest.Parse(t, "gender,woman,1,1\ngender,man,1,1\n", "id,gender", "a,woman", "b,woman", "c,woman", "d,woman", "e,man")
	s, err := Of(context.Background(), Question{Roster: roster(p), Seats: 2, Budget: 1000})
	require.NoError(t, err)
	require.Len(t, s.Each, 2)
	woman, man := s.Each[0], s.Each[1]
	if woman.Truth == "man" {
		woman, man = man, woman
	}
	for want, got := range map[float64]float64{.25: float64(woman.Before), .500: float64(woman.After)} {
		assert.InDelta(t, want, got, 1e-9)
	}
	assert.InDelta(t, .25, float64(woman.Gain), 1e-9)
	assert.InDelta(t, .5, float64(woman.Loss), 1e-9)
	assert.InDelta(t, .5, float64(woman.Seats), 1e-9)
	assert.Equal(t, 4, woman.People)
	assert.True(t, man.None())
	rule := s.Rules[0]
	assert.InDelta(t, .2, float64(rule.Mean), 1e-9, "a quarter for four of five")
	assert.InDelta(t, .8, float64(rule.Many), 1e-9)
	assert.InDelta(t, .2, float64(rule.None), 1e-9)
	assert.Equal(t, 1, rule.NoPanel)
	assert.Equal(t, []int{5, 5, 2, 2, 2, 2}, []int{s.Pool, s.People, s.Types, s.Looked, s.Lies, s.All})
	require.Len(t, s.Moves, 1)
	assert.Equal(t, "woman", s.Moves[0].Truth)
}

// A lie gives what its row gives when it stands in the file: pools made by chance, with households,
// under two rules.
func TestAgainstTheFile(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	const table = "a,x,1,3\na,y,1,3\nb,u,1,2\nb,v,0,2\nb,w,1,2\n"
	for range 6 {
		var rows [][]string
		for i := range 9 {
			rows = append(rows, []string{fmt.Sprintf("p%d", i), string("xy"[rng.IntN(2)]), string("uvw"[rng.IntN(3)]), fmt.Sprint("h", rng.IntN(7))})
		}
		read := func() *pool.Pool {
			lines := []string{"id,a,b,home"}
			for _, r := range rows {
				lines = append(lines, strings.Join(r, ","))
			}
			return pooltest.ParseHomes(t, table, []string{"home"}, lines...)
		}
		p := read()
		for _, rule := range []fair.Rule{fair.Leximin{}, fair.Minimax{}} {
			s, err := Of(context.Background(), Question{Roster: roster(p), Seats: 4, Household: 1, Rules: []fair.Rule{rule}})
			if err != nil {
				var infeasible *fair.Infeasible
				require.ErrorAs(t, err, &infeasible)
				continue
			}
			r, person := p.Roster([32]byte{})
			kinds := r.Group(4, 1).Types
			for _, l := range s.Each {
				i := person[kinds[l.Type-1][0]]
				column := slices.Index(rows[0], rows[0][1])
				if l.Feature == "b" {
					column = 2
				}
				truth := rows[i][column]
				require.Equal(t, truth, l.Truth)
				rows[i][column] = l.Told
				after, err := (&Question{Seats: 4, Household: 1}).chances(context.Background(), rule, roster(read()))
				rows[i][column] = truth
				if l.None() {
					assert.Error(t, err)
					continue
				}
				require.NoError(t, err)
				assert.InDelta(t, after[kinds[l.Type-1][0]], float64(l.After), 1e-7, "%+v", l)
			}
		}
	}
}

// A cap takes whole types, of people drawn by the seed.
func TestCap(t *testing.T) {
	rows := []string{"id,a,b"}
	for i := range 24 {
		rows = append(rows, fmt.Sprintf("p%d,%c,%c", i, "xy"[i%2], "uvw"[i%3]))
	}
	p := pooltest.Parse(t, "a,x,1,3\na,y,1,3\nb,u,1,2\nb,v,0,2\nb,w,1,2\n", rows...)
	ask := func(seed string) *Study {
		s, err := Of(context.Background(), Question{Roster: roster(p), Seats: 4, Most: 8, Seed: seed})
		require.NoError(t, err)
		return s
	}
	s := ask("one")
	assert.Equal(t, []int{24, 8, 6, 2, 6, 18}, []int{s.Pool, s.People, s.Types, s.Looked, s.Lies, s.All}, "three lies a type, four people each")
	assert.Equal(t, s, ask("one"))
	seen := map[string]bool{}
	for seed := range 20 {
		s := ask(fmt.Sprint(seed))
		seen[fmt.Sprint(s.Each[0].Type, s.Each[5].Type)] = true
	}
	assert.Greater(t, len(seen), 5)
}

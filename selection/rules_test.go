package selection

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// town is a pool of 40: 30 women and 10 men, half of each in the north; three of five
// seats are the women's at most.
func town(t *testing.T) *pool.Pool {
	t.Helper()
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,woman,2,3\ngender,man,2,3\narea,north,1,3\narea,south,2,4\n"))
	require.NoError(t, faults.Err())
	lines := []string{"id,gender,area,home"}
	for i := range 40 {
		home := string(rune('a' + i/3)) // homes of three
		lines = append(lines, "p"+string(rune('a'+i/10))+string(rune('0'+i%10))+
			","+[]string{"woman", "woman", "woman", "man"}[i/10]+","+[]string{"north", "south"}[i%2]+","+home)
	}
	p, faults := pool.Read("p.csv", []byte(strings.Join(lines, "\n")), table, pool.Options{Household: []string{"home"}})
	require.NoError(t, faults.Err())
	return p
}

// Every rule, with and without households, gives a record that verifies, is the same
// again, and whose book keeps to the quotas.
func TestEveryRule(t *testing.T) {
	for _, rule := range fair.Rules() {
		for _, limit := range []int{0, 1, 2} {
			t.Run(rule.Name()+string(rune('0'+limit)), func(t *testing.T) {
				request := Request{Pool: town(t), Seats: 5, Household: limit, Rule: rule.Name(), PublicValue: "7"}
				r, err := Run(context.Background(), request)
				if rule.Name() == "legacy" && limit == 2 {
					require.EqualError(t, err, "the legacy rule knows no household limit but 1")
					return
				}
				require.NoError(t, err)
				again, err := Run(context.Background(), request)
				require.NoError(t, err)
				assert.Equal(t, r.Files, again.Files)
				v := verify.CheckFiles(published(r.Files), nil)
				assert.Empty(t, v.Failed())
				proof, err := record.ReadProof("proof.json", r.Files[record.ProofFile])
				require.NoError(t, err)
				if rule.Name() != "leximin" {
					require.Len(t, proof.Steps, 1)
					assert.Equal(t, r.Bounds.Levels[0].Exact, proof.Steps[0].Chance)
				}
				s := r.Summary()
				assert.Equal(t, rule.Name() == "leximin", !strings.Contains(s.String(), "The rule is "+rule.Name()+": "+rule.Aim()+"."))
				assert.Empty(t, s.Unsettled)
			})
		}
	}
}

// Pages of the uniform rule are drawn one by one: over many pages everybody of a type
// stands on as many as exact counting says, and homes keep their limit. Tolerance: 5
// standard deviations, fixed streams.
func TestIndependentPages(t *testing.T) {
	for _, limit := range []int{0, 1, 2} {
		const pages = 4000
		p := town(t)
		r, err := Run(context.Background(), Request{Pool: p, Seats: 5, Household: limit, Rule: "uniform", Pages: pages, PublicValue: "7"})
		require.NoError(t, err)
		for _, page := range r.Book.Pages {
			homes := map[int]int{}
			for _, person := range page {
				home := r.Roster.Entries[person].Household
				homes[home]++
				require.True(t, limit == 0 || home < 0 || homes[home] <= limit)
			}
		}
		for ty, members := range r.Grouping.Types {
			for _, i := range members {
				c := r.Chances.Chance[ty]
				assert.InDelta(t, pages*c, r.Counts[i], 5*sqrt(pages*c*(1-c)), "limit %d, type %d", limit, ty)
			}
		}
		same := 0 // neighbours alike: next to none where pages are drawn one by one
		for j := 1; j < pages; j++ {
			if slices.Equal(r.Book.Pages[j-1], r.Book.Pages[j]) {
				same++
			}
		}
		assert.Less(t, same, 3)
	}
}

func sqrt(v float64) float64 {
	f, _ := new(big.Float).Sqrt(big.NewFloat(v)).Float64()
	return f
}

// Where the budget ends the search the record and the summary say what is open.
func TestBudget(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\nx,in,1,2\nx,out,0,1\ny,in,1,2\ny,out,0,1\nz,in,1,2\nz,out,0,1\n"))
	require.NoError(t, faults.Err())
	p, faults := pool.Read("p.csv", []byte("id,x,y,z\na,in,in,in\nb,in,out,out\nc,out,in,out\nd,out,out,in\n"), table, pool.Options{})
	require.NoError(t, faults.Err())
	short, err := Run(context.Background(), Request{Pool: p, Seats: 2, Budget: 1, PublicValue: "7"})
	require.NoError(t, err)
	assert.True(t, short.Open)
	assert.Contains(t, short.Summary().String(), "the least chance lies between 333/1000 and 1/2, and above it nothing is claimed")
	assert.Contains(t, string(short.Files[record.RulesFile]), `"budget": 1,`)
	assert.Contains(t, string(short.Files[record.ProofFile]), record.GradeBounds)
	long, err := Run(context.Background(), Request{Pool: p, Seats: 2, PublicValue: "7"})
	require.NoError(t, err)
	assert.False(t, long.Open)
	assert.Contains(t, string(long.Files[record.RulesFile]), `"budget": 30000,`)
	assert.Contains(t, string(long.Files[record.ProofFile]), `"chance": "1/3"`)
}

// published are the files that a checker reads.
func published(files record.Files) record.Files {
	out := record.Files{}
	for name, data := range files {
		if strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/") {
			out[name] = data
		}
	}
	return out
}

package members_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// Alternates of a record are neither members nor their households, nor unavailable, and a
// lottery inside the windows has nobody else.
func TestAlternatesOfRecord(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,woman,2,3\ngender,man,2,3\narea,north,1,3\narea,south,2,4\n"))
	require.Empty(t, faults)
	rows := "id,gender,area,home\n"
	for i := range 40 {
		rows += strings.Join([]string{string(rune('a'+i/26)) + string(rune('a'+i%26)), []string{"woman", "man"}[i%2], []string{"north", "south"}[i/2%2], string(rune('A' + i/3))}, ",") + "\n"
	}
	p, faults := pool.Read("p.csv", []byte(rows), table, pool.Options{Household: []string{"home"}})
	require.Empty(t, faults)
	r, err := selection.Run(context.Background(), selection.Request{Pool: p, Seats: 5, Household: 1, PublicValue: "7"})
	require.NoError(t, err)
	rec, recFaults := record.Parse(r.Files)
	require.Empty(t, recFaults)
	company := members.Of(rec)

	free, err := company.Vacancy(nil, nil)
	require.NoError(t, err)
	away := free.Roster.IDs()[:3]
	q, vacancy, err := company.AlternatesQuestion(4, away, members.EvenRates(table, members.DefaultLeave))
	require.NoError(t, err)
	assert.Equal(t, members.Seated(rec.Roster, company.Members), members.Seated(rec.Roster, vacancy.Stay))
	assert.Len(t, q.Members, 5)
	assert.Equal(t, 1, q.Limit)
	assert.Equal(t, free.Roster.IDs()[3:], q.Roster.IDs())

	plan, err := members.PlanAlternates(*q, draw.NewStream(draw.Algorithm, "alternates", [32]byte{1}, [32]byte{2}))
	require.NoError(t, err)
	assert.NotEmpty(t, plan.People)
	assert.True(t, slices.IsSorted(plan.People))
	for _, i := range plan.People {
		id := q.Roster.Entries[i].ID
		assert.False(t, company.Has(id) || slices.Contains(away, id))
	}
	_, _, err = company.AlternatesQuestion(4, company.Members[:1], nil)
	assert.EqualError(t, err, company.Members[0]+" is a member: members leave, others are unavailable")
}

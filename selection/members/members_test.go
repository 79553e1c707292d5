package members_test

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/members"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// drawn is a record of ten people for four seats, without quotas that matter, and its files.
func drawn(t *testing.T) (*record.Record, record.Files) {
	t.Helper()
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\nside,left,1,4\nside,right,1,4\n"))
	require.Empty(t, faults)
	rows := "id,side\n"
	for i := range 10 {
		rows += fmt.Sprintf("p%d,%s\n", i, []string{"left", "right"}[i%2])
	}
	p, faults := pool.Read("pool.csv", []byte(rows), table, pool.Options{})
	require.Empty(t, faults)
	made, err := selection.Run(context.Background(), selection.Request{Pool: p, Seats: 4, Pages: 100, PublicValue: "first"})
	require.NoError(t, err)
	return parsed(t, made.Files), made.Files
}

func parsed(t *testing.T, files record.Files) *record.Record {
	t.Helper()
	rec, faults := record.Parse(files)
	require.Empty(t, faults)
	return rec
}

// turn makes an event and draws it.
func turn(t *testing.T, rec *record.Record, files record.Files, turnover selection.Turnover) (*record.Record, []string) {
	t.Helper()
	turnover.Statement, turnover.Source, turnover.Pages = "why not", record.KnownSource(), 100
	turnover.PublicValue = fmt.Sprint("value ", len(rec.Events))
	r, err := selection.Replace(context.Background(), rec, files, turnover)
	require.NoError(t, err)
	files.AddEvent(r.Number, r.Files)
	return parsed(t, files), r.Drawn.Panel
}

// A company follows its events: who joined by which, who left, who is next in line.
func TestCompany(t *testing.T) {
	rec, files := drawn(t)
	first := rec.Drawing.Panel
	rec, joined := turn(t, rec, files, selection.Turnover{Kind: record.KindReplacement, Leaving: first[:1]})
	c := members.Of(rec)
	assert.True(t, c.Has(joined[0]))
	assert.False(t, c.Has(first[0]))
	assert.Equal(t, first[:1], c.Left)
	assert.Equal(t, 1, c.Joined[joined[0]])

	rec, next := turn(t, rec, files, selection.Turnover{Kind: record.KindAlternates, Seats: 2, Windows: rec.Table.Unbound(2)})
	c = members.Of(rec)
	assert.Equal(t, next, c.Next)
	assert.Len(t, c.Members, 4)
	v, err := c.Vacancy(c.Members[:1], nil)
	require.NoError(t, err)
	assert.Len(t, v.People, 5) // ten less four members and one who left
	assert.Equal(t, 1, v.Seats)

	_, err = c.Succession(c.Members[:1], next)
	assert.EqualError(t, err, "1 seat is vacant, and nobody of those next in line can take one without taking the panel further from its quotas")
	_, err = members.Of(parsed(t, files.WithoutEvents())).Succession(first[:1], nil)
	require.ErrorIs(t, err, members.ErrNobodyNext)
	before := members.Chances(rec)
	up, joined := turn(t, rec, maps.Clone(files), selection.Turnover{Kind: record.KindSuccession, Leaving: c.Members[:1], Unavailable: next[:1]})
	assert.Equal(t, next[1:], joined)
	assert.Empty(t, members.Of(up).Next[1:], "who moved up is not next in line any more")
	assert.Equal(t, before, members.Chances(up), "a rule is no chance")

	rec, out := turn(t, rec, files, selection.Turnover{Kind: record.KindOutgoing, Seats: 2})
	c = members.Of(rec)
	assert.Len(t, c.Members, 2)
	for _, id := range out {
		assert.False(t, c.Has(id))
		assert.Contains(t, c.Left, id)
	}
	_, err = c.Vacancy([]string{out[0]}, nil)
	assert.ErrorContains(t, err, "is no member")
	_, err = c.Vacancy(nil, c.Members[:1])
	assert.ErrorContains(t, err, "is a member")
	_, err = c.Outgoing(2, nil)
	assert.Error(t, err)

	rec, back := turn(t, rec, files, selection.Turnover{Kind: record.KindReplacement})
	assert.Len(t, back, 2)
	c = members.Of(rec)
	assert.Len(t, c.Members, 4)
	for _, id := range back {
		assert.NotContains(t, c.Next, id)
	}
}

// The chance of a seat so far is that of the draw for those who could join by no event, and grows
// with every event for the others.
func TestChances(t *testing.T) {
	rec, files := drawn(t)
	before := members.Chances(rec)
	for i, p := range before {
		assert.InDelta(t, float64(rec.Counts[i])/100, p, 1e-12)
	}
	rec, _ = turn(t, rec, files, selection.Turnover{Kind: record.KindReplacement, Leaving: rec.Drawing.Panel[:1]})
	inner := rec.Events[0].Record
	for i, id := range rec.IDs {
		want := before[i]
		for j, other := range inner.IDs {
			if other == id {
				want = 1 - (1-before[i])*(1-float64(inner.Counts[j])/100)
			}
		}
		assert.InDelta(t, want, members.Chances(rec)[i], 1e-12)
	}
	rec, _ = turn(t, rec, files, selection.Turnover{Kind: record.KindOutgoing, Seats: 1})
	assert.Len(t, members.Chances(rec), 10)
}

// The last note about a person counts, where it fits: who was noted as gone leaves.
func TestStates(t *testing.T) {
	rec, _ := drawn(t)
	c := members.Of(rec)
	a, b := c.Members[0], c.Members[1]
	other := ""
	for _, id := range rec.IDs {
		if !c.Has(id) {
			other = id
		}
	}
	log := members.Log{{"2027-01-15T18:00:00Z", a, members.Declined, "ill, \"very\""}, {"2027-01-15T18:00:01Z", b, members.Removed, ""},
		{"2027-01-15T18:00:02Z", b, members.Confirmed, ""}, {"2027-01-15T18:00:03Z", other, members.Withdrawn, ""}}
	again, err := members.ReadLog("states.csv", log.Bytes())
	require.NoError(t, err)
	assert.Equal(t, log, again)
	leaving, unavailable := log.Leaving(c)
	assert.Equal(t, []string{a}, leaving)
	assert.Equal(t, []string{other}, unavailable)
	assert.Equal(t, members.Confirmed, log.State(c, b))
	assert.Equal(t, members.Invited, log.State(c, c.Members[2]))
	log = append(log, members.Note{ID: other, State: members.Available})
	_, unavailable = log.Leaving(c)
	assert.Empty(t, unavailable)
	assert.Error(t, members.State("gone").Check(true))
	assert.Error(t, members.Available.Check(true))
	assert.Error(t, members.Confirmed.Check(false))
	for _, bad := range []string{"", "time,public_id,state\n", "time,public_id,state,note\nx,a,declined,\n", "time,public_id,state,note\n2027-01-15T18:00:00Z,a,gone,\n"} {
		_, err := members.ReadLog("states.csv", []byte(bad))
		assert.Error(t, err, bad)
	}
}

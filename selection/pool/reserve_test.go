package pool_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// Whoever holds a seat, takes no part or lives with somebody seated is gone, and the quotas are
// what is left.
func TestReserve(t *testing.T) {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,2,3\ngender,man,1,2\n"))
	require.Empty(t, faults)
	read := func(text string) *pool.Pool {
		p, faults := pool.Read("pool.csv", []byte(text), table, pool.Options{Household: []string{"address", "postcode"}})
		require.Empty(t, faults)
		return p
	}
	const header = "id,gender,address,postcode\n"
	p := read(header + "a,woman,1 Long Road,AB1\nb,man,1 Long Road,AB1\nc,woman,2 Long Road,AB1\nd,man,3 Long Road,AB1\ne,woman,3 Long Road,AB1\nf,man,4 Long Road,AB1\ng,man,5 Long Road,AB1\n")
	others := read(header + "c,woman,2 Long Road,AB1\nz,woman,4 Long Road,AB1\n")
	out := p.Reserve(pool.Reservation{Must: []int{p.Named("a")}, Others: others, Exclude: []int{p.Named("g")}, Limit: 1})
	assert.Equal(t, pool.Reserved{Seats: 3, Excluded: 1, Mates: 2}, out) // b lives with a, f with z
	var left []string
	for i := range p.People {
		left = append(left, p.Label(i))
	}
	assert.Equal(t, []string{"d", "e"}, left)
	assert.Equal(t, p.People[0].Household, p.People[1].Household)
	gender := p.Table.Features[p.Table.Feature("gender")]
	woman, man := gender.Values[gender.Value("woman")], gender.Values[gender.Value("man")]
	assert.Equal(t, []int{0, 0, 1, 2}, []int{woman.Min, woman.Max, man.Min, man.Max})
	assert.Equal(t, 1, p.Having(p.Table.Feature("gender"), gender.Value("man")))
	assert.Equal(t, -1, p.Named("a"))
	assert.Equal(t, []string{
		"3 seats were taken before the draw: the islands. Quotas, chances and proof are those of the other 2",
		"1 person of the pool takes no part in the draw: the islands",
		"2 people of the pool live with somebody who holds a seat already, and cannot be drawn",
	}, out.Sentences(2, "the islands."))
	assert.Equal(t, 3, pool.TakenBefore(out.Sentences(2, "the islands.")))
	assert.Equal(t, 1, pool.TakenBefore(pool.Reserved{Seats: 1}.Sentences(2, "the islands")))
	assert.Zero(t, pool.TakenBefore([]string{"all seats were taken before the draw: no", "x"}))
	assert.Equal(t, 2, table.Features[0].Values[table.Features[0].Value("woman")].Min, "the table of the file stays")
}

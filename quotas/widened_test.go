package quotas_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

// Only a wider window of a value that there is takes the place of another; the table itself stays.
func TestWidened(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ng,a,1,2\ng,b,2,3\n"))
	require.Empty(t, faults)
	wide, err := table.Widened([]quotas.Wider{{Feature: "G", Value: " b", Min: 0, Max: 3}, {Feature: "g", Value: "a", Min: 1, Max: 4}})
	require.NoError(t, err)
	window := func(of *quotas.Table, v int) [2]int {
		return [2]int{of.Features[0].Values[v].Min, of.Features[0].Values[v].Max}
	}
	assert.Equal(t, [][2]int{{1, 4}, {0, 3}}, [][2]int{window(wide, 0), window(wide, 1)})
	assert.Equal(t, [][2]int{{1, 2}, {2, 3}}, [][2]int{window(table, 0), window(table, 1)})
	for want, w := range map[string]quotas.Wider{
		`no feature is called "h"`:                                          {Feature: "h", Value: "a", Max: 4},
		`no value of g is called "c"`:                                       {Feature: "g", Value: "c", Max: 4},
		"g, a: 2 to 2 is not a wider window than the 1 to 2 that are left":  {Feature: "g", Value: "a", Min: 2, Max: 2},
		"g, b: 0 to 2 is not a wider window than the 2 to 3 that are left":  {Feature: "g", Value: "b", Min: 0, Max: 2},
		"g, a: -1 to 2 is not a wider window than the 1 to 2 that are left": {Feature: "g", Value: "a", Min: -1, Max: 2},
	} {
		_, err := table.Widened([]quotas.Wider{w})
		assert.EqualError(t, err, want)
	}
}

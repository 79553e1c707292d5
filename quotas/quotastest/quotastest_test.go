package quotastest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/quotas"
)

// Three of five people, two of one type and three of another: by hand.
func TestPanels(t *testing.T) {
	in := &quotas.Instance{Seats: 3, Count: []int{2, 3}}
	assert.Equal(t, [][]int{{0, 3}, {1, 2}, {2, 1}}, Panels(in))
	in.Rows = []quotas.Row{{Types: []int{0}, Min: 1, Max: 1}}
	assert.Equal(t, [][]int{{1, 2}}, Panels(in))
	in.Seats = 6
	assert.Empty(t, Panels(in))
}

func TestGroups(t *testing.T) {
	var all [][]int
	for group := range Groups(4, 2) {
		all = append(all, slices.Clone(group))
	}
	assert.Equal(t, [][]int{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}, all)
	for group := range Groups(4, 2) {
		assert.Equal(t, []int{0, 1}, group)
		break
	}
}

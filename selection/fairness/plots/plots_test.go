package plots

import (
	"bytes"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fairness/study"
)

func TestPlots(t *testing.T) {
	in := study.Input{IDs: []string{"b22", "c22", "d22", "f22"}, Seats: 2, Page: 0, Rule: "leximin", Commitment: strings.Repeat("ab", 32), Draws: 100,
		Values: [][]int{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, Pages: [][]int32{{0, 3}, {1, 2}, {0, 2}},
		Table: &quotas.Table{Features: []quotas.Feature{
			{Name: "a", Values: []quotas.Value{{Name: "x", Max: 2}, {Name: "y", Max: 2}}},
			{Name: "b", Values: []quotas.Value{{Name: "x", Max: 2}, {Name: "y", Max: 2}}},
		}}}
	files, err := Files(study.Of(in))
	require.NoError(t, err)
	assert.Equal(t, []string{"chances.png", "chances.svg", "digits.png", "digits.svg", "intersections.png", "intersections.svg",
		"ratio_products.png", "ratio_products.svg"}, slices.Sorted(maps.Keys(files)))
	for name, data := range files {
		if strings.HasSuffix(name, ".png") {
			_, err := png.Decode(bytes.NewReader(data))
			assert.NoError(t, err, name)
			continue
		}
		assert.Contains(t, string(data), "</svg>", name)
	}
	assert.Contains(t, string(files["intersections.svg"]), "a: x")
	again, err := Files(study.Of(in))
	require.NoError(t, err)
	assert.Equal(t, files, again)

	in.Commitment, in.Table.Features = "", in.Table.Features[:1]
	for i := range in.Values {
		in.Values[i] = in.Values[i][:1]
	}
	files, err = Files(study.Of(in))
	require.NoError(t, err)
	assert.Len(t, files, 4, "no digits and no intersections")
}

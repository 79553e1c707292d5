package fairness

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/evenlot/evenlot/quotas/quotastest"
)

// legacyFloor is where the published geometric means of the historic sampler
// put a person never drawn in 10,000 trials.
const legacyFloor = 1e-4

// TestPublishedStatistics recomputes the figures published with Flanigan et al.
// (2021) from the chances published with them, to the printed digit: Gini
// coefficient, geometric mean, smallest chance and share below it.
func TestPublishedStatistics(t *testing.T) {
	data := quotastest.Shared(t)
	folders, err := filepath.Glob(filepath.Join(data, "nature2021_reference", "*", "published_statistics.txt"))
	require.NoError(t, err)
	examples, err := filepath.Glob(filepath.Join(data, "example_*", "published_statistics.txt"))
	require.NoError(t, err)
	folders = append(folders, examples...)
	require.Len(t, folders, 12)
	for _, file := range folders {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			said := publishedStatistics(t, file)
			chances := publishedChances(t, filepath.Join(dir, "published_prob_allocs_data.csv"))
			for _, rule := range []string{"LEGACY", "LEXIMIN"} {
				p := chances[rule]
				require.NotEmpty(t, p)
				seats := int(math.Round(total(p)))
				assert.Equal(t, said["panel size k"], strconv.Itoa(seats), rule)
				assert.Equal(t, said["gini coefficient of "+rule], printed(Gini(p, seats)), rule)
				if rule == "LEGACY" {
					for i := range p {
						p[i] = max(p[i], legacyFloor)
					}
				}
				assert.Equal(t, said["geometric mean of "+rule], printed(stat.GeometricMean(p, nil)), rule)
			}
			smallest := chances["LEXIMIN"][0]
			assert.Equal(t, said["LEXIMIN minimum probability (exact)"], printed(smallest))
			assert.Equal(t, said["share selected by LEGACY with probability below LEXIMIN minimum selection probability"],
				printed(shareBelow(chances["LEGACY"], smallest)))
		})
	}
}

func publishedStatistics(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	said := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ":\t"); ok {
			said[key] = value
		}
	}
	return said
}

// publishedChances are the chances by rule in capitals, in rising order as
// published.
func publishedChances(t *testing.T, file string) map[string][]float64 {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	chances := make(map[string][]float64)
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if i == 0 {
			continue
		}
		cells := strings.Split(line, ",")
		require.Len(t, cells, 3)
		p, err := strconv.ParseFloat(strings.TrimSpace(cells[2]), 64)
		require.NoError(t, err)
		rule := strings.ToUpper(cells[0])
		chances[rule] = append(chances[rule], p)
	}
	return chances
}

func total(p []float64) float64 {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	return sum
}

func shareBelow(p []float64, limit float64) float64 {
	n := 0
	for _, x := range p {
		if x < limit {
			n++
		}
	}
	return float64(n) / float64(len(p))
}

func printed(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

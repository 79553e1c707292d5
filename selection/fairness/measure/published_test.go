package measure

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

	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection/fairness/exact"
)

// TestPublishedStatistics recomputes the figures published with Flanigan et al.
// (2021) from the chances published with them, to the printed digit: Gini
// coefficient, geometric mean, smallest chance, its bound under the historic sampler, and the share
// below it. Not recomputed are the mean squared errors of sf_e: they need the pool, which is private.
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
						p[i] = max(p[i], LegacyFloor)
					}
				}
				assert.Equal(t, said["geometric mean of "+rule], printed(GeometricMean(p)), rule)
			}
			n, k := len(chances["LEXIMIN"]), total(chances["LEXIMIN"])
			assert.Equal(t, said["pool size n"], strconv.Itoa(n))
			assert.Equal(t, said["mean selection probability k/n"], printed(k/float64(n)))
			assert.Equal(t, said["LEGACY minimum probability"], publishedBound(t, said["LEGACY minimum probability"]))
			smallest := chances["LEXIMIN"][0]
			assert.Equal(t, said["LEXIMIN minimum probability (exact)"], printed(smallest))
			assert.Equal(t, said["share selected by LEGACY with probability below LEXIMIN minimum selection probability"],
				printed(ShareBelow(chances["LEGACY"], smallest)))
		})
	}
}

// publishedBound is the line of LEGACY's smallest chance with its bound computed anew from the sample
// it names. The people sampled least are chosen in one sample and bounded by a second: their chance
// is not among the published ones.
func publishedBound(t *testing.T, line string) string {
	t.Helper()
	_, sample, found := strings.Cut(line, "sample proportion ")
	require.True(t, found, line)
	proportion, err := strconv.ParseFloat(sample[:6], 64)
	require.NoError(t, err)
	_, rest, _ := strings.Cut(line, "%")
	return fmt.Sprintf("≤ %.2f%%%s", 100*exact.JeffreysQuantile(proportion, 10_000, .99), rest)
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

func printed(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

package fairness

import (
	"slices"

	"github.com/evenlot/evenlot/selection/fairness/measure"
)

// Chances are the chances as published: pages with a person, out of M pages.
// Shares, chances, Gini coefficient and geometric mean lie in 0..1.
type Chances struct {
	Unseatable     int     `json:"unseatable"`      // people proved to be on no allowed panel
	OnNoPage       int     `json:"on_no_page"`      // people on no page, the unseatable among them
	SmallestPages  int     `json:"smallest_pages"`  // fewest pages of a seatable person
	Smallest       float64 `json:"smallest"`        // SmallestPages / M
	WithFewest     int     `json:"with_fewest"`     // seatable people with SmallestPages
	ShareFewest    float64 `json:"share_fewest"`    // WithFewest / seatable people
	Mean           float64 `json:"mean"`            // seats / people
	LargestPages   int     `json:"largest_pages"`   // most pages of a person
	Largest        float64 `json:"largest"`         // LargestPages / M
	DistinctCounts int     `json:"distinct_counts"` // different numbers of pages among seatable people
	Gini           float64 `json:"gini"`            // over the whole pool
	GeometricMean  float64 `json:"geometric_mean"`  // over seatable people; 0 where one is on no page
}

// describeChances summarises counts, the pages of each person out of m, of
// panels with so many seats.
func describeChances(counts []int, seatable []bool, m, seats int) Chances {
	var c Chances
	all := make([]float64, len(counts))
	var open []int
	var openChances []float64
	for i, n := range counts {
		all[i] = float64(n) / float64(m)
		if n == 0 {
			c.OnNoPage++
		}
		if !seatable[i] {
			c.Unseatable++
			continue
		}
		open = append(open, n)
		openChances = append(openChances, all[i])
	}
	// A page has at least one person, so somebody is seatable.
	slices.Sort(open)
	c.SmallestPages, c.LargestPages = open[0], open[len(open)-1]
	c.WithFewest, _ = slices.BinarySearch(open, c.SmallestPages+1)
	c.Smallest = float64(c.SmallestPages) / float64(m)
	c.Largest = float64(c.LargestPages) / float64(m)
	c.ShareFewest = float64(c.WithFewest) / float64(len(open))
	c.DistinctCounts = len(slices.Compact(open))
	c.Mean = float64(seats) / float64(len(counts))
	c.Gini = measure.Gini(all, seats)
	c.GeometricMean = measure.GeometricMean(openChances)
	return c
}

package lottery

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// Whatever a caller gets wrong is an error that says so, never a panic.
func TestQuestionsThatMakeNoSense(t *testing.T) {
	p := pooltest.Parse(t, "gender,woman,1,1\ngender,man,1,1\n", "id,gender", "a,woman", "b,woman", "c,man", "d,man")
	for want, q := range map[string]Question{
		"no pool to select from: one that cannot be read gives faults in its place":          {Seats: 2},
		"0 seats, expected at least 1":                                                       {Pool: p},
		"5 seats for a pool of 4 people, expected no more seats than people":                 {Pool: p, Seats: 5},
		"-1 people of a household and a budget of 0, expected numbers that are not negative": {Pool: p, Seats: 2, Household: -1},
		"0 people of a household and a budget of -7, expected numbers that are not negative": {Pool: p, Seats: 2, Budget: -7},
	} {
		_, err := Compare(context.Background(), q, []string{"leximin"})
		assert.EqualError(t, err, want)
	}
}

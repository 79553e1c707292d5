package words

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/why"
)

var (
	women  = why.Rule{Kind: why.Quota, Feature: "gender", Value: "woman"}
	young  = why.Rule{Kind: why.Quota, Feature: "age", Value: "young"}
	homes  = why.Rule{Kind: why.Household}
	whole  = why.Limit{Rule: why.Rule{Kind: why.Whole}}
	oneMax = why.Limit{Rule: women, End: "max", Seats: 1}
	twoMin = why.Limit{Rule: young, End: "min", Seats: 2}
)

// A sentence for every shape of a bound.
func TestBinding(t *testing.T) {
	for want, b := range map[string]why.Bound{
		"Everyone who can be seated sits on every panel.":                                    {Always: true},
		"There is 1 seat for 8 people: not all of them can be promised more than 12.5 %.":    {Chance: "1/8", Value: .125, Seats: 1, People: 8, Even: true},
		"There are 3 seats for 12 people: not all of them can be promised more than 25.0 %.": {Chance: "1/4", Value: .25, Seats: 3, People: 12, Even: true},
		"gender: woman allows at most 1 seat, and 11 people with gender: woman share it: not all of them can be promised more than 9.1 %.": {
			Chance: "1/11", Value: 1. / 11, Limits: []why.Limit{oneMax}, People: 11, Even: true, Group: &women},
		"age: young (at least 2) leaves 1 seat for 8 people: not all of them can be promised more than 12.5 %.": {
			Chance: "1/8", Value: .125, Limits: []why.Limit{twoMin}, People: 8, Even: true},
		"gender: woman (at most 1) and age: young (at least 2) together leave 1.50 seats for 6 people: not all of them can be promised more than 25.0 %.": {
			Chance: "1/4", Value: .25, Limits: []why.Limit{oneMax, twoMin}, People: 6, Even: true},
		"the fact that seats are whole holds 3 people with age: young down: not all of them can be promised more than 33.4 %.": {
			Chance: "1/3", Value: 1. / 3, Limits: []why.Limit{whole}, People: 3, Group: &young},
		"the fact that seats are whole leaves 1 seat for 3 people: not all of them can be promised more than 33.4 %.": {
			Chance: "1/3", Value: 1. / 3, Limits: []why.Limit{whole}, People: 3, Even: true},
	} {
		assert.Equal(t, want, Binding(b))
	}
}

func TestReasonsAndLevels(t *testing.T) {
	assert.Equal(t, "because gender: woman allows no seat", Reason(why.Reason{Kind: why.NoSeat, Rules: []why.Rule{women}}))
	assert.Equal(t, "and meet age: young, gender: woman and the household rule",
		Reason(why.Reason{Kind: why.Conflict, Rules: []why.Rule{homes, women, young}}))
	assert.Equal(t, "and meet every quota: all combinations were ruled out", Reason(why.Reason{Kind: why.RuledOut}))
	assert.Equal(t, "because age: young takes at least 1 seat, and 1 person has it",
		Reason(why.Reason{Kind: why.Needed, Rules: []why.Rule{young}, Seats: 1, People: 1}))
	assert.Equal(t, "1 person at 100 %: on every panel.", Level(why.Level{Value: 1, People: 1, Always: true}))
	assert.Equal(t, "4 people at 9.0 %: the seats left are shared evenly.", Level(why.Level{Value: 1. / 11, People: 4}))
	assert.Equal(t, "4 people at 9.0 %: held there by gender: woman (at most 1).", Level(why.Level{Value: 1. / 11, People: 4, Limits: []why.Limit{oneMax}}))
}

// A summary that was stored and read again says the same.
func TestSummaryTravels(t *testing.T) {
	for _, s := range []Summary{
		{Notice: "a rehearsal", Reserved: []verify.Caveat{verify.CaveatShort}, Rule: "leximin", Pages: 1000, Fewest: 332, Possible: 333,
			Binding: &why.Bound{Chance: "1/3", Value: 1. / 3, Limits: []why.Limit{whole, oneMax}, People: 3, Group: &young},
			Reasons: []why.Unseatable{{Reason: why.Reason{Kind: why.NoSeat, Rules: []why.Rule{women}}, Count: 2}}},
		{Rule: "leximin", Unsettled: &lottery.Unsettled{Before: 3, Fewest: 333, Pages: 1000, Chance: "1/2"}},
		{Rule: "nash", Standing: &lottery.Standing{Rule: "nash", Value: 1.0000001, Bound: 1}},
		{Rule: "uniform", Standing: &lottery.Standing{Rule: "uniform", Panels: "12345678901234567890", Bits: 63.4, Open: true}},
		{Rule: "minimax", Standing: &lottery.Standing{Rule: "minimax", Bound: 1. / 11, Most: 91, Pages: 1000}},
	} {
		var again Summary
		require.NoError(t, json.Unmarshal(s.JSON(), &again))
		assert.Equal(t, s.String(), again.String())
	}
}

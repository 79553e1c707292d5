package sample

import (
	"fmt"
	"slices"
	"strings"
)

// A feature of the catalogue: its values with the population's shares, how it
// hangs on the hidden scores, and how far volunteers differ from the population.
type feature struct {
	name   string
	values []string
	shares []int  // of 1000 people of the population, one a value
	load   [3]int // of age, status, place, in hundredths; squares sum to less than 10000
	shift  int    // of a volunteer's score, in hundredths of its deviation
	shared bool   // alike for the people of one household
}

func catalogue() []feature {
	return []feature{
		{name: "gender", values: []string{"female", "male", "other"}, shares: []int{505, 487, 8},
			load: [3]int{0, 10, 0}, shift: -12},
		{name: "age", values: []string{"16-29", "30-44", "45-59", "60-74", "75+"}, shares: []int{220, 245, 240, 195, 100},
			load: [3]int{85, 0, 0}, shift: 40},
		{name: "education", values: []string{"level 0-1", "level 2", "level 3", "level 4+"}, shares: []int{280, 200, 210, 310},
			load: [3]int{-25, 70, 10}, shift: 90},
		{name: "ethnicity", values: []string{"majority", "minority a", "minority b", "mixed"}, shares: []int{810, 90, 60, 40},
			load: [3]int{-35, -15, 35}, shift: -15},
		{name: "region", values: []string{"centre", "east", "north", "south", "west"}, shares: []int{240, 190, 180, 220, 170},
			load: [3]int{0, 15, 35}, shift: 20, shared: true},
		{name: "settlement", values: []string{"city", "town", "village"}, shares: []int{330, 370, 300},
			load: [3]int{15, -10, -60}, shift: -25, shared: true},
		{name: "housing", values: []string{"owner", "private rent", "social rent"}, shares: []int{640, 190, 170},
			load: [3]int{-50, -40, 15}, shift: -30, shared: true},
		{name: "opinion", values: []string{"against", "rather against", "undecided", "rather for", "for"}, shares: []int{120, 160, 240, 280, 200},
			load: [3]int{-5, 25, 20}, shift: 60},
		{name: "income", values: []string{"high", "low", "middle"}, shares: []int{200, 350, 450},
			load: [3]int{15, 50, 5}, shift: -30},
		{name: "disability", values: []string{"no", "yes"}, shares: []int{820, 180},
			load: [3]int{35, -30, 0}, shift: 5},
		{name: "children", values: []string{"no", "yes"}, shares: []int{680, 320},
			load: [3]int{20, 5, -10}, shift: 0, shared: true},
	}
}

// Features names what [Options.Features] may hold.
func Features() []string {
	var names []string
	for _, f := range catalogue() {
		names = append(names, f.name)
	}
	return names
}

func pick(names []string) ([]feature, error) {
	all := catalogue()
	var picked []feature
	for i, name := range names {
		at := slices.IndexFunc(all, func(f feature) bool { return f.name == name })
		if at < 0 {
			return nil, fmt.Errorf("unknown feature %q, expected some of %s", name, strings.Join(Features(), ", "))
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("feature %q is named twice", name)
		}
		picked = append(picked, all[at])
	}
	if len(picked) == 0 {
		return nil, fmt.Errorf("no feature named, expected some of %s", strings.Join(Features(), ", "))
	}
	return picked, nil
}

// Presets names the ready-made options, see [Preset].
func Presets() []string {
	return []string{"easy", "example", "exact", "households", "large", "self-selected", "tight", "unique"}
}

// Preset gives ready-made options, without a seed; false if there are none of
// that name.
//
//	easy           few features, wide windows
//	example        what a town might get: contact columns, five features
//	exact          every quota leaves one number only
//	households     some people live together
//	large          six features, for pools up to a million
//	self-selected  volunteers far from the population
//	tight          five features, windows of at most one seat
//	unique         so many features that almost no two people are alike
func Preset(name string) (Options, bool) {
	switch name {
	case "easy":
		return Options{People: 120, Seats: 20, Tilt: 50, Window: Loose,
			Features: []string{"gender", "age", "region"}}, true
	case "example":
		return Options{People: 300, Seats: 40, Tilt: 100, Window: Tight, Contacts: true,
			Features: []string{"gender", "age", "education", "region", "housing"}}, true
	case "exact":
		return Options{People: 100, Seats: 16, Tilt: 100, Window: Exact,
			Features: []string{"gender", "age", "education", "settlement"}}, true
	case "households":
		return Options{People: 120, Seats: 15, Tilt: 100, Window: Tight, Households: true,
			Features: []string{"gender", "age", "housing", "settlement"}}, true
	case "large":
		return Options{People: 10000, Seats: 150, Tilt: 100, Window: Tight,
			Features: []string{"gender", "age", "education", "region", "settlement", "opinion"}}, true
	case "self-selected":
		return Options{People: 200, Seats: 24, Tilt: 150, Window: Tight,
			Features: []string{"gender", "age", "education", "ethnicity", "opinion"}}, true
	case "tight":
		return Options{People: 150, Seats: 20, Tilt: 100, Window: Tight,
			Features: []string{"gender", "age", "education", "ethnicity", "region"}}, true
	case "unique":
		return Options{People: 180, Seats: 20, Tilt: 100, Window: Loose,
			Features: []string{"gender", "age", "education", "region", "settlement", "housing", "opinion", "income"}}, true
	}
	return Options{}, false
}

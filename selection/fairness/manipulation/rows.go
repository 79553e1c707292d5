package manipulation

import "github.com/evenlot/evenlot/selection/fairness/study"

// Format names the layout of the rows; it changes when a field does.
const Format = "evenlot-manipulation/1"

// A Study is who could gain what.
type Study struct {
	Format   string   `json:"format"`
	Pool     int      `json:"pool"`   // people
	People   int      `json:"people"` // of the types whose lies were looked at
	Types    int      `json:"types"`  // that the pool has
	Looked   int      `json:"looked"` // types whose lies were looked at
	Lies     int      `json:"lies"`   // that were looked at, under each rule
	All      int      `json:"all"`    // lies that there are
	Seats    int      `json:"seats"`
	Features []string `json:"features"` // names of Lie.Values
	Rules    []Rule   `json:"rules"`
	Moves    []Move   `json:"moves"`
	Each     []Lie    `json:"lies_by_rule"`
	Notes    []string `json:"notes"` // rules that gave no answer, and why
}

// A Rule sums up what the best lie of everybody looked at is worth under a rule.
type Rule struct {
	Rule    string       `csv:"rule" json:"rule" about:"rule"`
	Mean    study.Number `csv:"mean_gain" json:"mean_gain" about:"mean over people of the gain by their best lie, 0 for the truth"`
	Most    study.Number `csv:"largest_gain" json:"largest_gain" about:"largest gain of anybody"`
	Many    study.Number `csv:"gain_a_point" json:"gain_a_point" about:"share of the people whose best lie raises their chance by more than a percentage point"`
	None    study.Number `csv:"gain_nothing" json:"gain_nothing" about:"share of the people whom no lie gives more"`
	Loss    study.Number `csv:"largest_loss" json:"largest_loss" about:"largest fall of the chance of somebody else, by any lie"`
	Seats   study.Number `csv:"most_seats" json:"most_seats" unit:"seats" about:"most seats that a lie moves to the people who truly have the hidden value"`
	NoPanel int          `csv:"no_panel" json:"no_panel" unit:"lies" about:"lies after which no panel meets the quotas"`
}

// A Move is one lie, of everybody looked at who could tell it.
type Move struct {
	Rule    string       `csv:"rule" json:"rule" about:"rule"`
	Feature string       `csv:"feature" json:"feature" about:"feature lied about"`
	Truth   string       `csv:"truth" json:"truth" about:"true value"`
	Told    string       `csv:"told" json:"told" about:"value told"`
	People  int          `csv:"people" json:"people" unit:"people" about:"people looked at with the true value"`
	Mean    study.Number `csv:"mean_gain" json:"mean_gain" about:"mean change of the chance of these people, each lying alone"`
	Most    study.Number `csv:"largest_gain" json:"largest_gain" about:"largest change among them"`
	Loss    study.Number `csv:"largest_loss" json:"largest_loss" about:"largest fall of the chance of somebody else"`
	Seats   study.Number `csv:"most_seats" json:"most_seats" unit:"seats" about:"most seats that it moves to the people who truly have the true value"`
}

// A Lie is one of a person of a type. Numbers are missing where no panel is left.
type Lie struct {
	Rule    string       `csv:"rule" json:"rule" about:"rule"`
	Type    int          `csv:"type" json:"type" about:"number of the type, from 1: people alike in every feature, and in the shape of their household"`
	People  int          `csv:"people" json:"people" unit:"people" about:"people of the type"`
	Feature string       `csv:"feature" json:"feature" about:"feature lied about"`
	Truth   string       `csv:"truth" json:"truth" about:"true value"`
	Told    string       `csv:"told" json:"told" about:"value told"`
	Before  study.Number `csv:"chance" json:"chance" about:"chance of a person of the type when everybody tells the truth"`
	After   study.Number `csv:"chance_lying" json:"chance_lying" about:"chance of the one who lies; empty where no panel is left"`
	Gain    study.Number `csv:"gain" json:"gain" about:"chance_lying less chance"`
	Loss    study.Number `csv:"loss" json:"loss" about:"largest fall of the chance of somebody else"`
	Seats   study.Number `csv:"seats" json:"seats" unit:"seats" about:"change of the seats expected by the people who truly have the true value, the liar among them"`
	Values  []string     `csv:"-" json:"values"`
}

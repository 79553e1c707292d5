package simulate

import "github.com/evenlot/evenlot/selection/fairness/study"

// Format names the layout of the rows; it changes when a field does.
const Format = "evenlot-simulation/1"

// A Simulation is what came of the pools.
type Simulation struct {
	Format   string    `json:"format"`
	Frame    int       `json:"frame"`   // people
	Letters  int       `json:"letters"` // of each run
	Sampled  bool      `json:"sampled"` // letters drawn with replacement
	Rate     float64   `json:"rate"`    // mean chance that a letter is answered
	Seats    int       `json:"seats"`
	Runs     int       `json:"runs"`
	Seed     string    `json:"seed"`
	Grades   []Grade   `json:"grades"`
	Measures []Measure `json:"measures"`
	Values   []Value   `json:"values"`
	All      []Run     `json:"runs_by_rule"`
	Notes    []string  `json:"notes"` // what was left out, and why
}

// A Grade says what stands behind the chances of a rule, and how often.
type Grade struct {
	Rule  string `json:"rule"`
	Grade string `json:"grade"`
	Runs  int    `json:"runs"`
}

// A Run is one pool under one rule. Chances are those of people whom a panel can hold; all numbers but
// people are missing where there is no panel, or the rule gave no answer.
type Run struct {
	Number        int          `csv:"run" json:"run" about:"number of the pool, from 1: the same pool under every rule"`
	Rule          string       `csv:"rule" json:"rule" about:"rule"`
	People        int          `csv:"people" json:"people" unit:"people" about:"people who answered"`
	Possible      bool         `csv:"panel_possible" json:"panel_possible" about:"some panel meets the quotas"`
	Unseatable    study.Count  `csv:"unseatable" json:"unseatable" unit:"people" about:"people whom no panel can hold"`
	Smallest      study.Number `csv:"smallest" json:"smallest" about:"smallest chance"`
	Largest       study.Number `csv:"largest" json:"largest" about:"largest chance"`
	Gini          study.Number `csv:"gini" json:"gini" about:"Gini coefficient over the whole pool"`
	GeometricMean study.Number `csv:"geometric_mean" json:"geometric_mean" about:"geometric mean of the chances"`
	Levels        study.Count  `csv:"levels" json:"levels" about:"different chances"`
	Grade         string       `csv:"grade" json:"grade" about:"what stands behind the chances"`
	Fault         string       `csv:"no_answer" json:"no_answer" about:"why the rule gave no answer, where there is a panel"`
}

// A Measure is the distribution of a measure over the pools that have a panel and an answer.
type Measure struct {
	Rule    string       `csv:"rule" json:"rule" about:"rule; empty for what no rule decides"`
	Measure string       `csv:"measure" json:"measure" about:"column of runs.csv"`
	Runs    int          `csv:"runs" json:"runs" about:"pools counted"`
	Mean    study.Number `csv:"mean" json:"mean" about:"mean over the pools"`
	Low     study.Number `csv:"mean_low" json:"mean_low" about:"lower end of the 95 % interval of the mean (Student; for a share of the pools Jeffreys)"`
	High    study.Number `csv:"mean_high" json:"mean_high" about:"upper end"`
	Least   study.Number `csv:"minimum" json:"minimum" about:"smallest pool"`
	P5      study.Number `csv:"p05" json:"p05" about:"5 % of the pools are at or below"`
	Median  study.Number `csv:"median" json:"median" about:"half of the pools are at or below"`
	P95     study.Number `csv:"p95" json:"p95" about:"95 % of the pools are at or below"`
	Most    study.Number `csv:"maximum" json:"maximum" about:"largest pool"`
}

// A Value is one value of a column under a rule, over the pools that have a panel and an answer; Short is over all pools.
type Value struct {
	Rule      string       `csv:"rule" json:"rule" about:"rule"`
	Feature   string       `csv:"feature" json:"feature" about:"feature"`
	Value     string       `csv:"value" json:"value" about:"value of the feature"`
	Quota     bool         `csv:"quota" json:"quota" about:"the feature has quotas"`
	People    int          `csv:"frame_people" json:"frame_people" unit:"people" about:"people of the frame with the value"`
	Share     float64      `csv:"frame_share" json:"frame_share" about:"their share of the frame"`
	Answer    float64      `csv:"answer" json:"answer" about:"mean chance that one of them answers a letter (assumed)"`
	Short     study.Number `csv:"short" json:"short" about:"share of all pools in which fewer people with the value answered than the quota asks for; empty without a quota"`
	Pool      study.Number `csv:"pool_share" json:"pool_share" about:"mean share of those who answered"`
	PoolLow   study.Number `csv:"pool_share_low" json:"pool_share_low" about:"lower end of the 95 % interval of that mean"`
	PoolHigh  study.Number `csv:"pool_share_high" json:"pool_share_high" about:"upper end"`
	Seats     study.Number `csv:"seat_share" json:"seat_share" about:"mean share of the seats, by everybody's chance"`
	SeatsLow  study.Number `csv:"seat_share_low" json:"seat_share_low" about:"lower end of the 95 % interval of that mean"`
	SeatsHigh study.Number `csv:"seat_share_high" json:"seat_share_high" about:"upper end"`
	Seat      study.Number `csv:"seat_once_in_pool" json:"seat_once_in_pool" about:"chance of a seat once in the pool: mean seats over mean people in the pool"`
	EndToEnd  study.Number `csv:"end_to_end" json:"end_to_end" about:"chance of a seat before the letters: mean seats over frame_people; empty where the frame is a sample"`
	Relative  study.Number `csv:"end_to_end_relative" json:"end_to_end_relative" about:"the same over the mean of everybody: seat_share over frame_share, 1 where self-selection is repaired"`
}

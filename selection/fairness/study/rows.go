package study

import (
	"encoding/json"
	"math"
	"strconv"
)

// Format names the layout of the rows; it changes when a field does.
const Format = "evenlot-study/2"

// A Number is a number that may be missing: NaN and infinities are an empty cell, and null in JSON.
type Number float64

func (n Number) missing() bool { return math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) }

// MarshalCSV spells the number in as many digits as tell it from others.
func (n Number) MarshalCSV() (string, error) {
	if n.missing() {
		return "", nil
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64), nil
}

// MarshalJSON likewise.
func (n Number) MarshalJSON() ([]byte, error) {
	if n.missing() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// missing is no number.
var missing = Missing()

// Missing is no number.
func Missing() Number { return Number(math.NaN()) }

// A Count is a whole number that may be missing: below 0 it is an empty cell, and null in JSON.
type Count int

// MarshalCSV spells it.
func (c Count) MarshalCSV() (string, error) {
	if c < 0 {
		return "", nil
	}
	return strconv.Itoa(int(c)), nil
}

// MarshalJSON likewise.
func (c Count) MarshalJSON() ([]byte, error) {
	if c < 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(c))
}

// A Study is what [Of] found. The tags "about" and "unit" of the rows are their documentation: package
// tables prints them beside the numbers.
type Study struct {
	Format      string      `json:"format"`
	People      int         `json:"people"`
	Seats       int         `json:"seats"`
	Pages       int         `json:"pages"`
	Page        Count       `json:"page"`
	Rule        string      `json:"rule"`
	Grade       string      `json:"grade"`
	Chances     Chances     `json:"chances"`
	Meetings    *Meetings   `json:"meetings"`
	Uniformity  *Uniformity `json:"draw"`
	Distances   []Distance  `json:"distances"`
	Kinds       []Kind      `json:"self_selection"`
	Repairs     []Repair    `json:"repair"`
	Letters     int         `json:"letters"` // sent; 0: not told
	Tests       []Test      `json:"tests"`
	Notes       []string    `json:"notes"` // what was left out, and why
	Persons     []Person    `json:"-"`
	Features    []string    `json:"-"` // with a quota: names of Person.Values
	Values      []Value     `json:"-"`
	Cells       []Cell      `json:"-"`
	Memberships [][]int32   `json:"-"` // of each page, indices into Persons
}

// A Person is one of the pool.
type Person struct {
	ID           string   `csv:"public_id" about:"public id of the person"`
	Pages        int      `csv:"chance_numerator" unit:"pages" about:"pages that name the person: the exact chance is this over chance_denominator"`
	Of           int      `csv:"chance_denominator" unit:"pages" about:"pages of the book"`
	Chance       float64  `csv:"chance" about:"the same as a number"`
	RatioProduct Number   `csv:"ratio_product" about:"product over the features of pool share over quota share ((min+max)/2/seats) of the person's value: above 1 for people like many volunteers (Flanigan et al. 2021)"`
	Unseatable   bool     `csv:"unseatable" about:"no panel that meets the quotas can hold the person"`
	Drawn        bool     `csv:"on_panel" about:"the drawn page names the person"`
	Values       []string `csv:"-"`
}

// A Value is one value of a feature, or of a column without a quota.
type Value struct {
	Feature      string `csv:"feature" about:"feature"`
	Value        string `csv:"value" about:"value of the feature"`
	QuotaMin     Count  `csv:"quota_min" unit:"seats" about:"least seats; empty for a column without a quota"`
	QuotaMax     Count  `csv:"quota_max" unit:"seats" about:"most seats"`
	QuotaShare   Number `csv:"quota_share" about:"middle of the quota over the seats, (min+max)/2/seats"`
	PoolPeople   int    `csv:"pool_people" unit:"people" about:"people of the pool with the value"`
	PoolShare    Number `csv:"pool_share" about:"pool_people over people"`
	BookMean     Number `csv:"book_mean" unit:"seats" about:"mean seats over all pages: the exact expectation"`
	BookShare    Number `csv:"book_share" about:"book_mean over seats"`
	BookMin      int    `csv:"book_min" unit:"seats" about:"fewest seats on a page"`
	BookMax      int    `csv:"book_max" unit:"seats" about:"most seats on a page"`
	DesignEffect Number `csv:"design_effect" about:"variance of the seats over the pages, over that of a simple random sample from the pool (Kish 1965): 0 where the quotas fix the seats"`
	PanelSeats   Count  `csv:"panel_seats" unit:"seats" about:"seats on the drawn page"`
	PanelShare   Number `csv:"panel_share" about:"panel_seats over seats"`
	Population   Number `csv:"population_share" about:"share of the population, where it was given"`
	GapPool      Number `csv:"gap_pool" unit:"standard deviations" about:"panel_seats against pool_share, in standard deviations of a simple random sample from the pool"`
	GapPeople    Number `csv:"gap_population" unit:"standard deviations" about:"panel_seats against population_share, likewise, from a large population"`
}

// A Distance compares two distributions over the values of a feature.
type Distance struct {
	Feature        string `csv:"feature" json:"feature" about:"feature"`
	Of             string `csv:"of" json:"of" about:"panel (drawn page) or book (expectation)"`
	Against        string `csv:"against" json:"against" about:"pool, quota (middle of each quota, scaled to 1) or population"`
	TotalVariation Number `csv:"total_variation" json:"total_variation" about:"half the sum of absolute differences: share of the seats that would have to change"`
	Hellinger      Number `csv:"hellinger" json:"hellinger" about:"Hellinger distance"`
	JensenShannon  Number `csv:"jensen_shannon" json:"jensen_shannon" unit:"bits" about:"Jensen-Shannon divergence"`
	Wasserstein    Number `csv:"wasserstein" json:"wasserstein" unit:"steps" about:"earth mover's distance, of features whose values have an order; empty for others"`
}

// A Cell is an intersection of values of two or three features with quotas.
type Cell struct {
	Order      int    `csv:"order" about:"features that meet here: 2 or 3"`
	Feature1   string `csv:"feature_1" about:"first feature"`
	Value1     string `csv:"value_1" about:"its value"`
	Feature2   string `csv:"feature_2" about:"second feature"`
	Value2     string `csv:"value_2" about:"its value"`
	Feature3   string `csv:"feature_3" about:"third feature; empty for two"`
	Value3     string `csv:"value_3" about:"its value"`
	PoolPeople int    `csv:"pool_people" unit:"people" about:"people of the pool with these values"`
	PoolShare  Number `csv:"pool_share" about:"pool_people over people"`
	BookMean   Number `csv:"book_mean" unit:"seats" about:"mean seats over all pages: the exact expectation"`
	BookShare  Number `csv:"book_share" about:"book_mean over seats"`
	QuotaShare Number `csv:"quota_product" about:"product of the quota shares of the values: what the quotas ask if features were independent"`
	Population Number `csv:"population_share" about:"share of the population, where a file counts it by both features"`
	PanelSeats Count  `csv:"panel_seats" unit:"seats" about:"seats on the drawn page"`
	PanelShare Number `csv:"panel_share" about:"panel_seats over seats"`
	GapPool    Number `csv:"gap_pool" unit:"standard deviations" about:"panel_seats against pool_share, in standard deviations of a simple random sample from the pool"`
	Voice      string `csv:"voice" about:"none: people of the pool and nobody on the panel; lone: one on the panel; else empty"`
}

// A Test is a question put to chance.
type Test struct {
	Family   string `csv:"family" json:"family" about:"tests of one null hypothesis, adjusted together: draw, pool or population"`
	Subject  string `csv:"subject" json:"subject" about:"feature, feature: value, or what else is tested"`
	Method   string `csv:"method" json:"method" about:"how the p-value came about"`
	Observed Number `csv:"observed" json:"observed" about:"statistic of the drawn page"`
	Expected Number `csv:"expected" json:"expected" about:"its mean under the null hypothesis, where it has one"`
	P        Number `csv:"p" json:"p" about:"p-value; empty where the test was refused"`
	Holm     Number `csv:"p_holm" json:"p_holm" about:"after Holm over the family: any at or below 0.05 is found by accident in 5 % of studies"`
	BH       Number `csv:"p_bh" json:"p_bh" about:"after Benjamini and Hochberg over the family: of those at or below 0.05, 5 % are false on average"`
	Drawn    int    `csv:"outcomes_drawn" json:"outcomes_drawn" about:"0: every outcome was counted; else outcomes drawn, p = (1 + as extreme)/(1 + drawn)"`
	Null     string `csv:"null_hypothesis" json:"null_hypothesis" about:"the null hypothesis in words"`
	Refused  string `csv:"refused" json:"refused" about:"why the test was not made"`
}

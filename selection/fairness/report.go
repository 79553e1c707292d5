package fairness

import (
	"bytes"
	"encoding/json"
)

// Format names the layout of [Report.JSON]; it changes when a field does.
const Format = "evenlot-fairness/1"

// Level is the adjusted p-value up to which a value is called unusual.
const Level = 0.05

// A Report is what [Describe] found. Shares, chances and p-values lie in 0..1.
type Report struct {
	Format  string         `json:"format"`
	People  int            `json:"people"` // in the pool
	Seats   int            `json:"seats"`
	Pages   int            `json:"pages"` // M
	Page    int            `json:"page"`  // the page drawn, from 0
	Chances Chances        `json:"chances"`
	Quotas  []QuotaFeature `json:"quota_features"` // as the organiser wrote them
	Free    []FreeFeature  `json:"free_features"`  // without a quota, in the order of Input.Extra
	LeftOut []LeftOut      `json:"left_out"`
	Pairs   *Pairs         `json:"pairs"` // nil: book too large to count them
	Meaning []Meaning      `json:"meaning"`
}

// ValueSeats is one value in the pool, on the drawn panel, and in the book.
type ValueSeats struct {
	Value      string  `json:"value"`
	PoolPeople int     `json:"pool_people"`
	PoolShare  float64 `json:"pool_share"`
	PanelSeats int     `json:"panel_seats"`
	PanelShare float64 `json:"panel_share"`
	BookMean   float64 `json:"book_mean"` // seats, over all pages
	BookMin    int     `json:"book_min"`
	BookMax    int     `json:"book_max"`
	PBook      float64 `json:"p_book"` // share of pages at least as far from BookMean
}

// A QuotaFeature is a feature of the quota table.
type QuotaFeature struct {
	Feature string       `json:"feature"`
	PBook   float64      `json:"p_book"` // share of pages at least as far from the average page
	Values  []QuotaValue `json:"values"`
}

// A QuotaValue is a value with its window of seats.
type QuotaValue struct {
	ValueSeats
	Min int `json:"quota_min"`
	Max int `json:"quota_max"`
}

// A FreeFeature is a column of the pool without a quota.
type FreeFeature struct {
	Feature string      `json:"feature"`
	PBook   float64     `json:"p_book"` // share of pages at least as far from the average page
	Values  []FreeValue `json:"values"`
}

// A FreeValue is a value without a quota. It is tested against an equal draw from the pool
// (hypergeometric, two-sided, exact) and against the book.
type FreeValue struct {
	ValueSeats
	PoolExpected float64 `json:"pool_expected"` // seats an equal draw from the pool gives on average
	PPool        float64 `json:"p_pool"`
	PPoolHolm    float64 `json:"p_pool_holm"` // after Holm over all values without a quota
	PBookHolm    float64 `json:"p_book_holm"` // likewise
}

// LeftOut is a column that was not tested, and why.
type LeftOut struct {
	Feature string `json:"feature"`
	Reason  string `json:"reason"`
}

// Meaning says what a field of the JSON form stands for.
type Meaning struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

// JSON is the report for other programs: UTF-8, fields always in the same order,
// and a key that says what each of them means.
func (r *Report) JSON() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		panic("fairness: internal error: a number of the report is not finite")
	}
	return b.Bytes()
}

// meaning is the key to the JSON form.
func meaning() []Meaning {
	return []Meaning{
		{"page", "the page drawn, counted from 0: the panel of this report"},
		{"chances", "a chance is the number of pages that name a person, divided by pages"},
		{"chances.unseatable", "people proved to be on no panel the quotas allow; they count in mean and gini, " +
			"not in smallest, with_fewest, share_fewest, distinct_counts and geometric_mean"},
		{"chances.on_no_page", "people no page names, the unseatable among them"},
		{"chances.share_fewest", "with_fewest divided by the number of people who are not unseatable"},
		{"chances.mean", "seats divided by people"},
		{"chances.gini", "sum over i = 0..n-1 of (2i - n + 1) p_(i) / (n * seats), p_(i) the chances in rising order; " +
			"0: all chances alike"},
		{"chances.geometric_mean", "n-th root of the product of the chances; 0 where one of them is 0"},
		{"pool_share, panel_share", "pool_people divided by people, panel_seats divided by seats"},
		{"book_mean, book_min, book_max", "seats of the value over all pages of the book"},
		{"p_book of a value", "share of the pages whose seats for the value are at least as far from book_mean " +
			"as those of the drawn page; exact, since all pages are equally likely; 1 where all pages are alike"},
		{"p_book of a feature", "the same for the distance sum of (seats - book_mean)^2 / book_mean over its values"},
		{"quota_features", "features held by quotas: their p_book tells of the draw inside the windows only"},
		{"p_pool", "exact two-sided hypergeometric p-value of panel_seats against a draw of the seats from the whole " +
			"pool, everyone equally likely, no quotas: the sum over all outcomes no likelier than the one seen; " +
			"small values show what the quotas and the draw did together, p_book shows the draw alone"},
		{"p_pool_holm, p_book_holm", "p_pool and p_book after Holm's adjustment over all values of free_features"},
		{"pairs", "pairs of people (the unseatable left out) whom no page names together; all pairs are counted; " +
			"null where the pool or the book is too large for that"},
	}
}

package study

import (
	"math"

	"github.com/evenlot/evenlot/selection/fairness/exact"
	"github.com/evenlot/evenlot/selection/fairness/measure"
)

// A Kind is people with one value, or with a value of each of two features, on their way from the
// population to a seat: a letter, an answer, a seat once in the pool. What of it is counted, exact,
// estimated or assumed stands with each column. The estimates take the letters to have gone out in
// proportion to the population, to people of every kind alike.
type Kind struct {
	Feature1   string `csv:"feature_1" json:"feature_1" about:"feature"`
	Value1     string `csv:"value_1" json:"value_1" about:"its value"`
	Feature2   string `csv:"feature_2" json:"feature_2" about:"second feature, where the file counts people by both; empty for single values"`
	Value2     string `csv:"value_2" json:"value_2" about:"its value"`
	Quota      bool   `csv:"quota" json:"quota" about:"every feature has quotas"`
	Population Number `csv:"population_share" json:"population_share" about:"share of the population (given)"`
	PoolPeople int    `csv:"pool_people" json:"pool_people" unit:"people" about:"people of the pool (counted)"`
	PoolShare  Number `csv:"pool_share" json:"pool_share" about:"pool_people over people (counted)"`
	Relative   Number `csv:"response_relative" json:"response_relative" about:"how often they answer, relative to everybody: pool_share over population_share (estimated)"`
	Low        Number `csv:"response_relative_low" json:"response_relative_low" about:"lower end of its 95 % interval (Jeffreys, for pool_share)"`
	High       Number `csv:"response_relative_high" json:"response_relative_high" about:"upper end"`
	Rate       Number `csv:"response_rate" json:"response_rate" about:"answers to a letter: pool_people over letters times population_share, where the letters were given (estimated)"`
	Seat       Number `csv:"seat_once_in_pool" json:"seat_once_in_pool" about:"mean chance of a seat of those in the pool (exact)"`
	SeatShare  Number `csv:"book_share" json:"book_share" about:"share of the seats over all pages (exact)"`
	EndToEnd   Number `csv:"end_to_end" json:"end_to_end" about:"seats for each of them in the population: book_mean over people, where the population was counted (exact for this pool; nobody's own chance, which depends on whether they answer)"`
	Whole      Number `csv:"end_to_end_relative" json:"end_to_end_relative" about:"the same over that of everybody: book_share over population_share; 1 where self-selection is repaired (exact for this pool)"`
}

// A Repair says how much of the distance of the pool from the population is gone in the book.
type Repair struct {
	Feature1 string `csv:"feature_1" json:"feature_1" about:"feature"`
	Feature2 string `csv:"feature_2" json:"feature_2" about:"second feature, for pairs of values; empty for single values"`
	Quota    bool   `csv:"quota" json:"quota" about:"every feature has quotas"`
	Pool     Number `csv:"pool_distance" json:"pool_distance" about:"total variation of the pool from the population: share of people who would have to be others"`
	Book     Number `csv:"book_distance" json:"book_distance" about:"total variation of the expected seats from the population"`
	Repaired Number `csv:"repaired" json:"repaired" about:"1 - book_distance / pool_distance: 1 where the seats are as the population is, 0 where they are as far from it as the pool, below 0 where farther"`
}

// mostKinds is the values of two features up to which pairs are looked at: beyond, cells of nobody.
const mostKinds = 10_000

// selfSelection follows single values, then pairs of values, as far as the population tells.
func (w *work) selfSelection() (kinds []Kind, repairs []Repair) {
	kinds, repairs = []Kind{}, []Repair{}
	add := func(features ...int) {
		own, repair := w.follow(features...)
		if own != nil {
			kinds, repairs = append(kinds, own...), append(repairs, repair)
		}
	}
	if w.Population == nil {
		return kinds, repairs
	}
	for f := range w.features {
		add(f)
	}
	for f := range w.Table.Features {
		for g := f + 1; g < len(w.Table.Features); g++ {
			if len(w.features[f].values)*len(w.features[g].values) <= mostKinds {
				add(f, g)
			}
		}
	}
	return kinds, repairs
}

// shareOf is the share that a population gives the code of one or two features.
func (w *work) shareOf(features []int, values []int) (float64, bool) {
	name := func(j int) string { return w.features[features[j]].values[values[j]] }
	if len(features) == 1 {
		return w.Population.share(w.features[features[0]].name, name(0))
	}
	return w.Population.joint([2]string{w.features[features[0]].name, w.features[features[1]].name}, [2]string{name(0), name(1)})
}

// follow gives the kinds of one or two features; nil where the population does not tell.
func (w *work) follow(features ...int) ([]Kind, Repair) {
	code, codes := w.joined(features...)
	pool, seats := make([]int, codes), make([]float64, codes)
	for i, v := range code {
		pool[v]++
		seats[v] += w.chance(i)
	}
	var kinds []Kind
	people := make([]float64, codes)
	repair := Repair{Feature1: w.features[features[0]].name, Quota: true, Repaired: missing}
	for _, f := range features {
		repair.Quota = repair.Quota && w.features[f].quota != nil
	}
	if len(features) == 2 {
		repair.Feature2 = w.features[features[1]].name
	}
	for v := range codes {
		values := []int{v}
		if len(features) == 2 {
			n := len(w.features[features[1]].values)
			values = []int{v / n, v % n}
		}
		share, ok := w.shareOf(features, values)
		if !ok {
			return nil, repair
		}
		people[v] = share
		if pool[v] == 0 && share == 0 {
			continue
		}
		k := Kind{Feature1: repair.Feature1, Value1: w.features[features[0]].values[values[0]], Feature2: repair.Feature2, Quota: repair.Quota}
		if len(features) == 2 {
			k.Value2 = w.features[features[1]].values[values[1]]
		}
		w.measure(&k, share, pool[v], seats[v])
		kinds = append(kinds, k)
	}
	if !(total(people) > 0) {
		return nil, repair
	}
	of := measure.Shares(people)
	inPool, inBook := measure.TotalVariation(measure.Shares(pool), of), measure.TotalVariation(measure.Shares(seats), of)
	repair.Pool, repair.Book = Number(inPool), Number(inBook)
	if inPool > 0 {
		repair.Repaired = Number(1 - inBook/inPool)
	}
	return kinds, repair
}

// measure fills in the numbers of a kind with this share of the population; seats are those of the
// book in the mean.
func (w *work) measure(k *Kind, share float64, pool int, seats float64) {
	n := len(w.IDs)
	inPool, inBook := float64(pool)/float64(n), seats/float64(w.Seats)
	ends := exact.Jeffreys(inPool, n)
	k.Population, k.PoolPeople, k.PoolShare, k.SeatShare = Number(share), pool, Number(inPool), Number(inBook)
	k.Relative, k.Low, k.High = Number(inPool/share), Number(ends[0]/share), Number(ends[1]/share)
	k.Rate, k.EndToEnd, k.Seat, k.Whole = missing, missing, missing, Number(inBook/share)
	if w.Letters > 0 {
		k.Rate = Number(float64(pool) / (float64(w.Letters) * share))
	}
	if w.Population.People > 0 {
		k.EndToEnd = Number(seats / math.Round(float64(w.Population.People)*share))
	}
	if pool > 0 {
		k.Seat = Number(seats / float64(pool))
	}
}

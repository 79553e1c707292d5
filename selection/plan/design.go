package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
)

// A Design shares letters out over the strata of a town.
type Design struct {
	Kind  string // "proportional", "extra" or "targeted"
	Name  string
	Parts []float64 // of all letters, for each stratum; they add up to 1
}

// Proportional gives every stratum letters in proportion to its people.
func (t *Town) Proportional() Design {
	d := Design{Kind: "proportional", Name: "proportional"}
	for _, s := range t.Strata {
		d.Parts = append(d.Parts, s.Share)
	}
	return d
}

// Extra gives a part of all letters to some strata only, in proportion to their people, and the
// rest to everybody: with part 0.2 and deprived areas, the 80/20 of British practice. The strata are
// those whose name has each of the wanted values ("area=deprived").
func (t *Town) Extra(part float64, wanted []string) (Design, error) {
	d := t.Proportional()
	in := make([]bool, len(t.Strata))
	share := 0.0
	for h, s := range t.Strata {
		in[h] = true
		for _, w := range wanted {
			in[h] = in[h] && slices.ContainsFunc(strings.Split(s.Name, "; "), func(p string) bool { return quotas.Fold(p) == quotas.Fold(w) })
		}
		if in[h] {
			share += s.Share
		}
	}
	if share == 0 {
		return d, fmt.Errorf("no stratum has %s", strings.Join(wanted, ", "))
	}
	d.Kind, d.Name = "extra", fmt.Sprintf("%.3g %% for %s", 100*part, strings.Join(wanted, "; "))
	for h := range d.Parts {
		d.Parts[h] *= 1 - part
		if in[h] {
			d.Parts[h] += part * t.Strata[h].Share / share
		}
	}
	return d, nil
}

// MostWilling is the share of letters that the people most willing answer: the rate, times what they
// answer more often than the average. Above 1 the rates contradict each other.
func (t *Town) MostWilling() float64 {
	rate := t.Rate
	for _, b := range t.blocks {
		mean, most := 0.0, 0.0
		for _, c := range b.cells {
			mean, most = mean+c.share*c.willing, max(most, c.willing)
		}
		rate *= most / mean
	}
	return rate
}

// Yield is how many people answer a design, relative to those who answer a proportional one.
func (t *Town) Yield(d Design) float64 { return t.answers(d, ask{feature: -1}) / t.Rate }

// An ask is what one quota needs of those who answer: of a value, or of all features together.
type ask struct {
	feature, value int // of the table; -1: everybody
	least          int
}

// asks are what the table needs. Where the maxima of a feature's other values do not fill the
// panel, a value needs more than its minimum.
func (t *Town) asks() []ask {
	all := []ask{{-1, -1, t.Seats}}
	for f, feature := range t.Table.Features {
		if t.Table.Plain() {
			break
		}
		others := 0
		for _, v := range feature.Values {
			others += min(v.Max, t.Seats)
		}
		for v, value := range feature.Values {
			all = append(all, ask{f, v, max(value.Min, t.Seats-(others-min(value.Max, t.Seats)))})
		}
	}
	return all
}

// answers is how many people of an ask are expected to answer one letter of a design.
func (t *Town) answers(d Design, a ask) float64 {
	first := &t.blocks[0]
	willing := 0.0 // the average
	for _, c := range first.cells {
		willing += c.share * c.willing
	}
	all, asked := 0.0, 0.0
	for _, c := range first.cells {
		x := t.Rate * d.Parts[c.stratum] / t.Strata[c.stratum].Share * c.share * c.willing / willing
		all += x
		if t.has(first, &c, a) {
			asked += x
		}
	}
	if a.feature < 0 || slices.ContainsFunc(first.features, func(f int) bool { return t.quotaOf[f] == a.feature }) {
		return asked
	}
	for b := range t.blocks[1:] {
		rest := &t.blocks[1+b]
		if !slices.ContainsFunc(rest.features, func(f int) bool { return t.quotaOf[f] == a.feature }) {
			continue
		}
		part, whole := 0.0, 0.0
		for _, c := range rest.cells {
			whole += c.share * c.willing
			if t.has(rest, &c, a) {
				part += c.share * c.willing
			}
		}
		return all * part / whole
	}
	return 0
}

// has reports whether the people of a cell count for an ask.
func (t *Town) has(b *block, c *cell, a ask) bool {
	if a.feature < 0 {
		return true
	}
	for i, f := range b.features {
		if t.quotaOf[f] == a.feature {
			return t.features[f].ask[c.values[i]] == a.value
		}
	}
	return false
}

// A Bound is what the closed form says of one value, or of the seats.
type Bound struct {
	Feature, Value string  // empty: everybody who answers
	Least          int     // people who have to answer
	Answers        float64 // expected for each letter
	Need           float64 // expected answers so that enough come with the probability
	Letters        float64 // for that many; infinite where nobody answers

	ask int // place in asks
}

// Closed bounds the letters of a design from below: with fewer, some value alone already misses its
// quota too often. It gives what each value needs, the hardest first.
func (t *Town) Closed(d Design, cv, probability float64) (letters float64, all []Bound) {
	for i, a := range t.asks() {
		b := Bound{ask: i, Least: a.least, Answers: t.answers(d, a), Need: Need(a.least, cv, probability)}
		if a.feature >= 0 {
			b.Feature, b.Value = t.Table.Features[a.feature].Name, t.Table.Features[a.feature].Values[a.value].Name
		}
		if b.Need > 0 {
			b.Letters = b.Need / b.Answers
		}
		letters = max(letters, b.Letters)
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(x, y Bound) int {
		switch {
		case x.Letters > y.Letters:
			return -1
		case x.Letters < y.Letters:
			return 1
		}
		return 0
	})
	return letters, all
}

// AtMost bounds the probability that the quotas can be met after so many letters: that of the value
// that is least likely to have enough.
func (t *Town) AtMost(d Design, letters int, cv float64) float64 {
	p := 1.0
	for _, a := range t.asks() {
		p = min(p, AtLeast(a.least, float64(letters)*t.answers(d, a), cv))
	}
	return p
}

// Most is how many letters a design can send before a stratum has no more people; 0: not known.
func (t *Town) Most(d Design) int {
	if t.People == 0 {
		return 0
	}
	most := math.Inf(1)
	for h, part := range d.Parts {
		if part > 0 {
			most = min(most, float64(t.People)*t.Strata[h].Share/part)
		}
	}
	return int(most + needTolerance)
}

// Rates fills in which share of its letters each stratum answers.
func (t *Town) Rates() {
	for h := range t.Strata {
		unit := Design{Parts: make([]float64, len(t.Strata))}
		unit.Parts[h] = 1
		t.Strata[h].Rate = t.answers(unit, ask{feature: -1})
	}
}

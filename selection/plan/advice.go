package plan

import (
	"context"
	"math"
	"slices"
)

// Quantile gives the fewest letters after which a panel existed in this part of the runs, and an
// interval for it: -1 at an end says that the runs are too few to tell, [math.MaxInt] that no number
// of letters was enough.
func (r *Runs) Quantile(probability float64) (letters int, interval [2]int) {
	n := len(r.Letters)
	at := max(0, ceil(probability*float64(n))-1)
	low, high := orderStatistics(n, probability)
	interval = [2]int{-1, -1}
	if low >= 0 {
		interval[0] = r.Letters[low]
	}
	if high < n {
		interval[1] = r.Letters[high]
	}
	return r.Letters[at], interval
}

// Chance is the part of the runs in which a panel existed after so many letters, with its interval.
func (r *Runs) Chance(letters int) (share float64, interval [2]float64) {
	met, _ := slices.BinarySearch(r.Letters, letters+1)
	return float64(met) / float64(len(r.Letters)), clopperPearson(met, len(r.Letters))
}

// Waves say what it comes to when letters go out in waves, down one order, until a panel exists.
type Waves struct {
	First, Wave, Most int     // letters of the first wave and of each later one; waves at most
	Mean              float64 // letters sent
	Worst             int     // letters sent in the worst run
	MeanWaves         float64
	Met               float64 // part of the runs that ended with a panel
}

// Waves sends the letters of each run in waves. A run that has no panel after the last wave has sent
// them all.
func (r *Runs) Waves(first, wave, most int) Waves {
	w := Waves{First: first, Wave: wave, Most: most}
	n := float64(len(r.Letters))
	for _, need := range r.Letters {
		waves := 1
		for waves < most && first+(waves-1)*wave < need {
			waves++
		}
		sent := first + (waves-1)*wave
		w.Mean, w.MeanWaves, w.Worst = w.Mean+float64(sent)/n, w.MeanWaves+float64(waves)/n, max(w.Worst, sent)
		if need <= sent {
			w.Met += 1 / n
		}
	}
	return w
}

// UsualWaves shares letters out over so many waves: the first is enough in half of the runs, the
// others are equal.
func (r *Runs) UsualWaves(letters, most int) Waves {
	half, _ := r.Quantile(0.5)
	first := min(letters, RoundUp(half))
	if most < 2 || first == letters {
		return r.Waves(letters, 0, 1)
	}
	wave := RoundUp(ceil(float64(letters-first) / float64(most-1)))
	return r.Waves(first, wave, most)
}

// RoundUp gives a number of letters that people would order: the next one of two digits, or of two
// digits and a half (6,037 becomes 6,050; 12,345 becomes 12,500).
func RoundUp(n int) int {
	unit := 1
	for n/unit >= 100 && unit < math.MaxInt/100 {
		unit *= 10
	}
	unit = max(1, unit/2)
	return (n + unit - 1) / unit * unit
}

// PerStratum shares out letters by a design, in whole numbers that add up (largest remainders).
func (d Design) PerStratum(letters int) []int {
	out, order := make([]int, len(d.Parts)), make([]int, len(d.Parts))
	rest := make([]float64, len(d.Parts))
	left := letters
	for h, part := range d.Parts {
		exact := part * float64(letters)
		out[h] = int(exact + needTolerance)
		rest[h], order[h] = exact-float64(out[h]), h
		left -= out[h]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rest[a] > rest[b]:
			return -1
		case rest[a] < rest[b]:
			return 1
		}
		return 0
	})
	for i := range max(0, left) {
		out[order[i%len(order)]]++
	}
	return out
}

// Spread is how many times as likely a letter is in one stratum as in another, at most.
func (t *Town) Spread(d Design) float64 {
	low, high := math.Inf(1), 0.0
	for h, part := range d.Parts {
		chance := part / t.Strata[h].Share
		low, high = min(low, chance), max(high, chance)
	}
	return high / low
}

// A Question is what somebody wants to know of a town.
type Question struct {
	Options
	Probability float64 // with which the quotas are to be met
	Waves       int     // at most
	First, Wave int     // letters of the first wave and of each later one; 0: usual ones
}

// An Advice is what plan says of one design.
type Advice struct {
	Design   Design
	Letters  int        // rounded up; 0: no number is enough
	Interval [2]int     // of the letters before rounding; see Quantile
	Chance   float64    // that a panel exists after Letters
	Within   [2]float64 // interval of Chance
	Closed   float64    // letters that the closed form asks for at least
	Bounds   []Bound    // of each value, the hardest first
	Last     []float64  // part of the runs in which each of Bounds was met last
	Clash    float64    // part of the runs in which every value had enough people, and no panel existed yet
	Doubt    int        // see Runs
	Most     int        // letters before a stratum has no more people; 0: not known
	Spread   float64    // how many times as likely a letter is in one stratum as in another
	Waves    Waves
	Curve    []Point // around Letters
}

// A Point is the chance of meeting the quotas after so many letters.
type Point struct {
	Letters int
	Chance  float64
	Within  [2]float64
	AtMost  float64 // by the closed form
}

// Advise answers a question for a design.
func (t *Town) Advise(ctx context.Context, d Design, q Question) (*Advice, error) {
	r, err := t.Simulate(ctx, d, q.Options)
	if err != nil {
		return nil, err
	}
	a := &Advice{Design: d, Doubt: r.Doubt, Most: t.Most(d), Spread: t.Spread(d)}
	a.Closed, a.Bounds = t.Closed(d, q.CV, q.Probability)
	n := float64(len(r.Letters))
	for _, b := range a.Bounds {
		a.Last = append(a.Last, float64(r.Last[b.ask])/n)
	}
	a.Clash = float64(r.Last[len(r.Last)-1]) / n
	letters, interval := r.Quantile(q.Probability)
	a.Interval = interval
	if letters == math.MaxInt {
		return a, nil
	}
	a.Letters = RoundUp(letters)
	a.Chance, a.Within = r.Chance(a.Letters)
	if q.First > 0 {
		a.Waves = r.Waves(q.First, q.Wave, q.Waves)
	} else {
		a.Waves = r.UsualWaves(a.Letters, q.Waves)
	}
	a.Curve = t.curve(r, d, a.Letters, q.CV)
	return a, nil
}

// curve gives the chances at parts of the letters, and beyond.
func (t *Town) curve(r *Runs, d Design, letters int, cv float64) (all []Point) {
	for _, percent := range []int{25, 50, 75, 100, 125, 150} {
		p := Point{Letters: RoundUp(letters * percent / 100)}
		p.Chance, p.Within = r.Chance(p.Letters)
		p.AtMost = t.AtMost(d, p.Letters, cv)
		all = append(all, p)
	}
	return all
}

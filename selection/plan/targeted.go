package plan

import (
	"cmp"
	"math"
	"slices"
)

// The steps of Targeted, as parts of all letters: from a tenth down to what no mailing can follow.
// pairsTried bounds the exchanges tried at one step.
const (
	firstStep  = 0.1
	lastStep   = 0.001
	pairsTried = 100
	mostMoves  = 2000
)

// Targeted is the design that makes it likeliest that every value has enough people who answer, for
// as many letters as the closed form asks of a proportional mailing, and where nobody's chance of a
// letter is more than spread times another's. A rate that turns out lower than thought is as fewer
// letters, for every design alike, so its uncertainty says nothing here. Features are taken as
// independent: the product of the probabilities of all asks is what grows. Its logarithm is concave in the letters of each
// stratum, so exchanges between two strata that raise it lead to the best, but for corners of the
// bound on chances.
func (t *Town) Targeted(spread, probability float64) Design {
	d := t.Proportional()
	d.Kind, d.Name = "targeted", "targeted"
	letters, _ := t.Closed(d, 0, probability)
	if letters == 0 || math.IsInf(letters, 1) || len(t.Strata) < 2 {
		return d
	}
	a := t.aim(letters)
	best := a.value(d)
	moves := 0
	for step := firstStep; step > lastStep && moves < mostMoves; {
		moved := false
		for _, pair := range a.pairs(d) {
			tried := d
			tried.Parts = slices.Clone(d.Parts)
			tried.Parts[pair[0]] -= step
			tried.Parts[pair[1]] += step
			if tried.Parts[pair[0]] <= 0 || t.Spread(tried) > spread {
				continue
			}
			if v := a.value(tried); v > best {
				d, best, moved = tried, v, true
				moves++
				break
			}
		}
		if !moved {
			step /= 2
		}
	}
	return d
}

// aims are what each ask gets of a letter to each stratum.
type aims struct {
	asks    []ask
	answers [][]float64 // by ask and stratum
	letters float64
}

func (t *Town) aim(letters float64) *aims {
	a := &aims{letters: letters}
	for _, x := range t.asks() {
		if x.least <= 0 {
			continue
		}
		var per []float64
		for h := range t.Strata {
			unit := Design{Parts: make([]float64, len(t.Strata))}
			unit.Parts[h] = 1
			per = append(per, t.answers(unit, x))
		}
		a.asks, a.answers = append(a.asks, x), append(a.answers, per)
	}
	return a
}

// mean is how many people of an ask answer.
func (a *aims) mean(d Design, i int) float64 {
	sum := 0.0
	for h, part := range d.Parts {
		sum += part * a.answers[i][h]
	}
	return a.letters * sum
}

// value is the logarithm of the product.
func (a *aims) value(d Design) float64 {
	sum := 0.0
	for i, x := range a.asks {
		sum += math.Log(AtLeast(x.least, a.mean(d, i), 0))
	}
	return sum
}

// pairs are exchanges (from, to), those first that promise most.
func (a *aims) pairs(d Design) [][2]int {
	gain := make([]float64, len(d.Parts))
	for i, x := range a.asks {
		const part = 1e-4 // of the mean: for the derivative
		m := a.mean(d, i)
		slope := (math.Log(AtLeast(x.least, m*(1+part), 0)) - math.Log(AtLeast(x.least, m, 0))) / (m * part)
		for h := range gain {
			gain[h] += slope * a.answers[i][h]
		}
	}
	order := make([]int, len(gain))
	for h := range order {
		order[h] = h
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(gain[y], gain[x]) })
	var all [][2]int
	for _, to := range order {
		for _, from := range slices.Backward(order) {
			if gain[from] < gain[to] {
				all = append(all, [2]int{from, to})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y [2]int) int { return cmp.Compare(gain[y[1]]-gain[y[0]], gain[x[1]]-gain[x[0]]) })
	return all[:min(len(all), pairsTried)]
}

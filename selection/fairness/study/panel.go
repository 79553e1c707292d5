package study

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/evenlot/evenlot/selection/fairness/measure"
)

func pageKey(page []int32) string {
	sorted := slices.Clone(page)
	slices.Sort(sorted)
	key := make([]byte, 0, 4*len(sorted))
	for _, i := range sorted {
		key = binary.LittleEndian.AppendUint32(key, uint32(i))
	}
	return string(key)
}

// entropy adds up in order of size, so that it is the same whatever the order of a map.
func entropy(counts []int) float64 {
	slices.Sort(counts)
	return measure.Entropy(counts)
}

// A tally has the seats of every code on every page.
type tally struct {
	codes int
	seats []int32 // page after page
}

func (w *work) tally(code []int32, codes int) *tally {
	t := &tally{codes: codes, seats: make([]int32, codes*len(w.Pages))}
	for j, page := range w.Pages {
		row := t.seats[j*codes : (j+1)*codes]
		for _, i := range page {
			row[code[i]]++
		}
	}
	return t
}

// of gives the seats of one code on every page.
func (t *tally) of(v int) []int32 {
	var all []int32
	for at := v; at < len(t.seats); at += t.codes {
		all = append(all, t.seats[at])
	}
	return all
}

// means are the mean seats of every code.
func (t *tally) means() []float64 {
	sums := make([]int, t.codes)
	for at, n := range t.seats {
		sums[at%t.codes] += int(n)
	}
	means := make([]float64, t.codes)
	for v, sum := range sums {
		means[v] = float64(sum) / float64(len(t.seats)/t.codes)
	}
	return means
}

// distances of every page from the mean page: the sum over codes of (seats - mean)² / mean.
func (t *tally) distances() []float64 {
	means := t.means()
	all := make([]float64, len(t.seats)/t.codes)
	for at, n := range t.seats {
		if mean := means[at%t.codes]; mean > 0 {
			off := float64(n) - mean
			all[at/t.codes] += off * off / mean
		}
	}
	return all
}

// values puts panel, book, pool, quotas and population side by side.
func (w *work) values() (rows []Value, distances []Distance) {
	distances = []Distance{}
	for f := range w.features {
		c := &w.features[f]
		pool, panel, t := c.pool(), w.panel(c.code, len(c.values)), w.tally(c.code, len(c.values))
		means := t.means()
		side := map[string][]float64{"pool": measure.Shares(pool), "book": measure.Shares(means)}
		var quota, people []float64
		for v, name := range c.values {
			seats := t.of(v)
			row := Value{Feature: c.name, Value: name, QuotaMin: -1, QuotaMax: -1, QuotaShare: missing, PoolPeople: pool[v],
				PoolShare: Number(side["pool"][v]), BookMean: Number(means[v]), BookShare: Number(means[v] / float64(w.Seats)),
				BookMin: int(slices.Min(seats)), BookMax: int(slices.Max(seats)), PanelSeats: -1, PanelShare: missing,
				DesignEffect: Number(measure.DesignEffect(seats, side["pool"][v], w.Seats, len(w.IDs))),
				Population:   missing, GapPool: missing, GapPeople: missing}
			if c.quota != nil {
				row.QuotaMin, row.QuotaMax, row.QuotaShare = Count(c.quota.Values[v].Min), Count(c.quota.Values[v].Max), Number(w.quota(f, v))
				quota = append(quota, float64(row.QuotaShare))
			}
			if share, ok := w.Population.share(c.name, name); ok {
				row.Population = Number(share)
				people = append(people, share)
			}
			if panel != nil {
				row.PanelSeats, row.PanelShare = Count(panel[v]), Number(float64(panel[v])/float64(w.Seats))
				row.GapPool = Number(measure.Gap(float64(panel[v]), side["pool"][v], w.Seats, len(w.IDs)))
				row.GapPeople = Number(measure.Gap(float64(panel[v]), float64(row.Population), w.Seats, math.MaxInt32))
			}
			rows = append(rows, row)
		}
		if panel != nil {
			side["panel"] = measure.Shares(panel)
		}
		if total(quota) > 0 {
			side["quota"] = measure.Shares(quota)
		}
		if total(people) > 0 {
			side["population"] = measure.Shares(people)
		}
		distances = append(distances, c.distances(side)...)
	}
	return rows, distances
}

func total(x []float64) (sum float64) {
	for _, v := range x {
		sum += v
	}
	return sum
}

// distances compares the sides there are.
func (c *column) distances(side map[string][]float64) (rows []Distance) {
	order := c.order()
	for _, of := range []string{"panel", "book"} {
		for _, against := range []string{"pool", "quota", "population"} {
			p, q := side[of], side[against]
			if p == nil || q == nil {
				continue
			}
			row := Distance{Feature: c.name, Of: of, Against: against, Wasserstein: missing,
				TotalVariation: Number(measure.TotalVariation(p, q)), Hellinger: Number(measure.Hellinger(p, q)),
				JensenShannon: Number(measure.JensenShannon(p, q))}
			if order != nil {
				var inP, inQ []float64
				for _, v := range order {
					inP, inQ = append(inP, p[v]), append(inQ, q[v])
				}
				row.Wasserstein = Number(measure.Wasserstein(inP, inQ))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// cells are the intersections of two and three features with quotas that somebody of the pool or of
// the population belongs to.
func (w *work) cells() (rows []Cell) {
	n := len(w.Table.Features)
	for f := range n {
		for g := f + 1; g < n; g++ {
			rows = append(rows, w.meet(f, g)...)
		}
	}
	for f := range n {
		for g := f + 1; g < n; g++ {
			for h := g + 1; h < n; h++ {
				rows = append(rows, w.meet(f, g, h)...)
			}
		}
	}
	return rows
}

// joined gives each person the number of their values of some features together.
func (w *work) joined(features ...int) (code []int32, codes int) {
	code, codes = make([]int32, len(w.IDs)), 1
	for _, f := range features {
		values := len(w.features[f].values)
		for i, v := range w.features[f].code {
			code[i] = code[i]*int32(values) + v
		}
		codes *= values
	}
	return code, codes
}

// meet gives the cells of two or three features.
func (w *work) meet(features ...int) (rows []Cell) {
	code, codes := w.joined(features...)
	pool, seats, panel := make([]int, codes), make([]int, codes), w.panel(code, codes)
	for i, v := range code {
		pool[v]++
		seats[v] += w.counts[i]
	}
	for v := range codes {
		row := Cell{Order: len(features), PoolPeople: pool[v], PanelSeats: -1, PanelShare: missing, GapPool: missing, Population: missing, QuotaShare: 1}
		names := []*string{&row.Feature1, &row.Feature2, &row.Feature3, &row.Value1, &row.Value2, &row.Value3}
		for j, rest := len(features)-1, v; j >= 0; j-- {
			f := features[j]
			value := rest % len(w.features[f].values)
			rest /= len(w.features[f].values)
			*names[j], *names[3+j] = w.features[f].name, w.features[f].values[value]
			row.QuotaShare *= Number(w.quota(f, value))
		}
		if len(features) == 2 {
			if share, ok := w.Population.joint([2]string{row.Feature1, row.Feature2}, [2]string{row.Value1, row.Value2}); ok {
				row.Population = Number(share)
			}
		}
		if pool[v] == 0 && !(row.Population > 0) {
			continue
		}
		share := float64(pool[v]) / float64(len(w.IDs))
		mean := float64(seats[v]) / float64(len(w.Pages))
		row.PoolShare, row.BookMean, row.BookShare = Number(share), Number(mean), Number(mean/float64(w.Seats))
		if panel != nil {
			row.PanelSeats, row.PanelShare = Count(panel[v]), Number(float64(panel[v])/float64(w.Seats))
			row.GapPool = Number(measure.Gap(float64(panel[v]), share, w.Seats, len(w.IDs)))
			switch {
			case panel[v] == 0 && pool[v] > 0:
				row.Voice = "none"
			case panel[v] == 1:
				row.Voice = "lone"
			}
		}
		rows = append(rows, row)
	}
	return rows
}

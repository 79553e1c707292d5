package plan

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/response"
)

// A Relative is how willing the people with a value are to answer, relative to the average.
type Relative struct {
	Feature, Value string
	Times          float64
	Line           int
}

// ReadRelative reads relative rates: a table with the columns feature, value and rate, where 0.5
// says that such people answer half as often as the average.
func ReadRelative(name string, data []byte) ([]Relative, quotas.Faults) {
	s, faults := sheet.Read(name, data, sheet.Options{})
	if s == nil {
		return nil, faults
	}
	columns := []int{s.Column("feature"), s.Column("value"), s.Column("rate")}
	if slices.Contains(columns, -1) {
		return nil, append(faults, quotas.Fault{Code: "column-missing", File: name, Line: s.HeaderLine(), Found: "a header without feature, value and rate",
			Expected: "these three columns", Fix: "name the columns"})
	}
	var all []Relative
	for row := range s.Rows() {
		r := Relative{Feature: sheet.Clean(s.Cell(row, columns[0])), Value: sheet.Clean(s.Cell(row, columns[1])), Line: s.Line(row)}
		text := sheet.Clean(s.Cell(row, columns[2]))
		times, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		if err != nil || !(times > 0 && times <= 100) {
			line, column := s.Pos(row, columns[2])
			faults = append(faults, quotas.Fault{Code: "rate-unknown", File: name, Line: line, Column: column, Grid: s.Reading.Workbook(), Found: sheet.Quote(text),
				Expected: "a number above 0, such as 0.5 for half as often as the average", Fix: "write a number"})
			continue
		}
		r.Times = times
		all = append(all, r)
	}
	return all, faults
}

// Relate takes relative rates. Values that are not named answer as the average does.
func (t *Town) Relate(name string, relatives []Relative) (faults quotas.Faults) {
	times := map[[2]int]float64{}
	for _, r := range relatives {
		f := t.feature(r.Feature)
		v := -1
		if f >= 0 {
			v = t.features[f].value(r.Value)
		}
		if _, twice := times[[2]int{f, v}]; twice && v >= 0 {
			faults = append(faults, quotas.Fault{Code: "value-twice", File: name, Line: r.Line, Found: sheet.Quote(r.Value) + " a second time", Expected: "one rate for each value", Fix: "delete one of the two"})
		}
		if v < 0 {
			faults = append(faults, quotas.Fault{Code: "value-unknown", File: name, Line: r.Line, Found: sheet.Quote(r.Value) + " of " + sheet.Quote(r.Feature),
				Expected: "a feature and a value of the population", Fix: "correct the spelling"})
		}
		times[[2]int{f, v}] = r.Times
	}
	for b := range t.blocks {
		for c := range t.blocks[b].cells {
			cell := &t.blocks[b].cells[c]
			for i, f := range t.blocks[b].features {
				if x, given := times[[2]int{f, cell.values[i]}]; given {
					cell.willing *= x
				}
			}
		}
	}
	return faults
}

// rakings is how often the margins of a block are fitted: the fit of a log-linear model to margins
// converges by a factor each time, and a part in a thousand is far below what counts of answers
// tell.
const rakings = 50

// Learn sets the rate and how willing the people of each value are from earlier drives, and gives
// the uncertainty of the rate. Within features that are counted together, relative rates are those
// with which the answers come out as they did (iterative proportional fitting: W. E. Deming and
// F. F. Stephan, Annals of Mathematical Statistics 11, 1940); where letters were counted by the
// town's strata, the fit knows who got more of them. One further answer for each group, spread as
// the letters were, keeps a group that never answered from counting as one that never will.
func (t *Town) Learn(drives []*response.Table) (cv float64, said []string) {
	sent, answered := 0, 0
	var rates, noise []float64
	for _, d := range drives {
		s, a := d.Totals()
		sent, answered = sent+s, answered+a
		rates = append(rates, float64(a)/float64(s))
		noise = append(noise, 1/max(1, float64(a)))
	}
	t.Rate = float64(answered) / float64(sent)
	cv, why := uncertainty(rates, noise)
	said = append(said, fmt.Sprintf("%d of %d letters answered, %.2f %%; uncertainty of the rate (cv) %.2f: %s", answered, sent, 100*t.Rate, cv, why))
	letters := t.lettersOf(drives)
	margins, unknown := t.margins(drives)
	said = append(said, unknown...)
	for b := range t.blocks {
		t.blocks[b].rake(margins, func(c *cell) float64 {
			if b > 0 || letters == nil {
				return 1
			}
			return letters[c.stratum]
		})
	}
	if letters != nil { // the rate is that of letters in proportion
		d := t.Proportional()
		for h := range d.Parts {
			d.Parts[h] *= letters[h] / float64(sent)
		}
		t.Rate /= t.Yield(d)
	}
	return cv, said
}

// The uncertainty of a rate where there are too few drives to tell it: of a new place, and of one
// that wrote letters before. The published drives of letters answered with 1.2 to 11.5 %, around
// half of their mean; those of the same place within a third.
const (
	CVNew   = 0.5
	cvAgain = 0.3
	cvLeast = 0.1 // that no number of drives falls below: the next one is about something else
)

// uncertainty is the coefficient of variation of the rate of the next drive: that between drives,
// beyond what the counts of answers vary by themselves, by the method of moments.
func uncertainty(rates, noise []float64) (cv float64, why string) {
	n := float64(len(rates))
	if n < 3 {
		return cvAgain, "taken, since there are fewer than 3 earlier drives"
	}
	mean, within := 0.0, 0.0
	for i := range rates {
		mean, within = mean+rates[i]/n, within+noise[i]/n
	}
	between := 0.0
	for _, r := range rates {
		between += (r/mean - 1) * (r/mean - 1) / (n - 1)
	}
	return max(cvLeast, math.Sqrt(max(0, between-within)*(1+1/n))), fmt.Sprintf("estimated from %d earlier drives", len(rates))
}

// A margin is the answers of some values of a feature.
type margin struct {
	feature  int
	values   []int
	answered float64
}

// margins adds up the answers of each value over drives and strata; what the town does not know
// is named.
func (t *Town) margins(drives []*response.Table) (all []margin, unknown []string) {
	for _, d := range drives {
		for _, r := range d.Rows {
			if r.Feature == "" {
				continue
			}
			m := margin{feature: t.feature(r.Feature), answered: float64(r.Answered)}
			for _, name := range r.Values {
				v := -1
				if m.feature >= 0 {
					v = t.features[m.feature].value(name)
				}
				if v < 0 {
					unknown = append(unknown, fmt.Sprintf("answers of %s of %s are left out: the population has no such value", sheet.Quote(name), sheet.Quote(r.Feature)))
					m.feature = -1
					break
				}
				m.values = append(m.values, v)
			}
			if m.feature >= 0 {
				all = together(all, m)
			}
		}
	}
	slices.Sort(unknown)
	return all, slices.Compact(unknown)
}

// together adds a margin to those that share a value with it, which become one: what one drive
// counted together cannot be told apart in another.
func together(all []margin, m margin) []margin {
	rest := all[:0]
	for _, x := range all {
		if x.feature == m.feature && slices.ContainsFunc(x.values, func(v int) bool { return slices.Contains(m.values, v) }) {
			m.values, m.answered = append(m.values, x.values...), m.answered+x.answered
			continue
		}
		rest = append(rest, x)
	}
	slices.Sort(m.values)
	m.values = slices.Compact(m.values)
	return append(rest, m)
}

// lettersOf is how many letters each stratum got, relative to its people; nil: not counted by the
// town's strata.
func (t *Town) lettersOf(drives []*response.Table) []float64 {
	sent := make([]float64, len(t.Strata))
	for _, d := range drives {
		for _, r := range d.Rows {
			if r.Feature != "" {
				continue
			}
			h := slices.IndexFunc(t.Strata, func(s Stratum) bool { return s.named(r.Stratum) })
			if h < 0 {
				return nil
			}
			sent[h] += float64(max(0, r.Sent))
		}
	}
	for h := range sent {
		sent[h] /= t.Strata[h].Share
	}
	return sent
}

// named reports whether a drive means the stratum: "area=north; age=16-29", or the values alone as
// package invite joins them, "north|16-29".
func (s *Stratum) named(name string) bool {
	var values []string
	for _, part := range strings.Split(s.Name, "; ") {
		_, value, _ := strings.Cut(part, "=")
		values = append(values, value)
	}
	return quotas.Fold(name) == quotas.Fold(s.Name) || len(values[0]) > 0 && quotas.Fold(name) == quotas.Fold(strings.Join(values, "|"))
}

// rake fits how willing the cells are to the answers of the block's features.
func (b *block) rake(margins []margin, letters func(*cell) float64) {
	share := func(m margin) float64 {
		at, part, whole := slices.Index(b.features, m.feature), 0.0, 0.0
		for _, c := range b.cells {
			weight := c.share * letters(&c) * c.willing
			whole += weight
			if slices.Contains(m.values, c.values[at]) {
				part += weight
			}
		}
		return part / whole
	}
	margins = slices.DeleteFunc(slices.Clone(margins), func(m margin) bool { return !slices.Contains(b.features, m.feature) })
	aims := make([]float64, len(margins))
	for k, m := range margins {
		total, groups := 0.0, 0.0
		for _, other := range margins {
			if other.feature == m.feature {
				total, groups = total+other.answered, groups+1
			}
		}
		aims[k] = (m.answered + groups*share(m)) / (total + groups)
	}
	for range rakings {
		for k, m := range margins {
			at, now := slices.Index(b.features, m.feature), share(m)
			for i := range b.cells {
				if c := &b.cells[i]; now > 0 && slices.Contains(m.values, c.values[at]) {
					c.willing *= aims[k] / now
				}
			}
		}
	}
}

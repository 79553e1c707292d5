package answers

import (
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/response"
)

// Response counts letters and answers by stratum and by value, so that no row speaks of few people: what
// a drive may publish, for the next one to plan by. Whoever came without a letter is not in it. Letters are counted by
// value where the register has a column that is called like the feature's and holds its values only.
//
// frame names the feature of frames, which every stratum tells already; empty: there is none.
func (a *Answers) Response(frame string) *response.Table {
	t := &response.Table{}
	for d, drive := range a.drives {
		byStratum := make([][]int, len(drive.Lottery.Strata)) // people
		for i, one := range a.people {
			if one.drive == d {
				byStratum[one.of.stratum] = append(byStratum[one.of.stratum], i)
			}
		}
		for s, people := range byStratum {
			name := drive.stratumName(s)
			t.Rows = append(t.Rows, response.Row{Stratum: name, Sent: drive.sentTo(s), Answered: len(people)})
			for f, feature := range a.pool.Table.Features {
				if sheet.Fold(feature.Name) == sheet.Fold(frame) {
					continue
				}
				t.Rows = append(t.Rows, a.values(drive, f, s, people)...)
			}
		}
	}
	safe := t.Anonymous(response.LeastTogether)
	for i := range safe.Rows { // that four got a letter and none answered says something of all four
		if r := &safe.Rows[i]; r.Feature != "" && r.Answered == 0 && r.Sent < response.LeastTogether {
			r.Sent = response.Unknown
		}
	}
	return safe
}

// stratumName is how package response spells a stratum: "area=north; age=16-29".
func (d *Drive) stratumName(s int) string {
	var parts []string
	if d.Frame != "" {
		parts = append(parts, "frame="+d.Frame)
	}
	for i, v := range d.Lottery.Strata[s].Values {
		parts = append(parts, d.Lottery.Rules.Strata[i]+"="+v)
	}
	return strings.Join(parts, "; ")
}

// values are the rows of a feature in a stratum.
func (a *Answers) values(d *Drive, feature, stratum int, people []int) (rows []response.Row) {
	f := &a.pool.Table.Features[feature]
	if f.Implied {
		return nil
	}
	answered := make([]int, len(f.Values))
	for _, i := range people {
		answered[a.pool.People[i].Values[feature]]++
	}
	sent := d.sentByValue(f, stratum)
	for v := range f.Values {
		if sent != nil && answered[v] > sent[v] { // people say other than the register
			sent = nil
		}
	}
	for v, value := range f.Values {
		r := response.Row{Stratum: d.stratumName(stratum), Feature: f.Name, Values: []string{value.Name}, Sent: response.Unknown, Answered: answered[v]}
		if sent != nil {
			r.Sent = sent[v]
		}
		rows = append(rows, r)
	}
	return rows
}

// sentByValue counts the letters to people with each value of a feature; nil where the register does not tell.
func (d *Drive) sentByValue(f *quotas.Feature, stratum int) []int {
	column := -1
	for i, name := range d.header {
		if sheet.Fold(name) == sheet.Fold(f.PoolColumn()) {
			column = i
		}
	}
	if column < 0 {
		return nil
	}
	sent := make([]int, len(f.Values))
	for _, l := range d.codes {
		if l.stratum != stratum || l.wave >= d.Waves {
			continue
		}
		v := f.Value(l.cells[column])
		if v < 0 {
			return nil
		}
		sent[v]++
	}
	return sent
}

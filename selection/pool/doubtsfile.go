package pool

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

const askRight = "right: it is as it should be; else mend the file"

// ends are the numbers of rows, the header among them, at which old and new spreadsheets
// stop.
var ends = []int{1 << 16, 1 << 20}

// fileDoubts finds what a spreadsheet does to a file: cut off rows, rounded ids.
func (p *Pool) fileDoubts() []Doubt {
	var all []Doubt
	if n := p.sheet.Rows() + 1; slices.Contains(ends, n) {
		all = append(all, Doubt{Code: PoolCut, Strong: true, Ask: askRight,
			Text: fmt.Sprintf("the pool has %d rows with its header, as many as a spreadsheet can hold: it may be cut off", n)})
	}
	if p.IDColumn < 0 {
		return all
	}
	var rounded []int
	for i := range p.People {
		id := p.Label(i)
		if len(id) >= 12 && strings.HasSuffix(id, "0000") && strings.Trim(id, "0123456789") == "" {
			rounded = append(rounded, i)
		}
	}
	if len(rounded) >= 2 && 4*len(rounded) >= len(p.People) {
		all = append(all, Doubt{Code: IDsRounded, Strong: true, Rows: p.rows(rounded), Ask: askRight,
			Text: "long ids that end in zeros, as a spreadsheet rounds them"})
	}
	return all
}

// quotaDoubts finds quotas that a pool makes idle.
func (p *Pool) quotaDoubts(seats int) []Doubt {
	var all []Doubt
	add := func(code, text string) { all = append(all, Doubt{Code: code, Text: text, Ask: askRight}) }
	for f, feature := range p.Table.Features {
		if p.features[f] < 0 {
			continue
		}
		name := sheet.Quote(feature.Name)
		for v, value := range feature.Values {
			switch n := p.having[f][v]; {
			case n == 0 && value.Min == 0:
				add(ValueNobody, fmt.Sprintf("nobody in the pool has %s in %s (%s)", sheet.Quote(value.Name), name, p.Table.At(value.Line)))
			case n == len(p.People) && len(feature.Values) > 1:
				add(FeatureSame, fmt.Sprintf("everybody in the pool has %s in %s", sheet.Quote(value.Name), name))
			case n > 0 && value.Max > n && value.Max < seats:
				add(MaximumIdle, fmt.Sprintf("%s for %s in %s at most, and the pool has %s (%s)", plain.Count(value.Max, "seat", "seats"), sheet.Quote(value.Name), name,
					people(n), p.Table.At(value.Line)))
			}
		}
	}
	return all
}

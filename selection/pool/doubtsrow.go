package pool

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
)

// idsTwice finds ids that differ by case and blanks only: two programs would take them for
// one, and a person typed them twice.
func (t *twice) idsTwice() []Doubt {
	p := t.pool
	if p.IDColumn < 0 {
		return nil
	}
	same := p.alike(func(person int) string { return strings.ReplaceAll(sheet.Fold(p.Label(person)), " ", "") })
	var all []Doubt
	for _, group := range same {
		if !t.together(group) {
			all = append(all, Doubt{Code: IDTwice, Strong: true, Rows: p.rows(group), Text: "ids that differ by case or blanks only", Ask: askTwice})
		}
	}
	return all
}

// alike gathers people with one key, those with an empty key left out.
func (p *Pool) alike(key func(person int) string) [][]int {
	first := make(map[string]int, len(p.People))
	same := joiner{}
	for i := range p.People {
		k := key(i)
		if k == "" {
			continue
		}
		if j, met := first[k]; met {
			same.join(j, i)
			continue
		}
		first[k] = i
	}
	return same.groups()
}

// mostRowsTwice is how many equal rows may be one person's. Answers that more share are
// those of a short form.
const mostRowsTwice = 5

// rowsTwice finds rows that are alike in all but a time stamp, and hold more than the
// features.
func (t *twice) rowsTwice() []Doubt {
	p := t.pool
	if len(t.contacts.stamps) == 0 {
		return nil
	}
	var own, rest []int
	for column := range p.Header {
		switch {
		case column == p.IDColumn || slices.Contains(t.contacts.stamps, column):
		case slices.Contains(p.features, column):
			rest = append(rest, column)
		default:
			own = append(own, column)
		}
	}
	var b strings.Builder
	same := p.alike(func(person int) string {
		b.Reset()
		for _, column := range own {
			b.WriteString(sheet.Fold(p.Cell(person, column)) + cellEnd)
		}
		if strings.Trim(b.String(), cellEnd) == "" {
			return ""
		}
		for _, column := range rest {
			b.WriteString(sheet.Fold(p.Cell(person, column)) + cellEnd)
		}
		return b.String()
	})
	var all []Doubt
	for _, group := range same {
		if len(group) <= mostRowsTwice && !t.together(group) {
			all = append(all, Doubt{Code: RowTwice, Strong: true, Rows: p.rows(group), Text: "rows alike in all but a time stamp", Ask: askTwice})
		}
	}
	return all
}

// contactsShared lists the e-mail addresses and telephones that several people gave: a
// family, a club, or one person under several names. Where a pool has no names, nothing
// says that they are several people.
func (t *twice) contactsShared() []Doubt {
	var all []Doubt
	seen := make(map[string]bool)
	for n, group := range t.lonely {
		key := fmt.Sprint(group)
		if t.together(group) || seen[key] {
			continue
		}
		seen[key] = true
		text := "one " + t.lonelyBy[n]
		if len(t.contacts.names) > 0 {
			text += " for several names"
		}
		all = append(all, Doubt{Code: ContactShared, Strong: len(t.contacts.names) == 0 && t.people[group[0]].email == t.people[group[1]].email,
			Rows: t.pool.rows(group), Text: text, Ask: askTwice})
	}
	return all
}

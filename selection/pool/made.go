package pool

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
)

// A Making says how a feature is made from a column that holds something else. At most one of Born,
// Lookup, Join and By is given. Answers come before both.
type Making struct {
	// Born is the day on which an age counts: the column holds dates of birth, years of birth or
	// ages, and the values of the feature name bands, such as "16-29", "65+" and "under 16".
	Born Date
	// Lookup gives the value for the longest beginning of a cell, as sheet.Plain sees both.
	Lookup map[string]string
	// LookupName is what to call the table.
	LookupName string
	// Join names features and columns whose values together are the feature's, in any order.
	Join []string
	// Answers gives the value for a cell: several answers folded into one.
	Answers map[string]string
	// By gives the value for every cell, empty ones too; ByWhat says how, after "by".
	By     func(cell string) string
	ByWhat string
}

// A maker turns the cells of one column into values.
type maker struct {
	Making
	bands   [][2]int // of each value of the feature: lowest and highest age; the first above the second: none
	order   dayOrder
	answers map[string]string // by Plain
	table   map[string]string // by Plain
	longest int               // key of table, in bytes
	parts   []part            // of a joint feature
	joint   map[string]string // value by jointKey; "" where two share it
}

// noAge is the oldest that anybody is: a larger number in a column of ages is none.
const noAge = 130

func newMaker(m Making, f *quotas.Feature, cells func(yield func(string) bool)) *maker {
	out := &maker{Making: m, order: order(cells), answers: map[string]string{}, table: map[string]string{}}
	for _, v := range f.Values {
		low, high, ok := band(v.Name)
		if !ok {
			low, high = 1, 0
		}
		out.bands = append(out.bands, [2]int{low, high})
	}
	if len(m.Join) > 0 {
		out.joint = map[string]string{}
		for _, v := range f.Values {
			key, name := jointKey(v.Name), v.Name
			if _, twice := out.joint[key]; twice {
				name = ""
			}
			out.joint[key] = name
		}
	}
	for cell, value := range m.Answers {
		out.answers[sheet.Plain(cell)] = value
	}
	for key, value := range m.Lookup {
		key = sheet.Plain(key)
		out.table[key] = value
		out.longest = max(out.longest, len(key))
	}
	return out
}

var (
	fromTo = regexp.MustCompile(`^(?:age )?(\d{1,3}) ?(?:-|–|—|to|bis|à|a|do) ?(\d{1,3})(?: years?| jahre| ans)?$`)
	from   = regexp.MustCompile(`^(?:age |over |from |ab |über )?(\d{1,3}) ?(?:\+|plus|and (?:over|older|above)|or (?:over|older|above|more)|years? and (?:over|older)|und älter|et plus|y más|i więcej)?$`)
	below  = regexp.MustCompile(`^(?:under|below|less than|unter|moins de|<) ?(\d{1,3})$`)
	upTo   = regexp.MustCompile(`^(?:up to|bis|≤|<=) ?(\d{1,3})$|^(\d{1,3}) ?(?:and|or) (?:under|younger|below)$`)
)

// band reads the ages that a value names.
func band(name string) (low, high int, ok bool) {
	name = strings.ToLower(sheet.Clean(name))
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := fromTo.FindStringSubmatch(name); m != nil {
		low, high = number(m[1]), number(m[2])
		return low, high, low <= high
	}
	if m := below.FindStringSubmatch(name); m != nil {
		return 0, number(m[1]) - 1, true
	}
	if m := upTo.FindStringSubmatch(name); m != nil {
		return 0, max(number(m[1]), number(m[2])), true
	}
	if m := from.FindStringSubmatch(name); m != nil {
		n := number(m[1])
		switch {
		case name == m[1]:
			return n, n, true
		case strings.HasPrefix(name, "over ") || strings.HasPrefix(name, "über "):
			return n + 1, noAge, true
		}
		return n, noAge, true
	}
	return 0, 0, false
}

// value gives the value of the feature that a cell means; "" where it means none, and why.
func (m *maker) value(cell string, f *quotas.Feature) (value, why string) {
	plain := sheet.Plain(cell)
	if v, ok := m.answers[plain]; ok && m.By == nil {
		return v, ""
	}
	switch {
	case m.By != nil:
		return m.By(cell), ""
	case m.joint != nil:
		if v := m.joint[jointKey(cell)]; v != "" {
			return v, ""
		}
		return "", "no value of the quotas joins them"
	case m.Born != (Date{}):
		return m.age(cell, f)
	case m.Lookup != nil:
		for n := min(m.longest, len(plain)); n > 0; n-- {
			if v, ok := m.table[plain[:n]]; ok {
				return v, ""
			}
		}
		return "", "no line of " + m.LookupName + " begins it"
	}
	return cell, ""
}

// age finds the band of a date of birth, a year of birth or an age.
func (m *maker) age(cell string, f *quotas.Feature) (value, why string) {
	low, high := 0, 0
	n, err := strconv.Atoi(sheet.Clean(cell))
	switch d, isDate := dateIn(cell, m.order); {
	case err == nil && 0 <= n && n <= noAge:
		low, high = n, n
	case err == nil && m.Born.Year-noAge <= n && n <= m.Born.Year:
		low, high = max(0, m.Born.Year-n-1), m.Born.Year-n
	case isDate && m.order == orderMixed:
		return "", "the dates of this column are written in two ways; write them as 1990-12-31"
	case isDate && m.order == orderOpen && d != d.swapped() && d.Day <= 12:
		return "", "day and month may be the other way round in this column; write dates as 1990-12-31"
	case isDate:
		low = d.Years(m.Born)
		high = low
	default:
		return "", "it is no date of birth, such as 1990-12-31"
	}
	if low < 0 || high > noAge {
		return "", fmt.Sprintf("nobody born then is of an age on %s", m.Born)
	}
	for v, b := range m.bands {
		if b[0] <= low && high <= b[1] {
			return f.Values[v].Name, ""
		}
	}
	return "", fmt.Sprintf("an age of %s on %s is in no band of the quotas", ages(low, high), m.Born)
}

func ages(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return fmt.Sprintf("%d or %d", low, high)
}

// Made says, in sentences for everybody, how features were made of other columns.
func (p *Pool) Made() (all []string) {
	for f, feature := range p.Table.Features {
		m, ok := p.made[f]
		if !ok {
			continue
		}
		column := sheet.Quote(sheet.Clean(p.Header[p.features[f]]))
		text := fmt.Sprintf("%s was made of the column %s", sheet.Quote(feature.Name), column)
		switch {
		case len(m.Join) > 0:
			text = fmt.Sprintf("%s was joined of %s", sheet.Quote(feature.Name), strings.Join(m.Join, " and "))
		case m.Born != (Date{}):
			text += fmt.Sprintf(", as the age on %s", m.Born)
		case m.By != nil:
			text += ", by " + m.ByWhat
		case m.Lookup != nil:
			text += fmt.Sprintf(", by the table %s of %s", m.LookupName, plain.Count(len(m.Lookup), "line", "lines"))
		}
		var folded []string
		for cell, value := range m.Answers {
			folded = append(folded, fmt.Sprintf("%s as %s", sheet.Quote(cell), sheet.Quote(value)))
		}
		slices.Sort(folded)
		if len(folded) > 0 {
			text += "; counted " + strings.Join(folded, ", ")
		}
		all = append(all, text)
	}
	return all
}

// jointKey is a text by which the value of a joint feature is known whatever stands first, and
// whatever parts the parts: "woman, 18-24" and "18–24 x Woman" are one.
func jointKey(text string) string {
	words := strings.FieldsFunc(sheet.Plain(text), func(c rune) bool { return strings.ContainsRune(" ,;:/|&×_\t\n", c) })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "x" || w == "and" })
	slices.Sort(words)
	return strings.Join(words, " ")
}

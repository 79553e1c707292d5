package selection

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
)

// binding says in a sentence what bounds the smallest chance.
func (l *Lottery) binding() string {
	in, level := l.Bounds.Instance, l.Bounds.Levels[0]
	z := percent(level.Chance)
	people, even, group := l.weighted(level)
	rows := bindingRows(level.Multipliers, in)
	switch {
	case level.Weights == nil:
		return "Everyone who can be seated sits on every panel."
	case len(rows) == 0:
		return fmt.Sprintf("There are %s for %d people: nobody can be promised more than %s.",
			count(in.Seats, "seat", "seats"), people, z)
	case len(rows) == 1 && even && in.Rows[rows[0]].Kind != quotas.CutRow && level.Multipliers[rows[0]].Sign() > 0:
		r := in.Rows[rows[0]]
		return fmt.Sprintf("%s allows at most %s, and %d people%s share them: nobody in this group can be promised more than %s.",
			l.name(r), count(r.Max, "seat", "seats"), people, group, z)
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = l.limit(r, level.Multipliers[r])
	}
	leave, hold := "together leave", "together hold"
	if len(names) == 1 {
		leave, hold = "leaves", "holds"
	}
	if even {
		return fmt.Sprintf("%s %s %s for %d people%s: nobody in this group can be promised more than %s.",
			list(names), leave, seats(level, people), people, group, z)
	}
	return fmt.Sprintf("%s %s %d people%s down: not all of them can be promised more than %s.",
		list(names), hold, people, group, z)
}

// seats prints how many seats a level leaves for people of equal weight.
func seats(level fair.Level, people int) string {
	n := new(big.Rat).Mul(level.Exact, new(big.Rat).SetInt64(int64(people)))
	if n.IsInt() {
		return count(int(n.Num().Int64()), "seat", "seats")
	}
	return n.FloatString(2) + " seats"
}

// weighted counts the people with weight in a level, tells whether all of them have
// the same, and names the group if it is everybody with one value: " with degree: yes".
func (l *Lottery) weighted(level fair.Level) (people int, even bool, group string) {
	heavy := make([]bool, len(level.Weights))
	var first *big.Int
	even = true
	for t, w := range level.Weights {
		if heavy[t] = w.Sign() > 0 && !l.Chances.Unseatable[t]; heavy[t] {
			people += l.Grouping.Instance.Count[t]
			if first == nil {
				first = w
			}
			even = even && w.Cmp(first) == 0
		}
	}
	return people, even, l.group(heavy)
}

// group names the value that all the marked types have and no other type has.
func (l *Lottery) group(marked []bool) string {
	size := 0
	for _, m := range marked {
		if m {
			size++
		}
	}
	for _, r := range l.Grouping.Instance.Rows {
		all := r.Kind == quotas.QuotaRow && len(r.Types) == size
		for _, t := range r.Types {
			all = all && t < len(marked) && marked[t]
		}
		if all {
			return " with " + l.name(r)
		}
	}
	return ""
}

// bindingRows are the rows with a multiplier, the largest first; the row of the seats
// is left out, it always holds.
func bindingRows(m []*big.Int, in *quotas.Instance) []int {
	var rows []int
	for i := range in.Rows {
		if m != nil && m[i].Sign() != 0 {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int {
		return m[b].CmpAbs(m[a])
	})
	return rows
}

// limit names the end of a row's window that a multiplier uses.
func (l *Lottery) limit(row int, m *big.Int) string {
	r := l.Bounds.Instance.Rows[row]
	if r.Kind == quotas.CutRow {
		return "the fact that seats are whole"
	}
	if m.Sign() > 0 {
		return fmt.Sprintf("%s (at most %d)", l.name(r), r.Max)
	}
	return fmt.Sprintf("%s (at least %d)", l.name(r), r.Min)
}

// name is the name of a row: "age: 30-44".
func (l *Lottery) name(r quotas.Row) string {
	return RowName(l.Roster.Table, r)
}

// RowName is the name of a row for people: "age: 30-44", or the household rule.
func RowName(table *quotas.Table, r quotas.Row) string {
	if r.Kind == quotas.HouseholdRow {
		return "the household rule"
	}
	f := table.Features[r.Feature]
	return f.Name + ": " + f.Values[r.Value].Name
}

// list joins names: "a, b and c", at most eight of them.
func list(names []string) string {
	const most = 8
	if len(names) > most {
		names = append(slices.Clone(names[:most-1]), fmt.Sprintf("%d more limits", len(names)-most+1))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// percent prints a chance the way people read it, never higher than it is.
func percent(p float64) string {
	return fmt.Sprintf("%.1f %%", math.Floor(float64(p*1000)+1e-6)/10)
}

// A Reason says why people of a type cannot be seated. Text goes on from "no panel can
// hold this person": " and meet age: 25-34 and disability: no".
type Reason struct {
	Type int
	Text string
}

// reasons explains every unseatable type.
func (l *Lottery) reasons() []Reason {
	var all []Reason
	for t, un := range l.Chances.Unseatable {
		if un {
			all = append(all, Reason{t, l.reason(t)})
		}
	}
	return all
}

// reason names a value with no seats, or the quotas that leave none.
func (l *Lottery) reason(t int) string {
	in := l.Grouping.Instance
	for _, r := range in.Rows {
		if r.Max == 0 && slices.Contains(r.Types, t) {
			return "because " + l.name(r) + " allows no seat"
		}
	}
	rows := fair.Blocking(in, t)
	if rows == nil {
		return "and meet every quota: all combinations were ruled out"
	}
	var names []string
	for _, r := range rows {
		names = append(names, l.name(in.Rows[r]))
	}
	slices.Sort(names)
	return "and meet " + list(slices.Compact(names))
}

package selection

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fair"
)

// An Explanation says what bounds the chances of a pool, and what would raise the
// smallest. Chances are fractions, and beside them numbers in 0..1.
type Explanation struct {
	People     int     `json:"people"`
	Seats      int     `json:"seats"`
	Unseatable int     `json:"unseatable"` // people no panel can hold
	Chance     string  `json:"smallest"`   // the smallest chance, as far as the quotas go
	Value      float64 `json:"smallest_value"`
	Binding    string  `json:"binding"` // what bounds it, a sentence
	// Whole is what whole seats leave of it, where panels were looked for and attain
	// less; WholeBinding says why.
	Whole        string  `json:"whole"` // empty: the same, or not looked for
	WholeBinding string  `json:"whole_binding"`
	Looked       bool    `json:"panels_looked_for"`
	Levels       []Step  `json:"levels"`
	Prices       []Worth `json:"prices"` // most worth first
}

// A Step is one level of leximin as far as the quotas go.
type Step struct {
	Chance string  `json:"chance"`
	Value  float64 `json:"value"`
	People int     `json:"people"`
	Text   string  `json:"text"`
}

// A Worth is the price of a quota, see [fair.Price].
type Worth struct {
	Quota    string  `json:"quota"` // age: 30-44
	Feature  string  `json:"feature"`
	End      string  `json:"end"`  // min or max
	From     int     `json:"from"` // this end now
	To       int     `json:"to"`   // and then
	Smallest string  `json:"smallest"`
	Value    float64 `json:"value"`
	Gain     string  `json:"gain"`
	GainBy   float64 `json:"gain_value"`

	gain           *big.Rat
	feature, value int // of the table
}

// Relaxed is a quota table with the seat that the price speaks of: the value has one more at
// most, or one less at least, and the other values of its feature may give or take it.
func (w Worth) Relaxed(t *quotas.Table) *quotas.Table {
	table := *t
	table.Features = slices.Clone(t.Features)
	f := &table.Features[w.feature]
	f.Values = slices.Clone(f.Values)
	for i := range f.Values {
		v := &f.Values[i]
		if (w.End == "max") == (i == w.value) {
			v.Max++
		} else if v.Min > 0 {
			v.Min--
		}
		v.MinFlex = min(v.MinFlex, v.Min)
		if v.MaxFlex >= 0 {
			v.MaxFlex = max(v.MaxFlex, v.Max)
		}
	}
	return &table
}

// Explain computes the levels of leximin over the quotas and the price of each quota. Of a
// request it takes the pool, the seats, the household limit, the budget and the progress.
// With a budget, and without one for a pool of at most attainTypes types, it also looks
// for panels that attain them. The error is *[fair.Infeasible], one of the solver's, or
// the context's, or a request that makes no sense.
func Explain(ctx context.Context, req Request) (*Explanation, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	roster := req.Pool.Unnamed()
	l := &Lottery{Roster: roster, Grouping: roster.Group(req.Seats, req.Household)}
	var err error
	if l.Bounds, err = fair.New(l.Grouping.Instance).Leximin(ctx); err != nil {
		return nil, err
	}
	l.Chances = l.Bounds
	first := l.Bounds.Levels[0]
	e := &Explanation{People: len(roster.Entries), Seats: req.Seats, Unseatable: len(l.Unseatable()),
		Chance: first.Exact.RatString(), Value: first.Chance, Binding: l.binding()}
	for i := range l.Bounds.Levels {
		e.Levels = append(e.Levels, l.describe(i))
	}
	prices, err := fair.Prices(ctx, l.Bounds.Instance, l.Bounds.Unseatable, first, func(done, total int) {
		req.Progress("pricing quotas", done, total)
	})
	if err != nil {
		return nil, err
	}
	for _, price := range prices {
		e.Prices = append(e.Prices, l.worth(price))
	}
	slices.SortStableFunc(e.Prices, func(a, b Worth) int { return b.gain.Cmp(a.gain) })
	return e, l.inPanels(ctx, e, req.Budget, req.Progress)
}

// inPanels asks whether whole seats leave less of the smallest chance than the quotas do.
func (l *Lottery) inPanels(ctx context.Context, e *Explanation, budget int, tell Progress) error {
	if budget = searchBudget(budget, l.Grouping); budget == 0 {
		return nil
	}
	tell("looking for panels that attain the chances", 0, 1)
	closed, err := fair.New(l.Grouping.Instance).Close(ctx, budget)
	if err != nil {
		return err
	}
	e.Looked = closed.Meets
	if first := closed.Levels[0]; first.Exact.Cmp(l.Bounds.Levels[0].Exact) < 0 {
		l.Bounds, l.Chances = closed, closed
		e.Whole, e.WholeBinding = first.Exact.RatString(), l.binding()
	}
	return nil
}

// describe is a level as a short sentence.
func (l *Lottery) describe(i int) Step {
	level := l.Bounds.Levels[i]
	s := Step{Chance: level.Exact.RatString(), Value: level.Chance}
	for _, t := range level.Types {
		s.People += len(l.Grouping.Types[t])
	}
	people := count(s.People, "person", "people")
	var names []string
	for _, r := range bindingRows(level.Multipliers, l.Bounds.Instance) {
		names = append(names, l.limit(r, level.Multipliers[r]))
	}
	switch {
	case level.Weights == nil:
		s.Text = fmt.Sprintf("%s at 100 %%: on every panel.", people)
	case len(names) == 0:
		s.Text = fmt.Sprintf("%s at %s: the seats left are shared evenly.", people, percent(level.Chance))
	default:
		s.Text = fmt.Sprintf("%s at %s: held there by %s.", people, percent(level.Chance), shortList(names, 4))
	}
	return s
}

// worth puts a price into words.
func (l *Lottery) worth(p fair.Price) Worth {
	r := l.Bounds.Instance.Rows[p.Row]
	w := Worth{Quota: l.name(r), Feature: l.Roster.Table.Features[r.Feature].Name, End: "min", From: r.Min, To: r.Min - 1,
		Smallest: p.Smallest.RatString(), Gain: p.Gain.RatString(), gain: p.Gain, feature: r.Feature, value: r.Value}
	if p.Max {
		w.End, w.From, w.To = "max", r.Max, r.Max+1
	}
	w.Value, _ = p.Smallest.Float64()
	w.GainBy, _ = p.Gain.Float64()
	return w
}

// binding says in a sentence what bounds the smallest chance.
func (l *Lottery) binding() string {
	in, level := l.Bounds.Instance, l.Bounds.Levels[0]
	z := atMost(level.Chance)
	people, even, group := l.weighted(level)
	rows := bindingRows(level.Multipliers, in)
	switch {
	case level.Weights == nil:
		return "Everyone who can be seated sits on every panel."
	case len(rows) == 0:
		return fmt.Sprintf("There %s for %d people: not all of them can be promised more than %s.",
			map[bool]string{true: "is 1 seat", false: fmt.Sprintf("are %d seats", in.Seats)}[in.Seats == 1], people, z)
	case len(rows) == 1 && even && in.Rows[rows[0]].Kind != quotas.CutRow && level.Multipliers[rows[0]].Sign() > 0:
		r := in.Rows[rows[0]]
		them := "them"
		if r.Max == 1 {
			them = "it"
		}
		return fmt.Sprintf("%s allows at most %s, and %d people%s share %s: not all of them can be promised more than %s.",
			l.name(r), count(r.Max, "seat", "seats"), people, group, them, z)
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
		return fmt.Sprintf("%s %s %s for %d people%s: not all of them can be promised more than %s.",
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
// the same, and names the group if it is everybody with one value who can be seated: " with degree: yes".
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
		having := 0
		all := r.Kind == quotas.QuotaRow
		for _, t := range r.Types {
			if !l.Chances.Unseatable[t] {
				having++
				all = all && t < len(marked) && marked[t]
			}
		}
		if all && having == size {
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
func list(names []string) string { return shortList(names, 8) }

// shortList joins at most so many names.
func shortList(names []string, most int) string {
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

// atMost prints a bound from above the way people read it, never lower than it is.
func atMost(p float64) string {
	return fmt.Sprintf("%.1f %%", math.Ceil(float64(p*1000)-1e-6)/10)
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

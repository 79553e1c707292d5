package places

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/draw"
)

// Format is the name of the rule.
const Format = "evenlot-places/1"

// MostPeople bounds all places together: what a machine with words of 32 bits counts to.
const MostPeople = math.MaxInt32

// A Place has people.
type Place struct {
	ID     string `json:"id"`
	Name   string `json:"name"` // may be empty
	Group  string `json:"group"`
	People int    `json:"people"`
}

// Rules say how many letters go out, and in how many points.
type Rules struct {
	Letters int `json:"letters"`
	Points  int `json:"points"`
	Cap     int `json:"cap"`     // points of a place at most; 0: any number
	Reserve int `json:"reserve"` // units in reserve, of each group and of all
}

// PerPoint is how many letters a point has.
func (r Rules) PerPoint() int { return r.Letters / r.Points }

// Check finds everything wrong with rules and places that a reader of files does not see.
func (r Rules) Check(all []Place) error {
	people := 0
	seen := map[string]bool{}
	for _, p := range all {
		if p.People < 0 || p.ID == "" || seen[p.ID] {
			return fmt.Errorf("the place %q is there twice, or has no id, or fewer than no people", p.ID)
		}
		seen[p.ID] = true
		if p.Group == Everywhere {
			return fmt.Errorf("the group of %q is %q, which stands for all places", p.ID, Everywhere)
		}
		if people += p.People; people > MostPeople || people < 0 {
			return fmt.Errorf("more than %d people in all places", MostPeople)
		}
	}
	switch {
	case r.Points < 1 || r.Letters < r.Points:
		return fmt.Errorf("%d letters in %d points, expected at least one letter a point", r.Letters, r.Points)
	case r.Letters%r.Points != 0:
		down := r.Letters / r.Points * r.Points
		return fmt.Errorf("%d letters do not part into %d points of equal size, expected %d or %d letters", r.Letters, r.Points, down, down+r.Points)
	case r.Letters > people/2:
		return fmt.Errorf("%d letters for %d people, expected letters for half of them at most", r.Letters, people)
	}
	if _, rest, points := r.certain(all); points > 0 && len(rest) == 0 {
		return fmt.Errorf("with at most %d points a place, %d points are left when every place has as many: raise the cap or take fewer points", r.Cap, points)
	}
	return nil
}

// A Unit is places that are drawn as one: nearly always a single one.
type Unit struct {
	Places []Place
	People int
	Points int // drawn
	Due    Fraction
}

// A Fraction is Num/Den.
type Fraction struct{ Num, Den int64 }

// Group is that of the unit's first place.
func (u *Unit) Group() string { return u.Places[0].Group }

// IDs names the unit's places.
func (u *Unit) IDs() []string {
	var ids []string
	for _, p := range u.Places {
		ids = append(ids, p.ID)
	}
	return ids
}

// Drawn is the outcome of a draw.
type Drawn struct {
	Rules    Rules
	People   int
	Seed     string // S
	Start    int    // R
	Units    []Unit // all, in the order of the rule; first those with as many points as a place may have, for certain
	Certain  int    // how many those are
	Reserves map[string][]int
}

// Everywhere is the group of the reserve list of all places.
const Everywhere = "*"

// Chance is that of a letter, for everybody in units that are not certain: letters a point times
// points, over their people.
func (d *Drawn) Chance() (num, den int64) {
	for i := range d.Units[d.Certain:] {
		due := d.Units[d.Certain+i].Due // the same points and people for all
		if n := int64(d.Units[d.Certain+i].People); n > 0 {
			return due.Num / n * int64(d.Rules.PerPoint()), due.Den
		}
	}
	return 0, 1
}

// Lists names the reserve lists in order, that of all places last.
func (d *Drawn) Lists() []string {
	var names []string
	for g := range d.Reserves {
		if g != Everywhere {
			names = append(names, g)
		}
	}
	slices.Sort(names)
	if d.Reserves[Everywhere] != nil {
		names = append(names, Everywhere)
	}
	return names
}

// Seed is S, of a commitment and a public value.
func Seed(commitment, value string) string {
	return hexSum(Format + "\n" + commitment + "\n" + value + "\n")
}

func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// sampled is a number from 0 to n-1, by Rivest's sampler.
func sampled(text string, n int) int {
	for i := 1; ; i++ {
		if ticket, _, ok := draw.Ticket(text, i, n); ok {
			return ticket - 1
		}
	}
}

// due gives the points that each unit of linked places is due.
func due(units []Unit, points int) {
	people := int64(0)
	for _, u := range units {
		people += int64(u.People)
	}
	for i := range units {
		units[i].Due = Fraction{int64(points) * int64(units[i].People), people}
	}
}

// Draw draws places by the rule, for a seed. Rules and places must pass [Rules.Check].
func Draw(r Rules, all []Place, seed string) *Drawn {
	d := &Drawn{Rules: r, Seed: seed, Reserves: map[string][]int{}}
	for _, p := range all {
		d.People += p.People
	}
	ordered := order(all, r.PerPoint(), seed)
	certain, rest, points := r.certain(ordered)
	units := link(rest, r.PerPoint())
	people := 0
	for _, n := range sizes(units) {
		people += n
	}
	for _, p := range certain {
		d.Units = append(d.Units, Unit{Places: []Place{p}, People: p.People, Points: r.Cap, Due: Fraction{int64(r.Cap), 1}})
	}
	d.Certain = len(d.Units)
	if people > 0 {
		d.Start = sampled(seed+":start", people)
		hits := Systematic(sizes(units), points, d.Start)
		for i := range units {
			units[i].Points = hits[i]
		}
		due(units, points)
	}
	d.Units = append(d.Units, units...)
	d.reserve()
	return d
}

// order sorts places by group; in a group those too small for a point come first; then by ticket.
func order(all []Place, least int, seed string) []Place {
	out := slices.Clone(all)
	tickets := map[string]string{}
	for _, p := range all {
		tickets[p.ID] = hexSum(seed + ":" + p.ID)
	}
	large := func(p Place) int {
		if p.People < least {
			return 0
		}
		return 1
	}
	slices.SortFunc(out, func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Group, b.Group), large(a)-large(b), strings.Compare(tickets[a.ID], tickets[b.ID]), strings.Compare(a.ID, b.ID))
	})
	return out
}

// certain takes out the places that are due more points than they may have, until none is: what
// they leave is shared among the others, who may then be due more too.
func (r Rules) certain(all []Place) (certain, rest []Place, points int) {
	rest, points = all, r.Points
	if r.Cap == 0 {
		return nil, rest, points
	}
	for {
		people := 0
		for _, p := range rest {
			people += p.People
		}
		var kept, more []Place
		for _, p := range rest {
			if int64(points)*int64(p.People) > int64(r.Cap)*int64(people) {
				more = append(more, p)
			} else {
				kept = append(kept, p)
			}
		}
		if len(more) == 0 {
			return certain, rest, points
		}
		certain, rest, points = append(certain, more...), kept, max(0, points-r.Cap*len(more))
	}
}

// link makes units of at least so many people, none over the border of a group but where a whole
// group has fewer.
func link(all []Place, least int) []Unit {
	var units []Unit
	var open Unit
	for i, p := range all {
		last := len(units) - 1
		if i > 0 && p.Group != all[i-1].Group && len(open.Places) > 0 && last >= 0 && units[last].Group() == all[i-1].Group {
			units[last].Places, units[last].People = append(units[last].Places, open.Places...), units[last].People+open.People
			open = Unit{}
		}
		open.Places, open.People = append(open.Places, p), open.People+p.People
		if open.People >= least {
			units = append(units, open)
			open = Unit{}
		}
	}
	switch {
	case len(open.Places) == 0:
	case len(units) == 0:
		units = append(units, open)
	default:
		last := &units[len(units)-1]
		last.Places, last.People = append(last.Places, open.Places...), last.People+open.People
	}
	return units
}

func sizes(units []Unit) []int {
	var out []int
	for _, u := range units {
		out = append(out, u.People)
	}
	return out
}

// Systematic gives the points of each unit: m points at equal distances over the people in a row,
// for a start from 0 to the number of people less 1.
func Systematic(people []int, m, start int) []int {
	all := int64(0)
	for _, n := range people {
		all += int64(n)
	}
	out := make([]int, len(people))
	sum, before := int64(0), (all-1-int64(start))/all
	for i, n := range people {
		sum += int64(n)
		upto := (int64(m)*sum + all - 1 - int64(start)) / all
		out[i] = int(upto - before)
		before = upto
	}
	return out
}

// reserve draws the reserve lists.
func (d *Drawn) reserve() {
	taken := make([]bool, len(d.Units))
	groups := map[string][]int{}
	var names []string
	for i := range d.Units {
		u := &d.Units[i]
		taken[i] = u.Points > 0 || u.People == 0
		if groups[u.Group()] == nil {
			names = append(names, u.Group())
		}
		groups[u.Group()] = append(groups[u.Group()], i)
		groups[Everywhere] = append(groups[Everywhere], i)
	}
	slices.Sort(names)
	for _, g := range append(names, Everywhere) {
		for n := range d.Rules.Reserve {
			left := 0
			for _, i := range groups[g] {
				if !taken[i] {
					left += d.Units[i].People
				}
			}
			if left == 0 {
				break
			}
			at := sampled(fmt.Sprintf("%s:reserve:%s:%d", d.Seed, g, n+1), left)
			for _, i := range groups[g] {
				if taken[i] {
					continue
				}
				if at -= d.Units[i].People; at < 0 {
					taken[i] = true
					d.Reserves[g] = append(d.Reserves[g], i)
					break
				}
			}
		}
	}
}

// A Replaced is what becomes of a draw where places refuse.
type Replaced struct {
	Points        []int  // of each unit
	Out           []bool // units that refused
	From          []int  // by unit: the unit whose point it took over; -1: none
	Refusing      int    // people of the units that refused
	Open          int    // points for which no reserve is left
	Moved, Stayed int    // points that went to another group, or stayed in theirs
}

// Replace hands the points of units that refuse to those in reserve, in their order. A unit refuses
// where one of its places does. Ids that no drawn or reserve unit has are an error.
func (d *Drawn) Replace(refused []string) (*Replaced, error) {
	r := &Replaced{Points: make([]int, len(d.Units)), From: make([]int, len(d.Units))}
	out := make([]bool, len(d.Units))
	r.Out = out
	asked := make([]bool, len(d.Units))
	for i := range d.Units {
		r.Points[i], r.From[i], asked[i] = d.Units[i].Points, -1, d.Units[i].Points > 0
	}
	for _, list := range d.Reserves {
		for _, i := range list {
			asked[i] = true
		}
	}
	for _, id := range refused {
		i := slices.IndexFunc(d.Units, func(u Unit) bool { return slices.Contains(u.IDs(), id) })
		if i < 0 || !asked[i] {
			return nil, fmt.Errorf("%q is neither drawn nor in reserve, so it was not asked", id)
		}
		if !out[i] {
			out[i] = true
			r.Refusing += d.Units[i].People
		}
	}
	next := func(group string) int {
		for _, i := range d.Reserves[group] {
			if !out[i] && r.Points[i] == 0 {
				return i
			}
		}
		return -1
	}
	for i := range d.Units {
		for ; out[i] && r.Points[i] > 0; r.Points[i]-- {
			to := next(d.Units[i].Group())
			if to >= 0 {
				r.Stayed++
			} else if to = next(Everywhere); to >= 0 {
				r.Moved++
			} else {
				r.Open++
				continue
			}
			r.Points[to], r.From[to] = 1, i
		}
	}
	return r, nil
}

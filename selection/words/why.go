package words

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/why"
)

// mostNames is how many limits a sentence names.
const mostNames = 8

// Rule is the name of a rule: "age: 30-44".
func Rule(r why.Rule) string {
	switch r.Kind {
	case why.Household:
		return "the household rule"
	case why.Whole:
		return "the fact that seats are whole"
	}
	return r.Feature + ": " + r.Value
}

// limit names the end of a window that bounds a chance.
func limit(l why.Limit) string {
	switch {
	case l.Kind == why.Whole:
		return Rule(l.Rule)
	case l.End == "max":
		return fmt.Sprintf("%s (at most %d)", Rule(l.Rule), l.Seats)
	}
	return fmt.Sprintf("%s (at least %d)", Rule(l.Rule), l.Seats)
}

func limits(all []why.Limit, most int) string {
	var names []string
	for _, l := range all {
		names = append(names, limit(l))
	}
	return plain.List(names, most, "limits")
}

// Binding says in a sentence what bounds the smallest chance.
func Binding(b why.Bound) string {
	no := fmt.Sprintf("not all of them can be promised more than %s.", plain.AtMost(b.Value))
	group := ""
	if b.Group != nil {
		group = " with " + Rule(*b.Group)
	}
	switch {
	case b.Always:
		return "Everyone who can be seated sits on every panel."
	case len(b.Limits) == 0:
		return fmt.Sprintf("There %s %s for %d people: %s", plain.Verb(b.Seats, "is", "are"), plain.Count(b.Seats, "seat", "seats"), b.People, no)
	case len(b.Limits) == 1 && b.Even && b.Limits[0].End == "max":
		only := b.Limits[0]
		return fmt.Sprintf("%s allows at most %s, and %d people%s share %s: %s",
			Rule(only.Rule), plain.Count(only.Seats, "seat", "seats"), b.People, group, plain.Verb(only.Seats, "it", "them"), no)
	case b.Even:
		return fmt.Sprintf("%s %s %s for %d people%s: %s",
			limits(b.Limits, mostNames), plain.Verb(len(b.Limits), "leaves", "together leave"), seats(b), b.People, group, no)
	}
	return fmt.Sprintf("%s %s %d people%s down: %s",
		limits(b.Limits, mostNames), plain.Verb(len(b.Limits), "holds", "together hold"), b.People, group, no)
}

// seats prints how many seats a bound leaves for people of equal weight.
func seats(b why.Bound) string {
	n, ok := new(big.Rat).SetString(b.Chance)
	if !ok {
		return b.Chance + " of a seat each"
	}
	if n.Mul(n, big.NewRat(int64(b.People), 1)); n.IsInt() && n.Num().IsInt64() {
		return plain.Count(int(n.Num().Int64()), "seat", "seats")
	}
	return n.FloatString(2) + " seats"
}

// Level says in a short sentence who is at a level and what holds them there.
func Level(l why.Level) string {
	people := plain.Count(l.People, "person", "people")
	switch {
	case l.Always:
		return fmt.Sprintf("%s at 100 %%: on every panel.", people)
	case len(l.Limits) == 0:
		return fmt.Sprintf("%s at %s: the seats left are shared evenly.", people, plain.AtLeast(l.Value))
	}
	return fmt.Sprintf("%s at %s: held there by %s.", people, plain.AtLeast(l.Value), limits(l.Limits, 4))
}

// Reason goes on from "no panel can hold this person", or from "every panel holds them":
// "and meet age: 25-34 and disability: no".
func Reason(r why.Reason) string {
	switch {
	case r.Kind == why.NoSeat && len(r.Rules) == 1:
		return "because " + Rule(r.Rules[0]) + " allows no seat"
	case r.Kind == why.Needed && len(r.Rules) == 1:
		return fmt.Sprintf("because %s takes at least %s, and %s it",
			Rule(r.Rules[0]), plain.Count(r.Seats, "seat", "seats"), plain.Count(r.People, "person has", "people have"))
	case len(r.Rules) == 0:
		return "and meet every quota: all combinations were ruled out"
	}
	var names []string
	for _, rule := range r.Rules {
		names = append(names, Rule(rule))
	}
	slices.Sort(names)
	return "and meet " + plain.List(slices.Compact(names), mostNames, "limits")
}

// Unseatable says whom no panel can hold, and why.
func Unseatable(u why.Unseatable) string {
	return fmt.Sprintf("no panel can hold %s %s", plain.Count(u.Count, "person", "people"), Reason(u.Reason))
}

package lottery

import (
	"context"
	"slices"

	"github.com/evenlot/evenlot/selection/book"
	"github.com/evenlot/evenlot/selection/fair"
)

// independent draws the pages one by one, as the law of the rule says: first the seats
// of each type, then, fairly, the people. No page depends on another, so a person's
// pages vary as tosses of a coin do.
func (l *Lottery) independent(ctx context.Context) (*book.Book, error) {
	random := l.stream("book")
	spreads, err := fair.NewSpreads(l.Grouping.Instance, l.Rules.Household)
	if err != nil {
		return nil, err
	}
	types := l.TypeOf()
	b := &book.Book{People: len(l.Roster.Entries)}
	for j := range l.Rules.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		panel, err := l.Outcome.Drawer.Draw(ctx, random)
		if err != nil {
			return nil, err
		}
		b.Pages = append(b.Pages, l.seat(panel, types, spreads, random))
		l.tell("drawing pages", j+1, l.Rules.Pages)
	}
	return b, nil
}

// seat chooses people for the seats of each type, so that every choice is equally likely. People who
// live alone are drawn from their type. Of a family some homes are drawn, and from these homes the
// people. types gives the type of each person.
func (l *Lottery) seat(panel, types []int, spreads []*fair.Spread, random fair.Source) []int32 {
	var page []int32
	take := func(people []int, n int) {
		people = slices.Clone(people)
		random.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		for _, p := range people[:n] {
			page = append(page, int32(p))
		}
	}
	for f, family := range l.Grouping.Families {
		seats := make([]int, len(family.Types))
		for j, t := range family.Types {
			seats[j], panel[t] = panel[t], 0
		}
		for h, home := range spreads[f].Draw(seats, random) {
			for j, n := range home {
				if n > 0 {
					take(slices.DeleteFunc(slices.Clone(family.Households[h]),
						func(p int) bool { return types[p] != family.Types[j] }), n)
				}
			}
		}
	}
	for t, n := range panel {
		if n > 0 {
			take(l.Grouping.Types[t], n)
		}
	}
	slices.Sort(page)
	return page
}

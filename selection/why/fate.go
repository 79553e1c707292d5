package why

import (
	"slices"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/oracle"
	"github.com/evenlot/evenlot/selection/pool"
)

const (
	// fateNodes is how many linear programs all questions about fates may take together: a
	// second or two, where realistic pools need a hundred.
	fateNodes = 2000
	// fateWork is how many types, times rows, are asked about: beyond that a check would take long.
	fateWork = 200_000
)

// A Fate is a group of people about whom the quotas leave no choice: every panel holds them, or none
// can.
type Fate struct {
	People  []int   // of the pool, ascending
	Certain bool    // every panel holds them; else none can
	Reason  *Reason // nil: several rules together hold everybody
}

// Fates finds everybody whose fate the quotas decide, where there is a panel at all. settled is
// false where being sure would take long: there may then be further people.
func Fates(p *pool.Pool, seats, limit int) (fates []Fate, settled bool) {
	roster := p.Unnamed()
	g := roster.Group(seats, limit)
	in := g.Instance
	if len(in.Count)*len(in.Rows) > fateWork {
		return nil, false
	}
	never, always, settled := decided(in)
	for t := range in.Count {
		people := g.Types[t]
		switch {
		case slices.Contains(never, t):
			reason := unseatable(roster.Table, in, t)
			fates = withFate(fates, Fate{people, false, &reason})
		case slices.Contains(always, t):
			fates = withFate(fates, Fate{people, true, needed(roster.Table, in, t)})
		}
	}
	slices.SortStableFunc(fates, func(a, b Fate) int { return a.People[0] - b.People[0] })
	return fates, settled
}

// decided asks for panels until one is found for every type, and one without all of its people;
// those left over have no such panel.
func decided(in *quotas.Instance) (never, always []int, settled bool) {
	o, left, settled := oracle.New(in), fateNodes, true
	for t := range in.Count {
		never, always = append(never, t), append(always, t)
	}
	see := func(panel []int) {
		never = slices.DeleteFunc(never, func(t int) bool { return panel[t] > 0 })
		always = slices.DeleteFunc(always, func(t int) bool { return panel[t] < in.Count[t] })
	}
	// ask looks for a panel that weighs more than beat, where every type of a list weighs by.
	ask := func(list []int, by, beat int64) bool {
		weights := make([]int64, len(in.Count))
		for _, t := range list {
			weights[t] = by
		}
		a := o.Best(oracle.Query{Weights: weights, Beat: &beat, Enough: beat + 1, Budget: left})
		left = max(left-a.Nodes, 1)
		if a.Panel != nil && a.Value > beat {
			see(a.Panel)
			return true
		}
		settled = settled && a.Status != oracle.Stopped && a.Bound <= beat
		return false
	}
	for len(never) > 0 && ask(never, 1, 0) {
	}
	people := func() (n int64) {
		for _, t := range always {
			n += int64(in.Count[t])
		}
		return n
	}
	for len(always) > 0 && ask(always, -1, -people()) {
	}
	if !settled {
		return nil, nil, false
	}
	return never, always, true
}

// withFate adds people to those of the same fate and reason.
func withFate(fates []Fate, f Fate) []Fate {
	i := slices.IndexFunc(fates, func(g Fate) bool {
		return g.Certain == f.Certain && (g.Reason == nil) == (f.Reason == nil) && (f.Reason == nil || g.Reason.same(*f.Reason))
	})
	if i < 0 {
		return append(fates, Fate{slices.Clone(f.People), f.Certain, f.Reason})
	}
	fates[i].People = append(fates[i].People, f.People...)
	slices.Sort(fates[i].People)
	return fates
}

// needed names a value whose minimum takes everybody who has it; nil: several rules together do.
func needed(table *quotas.Table, in *quotas.Instance, t int) *Reason {
	for _, r := range in.Rows {
		people := 0
		for _, other := range r.Types {
			people += in.Count[other]
		}
		if r.Kind == quotas.QuotaRow && r.Min == people && slices.Contains(r.Types, t) {
			return &Reason{Kind: Needed, Rules: []Rule{RuleOf(table, r)}, Seats: r.Min, People: people}
		}
	}
	return nil
}

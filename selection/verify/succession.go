package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenlot/evenlot/selection/record"
)

// succession reports whether alternates move up by the rule.
func (x *change) succession() bool { return x.rec.Event.Kind == record.KindSuccession }

// succeeds checks that nothing is drawn in a succession, and in no other event but for alternates whom
// the draw of the panel named, and that the pool of a succession is the alternates whom the rule names
// (E10).
func (x *change) succeeds() {
	c := x.outer
	alternates := x.rec.Event.Kind == record.KindAlternates
	if x.succession() && !x.settled() || x.settled() && !x.succession() && !alternates {
		c.fail(x.name+"what is drawn", "nothing in a succession, and something in every other event", fmt.Sprintf("%q in the kind %s", x.rec.Source.Kind, x.rec.Event.Kind),
			"only the rule by which alternates move up leaves nothing to draw")
		return
	}
	switch {
	case !x.settled():
		return
	case alternates:
		x.named()
		return
	}
	const name = "who moves up"
	got := x.people()
	for _, id := range got {
		if !slices.Contains(x.now.next, id) {
			c.fail(x.name+name, "people who are next in line", id, "no draw of alternates named this person")
			return
		}
	}
	if len(got) != x.rec.Rules.Seats || x.rec.MixSource != nil {
		c.fail(x.name+name, fmt.Sprintf("%d people for as many seats, and nothing mixed", len(got)), fmt.Sprintf("%d seats", x.rec.Rules.Seats), "nothing is left to chance")
		return
	}
	if c.rec.Roster == nil || !c.together {
		c.notCheckable(x.name+name, "", "whom the rule names needs "+c.rec.Form().RosterFile())
		return
	}
	c.equal(x.name+name, strings.Join(x.rise(), " "), strings.Join(got, " "), "the rule names others")
}

// rise is whom the rule names, sorted: for each vacant seat in turn the alternate with whom the
// loss of the panel is least, the first id of several; nobody with whom it would grow.
func (x *change) rise() []string {
	roster, e := x.outer.rec.Roster, x.rec.Event
	homes := map[string]bool{}
	for _, id := range x.stay {
		homes[roster.Home(x.at[id])] = x.outer.rec.Rules.Household > 0
	}
	homes[""] = false
	able := slices.DeleteFunc(slices.Sorted(slices.Values(x.now.next)), func(id string) bool {
		return slices.Contains(x.now.panel, id) || slices.Contains(x.now.left, id) || slices.Contains(e.Unavailable, id) || homes[roster.Home(x.at[id])]
	})
	panel := slices.Clone(x.stay)
	var up []string
	for len(panel) < x.outer.rec.Rules.Seats {
		least, at := x.loss(panel), -1
		for i, id := range able {
			if loss := x.loss(append(panel[:len(panel):len(panel)], id)); loss < least || at < 0 && loss == least {
				least, at = loss, i
			}
		}
		if at < 0 {
			break
		}
		up, panel = append(up, able[at]), append(panel, able[at])
		able = slices.Delete(able, at, at+1)
	}
	return slices.Sorted(slices.Values(up))
}

// lossUnits is what a line of the quotas is worth: all numbers to 24 divide it.
const lossUnits = 5_354_228_880

// loss is how far people are from the quotas of the record: for each line the seats that miss its
// window, by lossUnits over its maximum.
func (x *change) loss(people []string) (sum int64) {
	for f, feature := range x.outer.rec.Table.Features {
		seats := make([]int, len(feature.Values))
		for _, id := range people {
			seats[x.outer.rec.Roster.Entries[x.at[id]].Values[f]]++
		}
		for v, quota := range feature.Values {
			sum += int64(max(quota.Min-seats[v], seats[v]-quota.Max, 0)) * (lossUnits / int64(max(quota.Max, 1)))
		}
	}
	return sum
}

package portable_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/record/recordtest"
)

// large is a record of 1,700 people, 110 seats and 1,000 pages, with quotas so
// wide that any page meets them, and a proof that claims nothing.
func large(t *testing.T, form record.Form) record.Files {
	const people, seats, pages, features, values = 1700, 110, 1000, 8, 4
	table := "feature,value,min,max\n"
	proof := `{"format": "evenlot-proof/1", "grade": "bounds only", "over": 65536, "rows": [`
	for f := range features {
		for v := range values {
			table += fmt.Sprintf("f%d,v%d,0,%d\n", f, v, seats)
			proof += fmt.Sprintf(`"quota f%d: v%d", `, f, v)
		}
	}
	quota, faults := quotas.Read("quotas.csv", []byte(table))
	require.Empty(t, faults)
	rng := rand.New(rand.NewPCG(7, 8))
	roster := &pool.Roster{Table: quota}
	letters := "bcdfghjkmnpqrstvwxyz"
	for i := range people {
		e := pool.Entry{ID: fmt.Sprintf("b%c%c%c2345", letters[i/400], letters[i/20%20], letters[i%20]), Household: -1}
		for range features {
			e.Values = append(e.Values, rng.IntN(values))
		}
		roster.Entries = append(roster.Entries, e)
	}
	in := recordtest.Input()
	in.Roster, in.Pages = roster, nil
	in.Rules.People, in.Rules.Seats, in.Rules.Pages, in.Rules.Household, in.Rules.Form = people, seats, pages, 0, form
	counts := make([]int, people)
	for range pages {
		var page []int32
		for _, person := range rng.Perm(people)[:seats] {
			page = append(page, int32(person))
			counts[person]++
		}
		slices.Sort(page)
		in.Pages = append(in.Pages, page)
	}
	if form == record.FormSealed {
		in.Salts = record.PageSalts([32]byte{7}, pages)
	}
	in.Proof = recordtest.Spell(proof + fmt.Sprintf(`"seats"], "cuts": [], "steps": [{"chance": "1", "people": %d,
		"pages": %d, "fewest": %d, "most": %d, "multipliers": []}]}`, people, pages, slices.Min(counts), slices.Max(counts)))
	return recordtest.Draw(in, recordtest.PublicValue)
}

// A large record takes less than three seconds of the processor, with everything that
// an auditor has.
func TestLarge(t *testing.T) {
	b := open(t)
	b.measure()
	for _, form := range []record.Form{record.FormOpen, record.FormSealed} {
		folder, before := written(t, large(t, form)), b.busy()
		said := b.pick("#folder", folder)
		seconds := b.busy() - before
		assert.Contains(t, said, "This record holds")
		assert.Contains(t, said, " 0 failed, ")
		assert.Less(t, seconds, 3.0)
		assert.Positive(t, seconds)
		t.Logf("%s: %.1f s of processor time. %s", form, seconds, said)
	}
}

// measure makes the browser count the processor time of the page, not the time that
// passes: other programs may be busy.
func (b *browser) measure() {
	_, err := chromedp.Call(b.ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	require.NoError(b.t, err)
}

// busy is the processor time of the page so far, in seconds.
func (b *browser) busy() float64 {
	result, err := chromedp.Call(b.ctx, performance.GetMetrics, cdp.Empty{})
	require.NoError(b.t, err)
	for _, metric := range result.Metrics {
		if metric.Name == "TaskDuration" {
			return metric.Value
		}
	}
	require.Fail(b.t, "the browser does not count TaskDuration")
	return 0
}

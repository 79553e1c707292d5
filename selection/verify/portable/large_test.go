package portable_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/record"
)

// large is a record of 1,700 people of some types, 110 seats and 1,000 pages, with quotas so
// wide that any page meets them.
func large(t *testing.T, form record.Form, features int) record.Files {
	const people, seats, pages, values = 1700, 110, 1000, 4
	rng := rand.New(rand.NewPCG(7, 8))
	f := forgery{seats: seats, version: 2, form: form, grade: record.GradeBook}
	for k := range features {
		for v := range values {
			f.table += fmt.Sprintf("f%d,v%d,0,%d\n", k, v, seats)
		}
	}
	for range people {
		text := ""
		for range features {
			text += fmt.Sprintf("v%d ", rng.IntN(values))
		}
		f.people = append(f.people, text)
	}
	all := &deck{of: everyone(0, people), rng: rng}
	for range pages {
		f.pages = append(f.pages, all.deal(nil, seats))
	}
	f.steps = []step{{big.NewRat(seats, people), everyone(0, people), terms(int64(features*values), 1)}}
	return f.files(t)
}

// A large record takes about two seconds of the processor at most, with everything that an
// auditor has: where people are of 16 types, and where hardly two are alike.
func TestLarge(t *testing.T) {
	b := open(t)
	b.measure()
	for _, form := range []record.Form{record.FormOpen, record.FormSealed} {
		for _, features := range []int{2, 8} {
			folder, before := written(t, large(t, form, features)), b.busy()
			said := b.pick("#folder", folder)
			seconds := b.busy() - before
			assert.Contains(t, said, "with 1 reservation")
			assert.Contains(t, said, " 0 failed, ")
			assert.Less(t, seconds, 2.5)
			assert.Positive(t, seconds)
			t.Logf("%s, %d features: %.1f s of processor time. %s", form, features, seconds, said)
		}
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

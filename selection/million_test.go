package selection

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/sample"
)

// BenchmarkMillion makes a pool of a million people and times, apart: reading it, the
// chances with their proof, and a book of 1000 pages. It runs where the environment has
// EVENLOT_BIG=1, or where -bench names it:
//
//	go test -run '^$' -bench Million -benchtime 1x ./selection
func BenchmarkMillion(b *testing.B) {
	if os.Getenv("EVENLOT_BIG") != "1" && !strings.Contains(flag.Lookup("test.bench").Value.String(), "Million") {
		b.Skip("SKIPPED: half a minute and more than a gigabyte; set EVENLOT_BIG=1")
	}
	const people, seats = 1_000_000, 200
	o, ok := sample.Preset("large")
	require.True(b, ok)
	o.People, o.Seats, o.Seed = people, seats, "a million"
	made, err := sample.New(context.Background(), o)
	require.NoError(b, err)
	var rows bytes.Buffer
	require.NoError(b, made.WritePool(context.Background(), &rows, nil))
	for b.Loop() {
		m := watch()
		p, faults := pool.Read("pool.csv", rows.Bytes(), made.Table(), pool.Options{})
		require.NoError(b, faults.Err())
		roster, _ := p.Roster([32]byte{})
		read := processor() - m.began
		rules := record.Rules{Format: record.Format, Algorithm: draw.Algorithm, Statements: []string{}, Rule: "leximin",
			People: people, Seats: seats, Pages: 1000, Budget: lottery.DefaultBudget}
		l, err := lottery.New(context.Background(), roster, rules, "", m.tell)
		require.NoError(b, err)
		filled := processor()
		proof, _ := l.Proof()
		m.stop()
		proving := processor() - filled
		b.ReportMetric(read.Seconds(), "reading-s")
		b.ReportMetric((m.chances - read + proving).Seconds(), "chances-and-proof-s")
		b.ReportMetric((filled - m.began - m.chances).Seconds(), "book-of-1000-s")
		b.ReportMetric(float64(len(proof))/1e6, "proof-MB")
		b.ReportMetric(float64(m.most)/1e6, "heap-MB")
		b.ReportMetric(float64(len(l.Grouping.Types)), "types")
		b.ReportMetric(float64(len(l.Chances.Levels)), "levels")
	}
}

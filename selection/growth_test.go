package selection

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/gocarina/gocsv"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/lottery"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

var update = flag.Bool("update", false, "measure how cost grows and write testdata/growth anew: some minutes")

// A shape is what the cost of a selection depends on.
type shape struct{ people, types, seats, features int }

// quotasPerFeature: values of each feature, each with its quota.
const quotasPerFeature = 4

// base is the shape that all others differ from in one number.
var base = shape{people: 1000, types: 200, seats: 50, features: 7}

// growth gives the shapes by the number that varies.
func growth() []struct {
	name   string
	value  func(shape) int
	shapes []shape
} {
	vary := func(set func(*shape, int), values ...int) (all []shape) {
		for _, v := range values {
			s := base
			set(&s, v)
			all = append(all, s)
		}
		return all
	}
	return []struct {
		name   string
		value  func(shape) int
		shapes []shape
	}{
		{"people", func(s shape) int { return s.people },
			vary(func(s *shape, v int) { s.people = v }, 200, 1000, 10_000, 100_000, 1_000_000)},
		{"types", func(s shape) int { return s.types },
			vary(func(s *shape, v int) { s.types = v }, 25, 50, 100, 200, 400, 800)},
		{"seats", func(s shape) int { return s.seats },
			vary(func(s *shape, v int) { s.seats = v }, 10, 25, 50, 100, 200, 400)},
		{"quotas", func(s shape) int { return quotasPerFeature * s.features },
			vary(func(s *shape, v int) { s.features = v }, 4, 5, 6, 7, 8, 9)},
	}
}

// roster makes a pool of the shape: as many different vectors as types, the first ones
// the most frequent. The quotas are what a hidden panel has, one more or less, whose seats
// were given type by type and not person by person: volunteers are not the population.
func (s shape) roster(seed uint64) *pool.Roster {
	rng := rand.New(rand.NewPCG(seed, 1))
	r := &pool.Roster{Table: &quotas.Table{}}
	for f := range s.features {
		feature := quotas.Feature{Name: fmt.Sprint("f", f)}
		for v := range quotasPerFeature {
			feature.Values = append(feature.Values, quotas.Value{Name: fmt.Sprint("v", v)})
		}
		r.Table.Features = append(r.Table.Features, feature)
	}
	vectors, known := [][]int(nil), map[string]bool{}
	for len(vectors) < s.types {
		v := make([]int, s.features)
		for f := range v {
			v[f] = min(rng.IntN(quotasPerFeature), rng.IntN(quotasPerFeature+2))
		}
		if key := fmt.Sprint(v); !known[key] {
			known[key], vectors = true, append(vectors, v)
		}
	}
	left := make([]int, s.types)
	for i := range s.people {
		t := i
		if i >= s.types {
			t = min(rng.IntN(s.types), rng.IntN(s.types))
		}
		left[t]++
		r.Entries = append(r.Entries, pool.Entry{ID: fmt.Sprintf("%07d", i), Values: vectors[t], Household: -1})
	}
	for seat := 0; seat < s.seats; {
		t := rng.IntN(s.types)
		if left[t] == 0 {
			continue
		}
		left[t]--
		seat++
		for f, v := range vectors[t] {
			r.Table.Features[f].Values[v].Max++
		}
	}
	for f := range r.Table.Features {
		for v := range r.Table.Features[f].Values {
			value := &r.Table.Features[f].Values[v]
			value.Min, value.Max = max(0, value.Max-1), value.Max+1
		}
	}
	return r
}

// A cost is what one selection took, in seconds of processors.
type cost struct {
	chances, book time.Duration // chances with their proof; a book of 1000 pages
	bytes         uint64        // most objects on the heap
}

// run makes a lottery of the shape.
func (s shape) run(tb testing.TB, seed uint64) cost {
	tb.Helper()
	r := s.roster(seed)
	rules := record.Rules{Format: record.Format, Algorithm: draw.Algorithm, Statements: []string{}, Rule: "leximin",
		People: s.people, Seats: s.seats, Pages: 1000, Budget: lottery.DefaultBudget}
	m := watch()
	l, err := lottery.New(context.Background(), r, rules, "", m.tell)
	m.stop()
	require.NoError(tb, err)
	require.Len(tb, l.Grouping.Types, s.types)
	began := processor()
	proof, _ := l.Proof()
	require.NotEmpty(tb, proof)
	return cost{m.chances + processor() - began, m.whole - m.chances, m.most}
}

// BenchmarkGrowth varies one number at a time.
func BenchmarkGrowth(b *testing.B) {
	for _, f := range growth() {
		for _, s := range f.shapes {
			b.Run(fmt.Sprintf("%s=%d", f.name, f.value(s)), func(b *testing.B) {
				var sum cost
				for b.Loop() {
					c := s.run(b, 1)
					sum.chances, sum.book = sum.chances+c.chances, sum.book+c.book
				}
				b.ReportMetric(sum.chances.Seconds()/float64(b.N), "chances-s/op")
				b.ReportMetric(sum.book.Seconds()/float64(b.N), "book-s/op")
			})
		}
	}
}

// A growthRow is a line of growth.csv: medians over pools of the shape, times in seconds
// of processors.
type growthRow struct {
	Varies  string  `csv:"varies"`
	People  int     `csv:"people"`
	Types   int     `csv:"types"`
	Seats   int     `csv:"seats"`
	Quotas  int     `csv:"quotas"`
	Chances float64 `csv:"chances_and_proof_s"`
	Book    float64 `csv:"book_of_1000_s"`
	MB      float64 `csv:"heap_mb"`
}

// number is the one that varies.
func (r *growthRow) number() int {
	return map[string]int{"people": r.People, "types": r.Types, "seats": r.Seats, "quotas": r.Quotas}[r.Varies]
}

// growthPools of each shape are measured; the median counts.
const growthPools = 3

// measureGrowth runs every shape.
func measureGrowth(t *testing.T) []*growthRow {
	t.Helper()
	var rows []*growthRow
	for _, f := range growth() {
		for _, s := range f.shapes {
			var chances, pages, heap []float64
			for seed := range growthPools {
				c := s.run(t, uint64(seed))
				chances = append(chances, c.chances.Seconds())
				pages = append(pages, c.book.Seconds())
				heap = append(heap, float64(c.bytes)/1e6)
			}
			rows = append(rows, &growthRow{f.name, s.people, s.types, s.seats, quotasPerFeature * s.features,
				rounded(chances, 1e4), rounded(pages, 1e4), rounded(heap, 1)})
			t.Logf("%+v", *rows[len(rows)-1])
		}
	}
	return rows
}

// rounded is the median, to a unit of 1/parts.
func rounded(all []float64, parts float64) float64 {
	slices.Sort(all)
	return float64(int(all[len(all)/2]*parts+0.5)) / parts
}

// TestGrowth checks that the plot is that of the table, or with -update measures both.
func TestGrowth(t *testing.T) {
	dir := filepath.Join("..", "testdata", "growth")
	table, picture := filepath.Join(dir, "growth.csv"), filepath.Join(dir, "growth.svg")
	if *update {
		var csv bytes.Buffer
		rows := measureGrowth(t)
		require.NoError(t, gocsv.Marshal(rows, &csv))
		require.NoError(t, os.MkdirAll(dir, 0o755))
		require.NoError(t, os.WriteFile(table, csv.Bytes(), 0o644))
		require.NoError(t, os.WriteFile(picture, plotGrowth(t, rows, "svg"), 0o644))
	}
	data, err := os.ReadFile(table)
	require.NoError(t, err)
	var rows []*growthRow
	require.NoError(t, gocsv.UnmarshalBytes(data, &rows))
	at := 0
	for _, f := range growth() {
		for _, s := range f.shapes {
			require.Less(t, at, len(rows))
			r := rows[at]
			want := shape{r.People, r.Types, r.Seats, r.Quotas / quotasPerFeature}
			require.Equal(t, f.name, r.Varies)
			require.Equal(t, s, want, "the table is not of these shapes: run with -update")
			at++
		}
	}
	require.Len(t, rows, at)
	if runtime.GOARCH != "amd64" {
		t.Skip("SKIPPED: the picture's last digits are those of amd64")
	}
	have, err := os.ReadFile(picture)
	require.NoError(t, err)
	assert.Equal(t, string(plotGrowth(t, rows, "svg")), string(have), "the plot is not that of the table: run with -update")
}

// TestGrowthShapes runs the smallest shape of each family.
func TestGrowthShapes(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: some seconds")
	}
	for _, f := range growth() {
		c := f.shapes[0].run(t, 0)
		assert.Positive(t, c.chances)
		assert.Positive(t, c.book)
	}
}

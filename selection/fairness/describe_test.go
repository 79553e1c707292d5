package fairness

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/book"
)

// small is a pool of six, women 0, 1, 2 and men 3, 4, 5, one seat each for a
// panel of two, and a book of four pages; person 5 cannot be seated.
func small() Input {
	return Input{
		Table: &quotas.Table{Features: []quotas.Feature{{Name: "gender", Line: 2, Values: []quotas.Value{
			{Name: "man", Min: 1, Max: 1, Line: 3},
			{Name: "woman", Min: 1, Max: 1, Line: 2},
		}}}},
		Values:     [][]int{{1}, {1}, {1}, {0}, {0}, {0}},
		Book:       &book.Book{People: 6, Pages: [][]int32{{0, 3}, {1, 4}, {2, 3}, {0, 4}}},
		Seats:      2,
		Page:       1,
		Unseatable: []int{5},
		Extra: []Column{
			{Name: "transport", Values: []string{"bus", "car", "Bus ", "bus", "car", ""}},
			{Name: "name", Values: []string{"a", "b", "c", "d", "e", "f"}},
			{Name: "consent", Values: []string{"yes", "Yes", "yes", " yes", "yes", "YES"}},
		},
	}
}

func TestDescribeByHand(t *testing.T) {
	r := Describe(small())
	assert.Equal(t, 6, r.People)
	assert.Equal(t, 4, r.Pages)
	// Pages of the people: 2 1 1 2 2 0.
	assert.Equal(t, 1, r.Chances.SmallestPages)
	assert.Equal(t, 2, r.Chances.WithFewest)
	assert.InDelta(t, math.Pow(0.5*0.25*0.25*0.5*0.5, 0.2), r.Chances.GeometricMean, 1e-15)

	require.Len(t, r.Quotas, 1)
	gender := r.Quotas[0]
	assert.Equal(t, []string{"woman", "man"}, []string{gender.Values[0].Value, gender.Values[1].Value},
		"in the order of the file")
	assert.Equal(t, QuotaValue{Min: 1, Max: 1, ValueSeats: ValueSeats{
		Value: "man", PoolPeople: 3, PoolShare: 0.5, PanelSeats: 1, PanelShare: 0.5,
		BookMean: 1, BookMin: 1, BookMax: 1, PBook: 1,
	}}, gender.Values[1])
	assert.Equal(t, 1.0, gender.PBook)

	require.Len(t, r.Free, 1)
	// Keys in order: "", bus, car. Seats by page: bus 2 0 2 1, car 0 2 0 1.
	transport := r.Free[0]
	blank, bus, car := transport.Values[0], transport.Values[1], transport.Values[2]
	assert.Equal(t, "(blank)", blank.Value)
	assert.Equal(t, "Bus", bus.Value)
	assert.Equal(t, 3, bus.PoolPeople)
	assert.Equal(t, 1.25, bus.BookMean)
	assert.Equal(t, []int{0, 2}, []int{bus.BookMin, bus.BookMax})
	assert.Equal(t, 0.25, bus.PBook, "the other pages are off by 0.75, 0.75 and 0.25")
	assert.Equal(t, 0.25, transport.PBook)
	// Of 15 panels 1 has two who go by car, 8 one, 6 none.
	assert.Equal(t, 2, car.PanelSeats)
	assert.InDelta(t, 1.0/15, car.PPool, 1e-15)
	assert.InDelta(t, 3.0/15, car.PPoolHolm, 1e-15)
	// Of 15 panels 3 have nobody by bus, 9 one, 3 two.
	assert.InDelta(t, 6.0/15, bus.PPool, 1e-15)
	assert.Equal(t, 1.0, blank.PPool)
	assert.Equal(t, 0.75, car.PBookHolm)

	assert.Equal(t, []LeftOut{
		{"name", "everyone has a different value"},
		{"consent", "everyone has the same value"},
	}, r.LeftOut)
	// Of the 10 pairs of the five seatable, 4 meet.
	assert.Equal(t, &Pairs{Pairs: 10, NeverMeet: 6, ShareNever: 0.6}, r.Pairs)
}

func TestDescribeLeavesOutLongColumns(t *testing.T) {
	people := maxValues + 2
	in := Input{Table: &quotas.Table{}, Book: &book.Book{People: people, Pages: [][]int32{{0}, {1}}}, Seats: 1}
	in.Values = make([][]int, people)
	twelve, thirteen := make([]string, people), make([]string, people)
	for i := range people {
		twelve[i], thirteen[i] = strconv.Itoa(i%maxValues), strconv.Itoa(i%(maxValues+1))
	}
	in.Extra = []Column{{"twelve", twelve}, {"thirteen", thirteen}}
	r := Describe(in)
	assert.Len(t, r.Free, 1)
	assert.Equal(t, []LeftOut{{"thirteen", "more than 12 different values"}}, r.LeftOut)
}

func TestDescribePanicsWhereThePartsDoNotFit(t *testing.T) {
	for message, spoil := range map[string]func(*Input){
		badTable:      func(in *Input) { in.Table = nil },
		badPeople:     func(in *Input) { in.Values = in.Values[1:] },
		badSeats:      func(in *Input) { in.Seats = 0 },
		badPage:       func(in *Input) { in.Page = 4 },
		badValues:     func(in *Input) { in.Values[2] = []int{2} },
		badPanel:      func(in *Input) { in.Book.Pages[3] = []int32{0, 6} },
		badUnseatable: func(in *Input) { in.Unseatable = []int{4} },
		badColumn:     func(in *Input) { in.Extra[0].Values = nil },
	} {
		in := small()
		spoil(&in)
		assert.PanicsWithValue(t, message, func() { Describe(in) })
	}
}

// anyInput draws a pool, a table with wide windows, and a book of random panels.
func anyInput(t *rapid.T) Input {
	people := rapid.IntRange(2, 12).Draw(t, "people")
	in := Input{Table: &quotas.Table{}, Values: make([][]int, people)}
	in.Seats = rapid.IntRange(1, people).Draw(t, "seats")
	for f := range rapid.IntRange(0, 2).Draw(t, "features") {
		feature := quotas.Feature{Name: "f" + strconv.Itoa(f), Line: 10 - f}
		for v := range 3 {
			feature.Values = append(feature.Values, quotas.Value{Name: strconv.Itoa(v), Max: in.Seats, Line: 9 - v})
		}
		in.Table.Features = append(in.Table.Features, feature)
		for i := range in.Values {
			in.Values[i] = append(in.Values[i], rapid.IntRange(0, 2).Draw(t, "value"))
		}
	}
	in.Book = &book.Book{People: people}
	everyone := make([]int32, people)
	for i := range everyone {
		everyone[i] = int32(i)
	}
	for range rapid.IntRange(1, 30).Draw(t, "pages") {
		in.Book.Pages = append(in.Book.Pages, slices.Clone(rapid.Permutation(everyone).Draw(t, "page")[:in.Seats]))
	}
	in.Page = rapid.IntRange(0, len(in.Book.Pages)-1).Draw(t, "drawn")
	cells := rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "Y", "z", ""}), people, people)
	in.Extra = []Column{{"one", cells.Draw(t, "one")}, {"two", cells.Draw(t, "two")}}
	return in
}

func TestDescribeAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		r := Describe(in)
		m := float64(r.Pages)
		check := func(values []ValueSeats, pFeature float64) {
			people, seats, mean := 0, 0, 0.0
			for _, v := range values {
				people += v.PoolPeople
				seats += v.PanelSeats
				mean += v.BookMean
				assert.LessOrEqual(t, v.BookMin, v.PanelSeats)
				assert.GreaterOrEqual(t, v.BookMax, v.PanelSeats)
				assert.True(t, 1/m <= v.PBook && v.PBook <= 1, v.PBook)
			}
			assert.Equal(t, r.People, people)
			assert.Equal(t, r.Seats, seats)
			assert.InDelta(t, float64(r.Seats), mean, 1e-9)
			assert.True(t, 1/m <= pFeature && pFeature <= 1, pFeature)
		}
		for _, f := range r.Quotas {
			check(bare(f.Values, func(v QuotaValue) ValueSeats { return v.ValueSeats }), f.PBook)
		}
		for _, f := range r.Free {
			check(bare(f.Values, func(v FreeValue) ValueSeats { return v.ValueSeats }), f.PBook)
			for _, v := range f.Values {
				assert.GreaterOrEqual(t, v.PPoolHolm, v.PPool)
				assert.GreaterOrEqual(t, v.PBookHolm, v.PBook)
			}
		}
		assert.Equal(t, len(in.Extra), len(r.Free)+len(r.LeftOut))
	})
}

func bare[V any](values []V, seats func(V) ValueSeats) []ValueSeats {
	out := make([]ValueSeats, len(values))
	for i, v := range values {
		out[i] = seats(v)
	}
	return out
}

// The p-values again, from the definition, by other means: seats counted per
// page by name, distances as floats.
func TestPBookAgainstDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		r := Describe(in)
		for f, feature := range in.Table.Features {
			distance := make([]float64, len(in.Book.Pages))
			got := r.Quotas[slices.IndexFunc(r.Quotas, func(q QuotaFeature) bool { return q.Feature == feature.Name })]
			for v, value := range feature.Values {
				seats := make([]float64, len(in.Book.Pages))
				for j, page := range in.Book.Pages {
					for _, i := range page {
						if in.Values[i][f] == v {
							seats[j]++
						}
					}
				}
				mean := total(seats) / float64(len(seats))
				off := make([]float64, len(seats))
				for j, n := range seats {
					off[j] = math.Abs(n - mean)
					if mean > 0 {
						distance[j] += (n - mean) * (n - mean) / mean
					}
				}
				at := slices.IndexFunc(got.Values, func(q QuotaValue) bool { return q.Value == value.Name })
				assert.Equal(t, shareAtLeast(off, in.Page), got.Values[at].PBook)
			}
			assert.Equal(t, shareAtLeast(distance, in.Page), got.PBook)
		}
	})
}

func shareAtLeast(x []float64, drawn int) float64 {
	n := 0
	for _, d := range x {
		if d >= x[drawn]-1e-9 {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

// A p-value is honest if at most a share alpha of the equally likely pages gets
// one of at most alpha.
func TestPBookIsHonest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		var value, feature []float64
		for j := range in.Book.Pages {
			in.Page = j
			if r := Describe(in); len(r.Free) > 0 {
				value = append(value, r.Free[0].Values[0].PBook)
				feature = append(feature, r.Free[0].PBook)
			}
		}
		for _, p := range [][]float64{value, feature} {
			for _, alpha := range p {
				atMost := 0
				for _, q := range p {
					if q <= alpha {
						atMost++
					}
				}
				assert.LessOrEqual(t, float64(atMost), alpha*float64(len(p))+1e-9)
			}
		}
	})
}

// Numbering people otherwise, or the other pages of the book, changes nothing.
func TestDescribeIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		people := make([]int, len(in.Values))
		for i := range people {
			people[i] = i
		}
		to := rapid.Permutation(people).Draw(t, "people to")
		other := in
		other.Values = make([][]int, len(in.Values))
		other.Extra = []Column{{"one", make([]string, len(to))}, {"two", make([]string, len(to))}}
		for i, j := range to {
			other.Values[j] = in.Values[i]
			for c := range in.Extra {
				other.Extra[c].Values[j] = in.Extra[c].Values[i]
			}
		}
		m := len(in.Book.Pages)
		other.Book = &book.Book{People: len(to), Pages: make([][]int32, m)}
		shift := rapid.IntRange(0, m-1).Draw(t, "shift")
		for p, page := range in.Book.Pages {
			for _, i := range page {
				other.Book.Pages[(p+shift)%m] = append(other.Book.Pages[(p+shift)%m], int32(to[i]))
			}
		}
		other.Page = (in.Page + shift) % m
		want, got := Describe(in), Describe(other)
		got.Page = want.Page
		// The geometric mean adds logarithms in the order of the people.
		assert.InDelta(t, want.Chances.GeometricMean, got.Chances.GeometricMean, 1e-12)
		got.Chances.GeometricMean = want.Chances.GeometricMean
		assert.Equal(t, want, got)
	})
}

// A pair meets once, however often and in whatever order its people are named.
func TestPairsMeetOnce(t *testing.T) {
	pages := [][]int32{{0, 1}, {1, 0}, {0, 1}, {2, 1}}
	assert.Equal(t, &Pairs{Pairs: 6, NeverMeet: 4, ShareNever: 4.0 / 6}, describePairs(pages, []bool{true, true, true, true}))
}

func TestPairsOfLargeBooksAreLeftOut(t *testing.T) {
	assert.Nil(t, describePairs([][]int32{{0}}, make([]bool, maxPairPeople+1)))
	assert.Nil(t, describePairs([][]int32{{0}}, []bool{true, false}), "one seatable person makes no pair")
	assert.Nil(t, describePairs(make([][]int32, 1_000_000), make([]bool, 300)), "a word for 64 pages, and 45,000 pairs")
}

func TestJSON(t *testing.T) {
	r := Describe(small())
	text := r.JSON()
	assert.Equal(t, text, Describe(small()).JSON())
	var back Report
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *r, back)
}

// Lists that are empty are [], never null.
func TestJSONOfABareInput(t *testing.T) {
	in := Input{Table: &quotas.Table{}, Values: make([][]int, 1),
		Book: &book.Book{People: 1, Pages: [][]int32{{0}}}, Seats: 1}
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(Describe(in).JSON(), &fields))
	for _, name := range []string{"quota_features", "free_features", "left_out"} {
		assert.Equal(t, "[]", string(fields[name]), name)
	}
	assert.Equal(t, "null", string(fields["pairs"]))
}

func total(p []float64) float64 {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	return sum
}

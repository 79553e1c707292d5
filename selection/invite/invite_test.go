package invite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
)

var allColumns = Columns{ID: "id", Household: "home", Strata: []string{"place", "area"}}

func rulesOf(waves ...int) *Rules {
	return &Rules{Format: Format, Unit: People, IDs: Keyed, KeyHash: strings.Repeat("0", 64), Household: 1, Strata: []string{"place", "area"},
		Allocation: SainteLague, Waves: waves, Extra: []Extra{}, Statements: []string{}}
}

type madeRow struct{ id, home, place, area string }

func (r madeRow) stratum() string { return r.place + "|" + r.area }

func registerOf(rows []madeRow) Register {
	var b strings.Builder
	b.WriteString("id,home,place,area\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", r.id, r.home, r.place, r.area)
	}
	return fromText(b.String(), allColumns)
}

// rowsFrom draws a register of people whose households may lie in several strata, which differ much in size.
func rowsFrom(t *rapid.T) []madeRow {
	n := rapid.IntRange(1, 120).Draw(t, "people")
	rows := make([]madeRow, n)
	for i := range rows {
		home := ""
		if h := rapid.IntRange(0, n/2+1).Draw(t, "home"); h > 0 {
			home = fmt.Sprint("H", h)
		}
		place := []string{"a", "a", "a", "a", "ä", "b"}[rapid.IntRange(0, 5).Draw(t, "place")]
		rows[i] = madeRow{fmt.Sprint("id", i), home, place, []string{"x", "y"}[rapid.IntRange(0, 1).Draw(t, "area")]}
	}
	return rows
}

// drawSlowly is the rule as the specification says it, with everything in memory.
func drawSlowly(rows []madeRow, strata []Stratum, key [32]byte, seed string) (ids []string) {
	ticket := func(r madeRow) Ticket { return TicketOf(seed, LetterID(key, r.id)) }
	slices.SortFunc(rows, func(a, b madeRow) int { x, y := ticket(a), ticket(b); return bytes.Compare(x[:], y[:]) })
	for _, s := range strata {
		left, served := s.Letters(), map[string]bool{}
		for _, r := range rows {
			passed := r.home != "" && served[r.home]
			served[r.home] = true
			if !passed && r.stratum() == s.Name && left > 0 {
				ids = append(ids, r.id)
				left--
			}
		}
	}
	return ids
}

// The passes that keep little find what the whole register sorted gives.
func TestPickAgainstSorting(t *testing.T) {
	key := vectorKey()
	rapid.Check(t, func(t *rapid.T) {
		rows := rowsFrom(t)
		reg := registerOf(rows)
		count, err := NewCount(context.Background(), reg, &key, &Memory{}, nil)
		require.NoError(t, err)
		r := rulesOf(rapid.IntRange(1, len(rows)).Draw(t, "letters"))
		r.SparePercent = rapid.IntRange(0, 20).Draw(t, "spare")
		require.NoError(t, Allocate(r, count.Strata))
		seed := Seed(vectorCommitment, fmt.Sprint(rapid.Int().Draw(t, "value")))
		for _, start := range []uint64{0, 1 << 50, 1 << 60} { // thresholds far too low, and uneven
			p := newPicker(reg, r, count.Strata, &key, seed, nil)
			p.below = nil
			for i := range count.Strata {
				p.below = append(p.below, max(start>>i, 1))
			}
			if start == 0 {
				p.thresholds()
			}
			require.NoError(t, p.pass(context.Background(), nil))
			list, err := p.finish(context.Background())
			require.NoError(t, err)
			var got []string
			for _, l := range list.Letters {
				got = append(got, l.ID)
			}
			require.Equal(t, drawSlowly(slices.Clone(rows), count.Strata, key, seed), got, "threshold %d", start)
		}
	})
}

// A register in another order of rows, or sorted through a scratch file in chunks, has the same root; any other register has not.
func TestRoot(t *testing.T) {
	key := vectorKey()
	var rows []madeRow
	for i := range 70_000 { // several chunks in a bucket, not only in some
		rows = append(rows, madeRow{fmt.Sprint("id", i), fmt.Sprint("H", i/3), "a", "x"})
	}
	rootOf := func(rows []madeRow) string {
		c, err := NewCount(context.Background(), registerOf(rows), &key, &Memory{}, nil)
		require.NoError(t, err)
		return c.Root
	}
	root := rootOf(rows)
	slices.Reverse(rows)
	assert.Equal(t, root, rootOf(rows))
	for what, change := range map[string]func(r *madeRow){
		"id": func(r *madeRow) { r.id += "0" }, "home": func(r *madeRow) { r.home = "" }, "stratum": func(r *madeRow) { r.area = "y" },
	} {
		other := slices.Clone(rows[:1000])
		before := rootOf(other)
		change(&other[500])
		assert.NotEqual(t, before, rootOf(other), what)
	}
	assert.NotEqual(t, rootOf(rows[:1000]), rootOf(rows[:999]))
}

// Sainte-Laguë one letter at a time, as the specification says it.
func sainteLagueSlowly(weights []*big.Int, strata []Stratum, letters int) []int {
	given := make([]int, len(weights))
	for range letters {
		best := -1
		for i := range weights {
			if given[i] == strata[i].People {
				continue
			}
			if best >= 0 {
				x := new(big.Rat).SetFrac(weights[i], big.NewInt(int64(2*given[i]+1)))
				y := new(big.Rat).SetFrac(weights[best], big.NewInt(int64(2*given[best]+1)))
				if x.Cmp(y) <= 0 {
					continue
				}
			}
			best = i
		}
		given[best]++
	}
	return given
}

func TestAllocate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var strata []Stratum
		people := 0
		for i := range rapid.IntRange(1, 8).Draw(t, "strata") {
			area := []string{"x", "y"}[i%2]
			strata = append(strata, Stratum{Name: fmt.Sprintf("p%d|%s", i, area), Values: []string{fmt.Sprint("p", i), area}, People: rapid.IntRange(1, 30).Draw(t, "people")})
			people += strata[i].People
		}
		r := rulesOf(rapid.IntRange(1, people).Draw(t, "letters"))
		if rapid.Bool().Draw(t, "extra") {
			r.Extra = []Extra{{rapid.IntRange(1, 99).Draw(t, "percent"), "area", "x"}}
		}
		weights, err := r.weights(strata)
		require.NoError(t, err)
		got, err := sainteLague(weights, strata, r.Total())
		require.NoError(t, err)
		require.Equal(t, sainteLagueSlowly(weights, strata, r.Total()), got)

		more, err := sainteLague(weights, strata, min(r.Total()+1, people))
		require.NoError(t, err)
		sum := 0
		for i := range got {
			require.GreaterOrEqual(t, more[i], got[i], "more letters, fewer for one")
			sum += got[i]
		}
		require.Equal(t, r.Total(), sum)

		given, err := hamilton(weights, strata, r.Total())
		require.NoError(t, err)
		sum = 0
		for i, n := range given {
			require.LessOrEqual(t, n, strata[i].People)
			quota := new(big.Rat).SetFrac(new(big.Int).Mul(weights[i], big.NewInt(int64(r.Total()))), sumOf(weights))
			if quota.Cmp(big.NewRat(int64(strata[i].People), 1)) <= 0 && len(r.Extra) == 0 {
				require.LessOrEqual(t, new(big.Rat).Abs(new(big.Rat).Sub(quota, big.NewRat(int64(n), 1))).Cmp(big.NewRat(1, 1)), 0, "more than a letter off its quota")
			}
			sum += n
		}
		require.Equal(t, r.Total(), sum)
	})
}

// 80/20 as the specification has it: the deprived half of the people get their share of the 80 and all of the 20.
func TestExtra(t *testing.T) {
	strata := []Stratum{{Name: "a|x", Values: []string{"a", "x"}, People: 500}, {Name: "a|y", Values: []string{"a", "y"}, People: 500}}
	r := rulesOf(100)
	r.Extra = []Extra{{20, "area", "x"}}
	require.NoError(t, Allocate(r, strata))
	assert.Equal(t, []int{60, 40}, []int{strata[0].Letters(), strata[1].Letters()})
	r.Extra[0].Value = "z"
	assert.ErrorContains(t, Allocate(r, strata), "20%:area=z")
}

// Registers that engines would read differently are refused, with the rows.
func TestRefused(t *testing.T) {
	key := vectorKey()
	text := "id,home,place,area\n" +
		"a,h,p,x\n" + // 2
		",h,p,x\n" + // 3: empty
		"a,h2,p,y\n" + // 4: as line 2
		"b\x00c,h,p,x\n" + // 5
		strings.Repeat("x", MaxText+1) + ",h,p,x\n" + // 6
		"d,h ,p,x\n" + // 7
		"e,h,p|q,x\n" + // 8
		"f,h,,x\n" + // 9
		"g,h,p\n" + // 10
		"h\xff,h,p,x\n" + // 11
		",h,p,x\n" + // 12
		"\"i\"j,h,p,x\n" + // 13
		"k|l,h,p,x\n" // 14
	_, err := NewCount(context.Background(), fromText(text, allColumns), &key, &Memory{}, nil)
	var faults quotas.Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	found := map[string]int{}
	for _, f := range faults {
		found[f.Code] = f.Line
	}
	assert.Equal(t, map[string]int{"id-empty": 3, "id-control": 5, "id-long": 6, "household-blank": 7, "stratum-bar": 8, "stratum-empty": 9,
		"register-cells": 10, "id-encoding": 11, "register-quotes": 13, "id-bar": 14, "id-twice": 4}, found)
	for _, f := range faults {
		if f.Code == "id-empty" {
			assert.Equal(t, []quotas.Place{{Line: 3}, {Line: 12}}, f.Places())
		}
	}
	_, err = NewCount(context.Background(), fromText("name,home\na,b\n", allColumns), &key, &Memory{}, nil)
	assert.ErrorContains(t, err, `no column "id", expected one of name, home`)
	_, err = NewCount(context.Background(), fromText("id,home,place,area\n", allColumns), &key, &Memory{}, nil)
	assert.ErrorContains(t, err, "no rows")
}

// Every slip in one place of a code, and every exchange of two, shows.
func TestCodes(t *testing.T) {
	code := Code(vectorKey(), "004676796")
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), strings.ReplaceAll(code, "-", "")} {
		got, ok := ReadCode(typed)
		assert.True(t, ok)
		assert.Equal(t, code, got)
	}
	bare := strings.ReplaceAll(code, "-", "")
	for i := range bare {
		for _, r := range CodeLetters {
			if slip := bare[:i] + string(r) + bare[i+1:]; slip != bare {
				_, ok := ReadCode(slip)
				assert.False(t, ok, slip)
			}
		}
		for j := i + 1; j < len(bare); j++ {
			swapped := []byte(bare)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			_, ok := ReadCode(string(swapped))
			assert.Equal(t, bare[i] == bare[j], ok, string(swapped))
		}
	}
	for _, wrong := range []string{"", bare[:11], bare + "2", "0" + bare[1:]} {
		_, ok := ReadCode(wrong)
		assert.False(t, ok, wrong)
	}
}

// Chances by size of household against the exact formula: a household of s has 1 - (1-f)^s of a letter, f being the share of tickets that
// reaches the cut-off. Over many draws of one register.
func TestChancesByHousehold(t *testing.T) {
	const sizes, homes, letters = 6, 400, 200
	draws := 200 // of 200 letters each; a million letters with EVENLOT_DRAWS=5000
	if n, err := strconv.Atoi(os.Getenv("EVENLOT_DRAWS")); err == nil {
		draws = n
	}
	var rows []madeRow
	for s := 1; s <= sizes; s++ {
		for h := range homes {
			for m := range s {
				rows = append(rows, madeRow{fmt.Sprintf("%d-%d-%d", s, h, m), fmt.Sprintf("%d-%d", s, h), "a", "x"})
			}
		}
	}
	reg, key := registerOf(rows), vectorKey()
	strata := []Stratum{{Name: "a|x", Values: []string{"a", "x"}, People: len(rows), Waves: []int{letters, 0}}}
	r := rulesOf(letters)
	var hits [sizes + 1]float64
	var due [sizes + 1]float64
	for d := range draws {
		list, err := Pick(context.Background(), reg, r, strata, &key, Seed(vectorCommitment, fmt.Sprint(d)), nil)
		require.NoError(t, err)
		require.Len(t, list.Letters, letters)
		for _, l := range list.Letters {
			hits[l.ID[0]-'0']++
		}
		last := list.Letters[letters-1].Ticket
		f := float64(last.prefix()) / (1 << 63) / 2
		none := 1.0
		for s := 1; s <= sizes; s++ {
			none *= 1 - f
			due[s] += (1 - none) * homes
		}
	}
	for s := 1; s <= sizes; s++ {
		// The letters of a size are nearly Poisson: five standard deviations.
		assert.InDelta(t, due[s], hits[s], 5*squareRoot(due[s]), "households of %d", s)
		t.Logf("household of %d: chance of a member %.5f, exact %.5f", s, hits[s]/float64(draws)/homes/float64(s), due[s]/float64(draws)/homes/float64(s))
	}
	// What drawing the address, then the person, gives: six times less to members of six.
	assert.Greater(t, hits[6]/6/hits[1], 0.8)
}

func squareRoot(x float64) float64 {
	r := x
	for range 60 {
		r = (r + x/r) / 2
	}
	return r
}

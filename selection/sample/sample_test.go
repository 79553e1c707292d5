package sample_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/selection/sample"
)

func preset(t testing.TB, name string) sample.Options {
	t.Helper()
	o, ok := sample.Preset(name)
	require.True(t, ok, "preset %s", name)
	o.Seed = "test"
	return o
}

type failer interface {
	require.TestingT
	Helper()
}

func write(t failer, o sample.Options) (*sample.Sample, []byte, []byte) {
	t.Helper()
	s, err := sample.New(context.Background(), o)
	require.NoError(t, err)
	var pool, quotas bytes.Buffer
	require.NoError(t, s.WritePool(context.Background(), &pool, nil))
	require.NoError(t, s.WriteQuotas(&quotas))
	return s, pool.Bytes(), quotas.Bytes()
}

// column finds the cells of a named column.
func column(t failer, rows [][]string, name string) []string {
	t.Helper()
	for c, head := range rows[0] {
		if head == name {
			var cells []string
			for _, row := range rows[1:] {
				cells = append(cells, row[c])
			}
			return cells
		}
	}
	require.Failf(t, "no column", "%q in %q", name, rows[0])
	return nil
}

// checkSample reads the pool back and holds the planted panel against the table.
func checkSample(t failer, o sample.Options) {
	s, pool, _ := write(t, o)
	rows, err := csv.NewReader(bytes.NewReader(pool)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, o.People+1)

	panel := s.Panel()
	require.Len(t, panel, o.Seats)
	for i, row := range panel {
		require.True(t, row >= 1 && row <= o.People && (i == 0 || panel[i-1] < row), "row %d of %v", row, panel)
	}
	for _, f := range s.Table().Features {
		cells := column(t, rows, f.Name)
		known := 0
		for _, v := range f.Values {
			seats := 0
			for _, row := range panel {
				if cells[row-1] == v.Name {
					seats++
				}
			}
			require.True(t, v.Min <= seats && seats <= v.Max, "%s %s: %d seats, window %d..%d", f.Name, v.Name, seats, v.Min, v.Max)
			if o.Window == sample.Exact {
				require.Equal(t, v.Min, v.Max)
			}
			for _, c := range cells {
				if c == v.Name {
					known++
				}
			}
		}
		require.Equal(t, o.People, known, "every person has a value of %s", f.Name)
	}
	if !o.NoID {
		ids := map[string]bool{}
		for _, id := range column(t, rows, "id") {
			ids[id] = true
		}
		require.Len(t, ids, o.People)
	}
	if o.Households {
		homes := column(t, rows, map[bool]string{true: "address", false: "household"}[o.Contacts])
		seen := map[string]bool{}
		for _, row := range panel {
			require.False(t, seen[homes[row-1]], "two of the planted panel live together")
			seen[homes[row-1]] = true
		}
	}
}

func TestPresets(t *testing.T) {
	for _, name := range sample.Presets() {
		t.Run(name, func(t *testing.T) { checkSample(t, preset(t, name)) })
	}
	_, ok := sample.Preset("none")
	assert.False(t, ok)
}

func TestAnyOptions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := sample.Options{
			People:     rapid.IntRange(1, 400).Draw(t, "people"),
			Features:   rapid.Permutation(sample.Features()).Draw(t, "features")[:rapid.IntRange(1, 11).Draw(t, "number of features")],
			Seed:       rapid.StringN(1, 20, -1).Draw(t, "seed"),
			Tilt:       rapid.IntRange(0, 500).Draw(t, "tilt"),
			Window:     rapid.SampledFrom([]sample.Window{sample.Loose, sample.Tight, sample.Exact}).Draw(t, "window"),
			Households: rapid.Bool().Draw(t, "households"),
			Contacts:   rapid.Bool().Draw(t, "contacts"),
			NoID:       rapid.Bool().Draw(t, "no id"),
		}
		o.Seats = rapid.IntRange(1, max(1, o.People/2)).Draw(t, "seats")
		if o.Households { // so few seats that there are households enough
			o.Seats = max(1, o.People/4)
		}
		checkSample(t, o)
	})
}

// Frozen: other bytes here mean that every published made pool changes.
func TestSameBytesEverywhere(t *testing.T) {
	h := sha256.New()
	for _, name := range sample.Presets() {
		_, pool, quotas := write(t, preset(t, name))
		fmt.Fprintf(h, "%s %d %d\n%s%s", name, len(pool), len(quotas), pool, quotas)
	}
	assert.Equal(t, frozen, hex.EncodeToString(h.Sum(nil)))
	sum := sha256.Sum256(register(t, sample.Register{People: 5000, Seed: "test", Traps: true}))
	assert.Equal(t, frozenRegister, hex.EncodeToString(sum[:]))
}

const frozen = "3a1122d2c4519cdaf42cf268ef92af6cc882bc1572bc8fada3f3afdc945d58e4"

const frozenRegister = "f4fe915731dd1848c9479f68c0e0dbf6b7cb7970158429577dc3adf72619cd22"

func register(t failer, r sample.Register) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.Write(context.Background(), &b, nil))
	return b.Bytes()
}

// Traps change one row in a hundred, in pairs, and no id is there twice; a longer register begins as a shorter one.
func TestRegister(t *testing.T) {
	plain, traps := register(t, sample.Register{People: 20_000, Seed: "a"}), register(t, sample.Register{People: 20_000, Seed: "a", Traps: true})
	assert.True(t, bytes.HasPrefix(register(t, sample.Register{People: 30_000, Seed: "a"}), plain))
	assert.NotEqual(t, plain, register(t, sample.Register{People: 20_000, Seed: "b"}))
	rows, err := csv.NewReader(bytes.NewReader(plain)).ReadAll()
	require.NoError(t, err)
	odd, err := csv.NewReader(bytes.NewReader(traps)).ReadAll()
	require.NoError(t, err)
	require.Len(t, odd, len(rows))
	ids, homes, differ := map[string]bool{}, map[string]int{}, 0
	for i := range rows {
		ids[odd[i][0]] = true
		homes[rows[i][1]]++
		if fmt.Sprint(rows[i]) != fmt.Sprint(odd[i]) {
			differ++
		}
	}
	assert.Len(t, ids, len(odd))
	assert.Equal(t, 200, differ)
	assert.InDelta(t, 10_000, len(homes), 700, "two people a household, as the shares of sizes say")
	for _, wrong := range []sample.Register{{People: 0, Seed: "a"}, {People: sample.MaxRegister + 1, Seed: "a"}, {People: 1}} {
		assert.Error(t, wrong.Write(context.Background(), io.Discard, nil))
	}
}

func TestSeedsDiffer(t *testing.T) {
	o := preset(t, "easy")
	_, one, _ := write(t, o)
	_, same, _ := write(t, o)
	o.Seed = "another"
	_, other, _ := write(t, o)
	assert.Equal(t, one, same)
	assert.NotEqual(t, one, other)
}

// A volunteer differs from the population as the catalogue says: with the usual
// tilt, graduates are far more than their 310 in 1000, and without it about that.
func TestTilt(t *testing.T) {
	share := func(tilt int) float64 {
		s, err := sample.New(context.Background(), sample.Options{People: 20000, Seats: 20, Seed: "tilt", Tilt: tilt, Features: []string{"education"}})
		require.NoError(t, err)
		return float64(s.Counts()[0][3]) / 20000
	}
	assert.InDelta(t, 0.31, share(0), 0.02, "no tilt; 0.02 is six deviations of 20,000 people and of the cuts")
	assert.Greater(t, share(100), 0.5)
	assert.Greater(t, share(200), share(100))
}

func TestFaults(t *testing.T) {
	good := preset(t, "easy")
	check := func(want string, change func(*sample.Options)) {
		t.Helper()
		o := good
		change(&o)
		_, err := sample.New(context.Background(), o)
		assert.EqualError(t, err, want)
	}
	check("0 people, expected 1 to 5000000", func(o *sample.Options) { o.People = 0 })
	check("-1 seats, expected 1 to 5000", func(o *sample.Options) { o.Seats = -1 })
	check("121 seats for 120 people, expected at most as many seats as people", func(o *sample.Options) { o.Seats = 121 })
	check("a tilt of 501 per cent, expected 0 to 500", func(o *sample.Options) { o.Tilt = 501 })
	check("an empty seed, expected any text", func(o *sample.Options) { o.Seed = "" })
	check(`feature "age" is named twice`, func(o *sample.Options) { o.Features = []string{"age", "age"} })
	check(`unknown feature "Age", expected some of gender, age, education, ethnicity, region, settlement, housing, opinion, income, disability, children`,
		func(o *sample.Options) { o.Features = []string{"Age"} })
	_, err := sample.New(context.Background(), sample.Options{People: 50, Seats: 50, Seed: "x", Households: true, Features: []string{"age"}})
	assert.ErrorContains(t, err, "50 seats, but only ")
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := preset(t, "large")
	s, err := sample.New(ctx, o)
	require.NoError(t, err)
	cancel()
	assert.ErrorIs(t, s.WritePool(ctx, io.Discard, nil), context.Canceled)
	_, err = sample.New(ctx, o)
	assert.ErrorIs(t, err, context.Canceled)
}

func BenchmarkMillion(b *testing.B) {
	o := preset(b, "large")
	o.People = 1_000_000
	b.ReportAllocs()
	for b.Loop() {
		s, err := sample.New(context.Background(), o)
		require.NoError(b, err)
		require.NoError(b, s.WritePool(context.Background(), io.Discard, nil))
	}
}

func Example() {
	o, _ := sample.Preset("easy")
	o.People, o.Seats, o.Seed = 3, 1, "an example"
	s, err := sample.New(context.Background(), o)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.WritePool(context.Background(), os.Stdout, nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,gender,age,region
	// p1,male,60-74,south
	// p2,female,60-74,west
	// p3,male,16-29,north
}

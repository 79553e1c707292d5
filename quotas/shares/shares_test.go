package shares

import (
	"bytes"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
)

func rats(weights ...int64) (out []*big.Rat) {
	for _, w := range weights {
		out = append(out, big.NewRat(w, 1))
	}
	return out
}

// Examples of the literature: the Alabama paradox, which Sainte-Laguë does not have.
func TestApportion(t *testing.T) {
	states := rats(6, 6, 2)
	assert.Equal(t, []int{4, 4, 2}, Apportion(states, 10, Hamilton))
	assert.Equal(t, []int{5, 5, 1}, Apportion(states, 11, Hamilton), "one seat more, and the smallest loses one")
	assert.Equal(t, []int{5, 4, 1}, Apportion(states, 10, SainteLaguë), "a claim of 2/3 each: the earliest gets the seat")
	assert.Equal(t, []int{5, 5, 1}, Apportion(states, 11, SainteLaguë))
	assert.Equal(t, []int{5, 5, 2}, Apportion(states, 12, SainteLaguë))
	assert.Equal(t, []int{1, 0, 0}, Apportion(rats(1, 1, 1), 1, Hamilton), "the earlier one gets it")
	assert.Equal(t, []int{0, 7}, Apportion(rats(0, 3), 7, SainteLaguë))
}

// Both give away all seats; Hamilton stays between floor and ceiling; with more seats nobody
// loses one under Sainte-Laguë; every window holds what was shared out.
func TestApportionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rats(rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 8).Draw(t, "weights")...)
		weights = append(weights, big.NewRat(1, 3))
		seats := rapid.IntRange(1, 300).Draw(t, "seats")
		exact := Exact(weights, seats)
		before := Apportion(weights, seats, SainteLaguë)
		for i, n := range Apportion(weights, seats+1, SainteLaguë) {
			require.GreaterOrEqual(t, n, before[i])
		}
		for _, method := range Methods() {
			got := Apportion(weights, seats, method)
			sum, low, high := 0, 0, 0
			for i, n := range got {
				sum += n
				if method == Hamilton {
					require.True(t, n == floor(exact[i]) || n == floor(exact[i])+1 && !exact[i].IsInt())
				}
				for _, w := range []Window{{Floor: true}, {}, {Plus: 2}} {
					low, high := w.Around(exact[i], n, seats)
					require.True(t, 0 <= low && low <= n && n <= high && high <= seats)
				}
				l, h := Window{Floor: true}.Around(exact[i], n, seats)
				low, high = low+l, high+h
			}
			require.Equal(t, seats, sum)
			require.True(t, low <= seats && seats <= high)
		}
	})
}

func TestRead(t *testing.T) {
	got, faults := Read("s.csv", []byte("category;name;share\ngender;woman;51,5 %\n;man;47,5 %\n;other;1 %\nage;young;1 250\nage;old;2 500\nhome;owner;0.4\nhome;tenant;0.7\n"), Options{})
	require.Empty(t, faults)
	features, sums := got.Features, got.Sums
	require.Len(t, features, 3)
	assert.Equal(t, "man", features[0].Groups[1].Value)
	assert.Equal(t, []bool{true, true, false}, []bool{sums[0].Whole(3), sums[1].Whole(2), sums[2].Whole(2)})
	table, rows := Table(features, 40, Hamilton, Window{Floor: true})
	assert.Equal(t, "103/5", rows[0].Exact.RatString())
	var out bytes.Buffer
	require.NoError(t, table.WriteCSV(&out))
	assert.Equal(t, "feature,value,min,max\ngender,woman,20,21\ngender,man,19,19\ngender,other,0,1\nage,young,13,14\nage,old,26,27\nhome,owner,14,15\nhome,tenant,25,26\n", out.String())
	read, faults := quotas.Read("q.csv", out.Bytes())
	require.Empty(t, faults)
	assert.Empty(t, read.Check(40))

	for data, want := range map[string]string{
		"":                                    "s.csv: the file is empty, expected a header line and rows",
		"a,b\nx,y\n":                          `s.csv:1: no column for the feature, expected one called category, feature, characteristic: name the column`,
		"a,b\n1,2\n":                          `s.csv:1: columns of numbers, expected the feature that their headings are values of: name it`,
		"age,sex,count\nyoung,m,x\n":          `s.csv:2:9: "x", expected a number of people: write a number`,
		"age,sex,count\nyoung,,3\n":           `s.csv:2:7: a count without a value of "sex", expected the value it is of: fill it in`,
		"feature,value,share\n":               "s.csv: a header and no shares, expected a line for each group",
		"feature,value,share\ng,a,x\n":        `s.csv:2:5: "x", expected a share, such as 12.5 %, 0.125 or 1250: write a number`,
		"feature,value,share\ng,a,-1\n":       `s.csv:2:5: "-1", expected a share, such as 12.5 %, 0.125 or 1250: write a number`,
		"feature,value,share\ng,a,1\ng,A,2\n": `s.csv:3:3: the value "A" of "g" a second time, first on line 2, expected one line for each value: delete one of the two, or add them up`,
		"feature,value,share\ng,a,0\ng,b,0\n": `s.csv:2: shares of "g" that are all 0, expected one above 0: correct them`,
	} {
		_, faults := Read("s.csv", []byte(data), Options{})
		require.NotEmpty(t, faults, data)
		assert.Equal(t, want, faults[0].Error())
	}
}

// written is a table as it goes to a file.
func written(t *testing.T, data string, seats int, o Options) string {
	t.Helper()
	got, faults := Read("s.csv", []byte(data), o)
	require.Empty(t, faults)
	table, _ := Table(got.Features, seats, Hamilton, Window{})
	var out bytes.Buffer
	require.NoError(t, table.WriteCSV(&out))
	return strings.TrimPrefix(out.String(), "feature,value,min,max\n")
}

// People counted by two features give each one, and the two joined, in long and in wide form.
func TestReadJoint(t *testing.T) {
	joins := Options{Joins: []Join{{"age x sex", []string{"Sex", "age"}}}}
	want := "age,young,6,6\nage,old,4,4\nsex,m,5,5\nsex,w,5,5\nage x sex,m young,3,3\nage x sex,w young,3,3\nage x sex,m old,2,2\nage x sex,w old,2,2\n"
	assert.Equal(t, want, written(t, "age,sex,count\nyoung,m,30\nyoung,w,30\nold,m,20\nold,w,10\nold,w,10\n", 10, joins))
	joins.Across = "sex"
	assert.Equal(t, want, written(t, "age,m,w,Total\nyoung,30,30,60\nold,20,20,40\nTotal,50,50,100\n", 10, joins))
	assert.Equal(t, "sex,f,6,6\nsex,m,4,4\n", written(t, "category,feature,population_share\nsex,f,0.6\nsex,m,0.4\n", 10, Options{}))

	got, faults := Read("s.csv", []byte("feature,value,count\nage,young,10\nage,old,30\nage,Total,40\n"), Options{})
	require.Empty(t, faults)
	assert.Equal(t, []string{`"Total" of "age" is the sum of the others, and was left out`}, got.Said)
	assert.Len(t, got.Features[0].Groups, 2)
	_, faults = Read("s.csv", []byte("age,sex,count\nyoung,m,3\n"), Options{Joins: []Join{{"x", []string{"age", "home"}}}})
	assert.EqualError(t, faults.Err(), `s.csv: no column "home" for "x", expected one of age, sex: correct the name`)
}

// Tables of real assemblies come out of their own seats taken as shares, and the residents of
// Singapore by four features at once give windows that hold every exact share.
func TestPublishedTables(t *testing.T) {
	dir := quotastest.Shared(t)
	for name, seats := range map[string]int{"poznan_65_quotas": 65, "miskolc_50_quotas": 50} {
		data, err := os.ReadFile(filepath.Join(dir, name, "categories.csv"))
		require.NoError(t, err)
		table := strings.ReplaceAll(string(data), "\r", "")
		shares := "category,feature,count\n"
		for _, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
			shares += line[:strings.LastIndex(line, ",")] + "\n"
		}
		_, want, _ := strings.Cut(table, "\n")
		assert.Equal(t, want, written(t, shares, seats, Options{}), name)
	}
	data, err := os.ReadFile(filepath.Join(dir, "census_singapore_2024", "joint_agegroup_sex_race_education.csv"))
	require.NoError(t, err)
	got, faults := Read("s.csv", data, Options{Joins: []Join{{"age x sex", []string{"age_group", "sex"}}}})
	require.Empty(t, faults)
	require.Len(t, got.Features, 5)
	for _, seats := range []int{40, 55, 100} {
		table, rows := Table(got.Features, seats, Hamilton, Window{Floor: true})
		assert.Empty(t, table.Check(seats))
		for _, r := range rows {
			low, high := big.NewRat(int64(r.Min), 1), big.NewRat(int64(r.Max), 1)
			assert.True(t, low.Cmp(r.Exact) <= 0 && r.Exact.Cmp(high) <= 0, "%s: %s: %s", r.Feature, r.Value, r.Exact)
		}
	}
}

// Whatever a file holds, reading it ends, and what is read can be shared out.
func FuzzRead(f *testing.F) {
	f.Add([]byte("feature,value,share\ng,a,50 %\ng,b,50 %\n"))
	f.Add([]byte("age,sex,count\nyoung,m,3\nold,w,4\n"))
	f.Add([]byte("age,m,w,total\nyoung,3,2,5\nold,4,1,5\n"))
	f.Add([]byte("category;name;population\nage;young;1 250\n;old;2,5\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, o := range []Options{{}, {Across: "sex"}, {Joins: []Join{{"both", []string{"age", "sex"}}}}} {
			if got, faults := Read("s.csv", data, o); len(faults) == 0 {
				Table(got.Features, 7, SainteLaguë, Window{Floor: true})
			}
		}
	})
}

func ExampleApportion() {
	districts := rats(530, 310, 160)
	fmt.Println(Apportion(districts, 12, Hamilton), Apportion(districts, 12, SainteLaguë))
	// Output: [6 4 2] [6 4 2]
}

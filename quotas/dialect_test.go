package quotas_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

// windows gives the values of a table as "feature/value min..max", in canonical order.
func windows(t *quotas.Table) string {
	var all []string
	for _, f := range t.Features {
		for _, v := range f.Values {
			all = append(all, fmt.Sprintf("%s/%s %d..%d", f.Name, v.Name, v.Min, v.Max))
		}
	}
	return strings.Join(all, ", ")
}

func TestTablesAsPeopleHaveThem(t *testing.T) {
	for _, c := range []struct {
		name, text string
		seats      int
		want, said string
	}{
		{"target", "feature,value,target\ng,f,12\ng,m,8\n", 20, "g/f 12..12, g/m 8..8", `"target" is read as minimum and maximum`},
		{"amount and priority", "no,category,value,amount,priority\n1,g,f,12,1\n2,g,m,8,0\n", 20, "g/f 12..12, g/m 8..8", `"amount" is read as minimum and maximum; not used: "no", "priority"`},
		{"seats", "Category;Name;Seats\ng;f;12\ng;m;8\n", 20, "g/f 12..12, g/m 8..8", `"Seats" is read`},
		{"count, quota name", "category,feature,quota\ng,f,12\ng,m,8\n", 20, "g/f 12..12, g/m 8..8", `"quota" is read`},
		{"percent", "feature,value,percent\ng,f,51.3\ng,m,48.7\n", 40, "g/f 20..21, g/m 19..20", `"percent" of 40 seats is read as the whole numbers below and above`},
		{"percent signs", "feature,value,target\ng,f,50%\ng,m,\"49,5 %\"\n", 40, "g/f 20..20, g/m 19..20", ""},
		{"shares of one", "feature,value,share\ng,f,0.513\ng,m,\"0,487\"\n", 40, "g/f 20..21, g/m 19..20", ""},
		{"a share of one per cent", "feature,value,share\ng,f,1%\ng,m,99%\n", 100, "g/f 1..1, g/m 99..99", ""},
		{"shares that do not add up", "feature,value,%\ng,f,40\ng,m,40\n", 10, "g/f 4..4, g/m 4..4", `the percentages of "g" add up to 80.0`},
		{"limits in percent", "feature,value,min,max\ng,f,45%,55%\ng,m,45%,55%\n", 39, "g/f 18..21, g/m 18..21", ""},
		{"counts and percent", "feature,value,min,max\ng,f,45%,22\ng,m,0,100%\n", 40, "g/f 18..22, g/m 0..40", ""},
		{"one number where both are blank", "feature,value,min,max,target\ng,f,1,2,\ng,m,,,2\n", 4, "g/f 1..2, g/m 2..2", "one number on line 3 is read as minimum and maximum"},
		{"people counted beside blank limits", "feature,value,min,max,count\ng,f,1,2,900\ng,m,,,800\n", 4, "g/f 1..2, g/m 0..4", "no maximum on line 3, read as no upper limit"},
		{"minimum and maximum", "feature,value,minimum,maximum\ng,f,1,2\n", 4, "g/f 1..2", ""},
		{"decimals", "feature,value,min,max\ng,f,1.0,\"2,00\"\ng,m,0.0,3\n", 4, "g/f 1..2, g/m 0..3", ""},
		{"thousands", "feature,value,min,max\ng,f,1 000,1'500\ng,m,\"1,000,000\",1.234.567\n", 4, "g/f 1000..1500, g/m 1000000..1234567", ""},
		{"no maximum", "feature,value,min,max\ng,f,1,\ng,m,,\ng,x,2,-\ng,y,0,no limit\n", 7, "g/f 1..7, g/m 0..7, g/x 2..7, g/y 0..7", "no maximum on lines 2, 3, 4, 5, read as no upper limit"},
		{"no maximum, seats not known", "feature,value,min,max\ng,f,1,\n", 0, "g/f 1..999999999", "no maximum on line 2, read as no upper limit"},
		{"minimum alone", "feature,value,min\ng,f,1\ng,m,2\n", 7, "g/f 1..7, g/m 2..7", "no maximum on lines 2, 3, read as no upper limit"},
		{"maximum alone", "feature,value,max\ng,f,1\ng,m,2\n", 7, "g/f 0..1, g/m 0..2", "no column with a minimum: there is none"},
		{"no minimum", "feature,value,min,max\ng,f,none,1\n", 7, "g/f 0..1", ""},
		{"filled down", "category,name,min,max\ng,f,1,2\n,m,1,2\n,,,\na,old,0,1\n,young,0,1\n", 4, "a/old 0..1, a/young 0..1, g/f 1..2, g/m 1..2", "2 rows without a category belong to the one above"},
		{"headings", "category,name,min,max\ng,,,\n,f,1,2\n,m,1,2\na,,,\n,old,0,1\n", 4, "a/old 0..1, g/f 1..2, g/m 1..2", "3 rows without a category belong to the one above"},
		{"a title", "Quotas of 2026\n\nfeature,value,min,max\ng,f,1,2\n", 4, "g/f 1..2", "the header is on line 3"},
		{"Windows-1252", "category;name;min;max\nr\xe9gion;nord;1;2\n", 4, "région/nord 1..2", `Windows-1252, separated by semicolons, 1 row; for example "région" on line 2`},
		{"no quotas", "feature,value,min,max\n", 4, "pool/everyone 4..4", "no quotas: a lottery in which everyone has the same chance"},
		{"names of the record", "feature,value,min,max\nHousehold,f,1,2\nID,x,0,1\nhousehold size,1,0,1\n", 4,
			"Household (feature)/f 1..2, ID (feature)/x 0..1, household size/1 0..1", `"Household" is called "Household (feature)" in the record, which has a column of that name itself; "ID" is called "ID (feature)"`},
		{"guarded names", "feature,value,min,max\n'+g,'=f,1,2\n", 4, "+g/=f 1..2", "the apostrophe before 2 cells"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, faults := quotas.ReadFor("q.csv", []byte(c.text), quotas.Options{Seats: c.seats})
			require.Empty(t, faults)
			assert.Equal(t, c.want, windows(table))
			assert.Contains(t, table.Reading.String(), c.said)
			assert.Equal(t, strings.Contains(c.name, "no quotas"), table.Plain())
		})
	}
}

func TestFlexMayBeEndless(t *testing.T) {
	table, faults := quotas.ReadFor("q.csv", []byte("feature,value,min,max,min_flex,max_flex\ng,f,1,2,-,\ng,m,1,,0,none\n"), quotas.Options{Seats: 5})
	require.Empty(t, faults)
	assert.Equal(t, quotas.Value{Name: "f", Min: 1, Max: 2, MinFlex: 0, MaxFlex: 5, Line: 2}, table.Features[0].Values[0])
	assert.Equal(t, quotas.Value{Name: "m", Min: 1, Max: 5, MinFlex: 0, MaxFlex: 5, Line: 3}, table.Features[0].Values[1])
}

func TestTotalsAreMarked(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,1,2\ng,m,1,2\ng,Total,2,4\na,x,1,1\na,y,1,1\na,z,2,2\nb,p,1,1\nb,q,1,1\nb, Summe: ,9,9\n"))
	require.Empty(t, faults)
	var named, sums []string
	for _, f := range table.Features {
		for _, v := range f.Values {
			if v.NamedTotal {
				named = append(named, f.Name+"/"+v.Name)
			}
			if v.AddsUp {
				sums = append(sums, f.Name+"/"+v.Name)
			}
		}
	}
	assert.Equal(t, []string{"b/Summe:", "g/Total"}, named)
	assert.Equal(t, []string{"a/z", "g/Total"}, sums, "one row above is no sum")
}

// A row that was refused may have had what is missed elsewhere.
func TestLostRowsAreCounted(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,1,1\ng,,1,1\n"))
	require.Len(t, faults, 1)
	assert.Equal(t, [2]int{0, 1}, [2]int{table.Lost, table.Features[0].Lost})
	assert.Empty(t, table.Check(2), "the maxima of g may add up with the row that was lost")
	table, faults = quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,1,1\ng,m,1,1,5\n"))
	require.Len(t, faults, 1)
	assert.Equal(t, 1, table.Lost)
	assert.Empty(t, table.Check(2))
	table, faults = quotas.Read("q.csv", []byte("feature,value,min,max\ng,f,1,1\ng,m,1\n"))
	require.Len(t, faults, 1)
	assert.Equal(t, 1, table.Features[0].Value("m"), "the value is known, only its numbers are not")
}

func TestHugeTablesAreRefused(t *testing.T) {
	_, faults := quotas.Read("q.csv", []byte("feature,value,min,max\n"+strings.Repeat("g,a,x,x\n", 100_001)))
	assert.Equal(t, "q.csv: 100001 rows, expected at most 100000 quotas: see whether this is the pool", faults.Error())
}

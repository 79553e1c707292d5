package pool_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
)

// Ages are counted on a day, from dates, years and ages, in bands as people name them.
func TestBorn(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\nage,under 18,0,9\nage,18-29,0,9\nage,30 to 64,0,9\nage,65+,0,9\n"))
	require.Empty(t, faults)
	day, ok := pool.ParseDate("2027-01-15")
	require.True(t, ok)
	made := func(cells ...string) (string, string) {
		p, faults := pool.Read("p.csv", []byte("id,age\n"+rowsOf(cells)), table, pool.Options{Made: map[string]pool.Making{
			"AGE": {Born: day, Answers: map[string]string{"would rather not say": "30 to 64"}}}})
		if len(faults) > 0 {
			return "", faults.Error()
		}
		var got []string
		for _, person := range p.People {
			got = append(got, table.Features[0].Values[person.Values[0]].Name)
		}
		assert.Equal(t, []string{`"age" was made of the column "age", as the age on 2027-01-15; counted "would rather not say" as "30 to 64"`}, p.Made())
		return strings.Join(got, ", "), ""
	}
	for _, c := range []struct{ cells, want, fault string }{
		{"2009-01-15;2009-01-16", "18-29, under 18", ""}, // the birthday itself counts
		{"15 January 1962;16 Jan 1962", "65+, 30 to 64", ""},
		{"31/12/1990;03/04/1962", "30 to 64, 30 to 64", ""}, // the first says that days come first
		{"12/31/1990;01/16/1962", "30 to 64, 30 to 64", ""},
		{"15.01.1962;16.01.1962", "65+, 30 to 64", ""},
		{"1990;17;70", "30 to 64, under 18, 65+", ""},
		{"Would rather not say;29", "30 to 64, 18-29", ""},
		{"03/04/1990;05/06/1980", "", "day and month may be the other way round in this column"},
		{"31/12/1990;12/31/1990", "", "the dates of this column are written in two ways"},
		{"1962", "", "an age of 64 or 65 on 2027-01-15 is in no band of the quotas"},
		{"tomorrow", "", "it is no date of birth, such as 1990-12-31"},
		{"2031-01-01", "", "nobody born then is of an age on 2027-01-15"},
	} {
		got, fault := made(strings.Split(c.cells, ";")...)
		assert.Equal(t, c.want, got, c.cells)
		assert.Contains(t, fault, c.fault, c.cells)
	}
}

func rowsOf(cells []string) string {
	var b strings.Builder
	for i, cell := range cells {
		b.WriteString(string(rune('a'+i)) + "," + cell + "\n")
	}
	return b.String()
}

// The longest beginning counts, whatever the blanks and the case.
func TestLookup(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\nregion,north,0,9\nregion,south,0,9\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("p.csv", []byte("id,postcode\na,AB1 2CD\nb,ab12 3ef\nc,ZZ1\n"), table, pool.Options{
		Columns: map[string]string{"region": "postcode"},
		Made:    map[string]pool.Making{"region": {Lookup: map[string]string{"AB": "north", "AB12": "south"}, LookupName: "codes.csv"}}})
	require.Len(t, faults, 1)
	assert.Equal(t, `p.csv:4:3: "ZZ1", of which "region" is to be made: no line of codes.csv begins it, expected something that stands for one of its values: `+
		`correct it, or say what it stands for`, faults[0].Error())
	assert.Equal(t, []int{0}, p.People[0].Values)
	assert.Equal(t, []int{1}, p.People[1].Values)
	assert.Equal(t, []string{`"region" was made of the column "postcode", by the table codes.csv of 2 lines`}, p.Made())
}

// A joint feature takes its values from others, whatever their order and what stands between.
func TestJoin(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\ngender,woman,0,9\ngender,man,0,9\nage,18-24,0,9\nage,25+,0,9\n"+
		"age x gender,woman 18-24,1,1\nage x gender,\"25+, woman\",0,9\nage x gender,man x 18–24,0,9\nage x gender,man 25+,0,9\n"))
	require.Empty(t, faults)
	day, _ := pool.ParseDate("2027-01-15")
	opt := pool.Options{Columns: map[string]string{"age": "born"}, Made: map[string]pool.Making{
		"age": {Born: day}, "age x gender": {Join: []string{"age", "gender"}}}}
	p, faults := pool.Read("p.csv", []byte("id,gender,born\na,Woman,2005-03-04\nb,man,1970-01-02\nc,woman,1960-01-02\n"), table, opt)
	require.Empty(t, faults)
	joint := table.Feature("age x gender")
	var got []string
	for _, person := range p.People {
		got = append(got, table.Features[joint].Values[person.Values[joint]].Name)
	}
	assert.Equal(t, []string{"woman 18-24", "man 25+", "25+, woman"}, got)
	assert.Contains(t, p.Made(), `"age x gender" was joined of age and gender`)
	opt.Made["age x gender"] = pool.Making{Join: []string{"age", "town"}}
	_, faults = pool.Read("p.csv", []byte("id,gender,born\na,woman,2005-03-04\n"), table, opt)
	require.NotEmpty(t, faults)
	assert.Contains(t, faults[0].Error(), `no column "town"`)
}

package members

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
)

func smallTable(t *testing.T) *quotas.Table {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,2,3\ngender,man,2,3\narea,north,1,3\narea,south,2,4\n"))
	require.Empty(t, faults)
	return table
}

// values of a person, by name.
func values(table *quotas.Table, gender, area string) []int {
	v := make([]int, 2)
	v[table.Feature("gender")] = table.Features[table.Feature("gender")].Value(gender)
	v[table.Feature("area")] = table.Features[table.Feature("area")].Value(area)
	return v
}

func TestReadRates(t *testing.T) {
	table := smallTable(t)
	r, faults := ReadRates("rates.csv", []byte("feature;value;stay\nGender;Man;0.9\narea;north;0.5\neveryone;;0.98\n"), table)
	require.Empty(t, faults)
	leave := func(gender, area string) int { return r.Leave(values(table, gender, area)) }
	assert.Equal(t, 20_000, leave("woman", "south"))
	assert.Equal(t, 1_000_000-882_000, leave("man", "south"))
	assert.Equal(t, 510_000, leave("woman", "north"))
	assert.Equal(t, 1_000_000-441_000, leave("man", "north"))
	assert.Equal(t, DefaultLeave, EvenRates(table, DefaultLeave).Leave(values(table, "man", "north")))
}

func TestReadRatesRounds(t *testing.T) {
	table := smallTable(t)
	for text, stay := range map[string]int{
		"1": 1_000_000, "1.0": 1_000_000, ".5": 500_000, "0.8989682713282607": 898_968, "0.0000005": 1, "0.0000015": 2, "0.0000000001": 1, "0.9999996": 1_000_000,
	} {
		r, faults := ReadRates("rates.csv", []byte("feature,value,stay\neveryone,,"+text+"\n"), table)
		require.Empty(t, faults, text)
		assert.Equal(t, stay, r.All, text)
	}
}

func TestReadRatesFaults(t *testing.T) {
	table := smallTable(t)
	for _, c := range []struct{ file, message string }{
		{"feature,value,rate\n", `rates.csv:1: no column "stay", expected the columns feature, value, stay: name the columns so in the first line`},
		{"feature,value,stay\n", `rates.csv: a header and no lines, expected a line for each value with a rate of its own`},
		{"feature,value,stay\ngender,women,0.9\n", `rates.csv:2:8: the value "women", expected a value of gender, perhaps "woman": spell it as the quotas do, or delete the line`},
		{"feature,value,stay\ngendre,man,0.9\n", `rates.csv:2:1: the feature "gendre", expected a feature of the quotas, perhaps "gender": spell it as the quotas do, or delete the line`},
		{"feature,value,stay\ngender,man,0.9\nGENDER,man,0.8\n", `rates.csv:3:8: "man" a second time, expected one line for each value: delete one of the two`},
		{"feature,value,stay\neveryone,,0.9\neveryone,,0.9\n", `rates.csv:3:10: "" a second time, expected one line for each value: delete one of the two`},
	} {
		_, faults := ReadRates("rates.csv", []byte(c.file), table)
		require.Len(t, faults, 1, c.file)
		assert.Equal(t, c.message, faults[0].Error())
	}
	for _, stay := range []string{"0", "0.0", "1.1", "-0.5", "1e-3", "90 %", "1/2", "x", "", ".", "1.2.3"} {
		_, faults := ReadRates("rates.csv", []byte("feature,value,stay\ngender,man,"+stay+"\n"), table)
		require.Len(t, faults, 1, stay)
		assert.Equal(t, fmt.Sprintf(`rates.csv:2:12: %q, expected a number above 0 and up to 1, such as 0.95: write the share of people with this value who stay`, stay), faults[0].Error())
	}
}

package config_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/config"
)

func TestRoundTrip(t *testing.T) {
	c := &config.Config{Pool: "pool \"1\".xlsx", Quotas: "q.csv", Seats: 40, ID: "Response #", Household: []string{"street", "postcode"},
		Columns: map[string]string{"age": "How old are you?", "a.b = c": "x"}}
	read, ignored, faults := config.Read("selection.toml", c.Bytes([]string{"id", "columns.age"}))
	require.Empty(t, faults)
	assert.Empty(t, ignored)
	assert.Equal(t, c, read)
	assert.Contains(t, string(c.Bytes([]string{"id"})), "(guessed: please check)")
	assert.Equal(t, []config.Setting{
		{"pool", "pool \"1\".xlsx", true}, {"quotas", "q.csv", true}, {"seats", "40", false}, {"id", "Response #", false},
		{"household", "street,postcode", false}, {"column", "a.b = c=x", false}, {"column", "age=How old are you?", false},
	}, read.Settings())
}

func TestRead(t *testing.T) {
	for data, want := range map[string]string{
		"seats = 40\nhousehold-limt = 2\n": `s.toml:2: the key "household-limt", expected one of pool, pool-sheet, quotas, quotas-sheet, seats, id, household, household-limit, rule, decisions, columns, made, require, invited, code, without-letter, frame: write household-limit, if that was meant`,
		"seats = 40\nfoo = 2\n":            `s.toml:2: the key "foo", expected one of pool, pool-sheet, quotas, quotas-sheet, seats, id, household, household-limit, rule, decisions, columns, made, require, invited, code, without-letter, frame: remove it`,
		"seats = \n":                       "s.toml:1: ",
		"seats = \"many\"\n":               "s.toml: ",
	} {
		_, _, faults := config.Read("s.toml", []byte(data))
		require.Len(t, faults, 1, data)
		assert.Contains(t, faults[0].Error(), want)
	}
	c, ignored, faults := config.Read("sf.toml", []byte("id_column = \"nationbuilder_id\"\ncheck_same_address = true\n"+
		"check_same_address_columns = [\"primary_address1\", \"zip_royal_mail\"]\nmax_attempts = 100\ncolumns_to_keep = [\"first_name\"]\n"))
	require.Empty(t, faults)
	assert.Equal(t, "nationbuilder_id", c.ID)
	assert.Equal(t, []string{"primary_address1", "zip_royal_mail"}, c.Household)
	assert.Equal(t, []string{"max_attempts", "columns_to_keep"}, ignored)
}

func TestColumns(t *testing.T) {
	table, faults := quotas.Read("q.csv", []byte("feature,value,min,max\nage,16-29,0,9\nage,30+,0,9\ngender,woman,0,9\ngender,man,0,9\nlikes,yes,0,9\nlikes,no,0,9\n"))
	require.Empty(t, faults)
	s, faults := sheet.Parse("p.csv", []byte("Gender,How old are you?,Street address,E-mail address,coffee,tea\nwoman,16-29,1 High St,a@b.c,yes,no\nman,30+,2 High St,d@e.f,no,yes\n"))
	require.Empty(t, faults)
	assert.Equal(t, map[string]string{"age": "How old are you?"}, config.Columns(s, table), "coffee and tea fit as well: no guess")
	assert.Equal(t, []string{"Street address"}, config.Addresses(s))
}

// Whatever a file holds, reading it ends, and what was read is read again.
func FuzzRead(f *testing.F) {
	f.Add([]byte("pool = \"p.csv\"\nseats = 4\n[columns]\nage = \"How old?\"\n"))
	f.Add([]byte("id_column = \"x\"\ncheck_same_address = true\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, faults := config.Read("s.toml", data)
		if len(faults) > 0 {
			return
		}
		c.Settings()
	})
}

package selection

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// What is known of a record when it is made is what its files say.
func TestMadeIsParsed(t *testing.T) {
	for _, c := range []struct {
		instance  string
		seats     int
		form      record.Form
		household int
	}{{"easy_20", 20, record.FormDefault, 0}, {"households_15", 15, record.FormOpen, 1}, {"unique_20", 20, record.FormSealed, 0}} {
		dir := filepath.Join("../testdata/instances", c.instance)
		table, err := os.ReadFile(filepath.Join(dir, "quotas.csv"))
		require.NoError(t, err)
		rows, err := os.ReadFile(filepath.Join(dir, "pool.csv"))
		require.NoError(t, err)
		q, faults := quotas.Read("quotas.csv", table)
		require.NoError(t, faults.Err())
		o := pool.Options{}
		if c.household > 0 {
			o.Household = []string{"household"}
		}
		people, faults := pool.Read("pool.csv", rows, q, o)
		require.NoError(t, faults.Err())
		p, err := Prepare(context.Background(), Request{Pool: people, Seats: c.seats, Pages: 100, Form: c.form, Household: c.household, Source: record.KnownSource()})
		require.NoError(t, err)
		want, faults := record.Parse(p.Files)
		require.NoError(t, faults.Err())
		got, faults := record.ParseMade(p.Files, record.Made{Roster: p.Roster, Pages: p.Book.Pages, Salts: p.salts})
		require.NoError(t, faults.Err())
		assert.Equal(t, want, got, c.instance)
	}
}

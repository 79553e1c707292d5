package main

import (
	"encoding/csv"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

// A resident is a row of a made register.
type resident struct {
	ID        string `parquet:"id,zstd"`
	Household string `parquet:"household,optional,snappy"`
	Address   string `parquet:"address"`
	Place     string `parquet:"place,dict"`
	Area      string `parquet:"area,dict"`
	Age       string `parquet:"age"`
	Sex       string `parquet:"sex"`
}

// parquetOf writes a CSV register as Parquet.
func parquetOf(t *testing.T, from, to string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(content(t, from))).ReadAll()
	require.NoError(t, err)
	var all []resident
	for _, r := range rows[1:] {
		all = append(all, resident{r[0], r[1], r[2], r[3], r[4], r[5], r[6]})
	}
	require.NoError(t, parquet.WriteFile(to, all))
}

// draws commits to a register and draws from it, with one key and a rehearsal, and gives what was printed of the draw.
func draws(t *testing.T, out string, place ...string) string {
	t.Helper()
	code, stdout, stderr := evenlot(t, append([]string{"invite", "commit", "--household", "household", "--strata", "place,area", "--letters", "100,50", "--spare", "10",
		"--draw", "rehearsal", "--key", "key", "--out", out}, place...)...)
	require.Equal(t, term.ExitDone, code, stdout+stderr)
	assert.NotContains(t, stdout+stderr, "secret")
	code, stdout, stderr = evenlot(t, append([]string{"invite", "draw", out, "hello"}, place...)...)
	require.Equal(t, term.ExitDone, code, stdout+stderr)
	code, verified, stderr := evenlot(t, append([]string{"invite", "verify", out}, place...)...)
	require.Equal(t, term.ExitDone, code, verified+stderr)
	table, _, _ := strings.Cut(stdout, "letters           ")
	return table
}

// One list, and one commitment, from CSV, compressed CSV, Parquet and, where there is a server, PostgreSQL.
func TestSources(t *testing.T) {
	t.Chdir(t.TempDir())
	code, stdout, stderr := evenlot(t, "sample", "--register", "3000", "--traps", "--seed", "sources", "--out", "register.csv")
	require.Equal(t, term.ExitDone, code, stdout+stderr)
	put(t, "key", strings.Repeat("07", 32)+"\n")
	want := draws(t, "csv", "--register", "register.csv")
	assert.Contains(t, want, "list hash")
	parquetOf(t, "register.csv", "register.parquet")
	assert.Equal(t, want, draws(t, "parquet", "--register", "register.parquet"))
	server := os.Getenv("EVENLOT_POSTGRES")
	if server == "" {
		t.Log("NOT TESTED: --source: EVENLOT_POSTGRES names no server")
		return
	}
	psql := func(script string) {
		t.Helper()
		out, err := exec.Command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", script, server).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	t.Cleanup(func() { psql("DROP TABLE IF EXISTS evenlot_sources") })
	psql("DROP TABLE IF EXISTS evenlot_sources; CREATE TABLE evenlot_sources (id text, household text, address text, place text, area text, age text, sex text)")
	psql(`\copy evenlot_sources from register.csv csv header`)
	source := strings.Replace(server, "evenlot@", "evenlot:secret@", 1)
	assert.Equal(t, want, draws(t, "postgres", "--source", source, "--table", "evenlot_sources"))

	fails := func(says string, args ...string) {
		t.Helper()
		code, stdout, stderr := evenlot(t, args...)
		assert.NotEqual(t, term.ExitDone, code)
		assert.Contains(t, stderr, says)
		assert.NotContains(t, stdout+stderr, "secret")
	}
	fails(`relation "nowhere" does not exist`, "invite", "verify", "postgres", "--source", source, "--table", "nowhere")
	fails("no connection", "invite", "verify", "postgres", "--source", "postgres://evenlot:secret@/postgres?host=/nowhere")
	psql("ALTER TABLE evenlot_sources ADD COLUMN born timestamp DEFAULT now(); UPDATE evenlot_sources SET id = NULL WHERE place = 'zz'")
	fails("an empty id", "invite", "verify", "postgres", "--source", source, "--table", "evenlot_sources")
	fails(`the column "born" with timestamp without time zone, expected text`, "invite", "commit", "--source", source, "--table", "evenlot_sources",
		"--strata", "born", "--letters", "9", "--draw", "rehearsal", "--out", "other")
}

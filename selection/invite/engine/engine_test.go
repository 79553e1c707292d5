package engine_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/invite/engine"
	"github.com/evenlot/evenlot/selection/invite/register"
	"github.com/evenlot/evenlot/selection/record"
)

// people is a register of which one row in a hundred is a trap: other alphabets, two forms of one letter, numbers that are none.
func people(n int) string {
	odd := []string{"ü%d", "東%d", "😀%d", "é%d", "e\u0301%d", "A%d", "a%d", "%dE5", "00%d"}
	var b strings.Builder
	b.WriteString("id,home,place,area\n")
	for i := range n {
		id, home := fmt.Sprintf("n%d", i), fmt.Sprintf("H%d", i/3)
		if i%100 == 7 {
			id, home = fmt.Sprintf(odd[i/100%len(odd)], i), []string{"Hé", "He", "HS", "Hs"}[i/100%4]+fmt.Sprint(i/1000)
		}
		if i%50 == 3 {
			home = ""
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", id, home, []string{"Ærø", "aa", "zz", "it's"}[i/7%4], []string{"x", "y"}[i%2])
	}
	return b.String()
}

// drawn is a lottery on a register, and its list.
func drawn(t *testing.T, text string, key *[32]byte) (engine.Query, string) {
	t.Helper()
	q := engine.Query{Table: "register", Columns: invite.Columns{ID: "id", Household: "home", Strata: []string{"place", "area"}}, Key: key}
	reg := invite.Register{Name: "register.csv", Columns: q.Columns, Open: func() (register.Rows, error) {
		return register.Open("register.csv", strings.NewReader(text), int64(len(text)))
	}}
	count, err := invite.NewCount(context.Background(), reg, key, &invite.Memory{}, nil)
	require.NoError(t, err)
	r := &invite.Rules{Format: invite.Format, Unit: invite.People, IDs: invite.Open, KeyHash: draw.KeyHash([32]byte{}), Household: 1,
		Strata: q.Columns.Strata, Allocation: invite.SainteLague, Waves: []int{200, 50}, SparePercent: 10, Extra: []invite.Extra{}, Statements: []string{}}
	if key != nil {
		r.IDs = invite.Keyed
	}
	l, err := invite.Commit(r, count, record.SeedSource{Source: draw.Source{Kind: draw.KindRehearsal, Statement: "test"}})
	require.NoError(t, err)
	l.Drawing = &invite.Drawing{Seed: invite.Seed(l.Commitment(), "1")}
	list, err := invite.Pick(context.Background(), reg, r, l.Strata, key, l.Drawing.Seed, nil)
	require.NoError(t, err)
	_, all := list.Hashes(len(l.Strata))
	q.Lottery = l
	return q, all
}

// python is one that has what an engine needs: of EVENLOT_ENGINES, a virtual environment, or of this machine.
func python(t *testing.T, module string) string {
	t.Helper()
	if name := servers[module]; name != "" && os.Getenv(name) == "" {
		t.Skipf("NOT TESTED: %s names no server", name)
	} else if name != "" {
		module = "subprocess"
	}
	for _, p := range []string{filepath.Join(os.Getenv("EVENLOT_ENGINES"), "bin", "python"), "python3"} {
		if exec.Command(p, "-c", "import "+module).Run() == nil {
			return p
		}
	}
	t.Skipf("NOT TESTED: no Python that has %s: EVENLOT_ENGINES names a virtual environment", module)
	return ""
}

// An answer is what a query printed.
type answer struct {
	failed []string // tests
	hash   string   // of the list
	lines  int      // letters
}

func ask(t *testing.T, python, name, query, text string, trap ...string) answer {
	t.Helper()
	dir := t.TempDir()
	file, csv := filepath.Join(dir, "query.sql"), filepath.Join(dir, "register.csv")
	require.NoError(t, os.WriteFile(file, []byte(query), 0o600))
	require.NoError(t, os.WriteFile(csv, []byte(text), 0o600))
	cmd := exec.Command(python, append([]string{"testdata/run.py", name, file, csv}, trap...)...)
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	require.NoError(t, err, "%s", problems.String())
	var a answer
	for line := range strings.Lines(string(out)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case cells[0] == "1 test" && cells[2] != "1":
			a.failed = append(a.failed, cells[1])
		case cells[0] == "4 list":
			a.hash = cells[3]
		case cells[0] == "5 letter":
			a.lines++
		}
	}
	return a
}

// servers are told to the tests by the environment.
var servers = map[string]string{"postgres": "EVENLOT_POSTGRES", "mariadb": "EVENLOT_MARIADB"}

var engines = []struct{ name, module string }{{"sqlite", "sqlite3"}, {"duckdb", "duckdb"}, {"clickhouse", "chdb"}, {"datafusion", "datafusion"},
	{"postgres", "postgres"}, {"mariadb", "mariadb"}}

// One list from Go and from every engine that is at hand, with keyed ids and, in the long run, with open ones.
func TestOneList(t *testing.T) {
	n, keys := 3000, []*[32]byte{{1, 2, 3}}
	if os.Getenv("EVENLOT_LONG") != "" {
		n, keys = 100_000, append(keys, nil)
	}
	text := people(n)
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			p := python(t, e.module)
			for _, key := range keys {
				q, want := drawn(t, text, key)
				q.Engine = e.name
				query, err := q.Text()
				require.NoError(t, err)
				got := ask(t, p, e.name, query, text)
				assert.Empty(t, got.failed)
				assert.Equal(t, want, got.hash)
				assert.Positive(t, got.lines)
			}
		})
	}
}

// What would give other letters gives none, and a test says why: texts taken for one, an order that is not that of bytes, another hash.
func TestRefused(t *testing.T) {
	text := people(2000)
	q, _ := drawn(t, text, nil)
	q.Engine = "sqlite"
	query, err := q.Text()
	require.NoError(t, err)
	p := python(t, "sqlite3")
	for what, change := range map[string][2]string{
		"upper and lower case differ":            {"PARTITION BY trap, house", "PARTITION BY trap, house COLLATE NOCASE"},
		"blanks at the end count":                {"PARTITION BY trap, house", "PARTITION BY trap, house COLLATE RTRIM"},
		"order is that of bytes (aa before f)":   {"ORDER BY ticket, letter_id) AS rnk", "ORDER BY ticket DESC, letter_id) AS rnk"},
		"all known rows come out as they should": {"letter_id, evenlot_sha256(", "letter_id, 'F' || evenlot_sha256("},
	} {
		t.Run(what, func(t *testing.T) {
			wrong := strings.ReplaceAll(query, change[0], change[1])
			require.NotEqual(t, query, wrong)
			got := ask(t, p, "sqlite", wrong, text)
			assert.Contains(t, got.failed, what)
			assert.Empty(t, got.hash)
			assert.Zero(t, got.lines)
		})
	}
	got := ask(t, p, "sqlite", query, people(1999))
	assert.Equal(t, []string{"the register has as many rows as were committed to"}, got.failed)
	assert.Zero(t, got.lines)
}

// What each server, or its database, may be set to without anybody knowing. The query gives the one list all the same, or, where a
// change is made in the query itself, as if that had not been thought of, no letter comes out and a test says why.
func TestTraps(t *testing.T) {
	const bytewise = "order is that of bytes (aa before f)"
	inMariaDB := func(collation string) [2]string { return [2]string{"utf8mb4_nopad_bin", collation} }
	for _, c := range []struct {
		engine, trap string
		change       [2]string
		failed       string // empty: the one list
	}{
		{engine: "postgres", trap: "danish"},
		{engine: "postgres", trap: "danish", change: [2]string{` COLLATE "C"`, ""}, failed: bytewise},
		{engine: "postgres", trap: "null", failed: "every row has an id and a ticket"},
		{engine: "postgres", change: [2]string{", 'hex') COLLATE", ", 'base64') COLLATE"}, failed: "text is hashed as UTF-8"},
		{engine: "mariadb", trap: "utf8mb4 COLLATE utf8mb4_danish_ci"},
		{engine: "mariadb", change: inMariaDB("utf8mb4_danish_ci"), failed: bytewise},
		{engine: "mariadb", change: inMariaDB("utf8mb4_general_ci"), failed: "upper and lower case differ"},
		{engine: "mariadb", change: [2]string{"group_concat_max_len = 4294967295", "group_concat_max_len = 1024"}, failed: "all known rows come out as they should"},
	} {
		t.Run(fmt.Sprint(c.engine, " ", c.trap, " ", c.change, " ", c.failed), func(t *testing.T) {
			p := python(t, c.engine)
			text := people(2000)
			q, want := drawn(t, text, nil)
			q.Engine = c.engine
			query, err := q.Text()
			require.NoError(t, err)
			if c.change != [2]string{} {
				require.Contains(t, query, c.change[0])
				query = strings.ReplaceAll(query, c.change[0], c.change[1])
			}
			got := ask(t, p, c.engine, query, text, strings.Fields(c.trap)...)
			if c.failed == "" {
				assert.Empty(t, got.failed)
				assert.Equal(t, want, got.hash)
				return
			}
			assert.Contains(t, got.failed, c.failed)
			assert.Empty(t, got.hash)
			assert.Zero(t, got.lines)
		})
	}
}

// Every engine has a query, and none that is unknown.
func TestQueries(t *testing.T) {
	q, _ := drawn(t, people(500), nil)
	for _, name := range append(engine.Tested(), engine.Untested()...) {
		q.Engine = name
		text, err := q.Text()
		require.NoError(t, err, name)
		assert.NotContains(t, text, "<no value>")
		assert.Contains(t, text, q.Lottery.Drawing.Seed)
	}
	q.Engine = "dbase"
	_, err := q.Text()
	assert.ErrorContains(t, err, `no engine "dbase", expected one of bigquery, clickhouse,`)
}

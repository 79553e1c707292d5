package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
)

const instances = "../../testdata/instances"

// The made pools are what their README says: the bytes of its commands.
func TestInstancesAreMadeByTheirCommands(t *testing.T) {
	commands := documented(t, instances+"/README.md")
	made, err := filepath.Abs(instances)
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	for _, c := range commands {
		files := c.words[len(c.words)-3:]
		require.Equal(t, "--quotas", files[1])
		require.NoError(t, os.Mkdir(filepath.Dir(files[0]), 0o755))
		code, _, stderr := evenlot(t, c.words...)
		require.Equal(t, term.ExitDone, code, stderr)
		for _, file := range []string{files[0], files[2]} {
			assert.Equal(t, content(t, filepath.Join(made, file)), content(t, file), file)
		}
	}
}

// A toy is an instance small enough to try every panel.
type toy struct {
	seats  int
	people []map[string]string // by folded feature: folded value; and "id"
	table  *quotas.Table
}

func readToy(t *testing.T, folder string, seats int) toy {
	t.Helper()
	dir := filepath.Join(instances, folder)
	data, err := os.ReadFile(dir + "/quotas.csv")
	require.NoError(t, err)
	table, faults := quotas.Read("quotas.csv", data)
	require.Empty(t, faults)
	data, err = os.ReadFile(dir + "/pool.csv")
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	toy := toy{seats: seats, table: table}
	for _, row := range rows[1:] {
		person := map[string]string{}
		for c, cell := range row {
			person[quotas.Fold(rows[0][c])] = quotas.Fold(cell)
		}
		toy.people = append(toy.people, person)
	}
	return toy
}

// panels gives every allowed panel as bits, the n-th bit for the n-th row; with
// only one feature, or all where it is "".
func (y toy) panels(only string) []int {
	var found []int
	for set := range 1 << len(y.people) {
		if y.allows(set, only) {
			found = append(found, set)
		}
	}
	return found
}

func (y toy) allows(set int, only string) bool {
	sum := func(match func(map[string]string) bool) (n int) {
		for i, p := range y.people {
			if set>>i&1 == 1 && match(p) {
				n++
			}
		}
		return n
	}
	if sum(func(map[string]string) bool { return true }) != y.seats {
		return false
	}
	for _, f := range y.table.Features {
		if only != "" && f.Name != only {
			continue
		}
		for _, v := range f.Values {
			n := sum(func(p map[string]string) bool { return p[quotas.Fold(f.Name)] == quotas.Fold(v.Name) })
			if n < v.Min || n > v.Max {
				return false
			}
		}
	}
	return true
}

func TestInfeasibleOne(t *testing.T) {
	y := readToy(t, "infeasible-one_4", 4)
	assert.Empty(t, y.panels("gender"))
	assert.NotEmpty(t, y.panels("region"))
	assert.Empty(t, y.table.Check(4), "the table alone is no fault")
}

func TestInfeasibleJoint(t *testing.T) {
	y := readToy(t, "infeasible-joint_4", 4)
	assert.NotEmpty(t, y.panels("gender"))
	assert.NotEmpty(t, y.panels("region"))
	assert.Empty(t, y.panels(""))
}

func TestUnseatable(t *testing.T) {
	y := readToy(t, "unseatable_4", 4)
	seated := 0
	for _, p := range y.panels("") {
		seated |= p
	}
	for i, p := range y.people {
		assert.Equal(t, p["id"] != "p12", seated>>i&1 == 1, p["id"])
	}
}

// In the trap the linear program over the quotas allows 1/2 for everyone: half of
// each person meets every window. But each panel holds exactly one of b, c and d,
// so the least of their chances is 1/3 at most, and 1/3 is reached.
func TestTrap(t *testing.T) {
	y := readToy(t, "trap_2", 2)
	require.Len(t, y.people, 4)
	for _, f := range y.table.Features {
		for _, v := range f.Values {
			twice := 0 // twice the seats when everyone has half a seat
			for _, p := range y.people {
				if p[f.Name] == v.Name {
					twice++
				}
			}
			assert.True(t, 2*v.Min <= twice && twice <= 2*v.Max, "%s %s", f.Name, v.Name)
		}
	}
	const a, b, c, d = 1, 2, 4, 8
	assert.Equal(t, []int{a | b, a | c, a | d}, y.panels(""))
}

// Every dialect of the table is one table.
func TestQuotaDialects(t *testing.T) {
	paths, err := filepath.Glob(instances + "/dialects_4/quotas*.csv")
	require.NoError(t, err)
	require.Len(t, paths, 9)
	var want bytes.Buffer
	require.NoError(t, readToy(t, "dialects_4", 4).table.WriteCSV(&want))
	for _, path := range paths {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		table, faults := quotas.Read(filepath.Base(path), data)
		require.Empty(t, faults, path)
		table.Flex = false
		var got bytes.Buffer
		require.NoError(t, table.WriteCSV(&got))
		assert.Equal(t, want.String(), got.String(), path)
	}
}

// Every dialect of the pool goes with every dialect of the table.
func TestDialects(t *testing.T) {
	pools, err := filepath.Glob(instances + "/dialects_4/pool*.csv")
	require.NoError(t, err)
	require.Len(t, pools, 11)
	tables, err := filepath.Glob(instances + "/dialects_4/quotas*.csv")
	require.NoError(t, err)
	for _, pool := range pools {
		for _, table := range tables {
			code, stdout, stderr := evenlot(t, "check", "--pool", pool, "--quotas", table, "--seats", "4")
			assert.Equal(t, term.ExitDone, code, "%s with %s: %s", pool, table, stderr)
			assert.Equal(t, pool+": 12 people, ids in column \"id\"\n"+table+": 2 features, 5 values\n"+
				"the quotas can be met with 4 seats\n", strings.Replace(stdout, `" ID"`, `"id"`, 1))
		}
	}
}

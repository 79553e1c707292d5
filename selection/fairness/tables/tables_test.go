package tables

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/fairness"
	"github.com/evenlot/evenlot/selection/fairness/manipulation"
	"github.com/evenlot/evenlot/selection/fairness/simulate"
	"github.com/evenlot/evenlot/selection/fairness/study"
	"github.com/evenlot/evenlot/selection/pool/pooltest"
)

// made is a study with every table, of values that need quoting.
func made() *study.Study {
	in := study.Input{Rule: "leximin", Grade: "attained exactly", Seats: 2, Page: 1, Commitment: strings.Repeat("0f", 32), Draws: 1000,
		Random: rand.New(rand.NewPCG(1, 2)),
		Table: &quotas.Table{Features: []quotas.Feature{
			{Name: "public_id", Values: []quotas.Value{{Name: "a, b", Max: 2}, {Name: `"c" ü`, Max: 2}}},
			{Name: "age", Values: []quotas.Value{{Name: "16-29", Max: 2}, {Name: "30+", Max: 2}}},
		}},
		Extra: []fairness.Column{{Name: "transport", Values: []string{"bus", "car", "bus", "bus", "car", "bus"}}}}
	for i := range 6 {
		in.IDs, in.Values = append(in.IDs, "b2"+strconv.Itoa(i+2)), append(in.Values, []int{i % 2, i / 3})
	}
	in.Pages = [][]int32{{0, 3}, {1, 4}, {2, 5}, {0, 4}}
	return study.Of(in)
}

// Every table has the columns that the data package says, of the types it says, and unique keys.
func TestPackageDescribesTables(t *testing.T) {
	files := Files(made(), true)
	describes(t, files, 3)
	assert.Contains(t, string(files[PeopleFile]), "on_panel,feature public_id,age\n")
	assert.NotContains(t, files, KindsFile, "no population was given")
	var s map[string]any
	require.NoError(t, json.Unmarshal(files[StudyFile], &s))
	assert.Equal(t, study.Format, s["format"])
}

// The same of what follows people from a population, of pools that were drawn, and of lies.
func TestOtherPackagesDescribeTables(t *testing.T) {
	p := pooltest.Parse(t, "a,x,1,2\na,y,1,2\nb,u,0,3\nb,v,0,3\n", "id,a,b,view", "1,x,u,for", "2,x,v,against", "3,x,v,for", "4,y,v,for", "5,y,u,against")
	in := study.Input{Table: p.Table, Seats: 3, Page: 0, Letters: 10, Pages: [][]int32{{0, 1, 3}, {0, 2, 4}},
		Population: &study.Population{Single: map[string]map[string]float64{"a": {"x": .5, "y": .5}}}}
	for i, person := range p.People {
		in.IDs, in.Values = append(in.IDs, strconv.Itoa(i)), append(in.Values, person.Values)
	}
	files := Files(study.Of(in), false)
	describes(t, files, 3)
	assert.Contains(t, string(files[MethodsFile]), "10 letters went out")
	assert.Contains(t, string(files[KindsFile]), "a,x,,,true,0.5,3,0.6,1.2,")

	drawn, err := simulate.Of(context.Background(), simulate.Question{Frame: simulate.NewFrame(p), Seats: 3, Letters: 4, Runs: 5})
	require.NoError(t, err)
	files = Simulation(drawn)
	describes(t, files, 2)
	assert.Equal(t, 1+5, strings.Count(string(files[RunsFile]), "\n"))

	roster, _ := p.Roster([32]byte{})
	lies, err := manipulation.Of(context.Background(), manipulation.Question{Roster: roster, Seats: 3})
	require.NoError(t, err)
	files = Manipulation(lies)
	describes(t, files, 2)
	assert.Contains(t, string(files[LiesFile]), ",gain,loss,seats,a,b\n")
}

// describes holds datapackage.json against the tables that stand beside it and so many other files.
func describes(t *testing.T, files map[string][]byte, others int) {
	t.Helper()
	var p struct {
		Profile   string
		Resources []struct {
			Name, Path, Description string
			Schema                  schema
		}
	}
	require.NoError(t, json.Unmarshal(files[PackageFile], &p))
	assert.Equal(t, "tabular-data-package", p.Profile)
	assert.Len(t, p.Resources, len(files)-others)
	for _, r := range p.Resources {
		rows, err := csv.NewReader(strings.NewReader(string(files[r.Path]))).ReadAll()
		require.NoError(t, err, r.Path)
		require.Greater(t, len(rows), 1, r.Path)
		keys := map[string]bool{}
		for c, f := range r.Schema.Fields {
			assert.Equal(t, f.Name, rows[0][c], r.Path)
			assert.NotEmpty(t, f.Description, "%s %s", r.Path, f.Name)
			for _, row := range rows[1:] {
				assert.NoError(t, typed(f.Type, row[c]), "%s %s", r.Path, f.Name)
			}
		}
		assert.Len(t, rows[0], len(r.Schema.Fields))
		for _, row := range rows[1:] {
			key := ""
			for c, f := range r.Schema.Fields {
				for _, part := range r.Schema.PrimaryKey {
					if part == f.Name {
						key += "\x00" + row[c]
					}
				}
			}
			assert.False(t, key != "" && keys[key], "%s: the key %q twice", r.Path, key)
			keys[key] = true
		}
	}
}

func typed(kind, cell string) (err error) {
	switch {
	case cell == "":
	case kind == "integer":
		_, err = strconv.Atoi(cell)
	case kind == "number":
		_, err = strconv.ParseFloat(cell, 64)
	case kind == "boolean":
		_, err = strconv.ParseBool(cell)
	}
	return err
}

func TestMethodsSayWhatWasUsed(t *testing.T) {
	text := Methods(made())
	assert.Contains(t, text, "rule leximin")
	assert.Contains(t, text, "hypergeometric")
	assert.Contains(t, text, "2 tests were not made")
	assert.NotContains(t, text, "multinomial", "no population was given")
	assert.NotContains(t, text, "were drawn, and p =", "all outcomes were counted")
	assert.NotContains(t, text, "%!")
	s := made()
	s.Tests = nil
	assert.Contains(t, Methods(s), "nothing was tested")
}

// R and pandas read every table, and find in it what was written.
func TestOthersReadTables(t *testing.T) {
	s := made()
	dir := t.TempDir()
	for name, data := range Files(s, true) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	want := []string{"people 6", "pages 8", "sum 8", "panel 2", "smallest 0.25", "tests " + strconv.Itoa(len(s.Tests))}
	for name, program := range map[string][]string{
		"R": {"Rscript", "-e", `
setwd(commandArgs(TRUE)[1])
for (f in list.files(pattern = "[.]csv$")) read.csv(f)
p <- read.csv("people.csv"); g <- read.csv("pages.csv"); t <- read.csv("tests.csv")
m <- merge(g, p, by = "public_id")
cat("people", nrow(p), "\n"); cat("pages", nrow(m), "\n"); cat("sum", sum(p$chance_numerator), "\n")
cat("panel", sum(p$on_panel == "true"), "\n"); cat("smallest", min(p$chance), "\n"); cat("tests", nrow(t), "\n")
stopifnot(is.numeric(t$p), is.numeric(p$chance), all(p$chance == p$chance_numerator / p$chance_denominator))
stopifnot("a, b" %in% p$feature.public_id)`, dir},
		"pandas": {python(), "-c", `
import sys, os, json, pandas as pd
os.chdir(sys.argv[1])
for f in os.listdir("."):
    if f.endswith(".csv"): pd.read_csv(f)
p, g, t = (pd.read_csv(f + ".csv") for f in ("people", "pages", "tests"))
m = g.merge(p, on="public_id")
print("people", len(p)); print("pages", len(m)); print("sum", p.chance_numerator.sum())
print("panel", p.on_panel.sum()); print("smallest", p.chance.min()); print("tests", len(t))
assert t.p.dtype == float and p.on_panel.dtype == bool
assert "a, b" in set(p["feature public_id"])
json.load(open("study.json"))`, dir},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "pandas" && exec.Command(program[0], "-c", "import pandas").Run() != nil {
				t.Skip("NOT TESTED: Python with pandas is not here; EVENLOT_PANDAS names one that has it")
			}
			if _, err := exec.LookPath(program[0]); err != nil {
				t.Skip("NOT TESTED: R is not here (Debian: r-base-core)")
			}
			out, err := exec.Command(program[0], program[1:]...).CombinedOutput()
			require.NoError(t, err, string(out))
			var lines []string
			for line := range strings.Lines(string(out)) {
				lines = append(lines, strings.TrimSpace(line))
			}
			assert.Equal(t, want, lines)
		})
	}
}

// python is the program that may have pandas.
func python() string {
	if name := os.Getenv("EVENLOT_PANDAS"); name != "" {
		return name
	}
	return "python3"
}

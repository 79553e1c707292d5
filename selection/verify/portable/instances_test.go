package portable_test

import (
	"bytes"
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// selected runs a whole selection on one of the made pools.
func selected(t *testing.T, instance string, seats, household int, rule string, form record.Form) record.Files {
	folder := filepath.Join("..", "..", "..", "testdata", "instances", instance)
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		return data
	}
	table, faults := quotas.Read("quotas.csv", read("quotas.csv"))
	require.Empty(t, faults)
	opt := pool.Options{}
	if household > 0 {
		opt.Household = []string{"household"}
	}
	people, faults := pool.Read("pool.csv", read("pool.csv"), table, opt)
	require.Empty(t, faults)
	result, err := selection.Run(context.Background(), selection.Request{
		Pool: people, Seats: seats, Household: household, Rule: rule, Form: form, PublicValue: "5"})
	require.NoError(t, err)
	return result.Files
}

// Real selections: proofs with unseatable people, with cuts and trees, with households,
// for other rules than leximin.
func TestSelections(t *testing.T) {
	e := newEngine(t)
	for _, c := range []struct {
		instance         string
		seats, household int
		rule             string
		form             record.Form
	}{
		{"trap_2", 2, 0, "leximin", record.FormDefault},
		{"unseatable_4", 4, 0, "leximin", record.FormDefault},
		{"households_15", 15, 1, "leximin", record.FormDefault},
		{"exact_16", 16, 0, "leximin", record.FormOpen},
		{"easy_20", 20, 0, "maximin", record.FormDefault},
		{"easy_20", 20, 0, "nash", record.FormOpen},
		{"unseatable_4", 4, 0, "minimax", record.FormDefault},
		{"unseatable_4", 4, 0, "uniform", record.FormDefault},
		{"trap_2", 2, 0, "goldilocks", record.FormDefault},
		{"trap_2", 2, 0, "legacy", record.FormDefault},
	} {
		t.Run(c.instance+" "+c.rule, func(t *testing.T) {
			files := selected(t, c.instance, c.seats, c.household, c.rule, c.form)
			v := e.verdict(files, seen{})
			assert.Empty(t, v.failed())
			assert.Equal(t, "ok", v.line(t, "smallest").State, v.line(t, "smallest").Found)
			t.Log(v.Colour, v.Caveats)
			e.sameVerdict(t, c.instance, files, seen{}, v)
			shakeProof(t, e, files)
		})
	}
}

// shakeProof changes the last digit of some numbers of a proof, one at a time, with all
// hashes made to fit: the page refuses what package verify refuses.
func shakeProof(t *testing.T, e engine, files record.Files) {
	const name = "public/commit/proof.json"
	proof := files[name]
	var mutants []mutant
	for at := range proof {
		if digit := proof[at]; digit >= '0' && digit <= '9' && (proof[at+1] < '0' || proof[at+1] > '9') {
			changed := bytes.Clone(proof)
			changed[at] = '0' + (digit-'0'+1)%10
			forgery := maps.Clone(files)
			forgery[name] = changed
			rehash(forgery, name)
			m := mutant{"proof.json", record.Files{}}
			for file, data := range forgery {
				if !bytes.Equal(data, files[file]) {
					m.changed[file] = data
				}
			}
			mutants = append(mutants, m)
		}
	}
	rng := rand.New(rand.NewPCG(9, 10))
	rng.Shuffle(len(mutants), func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
	mutants = mutants[:min(len(mutants), forgeries(t)/5)]
	refused := 0
	for i, v := range e.verdicts(files, mutants) {
		if !e.sameVerdict(t, mutants[i].what, mutants[i].of(files), seen{}, v).OK() {
			refused++
		}
	}
	t.Logf("%d of %d changed proofs refused", refused, len(mutants))
}

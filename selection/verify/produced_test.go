package verify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/quotas/quotastest"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/fair"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
)

// produce runs a whole selection and gives what a checker sees of it.
func produce(p *pool.Pool, seats, pages, limit int) (record.Files, error) {
	r, err := selection.Run(context.Background(), selection.Request{
		Pool: p, Seats: seats, Pages: pages, Household: limit, PublicValue: "3 12 19"})
	if err != nil {
		return nil, err
	}
	return visible(r.Files), nil
}

// visible are the files that an auditor sees.
func visible(files record.Files) record.Files {
	maps.DeleteFunc(files, func(name string, _ []byte) bool {
		return !strings.HasPrefix(name, "public/") && !strings.HasPrefix(name, "auditor/")
	})
	return files
}

// Proofs written for random small pools, with households and people whom no panel
// can hold, pass the checker, and trying every panel bears them out.
func TestProofsOfRandomPools(t *testing.T) {
	proved := 0
	rapid.Check(t, func(t *rapid.T) {
		n, seats, limit := rapid.IntRange(4, 9).Draw(t, "people"), rapid.IntRange(1, 4).Draw(t, "seats"), rapid.IntRange(0, 2).Draw(t, "limit")
		table := "feature,value,min,max\n"
		for _, f := range []string{"f", "g"} {
			for _, v := range []string{"a", "b"} {
				low := rapid.IntRange(0, min(1, seats)).Draw(t, "min")
				table += fmt.Sprintf("%s,%s,%d,%d\n", f, v, low, rapid.IntRange(low, seats).Draw(t, "max"))
			}
		}
		people := "id,f,g,home\n"
		for i := range n {
			ab := rapid.SampledFrom([]string{"a", "b"})
			home := rapid.IntRange(0, n-1).Draw(t, "home")
			people += fmt.Sprintf("p%d,%s,%s,%d\n", i, ab.Draw(t, "f"), ab.Draw(t, "g"), home)
		}
		q, faults := quotas.Read("q.csv", []byte(table))
		require.NoError(t, faults.Err())
		p, faults := pool.Read("p.csv", []byte(people), q, pool.Options{ID: "id", Household: []string{"home"}})
		require.NoError(t, faults.Err())
		files, err := produce(p, seats, 60, limit)
		var infeasible *fair.Infeasible
		if errors.As(err, &infeasible) {
			t.Skip("no panel meets these quotas")
		}
		require.NoError(t, err)
		v := check(files)
		require.True(t, v.OK(), "%s%s", table, lines(v, verify.Failed))
		require.Empty(t, secondLook(files))
		proved++
	})
	require.Positive(t, proved)
}

// Proofs of whole pools: go test -v prints how long they are and how long the
// whole check takes.
func TestProofsOfPools(t *testing.T) {
	made, err := filepath.Glob("../../testdata/instances/*/pool.csv")
	require.NoError(t, err)
	require.Greater(t, len(made), 8)
	for _, file := range made {
		provePool(t, file, "quotas.csv")
	}
	if testing.Short() {
		t.Skip("SKIPPED: -short")
	}
	shared := quotastest.Shared(t)
	found, err := filepath.Glob(filepath.Join(shared, "*", "respondents.csv"))
	require.NoError(t, err)
	more, err := filepath.Glob(filepath.Join(shared, "synth", "*", "respondents.csv"))
	require.NoError(t, err)
	require.NotEmpty(t, found)
	for _, file := range append(found, more...) {
		provePool(t, file, "categories.csv")
	}
}

func provePool(t *testing.T, file, quotaFile string) {
	dir := filepath.Dir(file)
	parts := strings.Split(filepath.Base(dir), "_")
	people, err := os.ReadFile(file)
	require.NoError(t, err)
	seats, err := strconv.Atoi(parts[len(parts)-1])
	require.NoError(t, err)
	const many = 25_000 // bytes; larger pools take seconds
	if strings.HasPrefix(parts[0], "infeasible") || len(people) > many {
		return
	}
	t.Run(filepath.Base(dir), func(t *testing.T) {
		table, err := os.ReadFile(filepath.Join(dir, quotaFile))
		require.NoError(t, err)
		if strings.HasPrefix(parts[0], "ogtal") { // one volunteer has a value without a quota
			table = append(bytes.TrimSpace(table), "\nBosted,Tromsø,0,0\n"...)
		}
		q, faults := quotas.Read(quotaFile, table)
		require.NoError(t, faults.Err())
		header, _, _ := strings.Cut(string(people), "\n")
		options := pool.Options{}
		if strings.Contains(header, "household") {
			options.Household = []string{"household"}
		}
		p, faults := pool.Read(file, people, q, options)
		require.NoError(t, faults.Err())
		files, err := produce(p, seats, 0, len(options.Household))
		require.NoError(t, err)
		start := time.Now()
		v := check(files)
		t.Logf("proof of %d bytes, record checked in %v", len(files[record.ProofFile]), time.Since(start))
		require.True(t, v.OK(), lines(v, verify.Failed))
		require.Subset(t, names(v, verify.OK), proofChecks)
	})
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sharedPool gives the files of a public pool that is not part of this repository.
func sharedPool(name string) (pool, table string, err error) {
	root := os.Getenv("EVENLOT_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	pool = filepath.Join(root, "data", name, "respondents.csv")
	table = filepath.Join(root, "data", name, "categories.csv")
	if _, err := os.Stat(pool); err != nil {
		return "", "", fmt.Errorf("%s is not here; EVENLOT_SHARED names the folder that holds data/%s", pool, name)
	}
	return pool, table, nil
}

// BenchmarkSelect times the whole command: read both files, compute, write the book,
// draw, write the record, sync it to the disk, verify it.
func BenchmarkSelect(b *testing.B) {
	for _, name := range []string{"example_40", "exact_16", "households_15", "tight_20", "unique_20"} {
		b.Run(name, func(b *testing.B) {
			dir := filepath.Join(instances, name)
			var flags []string
			if name == "households_15" {
				flags = []string{"--household", "household"}
			}
			benchmarkSelect(b, name, filepath.Join(dir, "pool.csv"), filepath.Join(dir, "quotas.csv"), flags...)
		})
	}
	for _, name := range []string{"example_large_200", "sf_scotland_22", "peerbench/n750_112", "synth/sf_e_110"} {
		b.Run(strings.ReplaceAll(name, "/", "-"), func(b *testing.B) {
			pool, table, err := sharedPool(name)
			if err != nil {
				b.Skip(err)
			}
			benchmarkSelect(b, name, pool, table)
		})
	}
}

// benchmarkSelect runs one selection again and again; the seats are the end of name.
func benchmarkSelect(b *testing.B, name, pool, table string, flags ...string) {
	seats := name[strings.LastIndex(name, "_")+1:]
	args := append([]string{"select", "--quiet", "--force", "--pool", pool, "--quotas", table,
		"--seats", seats, "--seed", "benchmark", "--out", filepath.Join(b.TempDir(), "record")}, flags...)
	for b.Loop() {
		code, _, stderr := evenlot(b, args...)
		require.Equal(b, exitDone, code, stderr)
	}
}

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/quotastest"
)

// BenchmarkSelect times the whole command: read both files, compute, write the book,
// draw, write the record, sync it to the disk, verify it.
func BenchmarkSelect(b *testing.B) {
	for _, name := range []string{"example_40", "exact_16", "households_15", "tight_20", "unique_20"} {
		b.Run(name, func(b *testing.B) {
			dir := filepath.Join(instances, name)
			benchmarkSelect(b, name, filepath.Join(dir, "pool.csv"), filepath.Join(dir, "quotas.csv"))
		})
	}
	for _, name := range []string{
		"newdem_20", "sf_scotland_22", "acs12_us_40", "gss2014_us_100", "ess9_gb_110", "ces11_ca_100",
		"example_large_200", "ida_large_2_200", "adult_us_160", "cps_us_61k_500",
		"synth/mass_24", "synth/sf_c_44", "synth/hd_30", "synth/sf_b_20", "synth/sf_a_35", "synth/obf_30",
		"synth/nexus_170", "synth/sf_d_40", "synth/sf_d_hh_40", "synth/cca_75", "synth/sf_e_110", "synth/pool_10k_150",
		"peerbench/n300_45", "peerbench/n500_75", "peerbench/n750_112", "peerbench/n2000_300",
	} {
		b.Run(strings.ReplaceAll(name, "/", "-"), func(b *testing.B) {
			dir := quotastest.Shared(b, filepath.FromSlash(name))
			benchmarkSelect(b, name, filepath.Join(dir, "respondents.csv"), filepath.Join(dir, "categories.csv"))
		})
	}
}

// benchmarkSelect runs one selection again and again. The seats are the end of its
// name; a pool of households says so in its name.
func benchmarkSelect(b *testing.B, name, pool, table string) {
	args := []string{"select", "--quiet", "--force", "--pool", pool, "--quotas", table,
		"--seats", name[strings.LastIndex(name, "_")+1:], "--seed", "benchmark", "--out", filepath.Join(b.TempDir(), "record")}
	if strings.HasPrefix(name, "households_") || strings.Contains(name, "_hh_") {
		args = append(args, "--household", "household")
	}
	for b.Loop() {
		code, _, stderr := evenlot(b, args...)
		require.Equal(b, term.ExitDone, code, stderr)
	}
}

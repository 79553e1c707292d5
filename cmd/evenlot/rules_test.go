package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// fixed leaves the lines of what a rule decides: the committed files and the auditor's.
func fixed(sums string) string {
	var b strings.Builder
	for line := range strings.Lines(sums) {
		if strings.Contains(line, "  public/commit/") || strings.Contains(line, "  auditor/") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// The record of every rule is the same on every machine; leximin is for [TestGolden].
func TestGoldenRules(t *testing.T) {
	for _, c := range []struct{ instance, rule string }{
		{"exact_16", "maximin"},
		{"self-selected_24", "nash"},
		{"households_15", "minimax"},
		{"self-selected_24", "goldilocks"},
		{"unseatable_4", "uniform"},
		{"households_15", "legacy"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			pool, table := filepath.Join(instances, c.instance, "pool.csv"), filepath.Join(instances, c.instance, "quotas.csv")
			got := fixed(sums(t, selectInto(t, c.instance, pool, table, "--rule", c.rule)))
			golden := filepath.Join("../../testdata/golden", c.instance+"-"+c.rule+".sums")
			if *update {
				put(t, golden, got)
			}
			assert.Equal(t, content(t, golden), got)
			assert.Equal(t, got, fixed(sums(t, selectInto(t, c.instance, shuffled(t, pool), table, "--rule", c.rule))), "shuffled")
		})
	}
}
